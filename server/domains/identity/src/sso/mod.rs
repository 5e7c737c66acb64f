//! Single sign-on: people sign in at their company's identity provider, by OpenID Connect or SAML 2.0.
//!
//! An app calls `StartSso` and sends the browser where it says. The browser comes back to the connection's own address
//! here ([`Sso::callback`], [`Sso::acs`]), and is sent on to the app with a code, which `CompleteSso` trades for tokens.

mod callback;
mod complete;
mod connections;
mod dns;
mod domains;
mod egress;
mod error;
mod grpc;
mod link;
mod model;
mod oidc;
pub mod saml;
mod settings;
mod start;
pub(crate) mod store;

use std::sync::Arc;

use jiff::Timestamp;
use omni_kernel::config::Sso as Settings;
use omni_kernel::{Ctx, Effects, Error, Scope};

pub use callback::Callback;
pub use dns::{Dns, TxtLookup};
pub use error::REASONS;
pub use model::{Connection, ConnectionId};

pub(crate) use error::bound;

use crate::service::Identity;
use crate::tenants::live;
use egress::Egress;
use oidc::Providers;
use saml::{SamlEngine, ServiceProvider};

/// What the use cases stand on.
pub struct SsoParts {
    /// People and their sessions.
    pub identity: Identity,
    /// The section `[auth.sso]`.
    pub settings: Settings,
    /// Reads TXT records.
    pub dns: Arc<dyn TxtLookup>,
    /// Reads and writes SAML; none in a server without it.
    pub saml: Option<Arc<dyn SamlEngine>>,
}

/// Single sign-on of the installation. Cheap to clone.
#[derive(Clone)]
pub struct Sso(Arc<Inner>);

pub(crate) struct Inner {
    identity: Identity,
    settings: Settings,
    dns: Arc<dyn TxtLookup>,
    saml: Option<Arc<dyn SamlEngine>>,
    providers: Providers,
}

impl Sso {
    /// The use cases over these parts.
    pub fn new(parts: SsoParts) -> Self {
        let SsoParts { identity, settings, dns, saml } = parts;
        let egress = Egress::new(settings.timeout, settings.allow_private_networks);
        let providers = Providers::new(egress, identity.effects().clock().clone());
        Self(Arc::new(Inner { identity, settings, dns, saml, providers }))
    }

    /// The gRPC service.
    pub fn server(
        self,
    ) -> omni_proto_identity::v1::sso_service_server::SsoServiceServer<
        impl omni_proto_identity::v1::sso_service_server::SsoService,
    > {
        // The edge holds messages to the configured size.
        omni_proto_identity::v1::sso_service_server::SsoServiceServer::new(self)
            .max_decoding_message_size(usize::MAX)
    }

    /// The same for callers in this process.
    pub fn service(&self) -> impl omni_proto_identity::v1::sso_service_server::SsoService {
        self.clone()
    }
}

impl Inner {
    fn effects(&self) -> &Effects {
        self.identity.effects()
    }

    fn now(&self) -> Timestamp {
        self.effects().clock().now()
    }

    fn engine(&self) -> Result<&Arc<dyn SamlEngine>, Error> {
        self.saml.as_ref().ok_or_else(error::saml_unavailable)
    }

    /// Where a connection's provider sends the browser back to. One for each connection, so that an answer of one provider
    /// is never taken for another's (RFC 9700, section 4.4).
    fn redirect_uri(&self, id: ConnectionId) -> String {
        format!("{}/auth/sso/{id}/callback", self.identity.0.public_url)
    }

    /// Our side of a SAML connection.
    fn service_provider(&self, id: ConnectionId) -> ServiceProvider {
        let entity_id = format!("{}/auth/sso/{id}", self.identity.0.public_url);
        ServiceProvider { acs_url: format!("{entity_id}/acs"), entity_id }
    }

    /// The tenant's live environment, which its sign-in belongs to.
    ///
    /// # Errors
    /// `LIVE_ONLY` for a sign-in to test.
    fn live(ctx: &Ctx) -> Result<Scope, Error> {
        let scope = ctx.scope()?;
        if scope.environment.is_live() { Ok(scope) } else { Err(crate::team::live_only()) }
    }
}
