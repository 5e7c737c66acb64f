//! SQL.

use std::collections::HashMap;
use std::time::Duration;

use omni_kernel::Error;
use omni_kernel::db::TenantTx;
use sqlx::Row;

/// What the transaction's tenant and environment have set, by method.
pub(super) async fn ttls(tx: &mut TenantTx) -> Result<HashMap<String, Duration>, Error> {
    let scope = tx.scope();
    let rows = sqlx::query("SELECT method, ttl_ms FROM cache_ttls WHERE tenant_id = $1 AND live = $2")
        .bind(scope.tenant.uuid())
        .bind(scope.environment.is_live())
        .fetch_all(tx)
        .await?;
    let read = |row: sqlx::postgres::PgRow| {
        let millis: i64 = row.try_get("ttl_ms")?;
        Ok((row.try_get("method")?, Duration::from_millis(u64::try_from(millis).unwrap_or(0))))
    };
    rows.into_iter().map(|row| read(row).map_err(|error: sqlx::Error| Error::from(error))).collect()
}

/// Sets one; `None` goes back to what the contract says.
pub(super) async fn set(tx: &mut TenantTx, method: &str, ttl: Option<Duration>) -> Result<(), Error> {
    let scope = tx.scope();
    let query = match ttl {
        Some(ttl) => sqlx::query(
            "INSERT INTO cache_ttls (tenant_id, live, method, ttl_ms) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (tenant_id, live, method) DO UPDATE SET ttl_ms = excluded.ttl_ms",
        )
        .bind(scope.tenant.uuid())
        .bind(scope.environment.is_live())
        .bind(method)
        .bind(i64::try_from(ttl.as_millis()).unwrap_or(i64::MAX)),
        None => sqlx::query("DELETE FROM cache_ttls WHERE tenant_id = $1 AND live = $2 AND method = $3")
            .bind(scope.tenant.uuid())
            .bind(scope.environment.is_live())
            .bind(method),
    };
    query.execute(tx).await?;
    Ok(())
}
