//! The cluster that the tests of one process share.
//!
//! It is kept from run to run, because making one takes longer than most tests: in numbered places below the temporary
//! directory, each used by one process at a time.

use std::fs::{self, DirBuilder, File, TryLockError};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::mpsc::{self, Sender};

use omni_kernel::Clock;
use omni_kernel::db::Options;
use omni_kernel::db::cluster::{Cluster, SUPERUSER};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio::sync::Mutex;

use crate::places::postgres_bin;

/// The cluster of this process.
#[derive(Debug)]
pub struct SharedCluster {
    cluster: Cluster,
    /// Databases to drop.
    doomed: Sender<String>,
    /// Held while a template is made.
    pub(crate) templates: Mutex<()>,
    _place: File,
}

/// What the tests of one process may open at the same time.
const CONNECTIONS: u32 = 300;

/// Databases of single tests begin with this.
pub(crate) const PREFIX: &str = "t_";

static SHARED: OnceLock<SharedCluster> = OnceLock::new();

impl SharedCluster {
    /// Starts it, or gives the one that runs.
    ///
    /// # Panics
    /// When no Postgres is found or it does not start.
    pub async fn get() -> &'static Self {
        // The one who starts it waits on a thread that may block; the runtime is only for the start.
        tokio::task::spawn_blocking(|| {
            SHARED.get_or_init(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                runtime.expect("a runtime can be made").block_on(Self::start())
            })
        })
        .await
        .expect("the shared cluster starts; see the panic above")
    }

    /// The one that runs, if it was started.
    pub(crate) fn running() -> Option<&'static Self> {
        SHARED.get()
    }

    async fn start() -> Self {
        let (place, lock) = take_place();
        let cluster = open(&place).await;
        let mut connection = connect(&cluster, "postgres").await;
        let left: Vec<String> =
            sqlx::query_scalar("SELECT datname::text FROM pg_database WHERE datname LIKE 't\\_%'")
                .fetch_all(&mut connection)
                .await
                .expect("databases are listed");
        let doomed = drop_in_background(cluster.clone());
        for name in left {
            doomed.send(name).expect("the dropping thread runs");
        }
        Self { cluster, doomed, templates: Mutex::new(()), _place: lock }
    }

    /// The cluster.
    pub fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// A connection that may do everything.
    pub async fn superuser(&self, database: &str) -> PgConnection {
        connect(&self.cluster, database).await
    }

    pub(crate) fn doom(&self, database: String) {
        // At the end of the process nobody listens any more; then the next process drops it.
        drop(self.doomed.send(database));
    }
}

async fn connect(cluster: &Cluster, database: &str) -> PgConnection {
    PgConnection::connect_with(&cluster.connect(SUPERUSER, database))
        .await
        .expect("the shared cluster answers")
}

/// The first free place, and its lock.
fn take_place() -> (PathBuf, File) {
    let uid = rustix::process::geteuid().as_raw();
    let base = std::env::temp_dir().join(format!("omni-testkit-{uid}"));
    let mode = if uid == 0 { 0o711 } else { 0o700 };
    DirBuilder::new()
        .recursive(true)
        .mode(mode)
        .create(&base)
        .expect("the temporary directory can be written");
    let owner = fs::symlink_metadata(&base).expect("the directory was just made");
    assert!(owner.is_dir() && owner.uid() == uid, "{} belongs to somebody else", base.display());
    for number in 0..64 {
        let lock = File::options().create(true).append(true).open(base.join(format!("{number}.lock")));
        let lock = lock.expect("an own directory can be written");
        match lock.try_lock() {
            Ok(()) => return (base.join(number.to_string()), lock),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => panic!("cannot lock in {}: {error}", base.display()),
        }
    }
    panic!("all 64 clusters for tests in {} are in use", base.display());
}

async fn open(place: &Path) -> Cluster {
    let options =
        Options { postgres_bin: postgres_bin(), fsync: false, pool_size: CONNECTIONS, ..Options::new(place) };
    let first = match Cluster::open(&options, &Clock::system()).await {
        Ok(cluster) => return cluster,
        Err(error) => error,
    };
    // Of another version, or broken by a crash without fsync: nothing in it is worth keeping.
    drop(fs::remove_dir_all(place));
    Cluster::open(&options, &Clock::system()).await.unwrap_or_else(|error| {
        panic!(
            "no database for tests: {error} (first: {first}); run scripts/postgres.sh or set OMNI_POSTGRES_BIN\n{:?}",
            error.internal_chain()
        )
    })
}

/// A test that ends cannot wait; a thread drops its database.
fn drop_in_background(cluster: Cluster) -> Sender<String> {
    let (sender, doomed) = mpsc::channel::<String>();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("a runtime can be made");
        let mut connection = runtime.block_on(connect(&cluster, "postgres"));
        for name in doomed {
            let sql = format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");
            drop(runtime.block_on(sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection)));
        }
    });
    sender
}
