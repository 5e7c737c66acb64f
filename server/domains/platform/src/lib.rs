#![doc = include_str!("../README.md")]

mod grpc;
mod model;
mod recorder;
mod service;
mod store;

use omni_kernel::db::Migrations;

pub use grpc::{server, service};
pub use recorder::{Counts, Recorder};
pub use service::{Health, PartState, PartStatus, Platform, Probe};

/// The tables of this domain.
pub static MIGRATIONS: Migrations = omni_kernel::tenant_migrations!("platform": "0001_failed_requests");
