use async_trait::async_trait;
use jiff::Timestamp;

use super::Quota;
use crate::ctx::Scope;
use crate::error::Error;

/// Where a tenant stands with one meter after a call was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuotaState {
    /// What is left in the period; `None` when it is unlimited.
    pub remaining: Option<u64>,
    /// When the count starts again.
    pub reset: Timestamp,
}

/// Counts what tenants use, durably, and holds them to their quotas.
#[async_trait]
pub trait UsageLedger: Send + Sync {
    /// Counts `quantity` of `meter`. `quota` is the tenant's at this moment; `None` counts without a limit.
    ///
    /// # Errors
    /// RESOURCE_EXHAUSTED with `QUOTA_EXCEEDED`, a quota violation and the time of the reset when a hard quota would be
    /// passed; nothing is counted then. UNAVAILABLE when it cannot be counted.
    async fn take(
        &self,
        scope: Scope,
        meter: &str,
        quantity: u64,
        quota: Option<&Quota>,
    ) -> Result<QuotaState, Error>;
}
