use async_trait::async_trait;

use crate::db::TenantTx;
use crate::error::Error;
use crate::id::TenantId;

/// Knows which tenants there are. For background work that visits each of them in turn; no request asks it.
#[async_trait]
pub trait TenantDirectory: Send + Sync {
    /// Every tenant, in no particular order.
    ///
    /// # Errors
    /// UNAVAILABLE when they cannot be looked up.
    async fn tenants(&self) -> Result<Vec<TenantId>, Error>;
}

/// What a credential's check needs to know of the tenant it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantSummary {
    /// The tier, such as `enterprise`.
    pub tier: String,
    /// Whether its credentials are good: it is on trial or active, not suspended or cancelled.
    pub active: bool,
}

/// Keeps the tenants.
#[async_trait]
pub trait TenantRegistry: Send + Sync {
    /// Makes the tenant that the transaction is of.
    ///
    /// # Errors
    /// INTERNAL when it is there already; UNAVAILABLE when it cannot be written.
    async fn create(&self, tx: &mut TenantTx, display_name: &str, tier: &str) -> Result<(), Error>;

    /// The tenant that the transaction is of; `None` when there is none.
    ///
    /// # Errors
    /// UNAVAILABLE when it cannot be looked up.
    async fn summary(&self, tx: &mut TenantTx) -> Result<Option<TenantSummary>, Error>;
}
