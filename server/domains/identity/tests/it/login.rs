use omni_identity::Login;
use omni_kernel::config::Auth;
use omni_kernel::ports::Outcome;
use omni_kernel::{Secret, TenantId};
use uuid::Uuid;

use crate::harness::{PASSWORD, reason, settings, world};

/// What a failed sign-in shows, in words and details.
fn shown(error: &omni_kernel::Error) -> String {
    format!("{error} {:?} {:?}", error.reason().name, error.retry_after())
}

#[tokio::test]
async fn every_failure_says_the_same_after_the_same_work() {
    let world = world().await;
    let node = &world.node;
    node.person("ana@example.com").await;
    node.person("sso@example.com").await;
    node.person("locked@example.com").await;
    world.lose_password("sso@example.com").await;
    for _ in 0..7 {
        let _ = node.try_login("locked@example.com", "wrong", None).await;
    }
    let mut said = Vec::new();
    for (email, password) in [
        ("ana@example.com", "wrong password"),
        ("nobody@example.com", PASSWORD),
        ("ana@example.com", ""),
        ("nobody@example.com", ""),
        ("sso@example.com", PASSWORD),
        ("sso@example.com", ""),
        ("locked@example.com", PASSWORD),
        ("locked@example.com", "wrong password"),
        ("no address at all", "x"),
        ("", ""),
    ] {
        let before = node.identity.hashes();
        let error = node.try_login(email, password, None).await.unwrap_err();
        assert_eq!(node.identity.hashes(), before + 1, "{email} {password}");
        assert_eq!(error.reason().name, "CREDENTIALS_INVALID");
        said.push(shown(&error));
    }
    said.dedup();
    assert_eq!(said.len(), 1, "{said:?}");
    // Too long is refused before any work, whoever it is.
    for email in ["ana@example.com", "nobody@example.com"] {
        let before = node.identity.hashes();
        assert_eq!(reason(node.try_login(email, &"x".repeat(1025), None).await), "INVALID_FIELD");
        assert_eq!(node.identity.hashes(), before);
    }
}

#[tokio::test]
async fn failed_sign_ins_are_on_the_log_of_the_person_s_tenants_with_the_address_as_personal_data() {
    let world = world().await;
    let node = &world.node;
    let (user, _) = node.person("ana@example.com").await;
    let _ = node.try_login("ana@example.com", "wrong password", None).await;
    let _ = node.try_login("nobody@example.com", "wrong password", None).await;
    let entries = node.audit.entries();
    let entry = entries.last().unwrap();
    assert_eq!(entries.len(), 2);
    assert_eq!((entry.action.as_str(), entry.outcome), ("identity.login", Outcome::Denied));
    assert_eq!(entry.target, user.to_string());
    assert_eq!(entry.reason, "CREDENTIALS_INVALID");
    assert_eq!((entry.personal[0].field, entry.personal[0].value.as_str()), ("email", "ana@example.com"));
    assert!(!format!("{:?}{:?}", entry.before, entry.after).contains("ana@"));
}

#[tokio::test]
async fn a_password_is_hashed_anew_when_the_parameters_rise() {
    let world = world().await;
    world.node.person("ana@example.com").await;
    let stronger = world.another_node_with(Auth { argon2_iterations: 3, ..settings() });
    stronger.login("ana@example.com").await;
    let raised = "SELECT count(*) FROM omni.passwords WHERE hash LIKE '$argon2id$v=19$m=19456,t=3,p=1$%'";
    assert_eq!(world.count(raised).await, 1);
    let before = stronger.identity.hashes();
    stronger.login("ana@example.com").await;
    assert_eq!(stronger.identity.hashes(), before + 1);
    // A server that has not heard of it yet still knows the password, and leaves the stronger hash.
    world.node.login("ana@example.com").await;
    assert_eq!(world.count(raised).await, 1);
}

#[tokio::test]
async fn a_person_signs_in_to_their_own_tenants_only() {
    let world = world().await;
    let node = &world.node;
    let (_, mine) = node.person("ana@example.com").await;
    let (_, foreign) = node.person("eva@example.com").await;
    let login = async |tenant: TenantId| {
        let login = Login {
            email: "ana@example.com".to_owned(),
            password: Secret::new(PASSWORD),
            tenant: Some(tenant),
        };
        node.identity.login(&node.anonymous(None), &login, |_| ()).await.map(|_| ())
    };
    assert!(login(mine).await.is_ok());
    let absent = TenantId::from_uuid(Uuid::max());
    let (of_foreign, of_absent) = (login(foreign).await.unwrap_err(), login(absent).await.unwrap_err());
    assert_eq!(of_foreign.reason().name, "NOT_FOUND");
    assert_eq!(
        of_foreign.message().replace(&foreign.to_string(), "X"),
        of_absent.message().replace(&absent.to_string(), "X")
    );
    world.execute("DELETE FROM omni.members").await;
    assert_eq!(reason(node.try_login("ana@example.com", PASSWORD, None).await), "NO_MEMBERSHIP");
}

#[tokio::test]
async fn a_flood_of_sign_ins_is_shed_and_not_queued_without_end() {
    let world = world().await;
    let node = world.another_node_with(Auth { hash_workers: 1, hash_queue: 4, ..settings() });
    let outcomes = futures::future::join_all(
        (0..40).map(|_| node.try_login("nobody@example.com", "wrong password", None)),
    )
    .await;
    let shed: Vec<_> = outcomes
        .iter()
        .filter_map(|outcome| outcome.as_ref().err())
        .filter(|error| error.reason().name == "OVERLOADED")
        .collect();
    assert!(!shed.is_empty() && shed.len() < 40, "{}", shed.len());
    assert!(shed.iter().all(|error| error.retry_after().is_some()));
}
