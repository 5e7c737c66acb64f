//! Access tokens: JSON Web Tokens (RFC 7519, RFC 9068) signed with Ed25519 (RFC 8037). Issued and checked here only, so the
//! check knows one algorithm and one shape.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use omni_kernel::Error;
use serde::{Deserialize, Serialize};

const ALGORITHM: &str = "EdDSA";
const TYPE: &str = "at+jwt";
/// Longer tokens are none of ours.
const LONGEST: usize = 2048;

/// The header. Unknown members are refused, with them every way of bringing one's own key.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    typ: String,
    kid: String,
}

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Claims {
    pub(crate) iss: String,
    pub(crate) aud: String,
    /// The person, `usr_...`.
    pub(crate) sub: String,
    /// The session, `ses_...`.
    pub(crate) sid: String,
    /// The tenant, `ten_...`.
    pub(crate) tid: String,
    /// The environment that calls begin in; a header of a call may name the other.
    pub(crate) env: String,
    pub(crate) client_id: String,
    pub(crate) jti: String,
    /// Seconds of the Unix epoch.
    pub(crate) iat: i64,
    pub(crate) exp: i64,
}

/// Signs a token.
///
/// # Errors
/// INTERNAL when it cannot be written.
pub(crate) fn sign(claims: &Claims, kid: &str, key: &SigningKey) -> Result<String, Error> {
    let header = Header { alg: ALGORITHM.to_owned(), typ: TYPE.to_owned(), kid: kid.to_owned() };
    let signed = format!("{}.{}", part(&header)?, part(claims)?);
    let signature = key.sign(signed.as_bytes());
    Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes())))
}

fn part(value: &impl Serialize) -> Result<String, Error> {
    let json = serde_json::to_vec(value)
        .map_err(|error| Error::internal("a token cannot be written").with_source(error))?;
    Ok(URL_SAFE_NO_PAD.encode(json))
}

/// A token that has the right form. Nothing it says may be believed before [`Unverified::verify`].
#[derive(Debug)]
pub(crate) struct Unverified<'a> {
    signed: &'a str,
    payload: &'a str,
    signature: Signature,
    /// The key it says it is signed with.
    pub(crate) kid: String,
}

impl<'a> Unverified<'a> {
    /// Reads a token; `None` when it is not one of ours by its form.
    pub(crate) fn parse(token: &'a str) -> Option<Self> {
        if token.len() > LONGEST {
            return None;
        }
        let (signed, signature) = token.rsplit_once('.')?;
        let (header, payload) = signed.split_once('.')?;
        if payload.contains('.') {
            return None;
        }
        let header: Header = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
        if header.alg != ALGORITHM || header.typ != TYPE {
            return None;
        }
        let signature: [u8; 64] = URL_SAFE_NO_PAD.decode(signature).ok()?.try_into().ok()?;
        Some(Self { signed, payload, signature: Signature::from_bytes(&signature), kid: header.kid })
    }

    /// What it says, if the key signed it. Signatures that only a lenient check takes are refused.
    pub(crate) fn verify(&self, key: &VerifyingKey) -> Option<Claims> {
        key.verify_strict(self.signed.as_bytes(), &self.signature).ok()?;
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(self.payload).ok()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims() -> Claims {
        let text = |text: &str| text.to_owned();
        Claims {
            iss: text("omni"),
            aud: text("omni-api"),
            sub: text("usr_1"),
            sid: text("ses_1"),
            tid: text("ten_1"),
            env: text("live"),
            client_id: text("omni"),
            jti: text("1"),
            iat: 1,
            exp: 2,
        }
    }

    fn with_header(token: &str, header: &str) -> String {
        let (_, rest) = token.split_once('.').unwrap();
        format!("{}.{rest}", URL_SAFE_NO_PAD.encode(header))
    }

    #[test]
    fn what_is_signed_is_read_back() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let token = sign(&claims(), "k1", &key).unwrap();
        let read = Unverified::parse(&token).unwrap();
        assert_eq!(read.kid, "k1");
        assert_eq!(read.verify(&key.verifying_key()), Some(claims()));
        assert_eq!(read.verify(&SigningKey::from_bytes(&[8; 32]).verifying_key()), None);
    }

    #[test]
    fn another_algorithm_type_or_member_of_the_header_is_no_token() {
        let token = sign(&claims(), "k1", &SigningKey::from_bytes(&[7; 32])).unwrap();
        for header in [
            r#"{"alg":"none","typ":"at+jwt","kid":"k1"}"#,
            r#"{"alg":"HS256","typ":"at+jwt","kid":"k1"}"#,
            r#"{"alg":"eddsa","typ":"at+jwt","kid":"k1"}"#,
            r#"{"alg":"EdDSA","typ":"JWT","kid":"k1"}"#,
            r#"{"alg":"EdDSA","kid":"k1"}"#,
            r#"{"alg":"EdDSA","typ":"at+jwt"}"#,
            r#"{"alg":"EdDSA","typ":"at+jwt","kid":"k1","jwk":{}}"#,
            r#"{"alg":"EdDSA","typ":"at+jwt","kid":"k1","crit":["exp"]}"#,
            "{}",
        ] {
            assert!(Unverified::parse(&with_header(&token, header)).is_none(), "{header}");
        }
        let long = format!("{token}{}", "A".repeat(LONGEST));
        for wrong in ["", ".", "..", "a.b.c", &token[1..], &format!("{token}."), &format!(".{token}"), &long]
        {
            assert!(Unverified::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn any_changed_letter_is_seen() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let token = sign(&claims(), "k1", &key).unwrap();
        for at in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            let read = Unverified::parse(&changed).and_then(|read| read.verify(&key.verifying_key()));
            assert_eq!(read, None, "{at}");
        }
    }
}
