//! The contract's types in and out.

use omni_kernel::id::ParseIdError;
use omni_kernel::wire::timestamp;
use omni_kernel::{Begun, Ctx, Error, Secret};
use omni_proto_identity::v1 as pb;
use pb::sso_service_server::SsoService;
use sha2::{Digest, Sha256};
use tonic::{Request, Response, Status};

use super::model::{Connected, ConnectionId, Domain, Protocol};
use super::settings::{Wanted, WantedProtocol};
use super::start::Wish;
use super::{Inner, Sso};
use crate::grpc::sign_in_parts;

/// Begins the mutation of a tenant's sign-in, or gives the answer of before.
macro_rules! begin {
    ($inner:expr, $ctx:expr) => {
        match $inner.effects().begin_in($ctx, Inner::live($ctx)?).await? {
            Begun::New(effect) => effect,
            Begun::Replay(answer) => return Ok(answer),
        }
    };
}

#[tonic::async_trait]
impl SsoService for Sso {
    async fn create_connection(
        &self,
        request: Request<pb::CreateConnectionRequest>,
    ) -> Result<Response<pb::CreateConnectionResponse>, Status> {
        let (ctx, asked, sso) = (Ctx::of(&request)?, request.into_inner(), &self.0);
        let wanted = wanted_new(asked);
        let mut effect = begin!(sso, &ctx);
        let made = sso.create_connection(&mut effect, wanted).await?;
        let connection = Some(connection(sso, made));
        Ok(effect.commit(pb::CreateConnectionResponse { connection }).await?)
    }

    async fn get_connection(
        &self,
        request: Request<pb::GetConnectionRequest>,
    ) -> Result<Response<pb::GetConnectionResponse>, Status> {
        let (ctx, asked, sso) = (Ctx::of(&request)?, request.into_inner(), &self.0);
        let found = sso.get_connection(&ctx, id(&asked.connection_id)?).await?;
        Ok(Response::new(pb::GetConnectionResponse { connection: Some(connection(sso, found)) }))
    }

    async fn list_connections(
        &self,
        request: Request<pb::ListConnectionsRequest>,
    ) -> Result<Response<pb::ListConnectionsResponse>, Status> {
        let (ctx, asked, sso) = (Ctx::of(&request)?, request.into_inner(), &self.0);
        let (found, next_page_token) = sso.list_connections(&ctx, asked.page_size, &asked.page_token).await?;
        let connections = found.into_iter().map(|one| connection(sso, one)).collect();
        Ok(Response::new(pb::ListConnectionsResponse { connections, next_page_token }))
    }

    async fn update_connection(
        &self,
        request: Request<pb::UpdateConnectionRequest>,
    ) -> Result<Response<pb::UpdateConnectionResponse>, Status> {
        let (ctx, asked, sso) = (Ctx::of(&request)?, request.into_inner(), &self.0);
        let (id, wanted) = (id(&asked.connection_id)?, wanted_change(asked)?);
        let mut effect = begin!(sso, &ctx);
        let changed = sso.update_connection(&mut effect, id, wanted).await?;
        let connection = Some(connection(sso, changed));
        Ok(effect.commit(pb::UpdateConnectionResponse { connection }).await?)
    }

    async fn delete_connection(
        &self,
        request: Request<pb::DeleteConnectionRequest>,
    ) -> Result<Response<pb::DeleteConnectionResponse>, Status> {
        let (ctx, asked, sso) = (Ctx::of(&request)?, request.into_inner(), &self.0);
        let id = id(&asked.connection_id)?;
        let mut effect = begin!(sso, &ctx);
        let ended = sso.delete_connection(&mut effect, id).await?;
        let answer = effect.commit(pb::DeleteConnectionResponse {}).await?;
        sso.identity.forget(&ended).await;
        Ok(answer)
    }

    async fn claim_domain(
        &self,
        request: Request<pb::ClaimDomainRequest>,
    ) -> Result<Response<pb::ClaimDomainResponse>, Status> {
        let (ctx, asked, sso) = (Ctx::of(&request)?, request.into_inner(), &self.0);
        let mut effect = begin!(sso, &ctx);
        let claimed = sso.claim_domain(&mut effect, &asked.domain).await?;
        Ok(effect.commit(pb::ClaimDomainResponse { domain: Some(domain(claimed)) }).await?)
    }

    async fn verify_domain(
        &self,
        request: Request<pb::VerifyDomainRequest>,
    ) -> Result<Response<pb::VerifyDomainResponse>, Status> {
        let (ctx, asked, sso) = (Ctx::of(&request)?, request.into_inner(), &self.0);
        Inner::live(&ctx)?;
        // Takes long, so it comes before the effect; a repeated request gets its answer whatever comes of it.
        let proven = sso.prove_domain(&ctx, &asked.domain).await;
        let mut effect = begin!(sso, &ctx);
        let verified = sso.verify_domain(&mut effect, &asked.domain, &proven?).await?;
        Ok(effect.commit(pb::VerifyDomainResponse { domain: Some(domain(verified)) }).await?)
    }

    async fn list_domains(
        &self,
        request: Request<pb::ListDomainsRequest>,
    ) -> Result<Response<pb::ListDomainsResponse>, Status> {
        let (ctx, asked, sso) = (Ctx::of(&request)?, request.into_inner(), &self.0);
        let (found, next_page_token) = sso.list_domains(&ctx, asked.page_size, &asked.page_token).await?;
        let domains = found.into_iter().map(domain).collect();
        Ok(Response::new(pb::ListDomainsResponse { domains, next_page_token }))
    }

