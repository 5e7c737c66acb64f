//! SQL.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::claim::Place;
use crate::ctx::{Environment, Scope};
use crate::db::{RawTx, Time};
use crate::error::Error;
use crate::id::TenantId;

/// Claims a key that nobody has, or whose time is up; `false` when it is taken. Waits for a transaction that is at it.
pub(super) async fn claim(
    tx: &mut RawTx,
    place: &Place,
    fingerprint: &[u8; 32],
    now: Timestamp,
    expire_time: Timestamp,
) -> Result<bool, Error> {
    let of_tenant = "INSERT INTO idempotency_keys AS k \
             (principal, method, idempotency_key, fingerprint, expire_time, tenant_id, live) \
         VALUES ($1, $2, $3, $4, $5, $7, $8) ON CONFLICT (tenant_id, live, principal, method, idempotency_key) \
         DO UPDATE SET fingerprint = excluded.fingerprint, answer = NULL, expire_time = excluded.expire_time \
         WHERE k.expire_time <= $6";
    let of_nobody = "INSERT INTO anonymous_idempotency_keys AS k \
             (principal, method, idempotency_key, fingerprint, expire_time) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (principal, method, idempotency_key) \
         DO UPDATE SET fingerprint = excluded.fingerprint, answer = NULL, expire_time = excluded.expire_time \
         WHERE k.expire_time <= $6";
    let mut query = sqlx::query(if place.home.is_some() { of_tenant } else { of_nobody })
        .bind(&place.principal)
        .bind(&*place.method)
        .bind(&place.key)
        .bind(fingerprint.as_slice())
        .bind(Time(expire_time))
        .bind(Time(now));
    if let Some(home) = place.home {
        query = query.bind(home.tenant.uuid()).bind(home.environment.is_live());
    }
    Ok(query.execute(tx).await?.rows_affected() == 1)
}

/// What is kept under a key whose time is not up.
pub(super) struct Kept {
    pub(super) fingerprint: Vec<u8>,
    pub(super) answer: Option<Vec<u8>>,
}

pub(super) async fn kept(tx: &mut RawTx, place: &Place, now: Timestamp) -> Result<Option<Kept>, Error> {
    let of_tenant = "SELECT fingerprint, answer FROM idempotency_keys \
         WHERE principal = $1 AND method = $2 AND idempotency_key = $3 AND expire_time > $4 \
         AND tenant_id = $5 AND live = $6";
    let of_nobody = "SELECT fingerprint, answer FROM anonymous_idempotency_keys \
         WHERE principal = $1 AND method = $2 AND idempotency_key = $3 AND expire_time > $4";
    let mut query = sqlx::query(if place.home.is_some() { of_tenant } else { of_nobody })
        .bind(&place.principal)
        .bind(&*place.method)
        .bind(&place.key)
        .bind(Time(now));
    if let Some(home) = place.home {
        query = query.bind(home.tenant.uuid()).bind(home.environment.is_live());
    }
    let row = query.fetch_optional(tx).await?;
    row.map(|row| Ok(Kept { fingerprint: row.try_get("fingerprint")?, answer: row.try_get("answer")? }))
        .transpose()
}

/// Keeps the sealed answer of a key that this transaction has claimed.
pub(super) async fn keep_answer(tx: &mut RawTx, place: &Place, sealed: &[u8]) -> Result<(), Error> {
    let of_tenant = "UPDATE idempotency_keys SET answer = $4 \
         WHERE principal = $1 AND method = $2 AND idempotency_key = $3 AND tenant_id = $5 AND live = $6";
    let of_nobody = "UPDATE anonymous_idempotency_keys SET answer = $4 \
         WHERE principal = $1 AND method = $2 AND idempotency_key = $3";
    let mut query = sqlx::query(if place.home.is_some() { of_tenant } else { of_nobody })
        .bind(&place.principal)
        .bind(&*place.method)
        .bind(&place.key)
        .bind(sealed);
    if let Some(home) = place.home {
        query = query.bind(home.tenant.uuid()).bind(home.environment.is_live());
    }
    if query.execute(tx).await?.rows_affected() == 1 {
        return Ok(());
    }
    Err(Error::internal("the idempotency key that the transaction had claimed is gone"))
}

/// Deletes at most `limit` keys of the transaction's scope, or of nobody, whose time is up; gives the number.
pub(super) async fn sweep(
    tx: &mut RawTx,
    scope: Option<Scope>,
    now: Timestamp,
    limit: i64,
) -> Result<u64, Error> {
    let of_tenant = "DELETE FROM idempotency_keys WHERE ctid IN (SELECT ctid FROM idempotency_keys \
         WHERE expire_time <= $1 AND tenant_id = $3 AND live = $4 LIMIT $2 FOR UPDATE SKIP LOCKED)";
    let of_nobody = "DELETE FROM anonymous_idempotency_keys WHERE ctid IN \
         (SELECT ctid FROM anonymous_idempotency_keys WHERE expire_time <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)";
    let mut query =
        sqlx::query(if scope.is_some() { of_tenant } else { of_nobody }).bind(Time(now)).bind(limit);
    if let Some(scope) = scope {
        query = query.bind(scope.tenant.uuid()).bind(scope.environment.is_live());
    }
    Ok(query.execute(tx).await?.rows_affected())
}

/// The place of a row, as [`Place::sealed_as`] says it.
pub(super) fn place_of_tenant(row: &PgRow) -> Result<String, sqlx::Error> {
    let environment = if row.try_get("live")? { Environment::Live } else { Environment::Test };
    let tenant = TenantId::from_uuid(row.try_get("tenant_id")?);
    Ok(place(row, Some(Scope { tenant, environment }))?.sealed_as())
}

/// The same of a row without a tenant.
pub(super) fn place_of_nobody(row: &PgRow) -> Result<String, sqlx::Error> {
    Ok(place(row, None)?.sealed_as())
}

fn place(row: &PgRow, home: Option<Scope>) -> Result<Place, sqlx::Error> {
    Ok(Place {
        home,
        principal: row.try_get("principal")?,
        method: row.try_get::<String, _>("method")?.into(),
        key: row.try_get("idempotency_key")?,
    })
}
