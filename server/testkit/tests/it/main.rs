//! The database layer over a real Postgres: it is here and not in the kernel because it needs the testkit.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a failure in a test's helper fails the test")]

mod cache;
mod catalogue;
mod idempotency;
mod isolation;
mod limits;
mod migrations;
mod placement;
mod placement_killed;
mod private_cluster;
mod recovery;
mod redis;
mod support;
mod url;
mod vault;
