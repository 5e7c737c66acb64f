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
use omni_kernel::{Error, Vault};
use sqlx::Row;
use sqlx::postgres::PgRow;

/// Opens what was sealed from a text.
pub(crate) fn open(vault: &Vault, place: &str, sealed: &[u8]) -> Result<String, Error> {
    String::from_utf8(vault.open(place, sealed)?)
        .map_err(|error| Error::internal(format!("{place} holds no text")).with_source(error))
}

fn time(row: &PgRow, column: &str) -> Result<Timestamp, sqlx::Error> {
    Ok(row.try_get::<Time, _>(column)?.0)
}

fn maybe_time(row: &PgRow, column: &str) -> Result<Option<Timestamp>, sqlx::Error> {
    Ok(row.try_get::<Option<Time>, _>(column)?.map(|time| time.0))
}
