use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::future::BoxFuture;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use sqlx::error::BoxDynError;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgArguments, PgConnection, PgQueryResult, PgRow, PgStatement, PgTypeInfo};
use sqlx::{AssertSqlSafe, Either, Execute, Executor, Postgres, SqlStr};
use tokio::runtime::Handle;

use crate::ctx::{Environment, Scope};
use crate::error::Error;
use crate::id::UserId;

use super::APP_ROLE;
use super::placement::SEARCH_PATH;

/// Any of the transactions below, for those who write rows that belong to no tenant, such as mail on its way.
pub type RawTx = Tx;

/// A transaction on the rows of one tenant in one environment. Store functions take it; there is no other way in.
///
/// Dropped without [`TenantTx::commit`], it is rolled back.
#[derive(Debug)]
pub struct TenantTx {
    tx: Tx,
    scope: Scope,
}

impl TenantTx {
    pub(super) fn new(tx: Tx, scope: Scope) -> Self {
        Self { tx, scope }
    }

    /// Whose rows it sees.
    pub fn scope(&self) -> Scope {
        self.scope
    }

    /// From here on also sees the rows of a person, and of no other person: for sign-ins, where it is found out within the
    /// transaction who calls.
    ///
    /// # Errors
    /// `DATABASE_UNAVAILABLE` when the connection is lost.
    pub async fn enter_user(&mut self, user: UserId) -> Result<(), Error> {
        let sql = format!("SELECT {}", user_setting(Some(user)));
        self.tx.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
        Ok(())
    }

    /// The transaction, whatever its kind.
    pub fn raw(&mut self) -> &mut RawTx {
        &mut self.tx
    }

    /// Goes on as a transaction of another scope: for what the kernel itself keeps of a request beside its effect, and for
    /// an entry on the log of each tenant that one act concerns. Only where the data of all tenants lies together: not of a
    /// handle of [`Database::placed`](super::Database::placed).
    ///
    /// # Errors
    /// `DATABASE_UNAVAILABLE` when the connection is lost.
    pub async fn turn_to(&mut self, scope: Scope) -> Result<(), Error> {
        if scope != self.scope {
            let sql = format!("SELECT {}", scope_settings(Some(scope)));
            self.tx.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
            self.scope = scope;
        }
        Ok(())
    }

    /// Keeps what was done.
    ///
    /// # Errors
    /// INTERNAL when a statement failed before: Postgres then keeps nothing, and would not say so. Otherwise what the
    /// database says; the outcome is unknown when the connection is lost here.
    pub async fn commit(self) -> Result<(), Error> {
        self.tx.commit().await
    }
}

/// A transaction of the app role without a tenant: it sees no row of any tenant table. For the reviewed functions that
/// find out which tenant it is about, such as the look-up of an API key.
#[derive(Debug)]
pub struct UnscopedTx {
    tx: Tx,
}

impl UnscopedTx {
    pub(super) fn new(tx: Tx) -> Self {
        Self { tx }
    }

    /// Goes on as a transaction of the tenant that was found.
    pub async fn enter(mut self, scope: Scope) -> Result<TenantTx, Error> {
        let sql = format!("SELECT {}", scope_settings(Some(scope)));
        self.tx.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
        Ok(TenantTx::new(self.tx, scope))
    }

    /// Goes on as a transaction of the person that was found.
    pub async fn enter_user(mut self, user: UserId) -> Result<UserTx, Error> {
        let sql = format!("SELECT {}", user_setting(Some(user)));
        self.tx.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
        Ok(UserTx { tx: self.tx, user })
    }

    /// The transaction, whatever its kind.
    pub fn raw(&mut self) -> &mut RawTx {
        &mut self.tx
    }

    /// Keeps what was done.
    ///
    /// # Errors
    /// As [`TenantTx::commit`].
    pub async fn commit(self) -> Result<(), Error> {
        self.tx.commit().await
    }
}

/// A transaction on the rows of one person, whatever tenants they belong to: it sees what `protect_user` protects, and
/// no row of any tenant.
#[derive(Debug)]
pub struct UserTx {
    tx: Tx,
    user: UserId,
}

