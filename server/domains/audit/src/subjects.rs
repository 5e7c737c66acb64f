//! Clear texts under a key per person.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305, XNonce};
use omni_audit_chain::Opened;
use omni_kernel::{Error, Rng, Scope};
use uuid::Uuid;

const NONCE: usize = 24;
const SALT: usize = 32;

/// A person, as the log knows them.
#[derive(Clone)]
pub(crate) struct Subject {
    pub(crate) id: Uuid,
    pub(crate) key: [u8; 32],
}

/// Where a clear text belongs; it opens nowhere else.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) scope: Scope,
    pub(crate) sequence: u64,
    pub(crate) position: usize,
    pub(crate) field: &'a str,
}

impl Place<'_> {
    fn aad(&self) -> String {
        let Self { scope, sequence, position, field } = self;
        format!("audit:{}/{}:{sequence}:{position}:{field}", scope.tenant, scope.environment.as_str())
    }
}

/// Seals salt and clear text under a person's key: XChaCha20-Poly1305 with a random nonce.
pub(crate) fn seal(
    key: &[u8; 32],
    place: Place<'_>,
    salt: &[u8; SALT],
    value: &str,
    rng: &Rng,
) -> Result<Vec<u8>, Error> {
    let nonce: [u8; NONCE] = rng.bytes();
    let text = [&salt[..], value.as_bytes()].concat();
    let sealed = XChaCha20Poly1305::new(&Key::from(*key))
        .encrypt(&XNonce::from(nonce), Payload { msg: &text, aad: place.aad().as_bytes() })
        .map_err(|_| Error::internal("a personal value cannot be sealed"))?;
    Ok([&nonce[..], &sealed].concat())
}

/// Opens what [`seal`] made; `None` when it was changed.
pub(crate) fn open(key: &[u8; 32], place: Place<'_>, sealed: &[u8]) -> Option<Opened> {
    let (nonce, text) = sealed.split_at_checked(NONCE)?;
    let nonce: [u8; NONCE] = nonce.try_into().ok()?;
    let payload = Payload { msg: text, aad: &place.aad().into_bytes() };
    let clear = XChaCha20Poly1305::new(&Key::from(*key)).decrypt(&XNonce::from(nonce), payload).ok()?;
    let (salt, value) = clear.split_at_checked(SALT)?;
    Some(Opened {
        position: place.position,
        salt: salt.try_into().ok()?,
        value: String::from_utf8(value.to_vec()).ok()?,
    })
}
