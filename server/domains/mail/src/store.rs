//! SQL.

use jiff::Timestamp;
use omni_kernel::Error;
use omni_kernel::db::{RawTx, Time, UnscopedTx};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::letter::MailId;

/// A row of the queue that this server may deliver for a while.
pub(crate) struct Claimed {
    pub(crate) id: MailId,
    pub(crate) purpose: String,
    pub(crate) sealed: Vec<u8>,
    pub(crate) enqueue_time: Timestamp,
    /// The number of this attempt, from 1.
    pub(crate) attempt: u32,
}

pub(crate) async fn insert(
    tx: &mut RawTx,
    id: MailId,
    purpose: &str,
    sealed: &[u8],
    now: Timestamp,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO mail_queue (mail_id, purpose, sealed, enqueue_time, next_attempt_time) VALUES ($1, $2, $3, $4, $4)",
    )
    .bind(id.uuid())
    .bind(purpose)
    .bind(sealed)
    .bind(Time(now))
    .execute(tx)
    .await?;
    Ok(())
}

/// What the vault binds the content of a row to.
pub(crate) fn place(row: &PgRow) -> Result<String, sqlx::Error> {
    Ok(place_of(MailId::from_uuid(row.try_get("mail_id")?)))
}

/// The same of a message that has no row yet.
pub(crate) fn place_of(id: MailId) -> String {
    format!("mail:{id}")
}

/// Takes the message that is due the longest, for this server alone until `until`; none when none is due. Messages that
/// another server is taking are passed over.
pub(crate) async fn claim(
    tx: &mut UnscopedTx,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<Claimed>, Error> {
    let row = sqlx::query(
        "UPDATE mail_queue SET attempts = attempts + 1, next_attempt_time = $2 WHERE mail_id = \
         (SELECT mail_id FROM mail_queue WHERE next_attempt_time <= $1 ORDER BY next_attempt_time, mail_id LIMIT 1 \
         FOR UPDATE SKIP LOCKED) RETURNING mail_id, purpose, sealed, enqueue_time, attempts",
    )
    .bind(Time(now))
    .bind(Time(until))
    .fetch_optional(tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Claimed {
        id: MailId::from_uuid(row.try_get("mail_id")?),
        purpose: row.try_get("purpose")?,
        sealed: row.try_get("sealed")?,
        enqueue_time: row.try_get::<Time, _>("enqueue_time")?.0,
        attempt: u32::try_from(row.try_get::<i32, _>("attempts")?).unwrap_or(u32::MAX),
    }))
}

/// Removes a message that was delivered or given up.
pub(crate) async fn remove(tx: &mut UnscopedTx, id: MailId) -> Result<(), Error> {
    sqlx::query("DELETE FROM mail_queue WHERE mail_id = $1").bind(id.uuid()).execute(tx).await?;
    Ok(())
}

/// Has a message tried again at `time`, unless another attempt began since this one.
pub(crate) async fn postpone(
    tx: &mut UnscopedTx,
    claimed: &Claimed,
    time: Timestamp,
    error: &str,
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE mail_queue SET next_attempt_time = $2, last_error = $3 WHERE mail_id = $1 AND attempts = $4",
    )
    .bind(claimed.id.uuid())
    .bind(Time(time))
    .bind(error)
    .bind(i32::try_from(claimed.attempt).unwrap_or(i32::MAX))
    .execute(tx)
    .await?;
    Ok(())
}

/// How many messages there are.
pub(crate) async fn count(tx: &mut UnscopedTx) -> Result<u64, Error> {
    let count: i64 = sqlx::query_scalar("SELECT count(*) FROM mail_queue").fetch_one(tx).await?;
    Ok(u64::try_from(count).unwrap_or_default())
}
