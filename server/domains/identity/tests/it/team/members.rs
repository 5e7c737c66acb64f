use futures::future::join_all;
use omni_kernel::{Environment, Scope, UserId};
use omni_proto_identity::v1 as pb;
use pb::team_service_server::TeamService;
use serde_json::json;

use super::{house, why};

#[tokio::test]
async fn nobody_gives_or_takes_a_role_of_more_than_they_hold() {
    let house = house().await;
    let admin = house.member("admin").await;
    let billing = house.member("billing").await;
    let viewer = house.member("viewer").await;
    // Up to more than one's own, or of somebody who holds more.
    for (user, role) in [(viewer, "owner"), (viewer, "billing"), (admin, "owner"), (house.owner, "viewer")] {
        assert_eq!(why(house.set_role(admin, user, role).await), "GRANTS_NOT_HELD", "{role}");
    }
    for user in [billing, house.owner] {
        assert_eq!(why(house.set_role(admin, user, "viewer").await), "GRANTS_NOT_HELD");
        assert_eq!(why(house.remove(admin, user).await), "GRANTS_NOT_HELD");
    }
    house.set_role(admin, viewer, "developer").await.unwrap();
    assert_eq!(house.role_of(viewer).await.unwrap(), "developer");
    // An owner does all of it.
    house.set_role(house.owner, billing, "owner").await.unwrap();
    house.remove(house.owner, admin).await.unwrap();
    assert_eq!(house.role_of(admin).await, None);
}

#[tokio::test]
async fn a_role_that_there_is_not_is_named_with_the_nearest() {
    let house = house().await;
    let viewer = house.member("viewer").await;
    let (field, expected) = super::field(house.set_role(house.owner, viewer, "develper").await);
    assert_eq!(field, "role");
    assert!(expected.contains("did you mean \"developer\"?"), "{expected}");
}

#[tokio::test]
async fn the_last_owner_is_neither_demoted_nor_removed_and_does_not_leave() {
    let house = house().await;
    house.member("admin").await;
    assert_eq!(why(house.set_role(house.owner, house.owner, "viewer").await), "LAST_OWNER");
    assert_eq!(why(house.remove(house.owner, house.owner).await), "LAST_OWNER");
    assert_eq!(why(house.leave(house.owner).await), "LAST_OWNER");
    // With a second one, each of it works.
    let second = house.member("owner").await;
    house.leave(house.owner).await.unwrap();
    assert_eq!(house.role_of(house.owner).await, None);
    assert_eq!(why(house.leave(second).await), "LAST_OWNER");
}

#[tokio::test]
async fn of_two_owners_who_demote_each_other_at_once_one_stays() {
    let house = house().await;
    for _ in 0..20 {
        let owners = [house.member("owner").await, house.member("owner").await];
        set_all_but(&house, &owners).await;
        let outcomes = tokio::join!(
            house.set_role(owners[0], owners[1], "viewer"),
            house.set_role(owners[1], owners[0], "viewer")
        );
        assert_eq!(usize::from(outcomes.0.is_ok()) + usize::from(outcomes.1.is_ok()), 1);
        assert_eq!(owners_of(&house).await, 1);
    }
}

#[tokio::test]
async fn of_many_owners_who_leave_at_once_one_stays() {
    let house = house().await;
    for _ in 0..5 {
        let owners: Vec<UserId> = join_all((0..6).map(|_| house.member("owner"))).await;
        set_all_but(&house, &owners).await;
        let outcomes = join_all(owners.iter().map(|owner| house.leave(*owner))).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), owners.len() - 1);
        assert_eq!(owners_of(&house).await, 1);
    }
}

async fn set_all_but(house: &super::House, owners: &[UserId]) {
    let kept: Vec<_> = owners.iter().map(|owner| owner.uuid()).collect();
    sqlx::query("UPDATE omni.members SET role = 'viewer' WHERE tenant_id = $1 AND NOT user_id = ANY($2)")
        .bind(house.mine.tenant.uuid())
        .bind(kept)
        .execute(&mut house.db.superuser().await)
        .await
        .unwrap();
}

async fn owners_of(house: &super::House) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM omni.members WHERE tenant_id = $1 AND role = 'owner'")
        .bind(house.mine.tenant.uuid())
        .fetch_one(&mut house.db.superuser().await)
        .await
        .unwrap()
}

