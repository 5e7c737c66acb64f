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

fn credential(headers: &HeaderMap) -> Result<Credential, Error> {
    if let Some(key) = headers.get(API_KEY) {
        return key.to_str().map(|key| Credential::Key(Secret::new(key))).map_err(|_| unreadable(API_KEY));
    }
    let Some(value) = headers.get(AUTHORIZATION) else {
        return Err(missing(
            "the request carries no credential; expected an API key in x-api-key or an access token in authorization",
        ));
    };
    let value = value.to_str().map_err(|_| unreadable("authorization"))?;
    match value.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => {
            Ok(Credential::bearer(token.trim()))
        }
        _ => Err(missing("authorization: expected `Bearer` and an access token or an API key")),
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
    fn what_is_no_credential_says_what_was_expected() {
        for wrong in [HeaderMap::new(), headers("authorization", "Basic abc"), headers("authorization", "k")]
        {
            assert_eq!(credential(&wrong).unwrap_err().reason().name, "CREDENTIAL_MISSING");
        }
    }
}
