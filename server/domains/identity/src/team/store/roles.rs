//! Roles of a tenant's own.

use omni_kernel::Error;
use omni_kernel::db::{TenantTx, Time};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::time;
use crate::team::model::Role;

const COLUMNS: &str = "name, description, grants, create_time, update_time";

pub(crate) async fn find(tx: &mut TenantTx, name: &str) -> Result<Option<Role>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM roles WHERE tenant_id = $1 AND name = $2");
    let tenant = tx.scope().tenant.uuid();
    let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(tenant).bind(name).fetch_optional(tx).await?;
    row.map(|row| read(&row).map_err(Error::from)).transpose()
}

/// All of them, by name.
pub(crate) async fn list(tx: &mut TenantTx) -> Result<Vec<Role>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM roles WHERE tenant_id = $1 ORDER BY name");
    let tenant = tx.scope().tenant.uuid();
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(tenant).fetch_all(tx).await?;
    rows.iter().map(|row| read(row).map_err(Error::from)).collect()
}

pub(crate) async fn put(tx: &mut TenantTx, role: &Role) -> Result<(), Error> {
    let Some((create_time, update_time)) = role.times else {
        return Err(Error::internal("a built-in role was to be written"));
    };
    let tenant = tx.scope().tenant.uuid();
    sqlx::query(
        "INSERT INTO roles (tenant_id, name, description, grants, create_time, update_time) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, name) DO UPDATE SET \
         description = excluded.description, grants = excluded.grants, update_time = excluded.update_time",
    )
    .bind(tenant)
    .bind(&role.name)
    .bind(&role.description)
    .bind(role.grants.iter().collect::<Vec<_>>())
    .bind(Time(create_time))
    .bind(Time(update_time))
    .execute(tx)
    .await?;
    Ok(())
}

pub(crate) async fn remove(tx: &mut TenantTx, name: &str) -> Result<(), Error> {
    let tenant = tx.scope().tenant.uuid();
    sqlx::query("DELETE FROM roles WHERE tenant_id = $1 AND name = $2")
        .bind(tenant)
        .bind(name)
        .execute(tx)
        .await?;
    Ok(())
}

fn read(row: &PgRow) -> Result<Role, sqlx::Error> {
    Ok(Role {
        name: row.try_get("name")?,
        description: row.try_get("description")?,
        grants: row.try_get::<Vec<String>, _>("grants")?.into_iter().collect(),
        times: Some((time(row, "create_time")?, time(row, "update_time")?)),
    })
}
