//! `omni-server auth`: the keys of access tokens, whether or not the server runs.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use omni_identity::Rotation;
use omni_kernel::config::Config;
use omni_kernel::db::{Database, Mode};
use omni_kernel::{Clock, Error, Rng};

use crate::cli::finish;
use crate::domains::Domains;
use crate::scopes;
use crate::serve::database_options;

#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Makes a new key to sign access tokens with. It signs once it was published long enough for everybody to know it
    /// (`auth.signing_key_lead`); the keys before it end with their last token.
    RotateSigningKey {
        /// The key was stolen: the new one signs at once, and every access token of the old ones is refused until it is
        /// refreshed.
        #[arg(long)]
        now: bool,
    },
}

pub(crate) fn run(config: &Config, options: &Options) -> ExitCode {
    let Action::RotateSigningKey { now } = options.action;
    finish(async move {
        let done = rotate(config, now).await?;
        Ok(format!(
            "the key {} signs from {}; those before it end at {}",
            done.key_id, done.activate_time, done.expire_time
        ))
    })
}

async fn rotate(config: &Config, now: bool) -> Result<Rotation, Error> {
    let (clock, rng) = (Clock::system(), Rng::system());
    let database = Database::open(&database_options(config, Mode::Attach), clock.clone()).await?;
    let outcome = with(config, &database, &clock, &rng, now).await;
    database.close().await;
    outcome
}

async fn with(
    config: &Config,
    database: &Database,
    clock: &Clock,
    rng: &Rng,
    now: bool,
) -> Result<Rotation, Error> {
    let contract = scopes::contract()?;
    let domains = Domains::open(config, &contract, config.listen, database, clock, rng).await?;
    domains.identity.rotate_signing_key(now).await
}
