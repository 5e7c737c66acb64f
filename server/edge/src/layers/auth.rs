//! Who calls.

use http::HeaderMap;
use http::header::AUTHORIZATION;
use omni_contract::Access;
use omni_kernel::ports::{CredentialVerifier, Principal};
use omni_kernel::{Error, Secret};

use crate::call::Call;
use crate::reason;

const API_KEY: &str = "x-api-key";

/// The caller behind the credential of a request; nobody for a public method, whatever credential came along.
pub(crate) async fn authenticate(
    verifier: &dyn CredentialVerifier,
    call: &Call,
) -> Result<Option<Principal>, Error> {
    if call.method.access() == Access::Public {
        return Ok(None);
    }
    match credential(&call.headers)? {
        Credential::Key(key) => verifier.verify_key(&key, Some(call.client.ip)).await,
        Credential::Token(token) => verifier.verify_token(&token).await,
    }
    .map(Some)
}

/// What a caller shows.
#[derive(Debug, PartialEq, Eq)]
enum Credential {
    Key(Secret),
    Token(Secret),
}

impl Credential {
    /// A bearer credential: access tokens are JWTs (RFC 7519), three parts with dots between; keys have none.
    fn bearer(text: &str) -> Self {
        if text.contains('.') { Self::Token(Secret::new(text)) } else { Self::Key(Secret::new(text)) }
    }
}

/// The one credential of a request. It may stand in both headers, if it is the same.
fn credential(headers: &HeaderMap) -> Result<Credential, Error> {
    let mut found: Option<Credential> = None;
    let keys = headers.get_all(API_KEY).iter().map(|value| {
        value.to_str().map(|text| Credential::Key(Secret::new(text))).map_err(|_| unreadable(API_KEY))
    });
    let tokens = headers.get_all(AUTHORIZATION).iter().filter_map(|value| match value.to_str() {
        Ok(text) => bearer(text).map(|token| Ok(Credential::bearer(token))),
        Err(_) => Some(Err(unreadable("authorization"))),
    });
    for credential in keys.chain(tokens) {
        let credential = credential?;
        if found.as_ref().is_some_and(|first| *first != credential) {
            return Err(Error::new(
                &reason::CREDENTIAL_AMBIGUOUS,
                "x-api-key and authorization carry different credentials, or one of them more than one; expected one",
            ));
        }
        found = Some(credential);
    }
    found.ok_or_else(|| {
        missing(if headers.contains_key(AUTHORIZATION) {
            "authorization: expected `Bearer` and an access token or an API key"
        } else {
            "the request carries no credential; expected an API key in x-api-key or an access token in authorization"
        })
    })
}

fn bearer(text: &str) -> Option<&str> {
    let (scheme, token) = text.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
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
        let key = || Credential::Key(Secret::new("k"));
        assert_eq!(credential(&headers("x-api-key", "k")).unwrap(), key());
        assert_eq!(credential(&headers("authorization", "Bearer k")).unwrap(), key());
        assert_eq!(credential(&headers("authorization", "bearer  k ")).unwrap(), key());
    }

    #[test]
    fn an_access_token_is_told_by_its_dots() {
        let token = Credential::Token(Secret::new("a.b.c"));
        assert_eq!(credential(&headers("authorization", "Bearer a.b.c")).unwrap(), token);
    }

    #[test]
    fn different_credentials_are_refused_and_the_same_twice_is_taken() {
        let both = |lines: &[(&'static str, &str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in lines {
                headers.append(*name, value.parse().unwrap());
            }
            credential(&headers)
        };
        for wrong in [
            [("x-api-key", "a"), ("x-api-key", "b")],
            [("x-api-key", "a"), ("authorization", "Bearer b.c.d")],
            [("authorization", "Bearer a"), ("authorization", "Bearer b")],
        ] {
            assert_eq!(both(&wrong).unwrap_err().reason().name, "CREDENTIAL_AMBIGUOUS");
        }
        let key = || Credential::Key(Secret::new("a"));
        assert_eq!(both(&[("x-api-key", "a"), ("authorization", "Bearer a")]).unwrap(), key());
        assert_eq!(both(&[("x-api-key", "a"), ("authorization", "Basic b")]).unwrap(), key());
    }

    #[test]
    fn what_is_no_credential_says_what_was_expected() {
        for wrong in [HeaderMap::new(), headers("authorization", "Basic abc"), headers("authorization", "k")]
        {
            assert_eq!(credential(&wrong).unwrap_err().reason().name, "CREDENTIAL_MISSING");
        }
    }
}
