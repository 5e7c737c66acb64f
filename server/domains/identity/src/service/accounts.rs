//! What teams need of accounts.

use async_trait::async_trait;
use omni_kernel::{Error, Secret, SessionId};

use super::Identity;
use crate::team::Accounts;

#[async_trait]
impl Accounts for Identity {
    async fn hash_password(&self, field: &str, password: &Secret, own: &[&str]) -> Result<String, Error> {
        Identity::hash_password(self, field, password, own).await
    }

    async fn forget(&self, sessions: &[SessionId]) {
        self.0.forget(sessions).await;
    }
}
