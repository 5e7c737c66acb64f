//! Real databases and servers for tests.
//!
//! [`TestDb`] is an empty database with everything migrated, on a real Postgres that this process runs. Where no
//! Postgres is found the test fails and says how to get one: `scripts/postgres.sh`.
//!
//! A clock and a seed come with it, so that a test repeats itself.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot be set up has to fail")]

pub mod albums;
pub mod catalogue;
mod cluster;
mod database;
pub mod doubles;
pub mod fleet;
mod migrations;
mod places;
mod redis;

pub use cluster::SharedCluster;
pub use database::TestDb;
pub use migrations::assert_migrations_go_back;
pub use places::{data_dir, free_port, postgres_bin};
pub use redis::RedisServer;

use jiff::Timestamp;
use omni_kernel::{Clock, Environment, Rng, Scope, TenantId};

/// Where a test's clock stands at first: 2026-01-01T00:00:00Z.
pub const START: Timestamp = Timestamp::constant(1_767_225_600, 0);

/// A clock that stands at [`START`] until it is moved.
pub fn clock() -> Clock {
    Clock::manual(START)
}

/// A tenant of its own in the live environment, from a test's generator.
pub fn scope(rng: &Rng) -> Scope {
    Scope { tenant: TenantId::from_uuid(rng.uuid(START)), environment: Environment::Live }
}

/// The other environment of the same tenant.
pub fn other_environment(scope: Scope) -> Scope {
    let environment = match scope.environment {
        Environment::Live => Environment::Test,
        Environment::Test => Environment::Live,
    };
    Scope { environment, ..scope }
}
