//! The use cases of API keys.

use std::fmt;
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use omni_kernel::db::{Database, TenantTx};
use omni_kernel::ports::{Principal, TenantRegistry, Unaccepted};
use omni_kernel::{Begun, Clock, Ctx, Effect, Effects, Error, KeyId, Rng, Scope, Secret, TenantId};

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

    /// Makes a key for the operator at the machine, with an entry on its tenant's log. Its secret is shown now and never
    /// again.
    ///
    /// # Errors
    /// `KEYS_FULL` when there are as many as there may be; UNAVAILABLE when it cannot be written.
    pub async fn create(
        &self,
        effects: &Effects,
        ctx: &Ctx,
        scope: Scope,
        new: &NewKey,
    ) -> Result<CreatedKey, Error> {
        let mut effect = begin(effects, ctx, scope).await?;
        let created = self.create_in(&mut effect, new).await?;
        effect.commit(()).await?;
        self.forget(&created.key).await;
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

    /// Ends a key for the operator at the machine, with an entry on its tenant's log. This server refuses the key from now
    /// on, others within a second. Ending it again changes nothing.
    ///
    /// # Errors
    /// `NOT_FOUND` when the tenant's environment has no such key; UNAVAILABLE when it cannot be written.
    pub async fn revoke(
        &self,
        effects: &Effects,
        ctx: &Ctx,
        scope: Scope,
        id: KeyId,
    ) -> Result<ApiKey, Error> {
        let mut effect = begin(effects, ctx, scope).await?;
        let (key, changed) = self.revoke_in(&mut effect, id).await?;
        if changed {
            effect.commit(()).await?;
            self.forget(&key).await;
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

    /// Has this server see at once what it changed.
    pub(crate) async fn forget(&self, key: &ApiKey) {
        if let Some(public_id) = PublicId::parse(&key.public_id) {
            self.verifier.forget(public_id).await;
        }
    }

    pub(crate) async fn insert(&self, tx: &mut TenantTx, record: &KeyRecord) -> Result<bool, Error> {
        store::insert(tx, record).await
    }
}

/// A mutation of the operator's: it has no idempotency key.
async fn begin(effects: &Effects, ctx: &Ctx, scope: Scope) -> Result<Effect, Error> {
    match effects.begin_in::<()>(ctx, scope).await? {
        Begun::New(effect) => Ok(effect),
        Begun::Replay(_) => Err(Error::internal("an act of the operator was replayed")),
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys").finish_non_exhaustive()
    }
}
