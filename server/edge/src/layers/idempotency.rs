//! The caller's promise that a repeated request is the same one.

use bytes::Bytes;
use http::HeaderMap;
use omni_contract::Method;
use omni_kernel::Error;
use omni_kernel::ctx::Idempotency;
use sha2::{Digest, Sha256};

use crate::canonical::canonical;
use crate::reason;

const HEADER: &str = "idempotency-key";
/// Longest key, in characters.
const LONGEST: usize = 255;

/// The key of a request to a method that changes something; on others the header means nothing.
///
/// # Errors
/// `IDEMPOTENCY_KEY_INVALID` when it is not 1 to 255 visible ASCII characters, or there are several.
pub(crate) fn key(method: &Method, headers: &HeaderMap) -> Result<Option<String>, Error> {
    if !method.has_side_effects() {
        return Ok(None);
    }
    let mut values = headers.get_all(HEADER).iter();
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(invalid("found several"));
    }
    let bytes = value.as_bytes();
    if bytes.is_empty() || bytes.len() > LONGEST {
        return Err(invalid(&format!("found {}", bytes.len())));
    }
    let visible = bytes.iter().all(u8::is_ascii_graphic);
    let text = value.to_str().ok().filter(|_| visible).ok_or_else(|| invalid("found another character"))?;
    Ok(Some(text.to_owned()))
}

fn invalid(found: &str) -> Error {
    Error::new(
        &reason::IDEMPOTENCY_KEY_INVALID,
        format!("{HEADER}: expected one key of 1 to {LONGEST} visible ASCII characters, {found}"),
    )
}

/// The key with the fingerprint of the request: SHA-256 over the name of the method, a zero byte, and the message in its
/// canonical encoding.
///
/// # Errors
/// As [`canonical`].
pub(crate) fn with_fingerprint(key: String, method: &Method, message: Bytes) -> Result<Idempotency, Error> {
    let mut digest = Sha256::new();
    digest.update(method.name());
    digest.update([0]);
    digest.update(canonical(method.input(), message)?);
    Ok(Idempotency { key, fingerprint: digest.finalize().into() })
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;
    use crate::layers::testing::contract;

    fn read(values: &[&[u8]]) -> Result<Option<String>, &'static str> {
        let method =
            contract("message R { string a = 1; int32 b = 2; }").method("/omni.t.v1.T/M").unwrap().clone();
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(HEADER, HeaderValue::from_bytes(value).unwrap());
        }
        key(&method, &headers).map_err(|error| error.reason().name)
    }

    #[test]
    fn a_key_is_one_to_255_visible_characters() {
        assert_eq!(read(&[]), Ok(None));
        assert_eq!(read(&[b"order-7!~"]), Ok(Some("order-7!~".to_owned())));
        assert!(read(&[&[b'k'; 255]]).is_ok());
        for wrong in [&b""[..], &[b'k'; 256], b"a b", b"a\tb", "é".as_bytes()] {
            assert_eq!(read(&[wrong]), Err("IDEMPOTENCY_KEY_INVALID"), "{wrong:?}");
        }
        assert_eq!(read(&[b"a", b"a"]), Err("IDEMPOTENCY_KEY_INVALID"));
    }

    #[test]
    fn the_fingerprint_is_of_what_is_said_and_not_of_how_it_is_encoded() {
        let contract = contract("message R { string a = 1; int32 b = 2; }");
        let method = contract.method("/omni.t.v1.T/M").unwrap();
        let print = |bytes: &'static [u8]| {
            with_fingerprint("k".into(), method, Bytes::from_static(bytes)).unwrap().fingerprint
        };
        assert_eq!(print(b"\x0a\x01x\x10\x05"), print(b"\x10\x05\x0a\x01x"));
        assert_ne!(print(b"\x0a\x01x\x10\x05"), print(b"\x0a\x01x\x10\x06"));
    }
}
