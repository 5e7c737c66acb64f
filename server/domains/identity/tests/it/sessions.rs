use std::time::Duration;

use omni_kernel::SessionId;
use omni_proto_identity::v1 as pb;
use pb::auth_service_server::AuthService;
use uuid::Uuid;

use crate::harness::{Node, PASSWORD, reason, status_reason, world};

#[tokio::test]
async fn a_person_sees_their_sessions_and_nobody_else_s_page_by_page() {
    let world = world().await;
    let node = &world.node;
    node.person("ana@example.com").await;
    node.person("eva@example.com").await;
    node.login("eva@example.com").await;
    let mut mine = Vec::new();
    for at in 0..5 {
        world.forward(Duration::from_secs(1));
        mine.push(node.login_from("ana@example.com", Some(&format!("192.0.2.{at}"))).await);
    }
    let ctx = node.signed_in(&mine[2]).await;
    let mut seen = Vec::new();
    let mut token = String::new();
    loop {
        let (page, next) = node.identity.list_sessions(&ctx, 2, &token).await.unwrap();
        seen.extend(page);
        if next.is_empty() {
            break;
        }
        token = next;
    }
    let expected: Vec<SessionId> = mine.iter().rev().map(|tokens| tokens.session).collect();
    assert_eq!(seen.iter().map(|session| session.id).collect::<Vec<_>>(), expected);
    assert_eq!(seen[0].client_ip.as_deref(), Some("192.0.2.4"));
    assert_eq!(
        (seen[0].methods.as_slice(), seen[0].user_agent.as_deref()),
        (&["pwd".to_owned()][..], Some("tests"))
    );
    let eva = node.signed_in(&node.login("eva@example.com").await).await;
    assert_eq!(reason(node.identity.list_sessions(&eva, 2, &token).await), "INVALID_FIELD");
}

#[tokio::test]
async fn logging_out_ends_the_session_everywhere_within_a_second() {
    let world = world().await;
    let (node, other) = (&world.node, world.another_node());
    node.person("ana@example.com").await;
    let (gone, kept) = (node.login("ana@example.com").await, node.login("ana@example.com").await);
    assert!(node.admits(&gone).await && other.admits(&gone).await);
    let ctx = node.signed_in(&gone).await;
    node.service().logout(Node::request(&ctx, pb::LogoutRequest {})).await.unwrap();
    assert!(!node.admits(&gone).await);
    assert!(other.refuses_soon(&gone).await);
    assert_eq!(reason(other.refresh(&gone.refresh).await), "REFRESH_TOKEN_INVALID");
    assert!(node.admits(&kept).await && other.admits(&kept).await);
    assert_eq!(node.audit.actions().last().unwrap(), "identity.logout");
}

#[tokio::test]
async fn a_session_of_somebody_else_cannot_be_ended_and_looks_as_if_it_were_not_there() {
    let world = world().await;
    let node = &world.node;
    node.person("ana@example.com").await;
    node.person("eva@example.com").await;
    let (ana, eva) = (node.login("ana@example.com").await, node.login("eva@example.com").await);
    let ctx = node.signed_in(&ana).await;
    let revoke = async |id: SessionId| {
        let request = pb::RevokeSessionRequest { session_id: id.to_string() };
        node.service().revoke_session(Node::request(&ctx, request)).await
    };
    let foreign = revoke(eva.session).await.unwrap_err();
    let absent = SessionId::from_uuid(Uuid::max());
    let absent_answer = revoke(absent).await.unwrap_err();
    assert_eq!(
        foreign.message().replace(&eva.session.to_string(), "X"),
        absent_answer.message().replace(&absent.to_string(), "X")
    );
    assert_eq!(status_reason::<()>(Err(foreign)), "NOT_FOUND");
    assert!(node.admits(&eva).await);
    let another = node.login("ana@example.com").await;
    revoke(another.session).await.unwrap();
    assert!(!node.admits(&another).await);
    assert_eq!(status_reason(revoke(another.session).await), "NOT_FOUND");
}

#[tokio::test]
async fn what_ended_long_ago_is_removed_at_the_next_sign_in() {
    let world = world().await;
    let node = &world.node;
    node.person("ana@example.com").await;
    node.login("ana@example.com").await;
    world.forward(Duration::from_hours(2856));
    node.login("ana@example.com").await;
    assert_eq!(world.count("SELECT count(*) FROM omni.sessions").await, 2);
    world.forward(Duration::from_hours(48));
    node.login("ana@example.com").await;
    assert_eq!(world.count("SELECT count(*) FROM omni.sessions").await, 2);
    assert_eq!(world.count("SELECT count(*) FROM omni.refresh_tokens").await, 2);
}

