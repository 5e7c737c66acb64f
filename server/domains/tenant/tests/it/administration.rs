use std::sync::Arc;

use omni_kernel::ctx::Facts;
use omni_kernel::ports::{TenantRegistry, TenantStatus};
use omni_kernel::{Caller, Ctx, Grants, KeyId, Kind, RequestId, Scope};
use omni_proto_tenant::v1 as pb;
use omni_proto_tenant::v1::tenant_service_server::TenantService;
use omni_tenant::{Administration, Tenants};
use omni_testkit::doubles::{RecordingAudit, effects};
use omni_testkit::{TestDb, other_environment, scope};
use tonic::{Code, Request, Status};
use tonic_types::StatusExt;

use crate::ledger::ledger;
use crate::{FiveUsers, OneAddress, setup, tenant};

/// The service, the operator's scope, and what the audit log holds.
pub(crate) struct House {
    pub(crate) db: TestDb,
    pub(crate) tenants: Arc<Tenants>,
    pub(crate) audit: Arc<RecordingAudit>,
    pub(crate) operator: Scope,
    administration: Arc<Administration>,
}

impl House {
    pub(crate) async fn new() -> Self {
        let (db, tenants) = setup().await;
        let (effects, audit) = effects(db.database(), db.clock(), db.rng());
        let administration = Arc::new(Administration::new(
            tenants.clone(),
            effects,
            ledger(&db, &audit),
            vec![Arc::new(FiveUsers)],
            Arc::new(OneAddress),
            db.rng().clone(),
        ));
        let operator = scope(db.rng());
        crate::create(&db, &tenants, operator, "default", "", true).await.unwrap();
        Self { db, tenants, audit, operator, administration }
    }

    pub(crate) fn service(&self) -> impl TenantService + use<> {
        omni_tenant::service(self.administration.clone())
    }

    /// A request of a key of this tenant, as the edge hands it on.
    pub(crate) fn ask<T>(&self, whose: Scope, message: T) -> Request<T> {
        let facts = Facts {
            scope: Some(whose),
            caller: Caller::Key(KeyId::from_uuid(self.db.rng().uuid(omni_testkit::START))),
            grants: Grants::all(),
            staff: whose.tenant == self.operator.tenant,
            permission: Arc::from("tenant.tenants.some"),
            ..Facts::anonymous(RequestId::from_uuid(self.db.rng().uuid(omni_testkit::START)))
        };
        let mut request = Request::new(message);
        request.extensions_mut().insert(Ctx::from(facts));
        request
    }

    pub(crate) async fn standing(&self, whose: Scope) -> Arc<omni_kernel::ports::TenantStanding> {
        let mut tx = self.db.begin(&whose).await.unwrap();
        self.tenants.standing(&mut tx).await.unwrap().unwrap()
    }
}

pub(crate) fn reason(status: &Status) -> String {
    status.get_error_details().error_info().unwrap().reason.clone()
}

fn get(id: &impl ToString) -> pb::GetTenantRequest {
    pb::GetTenantRequest { tenant_id: id.to_string() }
}

#[tokio::test]
async fn the_operator_makes_a_tenant_and_finds_it_again() {
    let house = House::new().await;
    let asked = pb::CreateTenantRequest {
        name: " Acme ".into(),
        subscription_tier: "pro".into(),
        metadata: [("crm".into(), "4711".into())].into(),
        ..Default::default()
    };
    let made = house.service().create_tenant(house.ask(house.operator, asked)).await.unwrap();
    let made = made.into_inner().tenant.unwrap();
    assert_eq!((made.name.as_str(), made.status()), ("Acme", pb::TenantStatus::Active));
    assert_eq!((made.metadata["crm"].as_str(), made.etag.as_str()), ("4711", "1"));
    let found = house.service().get_tenant(house.ask(house.operator, get(&made.tenant_id))).await.unwrap();
    assert_eq!(found.into_inner().tenant.unwrap(), made);
    let entry = house.audit.entries().remove(0);
    assert_eq!((entry.target, entry.after["subscription_tier"].as_str()), (made.tenant_id, Some("pro")));
    let wrong =
        pb::CreateTenantRequest { name: "x".into(), subscription_tier: "gold".into(), ..Default::default() };
    let error = house.service().create_tenant(house.ask(house.operator, wrong)).await.unwrap_err();
    assert_eq!(reason(&error), "TIER_UNKNOWN");
}

