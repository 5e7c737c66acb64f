//! SQL.

pub(crate) mod chain;
pub(crate) mod checkpoints;
pub(crate) mod entries;
pub(crate) mod keys;
pub(crate) mod publications;
pub(crate) mod subjects;

use omni_audit_chain::Hash;
use omni_kernel::db::Time;
use omni_kernel::{Environment, Error, Scope, TenantId};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::error;

// What lies in the tables may have been changed past the server. It is read all the same, so that a verification can say
// what is wrong with it: a value that no entry can have stands for one that cannot be read, and then nothing fits it.

/// A hash as it lies there.
fn hash(row: &PgRow, column: &str) -> Result<Hash, Error> {
    let bytes: Vec<u8> = row.try_get(column)?;
    Ok(bytes.try_into().unwrap_or([0xff; 32]))
}

/// A time in microseconds since 1970 as it lies there; Postgres has times that nothing else has, such as infinity.
fn micros(row: &PgRow, column: &str) -> i64 {
    row.try_get::<Time, _>(column).map_or(0, |time| time.0.as_microsecond())
}

/// The number of an entry as it lies there.
fn unsigned(row: &PgRow, column: &str) -> Result<u64, Error> {
    Ok(u64::try_from(row.try_get::<i64, _>(column)?).unwrap_or(0))
}

fn number(value: u64) -> Result<i64, Error> {
    i64::try_from(value).map_err(|_| error::broken("its head names an entry that cannot be"))
}

fn scope(row: &PgRow) -> Result<Scope, sqlx::Error> {
    let environment = if row.try_get("live")? { Environment::Live } else { Environment::Test };
    Ok(Scope { tenant: TenantId::from_uuid(row.try_get("tenant_id")?), environment })
}
