//! OpenID Connect (Core 1.0, Discovery 1.0): the authorization code flow with PKCE (RFC 7636), of a confidential or a public
//! client.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use jiff::Timestamp;
use omni_kernel::{Clock, Error, Secret};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthenticationFlow, CoreClaimName, CoreClaimType, CoreClient, CoreClientAuthMethod,
    CoreGenderClaim, CoreGrantType, CoreIdTokenClaims, CoreJsonWebKey, CoreJsonWebKeySet,
    CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreJwsSigningAlgorithm,
    CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType, CoreTokenResponse,
};
use openidconnect::{
    AccessToken, AdditionalProviderMetadata, AuthType, AuthorizationCode, ClaimsVerificationError, ClientId,
    ClientSecret, CsrfToken, EmptyAdditionalClaims, EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl,
    LoginHint, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, ProviderMetadata,
    RedirectUrl, Scope, SignatureVerificationError, TokenResponse, UserInfoClaims,
};
use serde::{Deserialize, Serialize};

use super::egress::Egress;
use super::error::{SSO_PROVIDER_UNREACHABLE, SSO_RESPONSE_INVALID};
use super::model::{ConnectionId, Oidc};

/// How long a provider's metadata is used before it is read again.
const FRESH: Duration = Duration::from_mins(10);
/// Most providers that are remembered.
const MOST: u64 = 10_000;
/// How often an unknown key may have the provider's keys read again.
const AGAIN: Duration = Duration::from_secs(30);
/// What clocks may differ by.
const SKEW: i64 = 60;
/// How long ago a token may have been issued, in seconds: a sign-in takes ten minutes at most.
const OLDEST: i64 = 15 * 60;

/// The algorithms that may sign: asymmetric ones only.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 4] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Metadata beside those of Discovery 1.0.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Beside {
    /// RFC 9207.
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for Beside {}

type Metadata = ProviderMetadata<
    Beside,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// The providers of this installation, as they describe themselves.
pub(crate) struct Providers {
    egress: Egress,
    clock: Clock,
    known: moka::future::Cache<ConnectionId, Arc<Provider>>,
}

/// A provider.
pub(crate) struct Provider {
    metadata: Metadata,
    keys: RwLock<Keys>,
}

struct Keys {
    set: CoreJsonWebKeySet,
    /// When they were last read because of an unknown key.
    read_again: Option<Timestamp>,
}

/// What the server keeps of a sign-in under way.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Flow {
    pub(crate) nonce: String,
    pub(crate) verifier: String,
}

/// What a verified ID token says, and the UserInfo endpoint where the token says nothing of the address.
#[derive(Debug)]
pub(crate) struct Claims {
    pub(crate) subject: String,
    pub(crate) email: Option<String>,
    pub(crate) email_verified: bool,
    pub(crate) name: Option<String>,
    /// `amr` (RFC 8176).
    pub(crate) methods: Vec<String>,
}

impl Providers {
    pub(crate) fn new(egress: Egress, clock: Clock) -> Self {
        let known = moka::future::Cache::builder().max_capacity(MOST).time_to_live(FRESH).build();
        Self { egress, clock, known }
    }

    /// The provider of a connection. Its metadata has to name the very issuer that the connection names.
    ///
    /// # Errors
    /// `SSO_PROVIDER_UNREACHABLE`.
    pub(crate) async fn get(&self, id: ConnectionId, issuer: &str) -> Result<Arc<Provider>, Error> {
        let found = self.known.try_get_with(id, async {
            let issuer = IssuerUrl::new(issuer.to_owned()).map_err(|error| unreachable(&error))?;
            let found = Metadata::discover_async(issuer, &self.egress).await;
            let metadata = found.map_err(|error| unreachable(&error))?;
            let keys = Keys { set: metadata.jwks().clone(), read_again: None };
            Ok(Arc::new(Provider { metadata, keys: RwLock::new(keys) }))
        });
        found.await.map_err(|error: Arc<Error>| crate::service::again(&error))
    }

