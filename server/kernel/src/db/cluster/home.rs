//! Where the cluster lives: `<data dir>/postgres`.
//!
//! When root lends it an account that cannot get there, since a directory on the way is closed to it (`/root`, or one
//! that `mktemp -d` made), its processes are handed the open directory by the server, which can, and see it as
//! `/proc/self/fd/<number>` ([`Home::seen`]). So the data stays in the data directory, and goes with it. Linux only.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::db::error::setup;
use crate::error::Error;

use super::account::{Account, give};

/// `sockaddr_un` holds 107 bytes and a zero.
const SOCKET_PATH_LIMIT: usize = 107;

/// The name of the socket; the port is only a part of it.
const SOCKET: &str = ".s.PGSQL.5432";

/// Where a process sees the files and directories that it was handed.
const HANDED: &str = "/proc/self/fd";

/// The directories and files of one cluster.
#[derive(Debug, Clone)]
pub(super) struct Home {
    /// The account it runs as, if the server is root.
    pub(super) account: Option<Account>,
    /// Whether the account cannot get here by itself.
    pub(super) closed: bool,
    /// Postgres' own data directory.
    pub(super) pgdata: PathBuf,
    /// `pgdata`, open to be handed on, if it is closed. The same for all processes: its number is in the settings.
    pub(super) handed: Option<Arc<File>>,
    /// Where the socket is.
    pub(super) socket: PathBuf,
    /// What Postgres says goes here; in the data directory itself, which the account does not own.
    pub(super) log: PathBuf,
}

impl Home {
    /// Makes the directory around the cluster if it is missing.
    pub(super) fn make(data_dir: &Path) -> Result<Self, Error> {
        let home = data_dir.join("postgres");
        let account = Account::choose(&home.join("cluster"));
        directory(&home, account.as_ref())?;
        let home = home.canonicalize().map_err(|error| at(&home, &error))?;
        let closed = account.as_ref().is_some_and(|account| !account.reaches(&home));
        if closed && !cfg!(target_os = "linux") {
            return Err(setup(format!(
                "the account that Postgres runs as cannot reach {}; open the way to it (chmod o+x), or run the server \
                 as an ordinary user",
                home.display()
            )));
        }
        let pgdata = home.join("cluster");
        let socket = socket_path(if closed { &pgdata } else { &home });
        Ok(Self { account, closed, pgdata, handed: None, socket, log: data_dir.join("postgres.log") })
    }

    /// Opens `pgdata`, which must be there, to be handed on if it is closed.
    pub(super) fn open(mut self) -> Result<Self, Error> {
        if self.closed {
            let directory = File::open(&self.pgdata).map_err(|error| at(&self.pgdata, &error))?;
            self.handed = Some(Arc::new(directory));
        }
        Ok(self)
    }

    /// A path in the cluster as its processes see it.
    pub(super) fn seen(&self, path: &Path) -> PathBuf {
        match (&self.handed, path.strip_prefix(&self.pgdata)) {
            (Some(directory), Ok(below)) => {
                Path::new(HANDED).join(directory.as_raw_fd().to_string()).join(below).components().collect()
            }
            _ => path.to_owned(),
        }
    }

    /// The reverse for a path that a process of the cluster of `pgdata` wrote down.
    pub(super) fn meant(pgdata: &Path, seen: &Path) -> PathBuf {
        let Ok(below) = seen.strip_prefix(HANDED) else { return seen.to_owned() };
        pgdata.join(below.components().skip(1).collect::<PathBuf>())
    }

    /// Makes the socket's directory. Once the cluster is there: it may be inside.
    ///
    /// # Errors
    /// When something else has its name: anybody may write to `/tmp`, so it must be ours and closed to others.
    pub(super) fn make_socket(&self) -> Result<(), Error> {
        let (socket, account) = (&self.socket, self.account.as_ref());
        directory(socket, account)?;
        let owner = account.map_or_else(|| rustix::process::geteuid().as_raw(), |account| account.uid);
        let data = fs::symlink_metadata(socket).map_err(|error| at(socket, &error))?;
        let closed = data.mode().trailing_zeros() >= 6;
        if data.is_dir() && data.uid() == owner && closed {
            return Ok(());
        }
        Err(setup(format!(
            "{} is not a directory of the database's user alone; remove it, or use a data directory with a shorter \
             path",
            socket.display()
        )))
    }

    /// The cluster's major version, if there is one.
    pub(super) fn version(&self) -> Option<u32> {
        fs::read_to_string(self.pgdata.join("PG_VERSION")).ok()?.trim().parse().ok()
    }
}