#[tokio::test]
async fn a_member_who_left_is_out_everywhere_within_a_second() {
    let world = world().await;
    let (node, other) = (&world.node, world.another_node());
    node.person("ana@example.com").await;
    let tokens = node.login("ana@example.com").await;
    assert!(node.admits(&tokens).await && other.admits(&tokens).await);
    world.execute("DELETE FROM omni.members").await;
    assert!(node.refuses_soon(&tokens).await && other.refuses_soon(&tokens).await);
}

#[tokio::test]
async fn a_person_switches_to_another_of_their_tenants_by_the_same_proof() {
    let world = world().await;
    let node = &world.node;
    let (user, _) = node.person("ana@example.com").await;
    let (_, other) = node.person("eva@example.com").await;
    let tokens = node.login("ana@example.com").await;
    let ctx = node.signed_in(&tokens).await;
    let switch = || node.identity.switch_tenant(&ctx, other, |_| ());
    assert_eq!(reason(switch().await), "NOT_FOUND");
    let invite = format!(
        "INSERT INTO omni.members SELECT tenant_id, '{}', 'viewer', create_time, update_time FROM omni.members WHERE tenant_id = '{}'",
        user.uuid(),
        other.uuid()
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(invite)).execute(&mut world.db.superuser().await).await.unwrap();
    let mut given = None;
    node.identity.switch_tenant(&ctx, other, |tokens| given = Some(tokens)).await.map(|_| ()).unwrap();
    let principal = node.identity.verify(&given.unwrap().access).await.unwrap().unwrap();
    assert_eq!(principal.scope.tenant, other);
    assert!(!principal.grants.allow("tenant.tenants.update") && principal.grants.allow("identity.self.read"));
    assert!(node.admits(&tokens).await);
}

#[tokio::test]
async fn people_of_a_suspended_tenant_sign_in_and_of_a_cancelled_one_do_not() {
    let world = world().await;
    let node = &world.node;
    let (_, tenant) = node.person("ana@example.com").await;
    let tokens = node.login("ana@example.com").await;
    world.execute("UPDATE omni.tenants SET status = 'suspended'").await;
    node.login("ana@example.com").await;
    let tokens = node.refresh(&tokens.refresh).await.unwrap();
    world.execute("UPDATE omni.tenants SET status = 'cancelled'").await;
    assert_eq!(reason(node.refresh(&tokens.refresh).await), "REFRESH_TOKEN_INVALID");
    assert_eq!(reason(node.try_login("ana@example.com", PASSWORD, None).await), "NO_MEMBERSHIP");
    let login = omni_identity::Login {
        email: "ana@example.com".to_owned(),
        password: omni_kernel::Secret::new(PASSWORD),
        tenant: Some(tenant),
    };
    let named = node.identity.login(&node.anonymous(None), &login, |_| ()).await.unwrap_err();
    assert!(named.reason().name == "NO_MEMBERSHIP" && named.message().contains("cancelled"), "{named}");
    // What others learn without the password is the same as ever.
    assert_eq!(
        reason(node.try_login("ana@example.com", "wrong password", None).await),
        "CREDENTIALS_INVALID"
    );
}

#[tokio::test]
async fn who_belongs_to_a_cancelled_tenant_and_to_another_signs_in_to_the_other() {
    let world = world().await;
    let node = &world.node;
    let (user, cancelled) = node.person("ana@example.com").await;
    let (_, other) = node.person("eva@example.com").await;
    sqlx::query(
        "INSERT INTO omni.members (tenant_id, user_id, role, create_time, update_time) \
         VALUES ($1, $2, 'viewer', now() + interval '1 year', now())",
    )
    .bind(other.uuid())
    .bind(user.uuid())
    .execute(&mut world.db.superuser().await)
    .await
    .unwrap();
    let before = node.login("ana@example.com").await;
    assert_eq!(node.signed_in(&before).await.scope().unwrap().tenant, cancelled);
    sqlx::query("UPDATE omni.tenants SET status = 'cancelled' WHERE tenant_id = $1")
        .bind(cancelled.uuid())
        .execute(&mut world.db.superuser().await)
        .await
        .unwrap();
    let tokens = node.login("ana@example.com").await;
    let ctx = node.signed_in(&tokens).await;
    assert_eq!(ctx.scope().unwrap().tenant, other);
    let back = node.identity.switch_tenant(&ctx, cancelled, |_| ()).await.unwrap_err();
    assert_eq!(back.reason().name, "NO_MEMBERSHIP");
}
