//! SQL.

use jiff::Timestamp;
use omni_kernel::Error;
use omni_kernel::db::{TenantTx, Time};
use serde_json::Value as Json;
use sqlx::Row;
use sqlx::postgres::PgRow;
use sqlx::types::Json as Jsonb;

use crate::model::FailedRequest;

/// Keeps a failure; a second one under the same request id takes the place of the first.
pub(crate) async fn save(tx: &mut TenantTx, failed: &FailedRequest) -> Result<(), Error> {
    let scope = tx.scope();
    sqlx::query(
        "INSERT INTO failed_requests (tenant_id, live, request_id, method, code, reason, message, request, details, \
         chain, fail_time, expire_time) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
         ON CONFLICT (tenant_id, live, request_id) DO UPDATE SET method = excluded.method, code = excluded.code, \
         reason = excluded.reason, message = excluded.message, request = excluded.request, \
         details = excluded.details, chain = excluded.chain, fail_time = excluded.fail_time, \
         expire_time = excluded.expire_time",
    )
    .bind(scope.tenant.uuid())
    .bind(scope.environment.is_live())
    .bind(&failed.request_id)
    .bind(&failed.method)
    .bind(&failed.code)
    .bind(&failed.reason)
    .bind(&failed.message)
    .bind(failed.request.as_ref().map(Jsonb))
    .bind(Jsonb(&failed.details))
    .bind(Jsonb(&failed.chain))
    .bind(Time(failed.fail_time))
    .bind(Time(failed.expire_time))
    .execute(tx)
    .await?;
    Ok(())
}

/// The failure of a request id that has not expired.
pub(crate) async fn find(
    tx: &mut TenantTx,
    request_id: &str,
    now: Timestamp,
) -> Result<Option<FailedRequest>, Error> {
    let row = sqlx::query(
        "SELECT request_id, method, code, reason, message, request, details, chain, fail_time, expire_time \
         FROM failed_requests WHERE request_id = $1 AND expire_time > $2",
    )
    .bind(request_id)
    .bind(Time(now))
    .fetch_optional(tx)
    .await?;
    row.map(|row| read(&row).map_err(Error::from)).transpose()
}

/// Deletes what has expired of the transaction's tenant and environment; gives the number.
pub(crate) async fn purge(tx: &mut TenantTx, now: Timestamp) -> Result<u64, Error> {
    let deleted = sqlx::query("DELETE FROM failed_requests WHERE expire_time <= $1")
        .bind(Time(now))
        .execute(tx)
        .await?;
    Ok(deleted.rows_affected())
}

fn read(row: &PgRow) -> Result<FailedRequest, sqlx::Error> {
    Ok(FailedRequest {
        request_id: row.try_get("request_id")?,
        method: row.try_get("method")?,
        code: row.try_get("code")?,
        reason: row.try_get("reason")?,
        message: row.try_get("message")?,
        request: row.try_get::<Option<Jsonb<Json>>, _>("request")?.map(|json| json.0),
        details: row.try_get::<Jsonb<Vec<Json>>, _>("details")?.0,
        chain: row.try_get::<Jsonb<Vec<String>>, _>("chain")?.0,
        fail_time: row.try_get::<Time, _>("fail_time")?.0,
        expire_time: row.try_get::<Time, _>("expire_time")?.0,
    })
}
