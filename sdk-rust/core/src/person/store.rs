//! The profile that tokens came from: successors are written back, one process at a time.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::Tokens;
use crate::error::Error;
use crate::settings::profile;

/// How long the lock of another process is waited for; it is held for one call to the server.
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(20);

/// A profile file and the lock beside it.
#[derive(Debug, Clone)]
pub struct ProfileFile {
    path: PathBuf,
    name: String,
}

/// Held while the file is changed. Dropping it lets go.
#[derive(Debug)]
pub struct ProfileLock {
    _file: File,
}

impl ProfileFile {
    /// The profile `name` of the file at `path`. Nothing is read yet.
    pub fn new(path: impl Into<PathBuf>, name: impl Into<String>) -> Self {
        Self { path: path.into(), name: name.into() }
    }

    /// Waits until no other process changes the file.
    ///
    /// # Errors
    /// [`Error::Config`] when the lock file beside it cannot be written.
    pub async fn lock(&self) -> Result<ProfileLock, Error> {
        let path = self.real_path().with_extension("lock");
        let cannot = |error: std::io::Error| {
            let why = format!("{} cannot be locked for new tokens: {error}", path.display());
            Error::config("profile", why)
        };
        let mut options = OpenOptions::new();
        owner_only(options.write(true).create(true).truncate(false));
        let file = options.open(&path).map_err(cannot)?;
        let patience = tokio::time::Instant::now() + PATIENCE;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(ProfileLock { _file: file }),
                Err(TryLockError::WouldBlock) if tokio::time::Instant::now() < patience => {
                    tokio::time::sleep(PAUSE).await;
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(cannot(std::io::Error::other("another process holds it")));
                }
                Err(TryLockError::Error(error)) => return Err(cannot(error)),
            }
        }
    }

    /// Replaces the file as a whole: a reader sees the old text or the new. Only its owner may read it. The one who
    /// calls holds the lock.
    ///
    /// # Errors
    /// [`Error::Config`] when it cannot be written; the file is then as before.
    pub fn write(&self, text: &str, _lock: &ProfileLock) -> Result<(), Error> {
        write_whole(&self.real_path(), text).map_err(|error| {
            let path = self.path.display();
            Error::config("profile", format!("{path} cannot be written: {error}"))
        })
    }

    /// Where the file is, past links: a link to it stays one.
    fn real_path(&self) -> PathBuf {
        std::fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone())
    }
}

fn write_whole(path: &Path, text: &str) -> std::io::Result<()> {
    let temporary = path.with_extension(format!("{}.new", std::process::id()));
    let mut options = OpenOptions::new();
    owner_only(options.write(true).create_new(true));
    // What a process of the same number left behind.
    let _ = std::fs::remove_file(&temporary);
    let written = options.open(&temporary).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&temporary, path)
    });
    if written.is_err() {
        let _ = std::fs::remove_file(&temporary);
    }
    written
}

#[cfg(unix)]
fn owner_only(options: &mut OpenOptions) {
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
}

#[cfg(not(unix))]
fn owner_only(_: &mut OpenOptions) {}

/// The profile that a client's tokens came from.
pub(super) struct Store(ProfileFile);

impl Store {
    pub(super) fn new(file: ProfileFile) -> Self {
        Self(file)
    }

    pub(super) async fn lock(&self) -> Result<ProfileLock, Error> {
        self.0.lock().await
    }

    /// The tokens that the profile has now.
    pub(super) fn read(&self) -> Result<Tokens, Error> {
        let (tokens, _) = profile::saved_tokens(&self.0.path, &self.0.name)?;
        Ok(tokens)
    }

    /// Writes the successors of `used`. A profile that has something else by now keeps it: the person signed out, or in
    /// anew.
    pub(super) fn replace(&self, used: &str, tokens: &Tokens, lock: &ProfileLock) -> Result<(), Error> {
        let (saved, spots) = profile::saved_tokens(&self.0.path, &self.0.name)?;
        if saved.refresh_token.as_deref() != Some(used) {
            return Ok(());
        }
        self.0.write(&spots.with(tokens), lock)
    }
}
