//! Opaque tokens: 256 random bits, of which only the SHA-256 is kept. Enough without salt or stretching.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use omni_kernel::{Rng, Secret};
use sha2::{Digest, Sha256};

/// SHA-256 of a token or a code.
pub(crate) type Hash = [u8; 32];

/// What a token is for; part of its text, so that one is never taken for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Refresh,
    Mfa,
    Verify,
    Reset,
    /// A sign-in at a company that waits for the browser to come back.
    State,
    /// A sign-in at a company that the app ends.
    Sso,
    /// Made so that both ways of a request do the same; nobody ever gets it.
    Unused,
}

impl Kind {
    /// The name in the text and in the database.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Refresh => "refresh",
            Self::Mfa => "mfa",
            Self::Verify => "verify",
            Self::Reset => "reset",
            Self::State => "state",
            Self::Sso => "sso",
            Self::Unused => "unused",
        }
    }
}

/// A new token: `omni_<kind>_` and 43 letters.
pub(crate) fn generate(kind: Kind, rng: &Rng) -> Secret {
    Secret::new(format!("omni_{}_{}", kind.as_str(), URL_SAFE_NO_PAD.encode(rng.bytes::<32>())))
}

/// What is kept of it.
pub(crate) fn hash(token: &Secret) -> Hash {
    Sha256::digest(token.expose().trim().as_bytes()).into()
}

const RECOVERY_ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A new recovery code: 80 random bits in 16 letters of Crockford's base32, in groups of four.
pub(crate) fn recovery_code(rng: &Rng) -> Secret {
    let letters = rng.bytes::<16>().map(|byte| char::from(RECOVERY_ALPHABET[usize::from(byte & 31)]));
    Secret::new(letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join("-"))
}

/// What is kept of a recovery code, however it was typed.
pub(crate) fn recovery_hash(code: &Secret) -> Hash {
    let plain: String = code
        .expose()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| match letter.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        })
        .collect();
    Sha256::digest(plain.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recovery_code_may_be_typed_carelessly() {
        let code = recovery_code(&Rng::seeded(3));
        assert_eq!(code.expose().len(), 19);
        let careless = code.expose().to_uppercase().replace('-', " ").replace('0', "O").replace('1', "l");
        assert_eq!(recovery_hash(&code), recovery_hash(&Secret::new(careless)));
        assert_ne!(recovery_hash(&code), recovery_hash(&recovery_code(&Rng::seeded(4))));
    }
}
