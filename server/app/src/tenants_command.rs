//! `omni-server tenants`: the tenants of the installation, whether or not the server runs.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use omni_kernel::config::Config;
use omni_kernel::db::{Destination, Moved};
use omni_kernel::ports::AuditEntry;
use omni_kernel::{Clock, Error, Secret, TenantId};
use omni_tenant::{Act, Filter, Tenant};
use serde_json::{Value as Json, json};

use crate::cli::finish;
use crate::domains::MIGRATIONS;
use crate::operator::{Machine, at_the_machine, live};
use crate::tenants;

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
        let act = async |machine| act(machine, options.action).await;
        let (text, json) = at_the_machine(config, act).await?;
        Ok(if options.json { json.to_string() } else { text })
    })
}

async fn act(machine: Machine, action: Action) -> Result<(String, Json), Error> {
    let (command, name, act) = match action {
        Action::Create { name, tier } => ("tenants create", "create", Act::Create { name, tier }),
        Action::Suspend { tenant, reason } => {
            ("tenants suspend", "suspend", Act::Suspend { id: tenant, reason })
        }
        Action::Resume { tenant } => ("tenants resume", "resume", Act::Resume { id: tenant }),
        Action::Move { tenant, to } => return relocate(&machine, &tenant, &to).await,
        Action::List => return list(&parts(machine)).await,
    };
    let ctx = machine.request(command, &format!("tenant.tenants.{name}"));
    let parts = parts(machine);
    let tenant = parts.administration.operate(&ctx, act).await?;
    parts.stop().await;
    Ok((table(std::slice::from_ref(&tenant)), json_of(&tenant)))
}

fn parts(machine: Machine) -> tenants::Parts {
    let Machine { domains, clock, rng, .. } = machine;
    tenants::Parts::start(domains.tenants, &domains.team, &domains.effects, &clock, &rng)
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

async fn relocate(machine: &Machine, tenant: &str, to: &str) -> Result<(String, Json), Error> {
    // A tenant that is not there has nothing to move.
    let tenant = machine.tenant(Some(tenant)).await?;
    let destination = match to {
        "shared" => Destination::Shared,
        "schema" => Destination::Schema,
        "-" => Destination::Database(Secret::new(first_line()?)),
        url if url.contains("://") => Destination::Database(Secret::new(url)),
        _ => return Err(Error::invalid_field("to", "expected shared, schema, postgres://... or -")),
    };
    let place = match destination {
        Destination::Shared => "shared",
        Destination::Schema => "schema",
        Destination::Database(_) => "database",
    };
    // First, in a transaction of its own: a move is several, of the one who owns the tables, some of them in another
    // database. So no move is without an entry, whatever dies.
    log_move(machine, tenant, json!({ "place": place, "state": "begun" })).await?;
    let Moved { tables } = machine.domains.data.move_tenant(tenant, destination, MIGRATIONS, &()).await?;
    let rows: u64 = tables.iter().map(|(_, rows)| rows).sum();
    log_move(machine, tenant, json!({ "place": place, "state": "done", "rows": rows })).await?;
    let lines: Vec<String> = tables.iter().map(|(table, rows)| format!("{rows:>10}  {table}")).collect();
    let shown: Json = tables.iter().map(|(table, rows)| (table.clone(), json!(rows))).collect();
    let text = match lines.len() {
        0 => format!("{tenant} is there already."),
        _ => format!("{tenant} has moved, with these rows:\n{}", lines.join("\n")),
    };
    Ok((text, json!({"tenant_id": tenant.to_string(), "rows": shown})))
}

async fn log_move(machine: &Machine, tenant: TenantId, after: Json) -> Result<(), Error> {
    let ctx = machine.request("tenants move", "tenant.tenants.move");
    let effects = &machine.domains.effects;
    let mut tx = effects.database().begin(&live(tenant)).await?;
    let entry = AuditEntry::success(ctx.action()).on(&tenant).change(Json::Null, after);
    effects.audit().append(&mut tx, &ctx, &[entry]).await?;
    tx.commit().await
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
