//! The keys of the installation's log: one signs checkpoints, one hashes the names of persons.

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use omni_audit_chain::Signed;
use omni_kernel::db::Database;
use omni_kernel::{Clock, Environment, Error, Rng, Scope, Vault};
use sha2::Sha256;
use uuid::Uuid;

use crate::store;

/// A key that checkpoints are signed with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    /// Its id.
    pub id: Uuid,
    /// Ed25519.
    pub key: [u8; 32],
    /// From when on it was used.
    pub create_time: Timestamp,
}

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Sign,
    Name,
}

impl Purpose {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Sign => "sign",
            Self::Name => "name",
        }
    }
}

/// A key with its secret.
#[derive(Clone)]
pub(crate) struct SecretKey {
    pub(crate) public: PublicKey,
    pub(crate) secret: [u8; 32],
}

/// The keys in use.
#[derive(Clone)]
pub(crate) struct Keys {
    pub(crate) signing: SecretKey,
    naming: [u8; 32],
}

impl Keys {
    /// The newest keys of a database; made on a first start.
    pub(crate) async fn open(
        database: &Database,
        vault: &Vault,
        clock: &Clock,
        rng: &Rng,
    ) -> Result<Self, Error> {
        let mut tx = database.begin_unscoped().await?;
        store::keys::lock(&mut tx).await?;
        let mut found = Vec::new();
        for purpose in [Purpose::Sign, Purpose::Name] {
            if let Some(key) = store::keys::all(&mut tx, purpose).await?.into_iter().next() {
                found.push(store::keys::open(vault, key)?);
                continue;
            }
            let secret: [u8; 32] = rng.bytes();
            let now = clock.now();
            let public_key = match purpose {
                Purpose::Sign => Signed::public_key(&secret),
                Purpose::Name => [0; 32],
            };
            let public = PublicKey { id: rng.uuid(now), key: public_key, create_time: now };
            let key = SecretKey { public, secret };
            store::keys::insert(&mut tx, vault, purpose, &key).await?;
            found.push(key);
        }
        tx.commit().await?;
        match <[SecretKey; 2]>::try_from(found) {
            Ok([signing, naming]) => Ok(Self { signing, naming: naming.secret }),
            Err(_) => Err(Error::internal("the audit log has not both of its keys")),
        }
    }

    /// The hash by which a person is found: HMAC-SHA-256 under a key of the installation, so that nobody without it
    /// can try names.
    pub(crate) fn name_hash(&self, scope: Scope, name: &str) -> Result<[u8; 32], Error> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.naming)
            .map_err(|_| Error::internal("a key of 32 bytes does not fit"))?;
        mac.update(scope.tenant.uuid().as_bytes());
        mac.update(&[u8::from(scope.environment == Environment::Live)]);
        mac.update(name.as_bytes());
        Ok(mac.finalize().into_bytes().into())
    }
}
