//! The credentials of an installation, each checked by the domain that gives it out.

use std::net::IpAddr;
use std::sync::Arc;

use async_trait::async_trait;
use omni_identity::Identity;
use omni_kernel::ports::{CredentialVerifier, Principal, Unaccepted};
use omni_kernel::{Error, Secret};
use omni_keys::Keys;

pub(crate) struct Credentials {
    pub(crate) keys: Arc<Keys>,
    pub(crate) identity: Identity,
}

#[async_trait]
impl CredentialVerifier for Credentials {
    async fn recall_key(&self, key: &Secret, ip: Option<IpAddr>) -> Option<Result<Principal, Unaccepted>> {
        self.keys.recall(key, ip).await
    }

    async fn trusts_key(&self, key: &Secret) -> bool {
        self.keys.trusts(key).await
    }

    async fn verify_key(&self, key: &Secret, ip: Option<IpAddr>) -> Result<Principal, Unaccepted> {
        self.keys.verify(key, ip).await
    }

    async fn verify_token(&self, token: &Secret) -> Result<Principal, Error> {
        let principal = self.identity.verify(token).await?;
        principal.ok_or_else(|| Error::new(&omni_edge::ACCESS_TOKEN_INVALID, "the access token is not valid"))
    }
}
