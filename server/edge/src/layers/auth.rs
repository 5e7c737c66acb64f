//! Who calls.

use http::HeaderMap;
use http::header::AUTHORIZATION;
use omni_contract::Access;
use omni_kernel::ports::{CredentialVerifier, Principal, Unaccepted};
use omni_kernel::{Environment, Error, Secret};

use super::Limits;
use crate::call::Call;
use crate::reason;

const API_KEY: &str = "x-api-key";

/// Whether a call, and its answer, is of live or of test data.
pub(crate) const ENVIRONMENT: &str = "x-omni-environment";

/// The caller behind the credential of a request; nobody for a public method, whatever credential came along.
///
/// An address that used up its limit of calls without a valid credential has no key looked up, but for those that were good
/// before: else whoever is answered RESOURCE_EXHAUSTED would still cost a question to the database.
pub(crate) async fn authenticate(
    verifier: &dyn CredentialVerifier,
    limits: &Limits,
    call: &Call,
    metadata: &mut HeaderMap,
) -> Result<Option<Principal>, Unaccepted> {
    if call.method.access() == Access::Public {
        return Ok(None);
    }
    match credential(&call.headers)? {
        Credential::Key(key) => {
            let ip = Some(call.client.ip);
            let principal = if let Some(recalled) = verifier.recall_key(&key, ip).await {
                recalled?
            } else {
                if !verifier.trusts_key(&key).await {
                    limits.spare(call, metadata).await?;
                }
                verifier.verify_key(&key, ip).await?
            };
            let own = principal.scope.environment;
            match environment(&call.headers)? {
                Some(asked) if asked != own => Err(contradicts(asked, own).into()),
                _ => Ok(Some(principal)),
            }
        }
        Credential::Token(token) => {
            let mut principal = verifier.verify_token(&token).await?;
            if let Some(asked) = environment(&call.headers)? {
                principal.scope.environment = asked;
            }
            Ok(Some(principal))
        }
    }
}

/// The environment that the request asks for; a person has both, a key only its own.
fn environment(headers: &HeaderMap) -> Result<Option<Environment>, Error> {
    let mut asked = None;
    for value in headers.get_all(ENVIRONMENT) {
        let environment = match value.as_bytes() {
            b"live" => Environment::Live,
            b"test" => Environment::Test,
            _ => return Err(environment_invalid("expected `live` or `test`")),
        };
        if asked.is_some_and(|first| first != environment) {
            return Err(environment_invalid("expected one of `live` and `test`, got both"));
        }
        asked = Some(environment);
    }
    Ok(asked)
}

fn environment_invalid(expected: &str) -> Error {
    Error::new(&reason::ENVIRONMENT_INVALID, format!("{ENVIRONMENT}: {expected}"))
}

fn contradicts(asked: Environment, own: Environment) -> Error {
    let (asked, own) = (asked.as_str(), own.as_str());
    Error::new(
        &reason::ENVIRONMENT_CONTRADICTED,
        format!(
            "{ENVIRONMENT}: the call asks for {asked} data, but its API key is for {own} data; leave the header out"
        ),
    )
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
    fn an_environment_is_live_or_test_and_nothing_else() {
        assert_eq!(environment(&HeaderMap::new()).unwrap(), None);
        assert_eq!(environment(&headers(ENVIRONMENT, "live")).unwrap(), Some(Environment::Live));
        assert_eq!(environment(&headers(ENVIRONMENT, "test")).unwrap(), Some(Environment::Test));
        for wrong in ["", "TEST", "sandbox", "test,live", "production"] {
            let error = environment(&headers(ENVIRONMENT, wrong)).unwrap_err();
            assert_eq!(error.reason().name, "ENVIRONMENT_INVALID", "{wrong:?}");
            assert!(error.message().contains(ENVIRONMENT), "{wrong:?}");
        }
        let mut both = headers(ENVIRONMENT, "live");
        both.append(ENVIRONMENT, http::HeaderValue::from_static("test"));
        assert_eq!(environment(&both).unwrap_err().reason().name, "ENVIRONMENT_INVALID");
    }

    #[test]
    fn what_is_no_credential_says_what_was_expected() {
        for wrong in [HeaderMap::new(), headers("authorization", "Basic abc"), headers("authorization", "k")]
        {
            assert_eq!(credential(&wrong).unwrap_err().reason().name, "CREDENTIAL_MISSING");
        }
    }
}
