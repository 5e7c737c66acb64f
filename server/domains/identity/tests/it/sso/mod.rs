//! Single sign-on through the contract and the connection's own address, with a provider and a DNS server of this process.

mod administration;
mod dns;
mod domains;
mod egress;
mod idp;
mod refusals;
mod saml;
mod sessions;
mod sign_in;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use omni_identity::sso::Callback;
use omni_identity::sso::saml::SamlEngine;
use omni_identity::{Dns, Sso, SsoParts, Tokens};
use omni_kernel::config::Sso as Settings;
use omni_kernel::{Ctx, Error, Secret, TenantId, UserId};
use omni_proto_identity::v1 as pb;
use pb::sso_service_server::SsoService;
use sha2::{Digest, Sha256};
use tonic::Response;
use url::Url;

use crate::harness::{self, Node, World};
use dns::DnsServer;
use idp::{CLIENT_ID, CLIENT_SECRET, Idp};

pub(super) const RETURN_URL: &str = "https://app.example.com/in?from=omni";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const OWNER: &str = "ana@acme.example";

/// A company, its owner, its provider, and a server.
pub(super) struct House {
    pub(super) world: World,
    pub(super) sso: Sso,
    pub(super) idp: Idp,
    pub(super) dns: DnsServer,
    pub(super) owner: UserId,
    pub(super) tenant: TenantId,
    pub(super) admin: Ctx,
    pub(super) tokens: Tokens,
}

fn settings(dns: &DnsServer, private: bool) -> Settings {
    Settings {
        timeout: Duration::from_secs(5),
        allow_private_networks: private,
        dns_servers: vec![dns.address.to_string()],
    }
}

pub(super) async fn house() -> House {
    house_with(None).await
}

pub(super) async fn house_with(saml: Option<Arc<dyn SamlEngine>>) -> House {
    let world = harness::world().await;
    let (idp, dns) = (Idp::start(world.db.clock()).await, DnsServer::start().await);
    let sso = node_sso(&world.node, &settings(&dns, true), saml);
    let (owner, tenant) = world.node.person(OWNER).await;
    // The tier of those who register has a place for the owner only.
    world.execute("UPDATE omni.tenants SET tier = 'pro'").await;
    let tokens = world.node.login(OWNER).await;
    let admin = world.node.signed_in(&tokens).await;
    House { world, sso, idp, dns, owner, tenant, admin, tokens }
}

pub(super) fn node_sso(node: &Node, settings: &Settings, saml: Option<Arc<dyn SamlEngine>>) -> Sso {
    let dns = Arc::new(Dns::new(settings).unwrap());
    Sso::new(SsoParts { identity: node.identity.clone(), settings: settings.clone(), dns, saml })
}

pub(super) fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
}

impl House {
    /// The wish for a connection to this house's provider.
    pub(super) fn wanted(&self) -> pb::CreateConnectionRequest {
        let oidc = pb::OidcSettings {
            issuer: self.idp.issuer(),
            client_id: CLIENT_ID.to_owned(),
            client_secret: CLIENT_SECRET.to_owned(),
            ..pb::OidcSettings::default()
        };
        pb::CreateConnectionRequest {
            display_name: "Acme".to_owned(),
            default_role: "developer".to_owned(),
            return_urls: vec![RETURN_URL.to_owned()],
            enabled: true,
            protocol: Some(pb::create_connection_request::Protocol::Oidc(oidc)),
        }
    }

    pub(super) async fn create(
        &self,
        by: &Ctx,
        wanted: pb::CreateConnectionRequest,
    ) -> Result<pb::SsoConnection, tonic::Status> {
        let made = self.sso.service().create_connection(Node::request(by, wanted)).await?;
        Ok(made.into_inner().connection.unwrap())
    }

    /// A connection that is on, of a tenant that has proven `acme.example`; gives its id.
    pub(super) async fn connected(&self) -> String {
        self.prove(&self.admin, "acme.example").await.unwrap();
        self.create(&self.admin, self.wanted()).await.unwrap().connection_id
    }

    pub(super) async fn claim(&self, by: &Ctx, domain: &str) -> Result<pb::SsoDomain, tonic::Status> {
        let request = pb::ClaimDomainRequest { domain: domain.to_owned() };
        let claimed = self.sso.service().claim_domain(Node::request(by, request)).await?;
        Ok(claimed.into_inner().domain.unwrap())
    }

    pub(super) async fn verify(&self, by: &Ctx, domain: &str) -> Result<pb::SsoDomain, tonic::Status> {
        let request = pb::VerifyDomainRequest { domain: domain.to_owned() };
        let verified = self.sso.service().verify_domain(Node::request(by, request)).await?;
        Ok(verified.into_inner().domain.unwrap())
    }

