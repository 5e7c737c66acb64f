//! Who calls: API keys and what they may do.

mod bootstrap;
mod error;
mod grpc;
mod key;
mod manage;
mod model;
mod restraint;
mod service;
mod store;
mod usage;
mod verifier;

use omni_kernel::db::Migrations;

pub use bootstrap::Bootstrap;
pub use error::REASONS;
pub use grpc::{server, service};
pub use model::{ApiKey, CreatedKey, Creator, NewKey};
pub use service::Keys;

/// The tables of this domain.
pub static MIGRATIONS: Migrations = omni_kernel::migrations!("keys": "0001_api_keys", "0002_created_by");
