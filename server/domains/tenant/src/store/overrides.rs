//! The rows of overrides.

use jiff::Timestamp;
use omni_kernel::Error;
use omni_kernel::db::{TenantTx, Time};
use sqlx::Row;

use crate::entitlements::{Override, parse_enforcement, parse_period};
use crate::entitlements::{enforcement_name, period_name};

/// The overrides of the transaction's tenant, by name.
pub(crate) async fn all(tx: &mut TenantTx) -> Result<Vec<Override>, Error> {
    let rows = sqlx::query(
        "SELECT name, enabled, amount, period, enforcement, reason FROM tenant_entitlements \
         WHERE tenant_id = $1 ORDER BY name",
    )
    .bind(tx.scope().tenant.uuid())
    .fetch_all(tx)
    .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let amount: Option<i64> = row.try_get("amount")?;
        let (period, enforcement): (Option<&str>, Option<&str>) =
            (row.try_get("period")?, row.try_get("enforcement")?);
        found.push(Override {
            name: row.try_get("name")?,
            enabled: row.try_get("enabled")?,
            amount: amount.map(i64::cast_unsigned),
            period: period.map(parse_period).transpose()?,
            enforcement: enforcement.map(parse_enforcement).transpose()?,
            reason: row.try_get("reason")?,
        });
    }
    Ok(found)
}

/// Keeps an override in place of one of the same name.
pub(crate) async fn set(tx: &mut TenantTx, set: &Override, now: Timestamp) -> Result<(), Error> {
    let amount = set.amount.map(i64::try_from).transpose();
    sqlx::query(
        "INSERT INTO tenant_entitlements (tenant_id, name, enabled, amount, period, enforcement, reason, create_time) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (tenant_id, name) DO UPDATE SET \
         enabled = excluded.enabled, amount = excluded.amount, period = excluded.period, \
         enforcement = excluded.enforcement, reason = excluded.reason, create_time = excluded.create_time",
    )
    .bind(tx.scope().tenant.uuid())
    .bind(&set.name)
    .bind(set.enabled)
    .bind(amount.map_err(|_| Error::internal("a limit beyond 2^63"))?)
    .bind(set.period.map(period_name))
    .bind(set.enforcement.map(enforcement_name))
    .bind(&set.reason)
    .bind(Time(now))
    .execute(tx)
    .await?;
    Ok(())
}

/// Takes an override away, if it is there.
pub(crate) async fn remove(tx: &mut TenantTx, name: &str) -> Result<(), Error> {
    sqlx::query("DELETE FROM tenant_entitlements WHERE tenant_id = $1 AND name = $2")
        .bind(tx.scope().tenant.uuid())
        .bind(name)
        .execute(tx)
        .await?;
    Ok(())
}
