//! Authenticators and recovery codes, in transactions that see the person's rows.

use jiff::Timestamp;
use omni_kernel::db::{RawTx, Time};
use omni_kernel::{Error, UserId};
use sqlx::Row;

use crate::crypto::token::Hash;

/// An authenticator.
#[derive(Debug)]
pub(crate) struct Factor {
    /// Sealed.
    pub(crate) secret: Vec<u8>,
    pub(crate) confirmed: bool,
}

pub(crate) async fn find(tx: &mut RawTx, user: UserId) -> Result<Option<Factor>, Error> {
    let row = sqlx::query(
        "SELECT secret, confirm_time IS NOT NULL AS confirmed FROM totp_factors WHERE user_id = $1",
    )
    .bind(user.uuid())
    .fetch_optional(tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Factor { secret: row.try_get("secret")?, confirmed: row.try_get("confirmed")? }))
}

/// Keeps a secret that waits to be confirmed, in the place of another that waits; `false` when one is confirmed.
pub(crate) async fn enrol(
    tx: &mut RawTx,
    user: UserId,
    secret: &[u8],
    now: Timestamp,
) -> Result<bool, Error> {
    let kept = sqlx::query(
        "INSERT INTO totp_factors AS f (user_id, secret, create_time, last_step) VALUES ($1, $2, $3, 0) \
         ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, create_time = excluded.create_time, \
         last_step = 0 WHERE f.confirm_time IS NULL",
    )
    .bind(user.uuid())
    .bind(secret)
    .bind(Time(now))
    .execute(tx)
    .await?;
    Ok(kept.rows_affected() == 1)
}

/// Takes a step of a confirmed authenticator; `false` when it or a later one was taken before. Of many at once one does.
pub(crate) async fn take_step(tx: &mut RawTx, user: UserId, step: i64) -> Result<bool, Error> {
    let taken = sqlx::query(
        "UPDATE totp_factors SET last_step = $2 WHERE user_id = $1 AND last_step < $2 AND confirm_time IS NOT NULL",
    )
    .bind(user.uuid())
    .bind(step)
    .execute(tx)
    .await?;
    Ok(taken.rows_affected() == 1)
}

/// Confirms the authenticator that waits, and takes the step of the code.
pub(crate) async fn confirm(tx: &mut RawTx, user: UserId, step: i64, now: Timestamp) -> Result<bool, Error> {
    let confirmed = sqlx::query(
        "UPDATE totp_factors SET confirm_time = $3, last_step = $2 WHERE user_id = $1 AND confirm_time IS NULL",
    )
    .bind(user.uuid())
    .bind(step)
    .bind(Time(now))
    .execute(tx)
    .await?;
    Ok(confirmed.rows_affected() == 1)
}

/// Removes the authenticator and the recovery codes.
pub(crate) async fn remove(tx: &mut RawTx, user: UserId) -> Result<(), Error> {
    sqlx::query("DELETE FROM totp_factors WHERE user_id = $1").bind(user.uuid()).execute(&mut *tx).await?;
    sqlx::query("DELETE FROM recovery_codes WHERE user_id = $1").bind(user.uuid()).execute(tx).await?;
    Ok(())
}

/// Keeps new recovery codes in the place of the old ones.
pub(crate) async fn put_codes(
    tx: &mut RawTx,
    user: UserId,
    codes: &[Hash],
    now: Timestamp,
) -> Result<(), Error> {
    sqlx::query("DELETE FROM recovery_codes WHERE user_id = $1").bind(user.uuid()).execute(&mut *tx).await?;
    let codes: Vec<&[u8]> = codes.iter().map(<[u8; 32]>::as_slice).collect();
    sqlx::query(
        "INSERT INTO recovery_codes (user_id, code_hash, create_time) SELECT $1, code, $3 FROM unnest($2::bytea[]) code",
    )
    .bind(user.uuid())
    .bind(codes)
    .bind(Time(now))
    .execute(tx)
    .await?;
    Ok(())
}

/// Uses a recovery code up; `false` when there is none such. Of many at once one does.
pub(crate) async fn use_code(
    tx: &mut RawTx,
    user: UserId,
    code: &Hash,
    now: Timestamp,
) -> Result<bool, Error> {
    let used = sqlx::query(
        "UPDATE recovery_codes SET use_time = $3 WHERE user_id = $1 AND code_hash = $2 AND use_time IS NULL",
    )
    .bind(user.uuid())
    .bind(code.as_slice())
    .bind(Time(now))
    .execute(tx)
    .await?;
    Ok(used.rows_affected() == 1)
}
