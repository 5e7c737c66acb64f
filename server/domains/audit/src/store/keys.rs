//! The keys of the installation's log.

use omni_audit_chain::Signed;
use omni_kernel::db::{Database, Time, UnscopedTx};
use omni_kernel::vault::{Rows, SealedTable};
use omni_kernel::{Error, Vault};
use sqlx::Row;
use uuid::Uuid;

use super::hash;
use crate::keys::{PublicKey, Purpose, SecretKey};

/// Where their secrets are sealed.
pub(crate) const SEALED: SealedTable = SealedTable {
    table: "audit_keys",
    column: "sealed_secret",
    rows: Rows::Installation,
    place: |row| Ok(place(row.try_get("key_id")?)),
};

fn place(id: Uuid) -> String {
    format!("audit_key:{id}")
}

/// A key whose secret is sealed.
pub(crate) struct SealedKey {
    pub(crate) public: PublicKey,
    sealed: Vec<u8>,
}

/// Until the transaction ends, nobody else makes keys.
pub(crate) async fn lock(tx: &mut UnscopedTx) -> Result<(), Error> {
    sqlx::query("SELECT pg_advisory_xact_lock(7453010365038752875)").execute(tx).await?;
    Ok(())
}

/// The keys for a purpose, the newest first.
pub(crate) async fn all(tx: &mut UnscopedTx, purpose: Purpose) -> Result<Vec<SealedKey>, Error> {
    let rows = sqlx::query(
        "SELECT key_id, public_key, sealed_secret, create_time FROM audit_keys WHERE purpose = $1 \
         ORDER BY create_time DESC, key_id DESC",
    )
    .bind(purpose.as_str())
    .fetch_all(tx)
    .await?;
    rows.iter()
        .map(|row| {
            let public = PublicKey {
                id: row.try_get("key_id")?,
                key: hash(row, "public_key")?,
                create_time: row.try_get::<Time, _>("create_time")?.0,
            };
            Ok(SealedKey { public, sealed: row.try_get("sealed_secret")? })
        })
        .collect()
}

/// The public keys that checkpoints are signed with, the newest first. One whose secret does not open under the vault, or
/// is of another key, was not put there by a server, and is no key.
pub(crate) async fn public(database: &Database, vault: &Vault) -> Result<Vec<PublicKey>, Error> {
    let mut tx = database.begin_unscoped().await?;
    let keys = all(&mut tx, Purpose::Sign).await?;
    tx.commit().await?;
    let opened = keys.into_iter().filter_map(|key| open(vault, key).ok());
    Ok(opened.filter(|key| Signed::public_key(&key.secret) == key.public.key).map(|key| key.public).collect())
}

pub(crate) fn open(vault: &Vault, key: SealedKey) -> Result<SecretKey, Error> {
    let secret = vault.open(&place(key.public.id), &key.sealed)?;
    let secret = secret.try_into().map_err(|_| Error::internal("a key of the log has not 32 bytes"))?;
    Ok(SecretKey { public: key.public, secret })
}

pub(crate) async fn insert(
    tx: &mut UnscopedTx,
    vault: &Vault,
    purpose: Purpose,
    key: &SecretKey,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO audit_keys (key_id, purpose, public_key, sealed_secret, create_time) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(key.public.id)
    .bind(purpose.as_str())
    .bind(key.public.key.as_slice())
    .bind(vault.seal(&place(key.public.id), &key.secret)?)
    .bind(Time(key.public.create_time))
    .execute(tx)
    .await?;
    Ok(())
}
