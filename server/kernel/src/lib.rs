//! What every domain stands on: context, ids, errors, config, database, telemetry and the ports between domains.
//!
//! The kernel knows no domain and no protocol of the edge. It costs every build, so it stays small.

pub mod cache;
pub mod clock;
pub mod config;
pub mod ctx;
pub mod db;
pub mod effects;
pub mod error;
pub mod id;
mod items;
pub mod limits;
pub mod money;
pub mod names;
pub mod nearest;
pub mod net;
pub mod page;
pub mod permissions;
pub mod ports;
pub mod redis;
pub mod rng;
pub mod secret;
pub mod telemetry;
pub mod turns;
pub mod vault;
pub mod wire;

pub use clock::Clock;
pub use ctx::{Caller, Client, Ctx, Environment, Grants, Scope};
pub use effects::{Begun, Effect, Effects};
pub use error::{Error, Kind, Reason};
pub use id::{Id, KeyId, RequestId, SessionId, TenantId, UserId};
pub use items::ItemFailures;
pub use rng::Rng;
pub use secret::Secret;
pub use vault::Vault;

/// What a fallible kernel function gives.
pub type Result<T, E = Error> = std::result::Result<T, E>;
