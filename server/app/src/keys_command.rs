//! `omni-server keys`: API keys of the default tenant, whether or not the server runs.

use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use jiff::SignedDuration;
use omni_kernel::config::Config;
use omni_kernel::db::{Database, Mode};
use omni_kernel::{Clock, Environment, Error, KeyId, Rng, Scope};
use omni_keys::{ApiKey, Keys, NewKey};
use serde_json::{Value as Json, json};

use crate::cli::finish;
use crate::domains::MIGRATIONS;
use crate::scopes;
use crate::serve::database_options;

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
        let shown = act(config, options.action).await?;
        Ok(if options.json { shown.json.to_string() } else { shown.text })
    })
}

/// An outcome for people and for programs.
struct Shown {
    text: String,
    json: Json,
}

async fn act(config: &Config, action: Action) -> Result<Shown, Error> {
    if let Action::Create { scopes, .. } = &action {
        // Before anything is started: what is mistyped is told at once.
        scopes::grants(scopes)?;
    }
    let (clock, rng) = (Clock::system(), Rng::system());
    let database = Database::open(&database_options(config, Mode::Attach), clock.clone()).await?;
    let outcome = with_keys(config, &database, &clock, rng, action).await;
    database.close().await;
    outcome
}

async fn with_keys(
    config: &Config,
    database: &Database,
    clock: &Clock,
    rng: Rng,
    action: Action,
) -> Result<Shown, Error> {
    database.migrate(MIGRATIONS).await?;
    let tenants = crate::tenants::open(config, database, clock)?;
    let keys = Keys::new(database.clone(), tenants, clock.clone(), rng);
    keys.bootstrap(&config.data_dir).await?;
    let tenant = keys.default_tenant().await?;
    let tenant = tenant.ok_or_else(|| Error::internal("the first start left no tenant"))?;
    match action {
        Action::Create { name, environment, scopes, expires_in } => {
            let grants = scopes::grants(&scopes)?;
            let scope = Scope { tenant, environment: environment.into() };
            let expire_time = expires_in
                .map(|days| clock.now().checked_add(SignedDuration::from_hours(i64::from(days) * 24)))
                .transpose()
                .map_err(|_| Error::invalid_field("expires_in", "must end before the year 10000"))?;
            let new = NewKey::new(&name, grants, expire_time, clock.now())?;
            let created = keys.create(&scope, new).await?;
            let mut json = json_of(&created.key);
            json["key"] = created.secret.expose().into();
            let text =
                format!("{}\n\nShown only now; its id is {}.", created.secret.expose(), created.key.id);
            Ok(Shown { text, json })
        }
        Action::List => {
            let mut all = Vec::new();
            for environment in [Environment::Live, Environment::Test] {
                all.extend(every_key(&keys, &Scope { tenant, environment }).await?);
            }
            let json = Json::Array(all.iter().map(json_of).collect());
            Ok(Shown { text: table(&all), json })
        }
        Action::Revoke { id } => {
            let id: KeyId =
                id.parse().map_err(|error: omni_kernel::id::ParseIdError| error.in_field("id"))?;
            let key = match keys.revoke(&Scope { tenant, environment: Environment::Live }, id).await {
                Err(error) if error.kind() == omni_kernel::Kind::NotFound => {
                    keys.revoke(&Scope { tenant, environment: Environment::Test }, id).await?
                }
                outcome => outcome?,
            };
            Ok(Shown { text: format!("{} ({}) is revoked.", key.id, key.name), json: json_of(&key) })
        }
    }
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
