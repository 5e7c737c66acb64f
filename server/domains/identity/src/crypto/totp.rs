//! Time-based one-time passwords (RFC 6238): HMAC-SHA-1, six digits, steps of 30 seconds, as every authenticator has them.

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use omni_kernel::{Error, Rng};
use sha1::Sha1;
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};

use super::base32;

/// RFC 4226 recommends 160 bits.
pub(crate) const SECRET_BYTES: usize = 20;
const STEP_SECONDS: i64 = 30;
const DIGITS: u32 = 1_000_000;

/// A new secret.
pub(crate) fn generate(rng: &Rng) -> [u8; SECRET_BYTES] {
    rng.bytes()
}

/// The time step of a moment.
pub(crate) fn step(now: Timestamp) -> i64 {
    now.as_second().div_euclid(STEP_SECONDS)
}

/// The code of a step.
///
/// # Errors
/// INTERNAL when the secret is no key; every length is one.
pub(crate) fn code(secret: &[u8], step: i64) -> Result<String, Error> {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret)
        .map_err(|_| Error::internal("the secret of an authenticator is no key"))?;
    mac.update(&step.to_be_bytes());
    let digest: [u8; 20] = mac.finalize().into_bytes().into();
    // RFC 4226, section 5.3.
    let at = usize::from(digest[19] & 15);
    let number = u32::from_be_bytes([digest[at] & 0x7f, digest[at + 1], digest[at + 2], digest[at + 3]]);
    Ok(format!("{:06}", number % DIGITS))
}

/// The step, of the one now and its two neighbours, whose code was typed. Takes as long whichever it is.
///
/// # Errors
/// As [`code`].
pub(crate) fn matching_step(secret: &[u8], typed: &str, now: Timestamp) -> Result<Option<i64>, Error> {
    let typed: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
    let (mut found, mut at) = (Choice::from(0), 0_i64);
    for candidate in [step(now) - 1, step(now), step(now) + 1] {
        let same = code(secret, candidate)?.as_bytes().ct_eq(typed.as_bytes());
        at = i64::conditional_select(&at, &candidate, same);
        found |= same;
    }
    Ok(bool::from(found).then_some(at))
}

/// The URI that authenticator apps read from a QR code (the key URI format of Google Authenticator).
pub(crate) fn uri(secret: &[u8], issuer: &str, account: &str) -> String {
    let (issuer, account) = (escape(issuer), escape(account));
    let secret = base32::encode(secret);
    format!(
        "otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30"
    )
}

fn escape(text: &str) -> String {
    use std::fmt::Write as _;
    let mut escaped = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            // A String takes everything.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The last six of the eight digits in appendix B of RFC 6238.
    #[test]
    fn the_vectors_of_rfc_6238_hold() {
        for (second, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let now = Timestamp::from_second(second).unwrap();
            assert_eq!(code(b"12345678901234567890", step(now)).unwrap(), expected);
        }
    }

    #[test]
    fn a_code_holds_for_its_step_and_the_ones_beside_it() {
        let secret = generate(&Rng::seeded(5));
        let now = Timestamp::from_second(1_767_225_615).unwrap();
        for (distance, accepted) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let typed = code(&secret, step(now) + distance).unwrap();
            let found = matching_step(&secret, &typed, now).unwrap();
            assert_eq!(found, accepted.then_some(step(now) + distance), "{distance}");
        }
        let typed = code(&secret, step(now)).unwrap();
        let spaced = format!("{} {}", &typed[..3], &typed[3..]);
        assert!(matching_step(&secret, &spaced, now).unwrap().is_some());
        for wrong in ["", "12345", &format!("{typed}0")] {
            assert_eq!(matching_step(&secret, wrong, now).unwrap(), None);
        }
    }

    #[test]
    fn the_uri_is_escaped() {
        let uri = uri(b"Hello!\xde\xad\xbe\xef", "Acme & Co", "ana@example.com");
        assert_eq!(
            uri,
            "otpauth://totp/Acme%20%26%20Co:ana%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Acme%20%26%20Co\
             &algorithm=SHA1&digits=6&period=30"
        );
    }
}
