//! The whole server in this process, over a real Postgres, on a port of its own.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod acts;
mod contract;
mod harness;
mod schema;
mod surfaces;
mod vault;
