//! SQL.

pub(crate) mod attempts;
pub(crate) mod factors;
pub(crate) mod keys;
pub(crate) mod once;
pub(crate) mod people;
pub(crate) mod sealed;
pub(crate) mod sessions;

use jiff::Timestamp;
use omni_kernel::db::Time;
use sqlx::Row;
use sqlx::postgres::PgRow;

fn time(row: &PgRow, column: &str) -> Result<Timestamp, sqlx::Error> {
    Ok(row.try_get::<Time, _>(column)?.0)
}

fn maybe_time(row: &PgRow, column: &str) -> Result<Option<Timestamp>, sqlx::Error> {
    Ok(row.try_get::<Option<Time>, _>(column)?.map(|time| time.0))
}
