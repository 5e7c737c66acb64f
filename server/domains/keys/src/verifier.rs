//! The check of a presented key.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use moka::future::Cache;
use omni_kernel::db::Database;
use omni_kernel::net::Cidr;
use omni_kernel::ports::{Principal, TenantRegistry, Unaccepted};
use omni_kernel::{Caller, Clock, Error, KeyId, Secret};
use subtle::ConstantTimeEq;
use tokio::sync::Semaphore;

use crate::error::{invalid, malformed, wrong_address};
use crate::key::{Presented, PublicId, SecretHash};
use crate::store;
use crate::usage::{LastUse, UsageLog};

/// How long an answer of the database counts. A revocation has to be seen by every server within a second; the rest is
/// for the look-up that may be under way.
const FRESH: Duration = Duration::from_millis(750);
const _: () = assert!(FRESH.as_millis() < 1000, "a revocation has to be seen within a second");

/// How long a key that was good may be looked up whatever else comes from its address.
const TRUSTED: Duration = Duration::from_hours(1);

/// Most keys, and most unknown public ids, that are remembered.
const MOST_KEYS: u64 = 100_000;
const MOST_UNKNOWN: u64 = 10_000;

/// Look-ups at the same time. Made-up keys are free to make, so they must not take the whole pool.
const LOOKUPS: usize = 4;

/// Checks keys, and remembers the answers for a moment.
pub(crate) struct Verifier {
    database: Database,
    tenants: Arc<dyn TenantRegistry>,
    clock: Clock,
    known: Cache<PublicId, Arc<Known>>,
    unknown: Cache<PublicId, ()>,
    trusted: Cache<PublicId, SecretHash>,
    lookups: Semaphore,
    usage: UsageLog,
}

/// A key that is in the database.
struct Known {
    secret_hash: SecretHash,
    allowed_ips: Vec<Cidr>,
    expire_time: Option<Timestamp>,
    revoked: bool,
    principal: Principal,
    id: KeyId,
    last_use: LastUse,
}

/// Why there is no [`Known`].
enum Miss {
    Unknown,
    Failed(Error),
}

impl Verifier {
    pub(crate) fn new(
        database: Database,
        tenants: Arc<dyn TenantRegistry>,
        clock: Clock,
        usage: UsageLog,
    ) -> Self {
        Self {
            database,
            tenants,
            clock,
            known: Cache::builder().max_capacity(MOST_KEYS).time_to_live(FRESH).build(),
            unknown: Cache::builder().max_capacity(MOST_UNKNOWN).time_to_live(FRESH).build(),
            trusted: Cache::builder().max_capacity(MOST_KEYS).time_to_live(TRUSTED).build(),
            lookups: Semaphore::new(LOOKUPS),
            usage,
        }
    }

    pub(crate) async fn verify(&self, key: &Secret, ip: Option<IpAddr>) -> Result<Principal, Unaccepted> {
        let presented = Presented::parse(key.expose()).ok_or_else(malformed)?;
        let Some(known) = self.find(presented.public_id).await? else { return Err(invalid().into()) };
        let checked = self.check(&known, &presented, ip);
        if checked.is_ok() {
            self.trusted.insert(presented.public_id, presented.secret_hash).await;
        }
        checked
    }

    /// The same from memory alone; `None` where the database has to be asked.
    pub(crate) async fn recall(
        &self,
        key: &Secret,
        ip: Option<IpAddr>,
    ) -> Option<Result<Principal, Unaccepted>> {
        let Some(presented) = Presented::parse(key.expose()) else { return Some(Err(malformed().into())) };
        match self.known.get(&presented.public_id).await {
            Some(known) => Some(self.check(&known, &presented, ip)),
            None => self.unknown.get(&presented.public_id).await.map(|()| Err(invalid().into())),
        }
    }

    /// Whether the key was good when it was looked up, not long ago.
    pub(crate) async fn trusts(&self, key: &Secret) -> bool {
        let Some(presented) = Presented::parse(key.expose()) else { return false };
        let hash = self.trusted.get(&presented.public_id).await;
        hash.is_some_and(|hash| hash.ct_eq(&presented.secret_hash).into())
    }

