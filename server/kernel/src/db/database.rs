use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, Connection, PgPool, Row};

use crate::clock::Clock;
use crate::ctx::Scope;
use crate::error::Error;
use crate::id::UserId;
use crate::vault::Vault;

use super::cluster::Cluster;
use super::error::{connection_lost, unavailable};
use super::options::Options;
use super::placement::{self, Placed, Schema};
use super::tx::{Tx, begin_sql};
use super::{Applied, Migrations, TenantTx, UnscopedTx, UserTx, connect, migrate};

/// The database: a pool of the app's connections, the owner's way in for migrations and, without a URL, the private
/// cluster. Cheap to clone.
///
/// Its transactions are on the common tables. A handle of [`Database::placed`] goes to where a tenant's data lies.
#[derive(Clone)]
pub struct Database {
    inner: Arc<Inner>,
    placed: Option<Arc<Placed>>,
}

pub(super) struct Inner {
    pub(super) pool: PgPool,
    pub(super) owner: PgConnectOptions,
    pub(super) options: Options,
    pub(super) clock: Clock,
    cluster: Option<Cluster>,
}

/// What the database says it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerVersion {
    /// As in `server_version_num`: 180004 is 18.4.
    pub number: u32,
    /// As the server writes it, such as `18.4`.
    pub text: String,
}

/// How long open transactions get to end before the pool is closed over them.
const DRAIN: Duration = Duration::from_secs(5);

impl Database {
    /// Connects to the database of the URL, or starts the private cluster and connects to it. Either way the database
    /// has answered when this returns.
    ///
    /// # Errors
    /// `DATABASE_SETUP` when it cannot work as it is set up, `DATABASE_UNAVAILABLE` when it does not answer.
    pub async fn open(options: &Options, clock: Clock) -> Result<Self, Error> {
        let (owner, app, cluster) = if let Some(url) = &options.url {
            let owner = connect::from_url(url, "database URL")?;
            let app = match &options.app_url {
                Some(url) => connect::from_url(url, "database URL of the app")?,
                None => owner.clone(),
            };
            (owner, app, None)
        } else {
            let cluster = Cluster::open(options, &clock).await?;
            (cluster.owner(), cluster.app(), Some(cluster))
        };
        let owner = connect::tune(owner, options);
        let pool = connect::pool(connect::tune(app, options), options);
        let inner = Arc::new(Inner { pool, owner, options: options.clone(), clock, cluster });
        let first = connect::owner(&inner.owner, options).await?;
        drop(first.close().await);
        Ok(Self { inner, placed: None })
    }

