use std::collections::HashSet;
use std::time::Duration;

use futures::future::join_all;
use omni_kernel::Secret;
use omni_kernel::ports::Outcome;

use crate::harness::{reason, world};

#[tokio::test]
async fn a_refresh_token_is_traded_for_new_tokens_of_the_same_session() {
    let world = world().await;
    let node = &world.node;
    node.person("ana@example.com").await;
    let first = node.login("ana@example.com").await;
    world.forward(Duration::from_mins(10));
    assert!(!node.admits(&first).await);
    let second = node.refresh(&first.refresh).await.unwrap();
    assert_eq!(second.session, first.session);
    assert!(node.admits(&second).await);
    let third = node.refresh(&second.refresh).await.unwrap();
    let all: HashSet<&str> = [&first, &second, &third].map(|tokens| tokens.refresh.expose()).into();
    assert_eq!(all.len(), 3);
}

#[tokio::test]
async fn fifty_at_once_on_two_servers_get_one_successor() {
    let world = world().await;
    let (node, other) = (&world.node, world.another_node());
    node.person("ana@example.com").await;
    let first = node.login("ana@example.com").await;
    let outcomes = join_all(
        (0..50).map(|at| if at % 2 == 0 { node } else { &other }).map(|node| node.refresh(&first.refresh)),
    )
    .await;
    let successors: HashSet<String> =
        outcomes.into_iter().map(|outcome| outcome.unwrap().refresh.expose().to_owned()).collect();
    assert_eq!(successors.len(), 1);
    assert_eq!(world.count("SELECT count(*) FROM omni.refresh_tokens").await, 2);
    let successor = Secret::new(successors.into_iter().next().unwrap());
    assert!(other.refresh(&successor).await.is_ok());
}

#[tokio::test]
async fn within_the_grace_the_same_successor_comes_again_and_after_it_the_session_ends() {
    let world = world().await;
    let (node, other) = (&world.node, world.another_node());
    node.person("ana@example.com").await;
    let untouched = node.login("ana@example.com").await;
    let first = node.login("ana@example.com").await;
    let second = node.refresh(&first.refresh).await.unwrap();
    world.forward(Duration::from_secs(10));
    assert_eq!(other.refresh(&first.refresh).await.unwrap().refresh, second.refresh);
    assert!(other.admits(&second).await);
    world.forward(Duration::from_millis(1));
    assert_eq!(reason(node.refresh(&first.refresh).await), "REFRESH_TOKEN_INVALID");
    // The family is gone with all its tokens, here and there; the person's other session is not.
    assert!(node.refuses_soon(&second).await && other.refuses_soon(&second).await);
    assert_eq!(reason(node.refresh(&second.refresh).await), "REFRESH_TOKEN_INVALID");
    assert!(node.admits(&untouched).await);
    let entry = node.audit.entries().pop().unwrap();
    assert_eq!((entry.action.as_str(), entry.outcome), ("identity.session.refresh", Outcome::Denied));
    assert_eq!((entry.reason.as_str(), entry.target), ("REFRESH_TOKEN_REUSED", first.session.to_string()));
}

#[tokio::test]
async fn tokens_that_are_unknown_expired_or_of_somebody_who_left_are_refused_alike() {
    let world = world().await;
    let node = &world.node;
    node.person("ana@example.com").await;
    let tokens = node.login("ana@example.com").await;
    for wrong in ["", "omni_refresh_", "omni_refresh_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        assert_eq!(reason(node.refresh(&Secret::new(wrong)).await), "REFRESH_TOKEN_INVALID");
    }
    world.forward(Duration::from_hours(720));
    assert_eq!(reason(node.refresh(&tokens.refresh).await), "REFRESH_TOKEN_INVALID");
    let tokens = node.login("ana@example.com").await;
    world.execute("DELETE FROM omni.members").await;
    assert_eq!(reason(node.refresh(&tokens.refresh).await), "REFRESH_TOKEN_INVALID");
}

#[tokio::test]
async fn a_session_ends_however_often_it_is_refreshed() {
    let world = world().await;
    let node = &world.node;
    node.person("ana@example.com").await;
    let mut tokens = node.login("ana@example.com").await;
    for _ in 0..4 {
        world.forward(Duration::from_hours(528));
        tokens = node.refresh(&tokens.refresh).await.unwrap();
    }
    world.forward(Duration::from_hours(48));
    assert!(!node.admits(&tokens).await);
    assert_eq!(reason(node.refresh(&tokens.refresh).await), "REFRESH_TOKEN_INVALID");
}
