use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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

/// How the installation stands to a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TenantStatus {
    /// Served, for a while without pay.
    Trial,
    /// Served.
    Active,
    /// May read and export; changes nothing until something is settled.
    Suspended,
    /// Not served any more.
    Cancelled,
}

/// What the edge needs to know of a tenant to serve it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantStanding {
    /// The tier, such as `enterprise`.
    pub tier: Arc<str>,
    /// Whether it is served.
    pub status: TenantStatus,
    /// Whether it is the operator's own.
    pub operator: bool,
    /// What it may use, and how much.
    pub entitlements: Arc<Entitlements>,
}

/// What a tenant may use: its tier's entitlements with its own overrides applied.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entitlements {
    /// The boolean features that are on, by the names that policies use.
    pub features: BTreeSet<Arc<str>>,
    /// Static limits by name, such as `users`; a name that is absent is unlimited.
    pub limits: BTreeMap<Arc<str>, u64>,
    /// Calls a minute of the whole tenant; `None` is unlimited.
    pub calls_per_minute: Option<u64>,
    /// Metered entitlements by the meter's name; a meter that is absent is counted and unlimited.
    pub quotas: BTreeMap<Arc<str>, Quota>,
}

/// How much of a meter a tenant may use in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// The most in a period.
    pub limit: u64,
    /// After which the count starts again.
    pub period: Period,
    /// What happens past the limit.
    pub enforcement: Enforcement,
}

/// A period of a quota, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// From midnight to midnight.
    Day,
    /// From the first of a month to the next.
    Month,
}

/// What happens past a quota's limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enforcement {
    /// Refused.
    Hard,
    /// Served; the tenant is told.
    Soft,
    /// Served and charged for.
    Overage,
}

/// Keeps the tenants.
#[async_trait]
pub trait TenantRegistry: Send + Sync {
    /// Makes the tenant that the transaction is of. `tier` is a name of the catalogue; empty takes the one that the
    /// catalogue means for it: the operator's own, else that of those who register themselves. `operator`: it is the
    /// operator's own.
    ///
    /// # Errors
    /// `TIER_UNKNOWN`; `INVALID_FIELD` for a name that breaks its rule; INTERNAL when it is there already; UNAVAILABLE when it cannot be written.
    async fn create(
        &self,
        tx: &mut TenantTx,
        display_name: &str,
        tier: &str,
        operator: bool,
    ) -> Result<(), Error>;

    /// What the tenant that the transaction is of is called; `None` when there is none.
    ///
    /// # Errors
    /// UNAVAILABLE when it cannot be looked up.
    async fn name(&self, tx: &mut TenantTx) -> Result<Option<String>, Error>;

    /// How the installation stands to the tenant that the transaction is of; `None` when there is none.
    ///
    /// # Errors
    /// UNAVAILABLE when it cannot be looked up.
    async fn standing(&self, tx: &mut TenantTx) -> Result<Option<Arc<TenantStanding>>, Error>;
}

/// Counts what tenants have of something that tiers limit. The domain that keeps it implements this.
#[async_trait]
pub trait LimitUse: Send + Sync {
    /// The limit it counts for, as in the catalogue, such as `users`.
    fn limit(&self) -> &'static str;

    /// How much the tenant of the transaction has.
    ///
    /// # Errors
    /// UNAVAILABLE when it cannot be counted.
    async fn in_use(&self, tx: &mut TenantTx) -> Result<u64, Error>;
}
