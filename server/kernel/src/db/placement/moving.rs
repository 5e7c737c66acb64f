//! The move of a tenant's data from one place to another.
//!
//! A move holds the tenant's lock where its data lies, so that the tenant's transactions wait; nobody else does. Within
//! the main database it is one transaction. To another database, the copy is committed there behind a door that nobody
//! looks for yet, and then one transaction in the main database says where the tenant is and deletes the old rows. From
//! another database, its door is shut for good first. Whatever dies in between, a later call of the same move goes on
//! or begins again; at every moment exactly one place lets transactions in, or, once a door is shut, none until then.

use std::time::Duration;

use async_trait::async_trait;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::error::Error;
use crate::id::TenantId;
use crate::secret::Secret;

use super::super::error::setup;
use super::super::{Database, Migrations};
use super::copy::{self, Table};
use super::{Kind, Placed, Placement, Schema, store};

/// Where a tenant's data is to lie.
#[derive(Debug, Clone)]
pub enum Destination {
    /// In the common tables.
    Shared,
    /// In a schema of its own in the main database.
    Schema,
    /// In another database: `postgresql://` of one who may make a schema there and change to the app role.
    Database(Secret),
}

/// What a move has done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Moved {
    /// Rows by table; empty when the tenant was there already.
    pub tables: Vec<(String, u64)>,
}

/// How far a move has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The new place is there, with its tables.
    Prepared,
    /// The tenant's transactions have ended, and new ones wait.
    Closed,
    /// The rows are at the new place, compared with the old ones.
    Copied,
    /// The tenant is at the new place.
    Switched,
    /// Nothing is left at the old one.
    Cleaned,
}

/// Is told how far a move has come.
#[async_trait]
pub trait Visitor: Send + Sync {
    /// The step is done. The move goes on when this returns.
    async fn reached(&self, step: Step);
}

#[async_trait]
impl Visitor for () {
    async fn reached(&self, _: Step) {}
}

/// How long a move waits for the tenant's running transactions.
const PATIENCE: &str = "30s";

/// How often a move tries for the lock of a place where the tenant is not.
const KNOCKS: u32 = 100;

/// One move under way.
struct Move<'a> {
    database: &'a Database,
    tenant: TenantId,
    from: Placement,
    to: Placement,
    attempt: i64,
    visitor: &'a dyn Visitor,
}

impl Database {
    /// Moves a tenant's data, and goes on with a move that was interrupted. The tenant's transactions wait meanwhile, those
    /// of others do not. Moving it to where it is lets it in again after a move from a database of its own was given up.
    ///
    /// # Errors
    /// `DATABASE_SETUP` when the new place cannot be used, or the copy differs; nothing was moved then.
    /// `CONCURRENT_CHANGE` when the tenant's transactions do not end in time, or another move of it has begun.
    pub async fn move_tenant(
        &self,
        tenant: TenantId,
        to: Destination,
        migrations: &[&'static Migrations],
        visitor: &dyn Visitor,
    ) -> Result<Moved, Error> {
        let placed = self.places()?;
        let mut main = self.begin_main(tenant).await?;
        let row = store::hold(&mut main, tenant).await?;
        let from = placed.open(tenant, &row)?;
        let (kind, url) = match to {
            Destination::Shared => (Kind::Shared, None),
            Destination::Schema => (Kind::Schema, None),
            Destination::Database(url) => (Kind::Database, Some(url)),
        };
        let is_there =
            kind == from.kind && url.as_ref().map(Secret::expose) == from.url.as_ref().map(Secret::expose);
        if let Some(left) = &row.left_url {
            let left = placed.unseal(tenant, left)?;
            commit(main).await?;
            self.clear_database(tenant, left).await?;
            main = self.begin_main(tenant).await?;
            store::nothing_left(&mut main, tenant).await?;
        }
        if is_there {
            commit(main).await?;
            self.reopen(tenant, &from).await?;
            return Ok(Moved::default());
        }
        let attempt = store::count_attempt(&mut main, tenant).await?;
        commit(main).await?;
        let to = Placement { kind, epoch: attempt, url };
        self.migrate_place(tenant, &to, migrations).await?;
        visitor.reached(Step::Prepared).await;
        let moving = Move { database: self, tenant, from, to, attempt, visitor };
        let tables = match (moving.from.kind, moving.to.kind) {
            (Kind::Database, _) => moving.leave_database(placed).await?,
            (_, Kind::Database) => moving.to_database(placed).await?,
            _ => moving.within_main().await?,
        };
        visitor.reached(Step::Cleaned).await;
        Ok(Moved { tables })
    }

    /// A transaction of the owner in the main database, on the tenant's rows.
    async fn begin_main(&self, tenant: TenantId) -> Result<PgConnection, Error> {
        begin(self.owner_at(&Placement::common()).await?, tenant).await
    }

    /// Lets a tenant in again whose own database was shut by a move that was given up.
    async fn reopen(&self, tenant: TenantId, placement: &Placement) -> Result<(), Error> {
        if placement.kind != Kind::Database {
            return Ok(());
        }
        let mut own = begin(self.owner_at(placement).await?, tenant).await?;
        store::set_door(&mut own, tenant, placement.epoch, true).await?;
        commit(own).await
    }

    /// Deletes what is left of a tenant in a database that it has left.
    async fn clear_database(&self, tenant: TenantId, url: Secret) -> Result<(), Error> {
        let place = Placement { kind: Kind::Database, epoch: 0, url: Some(url) };
        let mut own = begin(self.owner_at(&place).await?, tenant).await?;
        let tables = copy::tables(&mut own, &Schema::common()).await?;
        clear(&mut own, &Schema::common(), &tables, tenant).await?;
        commit(own).await
    }
}

impl Move<'_> {
    /// Between the common tables and a schema: one transaction.
    async fn within_main(&self) -> Result<Vec<(String, u64)>, Error> {
        let (old, new) = (self.from.schema(self.tenant), self.to.schema(self.tenant));
        let mut main = self.close_main().await?;
        let tables = copy::tables(&mut main, &old).await?;
        copy::same(&tables, &copy::tables(&mut main, &new).await?)?;
        let mut counts = Vec::new();
        for table in &tables {
            let mut rows = 0;
            for live in [true, false] {
                copy::turn_to(&mut main, self.tenant, live).await?;
                copy::clear(&mut main, &new, table, self.tenant, live).await?;
                rows += copy::within(&mut main, &old, &new, table, self.tenant, live).await?;
            }
            counts.push((table.name.clone(), rows));
        }
        self.visitor.reached(Step::Copied).await;
        self.leave_main(main, &old, &tables, None).await?;
        Ok(counts)
    }

