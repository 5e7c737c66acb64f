//! `omni-server people`: what the operator does for people, whether or not the server runs.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use omni_kernel::config::Config;
use omni_kernel::db::{Database, Mode};
use omni_kernel::{Clock, Error, Rng};

use crate::cli::finish;
use crate::domains::Domains;
use crate::scopes;
use crate::serve::database_options;
use crate::tenants_command::operators;

#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Takes a person's second factor and recovery codes away and ends their sessions, for one who has lost both. They are
    /// told by mail, and their tenants by their audit logs. Make sure who asks for it: the password alone signs in after it.
    ResetFactor {
        /// The e-mail address they sign in with.
        #[arg(long)]
        email: String,
    },
}

pub(crate) fn run(config: &Config, options: Options) -> ExitCode {
    let Action::ResetFactor { email } = options.action;
    finish(reset_factor(config, email))
}

async fn reset_factor(config: &Config, email: String) -> Result<String, Error> {
    let (clock, rng) = (Clock::system(), Rng::system());
    let database = Database::open(&database_options(config, Mode::Attach), clock.clone()).await?;
    let outcome = with(config, &database, &clock, &rng, &email).await;
    database.close().await;
    outcome
}

async fn with(
    config: &Config,
    database: &Database,
    clock: &Clock,
    rng: &Rng,
    email: &str,
) -> Result<String, Error> {
    let contract = scopes::contract()?;
    let domains = Domains::open(config, &contract, config.listen, database, clock, rng).await?;
    let operator = domains.keys.default_tenant().await?;
    let operator = operator.ok_or_else(|| Error::internal("the first start left no tenant"))?;
    let ctx = operators(operator, "identity.mfa.reset", clock, rng);
    let (user, ended) = domains.identity.reset_factor(&ctx, email).await?;
    Ok(format!("the second factor of {user} is gone; sessions ended: {ended}; a mail tells them"))
}
