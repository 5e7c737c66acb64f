//! SQL.

pub(crate) mod invitations;
pub(crate) mod members;
pub(crate) mod roles;

use jiff::Timestamp;
use omni_kernel::Error;
use omni_kernel::db::{TenantTx, Time};
use sqlx::Row;
use sqlx::postgres::PgRow;

/// Waits for whatever else changes the team of the transaction's tenant, and keeps others waiting until it ends. Two
/// tenants whose numbers collide wait for each other, which does no harm.
pub(crate) async fn lock(tx: &mut TenantTx) -> Result<(), Error> {
    let name = format!("team:{}", tx.scope().tenant);
    sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))").bind(name).execute(tx).await?;
    Ok(())
}

fn time(row: &PgRow, column: &str) -> Result<Timestamp, sqlx::Error> {
    Ok(row.try_get::<Time, _>(column)?.0)
}
