use std::ops::Deref;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use omni_kernel::db::cluster::OWNER;
use omni_kernel::db::{APP_ROLE, Database, Migrations, Options};
use omni_kernel::{Clock, Rng};
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tempfile::TempDir;

use crate::cluster::{PREFIX, SharedCluster};
use crate::{clock, data_dir};

/// An empty, migrated database of one test; dropped with it. Stands in for a [`Database`].
#[derive(Debug)]
pub struct TestDb {
    database: Database,
    name: String,
    options: Options,
    clock: Clock,
    rng: Rng,
    _data_dir: TempDir,
}

static NEXT: AtomicU32 = AtomicU32::new(0);

impl TestDb {
    /// A database with the kernel's foundation and these migrations applied, in this order.
    ///
    /// # Panics
    /// When no Postgres is found, or a migration fails.
    pub async fn new(migrations: &[&'static Migrations]) -> Self {
        Self::with(migrations, |_| {}).await
    }

    /// The same with other options, such as a smaller pool.
    ///
    /// # Panics
    /// As [`TestDb::new`].
    pub async fn with(migrations: &[&'static Migrations], change: impl FnOnce(&mut Options)) -> Self {
        let shared = SharedCluster::get().await;
        let template = template(shared, migrations).await;
        Self::from_template(shared, &template, change).await
    }

    /// A database with nothing in it, not even the foundation.
    ///
    /// # Panics
    /// When no Postgres is found.
    pub async fn empty() -> Self {
        Self::from_template(SharedCluster::get().await, "template0", |_| {}).await
    }

    async fn from_template(
        shared: &SharedCluster,
        template: &str,
        change: impl FnOnce(&mut Options),
    ) -> Self {
        let name = format!("{PREFIX}{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        create(shared, &name, template).await;
        let data_dir = data_dir();
        let mut options = options(shared, &name, data_dir.path());
        change(&mut options);
        let clock = clock();
        let database = open(&options, &clock).await;
        Self { database, name, options, clock, rng: Rng::seeded(1), _data_dir: data_dir }
    }

    /// The database as a server has it.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// How it was opened, to open it once more.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The clock it goes by.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// A generator with a seed.
    pub fn rng(&self) -> &Rng {
        &self.rng
    }

    /// A connection of the owner, past the pool.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn owner(&self) -> PgConnection {
        let cluster = SharedCluster::get().await.cluster();
        let connect = cluster.connect(OWNER, &self.name);
        PgConnection::connect_with(&connect).await.expect("the test's database answers")
    }

    /// A connection that may do everything.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn superuser(&self) -> PgConnection {
        SharedCluster::get().await.superuser(&self.name).await
    }

    /// The name of the database in its cluster.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Deref for TestDb {
    type Target = Database;

    fn deref(&self) -> &Database {
        &self.database
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        let name = std::mem::take(&mut self.name);
        // On the way out of a failed test there may be no runtime; the shared cluster is there since the start.
        if let Some(shared) = SharedCluster::running() {
            shared.doom(name);
        }
    }
}

fn options(shared: &SharedCluster, name: &str, data_dir: &Path) -> Options {
    let mut options = Options::new(data_dir);
    options.url = Some(shared.cluster().url(OWNER, name));
    options.app_url = Some(shared.cluster().url(APP_ROLE, name));
    options.pool_size = 8;
    options
}

async fn open(options: &Options, clock: &Clock) -> Database {
    Database::open(options, clock.clone())
        .await
        .unwrap_or_else(|error| panic!("no database for the test: {error:?}"))
}

async fn create(shared: &SharedCluster, name: &str, template: &str) {
    let mut connection = shared.superuser("postgres").await;
    let sql = format!("CREATE DATABASE \"{name}\" OWNER {OWNER} TEMPLATE \"{template}\"");
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.expect("a database is made");
    drop(connection.close().await);
}

/// The database that has these migrations, made once for each set of them.
async fn template(shared: &SharedCluster, migrations: &[&'static Migrations]) -> String {
    let name = format!("template_{}", fingerprint(migrations));
    let _one_at_a_time = shared.templates.lock().await;
    let mut connection = shared.superuser("postgres").await;
    let there: bool = sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
        .bind(&name)
        .fetch_one(&mut connection)
        .await
        .expect("databases are listed");
    if there {
        return name;
    }
    // Under a test's name until it is whole, so that one left half made is dropped at the next start.
    let unfinished = format!("{PREFIX}unfinished_{}", std::process::id());
    create(shared, &unfinished, "template0").await;
    let data_dir = data_dir();
    let database = open(&options(shared, &unfinished, data_dir.path()), &clock()).await;
    let applied = database.migrate(migrations).await;
    database.close().await;
    let finish = match &applied {
        Ok(_) => format!("ALTER DATABASE \"{unfinished}\" RENAME TO \"{name}\""),
        Err(_) => format!("DROP DATABASE \"{unfinished}\" WITH (FORCE)"),
    };
    sqlx::raw_sql(AssertSqlSafe(finish)).execute(&mut connection).await.expect("the template is finished");
    applied.unwrap_or_else(|error| panic!("migrations fail: {error:?}"));
    name
}

/// Changes with every migration and with what the kernel makes before them.
fn fingerprint(migrations: &[&'static Migrations]) -> String {
    let mut hash = Sha256::new();
    hash.update(include_str!("../../kernel/src/db/roles.rs"));
    for set in std::iter::once(Migrations::foundation()).chain(migrations.iter().copied()) {
        for file in set.files {
            hash.update(format!("{}\0{}\0{}\0", set.domain, file.version, file.name));
            hash.update(file.up);
        }
    }
    let first = hash.finalize().iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    format!("{first:016x}")
}
