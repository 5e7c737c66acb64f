use std::time::Duration;

use futures::future::join_all;
use omni_kernel::config::Auth;

use crate::harness::{PASSWORD, World, reason, settings, world, world_with};

const HOME: Option<&str> = Some("192.0.2.10");
const ATTACKER: Option<&str> = Some("198.51.100.7");

/// Enough room for all to wait, and none refused for its address.
fn roomy() -> Auth {
    Auth { hash_queue: 1000, address_attempts: 1000, ..settings() }
}

/// What failures count on.
const COUNTED: [&str; 4] = ["account", "account_address", "address", "all"];

/// The counts of a kind that are not nought.
async fn counts(world: &World, kind: &str) -> Vec<i64> {
    sqlx::query_scalar("SELECT count FROM omni.attempts WHERE kind = $1 AND count > 0")
        .bind(kind)
        .fetch_all(&mut world.db.superuser().await)
        .await
        .unwrap()
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
    let reasons: Vec<_> = wrong.into_iter().map(reason).collect();
    assert!(reasons.iter().all(|reason| *reason == "CREDENTIALS_INVALID"), "{reasons:?}");
    assert!(right.iter().all(Result::is_ok), "{right:?}");
    for kind in COUNTED {
        let counts = counts(&world, kind).await;
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
    assert_eq!(
        world.count("SELECT count(*) FROM omni.attempts WHERE count > 0 AND kind NOT LIKE 'mail%'").await,
        0
    );
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
    assert_eq!(world.node.identity.purge().await.unwrap(), 6);
}

#[tokio::test]
async fn two_hundred_guesses_at_once_from_an_address_get_no_more_than_its_hundred_on_two_servers() {
    let queue = Auth { hash_queue: 1000, ..settings() };
    let world = world_with(queue.clone()).await;
    let (node, other) = (&world.node, world.another_node_with(queue));
    node.person("ana@example.com").await;
    let before = node.identity.hashes();
    let outcomes = join_all((0..200).map(|at| {
        let node = if at % 2 == 0 { node } else { &other };
        let email = if at % 4 < 2 { "ana@example.com".to_owned() } else { format!("person{at}@example.com") };
        async move { reason(node.try_login(&email, "wrong password", ATTACKER).await) }
    }))
    .await;
    let looked_at = outcomes.iter().filter(|reason| **reason == "CREDENTIALS_INVALID").count();
    let refused = outcomes.iter().filter(|reason| **reason == "TOO_MANY_ATTEMPTS").count();
    assert_eq!((looked_at, refused), (100, 100));
    assert_eq!(node.identity.hashes() - before + other.identity.hashes(), 100);
    assert_eq!(counts(&world, "address").await, [100]);
    assert_eq!(counts(&world, "all").await, [100]);
}

#[tokio::test]
async fn the_limit_of_all_is_exact_too() {
    let queue = Auth { hash_queue: 1000, total_attempts: 30, ..settings() };
    let world = world_with(queue.clone()).await;
    let (node, other) = (&world.node, world.another_node_with(queue));
    let outcomes = join_all((0..80).map(|at| {
        let (node, ip) = (if at % 2 == 0 { node } else { &other }, format!("198.51.100.{at}"));
        async move { reason(node.try_login("nobody@example.com", "wrong password", Some(&ip)).await) }
    }))
    .await;
    let looked_at = outcomes.iter().filter(|reason| **reason == "CREDENTIALS_INVALID").count();
    assert_eq!((looked_at, counts(&world, "all").await), (30, vec![30]));
}

#[tokio::test]
async fn a_right_guess_behind_five_wrong_ones_that_are_still_looked_at_does_not_get_in() {
    let slow = Auth { hash_workers: 1, ..roomy() };
    let world = world_with(slow.clone()).await;
    let (node, other) = (&world.node, world.another_node_with(slow));
    node.person("ana@example.com").await;
    let wrong = join_all((0..40).map(|_| node.try_login("ana@example.com", "wrong password", ATTACKER)));
    let right = async {
        while world
            .count("SELECT coalesce(sum(count), 0)::bigint FROM omni.attempts WHERE kind = 'account'")
            .await
            < 5
        {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        join_all((0..10).map(|_| other.try_login("ana@example.com", PASSWORD, ATTACKER))).await
    };
    let (wrong, right) = futures::join!(wrong, right);
    assert!(wrong.into_iter().chain(right).all(|outcome| reason(outcome) == "CREDENTIALS_INVALID"));
    assert_eq!(counts(&world, "account").await, [40]);
    world.forward(Duration::from_mins(15));
    // Nor does more than one at a time once the wait is over.
    let outcomes = join_all((0..20).map(|at| {
        let node = if at % 2 == 0 { node } else { &other };
        node.try_login("ana@example.com", "wrong password", ATTACKER)
    }));
    outcomes.await;
    assert_eq!(counts(&world, "account").await, [60]);
    assert_eq!(reason(node.try_login("ana@example.com", PASSWORD, ATTACKER).await), "CREDENTIALS_INVALID");
}

#[tokio::test]
async fn wrong_and_right_passwords_in_any_mix_leave_exactly_the_wrong_ones_in_the_counts() {
    let world = world_with(roomy()).await;
    let (node, other) = (&world.node, world.another_node_with(roomy()));
    let rng = omni_kernel::Rng::seeded(11);
    for round in 0..6 {
        let email = format!("person{round}@example.com");
        node.person(&email).await;
        world.execute("DELETE FROM omni.attempts").await;
        let mix: Vec<bool> = (0..24).map(|_| rng.bytes::<1>()[0].is_multiple_of(3)).collect();
        let outcomes = join_all(mix.iter().enumerate().map(|(at, wrong)| {
            let node = if at % 2 == 0 { node } else { &other };
            let (password, ip) = if *wrong { ("wrong password", ATTACKER) } else { (PASSWORD, HOME) };
            node.try_login(&email, password, ip)
        }))
        .await;
        let wrong = mix.iter().filter(|wrong| **wrong).count();
        let failed = mix.iter().zip(&outcomes).filter(|(wrong, outcome)| **wrong && outcome.is_err()).count();
        assert_eq!(failed, wrong);
        for kind in COUNTED {
            assert_eq!(
                counts(&world, kind).await.iter().sum::<i64>(),
                i64::try_from(wrong).unwrap(),
                "{kind}"
            );
        }
        assert_eq!(counts(&world, "account_turn").await, Vec::<i64>::new());
        assert_eq!(counts(&world, "account_address_turn").await, Vec::<i64>::new());
    }
}

#[tokio::test]
async fn somebody_else_s_failures_in_an_office_do_not_keep_out_who_has_signed_in_there() {
    let few = Auth { address_attempts: 10, ..settings() };
    let world = world_with(few).await;
    let node = &world.node;
    node.person("ana@example.com").await;
    node.person("eva@example.com").await;
    node.login_from("ana@example.com", HOME).await;
    for at in 0..10 {
        let _ = node.try_login(&format!("person{at}@example.com"), "wrong password", HOME).await;
    }
    assert!(node.try_login("ana@example.com", PASSWORD, HOME).await.is_ok());
    assert_eq!(reason(node.try_login("eva@example.com", PASSWORD, HOME).await), "TOO_MANY_ATTEMPTS");
    // Her account's own limit holds there.
    for _ in 0..5 {
        let _ = node.try_login("ana@example.com", "wrong password", HOME).await;
    }
    assert_eq!(reason(node.try_login("ana@example.com", PASSWORD, HOME).await), "CREDENTIALS_INVALID");
    assert_eq!(counts(&world, "address").await, [15]);
}

#[tokio::test]
async fn an_attempt_whose_caller_went_away_counts() {
    let world = world_with(Auth { hash_workers: 1, ..roomy() }).await;
    let node = &world.node;
    node.person("ana@example.com").await;
    for _ in 0..3 {
        let attempt = node.try_login("ana@example.com", "wrong password", ATTACKER);
        let _ = tokio::time::timeout(Duration::from_millis(1), attempt).await;
    }
    let counted = async {
        while counts(&world, "account").await != [3] || !counts(&world, "account_turn").await.is_empty() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), counted).await.unwrap();
}

#[tokio::test]
async fn attempts_that_a_dead_server_left_undecided_are_taken_for_failures_after_a_minute() {
    let world = world().await;
    let node = &world.node;
    node.person("ana@example.com").await;
    let _ = node.try_login("ana@example.com", "wrong password", ATTACKER).await;
    world.execute("UPDATE omni.attempts SET count = 5 WHERE kind LIKE 'account%'").await;
    world.forward(Duration::from_secs(59));
    let early = node.try_login("ana@example.com", PASSWORD, ATTACKER);
    assert!(tokio::time::timeout(Duration::from_millis(500), early).await.is_err());
    world.forward(Duration::from_secs(1));
    assert!(node.try_login("ana@example.com", PASSWORD, ATTACKER).await.is_ok());
}
