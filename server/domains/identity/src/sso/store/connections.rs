//! Connections.

use jiff::Timestamp;
use omni_kernel::db::{RawTx, TenantTx, Time};
use omni_kernel::{Error, Grants, Secret, SessionId, TenantId, Vault};
use sqlx::Row;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::time;
use crate::sso::model::{Connected, ConnectionId, Oidc, Protocol};
use crate::sso::saml::IdentityProvider;

const COLUMNS: &str = "connection_id, tenant_id, display_name, default_role, return_urls, enabled, vouched, issuer, \
                       client_id, client_secret, scopes, idp_entity_id, sso_url, certificates, create_time, update_time";

/// What the vault binds a client secret to.
pub(crate) fn place(id: ConnectionId) -> String {
    format!("sso_connection:{}", id.uuid())
}

/// Makes a connection, or writes it anew.
pub(crate) async fn put(tx: &mut TenantTx, vault: &Vault, connection: &Connected) -> Result<(), Error> {
    let (oidc, saml) = match &connection.protocol {
        Protocol::Oidc(oidc) => (Some(oidc), None),
        Protocol::Saml(saml) => (None, Some(saml)),
    };
    let secret = oidc.and_then(|oidc| oidc.client_secret.as_ref());
    let place = place(connection.id);
    let sealed = secret.map(|secret| vault.seal(&place, secret.expose().as_bytes())).transpose()?;
    sqlx::query(
        "INSERT INTO sso_connections AS c (tenant_id, connection_id, display_name, default_role, return_urls, enabled, \
         vouched, issuer, client_id, client_secret, scopes, idp_entity_id, sso_url, certificates, create_time, \
         update_time) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) \
         ON CONFLICT (tenant_id, connection_id) DO UPDATE SET display_name = excluded.display_name, \
         default_role = excluded.default_role, return_urls = excluded.return_urls, enabled = excluded.enabled, \
         vouched = excluded.vouched, client_id = excluded.client_id, client_secret = excluded.client_secret, \
         scopes = excluded.scopes, sso_url = excluded.sso_url, certificates = excluded.certificates, \
         update_time = excluded.update_time",
    )
    .bind(tx.scope().tenant.uuid())
    .bind(connection.id.uuid())
    .bind(&connection.display_name)
    .bind(&connection.default_role)
    .bind(&connection.return_urls)
    .bind(connection.enabled)
    .bind(connection.vouched.iter().collect::<Vec<_>>())
    .bind(oidc.map(|oidc| &oidc.issuer))
    .bind(oidc.map(|oidc| &oidc.client_id))
    .bind(sealed)
    .bind(oidc.map(|oidc| &oidc.scopes))
    .bind(saml.map(|saml| &saml.entity_id))
    .bind(saml.map(|saml| &saml.sso_url))
    .bind(saml.map(|saml| &saml.certificates))
    .bind(Time(connection.create_time))
    .bind(Time(connection.update_time))
    .execute(tx)
    .await?;
    Ok(())
}

pub(crate) async fn find(
    tx: &mut TenantTx,
    vault: &Vault,
    id: ConnectionId,
) -> Result<Option<Connected>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM sso_connections WHERE tenant_id = $1 AND connection_id = $2");
    let tenant = tx.scope().tenant.uuid();
    let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(tenant).bind(id.uuid()).fetch_optional(tx).await?;
    row.map(|row| read(&row, vault)).transpose()
}

/// What a connection vouches for, if it is there and on.
pub(crate) async fn vouched_if_on(tx: &mut TenantTx, id: ConnectionId) -> Result<Option<Grants>, Error> {
    let sql = "SELECT vouched FROM sso_connections WHERE tenant_id = $1 AND connection_id = $2 AND enabled";
    let tenant = tx.scope().tenant.uuid();
    let vouched: Option<Vec<String>> =
        sqlx::query_scalar(sql).bind(tenant).bind(id.uuid()).fetch_optional(tx).await?;
    Ok(vouched.map(|patterns| patterns.into_iter().collect()))
}