    /// Where to send a person.
    pub(crate) fn authorization_url(
        provider: &Provider,
        oidc: &Oidc,
        redirect_uri: &str,
        state: &Secret,
        flow: &Flow,
        email: Option<&str>,
    ) -> Result<String, Error> {
        let client = client(provider, oidc);
        let verifier = PkceCodeVerifier::new(flow.verifier.clone());
        let (state, nonce) = (state.expose().to_owned(), flow.nonce.clone());
        let code_flow = CoreAuthenticationFlow::AuthorizationCode;
        let mut request = client.authorize_url(code_flow, || CsrfToken::new(state), || Nonce::new(nonce));
        // The library asks for `openid` by itself.
        for scope in oidc.scopes.iter().filter(|scope| *scope != "openid") {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        if let Some(email) = email {
            request = request.set_login_hint(LoginHint::new(email.to_owned()));
        }
        let (url, _, _) = request
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .set_redirect_uri(Cow::Owned(redirect(redirect_uri)?))
            .url();
        Ok(url.to_string())
    }

    /// Trades a code for what the provider says of the person.
    ///
    /// # Errors
    /// `SSO_PROVIDER_UNREACHABLE`; `SSO_RESPONSE_INVALID` when the code or the token is refused.
    pub(crate) async fn identify(
        &self,
        provider: &Provider,
        oidc: &Oidc,
        redirect_uri: &str,
        code: String,
        flow: &Flow,
    ) -> Result<Claims, Error> {
        let client = client(provider, oidc);
        let request = client.exchange_code(AuthorizationCode::new(code));
        let request = request.map_err(|error| invalid("the provider has no token endpoint", &error))?;
        let answer = request
            .set_pkce_verifier(PkceCodeVerifier::new(flow.verifier.clone()))
            .set_redirect_uri(Cow::Owned(redirect(redirect_uri)?))
            .request_async(&self.egress)
            .await
            .map_err(|error| token_refused(&error))?;
        let token = self.verify(provider, oidc, &answer, &flow.nonce).await?;
        let said = claims(&token);
        let whole = said.email.is_some() && token.email_verified().is_some();
        if whole || client.user_info_url().is_none() {
            return Ok(said);
        }
        let more = self.user_info(&client, answer.access_token().clone(), &token).await?;
        Ok(Claims {
            email: more.email().map(|email| email.as_str().to_owned()),
            email_verified: more.email_verified() == Some(true),
            name: said.name.or_else(|| more.name()?.get(None).map(|name| name.as_str().to_owned())),
            ..said
        })
    }

    /// Verifies the ID token, with the provider's keys read again if it names one that is not known.
    async fn verify(
        &self,
        provider: &Provider,
        oidc: &Oidc,
        answer: &CoreTokenResponse,
        nonce: &str,
    ) -> Result<CoreIdTokenClaims, Error> {
        match self.verify_once(provider, oidc, answer, nonce) {
            Err(ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey,
            )) if self.may_read_again(provider) => {
                let url = provider.metadata.jwks_uri();
                let read = CoreJsonWebKeySet::fetch_async(url, &self.egress).await;
                let set = read.map_err(|error| unreachable(&error))?;
                provider.keys.write().unwrap_or_else(PoisonError::into_inner).set = set;
                self.verify_once(provider, oidc, answer, nonce)
            }
            outcome => outcome,
        }
        .map_err(|error| invalid("the ID token is not valid", &error))
    }

    /// Takes the turn to read the keys again; nobody has it within the time after another had.
    fn may_read_again(&self, provider: &Provider) -> bool {
        let now = self.clock.now();
        let mut keys = provider.keys.write().unwrap_or_else(PoisonError::into_inner);
        let lately = keys.read_again.is_some_and(|read| {
            Duration::try_from(now.duration_since(read)).is_ok_and(|passed| passed < AGAIN)
        });
        if !lately {
            keys.read_again = Some(now);
        }
        !lately
    }

    fn verify_once(
        &self,
        provider: &Provider,
        oidc: &Oidc,
        answer: &CoreTokenResponse,
        nonce: &str,
    ) -> Result<CoreIdTokenClaims, ClaimsVerificationError> {
        let missing = || ClaimsVerificationError::Other("the answer has no ID token".to_owned());
        let token = answer.id_token().ok_or_else(missing)?;
        let now = self.clock.now().as_second();
        let keys = provider.keys.read().unwrap_or_else(PoisonError::into_inner).set.clone();
        let issuer = provider.metadata.issuer().clone();
        let verifier = openidconnect::core::CoreIdTokenVerifier::new_public_client(
            ClientId::new(oidc.client_id.clone()),
            issuer,
            keys,
        )
        .set_allowed_algs(ALGORITHMS)
        .set_time_fn(move || at(now.saturating_sub(SKEW)))
        .set_issue_time_verifier_fn(move |issued: DateTime<Utc>| {
            let age = at(now).signed_duration_since(issued);
            let fits = age >= TimeDelta::seconds(-SKEW) && age <= TimeDelta::seconds(OLDEST);
            if fits { Ok(()) } else { Err("issued in the future or long ago".to_owned()) }
        });
        let claims = token.claims(&verifier, &Nonce::new(nonce.to_owned()))?;
        // OpenID Connect Core 1.0, section 3.1.3.7, step 5.
        if claims.authorized_party().is_some_and(|party| party.as_str() != oidc.client_id) {
            return Err(ClaimsVerificationError::InvalidAudience("azp is another client".to_owned()));
        }
        Ok(claims.clone())
    }

