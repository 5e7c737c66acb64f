//! Who calls.

use http::HeaderMap;
use http::header::AUTHORIZATION;
use omni_contract::{Access, Method};
use omni_kernel::ports::{CredentialVerifier, Principal};
use omni_kernel::{Error, Secret};

use crate::reason;

const API_KEY: &str = "x-api-key";

/// The caller behind the credential of a request; nobody for a public method, whatever credential came along.
pub(crate) async fn authenticate(
    verifier: &dyn CredentialVerifier,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Option<Principal>, Error> {
    if method.access() == Access::Public {
        return Ok(None);
    }
    let key = credential(headers)?;
    verifier.verify_key(&key).await.map(Some)
}

fn credential(headers: &HeaderMap) -> Result<Secret, Error> {
    if let Some(key) = headers.get(API_KEY) {
        return key.to_str().map(Secret::new).map_err(|_| unreadable(API_KEY));
    }
    let Some(value) = headers.get(AUTHORIZATION) else {
        return Err(missing("the request carries no credential; expected an API key in x-api-key"));
    };
    let value = value.to_str().map_err(|_| unreadable("authorization"))?;
    match value.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(Secret::new(token.trim())),
        _ => Err(missing("authorization: expected `Bearer` and an API key")),
    }
}

fn missing(message: &str) -> Error {
    Error::new(&reason::CREDENTIAL_MISSING, message)
}

fn unreadable(header: &str) -> Error {
    missing(&format!("{header}: expected visible ASCII characters"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &'static str, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(http::HeaderName::from_static(name), value.parse().unwrap())])
    }

    #[test]
    fn a_key_is_taken_from_either_header() {
        assert_eq!(credential(&headers("x-api-key", "k")).unwrap().expose(), "k");
        assert_eq!(credential(&headers("authorization", "Bearer k")).unwrap().expose(), "k");
        assert_eq!(credential(&headers("authorization", "bearer  k ")).unwrap().expose(), "k");
    }

    #[test]
    fn what_is_no_credential_says_what_was_expected() {
        for wrong in [HeaderMap::new(), headers("authorization", "Basic abc"), headers("authorization", "k")]
        {
            assert_eq!(credential(&wrong).unwrap_err().reason().name, "CREDENTIAL_MISSING");
        }
    }
}
