//! One process per data directory.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::db::Mode;
use crate::db::error::setup;
use crate::error::Error;

/// The lock of a data directory; the kernel of the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct DataDirLock(#[expect(dead_code, reason = "held for its lock")] File);

/// Who holds the lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Holder {
    /// Its process, if it could be read.
    pub(super) pid: Option<u32>,
    /// Whether it is a command that will be done soon.
    pub(super) passing: bool,
}

impl DataDirLock {
    /// Takes the lock, or says who has it.
    pub(super) fn take(data_dir: &Path, mode: Mode) -> Result<Result<Self, Holder>, Error> {
        let path = path(data_dir);
        let failed = |error: std::io::Error| setup(format!("cannot lock {}: {error}", path.display()));
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {
                let word = match mode {
                    Mode::Serve => "serve",
                    Mode::Attach => "command",
                };
                file.set_len(0).and_then(|()| file.rewind()).map_err(failed)?;
                writeln!(file, "{} {word}", std::process::id()).map_err(failed)?;
                Ok(Ok(Self(file)))
            }
            Err(TryLockError::WouldBlock) => {
                let mut text = String::new();
                // The holder may be about to write; then its name is not known, which the caller can bear.
                drop(file.read_to_string(&mut text));
                Ok(Err(Holder::parse(&text)))
            }
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }
}

impl Holder {
    fn parse(text: &str) -> Self {
        let mut words = text.split_whitespace();
        let pid = words.next().and_then(|word| word.parse().ok());
        Self { pid, passing: words.next() == Some("command") }
    }

    /// The error for a server that wants the directory.
    pub(super) fn refuse(&self, data_dir: &Path) -> Error {
        let who = self.pid.map_or_else(|| "another process".to_owned(), |pid| format!("process {pid}"));
        setup(format!(
            "the data directory {} is in use by {who}; stop it, or start this one on another data directory",
            data_dir.display()
        ))
    }
}

fn path(data_dir: &Path) -> PathBuf {
    data_dir.join("server.lock")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_who_the_first_is() {
        let directory = tempfile::tempdir().unwrap();
        let first = DataDirLock::take(directory.path(), Mode::Serve).unwrap().unwrap();
        let holder = DataDirLock::take(directory.path(), Mode::Serve).unwrap().unwrap_err();
        assert_eq!(holder, Holder { pid: Some(std::process::id()), passing: false });
        assert!(holder.refuse(directory.path()).message().contains(&std::process::id().to_string()));
        drop(first);
        let again = DataDirLock::take(directory.path(), Mode::Attach).unwrap();
        assert!(again.is_ok());
        assert!(DataDirLock::take(directory.path(), Mode::Serve).unwrap().unwrap_err().passing);
    }
}
