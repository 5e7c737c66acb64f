//! SQL.

use jiff::Timestamp;
use sqlx::Row;
use uuid::Uuid;

use crate::db::{RawTx, Time};
use crate::error::Error;

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Values are sealed under it: a data key.
    Seal,
    /// What is looked up is hashed under it. There is one, and it stays.
    LookUp,
}

impl Purpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::Seal => "seal",
            Self::LookUp => "look_up",
        }
    }
}

/// A key as it is kept.
#[derive(Debug, Clone)]
pub(super) struct StoredKey {
    pub(super) id: Uuid,
    pub(super) purpose: Purpose,
    pub(super) wrapped: Vec<u8>,
    pub(super) wrapper: String,
    pub(super) create_time: Timestamp,
    pub(super) activate_time: Timestamp,
}

impl StoredKey {
    /// What it is wrapped under, so that a key of one purpose does not unwrap as one of the other.
    pub(super) fn name(&self) -> String {
        name(self.id, self.purpose)
    }
}

/// As [`StoredKey::name`].
pub(super) fn name(id: Uuid, purpose: Purpose) -> String {
    match purpose {
        Purpose::Seal => id.to_string(),
        Purpose::LookUp => format!("look_up:{id}"),
    }
}

/// Every key, the oldest first.
pub(super) async fn all(tx: &mut RawTx) -> Result<Vec<StoredKey>, Error> {
    let rows = sqlx::query(
        "SELECT data_key_id, purpose, wrapped, wrapper, create_time, activate_time FROM data_keys \
         ORDER BY activate_time, data_key_id",
    )
    .fetch_all(tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(StoredKey {
                id: row.try_get("data_key_id")?,
                purpose: match row.try_get("purpose")? {
                    "look_up" => Purpose::LookUp,
                    _ => Purpose::Seal,
                },
                wrapped: row.try_get("wrapped")?,
                wrapper: row.try_get("wrapper")?,
                create_time: row.try_get::<Time, _>("create_time")?.0,
                activate_time: row.try_get::<Time, _>("activate_time")?.0,
            })
        })
        .collect()
}

/// Until the transaction ends, nobody else changes data keys.
pub(super) async fn lock(tx: &mut RawTx) -> Result<(), Error> {
    sqlx::query("SELECT pg_advisory_xact_lock(7453010365038752874)").execute(tx).await?;
    Ok(())
}

pub(super) async fn insert(tx: &mut RawTx, key: &StoredKey) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO data_keys (data_key_id, wrapped, wrapper, create_time, activate_time, purpose) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(key.id)
    .bind(&key.wrapped)
    .bind(&key.wrapper)
    .bind(Time(key.create_time))
    .bind(Time(key.activate_time))
    .bind(key.purpose.as_str())
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn rewrap(tx: &mut RawTx, id: Uuid, wrapped: &[u8], wrapper: &str) -> Result<(), Error> {
    sqlx::query("UPDATE data_keys SET wrapped = $2, wrapper = $3 WHERE data_key_id = $1")
        .bind(id)
        .bind(wrapped)
        .bind(wrapper)
        .execute(tx)
        .await?;
    Ok(())
}
