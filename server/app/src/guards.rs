//! Rate limits and the response cache, as the configuration says.

use std::sync::Arc;
use std::time::Duration;

use omni_contract::Contract;
use omni_edge::{Guards, TiersOf};
use omni_kernel::cache::{AnswerCache, LocalCache, RedisCache, ResponseCache};
use omni_kernel::config::Config;
use omni_kernel::db::Database;
use omni_kernel::limits::{LocalLimiter, RateLimiter, RedisLimiter, SharedLimiter};
use omni_kernel::ports::UsageLedger;
use omni_kernel::redis::{Redis, State};
use omni_kernel::telemetry::Metrics;
use omni_kernel::{Clock, Effects, Error};
use omni_platform::{CacheSettings, CachedMethod, ResponseCaches};

/// What is shared between nodes where there is a Redis.
pub(crate) struct Shared {
    pub(crate) redis: Option<Redis>,
    limiter: Arc<dyn RateLimiter>,
    cache: Option<AnswerCache>,
    settings: Arc<CacheSettings>,
}

impl Shared {
    pub(crate) fn new(
        config: &Config,
        database: &Database,
        clock: &Clock,
        metrics: &Metrics,
    ) -> Result<Self, Error> {
        let redis = Redis::new(&config.redis)?;
        if let Some(redis) = &redis {
            watch_redis(metrics, redis);
        }
        let settings = Arc::new(CacheSettings::new(database.clone(), clock.clone()));
        let cache = config.cache.enabled.then(|| cache(config, redis.as_ref(), clock, metrics, &settings));
        Ok(Self { limiter: limiter(config, redis.as_ref(), clock, metrics), redis, cache, settings })
    }

    /// The part of it that the edge enforces.
    pub(crate) fn guards(&self, config: &Config, usage: Arc<dyn UsageLedger>, tiers: TiersOf) -> Guards {
        Guards {
            rates: config.limits.clone(),
            limiter: Arc::clone(&self.limiter),
            usage: Some(usage),
            tiers,
            cache: self.cache.clone(),
        }
    }

    /// The part of it that tenants ask about.
    pub(crate) fn response_caches(
        &self,
        config: &Config,
        contract: &Contract,
        effects: Effects,
    ) -> ResponseCaches {
        let cached = |method: &Arc<omni_contract::Method>| {
            Some(CachedMethod { name: Arc::from(method.name()), ttl: method.cache_ttl()? })
        };
        let methods = contract.methods().filter_map(cached).collect();
        let settings = Arc::clone(&self.settings);
        ResponseCaches::new(self.cache.clone(), settings, methods, config.cache.max_ttl, effects)
    }
}

fn limiter(config: &Config, redis: Option<&Redis>, clock: &Clock, metrics: &Metrics) -> Arc<dyn RateLimiter> {
    let local = LocalLimiter::new(clock.clone(), config.limits.max_entries);
    let Some(redis) = redis else { return Arc::new(local) };
    let shared = Arc::new(SharedLimiter::new(RedisLimiter::new(redis.clone()), local, config.limits.nodes));
    let counted = Arc::clone(&shared);
    metrics.counter(
        "omni_limits_without_redis",
        "Rate limit decisions that this node made alone because Redis did not answer.",
        move || counted.alone() as f64,
    );
    shared
}

fn cache(
    config: &Config,
    redis: Option<&Redis>,
    clock: &Clock,
    metrics: &Metrics,
    settings: &Arc<CacheSettings>,
) -> AnswerCache {
    let store: Arc<dyn ResponseCache> = if let Some(redis) = redis {
        Arc::new(RedisCache::new(redis.clone()))
    } else {
        let local = Arc::new(LocalCache::new(clock.clone(), config.cache.max_bytes));
        let counted = Arc::clone(&local);
        metrics.gauge("omni_cache_bytes", "Bytes of answers kept in the process, about.", move || {
            counted.bytes() as f64
        });
        local
    };
    let ttls = Arc::clone(settings) as Arc<dyn omni_kernel::ports::CacheTtls>;
    let cache = AnswerCache::new(store, ttls, config.cache.max_entry_bytes, config.cache.max_ttl);
    watch_cache(metrics, &cache);
    cache
}

fn watch_cache(metrics: &Metrics, cache: &AnswerCache) {
    let (hits, misses, bypasses) = (cache.clone(), cache.clone(), cache.clone());
    metrics.counter("omni_cache_hits", "Answers that came from the response cache.", move || {
        hits.totals().hits as f64
    });
    metrics.counter("omni_cache_misses", "Answers made because the response cache had none.", move || {
        misses.totals().misses as f64
    });
    metrics.counter("omni_cache_bypasses", "Answers made because the caller wanted a new one.", move || {
        bypasses.totals().bypasses as f64
    });
}

fn watch_redis(metrics: &Metrics, redis: &Redis) {
    let (state, exchanges, failures) = (redis.clone(), redis.clone(), redis.clone());
    metrics.gauge(
        "omni_redis_up",
        "Whether requests are sent to Redis: 0 while it is left alone.",
        move || f64::from(u8::from(state.state() == State::Closed)),
    );
    metrics.counter("omni_redis_exchanges", "Exchanges with Redis.", move || exchanges.exchanges() as f64);
    metrics.counter("omni_redis_failures", "Exchanges with Redis that failed or took too long.", move || {
        failures.failures() as f64
    });
}

/// How long a look at Redis may take that no request waits for.
pub(crate) const PATIENCE: Duration = Duration::from_secs(2);