    fn check(
        &self,
        known: &Known,
        presented: &Presented,
        ip: Option<IpAddr>,
    ) -> Result<Principal, Unaccepted> {
        let now = self.clock.now();
        if !known.admits(presented, now) {
            return Err(invalid().into());
        }
        if !known.admits_from(ip) {
            let of = Some(Box::new(known.principal.clone()));
            return Err(Unaccepted { error: wrong_address(), of });
        }
        self.usage.note(&known.last_use, known.principal.scope, known.id, now);
        Ok(known.principal.clone())
    }

    /// Forgets an answer that this server knows to be stale.
    pub(crate) async fn forget(&self, public_id: PublicId) {
        self.known.invalidate(&public_id).await;
        self.unknown.invalidate(&public_id).await;
    }

    async fn find(&self, public_id: PublicId) -> Result<Option<Arc<Known>>, Error> {
        if let Some(known) = self.known.get(&public_id).await {
            return Ok(Some(known));
        }
        if self.unknown.get(&public_id).await.is_some() {
            return Ok(None);
        }
        // Those who ask for the same key meanwhile wait for this answer.
        match self.known.try_get_with(public_id, self.look_up(public_id)).await {
            Ok(known) => Ok(Some(known)),
            Err(miss) => match &*miss {
                Miss::Unknown => Ok(None),
                Miss::Failed(error) => Err(again(error)),
            },
        }
    }

    async fn look_up(&self, public_id: PublicId) -> Result<Arc<Known>, Miss> {
        let found = self.read(public_id).await.map_err(Miss::Failed)?;
        if found.is_none() {
            self.unknown.insert(public_id, ()).await;
        }
        found.map(Arc::new).ok_or(Miss::Unknown)
    }

    async fn read(&self, public_id: PublicId) -> Result<Option<Known>, Error> {
        let _permit = self.lookups.acquire().await.map_err(|error| Error::internal(error.to_string()))?;
        let mut tx = self.database.begin_unscoped().await?;
        let Some(candidate) = store::candidate(&mut tx, public_id).await? else { return Ok(None) };
        let scope = candidate.scope;
        let mut tx = tx.enter(scope).await?;
        let tenant = self.tenants.standing(&mut tx).await?;
        let tenant =
            tenant.ok_or_else(|| Error::internal(format!("the key {} has no tenant", candidate.id)))?;
        Ok(Some(Known {
            secret_hash: candidate.secret_hash,
            allowed_ips: candidate.allowed_ips,
            expire_time: candidate.expire_time,
            revoked: candidate.revoked,
            id: candidate.id,
            last_use: LastUse::new(candidate.last_use_time),
            principal: Principal {
                scope,
                caller: Caller::Key(candidate.id),
                grants: candidate.grants,
                staff: tenant.operator,
                tenant,
            },
        }))
    }
}

impl Known {
    /// Whether the presented key is this one, and good.
    fn admits(&self, presented: &Presented, now: Timestamp) -> bool {
        let same_secret: bool = self.secret_hash.ct_eq(&presented.secret_hash).into();
        let same_environment = self.principal.scope.environment == presented.environment;
        let expired = self.expire_time.is_some_and(|time| time <= now);
        same_secret && same_environment && !expired && !self.revoked
    }

    /// Whether the key may come from this address. One that is not known is none of the allowed ones.
    fn admits_from(&self, ip: Option<IpAddr>) -> bool {
        let allows = |ip: IpAddr| self.allowed_ips.iter().any(|range| range.contains(ip));
        self.allowed_ips.is_empty() || ip.is_some_and(allows)
    }
}

/// The same failure for another who waited for it.
fn again(error: &Error) -> Error {
    let copy = Error::new(error.reason(), error.message()).with_context(error.internal_chain().join(": "));
    match error.retry_after() {
        Some(after) => copy.with_retry_after(after),
        None => copy,
    }
}