    async fn release_domain(
        &self,
        request: Request<pb::ReleaseDomainRequest>,
    ) -> Result<Response<pb::ReleaseDomainResponse>, Status> {
        let (ctx, asked, sso) = (Ctx::of(&request)?, request.into_inner(), &self.0);
        let mut effect = begin!(sso, &ctx);
        sso.release_domain(&mut effect, &asked.domain).await?;
        Ok(effect.commit(pb::ReleaseDomainResponse {}).await?)
    }

    async fn start_sso(
        &self,
        request: Request<pb::StartSsoRequest>,
    ) -> Result<Response<pb::StartSsoResponse>, Status> {
        let (ctx, asked, sso) = (Ctx::of(&request)?, request.into_inner(), &self.0);
        let pb::StartSsoRequest { email, connection_id, return_url, code_challenge: challenge } = asked;
        let wish = Wish { email, connection_id, return_url, challenge };
        let started = sso.start(&ctx, &wish, |authorization_url, expire| pb::StartSsoResponse {
            authorization_url,
            expire_time: Some(timestamp(expire)),
        });
        Ok(started.await?)
    }

    async fn complete_sso(
        &self,
        request: Request<pb::CompleteSsoRequest>,
    ) -> Result<Response<pb::CompleteSsoResponse>, Status> {
        let (ctx, asked, sso) = (Ctx::of(&request)?, request.into_inner(), &self.0);
        let (code, verifier) = (Secret::new(asked.code), Secret::new(asked.code_verifier));
        let completed = sso.complete(&ctx, &code, &verifier, |outcome| {
            let (tokens, mfa_challenge) = sign_in_parts(outcome);
            pb::CompleteSsoResponse { tokens, mfa_challenge }
        });
        Ok(completed.await?)
    }
}

fn id(text: &str) -> Result<ConnectionId, Error> {
    text.parse().map_err(|error: ParseIdError| error.in_field("connection_id"))
}

fn wanted_new(asked: pb::CreateConnectionRequest) -> Wanted {
    use pb::create_connection_request::Protocol;
    Wanted {
        display_name: Some(asked.display_name),
        default_role: Some(asked.default_role),
        return_urls: Some(asked.return_urls),
        enabled: Some(asked.enabled),
        protocol: asked.protocol.map(|protocol| match protocol {
            Protocol::Oidc(settings) => oidc(settings),
            Protocol::Saml(settings) => saml(settings),
        }),
    }
}

/// What a request's mask says of it; without one everything but a protocol that is not there.
fn wanted_change(asked: pb::UpdateConnectionRequest) -> Result<Wanted, Error> {
    use pb::update_connection_request::Protocol;
    let named = |name: &str| match &asked.update_mask {
        None => true,
        Some(mask) => mask.paths.iter().any(|path| path == name || path == "*"),
    };
    let known = ["display_name", "default_role", "return_urls", "enabled", "oidc", "saml", "*"];
    let paths = asked.update_mask.iter().flat_map(|mask| &mask.paths);
    if let Some(unknown) = paths.into_iter().find(|path| !known.contains(&path.as_str())) {
        let expected = "expected display_name, default_role, return_urls, enabled, oidc or saml";
        return Err(Error::invalid_field("update_mask", format!("{expected}, found {unknown:?}")));
    }
    let (of_oidc, of_saml) = (named("oidc"), named("saml"));
    Ok(Wanted {
        display_name: named("display_name").then(|| asked.display_name.clone()),
        default_role: named("default_role").then(|| asked.default_role.clone()),
        return_urls: named("return_urls").then(|| asked.return_urls.clone()),
        enabled: named("enabled").then_some(asked.enabled),
        protocol: match asked.protocol {
            Some(Protocol::Oidc(settings)) if of_oidc => Some(oidc(settings)),
            Some(Protocol::Saml(settings)) if of_saml => Some(saml(settings)),
            _ => None,
        },
    })
}

fn oidc(settings: pb::OidcSettings) -> WantedProtocol {
    WantedProtocol::Oidc {
        issuer: settings.issuer,
        client_id: settings.client_id,
        client_secret: Secret::new(settings.client_secret),
        scopes: settings.scopes,
    }
}

fn saml(settings: pb::SamlSettings) -> WantedProtocol {
    WantedProtocol::Saml { metadata: settings.idp_metadata_xml }
}

fn connection(sso: &Inner, of: Connected) -> pb::SsoConnection {
    use pb::sso_connection::Protocol as Shown;
    let sp = sso.service_provider(of.id);
    let protocol = match of.protocol {
        Protocol::Oidc(oidc) => Shown::Oidc(pb::OidcSettings {
            issuer: oidc.issuer,
            client_id: oidc.client_id,
            client_secret: String::new(),
            scopes: oidc.scopes,
            redirect_uri: sso.redirect_uri(of.id),
        }),
        Protocol::Saml(saml) => Shown::Saml(pb::SamlSettings {
            idp_metadata_xml: String::new(),
            idp_entity_id: saml.entity_id,
            sso_url: saml.sso_url,
            certificate_fingerprints: saml.certificates.iter().map(|der| fingerprint(der)).collect(),
            sp_entity_id: sp.entity_id,
            acs_url: sp.acs_url,
        }),
    };
    pb::SsoConnection {
        connection_id: of.id.to_string(),
        display_name: of.display_name,
        default_role: of.default_role,
        return_urls: of.return_urls,
        enabled: of.enabled,
        create_time: Some(timestamp(of.create_time)),
        update_time: Some(timestamp(of.update_time)),
        protocol: Some(protocol),
    }
}

fn fingerprint(der: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    for byte in Sha256::digest(der) {
        // A String takes everything.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn domain(domain: Domain) -> pb::SsoDomain {
    pb::SsoDomain {
        record_name: domain.record_name(),
        record_value: domain.record_value(),
        create_time: Some(timestamp(domain.create_time)),
        verify_time: domain.verify_time.map(timestamp),
        domain: domain.name,
    }
}
