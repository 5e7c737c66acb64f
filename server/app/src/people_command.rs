//! `omni-server people`: what the operator does for people, whether or not the server runs.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use omni_kernel::Error;
use omni_kernel::config::Config;

use crate::cli::finish;
use crate::operator::{Machine, at_the_machine};

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
    finish(at_the_machine(config, async |machine| reset_factor(machine, &email).await))
}

async fn reset_factor(machine: Machine, email: &str) -> Result<String, Error> {
    let ctx = machine.request("people reset-factor", "identity.mfa.reset");
    let (user, ended) = machine.domains.identity.reset_factor(&ctx, email).await?;
    Ok(format!("the second factor of {user} is gone; sessions ended: {ended}; a mail tells them"))
}
