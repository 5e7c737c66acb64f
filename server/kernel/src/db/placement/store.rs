//! The rows of placements.

use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, PgConnection, Row as _};
use uuid::Uuid;

use super::super::RawTx;
use super::{Kind, sealed_for};
use crate::error::Error;
use crate::id::TenantId;

/// Where a tenant's data lies, as it is kept.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) kind: Kind,
    pub(super) url: Option<Vec<u8>>,
    pub(super) epoch: i64,
    pub(super) is_open: bool,
    pub(super) attempt: i64,
    pub(super) left_url: Option<Vec<u8>>,
}

const COLUMNS: &str = "tenant_id, place, url, epoch, is_open, attempt, left_url";

/// The row that the transaction sees, which is of its own tenant only.
pub(super) async fn find(tx: &mut RawTx, tenant: TenantId) -> Result<Option<Row>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM placements WHERE tenant_id = $1");
    let row = sqlx::query(AssertSqlSafe(sql)).bind(tenant.uuid()).fetch_optional(tx).await?;
    row.map(|row| Ok(read(&row)?)).transpose()
}

/// Every row, for the owner.
pub(super) async fn all(owner: &mut PgConnection) -> Result<Vec<(TenantId, Row)>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM omni.placements ORDER BY tenant_id");
    let rows = sqlx::query(AssertSqlSafe(sql)).persistent(false).fetch_all(owner).await?;
    rows.iter()
        .map(|row| Ok((TenantId::from_uuid(row.try_get::<Uuid, _>("tenant_id")?), read(row)?)))
        .collect()
}

/// The row of a tenant, held against others, in an owner's transaction; one of the common tables is made if there is none.
pub(super) async fn hold(owner: &mut PgConnection, tenant: TenantId) -> Result<Row, Error> {
    sqlx::query(
        "INSERT INTO omni.placements (tenant_id, place, epoch, is_open, attempt) VALUES ($1, 'shared', 0, true, 0) \
         ON CONFLICT DO NOTHING",
    )
    .persistent(false)
    .bind(tenant.uuid())
    .execute(&mut *owner)
    .await?;
    let sql = format!("SELECT {COLUMNS} FROM omni.placements WHERE tenant_id = $1 FOR UPDATE");
    let row = sqlx::query(AssertSqlSafe(sql)).persistent(false).bind(tenant.uuid()).fetch_one(owner).await?;
    Ok(read(&row)?)
}

/// Counts an attempt to move.
pub(super) async fn count_attempt(owner: &mut PgConnection, tenant: TenantId) -> Result<i64, Error> {
    let sql = "UPDATE omni.placements SET attempt = attempt + 1 WHERE tenant_id = $1 RETURNING attempt";
    Ok(sqlx::query_scalar(sql).persistent(false).bind(tenant.uuid()).fetch_one(owner).await?)
}

/// Says that the tenant is at the new place from the commit on.
pub(super) async fn switch(
    owner: &mut PgConnection,
    tenant: TenantId,
    kind: Kind,
    url: Option<Vec<u8>>,
    epoch: i64,
    left_url: Option<Vec<u8>>,
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE omni.placements SET place = $2, url = $3, epoch = $4, left_url = $5, is_open = true \
         WHERE tenant_id = $1",
    )
    .persistent(false)
    .bind(tenant.uuid())
    .bind(kind.name())
    .bind(url)
    .bind(epoch)
    .bind(left_url)
    .execute(owner)
    .await?;
    Ok(())
}

/// Says that nothing of the tenant is left where it was.
pub(super) async fn nothing_left(owner: &mut PgConnection, tenant: TenantId) -> Result<(), Error> {
    sqlx::query("UPDATE omni.placements SET left_url = NULL WHERE tenant_id = $1")
        .persistent(false)
        .bind(tenant.uuid())
        .execute(owner)
        .await?;
    Ok(())
}

/// The door of a tenant's own database: whom it lets in from the commit on.
pub(super) async fn set_door(
    owner: &mut PgConnection,
    tenant: TenantId,
    epoch: i64,
    is_open: bool,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO omni.placements (tenant_id, place, epoch, is_open, attempt) VALUES ($1, 'database', $2, $3, $2) \
         ON CONFLICT (tenant_id) DO UPDATE SET place = 'database', epoch = $2, is_open = $3, attempt = $2",
    )
    .persistent(false)
    .bind(tenant.uuid())
    .bind(epoch)
    .bind(is_open)
    .execute(owner)
    .await?;
    Ok(())
}

/// What an address of this row was sealed for.
pub(super) fn sealed_place(row: &PgRow) -> Result<String, sqlx::Error> {
    Ok(sealed_for(TenantId::from_uuid(row.try_get("tenant_id")?)))
}

fn read(row: &PgRow) -> Result<Row, sqlx::Error> {
    let kind = match row.try_get("place")? {
        "schema" => Kind::Schema,
        "database" => Kind::Database,
        _ => Kind::Shared,
    };
    Ok(Row {
        kind,
        url: row.try_get("url")?,
        epoch: row.try_get("epoch")?,
        is_open: row.try_get("is_open")?,
        attempt: row.try_get("attempt")?,
        left_url: row.try_get("left_url")?,
    })
}
