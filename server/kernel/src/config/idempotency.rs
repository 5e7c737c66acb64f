//! Answers of mutations with an idempotency key.

use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use super::Problems;
use super::duration;

/// Answers of mutations with an idempotency key, kept for those who ask again.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Idempotency {
    /// How long they are kept. After that the key is new again.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub keep: Duration,
}

impl Idempotency {
    pub(super) fn validate(&self, problems: &mut Problems) {
        let long = self.keep >= Duration::from_mins(1);
        problems.require("idempotency.keep", long, "expected at least one minute: clients retry that long");
    }
}
