use std::time::Duration;

use omni_kernel::{Environment, Grants, Kind};
use omni_keys::NewKey;
use omni_testkit::other_environment;

use crate::{key, make, revoke, setup, tenant};

#[tokio::test]
async fn a_tenant_lists_its_own_keys_of_one_environment_page_by_page() {
    let (db, keys) = setup().await;
    let (mine, other) = (tenant(&db).await, tenant(&db).await);
    let mut made = Vec::new();
    for _ in 0..5 {
        made.push(key(&db, &keys, &mine).await.key);
        db.clock().advance(Duration::from_secs(1));
    }
    let test = key(&db, &keys, &other_environment(mine)).await.key;
    assert_eq!(keys.list(&mine, None, 100).await.unwrap(), made);
    let first = keys.list(&mine, None, 2).await.unwrap();
    let rest = keys.list(&mine, first.last().map(|key| key.id), 100).await.unwrap();
    assert_eq!([first, rest].concat(), made);
    assert_eq!(keys.list(&other_environment(mine), None, 100).await.unwrap(), [test]);
    assert!(keys.list(&other, None, 100).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_key_says_which_environment_it_is_of() {
    let (db, keys) = setup().await;
    let live = tenant(&db).await;
    for (scope, prefix) in [(live, "omni_live_"), (other_environment(live), "omni_test_")] {
        let created = key(&db, &keys, &scope).await;
        assert!(created.secret.expose().starts_with(prefix));
        assert_eq!(created.secret.expose().len(), 58);
        assert_eq!(created.key.environment == Environment::Live, prefix == "omni_live_");
        assert_eq!(created.secret.expose()[10..18], created.key.public_id);
    }
}

#[tokio::test]
async fn only_its_tenant_in_its_environment_revokes_a_key() {
    let (db, keys) = setup().await;
    let (mine, other) = (tenant(&db).await, tenant(&db).await);
    let created = key(&db, &keys, &mine).await;
    for stranger in [other, other_environment(mine)] {
        let error = revoke(&db, &keys, &stranger, created.key.id).await.unwrap_err();
        assert_eq!(error.kind(), Kind::NotFound);
    }
    assert!(keys.verify(&created.secret, None).await.is_ok());
    let revoked = revoke(&db, &keys, &mine, created.key.id).await.unwrap();
    assert_eq!(revoked.revoke_time, Some(db.clock().now()));
    db.clock().advance(Duration::from_mins(1));
    // The first time counts.
    assert_eq!(revoke(&db, &keys, &mine, created.key.id).await.unwrap().revoke_time, revoked.revoke_time);
}

#[tokio::test]
async fn the_time_of_last_use_is_written_once_a_minute() {
    let (db, keys) = setup().await;
    let mine = tenant(&db).await;
    let created = key(&db, &keys, &mine).await;
    let start = db.clock().now();
    let last_use = async || keys.list(&mine, None, 1).await.unwrap()[0].last_use_time;
    let becomes = async |expected| {
        for _ in 0..500 {
            if last_use().await == Some(expected) {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        false
    };
    assert_eq!(last_use().await, None);
    keys.verify(&created.secret, None).await.unwrap();
    assert!(becomes(start).await);
    // Within the minute nothing is written, even when the cache has been filled anew.
    db.clock().advance(Duration::from_secs(59));
    for _ in 0..3 {
        keys.verify(&created.secret, None).await.unwrap();
        tokio::time::sleep(Duration::from_millis(400)).await;
    }
    assert_eq!(last_use().await, Some(start));
    db.clock().advance(Duration::from_secs(1));
    keys.verify(&created.secret, None).await.unwrap();
    assert!(becomes(db.clock().now()).await);
}

#[tokio::test]
async fn a_key_expires_when_it_says() {
    let (db, keys) = setup().await;
    let mine = tenant(&db).await;
    let expire_time = db.clock().now().checked_add(jiff::SignedDuration::from_secs(10)).unwrap();
    let new = NewKey::new("short", Grants::all(), Some(expire_time), db.clock().now()).unwrap();
    let created = make(&db, &keys, &mine, &new).await;
    assert!(keys.verify(&created.secret, None).await.is_ok());
    db.clock().advance(Duration::from_secs(9));
    assert!(keys.verify(&created.secret, None).await.is_ok());
    db.clock().advance(Duration::from_secs(1));
    // The cached answer knows the time, too.
    assert_eq!(keys.verify(&created.secret, None).await.unwrap_err().error.reason().name, "API_KEY_INVALID");
}