impl UserTx {
    pub(super) fn new(tx: Tx, user: UserId) -> Self {
        Self { tx, user }
    }

    /// Whose rows it sees.
    pub fn user(&self) -> UserId {
        self.user
    }

    /// The transaction, whatever its kind.
    pub fn raw(&mut self) -> &mut RawTx {
        &mut self.tx
    }

    /// Goes on as a transaction of one tenant that still sees the person's own rows.
    pub async fn enter(mut self, scope: Scope) -> Result<TenantTx, Error> {
        let sql = format!("SELECT {}", scope_settings(Some(scope)));
        self.tx.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
        Ok(TenantTx::new(self.tx, scope))
    }

    /// Keeps what was done.
    ///
    /// # Errors
    /// As [`TenantTx::commit`].
    pub async fn commit(self) -> Result<(), Error> {
        self.tx.commit().await
    }
}

/// One round trip that opens a transaction and sets everything that decides what it may see. Every setting is named
/// each time, so that nothing can be left over from an earlier user of the connection.
///
/// `place`: the schemas to look in, and what lets the transaction in there.
pub(super) fn begin_sql(
    scope: Option<Scope>,
    user: Option<UserId>,
    statement_timeout: Duration,
    place: Option<(&str, &str)>,
) -> String {
    let timeout = statement_timeout.as_millis();
    let (path, door) = place.unwrap_or((SEARCH_PATH, ""));
    format!(
        "BEGIN; SELECT set_config('role', '{APP_ROLE}', true), {}, {}, \
         set_config('search_path', '{path}', true), set_config('statement_timeout', '{timeout}', true){door}",
        scope_settings(scope),
        user_setting(user)
    )
}

fn user_setting(user: Option<UserId>) -> String {
    let user = user.map(|user| user.uuid().to_string()).unwrap_or_default();
    format!("set_config('omni.user', '{user}', true)")
}

fn scope_settings(scope: Option<Scope>) -> String {
    // A UUID and a word of ours: nothing a caller typed gets here.
    let tenant = scope.map(|scope| scope.tenant.uuid().to_string()).unwrap_or_default();
    let live = scope.map_or("", |scope| match scope.environment {
        Environment::Live => "true",
        Environment::Test => "false",
    });
    format!("set_config('omni.tenant', '{tenant}', true), set_config('omni.live', '{live}', true)")
}

/// How long a rollback may take. It waits for a statement that was interrupted; past this a new connection is cheaper
/// than keeping one of the pool away, and the closed socket ends the statement.
const ROLLBACK_LIMIT: Duration = Duration::from_millis(250);

/// A connection in a transaction. Only its owners above can make or end it.
#[derive(Debug)]
pub struct Tx {
    connection: Option<PoolConnection<Postgres>>,
    /// Whether prepared statements stay on the connection.
    persistent: bool,
    /// Whether a statement failed.
    failed: AtomicBool,
}

impl Tx {
    /// Takes the connection before the transaction is begun on it, so that whatever interrupts the beginning ends in a
    /// rollback too.
    pub(super) fn new(connection: PoolConnection<Postgres>, persistent: bool) -> Self {
        Self { connection: Some(connection), persistent, failed: AtomicBool::new(false) }
    }

    /// The bare connection, to begin on.
    pub(super) fn connection(&mut self) -> Option<&mut PgConnection> {
        self.connection.as_deref_mut()
    }

    /// Gives up the connection instead of handing it to the next user.
    pub(super) fn discard(mut self) {
        if let Some(mut connection) = self.connection.take() {
            connection.close_on_drop();
        }
    }

    async fn commit(mut self) -> Result<(), Error> {
        if self.failed.load(Ordering::Relaxed) {
            return Err(Error::internal("a transaction in which a statement had failed was to be committed"));
        }
        let ended = || Error::internal("a transaction was used after its end");
        sqlx::raw_sql("COMMIT").execute(self.connection().ok_or_else(ended)?).await?;
        self.connection = None;
        Ok(())
    }

