//! `omni-server tenants`: the tenants of the installation, whether or not the server runs.

use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Subcommand};
use omni_kernel::config::Config;
use omni_kernel::ctx::Facts;
use omni_kernel::db::{Database, Destination, Mode, Moved};
use omni_kernel::{Clock, Ctx, Environment, Error, RequestId, Rng, Scope, Secret, TenantId};
use omni_tenant::{Act, Filter, Tenant};
use serde_json::{Value as Json, json};

use crate::cli::finish;
use crate::domains::{Domains, MIGRATIONS};
use crate::serve::database_options;
use crate::{scopes, tenants};

#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    action: Action,
    /// Print JSON.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Makes a tenant and shows its id.
    Create {
        /// What people call it.
        #[arg(long)]
        name: String,
        /// The name of its tier in the catalogue.
        #[arg(long)]
        tier: String,
    },
    /// Shows all tenants.
    List,
    /// Leaves a tenant its reads and exports only.
    Suspend {
        /// The id, `ten_...`.
        #[arg(long)]
        tenant: String,
        /// Why; the tenant sees it.
        #[arg(long)]
        reason: String,
    },
    /// Ends a suspension.
    Resume {
        /// The id, `ten_...`.
        #[arg(long)]
        tenant: String,
    },
    /// Moves the data of a tenant. Its requests wait meanwhile. Call it again when it was interrupted.
    Move {
        /// The id, `ten_...`.
        #[arg(long)]
        tenant: String,
        /// `shared`, `schema`, or `postgres://` of a database of its own. `-` reads the URL from standard input, so that its
        /// password shows nowhere.
        #[arg(long, value_name = "PLACE")]
        to: String,
    },
}

pub(crate) fn run(config: &Config, options: Options) -> ExitCode {
    finish(async move {
        let (text, json) = act(config, options.action).await?;
        Ok(if options.json { json.to_string() } else { text })
    })
}

async fn act(config: &Config, action: Action) -> Result<(String, Json), Error> {
    let (clock, rng) = (Clock::system(), Rng::system());
    let database = Database::open(&database_options(config, Mode::Attach), clock.clone()).await?;
    let outcome = with_tenants(config, &database, &clock, &rng, action).await;
    database.close().await;
    outcome
}

async fn with_tenants(
    config: &Config,
    database: &Database,
    clock: &Clock,
    rng: &Rng,
    action: Action,
) -> Result<(String, Json), Error> {
    let contract = scopes::contract()?;
    let domains = Domains::open(config, &contract, config.listen, database, clock, rng).await?;
    if let Action::Move { tenant, to } = action {
        return relocate(&domains, &tenant, &to).await;
    }
    let operator = domains.keys.default_tenant().await?;
    let operator = operator.ok_or_else(|| Error::internal("the first start left no tenant"))?;
    let parts =
        tenants::Parts::start(domains.tenants, vec![Arc::new(domains.team)], &domains.effects, clock, rng);
    let (permission, act) = match action {
        Action::Create { name, tier } => ("tenant.tenants.create", Act::Create { name, tier }),
        Action::Suspend { tenant, reason } => ("tenant.tenants.suspend", Act::Suspend { id: tenant, reason }),
        Action::Resume { tenant } => ("tenant.tenants.suspend", Act::Resume { id: tenant }),
        Action::List | Action::Move { .. } => return list(&parts).await,
    };
    let ctx = operators(operator, permission, clock, rng);
    let tenant = parts.administration.operate(&ctx, act).await?;
    parts.stop().await;
    Ok((table(std::slice::from_ref(&tenant)), json_of(&tenant)))
}

/// The request of the operator at the machine.
pub(crate) fn operators(operator: TenantId, permission: &str, clock: &Clock, rng: &Rng) -> Ctx {
    Facts {
        scope: Some(Scope { tenant: operator, environment: Environment::Live }),
        permission: Arc::from(permission),
        staff: true,
        audited: true,
        ..Facts::anonymous(RequestId::from_uuid(rng.uuid(clock.now())))
    }
    .into()
}

async fn list(parts: &tenants::Parts) -> Result<(String, Json), Error> {
    let (mut all, mut token) = (Vec::new(), String::new());
    loop {
        let (page, next) = parts.administration.list(&Filter::default(), 1000, &token).await?;
        all.extend(page);
        if next.is_empty() {
            break;
        }
        token = next;
    }
    Ok((table(&all), Json::Array(all.iter().map(json_of).collect())))
}

async fn relocate(domains: &Domains, tenant: &str, to: &str) -> Result<(String, Json), Error> {
    let tenant: TenantId =
        tenant.parse().map_err(|error: omni_kernel::id::ParseIdError| error.in_field("tenant"))?;
    let destination = match to {
        "shared" => Destination::Shared,
        "schema" => Destination::Schema,
        "-" => Destination::Database(Secret::new(first_line()?)),
        url if url.contains("://") => Destination::Database(Secret::new(url)),
        _ => return Err(Error::invalid_field("to", "expected shared, schema, postgres://... or -")),
    };
    // A tenant that is not there has nothing to move.
    let scope = Scope { tenant, environment: Environment::Live };
    domains.tenants.get(&scope).await?;
    let Moved { tables } = domains.data.move_tenant(tenant, destination, MIGRATIONS, &()).await?;
    let lines: Vec<String> = tables.iter().map(|(table, rows)| format!("{rows:>10}  {table}")).collect();
    let shown: Json = tables.iter().map(|(table, rows)| (table.clone(), json!(rows))).collect();
    let text = match lines.len() {
        0 => format!("{tenant} is there already."),
        _ => format!("{tenant} has moved, with these rows:\n{}", lines.join("\n")),
    };
    Ok((text, json!({"tenant_id": tenant.to_string(), "rows": shown})))
}

fn first_line() -> Result<String, Error> {
    let mut line = String::new();
    std::io::stdin()
        .read_line(&mut line)
        .map_err(|error| Error::invalid_field("to", format!("standard input cannot be read: {error}")))?;
    Ok(line.trim().to_owned())
}

fn json_of(tenant: &Tenant) -> Json {
    json!({
        "tenant_id": tenant.id.to_string(),
        "name": tenant.name,
        "subscription_tier": tenant.tier,
        "status": status(tenant),
        "operator": tenant.operator,
        "create_time": tenant.create_time.to_string(),
    })
}

fn status(tenant: &Tenant) -> String {
    format!("{:?}", tenant.status_at(Clock::system().now())).to_lowercase()
}

fn table(tenants: &[Tenant]) -> String {
    let lines = tenants
        .iter()
        .map(|tenant| format!("{}  {:<10} {:<12} {}", tenant.id, status(tenant), tenant.tier, tenant.name));
    lines.collect::<Vec<_>>().join("\n")
}