    /// From the main database to another one.
    async fn to_database(&self, placed: &Placed) -> Result<Vec<(String, u64)>, Error> {
        let old = self.from.schema(self.tenant);
        let mut main = self.close_main().await?;
        let (tables, counts) = self.fill(&mut main, &old).await?;
        self.visitor.reached(Step::Copied).await;
        let url = self.to.url.as_ref().map(|url| placed.seal(self.tenant, url)).transpose()?;
        self.leave_main(main, &old, &tables, url).await?;
        Ok(counts)
    }

    /// From a database of the tenant's own, to wherever.
    async fn leave_database(&self, placed: &Placed) -> Result<Vec<(String, u64)>, Error> {
        let mut own = begin(self.database.owner_at(&self.from).await?, self.tenant).await?;
        lock(&mut own, self.tenant).await?;
        store::set_door(&mut own, self.tenant, self.from.epoch, false).await?;
        commit(own).await?;
        self.visitor.reached(Step::Closed).await;
        let mut own = begin(self.database.owner_at(&self.from).await?, self.tenant).await?;
        lock(&mut own, self.tenant).await?;
        let (seal, common) = (|url: &Secret| placed.seal(self.tenant, url), Schema::common());
        let left = self.from.url.as_ref().map(seal).transpose()?;
        let url = self.to.url.as_ref().map(seal).transpose()?;
        let (mut main, counts) = if self.to.kind == Kind::Database {
            let (_, counts) = self.fill(&mut own, &common).await?;
            self.visitor.reached(Step::Copied).await;
            (self.begin_attempt().await?, counts)
        } else {
            let mut main = self.begin_attempt().await?;
            self.refuse_same(&mut main).await?;
            let new = self.to.schema(self.tenant);
            let (_, counts) = copy_all((&mut own, &common), (&mut main, &new), self.tenant).await?;
            self.visitor.reached(Step::Copied).await;
            (main, counts)
        };
        copy::turn_to(&mut main, self.tenant, true).await?;
        store::switch(&mut main, self.tenant, self.to.kind, url, self.attempt, left).await?;
        commit(main).await?;
        drop(own.close().await);
        self.visitor.reached(Step::Switched).await;
        if let Some(url) = self.from.url.clone() {
            self.database.clear_database(self.tenant, url).await?;
        }
        let mut main = self.database.begin_main(self.tenant).await?;
        store::nothing_left(&mut main, self.tenant).await?;
        commit(main).await?;
        Ok(counts)
    }

    /// Fills a database of the tenant's own, and opens its door to those who look for the tenant there: nobody yet.
    async fn fill(
        &self,
        source: &mut PgConnection,
        from: &Schema,
    ) -> Result<(Vec<Table>, Vec<(String, u64)>), Error> {
        let mut own = begin(self.database.owner_at(&self.to).await?, self.tenant).await?;
        self.refuse_same(&mut own).await?;
        let door = store::hold(&mut own, self.tenant).await?;
        if door.attempt >= self.attempt {
            return Err(overtaken());
        }
        let copied = copy_all((source, from), (&mut own, &Schema::common()), self.tenant).await?;
        copy::turn_to(&mut own, self.tenant, true).await?;
        store::set_door(&mut own, self.tenant, self.attempt, true).await?;
        commit(own).await?;
        Ok(copied)
    }

