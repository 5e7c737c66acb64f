//! What a log may not say. The second line of defence: secrets are [`crate::Secret`] in the first place.

use std::borrow::Cow;
use std::cell::RefCell;

use crate::secret::MASK;

/// Parts of names whose texts are secrets. Numbers, such as a count of tokens, are not.
const SECRET_NAMES: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "authorization",
    "cookie",
    "api_key",
    "apikey",
    "api-key",
    "private_key",
    "credential",
];

thread_local! {
    /// Names that were looked at, with the answer. Names of fields are constants of the program, so that there are few,
    /// each at its own address.
    static KNOWN: RefCell<[(&'static str, bool); KNOWN_NAMES]> =
        const { RefCell::new([("", false); KNOWN_NAMES]) };
}

const KNOWN_NAMES: usize = 64;

/// The text, or the mask if its name is that of a secret; passwords inside URLs are masked too.
pub(super) fn text<'a>(name: &'static str, text: &'a str) -> Cow<'a, str> {
    if is_secret(name) {
        return MASK.into();
    }
    if text.contains("://") { mask_url_passwords(text).into() } else { text.into() }
}

fn is_secret(name: &'static str) -> bool {
    KNOWN.with_borrow_mut(|known| {
        let slot = &mut known[(name.as_ptr().addr() / 4 + name.len()) % KNOWN_NAMES];
        if !std::ptr::eq(slot.0, name) {
            let lower = name.to_ascii_lowercase();
            *slot = (name, SECRET_NAMES.iter().any(|secret| lower.contains(secret)));
        }
        slot.1
    })
}

/// `scheme://user:password@host` without the password (RFC 3986, section 3.2.1).
fn mask_url_passwords(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("://") {
        masked.push_str(before);
        masked.push_str("://");
        let end = after.find(|letter: char| "/?#\"'<>".contains(letter) || letter.is_whitespace());
        let authority = &after[..end.unwrap_or(after.len())];
        rest = after;
        if let Some((user, _)) = authority.rsplit_once('@').and_then(|(info, _)| info.split_once(':')) {
            masked.push_str(user);
            masked.push(':');
            masked.push_str(MASK);
            rest = &after[authority.rfind('@').unwrap_or_default()..];
        }
    }
    masked.push_str(rest);
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_under_names_of_secrets_are_masked() {
        for name in ["password", "X-Api-Key", "refresh_token", "db_credentials", "Authorization"] {
            assert_eq!(text(name, "hunter2"), MASK, "{name}");
        }
        assert_eq!(text("endpoint", "/keys"), "/keys");
    }

    #[test]
    fn passwords_in_urls_are_masked_and_the_rest_stays() {
        for (plain, masked) in [
            (
                "cannot reach postgres://u:p@ss@db:5432/x?a=b@c",
                "cannot reach postgres://u:***@db:5432/x?a=b@c",
            ),
            ("redis://:pw@r/0 and http://u:q@h", "redis://:***@r/0 and http://u:***@h"),
            ("http://host/a@b:c", "http://host/a@b:c"),
            ("mail me@home: a://", "mail me@home: a://"),
            ("http://user@host", "http://user@host"),
            ("š://ü:č@ž", "š://ü:***@ž"),
        ] {
            assert_eq!(text("message", plain), masked);
        }
    }
}