/// Makes the server's data directory if it is missing. The account must pass through, so root leaves it the way.
pub(super) fn data_directory(path: &Path) -> Result<PathBuf, Error> {
    let mode = if rustix::process::geteuid().is_root() { 0o711 } else { 0o700 };
    let wrong = |error| setup(format!("data_dir: {} cannot be made: {error}", path.display()));
    DirBuilder::new().recursive(true).mode(mode).create(path).map_err(wrong)?;
    path.canonicalize().map_err(wrong)
}

/// A directory of the cluster's own, if it is not there.
pub(super) fn directory(path: &Path, account: Option<&Account>) -> Result<(), Error> {
    match DirBuilder::new().mode(0o700).create(path) {
        Ok(()) => give(path, account).map_err(|error| at(path, &error)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(at(path, &error)),
    }
}

/// `run/` in a directory, or a short path under `/tmp` when the socket's path would be too long. Postgres touches its
/// socket every hour, so that cleaners of `/tmp` leave it alone.
fn socket_path(directory: &Path) -> PathBuf {
    let inside = directory.join("run");
    if inside.join(SOCKET).as_os_str().len() <= SOCKET_PATH_LIMIT {
        return inside;
    }
    let digest = Sha256::digest(directory.as_os_str().as_bytes());
    PathBuf::from(format!("/tmp/omni-{}", name_of(&digest)))
}

/// Writes a file of the cluster in one step. Never through a symlink that the account may have put there.
pub(super) fn write(path: &Path, contents: &str, account: Option<&Account>) -> Result<(), Error> {
    let temporary = path.with_extension(format!("new-{}", std::process::id()));
    drop(fs::remove_file(&temporary));
    let written = (|| {
        use std::io::Write as _;
        let mut file = File::create_new(&temporary)?;
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
        file.write_all(contents.as_bytes())?;
        give(&temporary, account)?;
        fs::rename(&temporary, path)
    })();
    written.map_err(|error| at(path, &error))
}

/// The first eight bytes, to name a file.
pub(super) fn name_of(bytes: &[u8]) -> String {
    let number = bytes.iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    format!("{number:016x}")
}

/// A failure on a path, for the operator.
pub(super) fn at(path: &Path, error: &io::Error) -> Error {
    setup(format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home(directory: &Path, closed: bool) -> Home {
        let pgdata = directory.join("cluster");
        let socket = socket_path(directory);
        Home { account: None, closed, pgdata, handed: None, socket, log: directory.join("log") }
    }

    #[test]
    fn a_long_path_gets_a_short_socket_that_must_be_ours() {
        let directory = tempfile::tempdir().unwrap();
        let home = home(&directory.path().join("x".repeat(120)), false);
        assert!(home.socket.join(SOCKET).as_os_str().len() <= SOCKET_PATH_LIMIT);
        home.make_socket().unwrap();
        home.make_socket().unwrap();
        fs::set_permissions(&home.socket, fs::Permissions::from_mode(0o777)).unwrap();
        assert!(home.make_socket().is_err());
        fs::remove_dir(&home.socket).unwrap();
        std::os::unix::fs::symlink(directory.path(), &home.socket).unwrap();
        assert!(home.make_socket().is_err());
        fs::remove_file(&home.socket).unwrap();
    }

    #[test]
    fn in_a_closed_directory_paths_are_seen_from_within() {
        let directory = tempfile::tempdir().unwrap();
        fs::create_dir(directory.path().join("cluster")).unwrap();
        let [open, closed] = [false, true].map(|closed| home(directory.path(), closed).open().unwrap());
        let inside = open.pgdata.join("run");
        assert_eq!(open.seen(&inside), inside);
        let number = closed.handed.as_ref().unwrap().as_raw_fd();
        assert_eq!(closed.seen(&inside), PathBuf::from(format!("/proc/self/fd/{number}/run")));
        assert_eq!(closed.seen(&closed.pgdata).as_os_str(), &*format!("/proc/self/fd/{number}"));
        assert_eq!(closed.seen(Path::new("/tmp/omni-1")), Path::new("/tmp/omni-1"));
        for home in [open, closed] {
            assert_eq!(Home::meant(&home.pgdata, &home.seen(&inside)), inside);
        }
    }

    #[test]
    fn a_symlink_is_replaced_and_not_written_through() {
        let directory = tempfile::tempdir().unwrap();
        let (victim, file) = (directory.path().join("victim"), directory.path().join("file"));
        fs::write(&victim, "untouched").unwrap();
        std::os::unix::fs::symlink(&victim, &file).unwrap();
        write(&file, "new", None).unwrap();
        assert_eq!(fs::read_to_string(&victim).unwrap(), "untouched");
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
    }
}
