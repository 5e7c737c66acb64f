//! Invitations.

use jiff::Timestamp;
use omni_kernel::db::{RawTx, TenantTx, Time};
use omni_kernel::{Error, TenantId, UserId};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::time;
use crate::team::model::{Invitation, InvitationId};

/// SHA-256 of a token.
pub(crate) type Hash = [u8; 32];

const COLUMNS: &str =
    "invitation_id, email, email_key, role, inviter_id, create_time, send_time, expire_time";

/// Which tenant a token is of, and for which address, before it is known who calls.
pub(crate) async fn by_token(tx: &mut RawTx, hash: &Hash) -> Result<Option<(TenantId, String)>, Error> {
    let row = sqlx::query("SELECT tenant_id, email_key FROM invitation_by_token($1)")
        .bind(hash.as_slice())
        .fetch_optional(tx)
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some((TenantId::from_uuid(row.try_get("tenant_id")?), row.try_get("email_key")?)))
}

/// Keeps an invitation with the hash of its token; in the place of the one with the same id, if there is one.
pub(crate) async fn put(tx: &mut TenantTx, invitation: &Invitation, hash: &Hash) -> Result<(), Error> {
    let tenant = tx.scope().tenant.uuid();
    sqlx::query(
        "INSERT INTO invitations (tenant_id, invitation_id, email, email_key, role, inviter_id, token_hash, \
         create_time, send_time, expire_time) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         ON CONFLICT (tenant_id, invitation_id) DO UPDATE SET inviter_id = excluded.inviter_id, \
         token_hash = excluded.token_hash, send_time = excluded.send_time, expire_time = excluded.expire_time",
    )
    .bind(tenant)
    .bind(invitation.id.uuid())
    .bind(&invitation.email)
    .bind(&invitation.email_key)
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
    rows.iter().map(|row| read(row).map_err(Error::from)).collect()
}

pub(crate) async fn find(tx: &mut TenantTx, id: InvitationId) -> Result<Option<Invitation>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM invitations WHERE tenant_id = $1 AND invitation_id = $2");
    let tenant = tx.scope().tenant.uuid();
    let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(tenant).bind(id.uuid()).fetch_optional(tx).await?;
    row.map(|row| read(&row).map_err(Error::from)).transpose()
}

pub(crate) async fn find_by_email(tx: &mut TenantTx, email_key: &str) -> Result<Option<Invitation>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM invitations WHERE tenant_id = $1 AND email_key = $2");
    let tenant = tx.scope().tenant.uuid();
    let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(tenant).bind(email_key).fetch_optional(tx).await?;
    row.map(|row| read(&row).map_err(Error::from)).transpose()
}

pub(crate) async fn find_by_token(tx: &mut TenantTx, hash: &Hash) -> Result<Option<Invitation>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM invitations WHERE tenant_id = $1 AND token_hash = $2");
    let tenant = tx.scope().tenant.uuid();
    let row =
        sqlx::query(sqlx::AssertSqlSafe(sql)).bind(tenant).bind(hash.as_slice()).fetch_optional(tx).await?;
    row.map(|row| read(&row).map_err(Error::from)).transpose()
}

/// Takes the invitation of a token away: of many at once one gets it.
pub(crate) async fn take(tx: &mut TenantTx, hash: &Hash) -> Result<Option<Invitation>, Error> {
    let sql = format!("DELETE FROM invitations WHERE tenant_id = $1 AND token_hash = $2 RETURNING {COLUMNS}");
    let tenant = tx.scope().tenant.uuid();
    let row =
        sqlx::query(sqlx::AssertSqlSafe(sql)).bind(tenant).bind(hash.as_slice()).fetch_optional(tx).await?;
    row.map(|row| read(&row).map_err(Error::from)).transpose()
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

fn read(row: &PgRow) -> Result<Invitation, sqlx::Error> {
    Ok(Invitation {
        id: InvitationId::from_uuid(row.try_get("invitation_id")?),
        email: row.try_get("email")?,
        email_key: row.try_get("email_key")?,
        role: row.try_get("role")?,
        inviter: row.try_get::<Option<_>, _>("inviter_id")?.map(UserId::from_uuid),
        create_time: time(row, "create_time")?,
        send_time: time(row, "send_time")?,
        expire_time: time(row, "expire_time")?,
    })
}
