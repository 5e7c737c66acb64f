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

use omni_kernel::db::Migrations;

pub use error::REASONS;
pub use grpc::{server, service};
pub use keyring::{Rotation, Signer};
pub use model::{Membership, Person, Session, SignIn, Tokens};
pub use service::{Enrolment, Identity, Login, Parts, Registration, SecondFactor, WhoAmI};
pub use sso::{Dns, REASONS as SSO_REASONS, Sso, SsoParts};
pub use team::{Accounts, Builtins, REASONS as TEAM_REASONS, Team, TeamParts, grants_of};

/// The columns of sealed values, to be sealed under a new data key.
pub fn sealed_columns(
    database: &omni_kernel::db::Database,
) -> Vec<Box<dyn omni_kernel::vault::SealedColumn>> {
    store::sealed::columns(database)
}

/// The tables of this domain.
pub static MIGRATIONS: Migrations =
    omni_kernel::migrations!("identity": "0001_people", "0002_team", "0003_sso");
