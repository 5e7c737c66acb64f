//! People over a real Postgres.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a failure in a test's helper fails the test")]

mod harness;
mod lockout;
mod login;
mod mfa;
mod passwords;
mod refresh;
mod register;
mod schema;
mod sessions;
mod signing;
mod sso;
mod team;
mod tokens;

use omni_kernel::db::Migrations;

static MIGRATIONS: [&Migrations; 2] = [&omni_tenant::MIGRATIONS, &omni_identity::MIGRATIONS];
