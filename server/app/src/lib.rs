//! The Omni server: config, stores, domains, edge, listen. The only crate that knows them all.

mod audit;
mod auth_command;
mod cli;
mod config_command;
mod credentials;
mod doctor;
mod domains;
mod guards;
mod keys_command;
mod mail;
mod operator;
mod people;
mod people_command;
mod probes;
mod reference;
#[cfg(feature = "saml")]
mod saml;
mod scopes;
mod serve;
mod sso;
mod tenants;
mod tenants_command;
mod vault;
mod vault_command;

pub use cli::command;
pub use domains::MIGRATIONS;
pub use serve::{Running, StartError, start, start_with};

/// The version of the server.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
