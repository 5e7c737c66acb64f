//! `omni-server auth`: the keys of access tokens, whether or not the server runs.

use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Subcommand};
use omni_contract::Contract;
use omni_descriptors::DESCRIPTOR_SET;
use omni_identity::Rotation;
use omni_kernel::config::Config;
use omni_kernel::db::{Database, Mode};
use omni_kernel::{Clock, Effects, Error, Rng};
use omni_tenant::Tenants;

use crate::cli::{block_on, complain, print};
use crate::interim::LoggedAudit;
use crate::mail::Mail;
use crate::serve::{MIGRATIONS, database_options};
use crate::{people, vault};

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
    let outcome = block_on(rotate(config, now));
    match outcome.and_then(|outcome| outcome.map_err(|error| explain(&error))) {
        Ok(done) => {
            print(&format!(
                "the key {} signs from {}; those before it end at {}",
                done.key_id, done.activate_time, done.expire_time
            ));
            ExitCode::SUCCESS
        }
        Err(problem) => {
            complain(&problem);
            ExitCode::FAILURE
        }
    }
}

fn explain(error: &Error) -> String {
    let chain = error.internal_chain();
    if chain.is_empty() { error.to_string() } else { format!("{error}: {}", chain.join(": ")) }
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
    database.migrate(MIGRATIONS).await?;
    let vault = vault::open(config, database, clock, rng).await?;
    let effects = Effects::new(database.clone(), Arc::new(LoggedAudit), vault.clone(), clock.clone());
    let mail = Mail::new(config, vault, clock.clone(), rng.clone()).map_err(Error::internal)?;
    let tenants = Arc::new(Tenants::new(database.clone(), clock.clone()));
    let contract = Contract::read(DESCRIPTOR_SET).map_err(|error| Error::internal(error.to_string()))?;
    let parts = people::Around { effects, mail: Arc::new(mail.queue), tenants, rng: rng.clone() };
    let (identity, _) = people::people(config, config.listen, &contract, parts)?;
    identity.rotate_signing_key(now).await
}
