//! Notices as entries of the audit log and lines of the server's.

use std::sync::Arc;

use async_trait::async_trait;
use omni_kernel::ctx::Facts;
use omni_kernel::db::TenantTx;
use omni_kernel::ports::{AuditEntry, AuditLog, UsageNotice, UsageNotices};
use omni_kernel::{Clock, Ctx, Error, RequestId, Rng};
use serde_json::{Value as Json, json};

use crate::entitlements::{enforcement_name, period_name};

/// The action of a notice in the audit log.
const ACTION: &str = "tenant.usage.notice";

/// Writes notices to the audit log of their tenant and to the server's log.
pub struct AuditedNotices {
    audit: Arc<dyn AuditLog>,
    clock: Clock,
    rng: Rng,
}

impl AuditedNotices {
    /// Notices to this log.
    pub fn new(audit: Arc<dyn AuditLog>, clock: Clock, rng: Rng) -> Self {
        Self { audit, clock, rng }
    }
}

#[async_trait]
impl UsageNotices for AuditedNotices {
    async fn notice(&self, tx: &mut TenantTx, notice: &UsageNotice) -> Result<(), Error> {
        let scope = tx.scope();
        let request_id = RequestId::from_uuid(self.rng.uuid(self.clock.now()));
        let ctx = Ctx::from(Facts { scope: Some(scope), ..Facts::anonymous(request_id) });
        let facts = json!({
            "meter": notice.meter,
            "percent": notice.percent,
            "limit": notice.quota.limit,
            "period": period_name(notice.quota.period),
            "enforcement": enforcement_name(notice.quota.enforcement),
            "reset_time": notice.reset.to_string(),
        });
        let entry = AuditEntry::success(ACTION).on(&scope.tenant).change(Json::Null, facts);
        self.audit.append(tx, &ctx, &[entry]).await?;
        tracing::info!(
            tenant = %scope.tenant,
            environment = scope.environment.as_str(),
            meter = notice.meter,
            percent = notice.percent,
            "a tenant has used this share of a quota"
        );
        Ok(())
    }
}
