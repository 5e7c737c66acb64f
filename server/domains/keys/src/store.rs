//! SQL.

use jiff::Timestamp;
use omni_kernel::db::{TenantTx, Time, UnscopedTx};
use omni_kernel::net::Cidr;
use omni_kernel::{Environment, Error, Grants, KeyId, Scope, TenantId};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::key::{PublicId, SecretHash};
use crate::model::{ApiKey, Creator, KeyRecord};

/// Keeps a key; `false` when its public id is taken.
pub(crate) async fn insert(tx: &mut TenantTx, record: &KeyRecord) -> Result<bool, Error> {
    let (scope, key) = (tx.scope(), &record.key);
    let inserted = sqlx::query(
        "INSERT INTO api_keys (tenant_id, live, key_id, public_id, secret_hash, name, grants, allowed_ips, create_time, \
         expire_time, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (public_id) DO NOTHING",
    )
    .bind(scope.tenant.uuid())
    .bind(scope.environment.is_live())
    .bind(key.id.uuid())
    .bind(record.public_id.as_str())
    .bind(record.secret_hash.as_slice())
    .bind(&key.name)
    .bind(key.grants.iter().collect::<Vec<_>>())
    .bind(key.allowed_ips.iter().map(ToString::to_string).collect::<Vec<_>>())
    .bind(Time(key.create_time))
    .bind(key.expire_time.map(Time))
    .bind(key.created_by.map(|creator| creator.to_string()))
    .execute(tx)
    .await?;
    Ok(inserted.rows_affected() == 1)
}

const COLUMNS: &str = "key_id, live, public_id, name, grants, allowed_ips, created_by, create_time, expire_time, \
                       revoke_time, last_use_time";

/// The keys of the transaction's tenant and environment, the oldest first, those after `after`; those of one creator when
/// one is given.
pub(crate) async fn list(
    tx: &mut TenantTx,
    created_by: Option<Creator>,
    after: Option<KeyId>,
    limit: u16,
) -> Result<Vec<ApiKey>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM api_keys WHERE tenant_id = $1 AND live = $2 AND ($3::uuid IS NULL OR key_id > $3) \
         AND ($5::text IS NULL OR created_by = $5) ORDER BY key_id LIMIT $4"
    );
    let scope = tx.scope();
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(scope.tenant.uuid())
        .bind(scope.environment.is_live())
        .bind(after.map(KeyId::uuid))
        .bind(i64::from(limit))
        .bind(created_by.map(|creator| creator.to_string()))
        .fetch_all(tx)
        .await?;
    rows.iter().map(|row| read(row).map_err(Error::from)).collect()
}

/// Ends a key now, unless it was ended before; `None` when there is none.
pub(crate) async fn revoke(tx: &mut TenantTx, id: KeyId, now: Timestamp) -> Result<Option<ApiKey>, Error> {
    let sql = format!(
        "UPDATE api_keys SET revoke_time = coalesce(revoke_time, $4) \
         WHERE tenant_id = $1 AND live = $2 AND key_id = $3 RETURNING {COLUMNS}"
    );
    let scope = tx.scope();
    let row = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(scope.tenant.uuid())
        .bind(scope.environment.is_live())
        .bind(id.uuid())
        .bind(Time(now))
        .fetch_optional(tx)
        .await?;
    row.map(|row| read(&row).map_err(Error::from)).transpose()
}

/// One key of the transaction's tenant and environment; locked against other changes until the transaction ends when
/// `lock`.
pub(crate) async fn find(tx: &mut TenantTx, id: KeyId, lock: bool) -> Result<Option<ApiKey>, Error> {
    let lock = if lock { "FOR UPDATE" } else { "" };
    let sql =
        format!("SELECT {COLUMNS} FROM api_keys WHERE tenant_id = $1 AND live = $2 AND key_id = $3 {lock}");
    let scope = tx.scope();
    let row = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(scope.tenant.uuid())
        .bind(scope.environment.is_live())
        .bind(id.uuid())
        .fetch_optional(tx)
        .await?;
    row.map(|row| read(&row).map_err(Error::from)).transpose()
}

/// Has a key end at `time`, unless it ends before.
pub(crate) async fn expire(tx: &mut TenantTx, id: KeyId, at: Timestamp) -> Result<Option<ApiKey>, Error> {
    let sql = format!(
        "UPDATE api_keys SET expire_time = least(expire_time, $4) \
         WHERE tenant_id = $1 AND live = $2 AND key_id = $3 RETURNING {COLUMNS}"
    );
    let scope = tx.scope();
    let row = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(scope.tenant.uuid())
        .bind(scope.environment.is_live())
        .bind(id.uuid())
        .bind(Time(at))
        .fetch_optional(tx)
        .await?;
    row.map(|row| read(&row).map_err(Error::from)).transpose()
}

/// How many keys of the transaction's tenant and environment are good at this time. Until the transaction ends nobody else
/// counts them to make one more.
pub(crate) async fn count_active(tx: &mut TenantTx, now: Timestamp) -> Result<i64, Error> {
    let scope = tx.scope();
    sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended('api_keys' || $1::text || $2::text, 0))")
        .bind(scope.tenant.uuid())
        .bind(scope.environment.is_live())
        .execute(&mut *tx)
        .await?;
    let count = sqlx::query_scalar(
        "SELECT count(*) FROM api_keys WHERE tenant_id = $1 AND live = $2 AND revoke_time IS NULL \
         AND (expire_time IS NULL OR expire_time > $3)",
    );
    let count = count.bind(scope.tenant.uuid()).bind(scope.environment.is_live()).bind(Time(now));
    Ok(count.fetch_one(tx).await?)
}

