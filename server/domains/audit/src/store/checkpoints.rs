//! Signed checkpoints.

use jiff::Timestamp;
use omni_audit_chain::{Checkpoint, Signed};
use omni_kernel::Error;
use omni_kernel::db::{TenantTx, Time};
use sqlx::Row;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::{hash, micros, number, scope, unsigned};

/// Keeps a checkpoint, unless there is one of the same entry.
pub(crate) async fn insert(tx: &mut TenantTx, key: Uuid, signed: &Signed) -> Result<(), Error> {
    let (scope, stated) = (tx.scope(), &signed.checkpoint);
    let time = Timestamp::from_microsecond(stated.time)
        .map_err(|error| Error::internal("a time of the log").with_source(error))?;
    sqlx::query(
        "INSERT INTO audit_checkpoints (tenant_id, live, sequence, hash, time, key_id, signature) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, live, sequence) DO NOTHING",
    )
    .bind(scope.tenant.uuid())
    .bind(scope.environment.is_live())
    .bind(number(stated.sequence)?)
    .bind(stated.hash.as_slice())
    .bind(Time(time))
    .bind(key)
    .bind(signed.signature.as_slice())
    .execute(tx)
    .await?;
    Ok(())
}

/// At most `limit` checkpoints of entries after `after`, the oldest first.
pub(crate) async fn list(tx: &mut TenantTx, after: u64, limit: i64) -> Result<Vec<Signed>, Error> {
    let own = tx.scope();
    let rows = sqlx::query(
        "SELECT tenant_id, live, sequence, hash, time, key_id, signature FROM audit_checkpoints \
         WHERE tenant_id = $1 AND live = $2 AND sequence > $3 ORDER BY sequence LIMIT $4",
    )
    .bind(own.tenant.uuid())
    .bind(own.environment.is_live())
    .bind(number(after)?)
    .bind(limit)
    .fetch_all(tx)
    .await?;
    rows.iter().map(read).collect()
}

fn read(row: &PgRow) -> Result<Signed, Error> {
    let scope = scope(row)?;
    let signature: Vec<u8> = row.try_get("signature")?;
    let checkpoint = Checkpoint {
        tenant_id: scope.tenant.to_string(),
        environment: scope.environment.as_str().to_owned(),
        sequence: unsigned(row, "sequence")?,
        hash: hash(row, "hash")?,
        time: micros(row, "time"),
        key_id: row.try_get::<Uuid, _>("key_id")?.to_string(),
    };
    Ok(Signed { checkpoint, signature: signature.try_into().unwrap_or([0; 64]) })
}
