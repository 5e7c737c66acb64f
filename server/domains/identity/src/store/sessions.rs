//! Sessions and their refresh tokens, in transactions that see the person's rows.

use jiff::Timestamp;
use omni_kernel::db::{RawTx, Time};
use omni_kernel::{Error, SessionId, TenantId, UserId, Vault};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::people::ip_key;
use super::{maybe_time, open, time};
use crate::crypto::token::Hash;
use crate::model::Session;
use crate::sso::ConnectionId;

/// What the vault binds the address that a session was begun from to.
pub(crate) fn ip_place(user: UserId, session: SessionId) -> String {
    format!("session.client_ip:{user}:{session}")
}

/// What the vault binds the program that began a session to.
pub(crate) fn agent_place(user: UserId, session: SessionId) -> String {
    format!("session.user_agent:{user}:{session}")
}

pub(crate) async fn insert(
    tx: &mut RawTx,
    vault: &Vault,
    user: UserId,
    session: &Session,
) -> Result<(), Error> {
    let seal = |place: String, text: &Option<String>| {
        text.as_ref().map(|text| vault.seal(&place, text.as_bytes())).transpose()
    };
    sqlx::query(
        "INSERT INTO sessions (user_id, session_id, tenant_id, methods, client_ip, user_agent, create_time, \
         last_use_time, expire_time, connection_id, client_ip_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(user.uuid())
    .bind(session.id.uuid())
    .bind(session.tenant.uuid())
    .bind(&session.methods)
    .bind(seal(ip_place(user, session.id), &session.client_ip)?)
    .bind(seal(agent_place(user, session.id), &session.user_agent)?)
    .bind(Time(session.create_time))
    .bind(Time(session.last_use_time))
    .bind(Time(session.expire_time))
    .bind(session.connection.map(ConnectionId::uuid))
    .bind(session.client_ip.as_ref().map(|ip| ip_key(vault, ip).to_vec()))
    .execute(tx)
    .await?;
    Ok(())
}

const COLUMNS: &str = "session_id, tenant_id, methods, client_ip, user_agent, create_time, last_use_time, expire_time, \
                       revoke_time, connection_id";

pub(crate) async fn find(
    tx: &mut RawTx,
    vault: &Vault,
    user: UserId,
    id: SessionId,
) -> Result<Option<Session>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM sessions WHERE user_id = $1 AND session_id = $2");
    let row =
        sqlx::query(sqlx::AssertSqlSafe(sql)).bind(user.uuid()).bind(id.uuid()).fetch_optional(tx).await?;
    row.map(|row| read(&row, vault, user)).transpose()
}

/// The sessions that hold, the latest first, from `start` on.
pub(crate) async fn list(
    tx: &mut RawTx,
    vault: &Vault,
    user: UserId,
    now: Timestamp,
    start: Option<SessionId>,
    most: i64,
) -> Result<Vec<Session>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM sessions WHERE user_id = $1 AND revoke_time IS NULL AND expire_time > $2 \
         AND ($3::uuid IS NULL OR session_id <= $3) ORDER BY session_id DESC LIMIT $4"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(user.uuid())
        .bind(Time(now))
        .bind(start.map(SessionId::uuid))
        .bind(most)
        .fetch_all(tx)
        .await?;
    rows.iter().map(|row| read(row, vault, user)).collect()
}

/// Ends a session; `false` when there is none that holds.
pub(crate) async fn revoke(
    tx: &mut RawTx,
    user: UserId,
    id: SessionId,
    now: Timestamp,
) -> Result<bool, Error> {
    let ended = sqlx::query(
        "UPDATE sessions SET revoke_time = $3 WHERE user_id = $1 AND session_id = $2 AND revoke_time IS NULL \
         AND expire_time > $3",
    )
    .bind(user.uuid())
    .bind(id.uuid())
    .bind(Time(now))
    .execute(tx)
    .await?;
    Ok(ended.rows_affected() == 1)
}

/// Ends all sessions of a person but one; gives the ids of those that ended.
pub(crate) async fn revoke_others(
    tx: &mut RawTx,
    user: UserId,
    kept: Option<SessionId>,
    now: Timestamp,
) -> Result<Vec<SessionId>, Error> {
    let ended: Vec<uuid::Uuid> = sqlx::query_scalar(
        "UPDATE sessions SET revoke_time = $3 WHERE user_id = $1 AND session_id IS DISTINCT FROM $2 \
         AND revoke_time IS NULL RETURNING session_id",
    )
    .bind(user.uuid())
    .bind(kept.map(SessionId::uuid))
    .bind(Time(now))
    .fetch_all(tx)
    .await?;
    Ok(ended.into_iter().map(SessionId::from_uuid).collect())
}

