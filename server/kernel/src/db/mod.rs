//! Postgres: the private cluster or a URL, migrations, and transactions of one tenant.
//!
//! The only way to a tenant's rows is [`Database::begin`]: a transaction that runs as the app role, with the tenant and
//! the environment set for its length and for nothing beyond it. Nothing is ever set on a session, so a pooler in
//! transaction mode may stand between (see [`Options::transaction_pooler`]).
//!
//! Store code writes `sqlx::query(..).execute(&mut *tx)`: [`TenantTx`] is the executor and decides how statements are
//! prepared.

pub mod cluster;
mod connect;
mod database;
mod error;
mod migrate;
mod migration;
mod options;
mod placement;
mod roles;
mod time;
mod tx;

pub use database::{Database, ServerVersion};
pub use error::{is_unique_violation, reason};
pub use migration::{Applied, Migration, Migrations};
pub use options::{Mode, Options};
pub use placement::{Destination, Moved, Step, Visitor, sealed_columns};
pub use time::Time;
pub use tx::{RawTx, TenantTx, UnscopedTx, UserTx};

/// The role every request runs as. It owns nothing and is subject to row-level security.
pub const APP_ROLE: &str = "omni_app";

/// The schema of every table of Omni.
pub const SCHEMA: &str = "omni";
