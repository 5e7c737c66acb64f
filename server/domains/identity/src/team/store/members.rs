//! Members.

use jiff::Timestamp;
use omni_kernel::db::{TenantTx, Time};
use omni_kernel::{Error, SessionId, UserId, Vault};
use sqlx::Row;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::time;
use crate::crypto::token::Hash;
use crate::roles::OWNER;
use crate::store::{open, people};
use crate::team::model::Member;

const SELECT: &str = "SELECT m.user_id, u.email, u.full_name, m.role, m.create_time, m.update_time \
                      FROM members m JOIN users u ON u.user_id = m.user_id WHERE m.tenant_id = $1";

/// The members after `after`, by their ids.
pub(crate) async fn list(
    tx: &mut TenantTx,
    vault: &Vault,
    after: Option<UserId>,
    limit: u16,
) -> Result<Vec<Member>, Error> {
    let sql = format!("{SELECT} AND ($2::uuid IS NULL OR m.user_id > $2) ORDER BY m.user_id LIMIT $3");
    let tenant = tx.scope().tenant.uuid();
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(after.map(UserId::uuid))
        .bind(i64::from(limit))
        .fetch_all(tx)
        .await?;
    rows.iter().map(|row| read(row, vault)).collect()
}

pub(crate) async fn find(tx: &mut TenantTx, vault: &Vault, user: UserId) -> Result<Option<Member>, Error> {
    let sql = format!("{SELECT} AND m.user_id = $2");
    let tenant = tx.scope().tenant.uuid();
    let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(tenant).bind(user.uuid()).fetch_optional(tx).await?;
    row.map(|row| read(&row, vault)).transpose()
}

/// The member with this address, whatever its capitals.
pub(crate) async fn has_email(tx: &mut TenantTx, email_key: &Hash) -> Result<bool, Error> {
    let tenant = tx.scope().tenant.uuid();
    let sql = "SELECT EXISTS (SELECT FROM members m JOIN users u ON u.user_id = m.user_id \
               WHERE m.tenant_id = $1 AND u.email_key = $2)";
    Ok(sqlx::query_scalar(sql).bind(tenant).bind(email_key.as_slice()).fetch_one(tx).await?)
}

pub(crate) async fn role(tx: &mut TenantTx, user: UserId) -> Result<Option<String>, Error> {
    let tenant = tx.scope().tenant.uuid();
    Ok(sqlx::query_scalar("SELECT role FROM members WHERE tenant_id = $1 AND user_id = $2")
        .bind(tenant)
        .bind(user.uuid())
        .fetch_optional(tx)
        .await?)
}

/// How many members there are, and how many of them are owners.
pub(crate) async fn count(tx: &mut TenantTx) -> Result<(u64, u64), Error> {
    let sql = "SELECT count(*), count(*) FILTER (WHERE role = $2) FROM members WHERE tenant_id = $1";
    let tenant = tx.scope().tenant.uuid();
    let row = sqlx::query(sql).bind(tenant).bind(OWNER).fetch_one(tx).await?;
    let number =
        |at: usize| row.try_get::<i64, _>(at).map(|number| u64::try_from(number).unwrap_or_default());
    Ok((number(0)?, number(1)?))
}

pub(crate) async fn has_role(tx: &mut TenantTx, role: &str) -> Result<bool, Error> {
    let tenant = tx.scope().tenant.uuid();
    let sql = "SELECT EXISTS (SELECT FROM members WHERE tenant_id = $1 AND role = $2)";
    Ok(sqlx::query_scalar(sql).bind(tenant).bind(role).fetch_one(tx).await?)
}

pub(crate) async fn set_role(
    tx: &mut TenantTx,
    user: UserId,
    role: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let tenant = tx.scope().tenant.uuid();
    sqlx::query("UPDATE members SET role = $3, update_time = $4 WHERE tenant_id = $1 AND user_id = $2")
        .bind(tenant)
        .bind(user.uuid())
        .bind(role)
        .bind(Time(now))
        .execute(tx)
        .await?;
    Ok(())
}

/// Ends a membership and the person's sessions in the tenant; gives these.
pub(crate) async fn remove(tx: &mut TenantTx, user: UserId, now: Timestamp) -> Result<Vec<SessionId>, Error> {
    let tenant = tx.scope().tenant.uuid();
    sqlx::query("DELETE FROM members WHERE tenant_id = $1 AND user_id = $2")
        .bind(tenant)
        .bind(user.uuid())
        .execute(&mut *tx)
        .await?;
    let ended: Vec<Uuid> = sqlx::query_scalar("SELECT end_sessions_here($1, $2)")
        .bind(user.uuid())
        .bind(Time(now))
        .fetch_all(tx)
        .await?;
    Ok(ended.into_iter().map(SessionId::from_uuid).collect())
}

fn read(row: &PgRow, vault: &Vault) -> Result<Member, Error> {
    let user = UserId::from_uuid(row.try_get("user_id")?);
    Ok(Member {
        user,
        email: open(vault, &people::email_place(user), row.try_get("email")?)?,
        full_name: open(vault, &people::name_place(user), row.try_get("full_name")?)?,
        role: row.try_get("role")?,
        create_time: time(row, "create_time")?,
        update_time: time(row, "update_time")?,
    })
}
