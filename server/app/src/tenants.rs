//! What the server needs of the tenant domain, put together.

use std::sync::Arc;

use omni_contract::Contract;
use omni_identity::Team;
use omni_kernel::config::Config;
use omni_kernel::db::Database;
use omni_kernel::effects::Effects;
use omni_kernel::ports::{LimitUse, UsageLedger};
use omni_kernel::{Clock, Error, Rng};
use omni_tenant::{Administration, AuditedNotices, Ledger, Tenants};
use tokio::task::JoinHandle;

/// What every call counts on; further meters are those of the methods' policies.
const CALLS: &str = "calls";

/// The tenants under the configured catalogue.
pub(crate) fn open(config: &Config, database: &Database, clock: &Clock) -> Result<Arc<Tenants>, Error> {
    let tenants = Tenants::new(database.clone(), clock.clone());
    Ok(Arc::new(tenants.with_catalogue(config.tenants.catalogue.as_deref())?))
}

/// The same, when the catalogue fits the contract and the tenants there are.
pub(crate) async fn fitting(
    config: &Config,
    database: &Database,
    clock: &Clock,
    contract: &Contract,
) -> Result<Arc<Tenants>, Error> {
    let tenants = open(config, database, clock)?;
    let named = |name: &str| !name.is_empty();
    let features =
        contract.methods().map(|method| method.policy().feature.as_str()).filter(|name| named(name));
    let meters = contract.methods().filter_map(|method| method.policy().meter.as_ref());
    let meters = meters.map(|meter| meter.name.as_str()).chain([CALLS]);
    tenants.catalogue().covers(features, meters)?;
    tenants.check_tiers().await?;
    Ok(tenants)
}

/// The running parts.
pub(crate) struct Parts {
    pub(crate) administration: Arc<Administration>,
    pub(crate) ledger: Arc<Ledger>,
    writing: JoinHandle<()>,
}

impl Parts {
    /// Starts counting what tenants use. Of the team's, tiers limit how many people there are.
    pub(crate) fn start(
        tenants: Arc<Tenants>,
        team: &Team,
        effects: &Effects,
        clock: &Clock,
        rng: &Rng,
    ) -> Self {
        let notices = AuditedNotices::new(Arc::clone(effects.audit()), clock.clone(), rng.clone());
        let ledger =
            Ledger::new(effects.database().clone(), tenants.catalogue(), Arc::new(notices), clock.clone());
        let writing = ledger.start();
        let (team, ledger_too) = (Arc::new(team.clone()), Arc::clone(&ledger));
        let in_use: Vec<Arc<dyn LimitUse>> = vec![team.clone()];
        let administration =
            Administration::new(tenants, effects.clone(), ledger_too, in_use, team, rng.clone());
        Self { administration: Arc::new(administration), ledger, writing }
    }

    /// What the edge counts calls with.
    pub(crate) fn ledger(&self) -> Arc<dyn UsageLedger> {
        Arc::clone(&self.ledger) as Arc<dyn UsageLedger>
    }

    /// Writes what was counted and gives back what was set aside.
    pub(crate) async fn stop(self) {
        self.ledger.stop();
        let _ = self.writing.await;
    }
}
