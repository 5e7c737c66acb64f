//! Where the data of a tenant lies: in the common tables, in a schema of its own, or in a database of its own.
//!
//! What the installation needs to find, let in and count tenants stays in the common tables; what moves are the tables of
//! the domains whose migrations are [`tenant_migrations!`](crate::tenant_migrations).
//!
//! A server remembers where it found a tenant. Every transaction says at the door of the place (`enter_place`) what it
//! remembers, and is refused when that no longer holds; so a server that has not heard of a move cannot write to the place
//! that the tenant has left. A tenant that never moved has no row, and costs no look-up.

mod copy;
mod moving;
mod store;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, Connection, PgConnection, PgPool};

pub use moving::{Destination, Moved, Step, Visitor};

use super::database::try_begin;
use super::error::setup;
use super::tx::{Tx, begin_sql};
use super::{Applied, Database, Migrations, SCHEMA, connect, migrate};
use crate::ctx::Scope;
use crate::error::Error;
use crate::id::{TenantId, UserId};
use crate::secret::Secret;
use crate::vault::{Rows, SealedColumn, SealedTable, Vault};

/// Where statements look for the common tables.
pub(super) const SEARCH_PATH: &str = "omni, pg_temp";

/// How long a transaction that came at the wrong time waits before it looks again.
const PAUSE: Duration = Duration::from_millis(20);

/// Most connections to one tenant's own database.
const OWN_POOL: u32 = 4;

/// A schema of Omni's tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Schema(String);

impl Schema {
    /// The one that is there in every database.
    pub(super) fn common() -> Self {
        Self(SCHEMA.to_owned())
    }

    /// The one of a tenant in the main database.
    fn of(tenant: TenantId) -> Self {
        let id = tenant.to_string();
        Self(format!("omni_t_{}", id.split_once('_').map_or(id.as_str(), |(_, body)| body)))
    }

    /// Its name.
    fn name(&self) -> &str {
        &self.0
    }

    pub(super) fn is_common(&self) -> bool {
        self.0 == SCHEMA
    }

    /// Where statements look: in it, then in the common tables.
    pub(super) fn path(&self) -> String {
        if self.is_common() { SEARCH_PATH.to_owned() } else { format!("{}, {SEARCH_PATH}", self.0) }
    }

    /// Makes it with a ledger of its own. The common one is made by [`super::roles`].
    pub(super) async fn prepare(&self, connection: &mut PgConnection) -> Result<(), Error> {
        if self.is_common() {
            return Ok(());
        }
        let name = &self.0;
        let sql = format!(
            "CREATE SCHEMA IF NOT EXISTS {name}; GRANT USAGE ON SCHEMA {name} TO omni_app;
             CREATE TABLE IF NOT EXISTS {name}.migrations (LIKE omni.migrations INCLUDING ALL)"
        );
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.map_err(|error| {
            setup("the owner of the database may not make schemas; grant it CREATE on the database")
                .with_source(error)
        })?;
        Ok(())
    }
}

/// Which kind of place it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Shared,
    Schema,
    Database,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::Schema => "schema",
            Self::Database => "database",
        }
    }
}

/// Where a tenant's data lies.
#[derive(Debug, Clone)]
struct Placement {
    kind: Kind,
    epoch: i64,
    /// Of a database of its own.
    url: Option<Secret>,
}

impl Placement {
    /// The common tables, for those who never moved.
    fn common() -> Self {
        Self { kind: Kind::Shared, epoch: 0, url: None }
    }

    /// The schema that its tables are in.
    fn schema(&self, tenant: TenantId) -> Schema {
        if self.kind == Kind::Schema { Schema::of(tenant) } else { Schema::common() }
    }
}

/// What a server remembers of a tenant that has moved.
struct Known {
    placement: Placement,
    /// Of a database of its own.
    pool: Option<PgPool>,
}

/// The places of tenants, as one server knows them.
pub(super) struct Placed {
    vault: Vault,
    known: RwLock<HashMap<TenantId, Arc<Known>>>,
}

impl Placed {
    pub(super) fn new(vault: Vault) -> Self {
        Self { vault, known: RwLock::default() }
    }

