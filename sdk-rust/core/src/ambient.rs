//! The only place that reads the clock, the environment and the operating system's random source.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Where settings are read from besides arguments; a test gives its own.
pub trait Environment {
    /// The value of a variable; `None` where it is not set, is empty, or is not UTF-8.
    fn variable(&self, name: &str) -> Option<String>;
}

/// The environment of this process.
#[derive(Debug, Clone, Copy, Default)]
pub struct ProcessEnvironment;

impl Environment for ProcessEnvironment {
    #[expect(clippy::disallowed_methods, reason = "a client takes its settings from the environment")]
    fn variable(&self, name: &str) -> Option<String> {
        std::env::var(name).ok().filter(|value| !value.is_empty())
    }
}

#[expect(clippy::disallowed_methods, reason = "deadlines and latencies of a client are real time")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// 128 random bits. They come from the operating system on every call: a generator in memory would give a forked
/// child the idempotency keys of its parent.
pub(crate) fn random_u128() -> u128 {
    let mut bytes = [0_u8; 16];
    if getrandom::fill(&mut bytes).is_err() {
        // Without an entropy source the time and the process still tell calls apart.
        let nanos = since_epoch().as_nanos();
        return (nanos << 32) ^ u128::from(std::process::id());
    }
    u128::from_le_bytes(bytes)
}

/// A random number in [0, 1).
pub(crate) fn random_unit() -> f64 {
    let bits = u64::try_from(random_u128() >> 75).unwrap_or_default();
    bits as f64 / (1_u64 << 53) as f64
}

/// A new request id: `req_` and a UUIDv7 (RFC 9562) in 26 characters of Crockford's base32.
pub(crate) fn request_id() -> String {
    let millis = since_epoch().as_millis() & 0xffff_ffff_ffff;
    let random = random_u128();
    let value = (millis << 80)
        | (0x7 << 76)
        | ((random >> 52) & (0xfff << 64))
        | (0b10 << 62)
        | (random & ((1 << 62) - 1));
    format!("req_{}", base32(value))
}

/// A new idempotency key.
pub(crate) fn idempotency_key() -> String {
    format!("idem_{}", base32(random_u128()))
}

#[expect(
    clippy::disallowed_methods,
    reason = "request ids sort by the time of the call, tokens end at a time"
)]
pub(crate) fn since_epoch() -> std::time::Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

fn base32(value: u128) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    (0..26)
        .rev()
        .map(|position| {
            let digit = usize::try_from((value >> (5 * position)) & 31).unwrap_or_default();
            char::from(ALPHABET[digit])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_ids_are_uuid_version_7_and_differ() {
        let (first, second) = (request_id(), request_id());
        assert_ne!(first, second);
        let body = first.strip_prefix("req_").unwrap();
        let value = body.bytes().fold(0_u128, |value, byte| {
            let digit =
                b"0123456789abcdefghjkmnpqrstvwxyz".iter().position(|&letter| letter == byte).unwrap();
            (value << 5) | digit as u128
        });
        assert_eq!((value >> 76) & 0xf, 7);
        assert_eq!((value >> 62) & 0b11, 0b10);
    }

    #[test]
    fn random_unit_stays_below_one() {
        for _ in 0..1000 {
            assert!((0.0..1.0).contains(&random_unit()));
        }
    }
}
