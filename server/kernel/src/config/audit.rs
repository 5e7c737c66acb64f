//! The audit log.

use std::path::PathBuf;
use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use super::Problems;
use super::duration;

/// The audit log.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Audit {
    /// How often a signed checkpoint is made of every log that has grown.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub checkpoint_interval: Duration,
    /// After how many entries of a log one is made in between; while the log is young, more often.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub checkpoint_entries: u64,
    /// File that the checkpoints are added to. Without it, `audit-checkpoints.ndjson` in the data directory.
    pub checkpoint_file: Option<PathBuf>,
    /// Refused acts waiting to be written; past that, new ones are only counted and logged.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub queue_size: usize,
}

impl Audit {
    pub(super) fn validate(&self, problems: &mut Problems) {
        let long = self.checkpoint_interval >= Duration::from_secs(1);
        problems.require("audit.checkpoint_interval", long, "expected at least one second");
    }
}
