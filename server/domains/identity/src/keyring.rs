//! The keys that access tokens are signed with.
//!
//! A key is published for a while before it signs, and after it signed for as long as its last token holds, so that
//! nobody who caches the published keys ever meets one they do not know. Every server reads the keys again once a minute,
//! and at once when it meets one it does not know, though not more than once a second.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{SigningKey, VerifyingKey};
use jiff::Timestamp;
use omni_kernel::config::Auth;
use omni_kernel::db::Database;
use omni_kernel::{Clock, Error, Rng, Vault};
use serde_json::json;

use crate::store::keys::{self as store, StoredKey};

/// After how long the keys are read again.
const FRESH: Duration = Duration::from_mins(1);
/// How often an unknown key may have them read again.
const AGAIN: Duration = Duration::from_secs(1);
/// What clocks of servers may differ by.
const SKEW: Duration = Duration::from_mins(1);

/// The keys of an installation, as one server knows them.
pub(crate) struct Keyring {
    database: Database,
    vault: Vault,
    clock: Clock,
    rng: Rng,
    access_token_ttl: Duration,
    lead: Duration,
    known: RwLock<Arc<Known>>,
    reading: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Known {
    read: Option<Timestamp>,
    /// The latest to sign first.
    keys: Vec<Key>,
}

#[derive(Clone)]
struct Key {
    kid: String,
    public: VerifyingKey,
    private: SigningKey,
    activate_time: Timestamp,
    expire_time: Option<Timestamp>,
}

/// The key to sign with now. Asked for before a transaction is begun: it may take a connection of its own, and whoever
/// holds one while waiting for another can stop everybody.
#[derive(Clone)]
pub struct Signer {
    pub(crate) kid: String,
    pub(crate) key: SigningKey,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signer").field("kid", &self.kid).finish_non_exhaustive()
    }
}

/// What a rotation did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    /// The id of the new key.
    pub key_id: String,
    /// When it signs.
    pub activate_time: Timestamp,
    /// When the keys before it are not accepted any more.
    pub expire_time: Timestamp,
}

impl Keyring {
    pub(crate) fn new(database: Database, vault: Vault, clock: Clock, rng: Rng, settings: &Auth) -> Self {
        Self {
            database,
            vault,
            clock,
            rng,
            access_token_ttl: settings.access_token_ttl,
            lead: settings.signing_key_lead,
            known: RwLock::default(),
            reading: tokio::sync::Mutex::new(()),
        }
    }

    /// The key to sign with now, and its id. The first one ever is made here.
    pub(crate) async fn signer(&self) -> Result<Signer, Error> {
        let now = self.clock.now();
        if let Some(signer) = self.fresh(FRESH).await?.signer(now) {
            return Ok(signer);
        }
        self.make(now).await?;
        let known = self.read().await?;
        known.signer(now).ok_or_else(|| Error::internal("there is no signing key although one was made"))
    }

    /// The key of an id, while it is accepted.
    pub(crate) async fn find(&self, kid: &str) -> Result<Option<VerifyingKey>, Error> {
        let now = self.clock.now();
        if let Some(key) = self.fresh(FRESH).await?.find(kid, now) {
            return Ok(Some(key));
        }
        Ok(self.fresh(AGAIN).await?.find(kid, now))
    }

    /// The published keys as a JSON Web Key Set (RFC 7517, RFC 8037).
    pub(crate) async fn jwks(&self) -> Result<String, Error> {
        self.signer().await?;
        let now = self.clock.now();
        let known = self.fresh(FRESH).await?;
        let keys: Vec<_> = known
            .accepted(now)
            .map(|key| {
                json!({
                    "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": key.kid,
                    "x": URL_SAFE_NO_PAD.encode(key.public.as_bytes()),
                })
            })
            .collect();
        Ok(json!({ "keys": keys }).to_string())
    }