#[tokio::test]
async fn a_tenant_is_made_with_its_first_owner_invited_or_not_at_all() {
    let house = House::new().await;
    let asked = |owner: &str| pb::CreateTenantRequest {
        name: "Acme".into(),
        subscription_tier: "pro".into(),
        owner_email: owner.into(),
        ..Default::default()
    };
    let create = async |owner| house.service().create_tenant(house.ask(house.operator, asked(owner))).await;
    let made = create("ana@example.com").await.unwrap().into_inner().tenant.unwrap();
    let invited = house.audit.scoped().pop().unwrap();
    assert_eq!((invited.0.tenant.to_string(), invited.1.action.as_str()), (made.tenant_id, "invited owner"));
    let count = async || -> i64 {
        let count = sqlx::query_scalar("SELECT count(*) FROM omni.tenants");
        count.fetch_one(&mut house.db.superuser().await).await.unwrap()
    };
    let before = count().await;
    assert_eq!(create("bor@example.com").await.unwrap_err().code(), Code::InvalidArgument);
    assert_eq!(count().await, before, "nothing is left of it");
    create("").await.unwrap();
    assert_eq!(count().await, before + 1);
}

#[tokio::test]
async fn a_foreign_tenant_and_an_absent_one_get_the_same_answer_from_every_method() {
    let house = House::new().await;
    let (mine, theirs) =
        (tenant(&house.db, &house.tenants, "pro").await, tenant(&house.db, &house.tenants, "pro").await);
    let absent = scope(house.db.rng());
    macro_rules! both {
        ($method:ident, $request:ident { $($rest:tt)* }) => {{
            let mut answers = Vec::new();
            for whom in [theirs, absent] {
                let id = whom.tenant.to_string();
                let asked = pb::$request { tenant_id: id.clone(), $($rest)* };
                let error = house.service().$method(house.ask(mine, asked)).await.unwrap_err();
                assert_eq!(error.code(), Code::NotFound, "{}", stringify!($method));
                let details = String::from_utf8_lossy(error.details()).into_owned();
                answers.push([error.message().to_owned(), details].map(|text| text.replace(&id, "ID")));
            }
            assert_eq!(answers[0], answers[1], "{}", stringify!($method));
        }};
    }
    both!(get_tenant, GetTenantRequest {});
    both!(update_tenant, UpdateTenantRequest { name: "x".into(), ..Default::default() });
    both!(upgrade_tenant, UpgradeTenantRequest { subscription_tier: "pro".into() });
    both!(suspend_tenant, SuspendTenantRequest { reason: "x".into() });
    both!(resume_tenant, ResumeTenantRequest {});
    both!(cancel_tenant, CancelTenantRequest {});
    both!(get_features, GetFeaturesRequest {});
    both!(get_usage, GetUsageRequest {});
    both!(
        set_entitlement,
        SetEntitlementRequest { name: "users".into(), unlimited: true, ..Default::default() }
    );
    both!(remove_entitlement, RemoveEntitlementRequest { name: "users".into() });
    assert!(house.audit.entries().is_empty());
}

