use std::collections::BTreeMap;
use std::sync::Arc;

use omni_kernel::cache::AnswerCache;
use omni_kernel::config;
use omni_kernel::limits::RateLimiter;
use omni_kernel::ports::UsageLedger;

use crate::layers::Limits;

/// Names of tiers by the feature that they include.
pub type TiersOf = BTreeMap<Arc<str>, Vec<Arc<str>>>;

/// What stands between a caller who may call and the domain.
pub struct Guards {
    /// The limits that are the same for everybody.
    pub rates: config::Limits,
    /// Decides about them.
    pub limiter: Arc<dyn RateLimiter>,
    /// Counts what tenants use and holds them to their quotas; without it nothing is counted.
    pub usage: Option<Arc<dyn UsageLedger>>,
    /// The tiers that include each feature, from the smallest, for those who are refused one.
    pub tiers: TiersOf,
    /// Keeps answers; without it each is made anew.
    pub cache: Option<AnswerCache>,
}

impl Guards {
    pub(crate) fn limits(&self) -> Limits {
        Limits::new(&self.rates, Arc::clone(&self.limiter), self.usage.clone())
    }
}
