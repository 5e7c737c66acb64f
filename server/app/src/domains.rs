//! The domains of an installation over one database, wired to each other.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use omni_audit::Trail;
use omni_contract::Contract;
use omni_identity::{Identity, Parts, Sso, Team, TeamParts};
use omni_kernel::config::Config;
use omni_kernel::db::{Database, Migrations};
use omni_kernel::ports::{AuditLog, MailQueue};
use omni_kernel::{Clock, Effects, Error, Rng, effects};
use omni_keys::{Bootstrap, Keys};
use omni_tenant::Tenants;

use crate::mail::Mail;
use crate::{audit, scopes, sso, tenants, vault};

/// Every domain's tables, in the order they are made.
pub static MIGRATIONS: &[&Migrations] = &[
    &omni_tenant::MIGRATIONS,
    &omni_identity::MIGRATIONS,
    &omni_keys::MIGRATIONS,
    &omni_audit::MIGRATIONS,
    &omni_mail::MIGRATIONS,
    &omni_platform::MIGRATIONS,
    &omni_platform::CACHE_MIGRATIONS,
];

/// What the server and the commands beside it share.
pub(crate) struct Domains {
    pub(crate) database: Database,
    /// The way to where the data of tenants lies. Domains that find, let in and count tenants do not take it.
    pub(crate) data: Database,
    pub(crate) effects: Effects,
    pub(crate) trail: Trail,
    pub(crate) tenants: Arc<Tenants>,
    pub(crate) keys: Arc<Keys>,
    pub(crate) identity: Identity,
    pub(crate) team: Team,
    pub(crate) sso: Sso,
    pub(crate) mail: Mail,
    /// What a first start made.
    pub(crate) bootstrap: Option<Bootstrap>,
}

/// How often what has served its time is removed: answers that are kept for a minute are gone after two.
const HOUSEKEEPING: Duration = Duration::from_mins(1);

impl Domains {
    /// Migrates the database, opens the vault and puts the domains together. `address` is where the server listens.
    pub(crate) async fn open(
        config: &Config,
        contract: &Contract,
        address: SocketAddr,
        database: &Database,
        clock: &Clock,
        rng: &Rng,
    ) -> Result<Self, Error> {
        database.migrate(MIGRATIONS).await?;
        let vault = vault::open(config, database, clock, rng).await?;
        let data = database.placed(vault.clone());
        data.migrate_places(MIGRATIONS).await?;
        let settings = audit::settings(config);
        let trail =
            Trail::open(database.clone(), vault.clone(), clock.clone(), rng.clone(), settings).await?;
        let log: Arc<dyn AuditLog> = Arc::new(trail.clone());
        let effects = Effects::new(database.clone(), log, vault.clone(), clock.clone())
            .keeping(config.idempotency.keep);
        let tenants = tenants::fitting(config, database, clock, contract).await?;
        let keys = Arc::new(Keys::new(database.clone(), tenants.clone(), clock.clone(), rng.clone()));
        let bootstrap = keys.bootstrap(&config.data_dir).await?;
        let mail = Mail::new(config, vault.clone(), clock.clone(), rng.clone()).map_err(Error::internal)?;
        let queue: Arc<dyn MailQueue> = Arc::new(mail.queue.clone());
        let (catalogue, public_url) = (scopes::catalogue(contract), public_url(config, address));
        let identity = Identity::new(Parts {
            effects: effects.clone(),
            mail: Arc::clone(&queue),
            tenants: tenants.clone(),
            rng: rng.clone(),
            settings: config.auth.clone(),
            catalogue: catalogue.clone(),
            public_url: public_url.clone(),
        })?;
        let team = Team::new(TeamParts {
            effects: effects.clone(),
            mail: queue,
            tenants: tenants.clone(),
            accounts: Arc::new(identity.clone()),
            rng: rng.clone(),
            catalogue,
            public_url,
        });
        let sso = sso::open(config, &identity)?;
        Ok(Self {
            database: database.clone(),
            data,
            effects,
            trail,
            tenants,
            keys,
            identity,
            team,
            sso,
            mail,
            bootstrap,
        })
    }

    /// Begins what goes on beside requests, until the domains are dropped: checkpoints of the audit log, and the removal
    /// of what has served its time.
    pub(crate) fn start_background(&self) {
        self.trail.sign_checkpoints(self.tenants.clone());
        let (effects, tenants, identity) =
            (self.effects.clone(), Arc::clone(&self.tenants), self.identity.clone());
        let stopped = self.database.clone();
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(HOUSEKEEPING).await;
                if stopped.is_closed() {
                    return;
                }
                if let Err(error) = effects::sweep(&effects, &*tenants).await {
                    tracing::warn!(?error, "old idempotency keys were not removed");
                }
                if let Err(error) = identity.purge().await {
                    tracing::warn!(?error, "what sign-in has no more use for was not removed");
                }
            }
        });
    }
}

/// The address of the server in mails.
fn public_url(config: &Config, address: SocketAddr) -> String {
    let scheme = if config.tls.files().is_some() { "https" } else { "http" };
    let url = config.auth.public_url.clone().unwrap_or_else(|| format!("{scheme}://{address}"));
    url.trim_end_matches('/').to_owned()
}
