//! Encryption at rest of secrets and personal fields: XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) with 192-bit random
//! nonces, so that any number of values may be sealed under one key.

use std::fmt;
use std::sync::Arc;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305, XNonce};

use crate::error::Error;
use crate::rng::Rng;

/// Seals and opens values. Cheap to clone.
#[derive(Clone)]
pub struct Vault(Arc<Inner>);

struct Inner {
    cipher: XChaCha20Poly1305,
    rng: Rng,
}

/// The first byte of a sealed value.
const FORMAT: u8 = 1;
const NONCE: usize = 24;

impl Vault {
    /// A vault with this key.
    pub fn new(key: &[u8; 32], rng: Rng) -> Self {
        Self(Arc::new(Inner { cipher: XChaCha20Poly1305::new(&Key::from(*key)), rng }))
    }

    /// Seals a value. `place` says what it is and whose, such as `totp:usr_...`: it is authenticated, so that a sealed
    /// value moved to another row or column does not open there.
    ///
    /// # Errors
    /// INTERNAL when the value is too long for the cipher (256 GiB).
    pub fn seal(&self, place: &str, value: &[u8]) -> Result<Vec<u8>, Error> {
        let nonce: [u8; NONCE] = self.0.rng.bytes();
        let payload = Payload { msg: value, aad: place.as_bytes() };
        let sealed = self
            .0
            .cipher
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Error::internal("a value cannot be sealed"))?;
        let mut text = Vec::with_capacity(1 + NONCE + sealed.len());
        text.push(FORMAT);
        text.extend_from_slice(&nonce);
        text.extend_from_slice(&sealed);
        Ok(text)
    }

    /// Opens a value that was sealed for this place.
    ///
    /// # Errors
    /// INTERNAL when it was changed, sealed for another place, or under a key the vault does not have.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, Error> {
        let wrong = || Error::internal(format!("the sealed value of {place} does not open"));
        let (&format, rest) = sealed.split_first().ok_or_else(wrong)?;
        let (nonce, text) = rest.split_at_checked(NONCE).ok_or_else(wrong)?;
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| wrong())?;
        if format != FORMAT {
            return Err(wrong());
        }
        let payload = Payload { msg: text, aad: place.as_bytes() };
        self.0.cipher.decrypt(&XNonce::from(nonce), payload).map_err(|_| wrong())
    }
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
        assert!(vault.open("totp:usr_1", &[]).is_err());
    }
}
