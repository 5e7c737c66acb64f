//! The use cases.

mod accounts;
mod attempts;
mod factors;
mod login;
mod mails;
mod once;
mod passwords;
mod persons;
mod refresh;
mod register;
mod sessions;
mod verify;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use omni_kernel::config::Auth;
use omni_kernel::db::Database;
use omni_kernel::permissions::Catalogue;
use omni_kernel::ports::{MailQueue, Principal, TenantRegistry};
use omni_kernel::turns::Turns;
use omni_kernel::{Effects, Error, Rng, Secret, SessionId};
use tokio::sync::Semaphore;

use crate::crypto::hasher::Hasher;
use crate::keyring::{Keyring, Rotation, Signer};
use crate::team::Builtins;
use crate::tenants::live;
use verify::Cache;

pub use factors::Enrolment;
pub(crate) use factors::place as totp_place;
pub use login::{Login, SecondFactor};
pub(crate) use mails::count_mail;
pub use persons::WhoAmI;
pub use register::Registration;
pub(crate) use verify::again;

/// People: how they sign in. Cheap to clone.
#[derive(Clone)]
pub struct Identity(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    effects: Effects,
    /// The same for answers with tokens, which are kept for as long as clients ask again and no longer.
    token_effects: Effects,
    mail: Arc<dyn MailQueue>,
    pub(crate) tenants: Arc<dyn TenantRegistry>,
    pub(crate) rng: Rng,
    settings: Auth,
    pub(crate) builtins: Builtins,
    pub(crate) public_url: String,
    hasher: Hasher,
    /// The accounts that attempts are being counted on.
    turns: Turns,
    keyring: Keyring,
    cache: Cache,
    /// Mails that are prepared behind the backs of requests.
    background: Arc<Semaphore>,
}

/// What the domain stands on.
pub struct Parts {
    /// Mutations, with the database, the vault and the clock.
    pub effects: Effects,
    /// Takes mail.
    pub mail: Arc<dyn MailQueue>,
    /// Makes tenants and knows how they stand.
    pub tenants: Arc<dyn TenantRegistry>,
    /// Random bytes.
    pub rng: Rng,
    /// The section `[auth]`.
    pub settings: Auth,
    /// The permissions that roles grant.
    pub catalogue: Catalogue,
    /// The address of the server in mails, without a slash at the end.
    pub public_url: String,
}

/// For how long an answer with tokens is kept for one who asks again under the same idempotency key.
const TOKENS_KEPT: Duration = Duration::from_mins(1);

/// Mails that may be prepared at once; more requests for one are refused.
const BACKGROUND: usize = 256;

impl Identity {
    /// The use cases over these parts.
    ///
    /// # Errors
    /// INTERNAL when Argon2 does not take the settings.
    pub fn new(parts: Parts) -> Result<Self, Error> {
        let Parts { effects, mail, tenants, rng, settings, catalogue, public_url } = parts;
        let database = effects.database().clone();
        let keyring =
            Keyring::new(database, effects.vault().clone(), effects.clock().clone(), rng.clone(), &settings);
        Ok(Self(Arc::new(Inner {
            hasher: Hasher::new(&settings, rng.clone())?,
            turns: Turns::default(),
            keyring,
            cache: verify::cache(),
            background: Arc::new(Semaphore::new(BACKGROUND)),
            token_effects: effects.keeping(TOKENS_KEPT),
            effects,
            mail,
            tenants,
            rng,
            settings,
            builtins: Builtins::new(&catalogue),
            public_url,
        })))
    }

    /// The published keys of access tokens, a JSON Web Key Set (RFC 7517).
    ///
    /// # Errors
    /// UNAVAILABLE when they cannot be read.
    pub async fn jwks(&self) -> Result<String, Error> {
        self.0.keyring.jwks().await
    }

    /// The key for [`Identity::start_session`]. To be asked for before a transaction is begun.
    ///
    /// # Errors
    /// UNAVAILABLE when the keys cannot be read.
    pub async fn signer(&self) -> Result<Signer, Error> {
        self.0.keyring.signer().await
    }

    /// Makes a new signing key. It signs once it was published for `auth.signing_key_lead`, and the keys before it end
    /// with their last token; at `once` everything happens now, and every access token is refused until it is refreshed.
    ///
    /// # Errors
    /// UNAVAILABLE when it cannot be written.
    pub async fn rotate_signing_key(&self, once: bool) -> Result<Rotation, Error> {
        self.0.keyring.rotate(once).await
    }

    /// Whom an access token stands for; `None` when it is malformed, forged, expired, or of a session that has ended.
    ///
    /// # Errors
    /// UNAVAILABLE when the session cannot be looked up.
    pub async fn verify(&self, token: &Secret) -> Result<Option<Principal>, Error> {
        self.0.verify(token).await
    }

    /// How many passwords were hashed, for tests and metrics.
    pub fn hashes(&self) -> u64 {
        self.0.hasher.hashes()
    }

    /// Those whose answers hold tokens.
    pub(crate) fn token_effects(&self) -> &Effects {
        &self.0.token_effects
    }

    /// The mutations that the use cases are part of.
    pub fn effects(&self) -> &Effects {
        &self.0.effects
    }

    /// Removes counters that nobody needs any more; gives the number.
    ///
    /// # Errors
    /// UNAVAILABLE when the database does not answer.
    pub async fn purge(&self) -> Result<u64, Error> {
        let mut tx = self.0.database().begin_unscoped().await?;
        let gone = crate::store::attempts::purge(tx.raw(), crate::lockout::stale(self.0.now())).await?;
        tx.commit().await?;
        Ok(gone)
    }
}

impl Inner {
    fn database(&self) -> &Database {
        self.effects.database()
    }

    fn now(&self) -> Timestamp {
        self.effects.clock().now()
    }

    /// A moment after another.
    fn after(time: Timestamp, by: Duration) -> Result<Timestamp, Error> {
        time.checked_add(by).map_err(|error| Error::internal("a time is out of range").with_source(error))
    }

    async fn forget(&self, sessions: &[SessionId]) {
        for session in sessions {
            self.cache.invalidate(session).await;
        }
    }
}
