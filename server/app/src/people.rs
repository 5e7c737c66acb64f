//! People's sign-in, wired to the rest.

use std::net::SocketAddr;
use std::sync::Arc;

use async_trait::async_trait;
use omni_contract::Contract;
use omni_edge::{Document, DocumentSource};
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

/// Where the keys are published that access tokens are signed with.
pub(crate) const JWKS_PATH: &str = "/.well-known/jwks.json";

/// The published keys.
pub(crate) struct Jwks(pub(crate) Identity);

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
