//! Encryption at rest of secrets and personal fields: envelope encryption with XChaCha20-Poly1305
//! (draft-irtf-cfrg-xchacha-03) and 192-bit random nonces, so that any number of values may be sealed under one key.
//!
//! Values are sealed under a data key, 256 random bits. The data keys lie in the database, wrapped by the installation's
//! key, which does not: a [`KeyWrapper`] has it, from a file, the environment or a key management service. Every sealed
//! value names its data key, so that old values open after a new data key was made.
//!
//! A new data key is used for sealing some time after it was stored ([`SPREAD`]); until then every server learns it.
//! One that still meets an unknown key asks the database at once, and says UNAVAILABLE meanwhile.
//!
//! What is looked up is not sealed but hashed under a key ([`Vault::keyed_hash`]): whoever reads the database cannot try out
//! which address, password or name a hash is of. That key is wrapped like the data keys and never changes.

mod file;
mod reseal;
mod ring;
mod rotate;
mod store;
mod wrapper;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use chacha20poly1305::XNonce;
use chacha20poly1305::aead::{Aead, Payload};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;

pub use file::{KeyFile, new_key_path};
pub use reseal::{Holder, Rows, SealedColumn, SealedTable};
pub use rotate::{DataKeyStatus, Progress, count_old, make_data_key, reseal, rewrap, status};
pub(crate) use wrapper::{KEY_FORM, key_bytes};
pub use wrapper::{KeyWrapper, LocalKey};

use crate::clock::Clock;
use crate::db::Database;
use crate::error::Error;
use crate::rng::Rng;

use ring::Ring;

/// Reasons of the vault.
pub mod reason {
    crate::reasons! {
        "kernel":
        VAULT_KEY_WRONG = FailedPrecondition,
            "The vault's key is missing or is not the one that the values in the database are sealed under.",
            "Operators: put the key file back, or set OMNI_VAULT_KEY to the key it was; without it sealed values are lost.";
        VAULT_KEY_UNKNOWN = Unavailable,
            "A value is sealed under a data key that this server has not learned yet.",
            "Retry after the time given.";
    }
}

/// How long after it was stored a new data key is used for sealing.
pub const SPREAD: Duration = Duration::from_secs(15);

/// Seals and opens values. Cheap to clone.
#[derive(Clone)]
pub struct Vault(Arc<Inner>);

struct Inner {
    ring: Arc<Ring>,
    look_up: [u8; 32],
    clock: Clock,
    rng: Rng,
}

/// The first byte of a sealed value.
const FORMAT: u8 = 1;
const KEY_ID: usize = 16;
const NONCE: usize = 24;
const HEAD: usize = 1 + KEY_ID;

impl Vault {
    /// A vault with this one key and no database, for tests.
    pub fn new(key: &[u8; 32], rng: Rng) -> Self {
        let ring = Ring::of_one(Uuid::nil(), key);
        let look_up = mac(key, b"look_up");
        Self(Arc::new(Inner { ring: Arc::new(ring), look_up, clock: Clock::system(), rng }))
    }

    /// The vault of a database: unwraps its data keys, and makes the first one on a first start. From then on it learns
    /// new ones by itself, until the last clone is dropped. Must be called within a runtime.
    ///
    /// # Errors
    /// `VAULT_KEY_WRONG` when the wrapper is not the one that the data keys were wrapped by; what the wrapper says;
    /// `DATABASE_UNAVAILABLE`.
    pub async fn open_vault(
        database: Database,
        wrapper: Arc<dyn KeyWrapper>,
        clock: Clock,
        rng: Rng,
    ) -> Result<Self, Error> {
        let look_up = rotate::make_first(&database, &*wrapper, &clock, &rng).await?;
        let ring = Ring::load(database, wrapper).await?;
        Ok(Self(Arc::new(Inner { ring, look_up, clock, rng })))
    }

    /// Learns data keys that others made, now.
    ///
    /// # Errors
    /// As [`Vault::open_vault`].
    pub async fn refresh(&self) -> Result<(), Error> {
        self.0.ring.refresh().await
    }

