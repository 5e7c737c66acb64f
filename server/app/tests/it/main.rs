//! The whole server in this process, over a real Postgres, on a port of its own.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod acts;
mod at_rest;
mod audit;
mod cache;
mod contract;
mod every_act;
mod forecast;
mod harness;
mod isolation;
mod keys;
mod limits;
mod operator;
mod people;
mod roles;
mod rust_sdk;
mod schema;
mod surfaces;
mod tenants;
mod vault;
