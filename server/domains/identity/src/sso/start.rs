//! How a sign-in begins.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use omni_kernel::effects::AnonymousBegun;
use omni_kernel::error::reason::NOT_FOUND;
use omni_kernel::ports::TenantStatus;
use omni_kernel::{Ctx, Error, Secret, TenantId};
use prost::Message;
use serde::{Deserialize, Serialize};
use tonic::Response;
use uuid::Uuid;

use super::model::{self, Connected, ConnectionId, Oidc, Protocol};
use super::oidc::{Flow, Provider, Providers};
use super::saml::{AuthnRequest, IdentityProvider};
use super::{Inner, live, store};
use crate::crypto::token::Kind;

/// How long the browser may take.
const TTL: Duration = Duration::from_mins(10);

/// How somebody wants to sign in.
#[derive(Debug)]
pub(super) struct Wish {
    pub(super) email: String,
    pub(super) connection_id: String,
    pub(super) return_url: String,
    /// SHA-256 of the app's verifier in base64url.
    pub(super) challenge: String,
}

/// What the server keeps of a sign-in under way, sealed under the hash of its state.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Pending {
    pub(super) tenant: Uuid,
    pub(super) connection: Uuid,
    pub(super) return_url: String,
    pub(super) challenge: String,
    pub(super) flow: PendingFlow,
}

/// What it keeps for the protocol.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum PendingFlow {
    Oidc(Flow),
    Saml { request_id: String },
}

/// Whom the browser is sent to.
enum Destination<'a> {
    Oidc(&'a Oidc, std::sync::Arc<Provider>),
    Saml(&'a IdentityProvider),
}

impl Inner {
    pub(super) async fn start<M: Message + Default>(
        &self,
        ctx: &Ctx,
        wish: &Wish,
        answer: impl FnOnce(String, Timestamp) -> M,
    ) -> Result<Response<M>, Error> {
        let connection = self.wished(wish).await?;
        if !connection.may_return_to(&wish.return_url) {
            let expected = "expected one of the connection's return_urls, or http://127.0.0.1:<port>/...";
            return Err(Error::invalid_field("return_url", expected));
        }
        let destination = match &connection.protocol {
            Protocol::Oidc(oidc) => {
                Destination::Oidc(oidc, self.providers.get(connection.id, &oidc.issuer).await?)
            }
            Protocol::Saml(saml) => Destination::Saml(saml),
        };
        let mut effect = match self.effects().begin_anonymous(ctx).await? {
            AnonymousBegun::Replay(answer) => return Ok(answer),
            AnonymousBegun::New(effect) => effect,
        };
        let pending = Pending {
            tenant: connection.tenant.uuid(),
            connection: connection.id.uuid(),
            return_url: wish.return_url.clone(),
            challenge: wish.challenge.clone(),
            flow: self.flow(&destination),
        };
        let inner = &self.identity.0;
        let (state, expire) = inner.give_once(effect.tx().raw(), Kind::State, &pending, TTL).await?;
        let hint = Some(wish.email.trim()).filter(|email| !email.is_empty());
        let url = self.authorization_url(&connection, &destination, &pending, &state, hint)?;
        effect.commit(answer(url, expire)).await
    }

    /// The connection that is asked for, if people may sign in by it: else the same answer, whatever is missing.
    async fn wished(&self, wish: &Wish) -> Result<Connected, Error> {
        let absent = || Error::new(&NOT_FOUND, "there is no single sign-on for this address or connection");
        if wish.email.is_empty() == wish.connection_id.is_empty() {
            return Err(Error::invalid_field("email", "expected either an address or a connection_id"));
        }
        let mut tx = self.effects().database().begin_unscoped().await?;
        let found = if wish.email.is_empty() {
            match wish.connection_id.parse::<ConnectionId>() {
                Ok(id) => store::connections::tenant_of(tx.raw(), id).await?.map(|tenant| (tenant, id)),
                Err(_) => None,
            }
        } else {
            match model::domain_of(&wish.email) {
                Some(domain) => store::connections::by_domain(tx.raw(), &domain).await?,
                None => None,
            }
        };
        drop(tx);
        let (tenant, id) = found.ok_or_else(absent)?;
        self.connection_on(tenant, id).await?.ok_or_else(absent)
    }

    /// A connection by which people may sign in now.
    pub(super) async fn connection_on(
        &self,
        tenant: TenantId,
        id: ConnectionId,
    ) -> Result<Option<Connected>, Error> {
        let mut tx = self.effects().database().begin(&live(tenant)).await?;
        let found = store::connections::find(&mut tx, self.effects().vault(), id).await?;
        let standing = self.identity.0.tenants.standing(&mut tx).await?;
        let open = standing
            .is_some_and(|standing| matches!(standing.status, TenantStatus::Trial | TenantStatus::Active));
        Ok(found.filter(|connection| connection.enabled && open))
    }

    fn flow(&self, destination: &Destination<'_>) -> PendingFlow {
        let random = || URL_SAFE_NO_PAD.encode(self.identity.0.rng.bytes::<32>());
        match destination {
            Destination::Oidc(..) => PendingFlow::Oidc(Flow { nonce: random(), verifier: random() }),
            // An NCName begins with a letter or an underscore.
            Destination::Saml(_) => PendingFlow::Saml { request_id: format!("_{}", random()) },
        }
    }

    fn authorization_url(
        &self,
        connection: &Connected,
        destination: &Destination<'_>,
        pending: &Pending,
        state: &Secret,
        hint: Option<&str>,
    ) -> Result<String, Error> {
        match (destination, &pending.flow) {
            (Destination::Oidc(oidc, provider), PendingFlow::Oidc(flow)) => {
                let redirect_uri = self.redirect_uri(connection.id);
                Providers::authorization_url(provider, oidc, &redirect_uri, state, flow, hint)
            }
            (Destination::Saml(idp), PendingFlow::Saml { request_id }) => {
                let request = AuthnRequest { request_id, now: self.now(), relay_state: state.expose() };
                let url = self.engine()?.authn_request(&self.service_provider(connection.id), idp, &request);
                url.map_err(|refusal| Error::internal(format!("{}: {}", refusal.code, refusal.message)))
            }
            _ => Err(Error::internal("a sign-in has the flow of another protocol")),
        }
    }
}
