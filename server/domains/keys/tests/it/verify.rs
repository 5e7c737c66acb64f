use std::time::Duration;

use futures::future::join_all;
use omni_kernel::ports::{TenantStatus, Unaccepted};
use omni_kernel::{Caller, Secret};
use omni_testkit::other_environment;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::{key, keys_of, revoke, setup, tenant, with_checksum, with_wrong_secret};

#[tokio::test]
async fn a_key_stands_for_its_tenant_environment_and_grants() {
    let (db, keys) = setup().await;
    let live = tenant(&db).await;
    for scope in [live, other_environment(live)] {
        let created = key(&db, &keys, &scope).await;
        let principal = keys.verify(&created.secret, None).await.unwrap();
        assert_eq!(principal.scope, scope);
        assert_eq!(principal.caller, Caller::Key(created.key.id));
        assert_eq!(principal.grants, created.key.grants);
        assert_eq!(&*principal.tenant.tier, "pro");
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_well_formed_key_is_not_told() {
    let (db, keys) = setup().await;
    let mine = tenant(&db).await;
    let good = key(&db, &keys, &mine).await;
    let revoked = key(&db, &keys, &mine).await;
    revoke(&db, &keys, &mine, revoked.key.id).await.unwrap();
    let body = &good.secret.expose()[..51];
    let other_prefix = Secret::new(with_checksum(&body.replace("omni_live_", "omni_test_")));
    let unknown = Secret::new(with_checksum(&format!("omni_live_zzzzzzzz_{}", "z".repeat(32))));
    let mut said = Vec::new();
    for wrong in [with_wrong_secret(&good.secret), revoked.secret, other_prefix, unknown] {
        // Once from the database, once from memory.
        for _ in 0..2 {
            let error = keys.verify(&wrong, None).await.unwrap_err().error;
            assert_eq!(error.reason().name, "API_KEY_INVALID");
            said.push(format!("{error} {:?}", error.details()));
        }
    }
    said.dedup();
    assert_eq!(said.len(), 1);
    assert!(keys.verify(&good.secret, None).await.is_ok());
}

#[tokio::test]
async fn ten_thousand_pieces_of_garbage_touch_no_database() {
    let (db, keys) = setup().await;
    let good = key(&db, &keys, &tenant(&db).await).await;
    // Nothing answers any more: whatever asked the database would say so.
    db.database().clone().close().await;
    let asked = keys.verify(&good.secret, None).await.unwrap_err().error;
    assert_eq!(asked.reason().name, "DATABASE_UNAVAILABLE");

    let mut runner = TestRunner::deterministic();
    let garbage = prop_oneof![
        "\\PC{0,80}",
        "omni_(live|test)_[0-9A-Za-z]{8}_[0-9A-Za-z]{32}_[0-9A-Za-z]{6}",
        "omni_(live|test|prod)_[0-9A-Za-z_]{48}",
        Just(good.secret.expose()[..57].to_owned()),
    ];
    for _ in 0..10_000 {
        let key = garbage.new_tree(&mut runner).unwrap().current();
        let error = keys.verify(&Secret::new(key), None).await.unwrap_err().error;
        assert_eq!(error.reason().name, "API_KEY_MALFORMED");
    }
}

#[tokio::test]
async fn a_revocation_is_seen_at_once_here_and_soon_by_others() {
    let (db, keys) = setup().await;
    let elsewhere = keys_of(&db, db.clock(), db.rng());
    let mine = tenant(&db).await;
    let created = key(&db, &keys, &mine).await;
    for server in [&keys, &elsewhere] {
        server.verify(&created.secret, None).await.unwrap();
    }
    revoke(&db, &keys, &mine, created.key.id).await.unwrap();
    assert!(keys.verify(&created.secret, None).await.is_err());
    // Kept warm until then, so that use does not keep it alive.
    let asked = async {
        while elsewhere.verify(&created.secret, None).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(1), asked)
        .await
        .expect("the revocation is seen within a second");
}

#[tokio::test]
async fn a_new_key_works_although_it_was_asked_for_before() {
    let (db, keys) = setup().await;
    let mine = tenant(&db).await;
    // A second generator of the same seed foretells the key.
    let foretold = {
        let other = keys_of(&db, db.clock(), &omni_kernel::Rng::seeded(99));
        key(&db, &other, &mine).await
    };
    let mut owner = db.superuser().await;
    sqlx::raw_sql("DELETE FROM omni.api_keys").execute(&mut owner).await.unwrap();
    assert!(keys.verify(&foretold.secret, None).await.is_err());
    let here = keys_of(&db, db.clock(), &omni_kernel::Rng::seeded(99));
    assert!(here.verify(&foretold.secret, None).await.is_err());
    let created = key(&db, &here, &mine).await;
    assert_eq!(created.secret, foretold.secret);
    assert!(here.verify(&created.secret, None).await.is_ok());
}

#[tokio::test]
async fn many_who_ask_for_one_key_at_once_ask_the_database_once() {
    let (db, keys) = setup().await;
    let created = key(&db, &keys, &tenant(&db).await).await;
    let calls = "SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_user_functions WHERE funcname = 'api_key_by_public_id'";
    let mut superuser = db.superuser().await;
    let count = async |superuser: &mut sqlx::PgConnection| -> i64 {
        sqlx::query_scalar(calls).fetch_one(superuser).await.unwrap()
    };
    let database = db.name();
    let track = format!("ALTER DATABASE \"{database}\" SET track_functions = 'all'");
    sqlx::raw_sql(sqlx::AssertSqlSafe(track)).execute(&mut superuser).await.unwrap();
    // The setting counts for new connections; this opens the pool's anew.
    let fresh = omni_kernel::db::Database::open(db.options(), db.clock().clone()).await.unwrap();
    let keys = {
        drop(keys);
        keys_of(&fresh, db.clock(), db.rng())
    };
    let answers = join_all((0..500).map(|_| keys.verify(&created.secret, None))).await;
    assert!(answers.iter().all(Result::is_ok));
    drop(keys);
    fresh.close().await;
    let mut seen = 0;
    for _ in 0..500 {
        seen = count(&mut superuser).await;
        if seen > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(seen, 1);
}

#[tokio::test]
async fn the_edge_is_told_that_a_tenant_is_suspended_and_a_guesser_is_not() {
    let (db, keys) = setup().await;
    let mine = tenant(&db).await;
    let created = key(&db, &keys, &mine).await;
    sqlx::raw_sql("UPDATE omni.tenants SET status = 'suspended'")
        .execute(&mut db.superuser().await)
        .await
        .unwrap();
    let principal = keys.verify(&created.secret, None).await.unwrap();
    assert_eq!(principal.tenant.status, TenantStatus::Suspended);
    // Whoever does not have the secret is told nothing of the tenant.
    let error = keys.verify(&with_wrong_secret(&created.secret), None).await.unwrap_err();
    assert_eq!(error.error.reason().name, "API_KEY_INVALID");
}

#[tokio::test]
async fn what_is_in_memory_is_told_apart_from_what_has_to_be_looked_up() {
    let (db, keys) = setup().await;
    let good = key(&db, &keys, &tenant(&db).await).await.secret;
    let unknown = Secret::new(with_checksum(&format!("omni_live_zzzzzzzz_{}", "z".repeat(32))));
    let reason = |answer: Result<_, Unaccepted>| answer.map(drop).unwrap_err().error.reason().name;
    for cold in [&good, &unknown] {
        assert!(keys.recall(cold, None).await.is_none() && !keys.trusts(cold).await);
    }
    assert!(keys.verify(&good, None).await.is_ok() && keys.verify(&unknown, None).await.is_err());
    assert!(keys.recall(&good, None).await.unwrap().is_ok() && keys.trusts(&good).await);
    assert_eq!(reason(keys.recall(&unknown, None).await.unwrap()), "API_KEY_INVALID");
    assert_eq!(reason(keys.recall(&Secret::new("omni"), None).await.unwrap()), "API_KEY_MALFORMED");
    // Whoever knows only the public part of a good key is trusted with nothing.
    assert!(!keys.trusts(&with_wrong_secret(&good)).await && !keys.trusts(&unknown).await);
    tokio::time::sleep(Duration::from_millis(800)).await;
    assert!(keys.recall(&good, None).await.is_none(), "it is looked up anew");
    assert!(keys.trusts(&good).await);
}
