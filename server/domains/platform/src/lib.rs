#![doc = include_str!("../README.md")]

mod cache;
mod grpc;
mod limits;
mod model;
mod recorder;
mod service;
mod store;

use omni_kernel::db::Migrations;

pub use cache::{CacheSettings, CachedMethod, ResponseCaches, cache_server, cache_service};
pub use grpc::{server, service};
pub use limits::limits_server;
pub use recorder::{Counts, Recorder};
pub use service::{Health, PartState, PartStatus, Platform, Probe};

/// The tables of this domain.
pub static MIGRATIONS: Migrations = omni_kernel::tenant_migrations!("platform": "0001_failed_requests");

/// The tables of the response cache's settings. They are read for every cached call and stay with the common tables.
pub static CACHE_MIGRATIONS: Migrations = omni_kernel::migrations!("cache": "0001_cache_ttls");
