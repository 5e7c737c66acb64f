//! The keys that access tokens are signed with, for everybody to check them.

use async_trait::async_trait;
use omni_edge::{Document, DocumentSource};
use omni_identity::Identity;
use omni_kernel::Error;

/// Where the keys are published that access tokens are signed with.
pub(crate) const JWKS_PATH: &str = "/.well-known/jwks.json";

/// The published keys.
pub(crate) struct Jwks(pub(crate) Identity);

#[async_trait]
impl DocumentSource for Jwks {
    async fn document(&self) -> Result<Document, Error> {
        Ok(Document {
            content_type: "application/jwk-set+json",
            // Well below the time that a new key is published before it signs.
            cache_control: "public, max-age=60",
            body: self.0.jwks().await?,
        })
    }
}
