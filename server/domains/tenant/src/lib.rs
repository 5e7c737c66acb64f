#![doc = include_str!("../README.md")]

mod administration;
mod catalogue;
mod entitlements;
mod error;
mod grpc;
mod ledger;
mod model;
mod notices;
mod service;
mod store;

use omni_kernel::db::Migrations;

pub use administration::{Act, Administration};
pub use catalogue::{Catalogue, DEFAULT as DEFAULT_CATALOGUE, Tier};
pub use entitlements::Override;
pub use error::REASONS;
pub use grpc::{server, service};
pub use ledger::Ledger;
pub use model::Tenant;
pub use notices::AuditedNotices;
pub use service::Tenants;
pub use store::tenants::Filter;

/// The tables of this domain.
pub static MIGRATIONS: Migrations = omni_kernel::migrations!("tenant": "0001_tenants", "0002_usage");
