//! `omni-server people`: what the operator does for people, whether or not the server runs.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use omni_kernel::config::Config;
use omni_kernel::ports::Invitations;
use omni_kernel::{Begun, Error};

use crate::cli::finish;
use crate::domains::Domains;
use crate::operator::{Machine, at_the_machine, live};

#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Invites somebody to a tenant by mail, such as the first owner of one that you made. The mail leaves when the server runs
    /// and holds for seven days; call it again to send another in its place.
    Invite {
        /// The id of the tenant, `ten_...`; the operator's own, if not given.
        #[arg(long)]
        tenant: Option<String>,
        /// Their e-mail address.
        #[arg(long)]
        email: String,
        /// The built-in role to give: `owner`, `admin`, `developer`, `billing` or `viewer`.
        #[arg(long, default_value = "owner")]
        role: String,
    },
    /// Takes a person's second factor and recovery codes away and ends their sessions, for one who has lost both. They are
    /// told by mail, and their tenants by their audit logs. Make sure who asks for it: the password alone signs in after it.
    ResetFactor {
        /// The e-mail address they sign in with.
        #[arg(long)]
        email: String,
    },
}

pub(crate) fn run(config: &Config, options: Options) -> ExitCode {
    finish(at_the_machine(config, async |machine| match options.action {
        Action::Invite { tenant, email, role } => invite(machine, tenant.as_deref(), &email, &role).await,
        Action::ResetFactor { email } => reset_factor(machine, &email).await,
    }))
}

async fn invite(machine: Machine, tenant: Option<&str>, email: &str, role: &str) -> Result<String, Error> {
    let tenant = machine.tenant(tenant).await?;
    let ctx = machine.request("people invite", "identity.invitations.create");
    let Domains { effects, team, .. } = &machine.domains;
    let Begun::New(mut effect) = effects.begin_in::<()>(&ctx, live(tenant)).await? else {
        return Err(Error::internal("an act of the operator was replayed"));
    };
    let invitation = team.invite(&mut effect, "email", email, role).await?;
    effect.commit(()).await?;
    Ok(format!(
        "{invitation}: a mail invites them to {tenant} with the role {role}; it leaves when the server runs"
    ))
}

async fn reset_factor(machine: Machine, email: &str) -> Result<String, Error> {
    let ctx = machine.request("people reset-factor", "identity.mfa.reset");
    let (user, ended) = machine.domains.identity.reset_factor(&ctx, email).await?;
    Ok(format!("the second factor of {user} is gone; sessions ended: {ended}; a mail tells them"))
}
