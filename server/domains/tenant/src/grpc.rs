//! The contract's types in and out.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use omni_kernel::Ctx;
use omni_kernel::ports::{Enforcement, Period, TenantStatus};
use omni_kernel::wire::timestamp;
use omni_proto_tenant::v1 as pb;
use pb::tenant_service_server::{TenantService, TenantServiceServer};
use tonic::{Request, Response, Status};

use crate::administration::{Administration, Change, Features, Fill, Reading};
use crate::catalogue::{CALLS_PER_MINUTE, Catalogue, UNLIMITED_PERIOD};
use crate::entitlements::Asked;
use crate::model::Tenant;
use crate::store::tenants::Filter;

/// The gRPC service.
pub fn server(administration: Arc<Administration>) -> TenantServiceServer<impl TenantService> {
    // The edge holds messages to the configured size.
    TenantServiceServer::new(Grpc { administration }).max_decoding_message_size(usize::MAX)
}

/// The same as it is, for callers in this process.
pub fn service(administration: Arc<Administration>) -> impl TenantService {
    Grpc { administration }
}

struct Grpc {
    administration: Arc<Administration>,
}

/// A method that answers with the changed tenant.
macro_rules! changes {
    ($this:ident, $request:ident, $answer:ident, |$ctx:ident, $asked:ident| $call:ident($($argument:expr),*)) => {{
        let $ctx = Ctx::of(&$request)?;
        let $asked = $request.into_inner();
        let now = $this.administration.tenants.clock().now();
        let answer = |it: &Tenant| pb::$answer { tenant: Some(tenant(it, now)) };
        Ok($this.administration.$call(&$ctx, $($argument,)* answer).await?)
    }};
}

#[tonic::async_trait]
impl TenantService for Grpc {
    async fn create_tenant(
        &self,
        request: Request<pb::CreateTenantRequest>,
    ) -> Result<Response<pb::CreateTenantResponse>, Status> {
        changes!(self, request, CreateTenantResponse, |ctx, asked| create(
            &asked.name,
            &asked.subscription_tier,
            pairs(asked.metadata),
            &asked.owner_email
        ))
    }

