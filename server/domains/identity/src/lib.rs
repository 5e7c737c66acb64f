#![doc = include_str!("../README.md")]

mod crypto;
mod error;
mod grpc;
mod keyring;
mod lockout;
mod model;
mod roles;
mod service;
pub mod sso;
mod store;
mod team;
mod tenants;

use omni_kernel::db::Migrations;

pub use error::REASONS;
pub use grpc::{server, service};
pub use keyring::{Rotation, Signer};
pub use model::{Membership, Person, Session, SignIn, Tokens};
pub use service::{Enrolment, Identity, Login, Parts, Registration, SecondFactor, WhoAmI};
pub use sso::{Dns, REASONS as SSO_REASONS, Sso, SsoParts};
pub use team::{Accounts, Builtins, REASONS as TEAM_REASONS, Team, TeamParts, grants_of};

/// For how long after a rotation there are sealed values under the data key before, which no rotation seals anew: tokens in
/// mails, and what sign-ins under way and refresh tokens within their grace stand on.
pub fn sealed_left_for(settings: &omni_kernel::config::Auth) -> std::time::Duration {
    store::sealed::left_for(settings)
}

/// The columns of sealed values, to be sealed under a new data key.
pub fn sealed_columns(
    database: &omni_kernel::db::Database,
) -> Vec<Box<dyn omni_kernel::vault::SealedColumn>> {
    store::sealed::columns(database)
}

/// The tables of this domain.
pub static MIGRATIONS: Migrations =
    omni_kernel::migrations!("identity": "0001_people", "0002_team", "0003_sso");
