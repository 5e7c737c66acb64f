//! People's sign-in, wired to the rest.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use omni_contract::Contract;
use omni_edge::{Document, DocumentSource, EdgeBuilder};
use omni_identity::{Identity, Parts, Team, TeamParts};
use omni_kernel::config::Config;
use omni_kernel::permissions::Catalogue;
use omni_kernel::ports::{MailQueue, TenantRegistry};
use omni_kernel::{Effects, Error, Rng};

/// What people's sign-in and teams stand on.
pub(crate) struct Around {
    pub(crate) effects: Effects,
    pub(crate) mail: Arc<dyn MailQueue>,
    pub(crate) tenants: Arc<dyn TenantRegistry>,
    pub(crate) rng: Rng,
}

/// The domain over the parts of the server: people, and their teams.
pub(crate) fn people(
    config: &Config,
    address: SocketAddr,
    contract: &Contract,
    around: Around,
) -> Result<(Identity, Team), Error> {
    let Around { effects, mail, tenants, rng } = around;
    let scheme = if config.tls.files().is_some() { "https" } else { "http" };
    let public_url = config.auth.public_url.clone().unwrap_or_else(|| format!("{scheme}://{address}"));
    let public_url = public_url.trim_end_matches('/').to_owned();
    let catalogue = catalogue(contract);
    let identity = Identity::new(Parts {
        effects: effects.clone(),
        mail: Arc::clone(&mail),
        tenants: Arc::clone(&tenants),
        rng: rng.clone(),
        settings: config.auth.clone(),
        catalogue: catalogue.clone(),
        public_url: public_url.clone(),
    })?;
    let accounts = Arc::new(identity.clone());
    let team = Team::new(TeamParts { effects, mail, tenants, accounts, rng, catalogue, public_url });
    Ok((identity, team))
}

/// The permissions that the contract declares.
fn catalogue(contract: &Contract) -> Catalogue {
    contract.permissions().values().map(|permission| (&*permission.name, &*permission.description)).collect()
}

/// Adds the service, the published keys and the pages that links in mails lead to.
pub(crate) fn publish(edge: EdgeBuilder, identity: &Identity) -> EdgeBuilder {
    let edge = edge
        .service(omni_identity::server(identity.clone()))
        .document(JWKS_PATH, Arc::new(Jwks(identity.clone())));
    MAIL_PAGES.into_iter().fold(edge, |edge, (path, page)| edge.document(path, Arc::new(page)))
}

/// How often what nobody needs any more is removed.
const SWEEP: Duration = Duration::from_hours(1);

/// Removes counters that nobody needs any more, for as long as the task runs.
pub(crate) async fn sweep(identity: Identity) {
    let mut turns = tokio::time::interval(SWEEP);
    loop {
        turns.tick().await;
        if let Err(error) = identity.purge().await {
            tracing::warn!(?error, "counters of failed sign-ins were not removed");
        }
    }
}

/// Where the keys are published that access tokens are signed with.
const JWKS_PATH: &str = "/.well-known/jwks.json";

/// The published keys.
struct Jwks(Identity);

#[async_trait]
impl DocumentSource for Jwks {
    async fn document(&self) -> Result<Document, Error> {
        Ok(Document {
            content_type: "application/jwk-set+json",
            // Well below the time that a new key is published before it signs.
            cache_control: "public, max-age=60",
            body: self.0.jwks().await?,
        })
    }
}

/// The pages that links in mails lead to, and their script.
const MAIL_PAGES: [(&str, Fixed); 4] = [
    ("/auth/verify", Fixed("text/html; charset=utf-8", include_str!("../assets/verify.html"))),
    ("/auth/password/reset", Fixed("text/html; charset=utf-8", include_str!("../assets/reset.html"))),
    ("/auth/invitation", Fixed("text/html; charset=utf-8", include_str!("../assets/invitation.html"))),
    ("/auth/assets/mail.js", Fixed("text/javascript; charset=utf-8", include_str!("../assets/mail.js"))),
];

/// A file that is part of the server: its media type and its text.
#[derive(Clone, Copy)]
struct Fixed(&'static str, &'static str);

#[async_trait]
impl DocumentSource for Fixed {
    async fn document(&self) -> Result<Document, Error> {
        let Self(content_type, text) = *self;
        Ok(Document { content_type, cache_control: "no-cache", body: text.to_owned() })
    }
}
