//! The response cache as its tenants see it.

mod grpc;
mod settings;
mod store;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use omni_kernel::cache::{AnswerCache, Counts};
use omni_kernel::ports::AuditEntry;
use omni_kernel::{Ctx, Effect, Effects, Error};
use serde_json::json;

pub use grpc::{server as cache_server, service as cache_service};
pub use settings::CacheSettings;

/// A method whose answers are cached, and for how long by its contract.
#[derive(Debug, Clone)]
pub struct CachedMethod {
    /// `<package>.<Service>/<Method>`.
    pub name: Arc<str>,
    /// What the contract says.
    pub ttl: Duration,
}

/// The use cases of the response cache.
pub struct ResponseCaches {
    cache: Option<AnswerCache>,
    settings: Arc<CacheSettings>,
    methods: Vec<CachedMethod>,
    max_ttl: Duration,
    effects: Effects,
}

/// How long answers of a method are kept for a tenant, and how long by the contract.
struct Setting {
    method: Arc<str>,
    ttl: Duration,
    default_ttl: Duration,
}

impl ResponseCaches {
    /// The use cases over a cache (`None` where it is off) and the methods of the contract that are cached. No tenant sets
    /// more than `max_ttl`.
    pub fn new(
        cache: Option<AnswerCache>,
        settings: Arc<CacheSettings>,
        mut methods: Vec<CachedMethod>,
        max_ttl: Duration,
        effects: Effects,
    ) -> Self {
        methods.sort_by(|a, b| a.name.cmp(&b.name));
        Self { cache, settings, methods, max_ttl, effects }
    }

    /// Where answers are kept.
    fn store(&self) -> &'static str {
        self.cache.as_ref().map_or("off", AnswerCache::kind)
    }

    /// How often answers of the caller's tenant were found, by method.
    fn counts(&self, ctx: &Ctx) -> Result<Vec<(Arc<str>, Counts)>, Error> {
        let scope = ctx.scope()?;
        Ok(self.cache.as_ref().map(|cache| cache.counts(scope)).unwrap_or_default())
    }

    /// Forgets the answers of every method that the pattern names; gives those methods.
    async fn purge(&self, ctx: &Ctx, pattern: &str) -> Result<Vec<Arc<str>>, Error> {
        let scope = ctx.scope()?;
        let named = |name: &str| match pattern.strip_suffix('*') {
            Some(beginning) => name.starts_with(beginning),
            None => name == pattern,
        };
        let methods: Vec<_> = self
            .methods
            .iter()
            .filter(|method| named(&method.name))
            .map(|method| Arc::clone(&method.name))
            .collect();
        if let Some(cache) = &self.cache {
            cache.purge(scope, &methods).await?;
        }
        Ok(methods)
    }

    /// How long answers are kept for the caller's tenant.
    async fn current(&self, ctx: &Ctx) -> Result<Vec<Setting>, Error> {
        let mut tx = self.effects.database().begin(&ctx.scope()?).await?;
        let set = store::ttls(&mut tx).await?;
        tx.commit().await?;
        Ok(self.list(&set))
    }

    fn list(&self, set: &HashMap<String, Duration>) -> Vec<Setting> {
        let setting = |method: &CachedMethod| Setting {
            method: Arc::clone(&method.name),
            ttl: set.get(&*method.name).copied().unwrap_or(method.ttl).min(self.max_ttl),
            default_ttl: method.ttl.min(self.max_ttl),
        };
        self.methods.iter().map(setting).collect()
    }

    fn check(&self, method: &str, ttl: Option<Duration>) -> Result<(), Error> {
        if !self.methods.iter().any(|cached| &*cached.name == method) {
            return Err(Error::invalid_field(
                "method",
                "expected a method that is cached; GetCacheSettings lists them",
            ));
        }
        if ttl.is_some_and(|ttl| ttl > self.max_ttl) {
            let expected =
                format!("expected at most {} s, which is what the operator allows", self.max_ttl.as_secs());
            return Err(Error::invalid_field("ttl", expected));
        }
        Ok(())
    }

    /// Sets how long answers of a method are kept; gives all settings after it.
    async fn set(
        &self,
        effect: &mut Effect,
        method: &str,
        ttl: Option<Duration>,
    ) -> Result<Vec<Setting>, Error> {
        let before = store::ttls(effect.tx()).await?.get(method).copied();
        store::set(effect.tx(), method, ttl).await?;
        let seconds = |ttl: Option<Duration>| ttl.map(|ttl| ttl.as_secs_f64());
        effect.audit(AuditEntry::success("platform.cache.update").on(&method).change(
            json!({"method": method, "ttl": seconds(before)}),
            json!({"method": method, "ttl": seconds(ttl)}),
        ));
        Ok(self.list(&store::ttls(effect.tx()).await?))
    }
}
