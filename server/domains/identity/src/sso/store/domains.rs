//! Domains.

use jiff::Timestamp;
use omni_kernel::db::{TenantTx, Time};
use omni_kernel::{Error, TenantId};
use sqlx::Row;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::time;
use crate::sso::model::Domain;

const COLUMNS: &str = "domain, token, create_time, verify_time";

pub(crate) async fn find(tx: &mut TenantTx, domain: &str) -> Result<Option<Domain>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM sso_domains WHERE tenant_id = $1 AND domain = $2");
    let tenant = tx.scope().tenant.uuid();
    let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(tenant).bind(domain).fetch_optional(tx).await?;
    row.map(|row| read(&row).map_err(Error::from)).transpose()
}

/// Claims a domain; one that is claimed stays as it is.
pub(crate) async fn claim(tx: &mut TenantTx, domain: &Domain) -> Result<(), Error> {
    let tenant = tx.scope().tenant.uuid();
    sqlx::query(
        "INSERT INTO sso_domains (tenant_id, domain, token, create_time) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (tenant_id, domain) DO NOTHING",
    )
    .bind(tenant)
    .bind(&domain.name)
    .bind(&domain.token)
    .bind(Time(domain.create_time))
    .execute(tx)
    .await?;
    Ok(())
}

/// Which tenant has proven the domain. Until the transaction ends nobody else proves it.
pub(crate) async fn owner(tx: &mut TenantTx, domain: &str) -> Result<Option<TenantId>, Error> {
    let owner: Option<Uuid> =
        sqlx::query_scalar("SELECT sso_domain_owner($1)").bind(domain).fetch_one(tx).await?;
    Ok(owner.map(TenantId::from_uuid))
}

/// Notes that the domain is proven.
pub(crate) async fn verify(tx: &mut TenantTx, domain: &str, now: Timestamp) -> Result<(), Error> {
    let tenant = tx.scope().tenant.uuid();
    sqlx::query(
        "UPDATE sso_domains SET verify_time = coalesce(verify_time, $3) WHERE tenant_id = $1 AND domain = $2",
    )
    .bind(tenant)
    .bind(domain)
    .bind(Time(now))
    .execute(tx)
    .await?;
    Ok(())
}

/// Whether the tenant has proven the domain.
pub(crate) async fn is_verified(tx: &mut TenantTx, domain: &str) -> Result<bool, Error> {
    let tenant = tx.scope().tenant.uuid();
    let sql = "SELECT EXISTS (SELECT FROM sso_domains \
               WHERE tenant_id = $1 AND domain = $2 AND verify_time IS NOT NULL)";
    Ok(sqlx::query_scalar(sql).bind(tenant).bind(domain).fetch_one(tx).await?)
}

/// The domains after `after`, by name.
pub(crate) async fn list(tx: &mut TenantTx, after: Option<&str>, limit: i64) -> Result<Vec<Domain>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM sso_domains WHERE tenant_id = $1 AND ($2::text IS NULL OR domain > $2) \
         ORDER BY domain LIMIT $3"
    );
    let tenant = tx.scope().tenant.uuid();
    let rows =
        sqlx::query(sqlx::AssertSqlSafe(sql)).bind(tenant).bind(after).bind(limit).fetch_all(tx).await?;
    rows.iter().map(|row| read(row).map_err(Error::from)).collect()
}

pub(crate) async fn remove(tx: &mut TenantTx, domain: &str) -> Result<(), Error> {
    let tenant = tx.scope().tenant.uuid();
    sqlx::query("DELETE FROM sso_domains WHERE tenant_id = $1 AND domain = $2")
        .bind(tenant)
        .bind(domain)
        .execute(tx)
        .await?;
    Ok(())
}

fn read(row: &PgRow) -> Result<Domain, sqlx::Error> {
    Ok(Domain {
        name: row.try_get("domain")?,
        token: row.try_get("token")?,
        create_time: time(row, "create_time")?,
        verify_time: row.try_get::<Option<Time>, _>("verify_time")?.map(|time| time.0),
    })
}
