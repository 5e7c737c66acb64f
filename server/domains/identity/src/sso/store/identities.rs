//! Whom connections know, and which assertions they have taken.

use jiff::Timestamp;
use omni_kernel::db::{TenantTx, Time};
use omni_kernel::{Error, UserId, Vault};
use uuid::Uuid;

use crate::crypto::token::Hash;
use crate::sso::model::ConnectionId;

/// What the database knows a person of an identity provider by.
fn key(vault: &Vault, connection: ConnectionId, subject: &str) -> Hash {
    let text = [connection.uuid().as_bytes(), subject.as_bytes()].concat();
    vault.keyed_hash("sso_subject", &text)
}

/// The person whom the identity provider calls this, and notes that they came.
pub(crate) async fn find(
    tx: &mut TenantTx,
    vault: &Vault,
    connection: ConnectionId,
    subject: &str,
    now: Timestamp,
) -> Result<Option<UserId>, Error> {
    let tenant = tx.scope().tenant.uuid();
    let user: Option<Uuid> = sqlx::query_scalar(
        "UPDATE sso_identities SET last_use_time = greatest(last_use_time, $4) \
         WHERE tenant_id = $1 AND connection_id = $2 AND subject_key = $3 RETURNING user_id",
    )
    .bind(tenant)
    .bind(connection.uuid())
    .bind(key(vault, connection, subject).as_slice())
    .bind(Time(now))
    .fetch_optional(tx)
    .await?;
    Ok(user.map(UserId::from_uuid))
}

/// Has the connection know a person from here on.
pub(crate) async fn insert(
    tx: &mut TenantTx,
    vault: &Vault,
    connection: ConnectionId,
    subject: &str,
    user: UserId,
    now: Timestamp,
) -> Result<(), Error> {
    let tenant = tx.scope().tenant.uuid();
    sqlx::query(
        "INSERT INTO sso_identities (tenant_id, connection_id, subject_key, user_id, create_time, last_use_time) \
         VALUES ($1, $2, $3, $4, $5, $5)",
    )
    .bind(tenant)
    .bind(connection.uuid())
    .bind(key(vault, connection, subject).as_slice())
    .bind(user.uuid())
    .bind(Time(now))
    .execute(tx)
    .await?;
    Ok(())
}

/// Takes an assertion, and removes a connection's that are void by now; `false` when it was taken before. Of many at once
/// one takes it.
pub(crate) async fn take_assertion(
    tx: &mut TenantTx,
    connection: ConnectionId,
    hash: &Hash,
    expire: Timestamp,
    now: Timestamp,
) -> Result<bool, Error> {
    let tenant = tx.scope().tenant.uuid();
    sqlx::query(
        "DELETE FROM sso_assertions WHERE tenant_id = $1 AND connection_id = $2 AND expire_time < $3",
    )
    .bind(tenant)
    .bind(connection.uuid())
    .bind(Time(now))
    .execute(&mut *tx)
    .await?;
    let taken = sqlx::query(
        "INSERT INTO sso_assertions (tenant_id, connection_id, assertion_hash, expire_time) VALUES ($1, $2, $3, $4) \
         ON CONFLICT DO NOTHING",
    )
    .bind(tenant)
    .bind(connection.uuid())
    .bind(hash.as_slice())
    .bind(Time(expire))
    .execute(tx)
    .await?;
    Ok(taken.rows_affected() == 1)
}
