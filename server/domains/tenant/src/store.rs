//! SQL.

use omni_kernel::db::{TenantTx, Time, UnscopedTx};
use omni_kernel::{Error, TenantId};
use sqlx::Row;
use uuid::Uuid;

use crate::model::{Tenant, parse_status, status_name};

pub(crate) async fn insert(tx: &mut TenantTx, tenant: &Tenant) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO tenants (tenant_id, display_name, tier, status, operator, create_time) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(tenant.id.uuid())
    .bind(&tenant.display_name)
    .bind(&tenant.tier)
    .bind(status_name(tenant.status))
    .bind(tenant.operator)
    .bind(Time(tenant.create_time))
    .execute(tx)
    .await?;
    Ok(())
}

/// The tenant of the transaction; it sees no other.
pub(crate) async fn find(tx: &mut TenantTx) -> Result<Option<Tenant>, Error> {
    let row = sqlx::query(
        "SELECT tenant_id, display_name, tier, status, operator, create_time FROM tenants WHERE tenant_id = $1",
    )
    .bind(tx.scope().tenant.uuid())
    .fetch_optional(tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Tenant {
        id: TenantId::from_uuid(row.try_get("tenant_id")?),
        display_name: row.try_get("display_name")?,
        tier: row.try_get("tier")?,
        status: parse_status(row.try_get("status")?)?,
        operator: row.try_get("operator")?,
        create_time: row.try_get::<Time, _>("create_time")?.0,
    }))
}

pub(crate) async fn ids(tx: &mut UnscopedTx) -> Result<Vec<TenantId>, Error> {
    let ids: Vec<Uuid> = sqlx::query_scalar("SELECT tenant_ids()").fetch_all(tx).await?;
    Ok(ids.into_iter().map(TenantId::from_uuid).collect())
}
