use std::path::PathBuf;
use std::time::Duration;

use crate::secret::Secret;

/// Who opens the database, which decides what happens when another process holds the data directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// A server: the data directory must be free.
    #[default]
    Serve,
    /// A command beside it: uses the cluster of a running server, or runs one for as long as the command takes.
    Attach,
}

/// How to reach the database.
#[derive(Debug, Clone)]
pub struct Options {
    /// `postgresql://` of the role that owns the schema and migrates. Without it a private cluster is run.
    pub url: Option<Secret>,
    /// `postgresql://` of another login for requests. It must be, or may become, a member of the app role. Only read
    /// beside `url`; without it the owner's login is used, and every transaction changes to the app role.
    pub app_url: Option<Secret>,
    /// The server's data directory. The private cluster lives in `postgres/` below it.
    pub data_dir: PathBuf,
    /// Where `postgres` and `initdb` are: the directory itself or one with `bin/` below it. Without it they are looked
    /// for; see [`crate::db::cluster::binaries`].
    pub postgres_bin: Option<PathBuf>,
    /// Whether the private cluster waits for the disk. Only tests that may lose everything turn it off.
    pub fsync: bool,
    /// Most connections of the pool.
    pub pool_size: u32,
    /// How long a transaction waits for a connection before it gives up with `DATABASE_UNAVAILABLE`.
    pub acquire_timeout: Duration,
    /// How long one statement may run.
    pub statement_timeout: Duration,
    /// A pooler in transaction mode (pgbouncer and the like) stands between: no prepared statement outlives its use,
    /// which costs a second round trip for each.
    pub transaction_pooler: bool,
    /// Who opens it.
    pub mode: Mode,
}

impl Options {
    /// The private cluster below `data_dir`, with the defaults of a server.
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            url: None,
            app_url: None,
            data_dir: data_dir.into(),
            postgres_bin: None,
            fsync: true,
            pool_size: 16,
            acquire_timeout: Duration::from_secs(3),
            statement_timeout: Duration::from_secs(30),
            transaction_pooler: false,
            mode: Mode::Serve,
        }
    }
}