#[tokio::test]
async fn who_was_demoted_a_moment_ago_hands_nothing_on_with_what_they_held_before() {
    let house = house().await;
    let former = house.member("owner").await;
    let viewer = house.member("viewer").await;
    // The request passed the edge when they were an owner still.
    let message = pb::UpdateMemberRoleRequest { user_id: viewer.to_string(), role: "owner".to_owned() };
    let late = house.ask(former, message).await;
    house.set_role(house.owner, former, "developer").await.unwrap();
    assert_eq!(why(house.team.update_member_role(late).await), "GRANTS_NOT_HELD");
    assert_eq!(house.role_of(viewer).await.unwrap(), "viewer");
}

#[tokio::test]
async fn a_sign_in_that_shows_less_than_the_role_hands_on_no_more_than_it_shows() {
    let house = house().await;
    let viewer = house.member("viewer").await;
    let caller = omni_kernel::Caller::User {
        user: house.owner,
        session: omni_kernel::SessionId::from_uuid(house.db.rng().uuid(house.db.clock().now())),
    };
    let message = pb::UpdateMemberRoleRequest { user_id: viewer.to_string(), role: "developer".to_owned() };
    let grants = ["identity.members.update"].into_iter().collect();
    let narrow = omni_testkit::doubles::request(message, house.db.rng(), house.mine, caller, grants);
    assert_eq!(why(house.team.update_member_role(narrow).await), "GRANTS_NOT_HELD");
}

#[tokio::test]
async fn another_tenants_member_is_as_absent_as_one_who_never_was() {
    let house = house().await;
    let (_, stranger) = house.another().await;
    let nobody = UserId::from_uuid(house.db.rng().uuid(house.db.clock().now()));
    for ask in 0..3 {
        let mut answers = Vec::new();
        for user in [stranger, nobody] {
            let status = match ask {
                0 => {
                    let message = pb::GetMemberRequest { user_id: user.to_string() };
                    house.team.get_member(house.ask(house.owner, message).await).await.map(|_| ())
                }
                1 => house.set_role(house.owner, user, "viewer").await,
                _ => house.remove(house.owner, user).await,
            }
            .unwrap_err();
            answers.push((status.code(), status.message().replace(&user.to_string(), "ID")));
        }
        assert_eq!(answers[0], answers[1]);
        assert_eq!(answers[0].0, tonic::Code::NotFound);
    }
}

#[tokio::test]
async fn members_are_listed_in_pages_each_once_and_no_one_elses() {
    let house = house().await;
    let (theirs, stranger) = house.another().await;
    for _ in 0..4 {
        house.member("viewer").await;
    }
    let (mut seen, mut page_token) = (Vec::new(), String::new());
    loop {
        let message = pb::ListMembersRequest { page_size: 2, page_token: page_token.clone() };
        let page = house.team.list_members(house.ask(house.owner, message).await).await.unwrap().into_inner();
        seen.extend(page.members.into_iter().map(|member| member.user_id));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
        let message = pb::ListMembersRequest { page_size: 2, page_token: page_token.clone() };
        let foreign = house.team.list_members(house.ask_in(theirs, stranger, message).await).await;
        assert_eq!(super::field(foreign).0, "page_token");
    }
    assert_eq!(seen.len(), 5);
    assert!(!seen.contains(&stranger.to_string()));
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 5);
}

#[tokio::test]
async fn a_sign_in_to_test_sees_the_team_and_does_not_change_it() {
    let house = house().await;
    let viewer = house.member("viewer").await;
    let test = Scope { environment: Environment::Test, ..house.mine };
    let message = pb::GetMemberRequest { user_id: viewer.to_string() };
    house.team.get_member(house.ask_in(test, house.owner, message).await).await.unwrap();
    let message = pb::RemoveMemberRequest { user_id: viewer.to_string() };
    let refused = house.team.remove_member(house.ask_in(test, house.owner, message).await).await;
    assert_eq!(why(refused), "LIVE_ONLY");
}

#[tokio::test]
async fn the_log_tells_the_roles_before_and_after_and_the_address_apart() {
    let house = house().await;
    let member = house.member("viewer").await;
    house.set_role(house.owner, member, "developer").await.unwrap();
    house.set_role(house.owner, member, "developer").await.unwrap();
    house.remove(house.owner, member).await.unwrap();
    let entries = house.audit.entries();
    assert_eq!(entries[0].action, "identity.members.update");
    assert_eq!(
        (&entries[0].before, &entries[0].after),
        (&json!({"role": "viewer"}), &json!({"role": "developer"}))
    );
    let removal = entries.last().unwrap();
    assert_eq!(
        (removal.action.as_str(), removal.target.clone()),
        ("identity.members.remove", member.to_string())
    );
    assert_eq!(removal.before, json!({"role": "developer"}));
    assert_eq!(
        (removal.personal[0].field, removal.personal[0].value.clone()),
        ("email", format!("{member}@example.com"))
    );
}
