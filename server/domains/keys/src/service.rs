//! The use cases of API keys.

use std::fmt;
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use omni_kernel::db::{Database, TenantTx};
use omni_kernel::error::reason;
use omni_kernel::ports::{Principal, TenantRegistry, Unaccepted};
use omni_kernel::{Clock, Error, KeyId, Rng, Scope, Secret, TenantId};

use crate::bootstrap::{self, Bootstrap};
use crate::key::{self, Presented, PublicId};
use crate::model::{ApiKey, CreatedKey, KeyRecord, NewKey};
use crate::store;
use crate::usage::UsageLog;
use crate::verifier::Verifier;

/// The API keys of the installation.
pub struct Keys {
    pub(crate) database: Database,
    pub(crate) tenants: Arc<dyn TenantRegistry>,
    pub(crate) clock: Clock,
    pub(crate) rng: Rng,
    verifier: Verifier,
}

impl Keys {
    /// The keys in a database. Must be called within a runtime, which runs what is written in the background.
    pub fn new(database: Database, tenants: Arc<dyn TenantRegistry>, clock: Clock, rng: Rng) -> Self {
        let usage = UsageLog::start(database.clone());
        let verifier = Verifier::new(database.clone(), Arc::clone(&tenants), clock.clone(), usage);
        Self { database, tenants, clock, rng, verifier }
    }

    /// Makes a key. Its secret is shown now and never again.
    ///
    /// # Errors
    /// UNAVAILABLE when it cannot be written.
    pub async fn create(&self, scope: &Scope, new: NewKey) -> Result<CreatedKey, Error> {
        let mut tx = self.database.begin(scope).await?;
        let created = self.add(&mut tx, &new).await?;
        tx.commit().await?;
        if let Some(public_id) = PublicId::parse(&created.key.public_id) {
            self.verifier.forget(public_id).await;
        }
        Ok(created)
    }

    pub(crate) fn make(&self, scope: &Scope, new: &NewKey) -> Result<(KeyRecord, Secret), Error> {
        let secret = key::generate(scope.environment, &self.rng);
        Ok((self.record(&secret, new)?, secret))
    }

    /// The row of a key.
    pub(crate) fn record(&self, secret: &Secret, new: &NewKey) -> Result<KeyRecord, Error> {
        let presented = Presented::parse(secret.expose())
            .ok_or_else(|| Error::internal("a key of ours cannot be read back"))?;
        let now = self.clock.now();
        let key = ApiKey {
            id: KeyId::from_uuid(self.rng.uuid(now)),
            environment: presented.environment,
            public_id: presented.public_id.as_str().to_owned(),
            name: new.name.clone(),
            grants: new.grants.clone(),
            allowed_ips: new.allowed_ips.clone(),
            created_by: Some(new.created_by),
            create_time: now,
            expire_time: new.expire_time,
            revoke_time: None,
            last_use_time: None,
        };
        Ok(KeyRecord { key, public_id: presented.public_id, secret_hash: presented.secret_hash })
    }

    /// The keys of a tenant's environment, revoked ones too, the oldest first: at most `limit` (1 to 1000) after `after`.
    ///
    /// # Errors
    /// UNAVAILABLE when they cannot be read.
    pub async fn list(&self, scope: &Scope, after: Option<KeyId>, limit: u16) -> Result<Vec<ApiKey>, Error> {
        let mut tx = self.database.begin(scope).await?;
        store::list(&mut tx, None, after, limit.max(1)).await
    }

    /// Ends a key. This server refuses it from now on, others within a second. Ending it again changes nothing.
    ///
    /// # Errors
    /// `NOT_FOUND` when the tenant's environment has no such key.
    pub async fn revoke(&self, scope: &Scope, id: KeyId) -> Result<ApiKey, Error> {
        let mut tx = self.database.begin(scope).await?;
        let revoked = store::revoke(&mut tx, id, self.clock.now()).await?;
        let key = revoked.ok_or_else(|| Error::new(&reason::NOT_FOUND, format!("there is no key {id}")))?;
        tx.commit().await?;
        if let Some(public_id) = PublicId::parse(&key.public_id) {
            self.verifier.forget(public_id).await;
        }
        Ok(key)
    }

    /// The tenant that the first start made; `None` before it.
    ///
    /// # Errors
    /// UNAVAILABLE when it cannot be read.
    pub async fn default_tenant(&self) -> Result<Option<TenantId>, Error> {
        let mut tx = self.database.begin_unscoped().await?;
        Ok(store::installation(&mut tx).await?.map(|installation| installation.tenant))
    }

    /// Makes the tenant `default` with one live and one test key that may do everything, if this database has had no
    /// first start, and writes them to `bootstrap.json` in the data directory, for the owner's eyes only. Gives what was
    /// made; `None` when there was nothing to do.
    ///
    /// # Errors
    /// When the database or the directory cannot be written. A later call goes on where this one was interrupted.
    pub async fn bootstrap(&self, data_dir: &Path) -> Result<Option<Bootstrap>, Error> {
        bootstrap::run(self, data_dir).await
    }

    /// What [`Keys::verify`] says without asking the database; `None` where it would ask.
    pub async fn recall(&self, key: &Secret, ip: Option<IpAddr>) -> Option<Result<Principal, Unaccepted>> {
        self.verifier.recall(key, ip).await
    }

    /// Whether the key was good when this server looked it up, an hour ago at most.
    pub async fn trusts(&self, key: &Secret) -> bool {
        self.verifier.trusts(key).await
    }

    /// Checks a presented key that came from `ip`.
    ///
    /// # Errors
    /// As [`CredentialVerifier::verify_key`](omni_kernel::ports::CredentialVerifier::verify_key).
    pub async fn verify(&self, key: &Secret, ip: Option<IpAddr>) -> Result<Principal, Unaccepted> {
        self.verifier.verify(key, ip).await
    }

    pub(crate) async fn forget(&self, public_id: PublicId) {
        self.verifier.forget(public_id).await;
    }

    pub(crate) async fn insert(&self, tx: &mut TenantTx, record: &KeyRecord) -> Result<bool, Error> {
        store::insert(tx, record).await
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys").finish_non_exhaustive()
    }
}
