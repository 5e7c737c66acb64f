//! The Omni server: config, stores, domains, edge, listen. The only crate that knows them all.

mod auth_command;
mod cli;
mod config_command;
mod credentials;
mod doctor;
mod interim;
mod keys_command;
mod mail;
mod people;
mod probes;
mod reference;
mod scopes;
mod serve;
mod vault;
mod vault_command;

pub use cli::command;
pub use serve::{MIGRATIONS, Running, StartError, start};

/// The version of the server.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Tiers that have a label of their own in metrics.
const TIERS: [&str; 4] = ["free", "basic", "pro", "enterprise"];
