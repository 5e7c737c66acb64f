//! The counters of meters, and what tenants were told of them.

use jiff::Timestamp;
use omni_kernel::Error;
use omni_kernel::db::{TenantTx, Time};
use omni_kernel::ports::Period;
use sqlx::Row;

use crate::entitlements::period_name;

/// What a server got to hand out by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lease {
    /// The counter with it.
    pub(crate) used: u64,
    /// How much it is.
    pub(crate) granted: u64,
}

/// Sets aside at least `need` of what is left of `limit`: a fiftieth of it, at most 1000, so that few calls wait for the
/// database and little lies with one server when little is left. `None` when less than `need` is left.
///
/// One statement: however many servers ask, the counter never passes the limit.
pub(crate) async fn lease(
    tx: &mut TenantTx,
    meter: &str,
    period: Period,
    start: Timestamp,
    need: u64,
    limit: u64,
) -> Result<Option<Lease>, Error> {
    let scope = tx.scope();
    let row = sqlx::query(
        "INSERT INTO usage_counters AS c (tenant_id, live, meter, period, period_start, used, granted) \
         SELECT $1, $2, $3, $4, $5, n.block, n.block \
         FROM (SELECT greatest($6, least(1000, $7 / 50)) AS block) n WHERE $6 <= $7 \
         ON CONFLICT (tenant_id, live, meter, period, period_start) DO UPDATE SET \
         used = c.used + greatest($6, least(1000, ($7 - c.used) / 50)), \
         granted = greatest($6, least(1000, ($7 - c.used) / 50)) \
         WHERE c.used + $6 <= $7 RETURNING c.used, c.granted",
    )
    .bind(scope.tenant.uuid())
    .bind(scope.environment.is_live())
    .bind(meter)
    .bind(period_name(period))
    .bind(Time(start))
    .bind(number(need))
    .bind(number(limit))
    .fetch_optional(tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Lease { used: count(row.try_get("used")?), granted: count(row.try_get("granted")?) }))
}

/// Gives back what was set aside and not used.
pub(crate) async fn give_back(
    tx: &mut TenantTx,
    meter: &str,
    period: Period,
    start: Timestamp,
    unused: u64,
) -> Result<u64, Error> {
    let scope = tx.scope();
    let used: Option<i64> = sqlx::query_scalar(
        "UPDATE usage_counters SET used = greatest(0, used - $6) WHERE tenant_id = $1 AND live = $2 \
         AND meter = $3 AND period = $4 AND period_start = $5 RETURNING used",
    )
    .bind(scope.tenant.uuid())
    .bind(scope.environment.is_live())
    .bind(meter)
    .bind(period_name(period))
    .bind(Time(start))
    .bind(number(unused))
    .fetch_optional(tx)
    .await?;
    Ok(used.map_or(0, count))
}

/// Adds what was counted without a limit in the way; gives the counter with it.
pub(crate) async fn add(
    tx: &mut TenantTx,
    meter: &str,
    period: Period,
    start: Timestamp,
    amount: u64,
) -> Result<u64, Error> {
    let scope = tx.scope();
    let used: i64 = sqlx::query_scalar(
        "INSERT INTO usage_counters AS c (tenant_id, live, meter, period, period_start, used, granted) \
         VALUES ($1, $2, $3, $4, $5, $6, 0) \
         ON CONFLICT (tenant_id, live, meter, period, period_start) DO UPDATE SET used = c.used + $6 RETURNING c.used",
    )
    .bind(scope.tenant.uuid())
    .bind(scope.environment.is_live())
    .bind(meter)
    .bind(period_name(period))
    .bind(Time(start))
    .bind(number(amount))
    .fetch_one(tx)
    .await?;
    Ok(count(used))
}

/// Moves a counter by so much, never below zero.
pub(crate) async fn shift(
    tx: &mut TenantTx,
    meter: &str,
    period: Period,
    start: Timestamp,
    by: i64,
) -> Result<(), Error> {
    let scope = tx.scope();
    sqlx::query(
        "INSERT INTO usage_counters AS c (tenant_id, live, meter, period, period_start, used, granted) \
         VALUES ($1, $2, $3, $4, $5, greatest(0, $6), 0) \
         ON CONFLICT (tenant_id, live, meter, period, period_start) DO UPDATE SET used = greatest(0, c.used + $6)",
    )
    .bind(scope.tenant.uuid())
    .bind(scope.environment.is_live())
    .bind(meter)
    .bind(period_name(period))
    .bind(Time(start))
    .bind(by)
    .execute(tx)
    .await?;
    Ok(())
}

/// The counter of a period.
pub(crate) async fn used(
    tx: &mut TenantTx,
    meter: &str,
    period: Period,
    start: Timestamp,
) -> Result<u64, Error> {
    let scope = tx.scope();
    let used: Option<i64> = sqlx::query_scalar(
        "SELECT used FROM usage_counters WHERE tenant_id = $1 AND live = $2 AND meter = $3 AND period = $4 \
         AND period_start = $5",
    )
    .bind(scope.tenant.uuid())
    .bind(scope.environment.is_live())
    .bind(meter)
    .bind(period_name(period))
    .bind(Time(start))
    .fetch_optional(tx)
    .await?;
    Ok(used.map_or(0, count))
}

/// Notes that the tenant is told; `false` when it was told before.
pub(crate) async fn note(
    tx: &mut TenantTx,
    notice: &omni_kernel::ports::UsageNotice,
    now: Timestamp,
) -> Result<bool, Error> {
    let scope = tx.scope();
    let inserted = sqlx::query(
        "INSERT INTO usage_notices (tenant_id, live, meter, period, period_start, percent, amount, notice_time) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
    )
    .bind(scope.tenant.uuid())
    .bind(scope.environment.is_live())
    .bind(&notice.meter)
    .bind(period_name(notice.quota.period))
    .bind(Time(notice.period_start))
    .bind(i16::from(notice.percent))
    .bind(number(notice.quota.limit))
    .bind(Time(now))
    .execute(tx)
    .await?;
    Ok(inserted.rows_affected() == 1)
}

/// What the tenant was told in a period: percent and time.
pub(crate) async fn notices(
    tx: &mut TenantTx,
    meter: &str,
    period: Period,
    start: Timestamp,
) -> Result<Vec<(i16, Timestamp)>, Error> {
    let scope = tx.scope();
    let rows = sqlx::query(
        "SELECT percent, notice_time FROM usage_notices WHERE tenant_id = $1 AND live = $2 AND meter = $3 \
         AND period = $4 AND period_start = $5 ORDER BY percent",
    )
    .bind(scope.tenant.uuid())
    .bind(scope.environment.is_live())
    .bind(meter)
    .bind(period_name(period))
    .bind(Time(start))
    .fetch_all(tx)
    .await?;
    rows.iter().map(|row| Ok((row.try_get("percent")?, row.try_get::<Time, _>("notice_time")?.0))).collect()
}

/// A count as the database holds it.
pub(crate) fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}
