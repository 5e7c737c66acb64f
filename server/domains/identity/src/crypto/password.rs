//! Passwords as people type them.

use omni_kernel::{Error, Secret};
use unicode_normalization::UnicodeNormalization;
use zxcvbn::zxcvbn;

/// Fewest characters of a new password.
const SHORTEST: usize = 8;
/// Most bytes of a password: more are refused before anything is done with them.
const LONGEST_BYTES: usize = 1024;

/// Below this many guesses, by zxcvbn's estimate, a password is easy to guess. Eight random characters are just above.
const LEAST_GUESSES: u64 = 100_000_000;
/// As much of a password as the estimate looks at; what is longer is judged by its beginning.
const JUDGED: usize = 32;
/// Fewest letters and digits that a password has besides what is known of the person.
const LEFT: usize = 5;
const EASY: &str = "expected one that is harder to guess, such as four words that do not belong together; no common password, and \
                    not the own name, e-mail address or company";

/// Whether somebody who knows common passwords and the person is likely to guess it.
fn guessable(password: &str, own: &[String]) -> bool {
    let mut known: Vec<String> = own.iter().flat_map(|text| known_of(text)).collect();
    known.sort_by_key(|text| std::cmp::Reverse(text.len()));
    let judged: String = password.chars().take(JUDGED).collect();
    let inputs: Vec<&str> = known.iter().map(String::as_str).collect();
    made_of(password, &known) || zxcvbn(&judged, &inputs).guesses() < LEAST_GUESSES
}

/// Whether next to nothing is left of a password without these texts, the longest first.
fn made_of(password: &str, known: &[String]) -> bool {
    let squeezed = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
    let whole = squeezed(&password.to_lowercase());
    let rest =
        known.iter().fold(whole.clone(), |rest, text| rest.replace(&squeezed(&text.to_lowercase()), ""));
    rest.len() < whole.len() && rest.chars().count() < LEFT
}

/// A text, its words, and those beside each other as one.
fn known_of(text: &str) -> Vec<String> {
    let is_apart = |letter: char| !letter.is_alphanumeric();
    let words: Vec<&str> = text.split(is_apart).filter(|word| !word.is_empty()).collect();
    let pairs = words.windows(2).map(<[&str]>::concat);
    let mut known = vec![text.to_owned(), words.concat()];
    known.extend(pairs.chain(words.iter().map(|word| (*word).to_owned())));
    known.retain(|text| text.chars().count() > 2);
    known
}

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

    /// A password that somebody chooses. `own`: what is known of them, which others try first: their address, their name,
    /// their company's.
    ///
    /// # Errors
    /// `INVALID_FIELD` when it is shorter than 8 characters, longer than 1024 bytes or easy to guess (NIST SP 800-63B,
    /// section 5.1.1.2: no passwords that are common, words, repetitions, or made of what is known of the person).
    pub(crate) fn chosen(field: &str, text: &Secret, own: &[String]) -> Result<Self, Error> {
        let password = Self::typed(field, text)?;
        if password.0.expose().chars().count() < SHORTEST {
            return Err(Error::invalid_field(field, format!("expected at least {SHORTEST} characters")));
        }
        if guessable(password.0.expose(), own) {
            return Err(Error::invalid_field(field, EASY));
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
            Password::chosen("password", &composed, &[]).unwrap(),
            Password::chosen("password", &decomposed, &[]).unwrap()
        );
    }

    #[test]
    fn a_password_that_others_try_first_is_refused_by_its_field() {
        let own = ["Ana.Kos@acme-works.example", "Ana Kosovel", "Acme Works d.o.o."].map(str::to_owned);
        let chosen = |text: &str| Password::chosen("new_password", &Secret::new(text), &own).map(|_| ());
        for weak in [
            "password",
            "Password1!",
            "P@ssw0rd123",
            "12345678",
            "qwertyuiop",
            "letmein1",
            "aaaaaaaaaaaa",
            "abcdefgh",
            "iloveyou2",
            "19871224",
            "Kosovel1",
            "kosovel2024",
            "acmeworks1",
            "Acme-Works!",
            "Ana.Kos@acme-works.example",
            "AnaKosovel",
        ] {
            let error = chosen(weak).expect_err(weak);
            assert_eq!(error.violations()[0].field, "new_password");
            assert!(error.message().contains("four words"), "{}", error.message());
        }
        for strong in ["correct horse battery", "staple correct horse", "tR7#kq9v", "žaba skače čez plot"]
        {
            assert!(chosen(strong).is_ok(), "{strong}");
        }
        // What is somebody else's is nothing of theirs.
        assert!(Password::chosen("password", &Secret::new("kosovel acme works"), &[]).is_ok());
    }

    #[test]
    fn no_password_takes_long_to_judge() {
        for hostile in
            ["4@8({[<369!1|0$57%+2".repeat(51), "aA1!".repeat(256), "password".repeat(128), "19".repeat(512)]
        {
            let begun = tokio::time::Instant::now();
            let _ = Password::chosen("password", &Secret::new(hostile.clone()), &["Ana Kos".to_owned()]);
            assert!(begun.elapsed() < std::time::Duration::from_secs(20), "{hostile}");
        }
    }

    #[test]
    fn a_password_has_eight_characters_to_1024_bytes() {
        let chosen = |text: &str| Password::chosen("new_password", &Secret::new(text), &[]).map(|_| ());
        assert!(chosen("šč7žđpqŽ").is_ok());
        assert!(chosen(&"staple correct horse 7".repeat(46)).is_ok());
        for wrong in ["", "seven77", &"x".repeat(1025)] {
            assert_eq!(chosen(wrong).unwrap_err().violations()[0].field, "new_password");
        }
        assert!(Password::typed("password", &Secret::new("")).is_ok());
        assert!(Password::typed("password", &Secret::new("x".repeat(1025))).is_err());
    }
}
