//! The key of the installation, behind the shape of a key management service.

use std::fmt;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};

use super::NONCE;
use super::reason::VAULT_KEY_WRONG;
use crate::error::Error;
use crate::rng::Rng;
use crate::secret::Secret;

/// Wraps and unwraps data keys with a key that never lies in the database. A key management service fits behind it: both
/// calls are asynchronous and rare (at the start, and when a data key is made).
#[async_trait]
pub trait KeyWrapper: Send + Sync {
    /// Which key wraps now, as it is kept beside each wrapped key. Not secret; another key has another id.
    ///
    /// # Errors
    /// `VAULT_KEY_WRONG` when there is none.
    async fn id(&self) -> Result<String, Error>;

    /// Wraps a data key. `name` is authenticated: the wrapped key opens under no other.
    ///
    /// # Errors
    /// When the service does not answer.
    async fn wrap(&self, name: &str, key: &[u8; 32]) -> Result<Vec<u8>, Error>;

    /// Unwraps a data key that the key `id` wrapped under this name.
    ///
    /// # Errors
    /// `VAULT_KEY_WRONG` when that is another key, or the wrapped key was changed.
    async fn unwrap(&self, id: &str, name: &str, wrapped: &[u8]) -> Result<[u8; 32], Error>;
}

/// What a key looks like as text.
pub(crate) const KEY_FORM: &str = "expected 64 hexadecimal digits or 44 characters of base64 (32 bytes)";

/// The key of a text in [`KEY_FORM`].
pub(crate) fn key_bytes(text: &Secret) -> Option<[u8; 32]> {
    let text = text.expose().trim();
    unhex(text).or_else(|| STANDARD.decode(text).ok())?.try_into().ok()
}

/// A key that is at hand, such as that of `OMNI_VAULT_KEY`.
#[derive(Clone)]
pub struct LocalKey {
    key: [u8; 32],
    rng: Rng,
}

impl LocalKey {
    /// This key.
    pub fn new(key: [u8; 32], rng: Rng) -> Self {
        Self { key, rng }
    }

    /// A new random key.
    pub fn generate(rng: &Rng) -> Self {
        Self { key: rng.bytes(), rng: rng.clone() }
    }

    /// The key of a text: 64 hexadecimal digits, or 32 bytes in base64 (44 characters).
    ///
    /// # Errors
    /// `VAULT_KEY_WRONG` when it is neither; `from` says where the text came from. The text is not shown.
    pub fn parse(text: &Secret, from: &str, rng: &Rng) -> Result<Self, Error> {
        let wrong = || Error::new(&VAULT_KEY_WRONG, format!("{from} holds no key: {KEY_FORM}"));
        Ok(Self { key: key_bytes(text).ok_or_else(wrong)?, rng: rng.clone() })
    }

    /// The key as [`LocalKey::parse`] reads it, in base64.
    pub fn to_text(&self) -> Secret {
        Secret::new(STANDARD.encode(self.key))
    }

    /// What names the key and does not tell it: of 256 random bits a hash gives nothing away.
    pub fn fingerprint(&self) -> String {
        let hash = Sha256::new().chain_update(b"omni vault key\0").chain_update(self.key).finalize();
        let first = hash.iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
        format!("local-{first:016x}")
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    (text.len() == 64)
        .then(|| pairs.map(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok()).collect())?
}

#[async_trait]
impl KeyWrapper for LocalKey {
    async fn id(&self) -> Result<String, Error> {
        Ok(self.fingerprint())
    }

    async fn wrap(&self, name: &str, key: &[u8; 32]) -> Result<Vec<u8>, Error> {
        let nonce: [u8; NONCE] = self.rng.bytes();
        let payload = Payload { msg: key, aad: name.as_bytes() };
        let wrapped = XChaCha20Poly1305::new(&Key::from(self.key))
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Error::internal("a data key cannot be wrapped"))?;
        Ok([&nonce[..], &wrapped].concat())
    }

    async fn unwrap(&self, id: &str, name: &str, wrapped: &[u8]) -> Result<[u8; 32], Error> {
        let own = self.fingerprint();
        if id != own {
            return Err(wrong_key(&own, id));
        }
        let changed = || Error::new(&VAULT_KEY_WRONG, format!("the wrapped data key {name} was changed"));
        let (nonce, text) = wrapped.split_at_checked(NONCE).ok_or_else(changed)?;
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| changed())?;
        let payload = Payload { msg: text, aad: name.as_bytes() };
        let key = XChaCha20Poly1305::new(&Key::from(self.key))
            .decrypt(&XNonce::from(nonce), payload)
            .map_err(|_| changed())?;
        key.try_into().map_err(|_| changed())
    }
}

/// The sentence for an operator who has another key than the database.
pub(super) fn wrong_key(own: &str, expected: &str) -> Error {
    Error::new(
        &VAULT_KEY_WRONG,
        format!("the vault's key is {own}, but the database is sealed under {expected}; put that key back"),
    )
}

impl fmt::Debug for LocalKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LocalKey({})", self.fingerprint())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_hex_and_as_base64_and_nothing_else() {
        let rng = Rng::seeded(1);
        let hex = LocalKey::parse(&Secret::new("07".repeat(32)), "the test", &rng).unwrap();
        let base64 =
            LocalKey::parse(&LocalKey::new([7; 32], rng.clone()).to_text(), "the test", &rng).unwrap();
        assert_eq!(hex.fingerprint(), base64.fingerprint());
        for wrong in ["", "hunter2", &"07".repeat(31), &"g7".repeat(32), &"é7".repeat(21)] {
            let error = LocalKey::parse(&Secret::new(wrong), "the test", &rng).unwrap_err();
            assert_eq!(error.reason().name, "VAULT_KEY_WRONG");
            assert!(error.message().contains("the test"));
            assert!(wrong.is_empty() || !error.message().contains(wrong));
        }
    }

    #[tokio::test]
    async fn a_wrapped_key_opens_unchanged_under_its_name_and_key_only() {
        let rng = Rng::seeded(1);
        let (key, other) = (LocalKey::generate(&rng), LocalKey::generate(&rng));
        let id = key.id().await.unwrap();
        let wrapped = key.wrap("one", &[9; 32]).await.unwrap();
        assert_eq!(key.unwrap(&id, "one", &wrapped).await.unwrap(), [9; 32]);
        assert!(key.unwrap(&id, "two", &wrapped).await.is_err());
        assert!(other.unwrap(&id, "one", &wrapped).await.is_err());
        assert!(other.unwrap(&other.id().await.unwrap(), "one", &wrapped).await.is_err());
        for at in 0..wrapped.len() {
            let mut changed = wrapped.clone();
            changed[at] ^= 1;
            assert!(key.unwrap(&id, "one", &changed).await.is_err(), "{at}");
        }
    }
}
