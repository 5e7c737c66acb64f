//! What a change of the team does to people who are signed in.

use std::sync::Arc;
use std::time::Duration;

use omni_identity::{Team, TeamParts, Tokens};
use omni_kernel::{Grants, TenantId, UserId};
use omni_proto_identity::v1 as pb;
use omni_tenant::Tenants;
use pb::team_service_server::TeamService;

use crate::harness::{Node, World, world};

/// The team of a node.
fn team(world: &World, node: &Node) -> Team {
    Team::new(TeamParts {
        effects: node.identity.effects().clone(),
        mail: node.mail.clone(),
        tenants: Arc::new(Tenants::new(world.db.database().clone(), world.db.clock().clone())),
        accounts: Arc::new(node.identity.clone()),
        rng: world.db.rng().clone(),
        catalogue: super::catalogue(),
        public_url: "https://omni.example.com".to_owned(),
    })
}

/// An owner, and a member with a company of their own, both signed in to the owner's tenant.
async fn two(world: &World) -> (Team, TenantId, Tokens, UserId, Tokens) {
    let node = &world.node;
    let (_, tenant) = node.person("ana@example.com").await;
    // The tier of those who register has room for one.
    sqlx::query("UPDATE omni.tenants SET tier = 'pro' WHERE tenant_id = $1")
        .bind(tenant.uuid())
        .execute(&mut world.db.superuser().await)
        .await
        .unwrap();
    let ana = node.login("ana@example.com").await;
    let team = team(world, node);
    let message = pb::InviteMemberRequest { email: "bor@example.com".into(), role: "developer".into() };
    team.invite_member(Node::request(&node.signed_in(&ana).await, message)).await.unwrap();
    let message = pb::AcceptInvitationRequest {
        token: node.mailed_token("bor@example.com").expose().to_owned(),
        full_name: "Bor Zupan".to_owned(),
        password: crate::harness::PASSWORD.to_owned(),
    };
    let accepted = team.accept_invitation(Node::request(&node.anonymous(None), message)).await.unwrap();
    let accepted = accepted.into_inner();
    assert_eq!(accepted.tenant_id, tenant.to_string());
    let bor = node.login("bor@example.com").await;
    (team, tenant, ana, accepted.user_id.parse().unwrap(), bor)
}

async fn grants(node: &Node, tokens: &Tokens) -> Option<Grants> {
    node.identity.verify(&tokens.access).await.unwrap().map(|principal| principal.grants)
}

/// Whether it comes about within a second of real time, asked for all the while.
async fn soon(mut reached: impl AsyncFnMut() -> bool) -> bool {
    let waited = async {
        while !reached().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(1), waited).await.is_ok()
}

#[tokio::test]
async fn who_accepts_signs_in_with_what_the_role_grants() {
    let world = world().await;
    let (_, tenant, _, _, bor) = two(&world).await;
    let principal = world.node.identity.verify(&bor.access).await.unwrap().unwrap();
    assert_eq!(principal.scope.tenant, tenant);
    assert!(principal.grants.allow("intelligence.forecasts.create"));
    assert!(principal.grants.allow("identity.self.manage"));
    assert!(!principal.grants.allow("identity.members.remove"));
}

#[tokio::test]
async fn a_change_of_role_or_of_what_it_grants_is_seen_by_every_server_within_a_second() {
    let world = world().await;
    let (team, _, ana, bor_id, bor) = two(&world).await;
    let elsewhere = world.another_node();
    let forecasts = "intelligence.forecasts.create";
    for node in [&world.node, &elsewhere] {
        assert!(grants(node, &bor).await.unwrap().allow(forecasts));
    }
    let ctx = world.node.signed_in(&ana).await;
    let message = pb::CreateRoleRequest {
        name: "reader".into(),
        description: String::new(),
        permissions: vec!["platform.errors.read".into()],
    };
    team.create_role(Node::request(&ctx, message)).await.unwrap();
    let message = pb::UpdateMemberRoleRequest { user_id: bor_id.to_string(), role: "reader".into() };
    team.update_member_role(Node::request(&ctx, message)).await.unwrap();
    for node in [&world.node, &elsewhere] {
        assert!(soon(async || !grants(node, &bor).await.unwrap().allow(forecasts)).await);
        assert!(grants(node, &bor).await.unwrap().allow("platform.errors.read"));
    }
    let message = pb::UpdateRoleRequest {
        name: "reader".into(),
        description: String::new(),
        permissions: vec!["keys.keys.read".into()],
        update_mask: None,
    };
    team.update_role(Node::request(&ctx, message)).await.unwrap();
    for node in [&world.node, &elsewhere] {
        assert!(soon(async || grants(node, &bor).await.unwrap().allow("keys.keys.read")).await);
        assert!(!grants(node, &bor).await.unwrap().allow("platform.errors.read"));
    }
}

#[tokio::test]
async fn removal_ends_the_persons_sessions_in_the_tenant_at_once_here_and_soon_elsewhere_and_no_others() {
    let world = world().await;
    let (team, _, ana, bor_id, bor) = two(&world).await;
    // Bor also has a company of his own, and is signed in there.
    let own = TenantId::from_uuid(world.db.rng().uuid(world.db.clock().now()));
    let scope = omni_kernel::Scope { tenant: own, environment: omni_kernel::Environment::Live };
    let tenants = Tenants::new(world.db.database().clone(), world.db.clock().clone());
    let mut tx = world.db.begin(&scope).await.unwrap();
    omni_kernel::ports::TenantRegistry::create(&tenants, &mut tx, "Zupan", "free", false).await.unwrap();
    tx.commit().await.unwrap();
    for sql in [
        "INSERT INTO omni.members (tenant_id, user_id, role, create_time, update_time) VALUES ($1, $2, 'owner', now(), now())",
        "INSERT INTO omni.sessions (user_id, session_id, tenant_id, methods, create_time, last_use_time, expire_time) \
         VALUES ($2, gen_random_uuid(), $1, '{pwd}', now(), now(), 'infinity'::timestamptz)",
    ] {
        sqlx::query(sql)
            .bind(own.uuid())
            .bind(bor_id.uuid())
            .execute(&mut world.db.superuser().await)
            .await
            .unwrap();
    }
    let elsewhere = world.another_node();
    assert!(world.node.admits(&bor).await && elsewhere.admits(&bor).await);

    let message = pb::RemoveMemberRequest { user_id: bor_id.to_string() };
    team.remove_member(Node::request(&world.node.signed_in(&ana).await, message)).await.unwrap();
    assert!(!world.node.admits(&bor).await, "here at once");
    assert!(elsewhere.refuses_soon(&bor).await);
    assert!(world.node.refresh(&bor.refresh).await.is_err());
    assert!(world.node.admits(&ana).await);
    let kept = "SELECT count(*) FROM omni.sessions WHERE user_id <> '00000000-0000-0000-0000-000000000000' \
                AND revoke_time IS NULL";
    assert_eq!(world.count(kept).await, 2, "Ana's, and Bor's in his own company");
}

#[tokio::test]
async fn who_leaves_is_signed_out() {
    let world = world().await;
    let (team, _, _, _, bor) = two(&world).await;
    let ctx = world.node.signed_in(&bor).await;
    team.leave(Node::request(&ctx, pb::LeaveRequest {})).await.unwrap();
    assert!(!world.node.admits(&bor).await);
}