#[tokio::test]
async fn a_change_goes_by_its_mask_and_its_etag() {
    let house = House::new().await;
    let mine = tenant(&house.db, &house.tenants, "pro").await;
    let id = mine.tenant.to_string();
    let update = async |asked: pb::UpdateTenantRequest| {
        let asked = pb::UpdateTenantRequest { tenant_id: id.clone(), ..asked };
        house
            .service()
            .update_tenant(house.ask(mine, asked))
            .await
            .map(|answer| answer.into_inner().tenant.unwrap())
    };
    let metadata: std::collections::HashMap<String, String> = [("crm".into(), "1".into())].into();
    let one =
        update(pb::UpdateTenantRequest { name: "One".into(), metadata, ..Default::default() }).await.unwrap();
    assert_eq!((one.name.as_str(), one.metadata.len(), one.etag.as_str()), ("One", 1, "2"));
    // Not in the mask: it stays. In the mask and empty: it is emptied.
    let masked = pb::UpdateTenantRequest {
        name: "Two".into(),
        update_mask: vec!["metadata".into()],
        etag: "2".into(),
        ..Default::default()
    };
    let two = update(masked.clone()).await.unwrap();
    assert_eq!((two.name.as_str(), two.metadata.len(), two.etag.as_str()), ("One", 0, "3"));
    let stale = update(masked).await.unwrap_err();
    assert_eq!((reason(&stale).as_str(), stale.code()), ("TENANT_CHANGED", Code::Aborted));
    // What changes nothing makes no new version.
    assert_eq!(
        update(pb::UpdateTenantRequest { name: "One".into(), ..Default::default() }).await.unwrap().etag,
        "3"
    );
    let named = pb::UpdateTenantRequest { update_mask: vec!["name".into()], ..Default::default() };
    assert_eq!(update(named).await.unwrap_err().code(), Code::InvalidArgument);
}

#[tokio::test]
async fn a_test_credential_reads_the_tenant_and_changes_nothing() {
    let house = House::new().await;
    let mine = tenant(&house.db, &house.tenants, "pro").await;
    let test = other_environment(mine);
    house.service().get_tenant(house.ask(test, get(&mine.tenant))).await.unwrap();
    let asked = pb::UpdateTenantRequest {
        tenant_id: mine.tenant.to_string(),
        name: "x".into(),
        ..Default::default()
    };
    let error = house.service().update_tenant(house.ask(test, asked)).await.unwrap_err();
    assert_eq!(reason(&error), "LIVE_CREDENTIAL_NEEDED");
    assert_eq!(house.tenants.get(&mine).await.unwrap().name, "Acme");
}