/// The connections after `after`, by their ids.
pub(crate) async fn list(
    tx: &mut TenantTx,
    vault: &Vault,
    after: Option<ConnectionId>,
    limit: i64,
) -> Result<Vec<Connected>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM sso_connections WHERE tenant_id = $1 AND ($2::uuid IS NULL OR connection_id > $2) \
         ORDER BY connection_id LIMIT $3"
    );
    let tenant = tx.scope().tenant.uuid();
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(after.map(ConnectionId::uuid))
        .bind(limit)
        .fetch_all(tx)
        .await?;
    rows.iter().map(|row| read(row, vault)).collect()
}

/// Whether a connection gives this role.
pub(crate) async fn has_role(tx: &mut TenantTx, role: &str) -> Result<bool, Error> {
    let tenant = tx.scope().tenant.uuid();
    let sql = "SELECT EXISTS (SELECT FROM sso_connections WHERE tenant_id = $1 AND default_role = $2)";
    Ok(sqlx::query_scalar(sql).bind(tenant).bind(role).fetch_one(tx).await?)
}

/// Removes a connection and ends its sessions; gives these.
pub(crate) async fn remove(
    tx: &mut TenantTx,
    id: ConnectionId,
    now: Timestamp,
) -> Result<Vec<SessionId>, Error> {
    let tenant = tx.scope().tenant.uuid();
    sqlx::query("DELETE FROM sso_connections WHERE tenant_id = $1 AND connection_id = $2")
        .bind(tenant)
        .bind(id.uuid())
        .execute(&mut *tx)
        .await?;
    let ended: Vec<Uuid> = sqlx::query_scalar("SELECT end_sessions_of_connection($1, $2)")
        .bind(id.uuid())
        .bind(Time(now))
        .fetch_all(tx)
        .await?;
    Ok(ended.into_iter().map(SessionId::from_uuid).collect())
}

/// Whose a connection is, before it is known who calls.
pub(crate) async fn tenant_of(tx: &mut RawTx, id: ConnectionId) -> Result<Option<TenantId>, Error> {
    let tenant: Option<Uuid> =
        sqlx::query_scalar("SELECT sso_connection_tenant($1)").bind(id.uuid()).fetch_one(tx).await?;
    Ok(tenant.map(TenantId::from_uuid))
}

/// The connection that people of a verified domain sign in by.
pub(crate) async fn by_domain(
    tx: &mut RawTx,
    domain: &str,
) -> Result<Option<(TenantId, ConnectionId)>, Error> {
    let row = sqlx::query("SELECT tenant_id, connection_id FROM sso_connection_by_domain($1)")
        .bind(domain)
        .fetch_optional(tx)
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some((
        TenantId::from_uuid(row.try_get("tenant_id")?),
        ConnectionId::from_uuid(row.try_get("connection_id")?),
    )))
}

fn read(row: &PgRow, vault: &Vault) -> Result<Connected, Error> {
    let id = ConnectionId::from_uuid(row.try_get("connection_id")?);
    Ok(Connected {
        id,
        tenant: TenantId::from_uuid(row.try_get("tenant_id")?),
        display_name: row.try_get("display_name")?,
        default_role: row.try_get("default_role")?,
        return_urls: row.try_get("return_urls")?,
        enabled: row.try_get("enabled")?,
        vouched: row.try_get::<Vec<String>, _>("vouched")?.into_iter().collect::<Grants>(),
        protocol: protocol(row, vault, id)?,
        create_time: time(row, "create_time")?,
        update_time: time(row, "update_time")?,
    })
}

fn protocol(row: &PgRow, vault: &Vault, id: ConnectionId) -> Result<Protocol, Error> {
    let Some(issuer) = row.try_get::<Option<String>, _>("issuer")? else {
        return Ok(Protocol::Saml(IdentityProvider {
            entity_id: row.try_get("idp_entity_id")?,
            sso_url: row.try_get("sso_url")?,
            certificates: row.try_get("certificates")?,
        }));
    };
    let sealed: Option<Vec<u8>> = row.try_get("client_secret")?;
    let secret = sealed.map(|sealed| vault.open(&place(id), &sealed)).transpose()?;
    let secret = secret.map(String::from_utf8).transpose();
    let client_secret =
        secret.map_err(|_| Error::internal("a client secret is not a text"))?.map(Secret::new);
    Ok(Protocol::Oidc(Oidc {
        issuer,
        client_id: row.try_get("client_id")?,
        client_secret,
        scopes: row.try_get("scopes")?,
    }))
}
