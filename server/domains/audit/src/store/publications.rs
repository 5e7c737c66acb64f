//! What was published of each chain.

use jiff::Timestamp;
use omni_kernel::Error;
use omni_kernel::db::{TenantTx, Time};

use super::{micros, number, unsigned};

/// The last checkpoint that was published.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Published {
    pub(crate) sequence: u64,
    pub(crate) time: Timestamp,
}

/// What was published of the transaction's chain, locked until it ends.
pub(crate) async fn lock(tx: &mut TenantTx) -> Result<Option<Published>, Error> {
    let scope = tx.scope();
    let row = sqlx::query(
        "SELECT sequence, time FROM audit_publications WHERE tenant_id = $1 AND live = $2 FOR UPDATE",
    )
    .bind(scope.tenant.uuid())
    .bind(scope.environment.is_live())
    .fetch_optional(tx)
    .await?;
    row.map(|row| {
        let time = Timestamp::from_microsecond(micros(&row, "time")).unwrap_or(Timestamp::UNIX_EPOCH);
        Ok(Published { sequence: unsigned(&row, "sequence")?, time })
    })
    .transpose()
}

/// Keeps that the checkpoints up to this entry are published.
pub(crate) async fn mark(tx: &mut TenantTx, sequence: u64, now: Timestamp) -> Result<(), Error> {
    let scope = tx.scope();
    sqlx::query(
        "INSERT INTO audit_publications AS mine (tenant_id, live, sequence, time) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (tenant_id, live) DO UPDATE \
         SET sequence = GREATEST(mine.sequence, excluded.sequence), time = excluded.time",
    )
    .bind(scope.tenant.uuid())
    .bind(scope.environment.is_live())
    .bind(number(sequence)?)
    .bind(Time(now))
    .execute(tx)
    .await?;
    Ok(())
}
