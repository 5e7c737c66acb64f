use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use super::Problems;
use super::duration;

/// The response cache.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cache {
    /// Whether answers are kept for as long as the contract's `cache_ttl` says.
    pub enabled: bool,
    /// Memory for answers in the process, in bytes. With `redis.url` answers are kept there instead.
    #[schemars(range(min = 0, max = 1_099_511_627_776_u64))]
    pub max_bytes: u64,
    /// Larger answers are not kept, in bytes.
    #[schemars(range(min = 0, max = 1_073_741_824))]
    pub max_entry_bytes: usize,
    /// The longest a tenant may set.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub max_ttl: Duration,
}

impl Cache {
    pub(super) fn validate(&self, problems: &mut Problems) {
        let fits = self.max_ttl <= Duration::from_hours(24 * 7);
        problems.require("cache.max_ttl", fits, "expected at most 7d");
    }
}
