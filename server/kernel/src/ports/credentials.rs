use std::net::IpAddr;
use std::sync::Arc;

use async_trait::async_trait;

use super::TenantStanding;
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
    /// Whether the tenant is the operator's own.
    pub staff: bool,
    /// How the installation stands to the tenant, at most a second old.
    pub tenant: Arc<TenantStanding>,
}

/// Why a credential is not accepted.
#[derive(Debug)]
pub struct Unaccepted {
    /// What the caller is told.
    pub error: Error,
    /// Whose credential it is, when it is a good one that is not for this call, so that its tenant can hear of it.
    pub of: Option<Box<Principal>>,
}

impl From<Error> for Unaccepted {
    fn from(error: Error) -> Self {
        Self { error, of: None }
    }
}

/// Tells whom a credential stands for.
#[async_trait]
pub trait CredentialVerifier: Send + Sync {
    /// What [`verify_key`](Self::verify_key) would say, as far as that is known without looking the key up; `None` where it
    /// would. Also `None` asks nobody: whoever answers may first ask whether the caller is worth it.
    async fn recall_key(&self, key: &Secret, ip: Option<IpAddr>) -> Option<Result<Principal, Unaccepted>>;

    /// Whether the key was good when this server looked it up, an hour ago at most.
    async fn trusts_key(&self, key: &Secret) -> bool;

    /// Checks an API key that came from `ip`.
    ///
    /// # Errors
    /// UNAUTHENTICATED for a key that is malformed, unknown, revoked or expired, in words that do not tell which of the
    /// last three; PERMISSION_DENIED, with whose it is, for a good key from an address it is not for; UNAVAILABLE when the
    /// key cannot be looked up.
    async fn verify_key(&self, key: &Secret, ip: Option<IpAddr>) -> Result<Principal, Unaccepted>;

    /// Checks an access token of a person who is signed in.
    ///
    /// # Errors
    /// UNAUTHENTICATED for a token that is malformed, forged, expired or of a session that has ended; UNAVAILABLE when
    /// the session cannot be looked up.
    async fn verify_token(&self, token: &Secret) -> Result<Principal, Error>;
}