    /// What the UserInfo endpoint says of the same person.
    async fn user_info(
        &self,
        client: &Client,
        token: AccessToken,
        claims: &CoreIdTokenClaims,
    ) -> Result<UserInfoClaims<EmptyAdditionalClaims, CoreGenderClaim>, Error> {
        let request = client.user_info(token, Some(claims.subject().clone()));
        let request = request.map_err(|error| invalid("the provider has no UserInfo endpoint", &error))?;
        let answer = request.request_async(&self.egress).await;
        answer.map_err(|error| invalid("the UserInfo endpoint's answer is not valid", &error))
    }
}

impl Provider {
    /// Checks the `iss` of an authorization response (RFC 9207): what names another issuer, or none where the provider says
    /// that it names itself, is another provider's.
    ///
    /// # Errors
    /// `SSO_RESPONSE_INVALID`.
    pub(crate) fn check_issuer(&self, named: Option<&str>) -> Result<(), Error> {
        let expected = self.metadata.issuer().as_str();
        let promised = self.metadata.additional_metadata().authorization_response_iss_parameter_supported;
        match named {
            Some(named) if named == expected => Ok(()),
            None if !promised => Ok(()),
            _ => {
                let error = Error::new(&SSO_RESPONSE_INVALID, "the answer is of another identity provider");
                Err(error.with_context(format!("iss: {named:?} instead of {expected}")))
            }
        }
    }
}

fn client(provider: &Provider, oidc: &Oidc) -> Client {
    let secret = oidc.client_secret.as_ref().map(|secret| ClientSecret::new(secret.expose().to_owned()));
    let id = ClientId::new(oidc.client_id.clone());
    let client = CoreClient::from_provider_metadata(provider.metadata.clone(), id, secret);
    // Discovery 1.0: Basic is what a provider takes that says nothing.
    let taken = provider.metadata.token_endpoint_auth_methods_supported();
    let basic = taken
        .is_none_or(|taken| taken.contains(&CoreClientAuthMethod::ClientSecretBasic) || taken.is_empty());
    client.set_auth_type(if basic { AuthType::BasicAuth } else { AuthType::RequestBody })
}

fn claims(token: &CoreIdTokenClaims) -> Claims {
    Claims {
        subject: token.subject().as_str().to_owned(),
        email: token.email().map(|email| email.as_str().to_owned()),
        email_verified: token.email_verified() == Some(true),
        name: token.name().and_then(|name| name.get(None)).map(|name| name.as_str().to_owned()),
        methods: token
            .auth_method_refs()
            .into_iter()
            .flatten()
            .map(|method| method.as_str().to_owned())
            .collect(),
    }
}

fn redirect(uri: &str) -> Result<RedirectUrl, Error> {
    let uri = RedirectUrl::new(uri.to_owned());
    uri.map_err(|error| Error::internal("auth.public_url makes no redirect URI").with_source(error))
}

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(second, 0).unwrap_or(DateTime::UNIX_EPOCH)
}

/// What an error and those below it say. Not their debug form: it may hold a whole answer with its tokens.
fn chain(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut below = error.source();
    while let Some(error) = below {
        text.push_str(": ");
        text.push_str(&error.to_string());
        below = error.source();
    }
    text
}

fn unreachable(error: &dyn StdError) -> Error {
    Error::new(&SSO_PROVIDER_UNREACHABLE, "the identity provider does not answer as OpenID Connect demands")
        .with_retry_after(Duration::from_secs(10))
        .with_context(chain(error))
}

fn invalid(what: &str, error: &dyn StdError) -> Error {
    Error::new(&SSO_RESPONSE_INVALID, "the identity provider's answer is not valid")
        .with_context(format!("{what}: {}", chain(error)))
}

fn token_refused<R: StdError + 'static, T: openidconnect::ErrorResponse + 'static>(
    error: &openidconnect::RequestTokenError<R, T>,
) -> Error {
    match error {
        openidconnect::RequestTokenError::Request(error) => unreachable(error),
        error => invalid("the token endpoint refuses", error),
    }
}