    /// Makes a new key, which signs after it was published long enough; the others end when their last token has. At
    /// `once` it signs now and the others end now, with all their tokens: for a key that was stolen.
    pub(crate) async fn rotate(&self, once: bool) -> Result<Rotation, Error> {
        let now = self.clock.now();
        let after = |time: Timestamp, by: Duration| {
            time.checked_add(by)
                .map_err(|error| Error::internal("the time is out of range").with_source(error))
        };
        let activate = if once { now } else { after(now, self.lead)? };
        let expire = if once { now } else { after(activate, self.access_token_ttl + SKEW)? };
        let key = self.generate(now, activate)?;
        let mut tx = self.database.begin_unscoped().await?;
        store::expire_all(tx.raw(), expire).await?;
        store::purge(tx.raw(), now).await?;
        store::insert(tx.raw(), &key).await?;
        tx.commit().await?;
        self.read().await?;
        Ok(Rotation { key_id: key.kid, activate_time: activate, expire_time: expire })
    }

    async fn make(&self, now: Timestamp) -> Result<(), Error> {
        let key = self.generate(now, now)?;
        let mut tx = self.database.begin_unscoped().await?;
        store::insert(tx.raw(), &key).await?;
        tx.commit().await
    }

    fn generate(&self, now: Timestamp, activate_time: Timestamp) -> Result<StoredKey, Error> {
        let private = SigningKey::from_bytes(&self.rng.bytes());
        let kid = URL_SAFE_NO_PAD.encode(self.rng.bytes::<9>());
        Ok(StoredKey {
            private: self.vault.seal(&place(&kid), private.as_bytes())?,
            public: private.verifying_key().to_bytes(),
            kid,
            create_time: now,
            activate_time,
            expire_time: None,
        })
    }

    /// What is known, read again when it is older than this.
    async fn fresh(&self, age: Duration) -> Result<Arc<Known>, Error> {
        let known = self.current();
        if known.is_fresh(self.clock.now(), age) {
            return Ok(known);
        }
        let _one_at_a_time = self.reading.lock().await;
        let known = self.current();
        if known.is_fresh(self.clock.now(), age) { Ok(known) } else { self.read().await }
    }

    fn current(&self) -> Arc<Known> {
        Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    async fn read(&self) -> Result<Arc<Known>, Error> {
        let now = self.clock.now();
        let mut tx = self.database.begin_unscoped().await?;
        let stored = store::list(tx.raw(), now).await?;
        drop(tx);
        let keys = stored.iter().map(|key| self.open(key)).collect::<Result<_, _>>()?;
        let known = Arc::new(Known { read: Some(now), keys });
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&known);
        Ok(known)
    }

    fn open(&self, key: &StoredKey) -> Result<Key, Error> {
        let private = self.vault.open(&place(&key.kid), &key.private)?;
        let private: [u8; 32] =
            private.try_into().map_err(|_| Error::internal("a private key has not 32 bytes"))?;
        let private = SigningKey::from_bytes(&private);
        if private.verifying_key().to_bytes() != key.public {
            return Err(Error::internal("a signing key's halves do not belong together"));
        }
        Ok(Key {
            kid: key.kid.clone(),
            public: private.verifying_key(),
            private,
            activate_time: key.activate_time,
            expire_time: key.expire_time,
        })
    }
}

/// What the vault binds a private key to.
pub(crate) fn place(kid: &str) -> String {
    format!("signing_key:{kid}")
}

impl Known {
    fn is_fresh(&self, now: Timestamp, age: Duration) -> bool {
        self.read.is_some_and(|read| Duration::try_from(now.duration_since(read)).is_ok_and(|old| old < age))
    }

    fn accepted(&self, now: Timestamp) -> impl Iterator<Item = &Key> {
        self.keys.iter().filter(move |key| key.expire_time.is_none_or(|expire| expire > now))
    }

    fn signer(&self, now: Timestamp) -> Option<Signer> {
        let key = self.accepted(now).find(|key| key.activate_time <= now)?;
        Some(Signer { kid: key.kid.clone(), key: key.private.clone() })
    }

    fn find(&self, kid: &str, now: Timestamp) -> Option<VerifyingKey> {
        self.accepted(now).find(|key| key.kid == kid).map(|key| key.public)
    }
}
