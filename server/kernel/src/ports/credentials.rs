use async_trait::async_trait;

use crate::ctx::{Caller, Grants, Scope};
use crate::error::Error;
use crate::secret::Secret;

/// Whom a credential stands for.
#[derive(Debug, Clone)]
pub struct Principal {
    /// The tenant and the environment.
    pub scope: Scope,
    /// The key or the person.
    pub caller: Caller,
    /// What they may do.
    pub grants: Grants,
    /// The tenant's tier, for metrics.
    pub tier: String,
}

/// Tells whom a credential stands for.
#[async_trait]
pub trait CredentialVerifier: Send + Sync {
    /// Checks an API key.
    ///
    /// # Errors
    /// UNAUTHENTICATED for a key that is malformed, unknown, revoked or expired, in words that do not tell which of the
    /// last three; UNAVAILABLE when the key cannot be looked up.
    async fn verify_key(&self, key: &Secret) -> Result<Principal, Error>;
}
