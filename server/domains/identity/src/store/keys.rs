//! The installation's signing keys, in transactions of any kind.

use jiff::Timestamp;
use omni_kernel::Error;
use omni_kernel::db::{RawTx, Time};
use sqlx::Row;

use super::{maybe_time, time};

/// A signing key.
#[derive(Debug, Clone)]
pub(crate) struct StoredKey {
    pub(crate) kid: String,
    pub(crate) public: [u8; 32],
    /// Sealed.
    pub(crate) private: Vec<u8>,
    pub(crate) create_time: Timestamp,
    pub(crate) activate_time: Timestamp,
    pub(crate) expire_time: Option<Timestamp>,
}

/// The keys that are published, the latest to sign first.
pub(crate) async fn list(tx: &mut RawTx, now: Timestamp) -> Result<Vec<StoredKey>, Error> {
    let rows = sqlx::query(
        "SELECT key_id, public_key, private_key, create_time, activate_time, expire_time FROM signing_keys \
         WHERE expire_time IS NULL OR expire_time > $1 ORDER BY activate_time DESC, key_id",
    )
    .bind(Time(now))
    .fetch_all(tx)
    .await?;
    rows.iter()
        .map(|row| {
            let public: Vec<u8> = row.try_get("public_key")?;
            Ok(StoredKey {
                kid: row.try_get("key_id")?,
                public: public.try_into().map_err(|_| Error::internal("a public key has not 32 bytes"))?,
                private: row.try_get("private_key")?,
                create_time: time(row, "create_time")?,
                activate_time: time(row, "activate_time")?,
                expire_time: maybe_time(row, "expire_time")?,
            })
        })
        .collect()
}

pub(crate) async fn insert(tx: &mut RawTx, key: &StoredKey) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO signing_keys (key_id, public_key, private_key, create_time, activate_time) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(&key.kid)
    .bind(key.public.as_slice())
    .bind(&key.private)
    .bind(Time(key.create_time))
    .bind(Time(key.activate_time))
    .execute(tx)
    .await?;
    Ok(())
}

/// Has every key end at this time, or before if it was to.
pub(crate) async fn expire_all(tx: &mut RawTx, at: Timestamp) -> Result<(), Error> {
    sqlx::query("UPDATE signing_keys SET expire_time = least(coalesce(expire_time, $1), $1)")
        .bind(Time(at))
        .execute(tx)
        .await?;
    Ok(())
}

/// Removes the keys that ended before.
pub(crate) async fn purge(tx: &mut RawTx, before: Timestamp) -> Result<(), Error> {
    sqlx::query("DELETE FROM signing_keys WHERE expire_time < $1").bind(Time(before)).execute(tx).await?;
    Ok(())
}
