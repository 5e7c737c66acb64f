//! Random sequences of what members do.

use std::collections::{BTreeMap, BTreeSet};

use omni_kernel::{Scope, UserId};
use omni_proto_identity::v1 as pb;
use pb::team_service_server::TeamService;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::{House, house, permissions};

/// Something a member does. Numbers choose among what there is at that moment.
#[derive(Debug, Clone)]
enum Act {
    SetRole { actor: usize, target: usize, role: usize },
    Remove { actor: usize, target: usize },
    Leave { actor: usize },
    Invite { actor: usize, role: usize },
    Resend { actor: usize, which: usize },
    Accept { which: usize },
    PutRole { actor: usize, name: usize, grants: Vec<usize> },
    DeleteRole { actor: usize, name: usize },
}

const ROLES: [&str; 8] = ["owner", "admin", "developer", "billing", "viewer", "alpha", "beta", "gamma"];
const OWN: [&str; 3] = ["alpha", "beta", "gamma"];
const PATTERNS: [&str; 9] = [
    "intelligence.*",
    "intelligence.forecasts.create",
    "keys.*",
    "keys.keys.read",
    "identity.*",
    "identity.members.update",
    "identity.roles.manage",
    "tenant.tenants.upgrade",
    "audit.*",
];

fn act() -> impl Strategy<Value = Act> {
    let any = 0..1000_usize;
    let grants = prop::collection::vec(0..PATTERNS.len(), 1..4);
    prop_oneof![
        4 => (any.clone(), any.clone(), 0..ROLES.len())
            .prop_map(|(actor, target, role)| Act::SetRole { actor, target, role }),
        2 => (any.clone(), any.clone()).prop_map(|(actor, target)| Act::Remove { actor, target }),
        1 => any.clone().prop_map(|actor| Act::Leave { actor }),
        4 => (any.clone(), 0..ROLES.len()).prop_map(|(actor, role)| Act::Invite { actor, role }),
        1 => (any.clone(), any.clone()).prop_map(|(actor, which)| Act::Resend { actor, which }),
        4 => any.clone().prop_map(|which| Act::Accept { which }),
        3 => (any.clone(), 0..OWN.len(), grants)
            .prop_map(|(actor, name, grants)| Act::PutRole { actor, name, grants }),
        1 => (any, 0..OWN.len()).prop_map(|(actor, name)| Act::DeleteRole { actor, name }),
    ]
}

/// What each member may do.
type Standing = BTreeMap<UserId, BTreeSet<String>>;

/// A tenant under way.
struct Run<'a> {
    house: &'a House,
    /// Everybody who ever was a member.
    people: Vec<UserId>,
    /// Tokens of invitations and who sent each last.
    sent: Vec<(String, String, UserId)>,
}

