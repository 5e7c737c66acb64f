//! `omni-server vault`: the keys of encryption at rest, whether or not the server runs.

use std::fmt::Write as _;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use omni_kernel::config::Config;
use omni_kernel::db::{Database, Mode};
use omni_kernel::vault::{self, LocalKey, SPREAD};
use omni_kernel::{Clock, Error, Rng, Vault};
use omni_tenant::Tenants;
use serde_json::{Value as Json, json};

use crate::cli::finish;
use crate::domains::MIGRATIONS;
use crate::serve::database_options;
use crate::vault::{InstallationKey, open, sealed_columns};

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
    /// Shows the data keys and what is still sealed under older ones.
    Status,
    /// Changes the key of the installation; with --data-key makes a new data key and seals every value under it.
    Rotate {
        /// Make a new data key instead of changing the key of the installation.
        #[arg(long)]
        data_key: bool,
    },
    /// Seals every value under the current data key: finishes a rotation that was interrupted.
    Reseal,
}

pub(crate) fn run(config: &Config, options: &Options) -> ExitCode {
    finish(async move {
        let (text, json) = act(config, &options.action).await?;
        Ok(if options.json { json.to_string() } else { text })
    })
}

async fn act(config: &Config, action: &Action) -> Result<(String, Json), Error> {
    let (clock, rng) = (Clock::system(), Rng::system());
    let database = Database::open(&database_options(config, Mode::Attach), clock.clone()).await?;
    let outcome = with_vault(config, &database, &clock, &rng, action).await;
    database.close().await;
    outcome
}

async fn with_vault(
    config: &Config,
    database: &Database,
    clock: &Clock,
    rng: &Rng,
    action: &Action,
) -> Result<(String, Json), Error> {
    database.migrate(MIGRATIONS).await?;
    let opened = open(config, database, clock, rng).await?;
    match action {
        Action::Status => status(database, &opened, clock).await,
        Action::Rotate { data_key: false } => rotate(config, database, rng).await,
        Action::Rotate { data_key: true } => {
            let key = InstallationKey::of(config, database, rng).await?;
            vault::make_data_key(database, &*key.wrapper(), clock, rng, SPREAD).await?;
            // Meanwhile running servers learn it, and seal under the old one.
            tokio::time::sleep(SPREAD).await;
            opened.refresh().await?;
            reseal(config, database, &opened, clock).await
        }
        Action::Reseal => reseal(config, database, &opened, clock).await,
    }
}

async fn reseal(
    config: &Config,
    database: &Database,
    opened: &Vault,
    clock: &Clock,
) -> Result<(String, Json), Error> {
    let tenants = Tenants::new(database.clone(), clock.clone());
    let done = vault::reseal(database, opened, &sealed_columns(database), &tenants).await?;
    let key = opened.current_key()?;
    let mut text = format!("{} values are sealed anew under the data key {key}.", done.resealed);
    if done.unreadable > 0 {
        let _ = write!(text, " {} do not open and were left; the log names them.", done.unreadable);
    }
    let left_for = omni_identity::sealed_left_for(&config.auth);
    let until = clock.now().saturating_add(left_for).unwrap_or(jiff::Timestamp::MAX);
    let _ = write!(
        text,
        "\nTokens in mails and sign-ins under way stay under older data keys until they end, at the latest at {until}. \
         The database keeps these keys; delete none before."
    );
    let json = json!({
        "data_key": key.to_string(), "resealed": done.resealed, "unreadable": done.unreadable,
        "older_keys_needed_until": until.to_string(),
    });
    Ok((text, json))
}

/// Wraps the data keys and the look-up key by another key: the next one of the file, or `vault.new_key`.
async fn rotate(config: &Config, database: &Database, rng: &Rng) -> Result<(String, Json), Error> {
    let key = InstallationKey::of(config, database, rng).await?;
    let (next, hint) = match &key {
        InstallationKey::File(file) => {
            (file.make_next()?, "its file holds the new key; copy it to the other servers and to your backup")
        }
        InstallationKey::Given(_) => {
            let new = config.vault.new_key.as_ref().ok_or_else(|| {
                Error::invalid_field("vault.new_key", "expected the key to change to, in OMNI_VAULT_NEW_KEY")
            })?;
            let hint = "set OMNI_VAULT_KEY to the new key before the next start";
            (LocalKey::parse(new, "vault.new_key", rng)?, hint)
        }
    };
    let count = vault::rewrap(database, &*key.wrapper(), &next).await?;
    if let InstallationKey::File(file) = &key {
        file.take_next()?;
    }
    let id = next.fingerprint();
    Ok((format!("{count} keys are wrapped by {id}; {hint}."), json!({"key": id, "wrapped_keys": count})))
}

async fn status(database: &Database, opened: &Vault, clock: &Clock) -> Result<(String, Json), Error> {
    let tenants = Tenants::new(database.clone(), clock.clone());
    let (keys, current) = (vault::status(database).await?, opened.current_key()?);
    let mut lines: Vec<String> = keys
        .iter()
        .map(|key| {
            let mark = if key.id == current { "  current" } else { "" };
            format!("{}  made {}  wrapped by {}{mark}", key.id, key.create_time, key.wrapper)
        })
        .collect();
    let mut columns = serde_json::Map::new();
    for column in sealed_columns(database) {
        let old = vault::count_old(database, opened, &*column, &tenants).await?;
        lines.push(format!("{}: {old} values under older keys", column.name()));
        columns.insert(column.name(), old.into());
    }
    let keys: Vec<Json> = keys
        .iter()
        .map(|key| {
            json!({
                "id": key.id.to_string(), "wrapper": key.wrapper, "current": key.id == current,
                "create_time": key.create_time.to_string(), "activate_time": key.activate_time.to_string(),
            })
        })
        .collect();
    Ok((lines.join("\n"), json!({"data_keys": keys, "old_values": columns})))
}
