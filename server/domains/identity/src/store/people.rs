//! People, their passwords and their memberships.

use jiff::Timestamp;
use omni_kernel::db::{RawTx, TenantTx, Time};
use omni_kernel::{Error, TenantId, UserId, Vault};
use sqlx::Row;
use uuid::Uuid;

use super::open;
use crate::crypto::token::Hash;
use crate::model::{Email, Membership, Person};

/// What the vault binds a person's address to.
pub(crate) fn email_place(user: UserId) -> String {
    format!("user.email:{user}")
}

/// What the vault binds a person's name to.
pub(crate) fn name_place(user: UserId) -> String {
    format!("user.full_name:{user}")
}

/// What the database knows the address of a caller by.
pub(crate) fn ip_key(vault: &Vault, ip: &str) -> Hash {
    vault.keyed_hash("client_ip", ip.as_bytes())
}

/// Every person, in no particular order.
pub(crate) async fn ids(tx: &mut RawTx) -> Result<Vec<UserId>, Error> {
    let ids: Vec<Uuid> = sqlx::query_scalar("SELECT person_ids()").fetch_all(tx).await?;
    Ok(ids.into_iter().map(UserId::from_uuid).collect())
}

/// Whom an address belongs to; nobody, when there is no user.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) user: Option<UserId>,
    pub(crate) password_hash: Option<String>,
    pub(crate) tenants: Vec<TenantId>,
    /// They signed in from the address of the request lately.
    pub(crate) known_address: bool,
}

/// Looks an address up before it is known who calls.
pub(crate) async fn by_email(
    tx: &mut RawTx,
    vault: &Vault,
    email: &Email,
    ip: Option<&str>,
    since: Timestamp,
) -> Result<Found, Error> {
    let ip = ip.map(|ip| ip_key(vault, ip));
    by_email_key(tx, &email.hash(vault), ip.as_ref(), since).await
}

/// The same by the keyed hashes.
pub(crate) async fn by_email_key(
    tx: &mut RawTx,
    email: &Hash,
    ip: Option<&Hash>,
    since: Timestamp,
) -> Result<Found, Error> {
    let row = sqlx::query(
        "SELECT user_id, password_hash, tenant_ids, known_address FROM person_by_email($1, $2, $3)",
    )
    .bind(email.as_slice())
    .bind(ip.map(Hash::as_slice))
    .bind(Time(since))
    .fetch_one(tx)
    .await?;
    Ok(Found {
        user: row.try_get::<Option<Uuid>, _>("user_id")?.map(UserId::from_uuid),
        password_hash: row.try_get("password_hash")?,
        tenants: row.try_get::<Vec<Uuid>, _>("tenant_ids")?.into_iter().map(TenantId::from_uuid).collect(),
        known_address: row.try_get("known_address")?,
    })
}

/// Makes a person in a transaction that sees their rows; `false` when the address has one already.
pub(crate) async fn insert(
    tx: &mut RawTx,
    vault: &Vault,
    person: &Person,
    now: Timestamp,
) -> Result<bool, Error> {
    let inserted = sqlx::query(
        "INSERT INTO users (user_id, email, email_key, full_name, verify_time, create_time, update_time) \
         VALUES ($1, $2, $3, $4, $5, $5, $5) ON CONFLICT (email_key) DO NOTHING",
    )
    .bind(person.id.uuid())
    .bind(vault.seal(&email_place(person.id), person.email.as_bytes())?)
    .bind(Email::lenient(&person.email).hash(vault).as_slice())
    .bind(vault.seal(&name_place(person.id), person.full_name.as_bytes())?)
    .bind(Time(now))
    .execute(tx)
    .await?;
    Ok(inserted.rows_affected() == 1)
}

/// The person whose rows the transaction sees.
pub(crate) async fn person(tx: &mut RawTx, vault: &Vault, user: UserId) -> Result<Option<Person>, Error> {
    let row = sqlx::query("SELECT email, full_name FROM users WHERE user_id = $1")
        .bind(user.uuid())
        .fetch_optional(tx)
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Person {
        id: user,
        email: open(vault, &email_place(user), row.try_get("email")?)?,
        full_name: open(vault, &name_place(user), row.try_get("full_name")?)?,
    }))
}

/// The hash of the person's password.
pub(crate) async fn password(tx: &mut RawTx, user: UserId) -> Result<Option<String>, Error> {
    Ok(sqlx::query_scalar("SELECT hash FROM passwords WHERE user_id = $1")
        .bind(user.uuid())
        .fetch_optional(tx)
        .await?)
}

/// The hash of the person's password, which nobody changes before the transaction ends.
pub(crate) async fn hold_password(tx: &mut RawTx, user: UserId) -> Result<Option<String>, Error> {
    Ok(sqlx::query_scalar("SELECT hash FROM passwords WHERE user_id = $1 FOR SHARE")
        .bind(user.uuid())
        .fetch_optional(tx)
        .await?)
}

/// Sets the hash of the person's password.
pub(crate) async fn put_password(
    tx: &mut RawTx,
    user: UserId,
    hash: &str,
    now: Timestamp,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO passwords (user_id, hash, update_time) VALUES ($1, $2, $3) \
         ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, update_time = excluded.update_time",
    )
    .bind(user.uuid())
    .bind(hash)
    .bind(Time(now))
    .execute(tx)
    .await?;
    Ok(())
}

/// Hashes the same password anew; not when it was changed meanwhile.
pub(crate) async fn rehash(tx: &mut RawTx, user: UserId, old: &str, new: &str) -> Result<(), Error> {
    sqlx::query("UPDATE passwords SET hash = $3 WHERE user_id = $1 AND hash = $2")
        .bind(user.uuid())
        .bind(old)
        .bind(new)
        .execute(tx)
        .await?;
    Ok(())
}

/// The memberships of the person whose rows the transaction sees, the first joined first.
pub(crate) async fn memberships(tx: &mut RawTx) -> Result<Vec<Membership>, Error> {
    let rows = sqlx::query("SELECT tenant_id, role FROM own_memberships()").fetch_all(tx).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Membership {
                tenant: TenantId::from_uuid(row.try_get("tenant_id")?),
                role: row.try_get("role")?,
            })
        })
        .collect()
}

/// Makes a person a member of the transaction's tenant.
pub(crate) async fn insert_member(
    tx: &mut TenantTx,
    user: UserId,
    role: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let tenant = tx.scope().tenant;
    sqlx::query(
        "INSERT INTO members (tenant_id, user_id, role, create_time, update_time) VALUES ($1, $2, $3, $4, $4)",
    )
    .bind(tenant.uuid())
    .bind(user.uuid())
    .bind(role)
    .bind(Time(now))
    .execute(tx)
    .await?;
    Ok(())
}

/// The role of a person in the transaction's tenant; none when they are no member.
pub(crate) async fn role(tx: &mut TenantTx, user: UserId) -> Result<Option<String>, Error> {
    let tenant = tx.scope().tenant;
    Ok(sqlx::query_scalar("SELECT role FROM members WHERE tenant_id = $1 AND user_id = $2")
        .bind(tenant.uuid())
        .bind(user.uuid())
        .fetch_optional(tx)
        .await?)
}
