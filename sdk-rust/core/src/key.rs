//! API keys: their form, their checksum, and a type that never shows the secret part.
//!
//! `omni_<live|test>_<8 base62 public id>_<32 base62 secret>_<6 base62 CRC32>`; the checksum is the CRC-32 (ISO-HDLC)
//! of everything before the last underscore, in base62 with the digits 0-9, A-Z, a-z, padded with 0.

use std::fmt;

/// The data a key reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyMode {
    /// Real data.
    Live,
    /// Test data, apart from the real.
    Test,
}

/// Why a text is not an API key. The message never holds the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not the form of a key.
    #[error("expected a key of the form omni_live_… or omni_test_…, as it was shown when it was created")]
    Form,
    /// The form is right, the checksum is not.
    #[error("the key's checksum does not match; a character is missing or mistyped")]
    Checksum,
}

/// An API key. `Debug` and `Display` show it without its secret.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(String);

impl ApiKey {
    /// A key, or in mock mode any text in its place. Nothing is checked; see [`ApiKey::check`].
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Checks form and checksum and tells which data the key reaches.
    ///
    /// # Errors
    /// [`KeyError`], without the text of the key.
    pub fn check(&self) -> Result<KeyMode, KeyError> {
        let parts: Vec<_> = self.0.split('_').collect();
        let &["omni", mode, public, secret, checksum] = parts.as_slice() else {
            return Err(KeyError::Form);
        };
        let is_base62 =
            |part: &str, length| part.len() == length && part.bytes().all(|b| b.is_ascii_alphanumeric());
        if !is_base62(public, 8) || !is_base62(secret, 32) || !is_base62(checksum, 6) {
            return Err(KeyError::Form);
        }
        let mode = match mode {
            "live" => KeyMode::Live,
            "test" => KeyMode::Test,
            _ => return Err(KeyError::Form),
        };
        let covered = &self.0[..self.0.len() - 7];
        if checksum_of(covered) == checksum { Ok(mode) } else { Err(KeyError::Checksum) }
    }

    /// The whole key, to be sent and for nothing else.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }

    /// The key with its secret masked: `omni_test_AbCd1234_…`, or `…` for a text that is not a key.
    pub fn masked(&self) -> String {
        match self.check() {
            Ok(_) => format!("{}_…", &self.0[..18]),
            Err(_) => "…".to_owned(),
        }
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ApiKey({})", self.masked())
    }
}

impl fmt::Display for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

fn checksum_of(text: &str) -> String {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut rest = usize::try_from(crc32fast::hash(text.as_bytes())).unwrap_or_default();
    let mut digits = [b'0'; 6];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[rest % 62];
        rest /= 62;
    }
    digits.iter().map(|&digit| char::from(digit)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(mode: &str) -> String {
        let body = format!("omni_{mode}_AbCd1234_0123456789abcdefghijABCDEFGHIJxy");
        format!("{body}_{}", checksum_of(&body))
    }

    #[test]
    fn the_checksum_is_crc32_in_base62() {
        // 0xcbf43926 is the check value of CRC-32/ISO-HDLC for these digits.
        let mut value: u64 = 0;
        for digit in checksum_of("123456789").bytes() {
            let digit = match digit {
                b'0'..=b'9' => digit - b'0',
                b'A'..=b'Z' => digit - b'A' + 10,
                _ => digit - b'a' + 36,
            };
            value = value * 62 + u64::from(digit);
        }
        assert_eq!(value, 0xcbf4_3926);
    }

    #[test]
    fn a_whole_key_tells_its_mode() {
        assert_eq!(ApiKey::new(key("live")).check(), Ok(KeyMode::Live));
        assert_eq!(ApiKey::new(key("test")).check(), Ok(KeyMode::Test));
    }

    #[test]
    fn every_single_character_counts() {
        let whole = key("test");
        for position in 0..whole.len() {
            let mut bytes = whole.clone().into_bytes();
            bytes[position] = if bytes[position] == b'q' { b'r' } else { b'q' };
            let changed = ApiKey::new(String::from_utf8(bytes).unwrap());
            assert!(changed.check().is_err(), "{position}");
        }
        assert_eq!(ApiKey::new(&whole[..whole.len() - 1]).check(), Err(KeyError::Form));
        assert_eq!(ApiKey::new("").check(), Err(KeyError::Form));
    }

    #[test]
    fn the_secret_is_never_shown() {
        let whole = ApiKey::new(key("live"));
        assert_eq!(format!("{whole}"), "omni_live_AbCd1234_…");
        assert_eq!(format!("{whole:?}"), "ApiKey(omni_live_AbCd1234_…)");
        assert_eq!(format!("{:?}", ApiKey::new("hunter2")), "ApiKey(…)");
    }
}
