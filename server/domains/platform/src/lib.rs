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
pub static MIGRATIONS: Migrations =
    omni_kernel::migrations!("platform": "0001_failed_requests", "0002_cache_ttls");