/// Notes a use, unless one was noted after `unless_after`.
pub(crate) async fn note_use(
    tx: &mut TenantTx,
    id: KeyId,
    time: Timestamp,
    unless_after: Timestamp,
) -> Result<(), Error> {
    let scope = tx.scope();
    sqlx::query(
        "UPDATE api_keys SET last_use_time = $4 WHERE tenant_id = $1 AND live = $2 AND key_id = $3 \
         AND (last_use_time IS NULL OR last_use_time <= $5)",
    )
    .bind(scope.tenant.uuid())
    .bind(scope.environment.is_live())
    .bind(id.uuid())
    .bind(Time(time))
    .bind(Time(unless_after))
    .execute(tx)
    .await?;
    Ok(())
}

/// What a presented key is checked against.
#[derive(Debug)]
pub(crate) struct Candidate {
    pub(crate) scope: Scope,
    pub(crate) id: KeyId,
    pub(crate) secret_hash: SecretHash,
    pub(crate) grants: Grants,
    pub(crate) allowed_ips: Vec<Cidr>,
    pub(crate) expire_time: Option<Timestamp>,
    pub(crate) revoked: bool,
    pub(crate) last_use_time: Option<Timestamp>,
}

/// The key of a public id, of whatever tenant.
pub(crate) async fn candidate(tx: &mut UnscopedTx, public_id: PublicId) -> Result<Option<Candidate>, Error> {
    let row = sqlx::query(
        "SELECT tenant_id, live, key_id, secret_hash, grants, allowed_ips, expire_time, revoke_time, last_use_time \
         FROM api_key_by_public_id($1)",
    )
    .bind(public_id.as_str())
    .fetch_optional(tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let hash: Vec<u8> = row.try_get("secret_hash")?;
    Ok(Some(Candidate {
        scope: Scope {
            tenant: TenantId::from_uuid(row.try_get("tenant_id")?),
            environment: environment(&row)?,
        },
        id: KeyId::from_uuid(row.try_get("key_id")?),
        secret_hash: hash.try_into().map_err(|_| Error::internal("a key's hash has not 32 bytes"))?,
        grants: Grants::from_iter(row.try_get::<Vec<String>, _>("grants")?),
        allowed_ips: allowed_ips(&row)?,
        expire_time: time(&row, "expire_time")?,
        revoked: time(&row, "revoke_time")?.is_some(),
        last_use_time: time(&row, "last_use_time")?,
    }))
}

/// What the first start made.
#[derive(Debug)]
pub(crate) struct Installation {
    pub(crate) tenant: TenantId,
    pub(crate) live_public_id: String,
}

pub(crate) async fn installation(tx: &mut UnscopedTx) -> Result<Option<Installation>, Error> {
    let row = sqlx::query("SELECT tenant_id, live_public_id FROM installation").fetch_optional(tx).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Installation {
        tenant: TenantId::from_uuid(row.try_get("tenant_id")?),
        live_public_id: row.try_get("live_public_id")?,
    }))
}

/// Marks the database as bootstrapped by this transaction; `false` when another one did it. Waits for one that is at it.
pub(crate) async fn claim_installation(
    tx: &mut TenantTx,
    live_public_id: PublicId,
    now: Timestamp,
) -> Result<bool, Error> {
    let inserted = sqlx::query(
        "INSERT INTO installation (singleton, tenant_id, live_public_id, bootstrap_time) VALUES (true, $1, $2, $3) \
         ON CONFLICT DO NOTHING",
    )
    .bind(tx.scope().tenant.uuid())
    .bind(live_public_id.as_str())
    .bind(Time(now))
    .execute(tx)
    .await?;
    Ok(inserted.rows_affected() == 1)
}

fn read(row: &PgRow) -> Result<ApiKey, sqlx::Error> {
    Ok(ApiKey {
        id: KeyId::from_uuid(row.try_get("key_id")?),
        environment: environment(row)?,
        public_id: row.try_get("public_id")?,
        name: row.try_get("name")?,
        grants: Grants::from_iter(row.try_get::<Vec<String>, _>("grants")?),
        allowed_ips: allowed_ips(row)?,
        created_by: creator(row)?,
        create_time: row.try_get::<Time, _>("create_time")?.0,
        expire_time: time(row, "expire_time")?,
        revoke_time: time(row, "revoke_time")?,
        last_use_time: time(row, "last_use_time")?,
    })
}

fn allowed_ips(row: &PgRow) -> Result<Vec<Cidr>, sqlx::Error> {
    let texts: Vec<String> = row.try_get("allowed_ips")?;
    let block = |text: &String| text.parse().map_err(|error| sqlx::Error::Decode(Box::new(error)));
    texts.iter().map(block).collect()
}

fn creator(row: &PgRow) -> Result<Option<Creator>, sqlx::Error> {
    let text: Option<String> = row.try_get("created_by")?;
    text.map(|text| text.parse()).transpose().map_err(|error: Error| sqlx::Error::Decode(Box::new(error)))
}

fn environment(row: &PgRow) -> Result<Environment, sqlx::Error> {
    Ok(if row.try_get("live")? { Environment::Live } else { Environment::Test })
}

fn time(row: &PgRow, column: &str) -> Result<Option<Timestamp>, sqlx::Error> {
    Ok(row.try_get::<Option<Time>, _>(column)?.map(|time| time.0))
}
