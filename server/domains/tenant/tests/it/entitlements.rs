use omni_kernel::Scope;
use omni_kernel::ports::{Enforcement, Period, Quota};
use omni_proto_tenant::v1 as pb;
use omni_proto_tenant::v1::tenant_service_server::TenantService;
use tonic::Status;

use crate::administration::{House, reason};
use crate::tenant;

async fn set(
    house: &House,
    whose: Scope,
    asked: pb::SetEntitlementRequest,
) -> Result<pb::GetFeaturesResponse, Status> {
    let asked = pb::SetEntitlementRequest { tenant_id: whose.tenant.to_string(), ..asked };
    let answer = house.service().set_entitlement(house.ask(house.operator, asked)).await?;
    Ok(answer.into_inner().features.unwrap())
}

fn named(name: &str) -> pb::SetEntitlementRequest {
    pb::SetEntitlementRequest { name: name.into(), ..Default::default() }
}

#[tokio::test]
async fn an_override_is_seen_with_its_source_holds_for_the_edge_and_goes_again() {
    let house = House::new().await;
    let mine = tenant(&house.db, &house.tenants, "free").await;
    set(&house, mine, pb::SetEntitlementRequest { enabled: Some(true), ..named("white_label") })
        .await
        .unwrap();
    let calls = pb::SetEntitlementRequest { limit: Some(7.0), reason: "contract".into(), ..named("calls") };
    let features = set(&house, mine, calls).await.unwrap();
    let quota = features.quotas.iter().find(|quota| quota.meter == "calls").unwrap();
    assert_eq!((quota.limit, quota.source()), (Some(7.0), pb::EntitlementSource::Override));
    assert_eq!((quota.period(), quota.enforcement()), (pb::QuotaPeriod::Day, pb::QuotaEnforcement::Hard));
    let other = features.quotas.iter().find(|quota| quota.meter == "predictions").unwrap();
    assert_eq!((other.limit, other.source()), (None, pb::EntitlementSource::Tier));
    let standing = house.standing(mine).await;
    assert!(standing.entitlements.features.contains("white_label"));
    let expected = Quota { limit: 7, period: Period::Day, enforcement: Enforcement::Hard };
    assert_eq!(standing.entitlements.quotas["calls"], expected);
    let asked = pb::RemoveEntitlementRequest { tenant_id: mine.tenant.to_string(), name: "calls".into() };
    for _ in 0..2 {
        house.service().remove_entitlement(house.ask(house.operator, asked.clone())).await.unwrap();
        assert_eq!(house.standing(mine).await.entitlements.quotas["calls"].limit, 1_000);
    }
    let entry = house.audit.entries().remove(1);
    assert_eq!((entry.after["limit"].as_u64(), entry.after["reason"].as_str()), (Some(7), Some("contract")));
}

#[tokio::test]
async fn an_override_outlives_a_change_of_tier() {
    let house = House::new().await;
    let mine = tenant(&house.db, &house.tenants, "free").await;
    set(&house, mine, pb::SetEntitlementRequest { limit: Some(9.0), ..named("users") }).await.unwrap();
    let asked =
        pb::UpgradeTenantRequest { tenant_id: mine.tenant.to_string(), subscription_tier: "free".into() };
    // The free tier has room for one of five people; the override has.
    house.service().upgrade_tenant(house.ask(mine, asked)).await.unwrap();
    assert_eq!(house.standing(mine).await.entitlements.limits["users"], 9);
}

#[tokio::test]
async fn a_name_or_a_value_that_does_not_fit_is_refused() {
    let house = House::new().await;
    let mine = tenant(&house.db, &house.tenants, "free").await;
    let error = set(&house, mine, named("telepathy")).await.unwrap_err();
    assert_eq!(reason(&error), "ENTITLEMENT_UNKNOWN");
    assert!(error.message().contains("white_label"), "{error}");
    let error = set(&house, mine, named("white_label")).await.unwrap_err();
    assert_eq!(reason(&error), "INVALID_FIELD");
    let asked = pb::RemoveEntitlementRequest { tenant_id: mine.tenant.to_string(), name: "telepathy".into() };
    let error = house.service().remove_entitlement(house.ask(house.operator, asked)).await.unwrap_err();
    assert_eq!(reason(&error), "ENTITLEMENT_UNKNOWN");
    assert!(house.audit.entries().is_empty());
}

#[tokio::test]
async fn usage_tells_used_left_and_reset_of_every_meter_and_what_limits_are_filled() {
    let house = House::new().await;
    let mine = tenant(&house.db, &house.tenants, "free").await;
    let mut tx = house.db.begin(&mine).await.unwrap();
    sqlx::query(
        "INSERT INTO usage_counters VALUES ($1, true, 'calls', 'day', '2026-01-01T00:00:00Z', 900, 0), \
         ($1, true, 'calls', 'day', '2025-12-31T00:00:00Z', 5, 0), \
         ($1, true, 'predictions', 'month', '2026-01-01T00:00:00Z', 77, 0)",
    )
    .bind(mine.tenant.uuid())
    .execute(&mut tx)
    .await
    .unwrap();
    sqlx::query(
        "INSERT INTO usage_notices VALUES ($1, true, 'calls', 'day', '2026-01-01T00:00:00Z', 80, 1000, '2026-01-01T00:00:00Z')",
    )
    .bind(mine.tenant.uuid())
    .execute(&mut tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let asked = pb::GetUsageRequest { tenant_id: mine.tenant.to_string() };
    let usage = house.service().get_usage(house.ask(mine, asked.clone())).await.unwrap().into_inner();
    assert_eq!(usage.environment, "live");
    let [calls, predictions] = &usage.meters[..] else { panic!("{usage:?}") };
    assert_eq!(
        (calls.meter.as_str(), calls.used, calls.limit, calls.remaining),
        ("calls", 900.0, Some(1000.0), Some(100.0))
    );
    assert_eq!(calls.reset_time.unwrap().seconds, omni_testkit::START.as_second() + 86_400);
    assert_eq!(calls.notices[0].percent, 80);
    assert_eq!((predictions.used, predictions.limit, predictions.remaining), (77.0, None, None));
    assert_eq!(predictions.period(), pb::QuotaPeriod::Month);
    let users = &usage.limits[0];
    assert_eq!((users.name.as_str(), users.used, users.limit), ("users", 5.0, Some(1.0)));
    let test = omni_testkit::other_environment(mine);
    let usage = house.service().get_usage(house.ask(test, asked)).await.unwrap().into_inner();
    assert_eq!((usage.environment.as_str(), usage.meters[0].used), ("test", 0.0));
}