    async fn get_tenant(
        &self,
        request: Request<pb::GetTenantRequest>,
    ) -> Result<Response<pb::GetTenantResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let found = self.administration.get(&ctx, &request.into_inner().tenant_id).await?;
        let now = self.administration.tenants.clock().now();
        Ok(Response::new(pb::GetTenantResponse { tenant: Some(tenant(&found, now)) }))
    }

    async fn update_tenant(
        &self,
        request: Request<pb::UpdateTenantRequest>,
    ) -> Result<Response<pb::UpdateTenantResponse>, Status> {
        let id = request.get_ref().tenant_id.clone();
        changes!(self, request, UpdateTenantResponse, |ctx, asked| update(&id, change(asked)))
    }

    async fn list_tenants(
        &self,
        request: Request<pb::ListTenantsRequest>,
    ) -> Result<Response<pb::ListTenantsResponse>, Status> {
        let asked = request.into_inner();
        let tier = Some(asked.subscription_tier.clone()).filter(|tier| !tier.is_empty());
        let filter = Filter { status: status_in(asked.status()), tier };
        let (found, next) = self.administration.list(&filter, asked.page_size, &asked.page_token).await?;
        let now = self.administration.tenants.clock().now();
        let tenants = found.iter().map(|found| tenant(found, now)).collect();
        Ok(Response::new(pb::ListTenantsResponse { tenants, next_page_token: next }))
    }

    async fn upgrade_tenant(
        &self,
        request: Request<pb::UpgradeTenantRequest>,
    ) -> Result<Response<pb::UpgradeTenantResponse>, Status> {
        changes!(self, request, UpgradeTenantResponse, |ctx, asked| upgrade(
            &asked.tenant_id,
            &asked.subscription_tier
        ))
    }

    async fn suspend_tenant(
        &self,
        request: Request<pb::SuspendTenantRequest>,
    ) -> Result<Response<pb::SuspendTenantResponse>, Status> {
        changes!(self, request, SuspendTenantResponse, |ctx, asked| suspend(&asked.tenant_id, &asked.reason))
    }

    async fn resume_tenant(
        &self,
        request: Request<pb::ResumeTenantRequest>,
    ) -> Result<Response<pb::ResumeTenantResponse>, Status> {
        changes!(self, request, ResumeTenantResponse, |ctx, asked| resume(&asked.tenant_id))
    }

    async fn cancel_tenant(
        &self,
        request: Request<pb::CancelTenantRequest>,
    ) -> Result<Response<pb::CancelTenantResponse>, Status> {
        changes!(self, request, CancelTenantResponse, |ctx, asked| cancel(&asked.tenant_id))
    }

    async fn get_features(
        &self,
        request: Request<pb::GetFeaturesRequest>,
    ) -> Result<Response<pb::GetFeaturesResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let found = self.administration.features(&ctx, &request.into_inner().tenant_id).await?;
        Ok(Response::new(features(self.administration.tenants.catalogue(), &found)))
    }

    async fn get_usage(
        &self,
        request: Request<pb::GetUsageRequest>,
    ) -> Result<Response<pb::GetUsageResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let (meters, limits) = self.administration.usage(&ctx, &request.into_inner().tenant_id).await?;
        Ok(Response::new(pb::GetUsageResponse {
            environment: ctx.scope()?.environment.as_str().to_owned(),
            meters: meters.iter().map(meter_usage).collect(),
            limits: limits.iter().map(limit_usage).collect(),
        }))
    }

    async fn set_entitlement(
        &self,
        request: Request<pb::SetEntitlementRequest>,
    ) -> Result<Response<pb::SetEntitlementResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let message = request.into_inner();
        let (id, asked) = (message.tenant_id.clone(), asked(message));
        let catalogue = self.administration.tenants.catalogue();
        let answer =
            |found: &Features| pb::SetEntitlementResponse { features: Some(features(catalogue, found)) };
        Ok(self.administration.entitle(&ctx, &id, &asked.name.clone(), Some(asked), answer).await?)
    }

    async fn remove_entitlement(
        &self,
        request: Request<pb::RemoveEntitlementRequest>,
    ) -> Result<Response<pb::RemoveEntitlementResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let asked = request.into_inner();
        let catalogue = self.administration.tenants.catalogue();
        let answer =
            |found: &Features| pb::RemoveEntitlementResponse { features: Some(features(catalogue, found)) };
        Ok(self.administration.entitle(&ctx, &asked.tenant_id, &asked.name, None, answer).await?)
    }
}

fn pairs(metadata: HashMap<String, String>) -> Vec<(String, String)> {
    metadata.into_iter().collect()
}

fn change(asked: pb::UpdateTenantRequest) -> Change {
    let named = |field: &str, is_set: bool| {
        if asked.update_mask.is_empty() { is_set } else { asked.update_mask.iter().any(|name| name == field) }
    };
    let (name, metadata) =
        (named("name", !asked.name.is_empty()), named("metadata", !asked.metadata.is_empty()));
    Change {
        name: name.then_some(asked.name),
        metadata: metadata.then(|| pairs(asked.metadata)),
        etag: asked.etag,
    }
}

fn asked(message: pb::SetEntitlementRequest) -> Asked {
    Asked {
        period: match message.period() {
            pb::QuotaPeriod::Unspecified => None,
            pb::QuotaPeriod::Day => Some(Period::Day),
            pb::QuotaPeriod::Month => Some(Period::Month),
        },
        enforcement: match message.enforcement() {
            pb::QuotaEnforcement::Unspecified => None,
            pb::QuotaEnforcement::Hard => Some(Enforcement::Hard),
            pb::QuotaEnforcement::Soft => Some(Enforcement::Soft),
            pb::QuotaEnforcement::Overage => Some(Enforcement::Overage),
        },
        name: message.name,
        enabled: message.enabled,
        limit: message.limit,
        unlimited: message.unlimited,
        reason: message.reason,
    }
}

fn status_in(status: pb::TenantStatus) -> Option<TenantStatus> {
    match status {
        pb::TenantStatus::Unspecified => None,
        pb::TenantStatus::Trial => Some(TenantStatus::Trial),
        pb::TenantStatus::Active => Some(TenantStatus::Active),
        pb::TenantStatus::Suspended => Some(TenantStatus::Suspended),
        pb::TenantStatus::Cancelled => Some(TenantStatus::Cancelled),
    }
}

