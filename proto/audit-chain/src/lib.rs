//! The form of the audit log's chain, shared by the server that writes it and the command line that checks an export of
//! it without a server. Pure: no clock, no random source, no file.
//!
//! The hash of an entry is SHA-256 over its fields in a fixed order, each behind its length as eight bytes (big endian),
//! and over the hash of the entry before. So no two different entries have the same bytes, and whoever changes one has
//! to change all behind it, which the signed checkpoints show.

mod checkpoint;
mod entry;
mod fields;
pub mod message;
mod walk;

pub use checkpoint::{Checkpoint, Signed};
pub use entry::{Commitment, Entry, Outcome, commit};
pub use walk::{Break, Fault, Link, Opened, Report, Walk};

/// SHA-256.
pub type Hash = [u8; 32];

/// What the first entry follows.
pub const START: Hash = [0; 32];

/// Hexadecimal digits, as every surface shows hashes.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The bytes of hexadecimal digits in lower case; `None` when they are none, or not so many.
pub fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let digits = text.as_bytes();
    if digits.len() != N * 2 {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = (digit(pair[0])? << 4) | digit(pair[1])?;
    }
    Some(bytes)
}
