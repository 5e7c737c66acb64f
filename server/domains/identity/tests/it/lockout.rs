use std::time::Duration;

use futures::future::join_all;
use omni_kernel::config::Auth;

use crate::harness::{PASSWORD, reason, settings, world, world_with};

const HOME: Option<&str> = Some("192.0.2.10");
const ATTACKER: Option<&str> = Some("198.51.100.7");

/// Enough room for all to wait, and none refused for its address.
fn roomy() -> Auth {
    Auth { hash_queue: 1000, address_attempts: 1000, ..settings() }
}

#[tokio::test]
async fn two_hundred_wrong_passwords_on_two_servers_count_exactly_and_right_ones_go_through_meanwhile() {
    let world = world_with(roomy()).await;
    let node = &world.node;
    let other = world.another_node_with(roomy());
    node.person("ana@example.com").await;
    node.person("eva@example.com").await;
    // Ana has signed in from home before; Eva never from anywhere.
    node.login_from("ana@example.com", HOME).await;
    let wrong = join_all(
        (0..200)
            .map(|at| if at % 2 == 0 { node } else { &other })
            .map(|node| node.try_login("ana@example.com", "wrong password", ATTACKER)),
    );
    let right = join_all((0..20).map(|at| {
        let (node, email) = if at % 2 == 0 { (node, "ana@example.com") } else { (&other, "eva@example.com") };
        node.try_login(email, PASSWORD, HOME)
    }));
    let (wrong, right) = futures::join!(wrong, right);
    assert!(wrong.into_iter().all(|outcome| reason(outcome) == "CREDENTIALS_INVALID"));
    assert!(right.iter().all(Result::is_ok), "{right:?}");
    for kind in ["account", "account_address", "address", "all"] {
        let counts: Vec<i64> = sqlx::query_scalar("SELECT count FROM omni.attempts WHERE kind = $1")
            .bind(kind)
            .fetch_all(&mut world.db.superuser().await)
            .await
            .unwrap();
        assert_eq!(counts, [200], "{kind}");
    }
}

#[tokio::test]
async fn any_number_of_right_sign_ins_at_once_go_through() {
    let world = world_with(roomy()).await;
    let other = world.another_node_with(roomy());
    world.node.person("ana@example.com").await;
    let outcomes = join_all(
        (0..60)
            .map(|at| if at % 2 == 0 { &world.node } else { &other })
            .map(|node| node.try_login("ana@example.com", PASSWORD, None)),
    )
    .await;
    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!(world.count("SELECT count(*) FROM omni.attempts WHERE count > 0 AND kind <> 'mail'").await, 0);
}

#[tokio::test]
async fn an_account_waits_longer_after_every_failure_and_is_never_locked_for_good() {
    let world = world().await;
    let node = &world.node;
    node.person("ana@example.com").await;
    for _ in 0..4 {
        let _ = node.try_login("ana@example.com", "wrong password", None).await;
    }
    // Four are free.
    assert!(node.try_login("ana@example.com", PASSWORD, None).await.is_ok());
    for wait in [1_u64, 2, 4, 8] {
        let _ = node.try_login("ana@example.com", "wrong password", None).await;
        let early = node.try_login("ana@example.com", PASSWORD, None).await;
        assert_eq!(reason(early), "CREDENTIALS_INVALID");
        world.forward(Duration::from_millis(1000 * wait - 1));
        let early = node.try_login("ana@example.com", PASSWORD, None).await;
        assert_eq!(reason(early), "CREDENTIALS_INVALID", "{wait}");
        world.forward(Duration::from_millis(1));
        assert!(node.try_login("ana@example.com", PASSWORD, None).await.is_ok(), "{wait}");
    }
    for _ in 0..50 {
        let _ = node.try_login("ana@example.com", "wrong password", None).await;
    }
    world.forward(Duration::from_mins(15));
    assert!(node.try_login("ana@example.com", PASSWORD, None).await.is_ok());
}

#[tokio::test]
async fn others_cannot_keep_a_person_out_of_where_they_have_been() {
    let world = world().await;
    let node = &world.node;
    node.person("ana@example.com").await;
    node.login_from("ana@example.com", HOME).await;
    for _ in 0..30 {
        let _ = node.try_login("ana@example.com", "wrong password", ATTACKER).await;
    }
    assert!(node.try_login("ana@example.com", PASSWORD, HOME).await.is_ok());
    // From elsewhere even the right password waits.
    assert_eq!(reason(node.try_login("ana@example.com", PASSWORD, ATTACKER).await), "CREDENTIALS_INVALID");
    // Their own failures count.
    for _ in 0..5 {
        let _ = node.try_login("ana@example.com", "wrong password", HOME).await;
    }
    assert_eq!(reason(node.try_login("ana@example.com", PASSWORD, HOME).await), "CREDENTIALS_INVALID");
    world.forward(Duration::from_secs(1));
    assert!(node.try_login("ana@example.com", PASSWORD, HOME).await.is_ok());
}

#[tokio::test]
async fn an_address_that_tries_many_accounts_is_refused_until_its_window_ends() {
    let few = Auth { address_attempts: 10, ..settings() };
    let world = world_with(few).await;
    let node = &world.node;
    node.person("ana@example.com").await;
    for at in 0..10 {
        let _ = node.try_login(&format!("person{at}@example.com"), "wrong password", ATTACKER).await;
    }
    let before = node.identity.hashes();
    for email in ["ana@example.com", "nobody@example.com"] {
        let error = node.try_login(email, PASSWORD, ATTACKER).await.unwrap_err();
        assert_eq!(error.reason().name, "TOO_MANY_ATTEMPTS");
        assert_eq!(error.retry_after(), Some(Duration::from_mins(15)));
    }
    assert_eq!(node.identity.hashes(), before);
    assert!(node.try_login("ana@example.com", PASSWORD, HOME).await.is_ok());
    world.forward(Duration::from_mins(15));
    assert!(node.try_login("ana@example.com", PASSWORD, ATTACKER).await.is_ok());
}

#[tokio::test]
async fn an_attack_from_everywhere_leaves_known_addresses_alone() {
    let few = Auth { total_attempts: 10, ..settings() };
    let world = world_with(few).await;
    let node = &world.node;
    node.person("ana@example.com").await;
    node.login_from("ana@example.com", HOME).await;
    for at in 0..10 {
        let ip = format!("198.51.100.{at}");
        let _ = node.try_login(&format!("person{at}@example.com"), "wrong password", Some(&ip)).await;
    }
    let elsewhere = node.try_login("ana@example.com", PASSWORD, Some("203.0.113.1")).await;
    assert_eq!(reason(elsewhere), "TOO_MANY_ATTEMPTS");
    assert!(node.try_login("ana@example.com", PASSWORD, HOME).await.is_ok());
}

#[tokio::test]
async fn counters_nobody_needs_are_removed() {
    let world = world().await;
    let _ = world.node.try_login("nobody@example.com", "wrong password", HOME).await;
    assert_eq!(world.node.identity.purge().await.unwrap(), 0);
    world.forward(Duration::from_hours(49));
    assert_eq!(world.node.identity.purge().await.unwrap(), 4);
}
