//! `omni-server keys`: API keys of a tenant, whether or not the server runs.

use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use jiff::SignedDuration;
use omni_kernel::config::Config;
use omni_kernel::id::ParseIdError;
use omni_kernel::{Environment, Error, KeyId, Scope, TenantId};
use omni_keys::{ApiKey, CreatedKey, Keys, NewKey};
use serde_json::{Value as Json, json};

use crate::cli::finish;
use crate::domains::Domains;
use crate::operator::{Machine, at_the_machine};
use crate::scopes;

#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    action: Action,
    /// Whose keys: the id of the tenant, `ten_...`; the operator's own, if not given.
    #[arg(long, global = true, value_name = "TENANT")]
    tenant: Option<String>,
    /// Print JSON.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Makes a key and shows it, once.
    Create {
        /// What people call it.
        #[arg(long)]
        name: String,
        /// Live or test data.
        #[arg(long, value_enum, default_value = "test")]
        environment: EnvironmentName,
        /// What it may do, such as `intelligence.forecasts.create`, `intelligence.*` or `*`; may be given again.
        #[arg(long = "scope", required = true, value_name = "PERMISSION")]
        scopes: Vec<String>,
        /// After how many days it ends; never, if not given.
        #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=36_500))]
        expires_in: Option<u32>,
    },
    /// Shows all keys, without their secrets.
    List,
    /// Ends a key.
    Revoke {
        /// The id of the key, `key_...`.
        id: String,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum EnvironmentName {
    Live,
    Test,
}

impl From<EnvironmentName> for Environment {
    fn from(name: EnvironmentName) -> Self {
        match name {
            EnvironmentName::Live => Self::Live,
            EnvironmentName::Test => Self::Test,
        }
    }
}

pub(crate) fn run(config: &Config, options: Options) -> ExitCode {
    finish(async move {
        if let Action::Create { scopes, .. } = &options.action {
            // Before anything is started: what is mistyped is told at once.
            scopes::grants(scopes)?;
        }
        let act = async |machine| act(&machine, options.tenant.as_deref(), options.action).await;
        let shown = at_the_machine(config, act).await?;
        Ok(if options.json { shown.json.to_string() } else { shown.text })
    })
}

/// An outcome for people and for programs.
struct Shown {
    text: String,
    json: Json,
}

async fn act(machine: &Machine, tenant: Option<&str>, action: Action) -> Result<Shown, Error> {
    let tenant = machine.tenant(tenant).await?;
    match action {
        Action::Create { name, environment, scopes, expires_in } => {
            let now = machine.clock.now();
            let expire_time = expires_in
                .map(|days| now.checked_add(SignedDuration::from_hours(i64::from(days) * 24)))
                .transpose()
                .map_err(|_| Error::invalid_field("expires_in", "must end before the year 10000"))?;
            let new = NewKey::new(&name, scopes::grants(&scopes)?, expire_time, now)?;
            create(machine, Scope { tenant, environment: environment.into() }, &new).await
        }
        Action::List => {
            let mut all = Vec::new();
            for environment in [Environment::Live, Environment::Test] {
                all.extend(every_key(&machine.domains.keys, &Scope { tenant, environment }).await?);
            }
            let json = Json::Array(all.iter().map(json_of).collect());
            Ok(Shown { text: table(&all), json })
        }
        Action::Revoke { id } => {
            let id: KeyId = id.parse().map_err(|error: ParseIdError| error.in_field("id"))?;
            revoke(machine, tenant, id).await
        }
    }
}

async fn create(machine: &Machine, scope: Scope, new: &NewKey) -> Result<Shown, Error> {
    let Domains { keys, effects, .. } = &machine.domains;
    let ctx = machine.request("keys create", "keys.keys.create");
    let CreatedKey { key, secret } = keys.create(effects, &ctx, scope, new).await?;
    let mut json = json_of(&key);
    json["key"] = secret.expose().into();
    let text = format!("{}\n\nShown only now; its id is {}.", secret.expose(), key.id);
    Ok(Shown { text, json })
}

async fn revoke(machine: &Machine, tenant: TenantId, id: KeyId) -> Result<Shown, Error> {
    let Domains { keys, effects, .. } = &machine.domains;
    let ctx = machine.request("keys revoke", "keys.keys.revoke");
    let end = |environment| keys.revoke(effects, &ctx, Scope { tenant, environment }, id);
    let key = match end(Environment::Live).await {
        Err(error) if error.kind() == omni_kernel::Kind::NotFound => end(Environment::Test).await?,
        outcome => outcome?,
    };
    Ok(Shown { text: format!("{} ({}) is revoked.", key.id, key.name), json: json_of(&key) })
}

async fn every_key(keys: &Keys, scope: &Scope) -> Result<Vec<ApiKey>, Error> {
    const PAGE: u16 = 500;
    let mut all: Vec<ApiKey> = Vec::new();
    loop {
        let page = keys.list(scope, all.last().map(|key| key.id), PAGE).await?;
        let last = page.len() < usize::from(PAGE);
        all.extend(page);
        if last {
            return Ok(all);
        }
    }
}

fn json_of(key: &ApiKey) -> Json {
    json!({
        "id": key.id.to_string(),
        "name": key.name,
        "environment": key.environment.as_str(),
        "public_id": key.public_id,
        "scopes": key.grants.iter().collect::<Vec<_>>(),
        "created_by": key.created_by.map(|creator| creator.to_string()),
        "create_time": key.create_time.to_string(),
        "expire_time": key.expire_time.map(|time| time.to_string()),
        "revoke_time": key.revoke_time.map(|time| time.to_string()),
        "last_use_time": key.last_use_time.map(|time| time.to_string()),
    })
}

fn table(keys: &[ApiKey]) -> String {
    let head = ["ID", "KEY", "NAME", "MADE BY", "STATE", "SCOPES"].map(str::to_owned);
    let rows: Vec<[String; 6]> = std::iter::once(head)
        .chain(keys.iter().map(|key| {
            [
                key.id.to_string(),
                format!("omni_{}_{}…", key.environment.as_str(), key.public_id),
                key.name.clone(),
                key.created_by.map(|creator| creator.to_string()).unwrap_or_default(),
                state(key),
                key.grants.iter().collect::<Vec<_>>().join(" "),
            ]
        }))
        .collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; 6] = std::array::from_fn(width);
    let lines = rows.iter().map(|row| {
        let cells: Vec<_> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        cells.join("  ").trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn state(key: &ApiKey) -> String {
    match (key.revoke_time, key.expire_time) {
        (Some(time), _) => format!("revoked {}", time.strftime("%Y-%m-%d")),
        (None, Some(time)) => format!("until {}", time.strftime("%Y-%m-%d")),
        (None, None) => "active".to_owned(),
    }
}
