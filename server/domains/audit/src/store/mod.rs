//! SQL.

pub(crate) mod chain;
pub(crate) mod checkpoints;
pub(crate) mod entries;
pub(crate) mod keys;
pub(crate) mod subjects;

use omni_audit_chain::Hash;
use omni_kernel::{Environment, Error, Scope, TenantId};
use sqlx::Row;
use sqlx::postgres::PgRow;

fn hash(row: &PgRow, column: &str) -> Result<Hash, Error> {
    let bytes: Vec<u8> = row.try_get(column)?;
    bytes.try_into().map_err(|_| Error::internal("a hash of the audit log has not 32 bytes"))
}

fn number(value: u64) -> Result<i64, Error> {
    i64::try_from(value).map_err(|_| Error::internal("the audit log is longer than its numbers"))
}

fn unsigned(row: &PgRow, column: &str) -> Result<u64, Error> {
    u64::try_from(row.try_get::<i64, _>(column)?).map_err(|_| Error::internal("a negative number of the log"))
}

fn scope(row: &PgRow) -> Result<Scope, sqlx::Error> {
    let environment = if row.try_get("live")? { Environment::Live } else { Environment::Test };
    Ok(Scope { tenant: TenantId::from_uuid(row.try_get("tenant_id")?), environment })
}