    pub(super) async fn prove(&self, by: &Ctx, domain: &str) -> Result<pb::SsoDomain, tonic::Status> {
        let claimed = self.claim(by, domain).await?;
        self.dns.set(&claimed.record_name, &claimed.record_value);
        self.verify(by, domain).await
    }

    pub(super) async fn set_enabled(&self, id: &str, enabled: bool) {
        let request = pb::UpdateConnectionRequest {
            connection_id: id.to_owned(),
            enabled,
            update_mask: Some(prost_types::FieldMask { paths: vec!["enabled".to_owned()] }),
            ..pb::UpdateConnectionRequest::default()
        };
        self.sso.service().update_connection(Node::request(&self.admin, request)).await.unwrap();
    }

    pub(super) async fn start(&self, id: &str) -> Result<String, tonic::Status> {
        let request = pb::StartSsoRequest {
            connection_id: id.to_owned(),
            return_url: RETURN_URL.to_owned(),
            code_challenge: challenge(VERIFIER),
            ..pb::StartSsoRequest::default()
        };
        self.start_with(request).await
    }

    pub(super) async fn start_with(&self, request: pb::StartSsoRequest) -> Result<String, tonic::Status> {
        let nobody = self.world.node.anonymous(None);
        let started = self.sso.service().start_sso(Node::request(&nobody, request)).await?;
        Ok(started.into_inner().authorization_url)
    }

    pub(super) fn call(&self, id: &str, fields: Vec<(String, String)>) -> Callback {
        Callback { ctx: self.world.node.anonymous(Some("192.0.2.7")), connection: id.to_owned(), fields }
    }

    /// From the start to where the browser is sent at the end.
    pub(super) async fn round(&self, id: &str) -> Landing {
        let url = self.start(id).await.unwrap();
        let fields = self.idp.consent(&url);
        Landing::at(&self.sso.callback(&self.call(id, fields)).await.unwrap())
    }

    pub(super) async fn complete(
        &self,
        code: &str,
        verifier: &str,
    ) -> Result<Response<pb::CompleteSsoResponse>, tonic::Status> {
        let request = pb::CompleteSsoRequest { code: code.to_owned(), code_verifier: verifier.to_owned() };
        self.sso.service().complete_sso(Node::request(&self.world.node.anonymous(None), request)).await
    }

    /// A whole sign-in of somebody without a second factor.
    pub(super) async fn sign_in(&self, id: &str) -> Tokens {
        let landing = self.round(id).await;
        let answer = self.complete(&landing.code(), VERIFIER).await.unwrap().into_inner();
        given(&answer.tokens.expect("the person has no second factor"))
    }

    /// Why a round fails.
    pub(super) async fn refused(&self, id: &str) -> String {
        self.round(id).await.reason()
    }

    /// The person and the tenant of tokens.
    pub(super) async fn who(&self, tokens: &Tokens) -> (UserId, TenantId) {
        let ctx = self.world.node.signed_in(tokens).await;
        (ctx.user().unwrap().0, ctx.scope().unwrap().tenant)
    }
}

/// Tokens of the contract as those of the domain.
pub(super) fn given(tokens: &pb::Tokens) -> Tokens {
    let never = jiff::Timestamp::UNIX_EPOCH;
    Tokens {
        access: Secret::new(tokens.access_token.clone()),
        access_expire_time: never,
        refresh: Secret::new(tokens.refresh_token.clone()),
        refresh_expire_time: never,
        session: tokens.session_id.parse().unwrap(),
    }
}

/// Where the browser is sent at the end.
#[derive(Debug)]
pub(super) struct Landing {
    pub(super) base: String,
    pub(super) fields: HashMap<String, String>,
}

impl Landing {
    pub(super) fn at(location: &str) -> Self {
        let mut url = Url::parse(location).unwrap();
        let fields = url.query_pairs().into_owned().collect();
        url.set_query(None);
        Self { base: url.into(), fields }
    }

    pub(super) fn code(&self) -> String {
        assert!(self.fields.contains_key("code"), "{self:?}");
        self.fields["code"].clone()
    }

    /// The reason in the description.
    pub(super) fn reason(&self) -> String {
        assert!(!self.fields.contains_key("code"), "{self:?}");
        let described = &self.fields["error_description"];
        described.split(['(', ',']).nth(1).unwrap_or_default().to_owned()
    }
}

/// The reason of a failure at the callback itself.
pub(super) fn no_way_back(outcome: Result<String, Error>) -> &'static str {
    harness::reason(outcome)
}
