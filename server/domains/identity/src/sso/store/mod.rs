//! SQL.

pub(crate) mod connections;
pub(crate) mod domains;
pub(crate) mod identities;

use jiff::Timestamp;
use omni_kernel::db::Time;
use sqlx::Row;
use sqlx::postgres::PgRow;

fn time(row: &PgRow, column: &str) -> Result<Timestamp, sqlx::Error> {
    Ok(row.try_get::<Time, _>(column)?.0)
}