impl Run<'_> {
    async fn standing(&self) -> Standing {
        let mut standing = Standing::new();
        for user in &self.people {
            if let Some(grants) = self.house.grants(self.house.mine, *user).await {
                standing.insert(*user, permissions(&grants));
            }
        }
        standing
    }

    fn person(&self, number: usize) -> UserId {
        self.people[number % self.people.len()]
    }

    /// Does it and gives whoever handed something on, if anybody did.
    async fn does(&mut self, act: &Act, number: usize) -> Option<UserId> {
        let house = self.house;
        match act {
            Act::SetRole { actor, target, role } => {
                let actor = self.person(*actor);
                house.set_role(actor, self.person(*target), ROLES[*role]).await.ok().map(|()| actor)
            }
            Act::Remove { actor, target } => {
                let actor = self.person(*actor);
                house.remove(actor, self.person(*target)).await.ok().map(|()| actor)
            }
            Act::Leave { actor } => {
                let actor = self.person(*actor);
                house.leave(actor).await.ok().map(|()| actor)
            }
            Act::Invite { actor, role } => {
                let (actor, email) =
                    (self.person(*actor), format!("p{number}-{}@example.com", house.mine.tenant));
                let made = house.invite(actor, &email, ROLES[*role]).await.ok()?;
                self.sent.push((made.invitation_id, email, actor));
                Some(actor)
            }
            Act::Resend { actor, which } => {
                let (actor, at) = (self.person(*actor), which.checked_rem(self.sent.len())?);
                house.db.clock().advance(std::time::Duration::from_mins(2));
                let message = pb::ResendInvitationRequest { invitation_id: self.sent[at].0.clone() };
                house.team.resend_invitation(house.ask(actor, message).await).await.ok()?;
                self.sent[at].2 = actor;
                Some(actor)
            }
            Act::Accept { which } => {
                let (_, email, inviter) = self.sent[which.checked_rem(self.sent.len())?].clone();
                let accepted = house.accept(&house.token(&email)).await.ok()?;
                self.people.push(accepted.user_id.parse().unwrap());
                Some(inviter)
            }
            Act::PutRole { actor, name, grants } => {
                let patterns: Vec<&str> = grants.iter().map(|at| PATTERNS[*at]).collect();
                let (actor, name) = (self.person(*actor), OWN[*name]);
                let made = house.create_role(actor, name, &patterns).await;
                let done = if made.is_ok() { made } else { house.update_role(actor, name, &patterns).await };
                done.ok().map(|_| actor)
            }
            Act::DeleteRole { actor, name } => {
                let actor = self.person(*actor);
                house.delete_role(actor, OWN[*name]).await.ok().map(|()| actor)
            }
        }
    }
}

async fn owners(house: &House, scope: Scope) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM omni.members WHERE tenant_id = $1 AND role = 'owner'")
        .bind(scope.tenant.uuid())
        .fetch_one(&mut house.db.superuser().await)
        .await
        .unwrap()
}

#[tokio::test]
async fn whatever_members_do_an_owner_is_left_and_nobody_gains_more_than_the_giver_held() {
    let mut runner = TestRunner::deterministic();
    let mut house = house().await;
    let (mut done, mut refused) = (BTreeMap::<&str, u32>::new(), 0);
    for _ in 0..12 {
        let (scope, owner) = house.another().await;
        (house.mine, house.owner) = (scope, owner);
        let mut run = Run { house: &house, people: vec![owner], sent: Vec::new() };
        for role in ["admin", "developer", "owner"] {
            run.people.push(house.member(role).await);
        }
        let acts = prop::collection::vec(act(), 40).new_tree(&mut runner).unwrap().current();
        for (number, act) in acts.iter().enumerate() {
            let before = run.standing().await;
            let giver = run.does(act, number).await;
            let after = run.standing().await;
            assert!(owners(&house, scope).await >= 1, "no owner is left by {act:?} of {acts:#?}");
            let Some(giver) = giver else {
                assert_eq!(before, after, "a refused {act:?} changed something");
                refused += 1;
                continue;
            };
            let name: &str = match act {
                Act::SetRole { .. } => "set role",
                Act::Remove { .. } => "remove",
                Act::Leave { .. } => "leave",
                Act::Invite { .. } => "invite",
                Act::Resend { .. } => "resend",
                Act::Accept { .. } => "accept",
                Act::PutRole { .. } => "put role",
                Act::DeleteRole { .. } => "delete role",
            };
            *done.entry(name).or_default() += 1;
            let held = &before[&giver];
            for (user, may) in &after {
                let had = before.get(user).cloned().unwrap_or_default();
                let own = |act: &&String| !act.starts_with("identity.self.");
                let gained: Vec<&String> = may.difference(&had).filter(own).collect();
                let beyond: Vec<_> = gained.iter().filter(|act| !held.contains(**act)).collect();
                assert!(beyond.is_empty(), "{user} gained {beyond:?} from {giver} by {act:?}");
            }
        }
    }
    // The sequences do everything there is to do, and are often refused.
    assert_eq!(done.len(), 8, "{done:?}");
    assert!(refused > 50, "{refused}");
}
