//! Encryption at rest.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;

use super::Problems;
use crate::secret::Secret;
use crate::vault::{KEY_FORM, key_bytes};

/// Encryption at rest of secrets and personal fields.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Vault {
    /// File of the key that wraps the data keys in the database. Without it, `vault.key` in the data directory, made at
    /// the first start.
    pub key_file: Option<PathBuf>,
    /// The key itself instead of a file: 32 random bytes in base64, or 64 hexadecimal digits.
    #[schemars(with = "Option<String>", extend("writeOnly" = true))]
    pub key: Option<Secret>,
    /// The key that `omni-server vault rotate` changes `vault.key` to.
    #[schemars(with = "Option<String>", extend("writeOnly" = true))]
    pub new_key: Option<Secret>,
}

impl Vault {
    pub(super) fn validate(&self, problems: &mut Problems) {
        let one = self.key.is_none() || self.key_file.is_none();
        problems.require("vault.key", one, "expected either vault.key or vault.key_file");
        let beside = self.new_key.is_none() || self.key.is_some();
        problems.require("vault.new_key", beside, "expected vault.key, which it replaces, beside it");
        for (key, text) in [("vault.key", &self.key), ("vault.new_key", &self.new_key)] {
            let fits = text.as_ref().is_none_or(|text| key_bytes(text).is_some());
            problems.require(key, fits, KEY_FORM);
        }
    }
}