    /// The lock is held where the tenant is. It is free at every other place.
    async fn refuse_same(&self, target: &mut PgConnection) -> Result<(), Error> {
        // A server that has not heard of the tenant's place may knock there for a moment.
        for _ in 0..KNOCKS {
            let free: bool = sqlx::query_scalar("SELECT pg_try_advisory_xact_lock(omni.placement_lock($1))")
                .persistent(false)
                .bind(self.tenant.uuid())
                .fetch_one(&mut *target)
                .await?;
            if free {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Err(setup(
            "the new place is the database that the tenant's data lies in already, or somebody else moves it",
        ))
    }

    /// A transaction in the main database that is void when another attempt has begun.
    async fn begin_attempt(&self) -> Result<PgConnection, Error> {
        let mut main = self.database.begin_main(self.tenant).await?;
        let row = store::hold(&mut main, self.tenant).await?;
        if row.attempt != self.attempt || row.epoch != self.from.epoch || !row.is_open {
            return Err(overtaken());
        }
        Ok(main)
    }

    /// The same, with the tenant's transactions in the main database ended and new ones waiting.
    async fn close_main(&self) -> Result<PgConnection, Error> {
        let mut main = self.begin_attempt().await?;
        lock(&mut main, self.tenant).await?;
        self.visitor.reached(Step::Closed).await;
        Ok(main)
    }

    /// Says where the tenant is and deletes what it leaves, at once.
    async fn leave_main(
        &self,
        mut main: PgConnection,
        old: &Schema,
        tables: &[Table],
        url: Option<Vec<u8>>,
    ) -> Result<(), Error> {
        if old.is_common() {
            clear(&mut main, old, tables, self.tenant).await?;
        } else {
            let sql = format!("DROP SCHEMA {} CASCADE", old.name());
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut main).await?;
        }
        copy::turn_to(&mut main, self.tenant, true).await?;
        store::switch(&mut main, self.tenant, self.to.kind, url, self.attempt, None).await?;
        commit(main).await?;
        self.visitor.reached(Step::Switched).await;
        Ok(())
    }
}

/// Copies every table that moves, over whatever an earlier attempt has left.
async fn copy_all(
    source: (&mut PgConnection, &Schema),
    target: (&mut PgConnection, &Schema),
    tenant: TenantId,
) -> Result<(Vec<Table>, Vec<(String, u64)>), Error> {
    let (source, from) = source;
    let (target, to) = target;
    let tables = copy::tables(source, from).await?;
    copy::same(&tables, &copy::tables(target, to).await?)?;
    clear(target, to, &tables, tenant).await?;
    let mut counts = Vec::new();
    for table in &tables {
        let mut rows = 0;
        for live in [true, false] {
            copy::turn_to(source, tenant, live).await?;
            copy::turn_to(target, tenant, live).await?;
            rows += copy::between((source, from), (target, to), table, tenant, live).await?;
        }
        counts.push((table.name.clone(), rows));
    }
    Ok((tables, counts))
}

/// Deletes a tenant's rows, those that refer to others first.
async fn clear(
    connection: &mut PgConnection,
    schema: &Schema,
    tables: &[Table],
    tenant: TenantId,
) -> Result<(), Error> {
    for live in [true, false] {
        copy::turn_to(connection, tenant, live).await?;
        for table in tables.iter().rev() {
            copy::clear(connection, schema, table, tenant, live).await?;
        }
    }
    Ok(())
}

/// A transaction of the owner on the tenant's rows. Dropped with its connection, it is rolled back.
async fn begin(mut connection: PgConnection, tenant: TenantId) -> Result<PgConnection, Error> {
    let sql = format!(
        "BEGIN; SELECT set_config('search_path', 'pg_catalog, pg_temp', true), \
         set_config('statement_timeout', '0', true), set_config('lock_timeout', '{PATIENCE}', true), \
         set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO, YMD', true), \
         set_config('intervalstyle', 'postgres', true), set_config('extra_float_digits', '1', true), \
         set_config('bytea_output', 'hex', true), set_config('client_min_messages', 'warning', true)"
    );
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await?;
    copy::turn_to(&mut connection, tenant, true).await?;
    Ok(connection)
}

async fn commit(mut connection: PgConnection) -> Result<(), Error> {
    sqlx::raw_sql("COMMIT").execute(&mut connection).await?;
    drop(connection.close().await);
    Ok(())
}

/// Waits until the tenant's transactions in this database have ended; new ones are turned away meanwhile.
async fn lock(connection: &mut PgConnection, tenant: TenantId) -> Result<(), Error> {
    sqlx::query("SELECT pg_advisory_xact_lock(omni.placement_lock($1))")
        .persistent(false)
        .bind(tenant.uuid())
        .execute(connection)
        .await?;
    Ok(())
}

fn overtaken() -> Error {
    Error::new(
        &super::super::reason::CONCURRENT_CHANGE,
        "another move of the tenant has begun; nothing was moved",
    )
}
