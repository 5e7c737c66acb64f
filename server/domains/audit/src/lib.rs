#![doc = include_str!("../README.md")]

mod checkpoints;
mod draft;
mod error;
mod file;
mod folding;
mod grpc;
mod keys;
mod model;
mod service;
mod store;
mod subjects;
mod trail;

use omni_kernel::db::Migrations;
use omni_kernel::vault::SealedColumn;

pub use error::REASONS;
pub use grpc::{server, service};
pub use keys::PublicKey;
pub use model::{Filter, Settings, Verified};
pub use service::Audit;
pub use trail::{Counts, Trail};

/// The tables of this domain.
pub static MIGRATIONS: Migrations = omni_kernel::migrations!("audit": "0001_audit", "0002_publications");

/// The columns of this domain that the vault seals.
pub fn sealed_columns() -> Vec<Box<dyn SealedColumn>> {
    vec![Box::new(store::subjects::SEALED), Box::new(store::keys::SEALED)]
}
