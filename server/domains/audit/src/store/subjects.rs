//! The keys of persons.

use std::collections::BTreeMap;

use jiff::Timestamp;
use omni_kernel::db::{TenantTx, Time};
use omni_kernel::vault::{Rows, SealedTable};
use omni_kernel::{Error, Kind, Scope, Vault};
use sqlx::Row;
use uuid::Uuid;

use super::scope;
use crate::error;
use crate::subjects::Subject;

/// Where keys of persons are sealed.
pub(crate) const SEALED: SealedTable = SealedTable {
    table: "subject_keys",
    column: "sealed_key",
    rows: Rows::Tenants,
    place: |row| Ok(place(scope(row)?, row.try_get("subject_id")?)),
};

fn place(scope: Scope, id: Uuid) -> String {
    format!("subject_key:{}/{}:{id}", scope.tenant, scope.environment.as_str())
}

/// Opens a person's key.
pub(crate) fn open_key(vault: &Vault, scope: Scope, id: Uuid, sealed: &[u8]) -> Result<[u8; 32], Error> {
    let key = vault.open(&place(scope, id), sealed)?;
    key.try_into().map_err(|_| Error::internal("a person's key has not 32 bytes"))
}

/// The persons that are known under these hashes.
pub(crate) async fn find(
    tx: &mut TenantTx,
    vault: &Vault,
    hashes: &[[u8; 32]],
) -> Result<BTreeMap<[u8; 32], Subject>, Error> {
    let scope = tx.scope();
    let rows = sqlx::query(
        "SELECT name_hash, subject_id, sealed_key FROM subject_keys \
         WHERE tenant_id = $1 AND live = $2 AND name_hash = ANY($3)",
    )
    .bind(scope.tenant.uuid())
    .bind(scope.environment.is_live())
    .bind(hashes.iter().map(|hash| hash.to_vec()).collect::<Vec<_>>())
    .fetch_all(tx)
    .await?;
    let mut found = BTreeMap::new();
    for row in rows {
        let id: Uuid = row.try_get("subject_id")?;
        let key = open_key(vault, scope, id, &row.try_get::<Vec<u8>, _>("sealed_key")?);
        let key = key.map_err(|error| match error.kind() {
            Kind::Internal => error::broken("a person's key does not open").with_source(error),
            _ => error,
        })?;
        found.insert(super::hash(&row, "name_hash")?, Subject { id, key });
    }
    Ok(found)
}

/// Keeps a new person, unless somebody else was faster.
pub(crate) async fn insert(
    tx: &mut TenantTx,
    vault: &Vault,
    name_hash: &[u8; 32],
    subject: &Subject,
    now: Timestamp,
) -> Result<(), Error> {
    let scope = tx.scope();
    sqlx::query(
        "INSERT INTO subject_keys (tenant_id, live, subject_id, name_hash, sealed_key, create_time) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, live, name_hash) DO NOTHING",
    )
    .bind(scope.tenant.uuid())
    .bind(scope.environment.is_live())
    .bind(subject.id)
    .bind(name_hash.as_slice())
    .bind(vault.seal(&place(scope, subject.id), &subject.key)?)
    .bind(Time(now))
    .execute(tx)
    .await?;
    Ok(())
}

/// Destroys the key of a person; `false` when there is none.
pub(crate) async fn shred(tx: &mut TenantTx, name_hash: &[u8; 32], now: Timestamp) -> Result<bool, Error> {
    let scope = tx.scope();
    let done = sqlx::query(
        "UPDATE subject_keys SET name_hash = NULL, sealed_key = NULL, shred_time = $4 \
         WHERE tenant_id = $1 AND live = $2 AND name_hash = $3",
    )
    .bind(scope.tenant.uuid())
    .bind(scope.environment.is_live())
    .bind(name_hash.as_slice())
    .bind(Time(now))
    .execute(tx)
    .await?;
    Ok(done.rows_affected() > 0)
}