    /// Opens a transaction where the tenant's data lies. While it is being moved, waits.
    pub(super) async fn begin(
        &self,
        database: &Database,
        scope: Scope,
        user: Option<UserId>,
    ) -> Result<Tx, Error> {
        loop {
            match self.try_begin(database, scope, user).await {
                Ok(tx) => return Ok(tx),
                Err(error) if is_elsewhere(&error) => self.learn(database, scope).await?,
                Err(error) => return Err(error.into()),
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn try_begin(
        &self,
        database: &Database,
        scope: Scope,
        user: Option<UserId>,
    ) -> Result<Tx, sqlx::Error> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner).get(&scope.tenant).cloned();
        let common = Placement::common();
        let placement = known.as_ref().map_or(&common, |known| &known.placement);
        let inner = database.inner();
        let pool = known.as_ref().and_then(|known| known.pool.as_ref()).unwrap_or(&inner.pool);
        let door = format!(
            "; SELECT omni.enter_place('{}', '{}', {})",
            scope.tenant.uuid(),
            placement.kind.name(),
            placement.epoch
        );
        let path = placement.schema(scope.tenant).path();
        let sql = begin_sql(Some(scope), user, inner.options.statement_timeout, Some((&path, &door)));
        try_begin(pool, &inner.options, &sql).await
    }

    /// Looks where the tenant is now.
    async fn learn(&self, database: &Database, scope: Scope) -> Result<(), Error> {
        let sql = begin_sql(Some(scope), None, database.inner().options.statement_timeout, None);
        let inner = database.inner();
        let mut tx = try_begin(&inner.pool, &inner.options, &sql).await?;
        let found = store::find(&mut tx, scope.tenant).await?;
        drop(tx);
        let Some(row) = found else {
            self.known.write().unwrap_or_else(PoisonError::into_inner).remove(&scope.tenant);
            return Ok(());
        };
        let current = self.known.read().unwrap_or_else(PoisonError::into_inner).get(&scope.tenant).cloned();
        if current.is_some_and(|known| known.placement.epoch == row.epoch) {
            return Ok(());
        }
        let placement = self.open(scope.tenant, &row)?;
        let pool = match &placement.url {
            Some(url) => {
                let connect =
                    connect::tune(connect::from_url(url, "the tenant's own database")?, &inner.options);
                let options = super::Options { pool_size: OWN_POOL, ..inner.options.clone() };
                Some(connect::pool(connect, &options))
            }
            None => None,
        };
        let known = Arc::new(Known { placement, pool });
        self.known.write().unwrap_or_else(PoisonError::into_inner).insert(scope.tenant, known);
        Ok(())
    }

    /// A row with its address opened.
    fn open(&self, tenant: TenantId, row: &store::Row) -> Result<Placement, Error> {
        let url = row.url.as_deref().map(|sealed| self.unseal(tenant, sealed)).transpose()?;
        Ok(Placement { kind: row.kind, epoch: row.epoch, url })
    }

    fn unseal(&self, tenant: TenantId, sealed: &[u8]) -> Result<Secret, Error> {
        let url = self.vault.open(&sealed_for(tenant), sealed)?;
        String::from_utf8(url).map(Secret::new).map_err(|_| Error::internal("a sealed address is no text"))
    }

    fn seal(&self, tenant: TenantId, url: &Secret) -> Result<Vec<u8>, Error> {
        self.vault.seal(&sealed_for(tenant), url.expose().as_bytes())
    }
}

fn sealed_for(tenant: TenantId) -> String {
    format!("placement:{tenant}")
}

/// The columns of sealed addresses.
pub fn sealed_columns() -> Vec<Box<dyn SealedColumn>> {
    ["url", "left_url"]
        .into_iter()
        .map(|column| {
            let table =
                SealedTable { table: "placements", column, rows: Rows::Tenants, place: store::sealed_place };
            Box::new(table) as Box<dyn SealedColumn>
        })
        .collect()
}

/// Whether the door of a place says that the tenant is being moved or lies somewhere else.
pub(super) fn is_elsewhere(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code)
        .is_some_and(|code| matches!(&*code, "OM001" | "OM002"))
}

impl Database {
    /// Applies the migrations of tenants' data in every schema and database of a tenant's own. One that does not answer is
    /// left out and logged, so that it does not keep the others from starting; the names of those that were done.
    ///
    /// # Errors
    /// INTERNAL when this is not a handle of [`Database::placed`]; `DATABASE_UNAVAILABLE` when the main database does not
    /// answer; `DATABASE_SETUP` naming a migration that failed.
    pub async fn migrate_places(&self, migrations: &[&'static Migrations]) -> Result<Vec<Applied>, Error> {
        let placed = self.places()?;
        let mut main = connect::owner(&self.inner().owner, &self.inner().options).await?;
        let rows = store::all(&mut main).await?;
        drop(main.close().await);
        let mut applied = Vec::new();
        for (tenant, row) in rows {
            let placement = placed.open(tenant, &row)?;
            match self.migrate_place(tenant, &placement, migrations).await {
                Ok(done) => applied.push(done),
                Err(error) if error.kind() == crate::error::Kind::Unavailable => {
                    let cause = error.internal_chain().join(": ");
                    tracing::error!(%tenant, cause, "the database of a tenant's own does not answer; it is not migrated");
                }
                Err(error) => return Err(error),
            }
        }
        Ok(applied)
    }

    /// Applies them in one place, and makes the place if it is not there.
    async fn migrate_place(
        &self,
        tenant: TenantId,
        placement: &Placement,
        migrations: &[&'static Migrations],
    ) -> Result<Applied, Error> {
        if placement.kind == Kind::Shared {
            return Ok(Applied::default());
        }
        let moving: Vec<_> = migrations.iter().copied().filter(|set| set.moves).collect();
        let mut connection = self.owner_at(placement).await?;
        let app_login = match placement.url {
            Some(_) => None,
            None => Some(self.inner().pool.connect_options().get_username().to_owned()),
        };
        let schema = placement.schema(tenant);
        let clock = &self.inner().clock;
        let applied = migrate::run(&mut connection, &schema, &moving, app_login.as_deref(), clock).await;
        drop(connection.close().await);
        applied
    }

    /// A connection of the one who owns the tables of a place.
    async fn owner_at(&self, placement: &Placement) -> Result<PgConnection, Error> {
        let inner = self.inner();
        let own: Option<PgConnectOptions> = match &placement.url {
            Some(url) => {
                Some(connect::tune(connect::from_url(url, "the tenant's own database")?, &inner.options))
            }
            None => None,
        };
        connect::owner(own.as_ref().unwrap_or(&inner.owner), &inner.options).await
    }
}
