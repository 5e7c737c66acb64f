//! How the browser comes back from an identity provider.

use std::time::Duration;

use omni_kernel::ports::AuditEntry;
use omni_kernel::{Begun, Ctx, Error, Kind as ErrorKind, Secret, TenantId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use url::Url;
use uuid::Uuid;

use super::error::{SSO_CONNECTION_OFF, SSO_DENIED, SSO_REPLAYED, SSO_RESPONSE_INVALID, state_invalid};
use super::link::Stranger;
use super::model::{Connected, ConnectionId, Protocol};
use super::saml::{Assertion, IdentityProvider};
use super::start::{Pending, PendingFlow};
use super::{Inner, Sso, live, store};
use crate::crypto::token::{Hash, Kind};

/// How long the app may take to trade the code.
const CODE_TTL: Duration = Duration::from_mins(1);
/// For how much longer than it holds an assertion is remembered; more than clocks may differ by.
const MARGIN: Duration = Duration::from_mins(10);

/// A browser that came back.
#[derive(Debug, Clone)]
pub struct Callback {
    /// The request.
    pub ctx: Ctx,
    /// The connection in its path.
    pub connection: String,
    /// The fields of its query or its form, as they were sent.
    pub fields: Vec<(String, String)>,
}

impl Callback {
    /// A field that was sent once.
    fn field(&self, name: &str) -> Option<&str> {
        let mut found =
            self.fields.iter().filter(|(field, _)| field == name).map(|(_, value)| value.as_str());
        match (found.next(), found.next()) {
            (Some(value), None) => Some(value),
            _ => None,
        }
    }
}

/// What the code of a sign-in stands for.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Grant {
    pub(super) tenant: Uuid,
    pub(super) connection: Uuid,
    pub(super) user: Uuid,
    pub(super) challenge: String,
    /// Whether the identity provider asked for a second factor.
    pub(super) mfa: bool,
    /// Seconds of the Unix epoch at which the session ends at the latest.
    pub(super) until: Option<i64>,
}

impl Sso {
    /// The answer of an OpenID Connect provider. Gives where to send the browser: the app's return address, with a code or
    /// with what went wrong.
    ///
    /// # Errors
    /// `SSO_STATE_INVALID` when there is no sign-in that it belongs to, and so nowhere to send the browser; UNAVAILABLE.
    pub async fn callback(&self, call: &Callback) -> Result<String, Error> {
        let this = &*self.0;
        let (id, pending) = this.take_state(call, "state").await?;
        let outcome = this.finish_oidc(call, id, &pending).await;
        this.send_back(call, &pending, outcome)
    }

    /// The response of a SAML identity provider, likewise.
    ///
    /// # Errors
    /// As [`Sso::callback`].
    pub async fn acs(&self, call: &Callback) -> Result<String, Error> {
        let this = &*self.0;
        let (id, pending) = this.take_state(call, "RelayState").await?;
        let outcome = this.finish_saml(call, id, &pending).await;
        this.send_back(call, &pending, outcome)
    }

    /// Our metadata for a SAML connection, an XML document; what is not there and what speaks no SAML looks alike.
    ///
    /// # Errors
    /// `NOT_FOUND`; UNAVAILABLE.
    pub async fn metadata(&self, connection: &str) -> Result<String, Error> {
        let this = &*self.0;
        let absent = || {
            Error::new(&omni_kernel::error::reason::NOT_FOUND, "there is no SAML connection at this address")
        };
        let id: ConnectionId = connection.parse().map_err(|_| absent())?;
        let mut tx = this.effects().database().begin_unscoped().await?;
        let tenant = store::connections::tenant_of(tx.raw(), id).await?.ok_or_else(absent)?;
        let mut tx = tx.enter(live(tenant)).await?;
        let found = store::connections::find(&mut tx, this.effects().vault(), id).await?;
        match (found.map(|connection| connection.protocol), &this.saml) {
            (Some(Protocol::Saml(_)), Some(engine)) => Ok(engine.metadata(&this.service_provider(id))),
            _ => Err(absent()),
        }
    }
}

impl Inner {
    /// Uses the state up, whatever comes of the rest.
    async fn take_state(&self, call: &Callback, field: &str) -> Result<(ConnectionId, Pending), Error> {
        let id: ConnectionId = call.connection.parse().map_err(|_| state_invalid())?;
        let state = Secret::new(call.field(field).filter(|state| state.len() <= 128).unwrap_or_default());
        let mut tx = self.effects().database().begin_unscoped().await?;
        let pending: Option<Pending> = self.identity.0.take_once(tx.raw(), Kind::State, &state).await?;
        tx.commit().await?;
        let pending = pending.filter(|pending| pending.connection == id.uuid());
        pending.map(|pending| (id, pending)).ok_or_else(state_invalid)
    }

    async fn finish_oidc(
        &self,
        call: &Callback,
        id: ConnectionId,
        pending: &Pending,
    ) -> Result<Secret, Error> {
        let connection = self.open(id, pending).await?;
        let (Protocol::Oidc(oidc), PendingFlow::Oidc(flow)) = (&connection.protocol, &pending.flow) else {
            return Err(state_invalid());
        };
        let provider = self.providers.get(id, &oidc.issuer).await?;
        provider.check_issuer(call.field("iss"))?;
        if let Some(error) = call.field("error") {
            let error: String = error.chars().take(100).collect();
            let why = format!("the identity provider says {error:?}");
            return Err(
                Error::new(&SSO_DENIED, "the identity provider did not sign you in").with_context(why)
            );
        }
        let code = call.field("code").ok_or_else(|| invalid("the answer has no code"))?.to_owned();
        let redirect_uri = self.redirect_uri(id);
        let claims = self.providers.identify(&provider, oidc, &redirect_uri, code, flow).await?;
        self.admit(call, &connection, pending, &Stranger::from_claims(claims), None).await
    }

