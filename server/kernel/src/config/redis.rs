use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use super::Problems;
use super::duration;
use super::sections::check_scheme;
use crate::secret::Secret;

/// The optional Redis.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Redis {
    /// URL, `rediss://` for TLS. With it, rate limits and the response cache are shared by all nodes that use it.
    #[schemars(with = "Option<String>", extend("writeOnly" = true))]
    pub url: Option<Secret>,
    /// Most connections of the pool.
    #[schemars(range(min = 1, max = 1000))]
    pub pool_size: usize,
    /// How long a request waits for Redis, connecting and waiting for a free connection included.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub timeout: Duration,
    /// Failures in a row after which Redis is left alone for a pause.
    #[schemars(range(min = 1, max = 1000))]
    pub breaker_failures: u32,
    /// How long it is left alone before one request tries it again.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub breaker_pause: Duration,
}

impl Redis {
    pub(super) fn validate(&self, problems: &mut Problems) {
        check_scheme(problems, "redis.url", self.url.as_ref(), &["redis", "rediss"]);
        let fits = self.url.as_ref().is_none_or(crate::redis::is_url);
        problems.require("redis.url", fits, crate::redis::URL_FORM);
        for (key, time) in [("redis.timeout", self.timeout), ("redis.breaker_pause", self.breaker_pause)] {
            let fits = (Duration::from_millis(1)..=Duration::from_mins(1)).contains(&time);
            problems.require(key, fits, "expected a duration from 1ms to 1m");
        }
    }
}
