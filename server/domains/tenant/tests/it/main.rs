//! Tenants over a real Postgres.

#![expect(clippy::unwrap_used, reason = "a failure in a test's helper fails the test")]

use omni_kernel::ports::{TenantDirectory, TenantRegistry, TenantStatus};
use omni_kernel::{Kind, Scope};
use omni_tenant::{MIGRATIONS, Tenants};
use omni_testkit::{TestDb, assert_migrations_go_back, catalogue, other_environment, scope};

async fn setup() -> (TestDb, Tenants) {
    let db = TestDb::new(&[&MIGRATIONS]).await;
    let tenants = Tenants::new(db.database().clone(), db.clock().clone());
    (db, tenants)
}

async fn create(db: &TestDb, tenants: &Tenants, whose: Scope, name: &str) {
    let mut tx = db.begin(&whose).await.unwrap();
    tenants.create(&mut tx, name, "enterprise", false).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn both_environments_read_the_one_row_of_their_tenant() {
    let (db, tenants) = setup().await;
    let (mine, other) = (scope(db.rng()), scope(db.rng()));
    create(&db, &tenants, mine, "Mine").await;
    for environment in [mine, other_environment(mine)] {
        let tenant = tenants.get(&environment).await.unwrap();
        assert_eq!((tenant.display_name.as_str(), tenant.status), ("Mine", TenantStatus::Active));
        assert_eq!(tenant.create_time, db.clock().now());
    }
    assert_eq!(tenants.get(&other).await.unwrap_err().kind(), Kind::NotFound);
    let mut tx = db.begin(&other).await.unwrap();
    assert_eq!(tenants.standing(&mut tx).await.unwrap(), None);
}

#[tokio::test]
async fn only_live_changes_it() {
    let (db, tenants) = setup().await;
    let mine = scope(db.rng());
    let mut tx = db.begin(&other_environment(mine)).await.unwrap();
    assert!(tenants.create(&mut tx, "Mine", "enterprise", false).await.is_err());
    drop(tx);
    create(&db, &tenants, mine, "Mine").await;
    for (environment, changed) in [(other_environment(mine), 0), (mine, 1)] {
        let mut tx = db.begin(&environment).await.unwrap();
        let update = sqlx::query("UPDATE tenants SET status = 'suspended'").execute(&mut tx).await.unwrap();
        assert_eq!(update.rows_affected(), changed);
        tx.commit().await.unwrap();
    }
    let mut tx = db.begin(&mine).await.unwrap();
    assert_eq!(tenants.standing(&mut tx).await.unwrap().unwrap().status, TenantStatus::Suspended);
}

#[tokio::test]
async fn the_directory_names_every_tenant() {
    let (db, tenants) = setup().await;
    let mut expected = Vec::new();
    for _ in 0..3 {
        let whose = scope(db.rng());
        create(&db, &tenants, whose, "Somebody").await;
        expected.push(whose.tenant);
    }
    let mut seen = tenants.tenants().await.unwrap();
    seen.sort();
    expected.sort();
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn the_schema_keeps_tenants_apart_and_has_a_way_back() {
    let (db, _) = setup().await;
    catalogue::assert_isolated(&mut db.owner().await).await;
    assert_migrations_go_back(&[&MIGRATIONS]).await;
}
