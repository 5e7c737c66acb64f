//! The operator at the machine itself: what their commands stand on, whether or not the server runs.

use std::sync::Arc;

use omni_kernel::config::Config;
use omni_kernel::ctx::Facts;
use omni_kernel::db::{Database, Mode};
use omni_kernel::{Caller, Clock, Ctx, Environment, Error, Grants, RequestId, Rng, Scope, TenantId};

use crate::domains::Domains;
use crate::scopes;
use crate::serve::database_options;

/// What a command works with.
pub(crate) struct Machine {
    pub(crate) domains: Domains,
    /// The operator's own tenant.
    pub(crate) own: TenantId,
    pub(crate) clock: Clock,
    pub(crate) rng: Rng,
}

/// Runs a command on the installation of this configuration, and closes the database after it.
pub(crate) async fn at_the_machine<T>(
    config: &Config,
    command: impl AsyncFnOnce(Machine) -> Result<T, Error>,
) -> Result<T, Error> {
    let (clock, rng) = (Clock::system(), Rng::system());
    let database = Database::open(&database_options(config, Mode::Attach), clock.clone()).await?;
    let outcome = match open(config, &database, clock, rng).await {
        Ok(machine) => command(machine).await,
        Err(error) => Err(error),
    };
    database.close().await;
    outcome
}

async fn open(config: &Config, database: &Database, clock: Clock, rng: Rng) -> Result<Machine, Error> {
    let contract = scopes::contract()?;
    let domains = Domains::open(config, &contract, config.listen, database, &clock, &rng).await?;
    let own = domains.keys.default_tenant().await?;
    let own = own.ok_or_else(|| Error::internal("the first start left no tenant"))?;
    Ok(Machine { domains, own, clock, rng })
}

impl Machine {
    /// The request of a command, for the audit log: `command` as it is typed after `omni-server`, `action` as a permission
    /// would call the act.
    pub(crate) fn request(&self, command: &str, action: &str) -> Ctx {
        Facts {
            method: Arc::from(format!("omni-server {command}")),
            permission: Arc::from(action),
            scope: Some(live(self.own)),
            caller: Caller::Operator,
            grants: Grants::all(),
            staff: true,
            audited: true,
            ..Facts::anonymous(RequestId::from_uuid(self.rng.uuid(self.clock.now())))
        }
        .into()
    }

    /// The tenant that a command names, or the operator's own.
    ///
    /// # Errors
    /// `INVALID_FIELD` for what is no id; `NOT_FOUND` when there is no such tenant.
    pub(crate) async fn tenant(&self, named: Option<&str>) -> Result<TenantId, Error> {
        let Some(named) = named else { return Ok(self.own) };
        let tenant: TenantId =
            named.parse().map_err(|error: omni_kernel::id::ParseIdError| error.in_field("tenant"))?;
        self.domains.tenants.get(&live(tenant)).await?;
        Ok(tenant)
    }
}

/// The live rows of a tenant.
pub(crate) fn live(tenant: TenantId) -> Scope {
    Scope { tenant, environment: Environment::Live }
}