    /// Seals a value. `place` says what it is and whose, such as `totp:usr_...`: it is authenticated, so that a sealed
    /// value moved to another row or column does not open there.
    ///
    /// # Errors
    /// INTERNAL when the value is too long for the cipher (256 GiB).
    pub fn seal(&self, place: &str, value: &[u8]) -> Result<Vec<u8>, Error> {
        let (id, cipher) = self.0.ring.current(self.0.clock.now())?;
        let nonce: [u8; NONCE] = self.0.rng.bytes();
        let mut text = Vec::with_capacity(HEAD + NONCE + value.len() + 16);
        text.push(FORMAT);
        text.extend_from_slice(id.as_bytes());
        let aad = [&text[..], place.as_bytes()].concat();
        let sealed = cipher
            .encrypt(&XNonce::from(nonce), Payload { msg: value, aad: &aad })
            .map_err(|_| Error::internal("a value cannot be sealed"))?;
        text.extend_from_slice(&nonce);
        text.extend_from_slice(&sealed);
        Ok(text)
    }

    /// Opens a value that was sealed for this place.
    ///
    /// # Errors
    /// INTERNAL when it was changed or sealed for another place; `VAULT_KEY_UNKNOWN` when its data key is not known.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, Error> {
        let wrong = || Error::internal(format!("the sealed value of {place} does not open"));
        let (head, rest) = sealed.split_at_checked(HEAD).ok_or_else(wrong)?;
        let (nonce, text) = rest.split_at_checked(NONCE).ok_or_else(wrong)?;
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| wrong())?;
        if head[0] != FORMAT {
            return Err(wrong());
        }
        let id = Uuid::from_slice(&head[1..]).map_err(|_| wrong())?;
        let cipher = self.0.ring.get(id)?;
        let aad = [head, place.as_bytes()].concat();
        cipher.decrypt(&XNonce::from(nonce), Payload { msg: text, aad: &aad }).map_err(|_| wrong())
    }

    /// A keyed hash, to find a value again, or to compare it, that the database is not to tell: HMAC-SHA-256 under a key
    /// of the purpose, such as `email`. The same on every server and after every rotation. What is easy to guess cannot be
    /// found out from it without the look-up key; equal values have equal hashes.
    pub fn keyed_hash(&self, purpose: &str, value: &[u8]) -> [u8; 32] {
        mac(&mac(&self.0.look_up, purpose.as_bytes()), value)
    }

    /// The id of the data key that values are sealed under now; the bytes 1 to 16 of what it sealed.
    ///
    /// # Errors
    /// INTERNAL when there is none.
    pub fn current_key(&self) -> Result<Uuid, Error> {
        Ok(self.0.ring.current(self.0.clock.now())?.0)
    }
}

fn mac(key: &[u8; 32], text: &[u8]) -> [u8; 32] {
    // A key shorter than a block is filled up with zeros (RFC 2104, section 2).
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    Hmac::<Sha256>::new(&block.into()).chain_update(text).finalize().into_bytes().into()
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keyed_hash_depends_on_key_purpose_and_value_and_on_nothing_else() {
        let vault = Vault::new(&[7; 32], Rng::seeded(1));
        let hash = vault.keyed_hash("email", b"ana@example.com");
        assert_eq!(hash, Vault::new(&[7; 32], Rng::seeded(2)).keyed_hash("email", b"ana@example.com"));
        assert_ne!(hash, vault.keyed_hash("address", b"ana@example.com"));
        assert_ne!(hash, vault.keyed_hash("email", b"ana@example.org"));
        assert_ne!(hash, Vault::new(&[8; 32], Rng::seeded(1)).keyed_hash("email", b"ana@example.com"));
    }

    #[test]
    fn a_value_opens_only_where_it_was_sealed_and_unchanged() {
        let vault = Vault::new(&[7; 32], Rng::seeded(1));
        let sealed = vault.seal("totp:usr_1", b"secret").unwrap();
        assert_eq!(vault.open("totp:usr_1", &sealed).unwrap(), b"secret");
        assert!(vault.open("totp:usr_2", &sealed).is_err());
        assert!(Vault::new(&[8; 32], Rng::seeded(1)).open("totp:usr_1", &sealed).is_err());
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(vault.open("totp:usr_1", &changed).is_err(), "{at}");
        }
        for short in 0..sealed.len() {
            assert!(vault.open("totp:usr_1", &sealed[..short]).is_err(), "{short}");
        }
    }
}