/// Removes a person's sessions that ended before `ended`, with their tokens, and their tokens that expired.
pub(crate) async fn purge(
    tx: &mut RawTx,
    user: UserId,
    ended: Timestamp,
    now: Timestamp,
) -> Result<(), Error> {
    sqlx::query("DELETE FROM sessions WHERE user_id = $1 AND coalesce(revoke_time, expire_time) < $2")
        .bind(user.uuid())
        .bind(Time(ended))
        .execute(&mut *tx)
        .await?;
    sqlx::query("DELETE FROM refresh_tokens WHERE user_id = $1 AND expire_time < $2")
        .bind(user.uuid())
        .bind(Time(now))
        .execute(tx)
        .await?;
    Ok(())
}

/// Notes that the tokens of a session were renewed.
pub(crate) async fn touch(tx: &mut RawTx, user: UserId, id: SessionId, now: Timestamp) -> Result<(), Error> {
    sqlx::query(
        "UPDATE sessions SET last_use_time = greatest(last_use_time, $3) WHERE user_id = $1 AND session_id = $2",
    )
    .bind(user.uuid())
    .bind(id.uuid())
    .bind(Time(now))
    .execute(tx)
    .await?;
    Ok(())
}

/// Whose a refresh token is.
#[derive(Debug)]
pub(crate) struct Owner {
    pub(crate) user: UserId,
    pub(crate) session: SessionId,
    pub(crate) tenant: TenantId,
}

/// Looks a refresh token up before it is known who calls.
pub(crate) async fn owner(tx: &mut RawTx, hash: &Hash) -> Result<Option<Owner>, Error> {
    let row = sqlx::query("SELECT user_id, session_id, tenant_id FROM refresh_token_owner($1)")
        .bind(hash.as_slice())
        .fetch_optional(tx)
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Owner {
        user: UserId::from_uuid(row.try_get("user_id")?),
        session: SessionId::from_uuid(row.try_get("session_id")?),
        tenant: TenantId::from_uuid(row.try_get("tenant_id")?),
    }))
}

pub(crate) async fn insert_refresh(
    tx: &mut RawTx,
    user: UserId,
    session: SessionId,
    hash: &Hash,
    now: Timestamp,
    expire: Timestamp,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO refresh_tokens (user_id, token_hash, session_id, create_time, expire_time) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(user.uuid())
    .bind(hash.as_slice())
    .bind(session.uuid())
    .bind(Time(now))
    .bind(Time(expire))
    .execute(tx)
    .await?;
    Ok(())
}

/// Uses a refresh token up and keeps its sealed successor, if nobody did before: of many at once one does.
pub(crate) async fn use_refresh(
    tx: &mut RawTx,
    user: UserId,
    hash: &Hash,
    successor: &[u8],
    now: Timestamp,
) -> Result<bool, Error> {
    let used = sqlx::query(
        "UPDATE refresh_tokens SET use_time = $4, successor = $3 \
         WHERE user_id = $1 AND token_hash = $2 AND use_time IS NULL AND expire_time > $4",
    )
    .bind(user.uuid())
    .bind(hash.as_slice())
    .bind(successor)
    .bind(Time(now))
    .execute(tx)
    .await?;
    Ok(used.rows_affected() == 1)
}

/// When a refresh token was used, with its sealed successor; none when it never was.
pub(crate) async fn refresh_use(
    tx: &mut RawTx,
    user: UserId,
    hash: &Hash,
) -> Result<Option<(Timestamp, Vec<u8>)>, Error> {
    let row = sqlx::query(
        "SELECT use_time, successor FROM refresh_tokens \
         WHERE user_id = $1 AND token_hash = $2 AND use_time IS NOT NULL",
    )
    .bind(user.uuid())
    .bind(hash.as_slice())
    .fetch_optional(tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some((time(&row, "use_time")?, row.try_get("successor")?)))
}

fn read(row: &PgRow, vault: &Vault, user: UserId) -> Result<Session, Error> {
    let id = SessionId::from_uuid(row.try_get("session_id")?);
    let opened = |column: &str, place: String| {
        let sealed: Option<&[u8]> = row.try_get(column)?;
        sealed.map(|sealed| open(vault, &place, sealed)).transpose()
    };
    Ok(Session {
        id,
        tenant: TenantId::from_uuid(row.try_get("tenant_id")?),
        methods: row.try_get("methods")?,
        connection: row.try_get::<Option<uuid::Uuid>, _>("connection_id")?.map(ConnectionId::from_uuid),
        client_ip: opened("client_ip", ip_place(user, id))?,
        user_agent: opened("user_agent", agent_place(user, id))?,
        create_time: time(row, "create_time")?,
        last_use_time: time(row, "last_use_time")?,
        expire_time: time(row, "expire_time")?,
        revoke_time: maybe_time(row, "revoke_time")?,
    })
}