#[tokio::test]
async fn the_list_is_paged_filtered_and_its_tokens_hold_for_their_filter_only() {
    let house = House::new().await;
    let mut made = vec![house.operator.tenant];
    for tier in ["pro", "free", "pro", "pro", "free"] {
        house.db.clock().advance(std::time::Duration::from_secs(1));
        let whose = Scope {
            tenant: omni_kernel::TenantId::from_uuid(house.db.rng().uuid(house.db.clock().now())),
            ..house.operator
        };
        crate::create(&house.db, &house.tenants, whose, "Acme", tier, false).await.unwrap();
        made.push(whose.tenant);
    }
    let page = async |tier: &str, token: &str| {
        let asked = pb::ListTenantsRequest {
            page_size: 2,
            page_token: token.into(),
            subscription_tier: tier.into(),
            ..Default::default()
        };
        house.service().list_tenants(house.ask(house.operator, asked)).await.map(tonic::Response::into_inner)
    };
    let (mut seen, mut token) = (Vec::new(), String::new());
    loop {
        let answer = page("", &token).await.unwrap();
        seen.extend(answer.tenants.into_iter().map(|tenant| tenant.tenant_id));
        token = answer.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    assert_eq!(seen, made.iter().map(ToString::to_string).collect::<Vec<_>>());
    let first = page("pro", "").await.unwrap();
    assert_eq!(page("pro", &first.next_page_token).await.unwrap().tenants.len(), 1);
    for (tier, token) in
        [("free", first.next_page_token.as_str()), ("", "made-up"), ("pro", &made[0].to_string())]
    {
        assert_eq!(page(tier, token).await.unwrap_err().code(), Code::InvalidArgument);
    }
}

#[tokio::test]
async fn suspension_resumption_and_cancellation_reach_the_standing_and_spare_the_operator() {
    let house = House::new().await;
    let mine = tenant(&house.db, &house.tenants, "pro").await;
    let id = mine.tenant.to_string();
    let suspend = |id: String| pb::SuspendTenantRequest { tenant_id: id, reason: "unpaid".into() };
    let answer =
        house.service().suspend_tenant(house.ask(house.operator, suspend(id.clone()))).await.unwrap();
    let suspended = answer.into_inner().tenant.unwrap();
    assert_eq!((suspended.status(), &*suspended.suspend_reason), (pb::TenantStatus::Suspended, "unpaid"));
    assert_eq!(house.standing(mine).await.status, TenantStatus::Suspended);
    let resume = pb::ResumeTenantRequest { tenant_id: id.clone() };
    house.service().resume_tenant(house.ask(house.operator, resume.clone())).await.unwrap();
    assert_eq!(house.standing(mine).await.status, TenantStatus::Active);
    let cancel = |id: String| pb::CancelTenantRequest { tenant_id: id };
    house.service().cancel_tenant(house.ask(house.operator, cancel(id.clone()))).await.unwrap();
    assert_eq!(house.standing(mine).await.status, TenantStatus::Cancelled);
    let error = house.service().resume_tenant(house.ask(house.operator, resume)).await.unwrap_err();
    assert_eq!(reason(&error), "TENANT_CLOSED");
    let own = house.operator.tenant.to_string();
    let error =
        house.service().suspend_tenant(house.ask(house.operator, suspend(own.clone()))).await.unwrap_err();
    assert_eq!(reason(&error), "OPERATOR_TENANT");
    let error = house.service().cancel_tenant(house.ask(house.operator, cancel(own))).await.unwrap_err();
    assert_eq!(reason(&error), "OPERATOR_TENANT");
    let before_after: Vec<_> = house
        .audit
        .entries()
        .into_iter()
        .map(|entry| (entry.before["status"].clone(), entry.after["status"].clone()))
        .collect();
    let expected = [("active", "suspended"), ("suspended", "active"), ("active", "cancelled")];
    assert_eq!(before_after, expected.map(|(before, after)| (before.into(), after.into())));
}

#[tokio::test]
async fn a_tenant_moves_to_tiers_of_self_service_and_the_operator_moves_it_to_any() {
    let house = House::new().await;
    let mine = tenant(&house.db, &house.tenants, "free").await;
    let upgrade = async |who: Scope, tier: &str| {
        let asked =
            pb::UpgradeTenantRequest { tenant_id: mine.tenant.to_string(), subscription_tier: tier.into() };
        house.service().upgrade_tenant(house.ask(who, asked)).await
    };
    for tier in ["basic", "pro"] {
        upgrade(mine, tier).await.unwrap();
        assert_eq!(&*house.standing(mine).await.tier, tier);
    }
    let refused = upgrade(mine, "enterprise").await.unwrap_err();
    assert_eq!((reason(&refused).as_str(), refused.code()), ("TIER_BY_OPERATOR", Code::PermissionDenied));
    assert_eq!(
        refused.message(),
        "only the operator of the installation moves a tenant to the tier enterprise; tenants choose by themselves: \
         free, basic, pro"
    );
    assert_eq!(&*house.standing(mine).await.tier, "pro");
    upgrade(house.operator, "enterprise").await.unwrap();
    assert_eq!(&*house.standing(mine).await.tier, "enterprise");
    // Nor does it begin anew what the operator gave it, such as after a trial.
    assert_eq!(reason(&upgrade(mine, "enterprise").await.unwrap_err()), "TIER_BY_OPERATOR");
    upgrade(mine, "basic").await.unwrap();
}

#[tokio::test]
async fn a_tenant_moves_to_any_tier_that_has_room_for_what_it_has() {
    let house = House::new().await;
    let mine = tenant(&house.db, &house.tenants, "pro").await;
    let upgrade = async |tier: &str| {
        let asked =
            pb::UpgradeTenantRequest { tenant_id: mine.tenant.to_string(), subscription_tier: tier.into() };
        house.service().upgrade_tenant(house.ask(mine, asked)).await
    };
    for tier in ["pro", "basic"] {
        upgrade(tier).await.unwrap();
        assert_eq!(&*house.standing(mine).await.tier, tier);
    }
    // Five people, and room for one.
    let error = upgrade("free").await.unwrap_err();
    assert_eq!((reason(&error).as_str(), error.code()), ("TIER_TOO_SMALL", Code::FailedPrecondition));
    assert_eq!(error.message(), "the tenant has 5 users; the tier free has room for 1");
    assert_eq!(reason(&upgrade("gold").await.unwrap_err()), "TIER_UNKNOWN");
    assert_eq!(&*house.standing(mine).await.tier, "basic");
    assert_eq!(house.tenants.get(&scope(house.db.rng())).await.unwrap_err().kind(), Kind::NotFound);
}
