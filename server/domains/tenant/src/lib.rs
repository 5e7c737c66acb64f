//! The companies an installation serves.

mod model;
mod service;
mod store;

use omni_kernel::db::Migrations;

pub use model::Tenant;
pub use service::Tenants;

/// The tables of this domain.
pub static MIGRATIONS: Migrations = omni_kernel::migrations!("tenant": "0001_tenants");
