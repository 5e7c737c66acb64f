//! The rows of tenants.

use std::collections::BTreeMap;

use jiff::Timestamp;
use omni_kernel::db::{TenantTx, Time, UnscopedTx};
use omni_kernel::ports::TenantStatus;
use omni_kernel::{Error, TenantId};
use sqlx::Row;
use sqlx::postgres::PgRow;
use sqlx::types::Json as Jsonb;
use uuid::Uuid;

use crate::model::{Tenant, parse_status, status_name};

const COLUMNS: &str = "t.tenant_id, t.name, t.tier, t.status, t.suspend_reason, t.metadata, t.operator, \
                       t.trial_end_time, t.create_time, t.update_time, t.revision";

pub(crate) async fn insert(tx: &mut TenantTx, tenant: &Tenant) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO tenants (tenant_id, name, tier, status, suspend_reason, metadata, operator, trial_end_time, \
         create_time, update_time, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(tenant.id.uuid())
    .bind(&tenant.name)
    .bind(&tenant.tier)
    .bind(status_name(tenant.status))
    .bind(&tenant.suspend_reason)
    .bind(Jsonb(&tenant.metadata))
    .bind(tenant.operator)
    .bind(tenant.trial_end_time.map(Time))
    .bind(Time(tenant.create_time))
    .bind(Time(tenant.update_time))
    .bind(tenant.revision)
    .execute(tx)
    .await?;
    Ok(())
}

/// The tenant of the transaction; it sees no other.
pub(crate) async fn find(tx: &mut TenantTx) -> Result<Option<Tenant>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM tenants t WHERE t.tenant_id = $1");
    one(tx, sql).await
}

/// The same, held against changes by others until the transaction ends.
pub(crate) async fn hold(tx: &mut TenantTx) -> Result<Option<Tenant>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM tenants t WHERE t.tenant_id = $1 FOR UPDATE");
    one(tx, sql).await
}

async fn one(tx: &mut TenantTx, sql: String) -> Result<Option<Tenant>, Error> {
    let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(tx.scope().tenant.uuid()).fetch_optional(tx).await?;
    row.as_ref().map(read).transpose()
}

/// Writes all that may change. Only what [`hold`] gave.
pub(crate) async fn update(tx: &mut TenantTx, tenant: &Tenant) -> Result<(), Error> {
    sqlx::query(
        "UPDATE tenants SET name = $2, tier = $3, status = $4, suspend_reason = $5, metadata = $6, \
         trial_end_time = $7, update_time = $8, revision = $9 WHERE tenant_id = $1",
    )
    .bind(tenant.id.uuid())
    .bind(&tenant.name)
    .bind(&tenant.tier)
    .bind(status_name(tenant.status))
    .bind(&tenant.suspend_reason)
    .bind(Jsonb(&tenant.metadata))
    .bind(tenant.trial_end_time.map(Time))
    .bind(Time(tenant.update_time))
    .bind(tenant.revision)
    .execute(tx)
    .await?;
    Ok(())
}

pub(crate) async fn ids(tx: &mut UnscopedTx) -> Result<Vec<TenantId>, Error> {
    let ids: Vec<Uuid> = sqlx::query_scalar("SELECT tenant_ids()").fetch_all(tx).await?;
    Ok(ids.into_iter().map(TenantId::from_uuid).collect())
}

/// The tiers that tenants have, each once.
pub(crate) async fn tiers(tx: &mut UnscopedTx) -> Result<Vec<String>, Error> {
    Ok(sqlx::query_scalar("SELECT tenant_tiers()").fetch_all(tx).await?)
}

/// Which tenants a list holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only those of this status.
    pub status: Option<TenantStatus>,
    /// Only those of this tier.
    pub tier: Option<String>,
}

/// The tenants of the installation behind `after`, the oldest first.
pub(crate) async fn page(
    tx: &mut UnscopedTx,
    filter: &Filter,
    after: Option<TenantId>,
    now: Timestamp,
    most: u16,
) -> Result<Vec<Tenant>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM tenant_page($1, $2, $3, $4, $5) t ORDER BY t.tenant_id");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(after.map(TenantId::uuid))
        .bind(filter.status.map(status_name))
        .bind(&filter.tier)
        .bind(Time(now))
        .bind(i32::from(most))
        .fetch_all(tx)
        .await?;
    rows.iter().map(read).collect()
}

pub(super) fn read(row: &PgRow) -> Result<Tenant, Error> {
    Ok(Tenant {
        id: TenantId::from_uuid(row.try_get("tenant_id")?),
        name: row.try_get("name")?,
        tier: row.try_get("tier")?,
        status: parse_status(row.try_get("status")?)?,
        suspend_reason: row.try_get("suspend_reason")?,
        metadata: row.try_get::<Jsonb<BTreeMap<String, String>>, _>("metadata")?.0,
        operator: row.try_get("operator")?,
        trial_end_time: row.try_get::<Option<Time>, _>("trial_end_time")?.map(|time| time.0),
        create_time: row.try_get::<Time, _>("create_time")?.0,
        update_time: row.try_get::<Time, _>("update_time")?.0,
        revision: row.try_get("revision")?,
    })
}
