use std::collections::BTreeSet;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures::future::join_all;
use omni_identity::Tokens;
use serde_json::Value as Json;

use crate::harness::{Node, world};

async fn published(node: &Node) -> BTreeSet<String> {
    let keys: Json = serde_json::from_str(&node.identity.jwks().await.unwrap()).unwrap();
    keys["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

fn kid(tokens: &Tokens) -> String {
    let header = URL_SAFE_NO_PAD.decode(tokens.access.expose().split('.').next().unwrap()).unwrap();
    serde_json::from_slice::<Json>(&header).unwrap()["kid"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_new_key_is_published_before_it_signs_and_the_old_one_for_as_long_as_its_tokens_hold() {
    let world = world().await;
    let (node, other) = (&world.node, world.another_node());
    node.person("ana@example.com").await;
    let before = node.login("ana@example.com").await;
    assert!(other.admits(&before).await);
    let old = kid(&before);
    let rotation = node.identity.rotate_signing_key(false).await.unwrap();
    let both = BTreeSet::from([old.clone(), rotation.key_id.clone()]);
    assert_eq!(published(node).await, both);
    // Others see it within a minute, long before it signs.
    world.forward(Duration::from_mins(1));
    assert_eq!(published(&other).await, both);
    world.forward(Duration::from_secs(839));
    let last = other.login("ana@example.com").await;
    assert_eq!(kid(&last), old);
    world.forward(Duration::from_secs(1));
    let first = other.login("ana@example.com").await;
    assert_eq!(kid(&first), rotation.key_id);
    assert!(node.admits(&first).await);
    // The last token of the old key holds to its end.
    world.forward(Duration::from_secs(597));
    assert!(node.admits(&last).await && other.admits(&last).await);
    assert_eq!(published(node).await, both);
    world.forward(Duration::from_mins(2));
    assert_eq!(published(node).await, BTreeSet::from([rotation.key_id]));
}

#[tokio::test]
async fn a_stolen_key_ends_at_once() {
    let world = world().await;
    let (node, other) = (&world.node, world.another_node());
    node.person("ana@example.com").await;
    let before = node.login("ana@example.com").await;
    assert!(other.admits(&before).await);
    let rotation = node.identity.rotate_signing_key(true).await.unwrap();
    assert!(!node.admits(&before).await);
    assert_eq!(published(node).await, BTreeSet::from([rotation.key_id.clone()]));
    // Other servers read the keys again once a minute.
    world.forward(Duration::from_mins(1));
    assert!(!other.admits(&before).await);
    let after = other.refresh(&before.refresh).await.unwrap();
    assert_eq!(kid(&after), rotation.key_id);
    assert!(node.admits(&after).await);
}

#[tokio::test]
async fn servers_that_start_at_once_accept_each_other_s_tokens() {
    let world = world().await;
    let (node, other) = (&world.node, world.another_node());
    join_all([node, &other].map(|node| async { node.identity.jwks().await.unwrap() })).await;
    node.person("ana@example.com").await;
    let (here, there) = (node.login("ana@example.com").await, other.login("ana@example.com").await);
    world.forward(Duration::from_secs(1));
    assert!(node.admits(&there).await && other.admits(&here).await);
}
