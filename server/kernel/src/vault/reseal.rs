//! Where sealed values lie, as the domains that keep them say, so that they can be sealed under a new data key.

use async_trait::async_trait;
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Row};
use uuid::Uuid;

use super::Vault;
use super::rotate::Progress;
use crate::ctx::{Environment, Scope};
use crate::db::RawTx;
use crate::error::Error;
use crate::id::UserId;
use crate::ports::TenantDirectory;

/// Whose transaction sees some of a column's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// One without a tenant.
    Installation,
    /// A tenant's.
    Tenant(Scope),
    /// A person's.
    Person(UserId),
}

/// A column of sealed values. Most are a [`SealedTable`].
#[async_trait]
pub trait SealedColumn: Send + Sync {
    /// `<table>.<column>`, for the operator.
    fn name(&self) -> String;

    /// Whose transactions together see every row.
    ///
    /// # Errors
    /// UNAVAILABLE when they cannot be looked up.
    async fn holders(&self, tenants: &dyn TenantDirectory) -> Result<Vec<Holder>, Error>;

    /// Seals at most `limit` values that the transaction sees, and that are not under the current data key, anew.
    ///
    /// # Errors
    /// What the database says.
    async fn reseal(&self, tx: &mut RawTx, vault: &Vault, limit: i64) -> Result<Progress, Error>;

    /// How many values that the transaction sees are not under this data key.
    ///
    /// # Errors
    /// What the database says.
    async fn count_old(&self, tx: &mut RawTx, current: Uuid) -> Result<u64, Error>;
}

/// Which rows a [`SealedTable`] has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// Those of no tenant.
    Installation,
    /// Those of each tenant in each environment.
    Tenants,
    /// Those that a tenant has once for both environments, which only live changes.
    Shared,
}

/// A column of type `bytea` that holds one sealed value a row, or null.
#[derive(Debug, Clone, Copy)]
pub struct SealedTable {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// Which rows it has.
    pub rows: Rows,
    /// The place that a row's value is sealed for.
    pub place: fn(&PgRow) -> Result<String, sqlx::Error>,
}

/// The bytes of a sealed value that name its data key; the parameter is the current one.
const OLD: &str = "substring({column} FROM 2 FOR 16) <> $1";

impl SealedTable {
    fn sql(&self, text: &str) -> AssertSqlSafe<String> {
        // Names that a domain wrote down, nothing from a caller.
        AssertSqlSafe(
            text.replace("{old}", OLD).replace("{table}", self.table).replace("{column}", self.column),
        )
    }
}

#[async_trait]
impl SealedColumn for SealedTable {
    fn name(&self) -> String {
        format!("{}.{}", self.table, self.column)
    }

    async fn holders(&self, tenants: &dyn TenantDirectory) -> Result<Vec<Holder>, Error> {
        let environments: &[Environment] = match self.rows {
            Rows::Installation => return Ok(vec![Holder::Installation]),
            Rows::Tenants => &[Environment::Live, Environment::Test],
            Rows::Shared => &[Environment::Live],
        };
        let of = |tenant| {
            environments.iter().map(move |&environment| Holder::Tenant(Scope { tenant, environment }))
        };
        Ok(tenants.tenants().await?.into_iter().flat_map(of).collect())
    }

    async fn reseal(&self, tx: &mut RawTx, vault: &Vault, limit: i64) -> Result<Progress, Error> {
        let find = "SELECT ctid::text AS row_at, * FROM {table} WHERE {old} LIMIT $2 FOR UPDATE SKIP LOCKED";
        let update = "UPDATE {table} SET {column} = $2 WHERE ctid = $1::tid";
        let rows = sqlx::query(self.sql(find))
            .bind(vault.current_key()?.as_bytes().as_slice())
            .bind(limit)
            .fetch_all(&mut *tx)
            .await?;
        let mut progress = Progress::default();
        for row in rows {
            let place = (self.place)(&row)?;
            let sealed: Vec<u8> = row.try_get(self.column)?;
            let Ok(value) = vault.open(&place, &sealed) else {
                tracing::error!(
                    column = self.name(),
                    place,
                    "a sealed value does not open; it is left as it is"
                );
                progress.unreadable += 1;
                continue;
            };
            sqlx::query(self.sql(update))
                .bind(row.try_get::<String, _>("row_at")?)
                .bind(vault.seal(&place, &value)?)
                .execute(&mut *tx)
                .await?;
            progress.resealed += 1;
        }
        Ok(progress)
    }

    async fn count_old(&self, tx: &mut RawTx, current: Uuid) -> Result<u64, Error> {
        let count: i64 = sqlx::query_scalar(self.sql("SELECT count(*) FROM {table} WHERE {old}"))
            .bind(current.as_bytes().as_slice())
            .fetch_one(tx)
            .await?;
        Ok(u64::try_from(count).unwrap_or_default())
    }
}
