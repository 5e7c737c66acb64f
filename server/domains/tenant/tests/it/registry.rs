use omni_kernel::Kind;
use omni_kernel::ports::{TenantDirectory, TenantRegistry, TenantStatus};
use omni_tenant::Tenants;
use omni_testkit::{other_environment, scope};

use crate::{create, setup, tenant};

#[tokio::test]
async fn both_environments_read_the_one_row_of_their_tenant() {
    let (db, tenants) = setup().await;
    let mine = tenant(&db, &tenants, "enterprise").await;
    let other = scope(db.rng());
    for environment in [mine, other_environment(mine)] {
        let tenant = tenants.get(&environment).await.unwrap();
        assert_eq!((tenant.name.as_str(), tenant.status), ("Acme", TenantStatus::Active));
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
    let test = other_environment(mine);
    assert!(create(&db, &tenants, test, "Mine", "enterprise", false).await.is_err());
    create(&db, &tenants, mine, "Mine", "enterprise", false).await.unwrap();
    for (environment, changed) in [(test, 0), (mine, 1)] {
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
        expected.push(tenant(&db, &tenants, "free").await.tenant);
    }
    let mut seen = tenants.tenants().await.unwrap();
    seen.sort();
    expected.sort();
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn a_tenant_that_names_no_tier_gets_the_one_meant_for_it() {
    let (db, tenants) = setup().await;
    for (operator, tier) in [(true, "enterprise"), (false, "free")] {
        let whose = scope(db.rng());
        create(&db, &tenants, whose, "Acme", "", operator).await.unwrap();
        let mut tx = db.begin(&whose).await.unwrap();
        let standing = tenants.standing(&mut tx).await.unwrap().unwrap();
        assert_eq!((&*standing.tier, standing.operator), (tier, operator));
    }
    let error = create(&db, &tenants, scope(db.rng()), "Acme", "gold", false).await.unwrap_err();
    assert_eq!(error.reason().name, "TIER_UNKNOWN");
    assert!(error.message().contains("free, basic, pro, enterprise"), "{error}");
}

#[tokio::test]
async fn another_catalogue_reaches_tenants_by_the_name_of_their_tier() {
    let (db, tenants) = setup().await;
    let mine = tenant(&db, &tenants, "enterprise").await;
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../examples/catalogues/three-tiers.toml");
    let other = Tenants::new(db.database().clone(), db.clock().clone());
    let other = other.with_catalogue(Some(file.as_ref())).unwrap();
    other.check_tiers().await.unwrap();
    let mut tx = db.begin(&mine).await.unwrap();
    let standing = other.standing(&mut tx).await.unwrap().unwrap();
    assert!(standing.entitlements.features.contains("api_access"));
    assert!(!standing.entitlements.features.contains("white_label"));
    drop(tx);
    tenant(&db, &tenants, "pro").await;
    let error = other.check_tiers().await.unwrap_err();
    assert_eq!(error.message(), "the tier catalogue lacks tiers that tenants have: pro");
}