fn tenant(tenant: &Tenant, now: Timestamp) -> pb::Tenant {
    let status = match tenant.status_at(now) {
        TenantStatus::Trial => pb::TenantStatus::Trial,
        TenantStatus::Active => pb::TenantStatus::Active,
        TenantStatus::Suspended => pb::TenantStatus::Suspended,
        TenantStatus::Cancelled => pb::TenantStatus::Cancelled,
    };
    pb::Tenant {
        tenant_id: tenant.id.to_string(),
        name: tenant.name.clone(),
        subscription_tier: tenant.tier.clone(),
        status: status.into(),
        metadata: tenant.metadata.clone().into_iter().collect(),
        operator: tenant.operator,
        create_time: Some(timestamp(tenant.create_time)),
        update_time: Some(timestamp(tenant.update_time)),
        trial_end_time: tenant.trial_end_time.map(timestamp),
        suspend_reason: tenant.suspend_reason.clone(),
        etag: tenant.revision.to_string(),
    }
}

/// Every name of the catalogue, with what holds for the tenant and where it comes from.
fn features(catalogue: &Catalogue, found: &Features) -> pb::GetFeaturesResponse {
    let has = &found.entitlements;
    let source = |name: &str| {
        let own = found.overrides.iter().any(|set| set.name == name);
        if own { pb::EntitlementSource::Override } else { pb::EntitlementSource::Tier }.into()
    };
    let limit = |name: &str, limit: Option<u64>| pb::LimitEntitlement {
        name: name.to_owned(),
        limit: limit.map(number),
        source: source(name),
    };
    let mut limits: Vec<_> =
        catalogue.limits.keys().map(|name| limit(name, has.limits.get(name).copied())).collect();
    limits.push(limit(CALLS_PER_MINUTE, has.calls_per_minute));
    limits.sort_by(|a, b| a.name.cmp(&b.name));
    let feature = |name: &Arc<str>| pb::FeatureEntitlement {
        name: name.to_string(),
        enabled: has.features.contains(name),
        source: source(name),
    };
    let quota = |meter: &Arc<str>| {
        let quota = has.quotas.get(meter);
        pb::QuotaEntitlement {
            meter: meter.to_string(),
            limit: quota.map(|quota| number(quota.limit)),
            period: period(quota.map_or(UNLIMITED_PERIOD, |quota| quota.period)).into(),
            enforcement: quota.map_or(0, |quota| enforcement(quota.enforcement).into()),
            source: source(meter),
        }
    };
    pb::GetFeaturesResponse {
        subscription_tier: found.tenant.tier.clone(),
        catalogue_version: catalogue.version.clone(),
        features: catalogue.features.keys().map(feature).collect(),
        limits,
        quotas: catalogue.meters.keys().map(quota).collect(),
    }
}

fn meter_usage(reading: &Reading) -> pb::MeterUsage {
    let quota = reading.quota;
    pb::MeterUsage {
        meter: reading.meter.to_string(),
        used: number(reading.used),
        limit: quota.map(|quota| number(quota.limit)),
        remaining: quota.map(|quota| number(quota.limit.saturating_sub(reading.used))),
        period: period(reading.period).into(),
        period_start: Some(timestamp(reading.start)),
        reset_time: Some(timestamp(reading.reset)),
        enforcement: quota.map_or(0, |quota| enforcement(quota.enforcement).into()),
        notices: reading
            .notices
            .iter()
            .map(|(percent, time)| pb::UsageNotice {
                percent: i32::from(*percent),
                notice_time: Some(timestamp(*time)),
            })
            .collect(),
    }
}

fn limit_usage(fill: &Fill) -> pb::LimitUsage {
    pb::LimitUsage { name: fill.name.to_owned(), used: number(fill.used), limit: fill.limit.map(number) }
}

fn period(period: Period) -> pb::QuotaPeriod {
    match period {
        Period::Day => pb::QuotaPeriod::Day,
        Period::Month => pb::QuotaPeriod::Month,
    }
}

fn enforcement(enforcement: Enforcement) -> pb::QuotaEnforcement {
    match enforcement {
        Enforcement::Hard => pb::QuotaEnforcement::Hard,
        Enforcement::Soft => pb::QuotaEnforcement::Soft,
        Enforcement::Overage => pb::QuotaEnforcement::Overage,
    }
}

/// A whole number as the contract carries it: exact below 2^53.
fn number(count: u64) -> f64 {
    count as f64
}
