//! The private cluster: a Postgres that the server runs for itself, on a Unix socket in a directory of its own.
//!
//! - It starts and stops with the server. When the server is killed, the system stops Postgres (Linux, FreeBSD);
//!   elsewhere the next server does. When Postgres dies, it is started again, and until then requests are told
//!   `DATABASE_UNAVAILABLE`.
//! - One server per data directory, held by a lock; commands beside it use the running cluster ([`Mode::Attach`]).
//! - As root it runs as the account `postgres`, or `nobody` where there is none. If that account cannot reach the data
//!   directory (a directory on the way is closed, such as `/root`), its processes are handed the open directory (Linux).
//!   If it cannot reach the programs, a copy of them is kept under `/var/lib/omni`.
//! - Settings are written at every start; an operator's go to `postgres/cluster/local.conf` in the data directory.

mod account;
pub mod binaries;
mod home;
mod init;
mod lock;
mod process;
mod relocate;
mod supervisor;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;

use crate::clock::Clock;
use crate::error::Error;
use crate::secret::Secret;

use super::error::{setup, unavailable};
use super::{APP_ROLE, Mode, Options};

use home::Home;
use lock::{DataDirLock, Holder};
use process::PidFile;
use supervisor::Supervisor;

/// The database of the private cluster.
pub const DATABASE: &str = "omni";
/// The login that owns the schema.
pub const OWNER: &str = "omni_owner";
/// The login that made the cluster; only to set it up.
pub const SUPERUSER: &str = "postgres";

/// A private cluster: one that this process runs, or one of another process that it was let into.
#[derive(Debug, Clone)]
pub struct Cluster(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    socket: PathBuf,
    running: Option<Running>,
}

/// Declared in the order of their end: Postgres first, the lock last.
#[derive(Debug)]
struct Running {
    supervisor: Supervisor,
    _lock: DataDirLock,
}

/// How long to wait for a holder of the data directory that will be done soon, or for a server that is starting.
const WAIT_STEPS: u32 = 200;
const WAIT_STEP: Duration = Duration::from_millis(50);

impl Cluster {
    /// Starts the cluster of the data directory, making it if it is new; or, for a command, uses the one that runs.
    ///
    /// # Errors
    /// `DATABASE_SETUP` when another server holds the data directory, no Postgres is found, or it does not start.
    pub async fn open(options: &Options, clock: &Clock) -> Result<Self, Error> {
        let data_dir = home::data_directory(&options.data_dir)?;
        let mut holder = None;
        for _ in 0..WAIT_STEPS {
            match DataDirLock::take(&data_dir, options.mode)? {
                Ok(lock) => return Self::run(data_dir, options.clone(), clock.clone(), lock).await,
                Err(who) if options.mode == Mode::Attach => {
                    if let Some(cluster) = Self::attach(&data_dir) {
                        return Ok(cluster);
                    }
                    holder = Some(who);
                }
                Err(who) if who.passing => holder = Some(who),
                Err(who) => return Err(who.refuse(&data_dir)),
            }
            tokio::time::sleep(WAIT_STEP).await;
        }
        Err(match (options.mode, holder) {
            (Mode::Serve, Some(holder)) => holder.refuse(&data_dir),
            (_, holder) => never_ready(&data_dir, holder.as_ref()),
        })
    }

    async fn run(
        data_dir: PathBuf,
        options: Options,
        clock: Clock,
        lock: DataDirLock,
    ) -> Result<Self, Error> {
        let start = move || start(&data_dir, &options, &clock);
        let started = tokio::task::spawn_blocking(start).await;
        let (supervisor, socket) = started.map_err(|error| Error::internal(error.to_string()))??;
        let cluster = Self(Arc::new(Inner { socket, running: Some(Running { supervisor, _lock: lock }) }));
        init::roles(&cluster.connect(SUPERUSER, "postgres")).await?;
        Ok(cluster)
    }

    /// The cluster of another process, if it takes connections.
    fn attach(data_dir: &Path) -> Option<Self> {
        let pgdata = data_dir.join("postgres/cluster");
        let file = PidFile::read(&pgdata).filter(|file| file.ready)?;
        let socket = Home::meant(&pgdata, &file.socket);
        Some(Self(Arc::new(Inner { socket, running: None })))
    }

    /// How a role connects to a database of the cluster.
    pub fn connect(&self, role: &str, database: &str) -> PgConnectOptions {
        PgConnectOptions::new_without_pgpass()
            .socket(&self.0.socket)
            .port(5432)
            .username(role)
            .database(database)
            .ssl_mode(sqlx::postgres::PgSslMode::Disable)
    }

    /// The same as a URL.
    pub fn url(&self, role: &str, database: &str) -> Secret {
        Secret::new(self.connect(role, database).to_url_lossy().to_string())
    }

    pub(super) fn owner(&self) -> PgConnectOptions {
        self.connect(OWNER, DATABASE)
    }

    pub(super) fn app(&self) -> PgConnectOptions {
        self.connect(APP_ROLE, DATABASE)
    }

    /// The directory of the socket.
    pub fn socket(&self) -> &Path {
        &self.0.socket
    }

    /// The process of Postgres, if this process runs it and it is up.
    pub fn pid(&self) -> Option<u32> {
        self.0.running.as_ref().and_then(|running| running.supervisor.pid())
    }

    /// Stops it and waits for its end, if this process runs it.
    pub async fn stop(&self) {
        let inner = Arc::clone(&self.0);
        let stop = move || {
            if let Some(running) = &inner.running {
                running.supervisor.stop();
            }
        };
        if let Err(error) = tokio::task::spawn_blocking(stop).await {
            tracing::error!(%error, "stopping Postgres failed");
        }
    }
}

fn start(data_dir: &Path, options: &Options, clock: &Clock) -> Result<(Supervisor, PathBuf), Error> {
    let home = Home::make(data_dir)?;
    let version = home.version();
    let last = last_programs(&home.pgdata);
    let found = binaries::find(options.postgres_bin.as_deref(), last.as_deref(), version)?;
    let found = match &home.account {
        Some(account) => relocate::within_reach(found, account)?,
        None => found,
    };
    if version.is_none() {
        if home.pgdata.exists() {
            return Err(setup(format!("{} is there but is no cluster; move it away", home.pgdata.display())));
        }
        tracing::info!(cluster = %home.pgdata.display(), version = found.major, "making the private database");
        init::initialise(&home, &found, options.fsync)?;
    }
    let home = home.open()?;
    home.make_socket()?;
    init::configure(&home, options)?;
    let supervisor = Supervisor::start(&home, &found, clock)?;
    Ok((supervisor, home.socket))
}

/// Where the cluster ran from the last time: the first word of `postmaster.opts`.
fn last_programs(pgdata: &Path) -> Option<PathBuf> {
    let line = fs::read_to_string(pgdata.join("postmaster.opts")).ok()?;
    let program = Path::new(line.split(" \"").next()?.trim());
    program.parent().map(Path::to_owned)
}

fn never_ready(data_dir: &Path, holder: Option<&Holder>) -> Error {
    let pid = holder.and_then(|holder| holder.pid);
    unavailable(format!("the cluster of {} (server {pid:?}) did not get ready", data_dir.display()))
}
