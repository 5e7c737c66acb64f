use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use super::Problems;
use super::duration;

/// How many calls a caller may make in a time. The limits of a whole tenant come from its tier.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Calls a minute of one API key or one person; 0 is no limit.
    #[schemars(range(min = 0, max = 60_000_000))]
    pub per_principal: u64,
    /// Calls a minute of one address with a credential; 0 is no limit.
    #[schemars(range(min = 0, max = 60_000_000))]
    pub per_ip: u64,
    /// Calls a minute of one address without a valid credential; 0 is no limit.
    #[schemars(range(min = 0, max = 60_000_000))]
    pub anonymous_per_ip: u64,
    /// Units a minute that one API key or one person may take of administration, which no other limit but that of the
    /// address holds up; all keys of a tenant together may take ten times as many; 0 is no limit.
    #[schemars(range(min = 0, max = 60_000_000))]
    pub administration: u64,
    /// How much of a limit may be used at once: as many calls as it allows in this time.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub burst: Duration,
    /// How many nodes share the Redis.
    #[schemars(range(min = 1, max = 10_000))]
    pub nodes: u32,
    /// Callers remembered at once by a node.
    #[schemars(range(min = 1024, max = 1_000_000_000))]
    pub max_entries: usize,
}

impl Limits {
    pub(super) fn validate(&self, problems: &mut Problems) {
        let fits = (Duration::from_secs(1)..=Duration::from_hours(24)).contains(&self.burst);
        problems.require("limits.burst", fits, "expected a duration from 1s to 24h");
    }
}