    /// Applies the migrations that are not in the ledger, the kernel's own first. Safe to run from several servers at
    /// once.
    ///
    /// # Errors
    /// `DATABASE_SETUP` naming the migration that failed or was changed after it had been applied.
    pub async fn migrate(&self, migrations: &[&'static Migrations]) -> Result<Applied, Error> {
        let mut connection = connect::owner(&self.inner.owner, &self.inner.options).await?;
        let app_login = self.inner.pool.connect_options().get_username().to_owned();
        let applied =
            migrate::run(&mut connection, &Schema::common(), migrations, Some(&app_login), &self.inner.clock)
                .await;
        drop(connection.close().await);
        applied
    }

    /// The migrations that [`Database::migrate`] would apply, as `domain/0001_name`, in order. Changes nothing.
    ///
    /// # Errors
    /// `DATABASE_SETUP` naming the migration that was changed after it had been applied.
    pub async fn pending(&self, migrations: &[&'static Migrations]) -> Result<Vec<String>, Error> {
        let mut connection = connect::owner(&self.inner.owner, &self.inner.options).await?;
        let pending = migrate::pending(&mut connection, migrations).await;
        drop(connection.close().await);
        pending
    }

    /// Takes back the last applied one of these migrations and says which it was. Its data is lost.
    ///
    /// # Errors
    /// `DATABASE_SETUP` naming the migration whose way back failed.
    pub async fn revert_last(&self, migrations: &[&'static Migrations]) -> Result<Option<String>, Error> {
        let mut connection = connect::owner(&self.inner.owner, &self.inner.options).await?;
        let reverted = migrate::revert(&mut connection, migrations).await;
        drop(connection.close().await);
        reverted
    }

    /// Opens a transaction on the rows of one tenant in one environment.
    ///
    /// # Errors
    /// `DATABASE_UNAVAILABLE` when no connection works in time.
    pub async fn begin(&self, scope: &Scope) -> Result<TenantTx, Error> {
        self.begin_as(scope, None).await
    }

    /// Opens a transaction on the rows of one tenant in one environment that also sees a person's own rows.
    ///
    /// # Errors
    /// As [`Database::begin`].
    pub async fn begin_as(&self, scope: &Scope, user: Option<UserId>) -> Result<TenantTx, Error> {
        Ok(TenantTx::new(self.begin_with(Some(*scope), user).await?, *scope))
    }

    /// Opens a transaction on the rows of one person.
    ///
    /// # Errors
    /// As [`Database::begin`].
    pub async fn begin_user(&self, user: UserId) -> Result<UserTx, Error> {
        Ok(UserTx::new(self.begin_with(None, Some(user)).await?, user))
    }

    /// Opens a transaction without a tenant, which sees no row of any tenant table.
    ///
    /// # Errors
    /// As [`Database::begin`].
    pub async fn begin_unscoped(&self) -> Result<UnscopedTx, Error> {
        Ok(UnscopedTx::new(self.begin_with(None, None).await?))
    }

    async fn begin_with(&self, scope: Option<Scope>, user: Option<UserId>) -> Result<Tx, Error> {
        // Several dead connections in a row, each found only by waiting, must not add up.
        let patience = self.inner.options.acquire_timeout * 2;
        let begin = async {
            if let (Some(placed), Some(scope)) = (&self.placed, scope) {
                return placed.begin(self, scope, user).await;
            }
            let sql = begin_sql(scope, user, self.inner.options.statement_timeout, None);
            Ok(try_begin(&self.inner.pool, &self.inner.options, &sql).await?)
        };
        match tokio::time::timeout(patience, begin).await {
            Ok(begun) => begun,
            Err(_) => Err(unavailable("no connection worked in time")),
        }
    }

    /// A handle whose transactions of a tenant go to where the tenant's data lies: the common tables, or a schema or a
    /// database of its own. For the domains whose migrations are [`tenant_migrations!`](crate::tenant_migrations);
    /// [`UnscopedTx::enter`] and what belongs to no tenant stay with the common tables.
    #[must_use]
    pub fn placed(&self, vault: Vault) -> Self {
        Self { inner: Arc::clone(&self.inner), placed: Some(Arc::new(Placed::new(vault))) }
    }

    pub(super) fn inner(&self) -> &Inner {
        &self.inner
    }

    /// The places of tenants.
    ///
    /// # Errors
    /// INTERNAL when this is not a handle of [`Database::placed`].
    pub(super) fn places(&self) -> Result<&Arc<Placed>, Error> {
        self.placed.as_ref().ok_or_else(|| Error::internal("the handle does not know where tenants are"))
    }

    /// Asks the database what it is, as a request would.
    ///
    /// # Errors
    /// `DATABASE_UNAVAILABLE` when it does not answer.
    pub async fn check(&self) -> Result<ServerVersion, Error> {
        let mut tx = self.begin_unscoped().await?;
        let row = sqlx::query(
            "SELECT current_setting('server_version_num')::int4, current_setting('server_version')",
        )
        .fetch_one(&mut tx)
        .await?;
        let number: i32 = row.try_get(0)?;
        Ok(ServerVersion { number: u32::try_from(number).unwrap_or_default(), text: row.try_get(1)? })
    }

    /// The private cluster, if this database runs or uses one.
    pub fn cluster(&self) -> Option<&Cluster> {
        self.inner.cluster.as_ref()
    }

    /// Whether [`Database::close`] was called.
    pub fn is_closed(&self) -> bool {
        self.inner.pool.is_closed()
    }

    /// Connections of the pool: open, and of those idle. For metrics.
    pub fn connections(&self) -> (u32, usize) {
        (self.inner.pool.size(), self.inner.pool.num_idle())
    }

    /// Lets open transactions end for a moment, closes the pool, then stops the private cluster if it is ours.
    pub async fn close(self) {
        if tokio::time::timeout(DRAIN, self.inner.pool.close()).await.is_err() {
            tracing::warn!("transactions were still open when the database was closed");
        }
        if let Some(cluster) = &self.inner.cluster {
            cluster.stop().await;
        }
    }
}

/// Opens a transaction on a connection of the pool that works.
pub(super) async fn try_begin(pool: &PgPool, options: &Options, sql: &str) -> Result<Tx, sqlx::Error> {
    // After a restart every idle connection may be dead. Nothing was done yet, so another one is as good.
    for _ in 0..=options.pool_size {
        let connection = pool.acquire().await?;
        let mut tx = Tx::new(connection, !options.transaction_pooler);
        let Some(connection) = tx.connection() else { break };
        let begin = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(connection);
        match tokio::time::timeout(options.acquire_timeout, begin).await {
            Ok(Ok(_)) => return Ok(tx),
            Ok(Err(error)) if connection_lost(&error) => tx.discard(),
            // Refused at the door of a place: the connection is as good as before, and rolled back.
            Ok(Err(error)) if placement::is_elsewhere(&error) => return Err(error),
            Ok(Err(error)) => {
                tx.discard();
                return Err(error);
            }
            // A peer that vanished without a word; the others may have too.
            Err(_) => tx.discard(),
        }
    }
    Err(sqlx::Error::PoolTimedOut)
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database").field("pool", &self.inner.pool.size()).finish_non_exhaustive()
    }
}