    fn run<'e, 'q: 'e, E>(
        &'e mut self,
        query: E,
    ) -> BoxStream<'e, Result<Either<PgQueryResult, PgRow>, sqlx::Error>>
    where
        E: 'q + Execute<'q, Postgres>,
    {
        let failed = &self.failed;
        let Some(connection) = self.connection.as_deref_mut() else {
            return futures::stream::once(async { Err(sqlx::Error::PoolClosed) }).boxed();
        };
        connection
            .fetch_many(Prepared { query, persistent: self.persistent })
            .inspect_err(|_| failed.store(true, Ordering::Relaxed))
            .boxed()
    }
}

impl Drop for Tx {
    /// Rolls back off the caller's path.
    fn drop(&mut self) {
        let Some(mut connection) = self.connection.take() else { return };
        match Handle::try_current() {
            Ok(runtime) => {
                runtime.spawn(async move {
                    let rollback = sqlx::raw_sql("ROLLBACK").execute(&mut *connection);
                    if !matches!(tokio::time::timeout(ROLLBACK_LIMIT, rollback).await, Ok(Ok(_))) {
                        connection.close_on_drop();
                    }
                });
            }
            // No runtime, no pool either; the server rolls back when the socket closes.
            Err(_) => drop(connection.detach()),
        }
    }
}

/// A query that is prepared as the connection demands, whatever its author thought of.
struct Prepared<E> {
    query: E,
    persistent: bool,
}

impl<'q, E: Execute<'q, Postgres>> Execute<'q, Postgres> for Prepared<E> {
    fn sql(self) -> SqlStr {
        self.query.sql()
    }

    fn statement(&self) -> Option<&PgStatement> {
        self.query.statement()
    }

    fn take_arguments(&mut self) -> Result<Option<PgArguments>, BoxDynError> {
        self.query.take_arguments()
    }

    fn persistent(&self) -> bool {
        self.persistent && self.query.persistent()
    }
}

macro_rules! executor {
    ($type:ty, |$this:ident| $tx:expr) => {
        impl<'c> Executor<'c> for &'c mut $type {
            type Database = Postgres;

            fn fetch_many<'e, 'q: 'e, E>(
                self,
                query: E,
            ) -> BoxStream<'e, Result<Either<PgQueryResult, PgRow>, sqlx::Error>>
            where
                'c: 'e,
                E: 'q + Execute<'q, Postgres>,
            {
                let $this = self;
                $tx.run(query)
            }

            fn fetch_optional<'e, 'q: 'e, E>(
                self,
                query: E,
            ) -> BoxFuture<'e, Result<Option<PgRow>, sqlx::Error>>
            where
                'c: 'e,
                E: 'q + Execute<'q, Postgres>,
            {
                let rows = self.fetch_many(query);
                // To the end: a row may be followed by an error, and the connection must be left clean.
                Box::pin(async move {
                    rows.try_fold(None, async |first: Option<PgRow>, step| Ok(first.or(step.right()))).await
                })
            }

            fn prepare_with<'e>(
                self,
                sql: SqlStr,
                parameters: &'e [PgTypeInfo],
            ) -> BoxFuture<'e, Result<PgStatement, sqlx::Error>>
            where
                'c: 'e,
            {
                let $this = self;
                match $tx.connection.as_deref_mut() {
                    Some(connection) => connection.prepare_with(sql, parameters),
                    None => Box::pin(async { Err(sqlx::Error::PoolClosed) }),
                }
            }
        }
    };
}

executor!(Tx, |this| this);
executor!(TenantTx, |this| this.tx);
executor!(UnscopedTx, |this| this.tx);
executor!(UserTx, |this| this.tx);

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use crate::id::TenantId;

    use super::*;

    #[test]
    fn every_setting_is_named_whoever_begins() {
        let scope = Scope { tenant: TenantId::from_uuid(Uuid::max()), environment: Environment::Test };
        for scope in [None, Some(scope)] {
            let sql = begin_sql(scope, None, Duration::from_secs(30), None);
            for setting in
                ["role", "omni.tenant", "omni.live", "omni.user", "search_path", "statement_timeout"]
            {
                assert!(sql.contains(&format!("set_config('{setting}', ")), "{sql}");
            }
            assert!(!sql.contains(", false)"));
        }
    }
}
