//! Passwords as people type them.

use omni_kernel::{Error, Secret};
use unicode_normalization::UnicodeNormalization;

/// Fewest characters of a new password.
const SHORTEST: usize = 8;
/// Most bytes of a password: more are refused before anything is done with them.
const LONGEST_BYTES: usize = 1024;

/// A password in Unicode's form C (as RFC 8265, section 4, has it), so that a letter with an accent is the same on every
/// keyboard. Nothing else is changed: capitals, spaces and all other characters count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Password(Secret);

impl Password {
    /// A password that somebody signs in with; it may be anything, even empty.
    ///
    /// # Errors
    /// `INVALID_FIELD` when it is longer than 1024 bytes.
    pub(crate) fn typed(field: &str, text: &Secret) -> Result<Self, Error> {
        if text.expose().len() > LONGEST_BYTES {
            return Err(Error::invalid_field(field, format!("expected at most {LONGEST_BYTES} bytes")));
        }
        Ok(Self(Secret::new(text.expose().nfc().collect::<String>())))
    }

    /// A password that somebody chooses.
    ///
    /// # Errors
    /// `INVALID_FIELD` when it is shorter than 8 characters or longer than 1024 bytes.
    pub(crate) fn chosen(field: &str, text: &Secret) -> Result<Self, Error> {
        let password = Self::typed(field, text)?;
        if password.0.expose().chars().count() < SHORTEST {
            return Err(Error::invalid_field(field, format!("expected at least {SHORTEST} characters")));
        }
        Ok(password)
    }

    /// The bytes that are hashed.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.expose().as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_typed_in_two_ways_is_one_password() {
        let (composed, decomposed) = (Secret::new("caf\u{e9} au lait"), Secret::new("cafe\u{301} au lait"));
        assert_eq!(
            Password::chosen("password", &composed).unwrap(),
            Password::chosen("password", &decomposed).unwrap()
        );
    }

    #[test]
    fn a_password_has_eight_characters_to_1024_bytes() {
        let chosen = |text: &str| Password::chosen("new_password", &Secret::new(text)).map(|_| ());
        assert!(chosen("šččžžđđđ").is_ok());
        assert!(chosen(&"x".repeat(1024)).is_ok());
        for wrong in ["", "seven77", &"x".repeat(1025)] {
            assert_eq!(chosen(wrong).unwrap_err().violations()[0].field, "new_password");
        }
        assert!(Password::typed("password", &Secret::new("")).is_ok());
        assert!(Password::typed("password", &Secret::new("x".repeat(1025))).is_err());
    }
}
