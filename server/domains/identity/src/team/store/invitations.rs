//! Invitations.

use jiff::Timestamp;
use omni_kernel::db::{RawTx, TenantTx, Time};
use omni_kernel::{Error, TenantId, UserId, Vault};
use sqlx::Row;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::time;
use crate::store::open;
use crate::team::model::{Invitation, InvitationId};

/// SHA-256 of a token.
pub(crate) type Hash = [u8; 32];

const COLUMNS: &str =
    "tenant_id, invitation_id, email, email_key, role, inviter_id, create_time, send_time, expire_time";

/// What the vault binds the address of an invitation to.
pub(crate) fn place(tenant: TenantId, invitation: Uuid) -> String {
    format!("invitation.email:{tenant}:{}", InvitationId::from_uuid(invitation))
}

/// Which tenant a token is of, and for the keyed hash of which address, before it is known who calls.
pub(crate) async fn by_token(tx: &mut RawTx, hash: &Hash) -> Result<Option<(TenantId, Hash)>, Error> {
    let row = sqlx::query("SELECT tenant_id, email_key FROM invitation_by_token($1)")
        .bind(hash.as_slice())
        .fetch_optional(tx)
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some((TenantId::from_uuid(row.try_get("tenant_id")?), email_key(&row)?)))
}

/// Keeps an invitation with the hash of its token; in the place of the one with the same id, if there is one.
pub(crate) async fn put(
    tx: &mut TenantTx,
    vault: &Vault,
    invitation: &Invitation,
    hash: &Hash,
) -> Result<(), Error> {
    let tenant = tx.scope().tenant;
    let email = vault.seal(&place(tenant, invitation.id.uuid()), invitation.email.as_bytes())?;
    sqlx::query(
        "INSERT INTO invitations (tenant_id, invitation_id, email, email_key, role, inviter_id, token_hash, \
         create_time, send_time, expire_time) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         ON CONFLICT (tenant_id, invitation_id) DO UPDATE SET inviter_id = excluded.inviter_id, \
         token_hash = excluded.token_hash, send_time = excluded.send_time, expire_time = excluded.expire_time",
    )
    .bind(tenant.uuid())
    .bind(invitation.id.uuid())
    .bind(email)
    .bind(invitation.email_key.as_slice())
    .bind(&invitation.role)
    .bind(invitation.inviter.map(UserId::uuid))
    .bind(hash.as_slice())
    .bind(Time(invitation.create_time))
    .bind(Time(invitation.send_time))
    .bind(Time(invitation.expire_time))
    .execute(tx)
    .await?;
    Ok(())
}

pub(crate) async fn list(
    tx: &mut TenantTx,
    vault: &Vault,
    after: Option<InvitationId>,
    limit: u16,
) -> Result<Vec<Invitation>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM invitations WHERE tenant_id = $1 AND ($2::uuid IS NULL OR invitation_id > $2) \
         ORDER BY invitation_id LIMIT $3"
    );
    let tenant = tx.scope().tenant.uuid();
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(after.map(InvitationId::uuid))
        .bind(i64::from(limit))
        .fetch_all(tx)
        .await?;
    rows.iter().map(|row| read(row, vault)).collect()
}

pub(crate) async fn find(
    tx: &mut TenantTx,
    vault: &Vault,
    id: InvitationId,
) -> Result<Option<Invitation>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM invitations WHERE tenant_id = $1 AND invitation_id = $2");
    let tenant = tx.scope().tenant.uuid();
    let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(tenant).bind(id.uuid()).fetch_optional(tx).await?;
    row.map(|row| read(&row, vault)).transpose()
}

pub(crate) async fn find_by_email(
    tx: &mut TenantTx,
    vault: &Vault,
    email_key: &Hash,
) -> Result<Option<Invitation>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM invitations WHERE tenant_id = $1 AND email_key = $2");
    let tenant = tx.scope().tenant.uuid();
    let row = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(email_key.as_slice())
        .fetch_optional(tx)
        .await?;
    row.map(|row| read(&row, vault)).transpose()
}

pub(crate) async fn find_by_token(
    tx: &mut TenantTx,
    vault: &Vault,
    hash: &Hash,
) -> Result<Option<Invitation>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM invitations WHERE tenant_id = $1 AND token_hash = $2");
    let tenant = tx.scope().tenant.uuid();
    let row =
        sqlx::query(sqlx::AssertSqlSafe(sql)).bind(tenant).bind(hash.as_slice()).fetch_optional(tx).await?;
    row.map(|row| read(&row, vault)).transpose()
}

/// Takes the invitation of a token away: of many at once one gets it.
pub(crate) async fn take(tx: &mut TenantTx, vault: &Vault, hash: &Hash) -> Result<Option<Invitation>, Error> {
    let sql = format!("DELETE FROM invitations WHERE tenant_id = $1 AND token_hash = $2 RETURNING {COLUMNS}");
    let tenant = tx.scope().tenant.uuid();
    let row =
        sqlx::query(sqlx::AssertSqlSafe(sql)).bind(tenant).bind(hash.as_slice()).fetch_optional(tx).await?;
    row.map(|row| read(&row, vault)).transpose()
}

pub(crate) async fn remove(tx: &mut TenantTx, id: InvitationId) -> Result<(), Error> {
    let tenant = tx.scope().tenant.uuid();
    sqlx::query("DELETE FROM invitations WHERE tenant_id = $1 AND invitation_id = $2")
        .bind(tenant)
        .bind(id.uuid())
        .execute(tx)
        .await?;
    Ok(())
}

/// How many invitations have not expired.
pub(crate) async fn count_open(tx: &mut TenantTx, now: Timestamp) -> Result<u64, Error> {
    let tenant = tx.scope().tenant.uuid();
    let sql = "SELECT count(*) FROM invitations WHERE tenant_id = $1 AND expire_time > $2";
    let count: i64 = sqlx::query_scalar(sql).bind(tenant).bind(Time(now)).fetch_one(tx).await?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// Whether an invitation that has not expired gives this role.
pub(crate) async fn has_role(tx: &mut TenantTx, role: &str, now: Timestamp) -> Result<bool, Error> {
    let tenant = tx.scope().tenant.uuid();
    let sql =
        "SELECT EXISTS (SELECT FROM invitations WHERE tenant_id = $1 AND role = $2 AND expire_time > $3)";
    Ok(sqlx::query_scalar(sql).bind(tenant).bind(role).bind(Time(now)).fetch_one(tx).await?)
}

fn email_key(row: &PgRow) -> Result<Hash, Error> {
    let key: Vec<u8> = row.try_get("email_key")?;
    key.try_into().map_err(|_| Error::internal("the key of an address has not 32 bytes"))
}

fn read(row: &PgRow, vault: &Vault) -> Result<Invitation, Error> {
    let (tenant, id) = (TenantId::from_uuid(row.try_get("tenant_id")?), row.try_get("invitation_id")?);
    Ok(Invitation {
        id: InvitationId::from_uuid(id),
        email: open(vault, &place(tenant, id), row.try_get("email")?)?,
        email_key: email_key(row)?,
        role: row.try_get("role")?,
        inviter: row.try_get::<Option<_>, _>("inviter_id")?.map(UserId::from_uuid),
        create_time: time(row, "create_time")?,
        send_time: time(row, "send_time")?,
        expire_time: time(row, "expire_time")?,
    })
}
