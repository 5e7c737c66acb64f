//! The tenants of the installation.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;

/// The tenants of the installation.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tenants {
    /// File of the tier catalogue. Without it, the built-in one.
    pub catalogue: Option<PathBuf>,
}