    async fn finish_saml(
        &self,
        call: &Callback,
        id: ConnectionId,
        pending: &Pending,
    ) -> Result<Secret, Error> {
        let connection = self.open(id, pending).await?;
        let (Protocol::Saml(idp), PendingFlow::Saml { request_id }) = (&connection.protocol, &pending.flow)
        else {
            return Err(state_invalid());
        };
        let response = call.field("SAMLResponse").ok_or_else(|| invalid("the form has no SAMLResponse"))?;
        let assertion = self.verify_saml(id, idp, response, request_id).await?;
        let stranger = Stranger::from_assertion(&assertion);
        self.admit(call, &connection, pending, &stranger, Some(&assertion)).await
    }

    async fn verify_saml(
        &self,
        id: ConnectionId,
        idp: &IdentityProvider,
        response: &str,
        request_id: &str,
    ) -> Result<Assertion, Error> {
        let (engine, sp, now) = (self.engine()?.clone(), self.service_provider(id), self.now());
        let (idp, response, request_id) = (idp.clone(), response.to_owned(), request_id.to_owned());
        let verified =
            tokio::task::spawn_blocking(move || engine.verify(&sp, &idp, &response, &request_id, now));
        let verified = verified.await.map_err(|error| Error::internal("SAML failed").with_source(error))?;
        verified.map_err(|refusal| invalid(&format!("{}: {}", refusal.code, refusal.message)))
    }

    async fn open(&self, id: ConnectionId, pending: &Pending) -> Result<Connected, Error> {
        self.connection_on(TenantId::from_uuid(pending.tenant), id).await?.ok_or_else(off)
    }

    /// Finds out who it is, and makes the code that the app trades for tokens.
    async fn admit(
        &self,
        call: &Callback,
        connection: &Connected,
        pending: &Pending,
        stranger: &Stranger,
        assertion: Option<&Assertion>,
    ) -> Result<Secret, Error> {
        let mut effect = match self.effects().begin_in(&call.ctx, live(connection.tenant)).await? {
            Begun::New(effect) => effect,
            Begun::Replay::<()>(_) => return Err(Error::internal("a browser has no idempotency key")),
        };
        // As it is by now: the provider may have taken its time.
        let vault = self.effects().vault();
        let connection = store::connections::find(effect.tx(), vault, connection.id).await?;
        let connection = &connection.filter(|connection| connection.enabled).ok_or_else(off)?;
        if let Some(assertion) = assertion {
            let hash: Hash = Sha256::digest(assertion.assertion_id.as_bytes()).into();
            let now = self.now();
            let expire =
                assertion.not_on_or_after.saturating_add(MARGIN).unwrap_or(assertion.not_on_or_after);
            if !store::identities::take_assertion(effect.tx(), connection.id, &hash, expire, now).await? {
                return Err(Error::new(&SSO_REPLAYED, "the identity provider's answer was used before"));
            }
        }
        let user = self.link(&mut effect, connection, stranger).await?;
        let grant = Grant {
            tenant: connection.tenant.uuid(),
            connection: connection.id.uuid(),
            user: user.uuid(),
            challenge: pending.challenge.clone(),
            mfa: stranger.mfa,
            until: stranger.until.map(jiff::Timestamp::as_second),
        };
        let inner = &self.identity.0;
        let (code, _) = inner.give_once(effect.tx().raw(), Kind::Sso, &grant, CODE_TTL).await?;
        effect.commit(()).await?;
        Ok(code)
    }

    /// Where the browser goes: back to the app, whatever came of it. What was refused is on the tenant's log.
    fn send_back(
        &self,
        call: &Callback,
        pending: &Pending,
        outcome: Result<Secret, Error>,
    ) -> Result<String, Error> {
        let url = Url::parse(&pending.return_url);
        let mut url = url.map_err(|error| Error::internal("a return address is none").with_source(error))?;
        match outcome {
            Ok(code) => {
                url.query_pairs_mut().append_pair("code", code.expose());
            }
            Err(error) => {
                self.note(call, pending, &error);
                let request = call.ctx.request_id();
                let described = format!("{} ({}, request {request})", error.message(), error.reason().name);
                url.query_pairs_mut()
                    .append_pair("error", code_of(&error))
                    .append_pair("error_description", &described);
            }
        }
        Ok(url.into())
    }

    fn note(&self, call: &Callback, pending: &Pending, error: &Error) {
        let connection = ConnectionId::from_uuid(pending.connection);
        let reason = error.reason().name;
        let why = error.internal_chain().join(": ");
        tracing::warn!(%connection, request_id = %call.ctx.request_id(), reason, why, "a sign-in at a company was refused");
        let denied = AuditEntry::denied("identity.login", reason).on(&connection);
        self.effects().audit().record(live(TenantId::from_uuid(pending.tenant)), &call.ctx, denied);
    }
}

/// The error codes of RFC 6749, section 4.1.2.1.
fn code_of(error: &Error) -> &'static str {
    match error.kind() {
        ErrorKind::Unavailable | ErrorKind::Aborted => "temporarily_unavailable",
        ErrorKind::Internal => "server_error",
        _ => "access_denied",
    }
}

fn off() -> Error {
    Error::new(&SSO_CONNECTION_OFF, "the company's sign-in is off")
}

fn invalid(why: &str) -> Error {
    Error::new(&SSO_RESPONSE_INVALID, "the identity provider's answer is not valid").with_context(why)
}
