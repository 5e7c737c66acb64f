//! Bytes to hash or to sign: fields behind their lengths.

use sha2::{Digest, Sha256};

use crate::Hash;

/// Fields in a fixed order.
pub(crate) struct Fields(Vec<u8>);

impl Fields {
    /// Fields of one kind; the name keeps the hashes of different kinds apart.
    pub(crate) fn of(kind: &str) -> Self {
        Self(Vec::with_capacity(512)).text(kind)
    }

    pub(crate) fn bytes(mut self, bytes: &[u8]) -> Self {
        // A length fits in 64 bits.
        self.0.extend_from_slice(&u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
        self.0.extend_from_slice(bytes);
        self
    }

    pub(crate) fn text(self, text: &str) -> Self {
        self.bytes(text.as_bytes())
    }

    pub(crate) fn number(self, number: u64) -> Self {
        self.bytes(&number.to_be_bytes())
    }

    pub(crate) fn time(self, micros: i64) -> Self {
        self.bytes(&micros.to_be_bytes())
    }

    pub(crate) fn done(self) -> Vec<u8> {
        self.0
    }

    pub(crate) fn hash(self) -> Hash {
        Sha256::digest(self.0).into()
    }
}
