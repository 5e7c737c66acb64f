//! Messages as files, for installations without a mail server.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use lettre::message::Mailbox;

use super::Failure;
use crate::letter::Letter;

/// Writes `.eml` files that only the server's user can read.
#[derive(Debug)]
pub(crate) struct Files {
    folder: PathBuf,
    from: Mailbox,
}

impl Files {
    pub(crate) fn new(folder: PathBuf, from: Mailbox) -> Self {
        Self { folder, from }
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes a letter to a file of its own name, so that one that is delivered twice is there once.
    pub(crate) async fn deliver(&self, letter: &Letter) -> Result<(), Failure> {
        let message = letter.message(&self.from).map_err(|error| Failure::ours("message", &error))?;
        // In order of time, as texts: the digits of a time are always as many.
        let time = letter.enqueue_time.strftime("%Y%m%dT%H%M%S%.6fZ");
        let path = self.folder.join(format!("{time}-{}-{}.eml", letter.purpose, letter.id));
        let (folder, file) = (self.folder.clone(), path.clone());
        let written = tokio::task::spawn_blocking(move || write(&folder, &file, &message)).await;
        match written {
            Ok(Ok(())) => {
                let (mail, purpose) = (letter.id, &letter.purpose);
                tracing::info!(%mail, purpose, file = %path.display(), "a mail was written to a file, since mail.url is not set");
                Ok(())
            }
            Ok(Err(error)) => Err(Failure::unusable("file", format!("{}: {error}", self.folder.display()))),
            Err(error) => Err(Failure::unusable("file", error.to_string())),
        }
    }
}

/// Writes the whole file under another name first, so that nobody reads half of it.
fn write(folder: &Path, path: &Path, message: &[u8]) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let unfinished = path.with_extension("eml.part");
    let mut file = File::options().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
    file.write_all(message)?;
    file.sync_all()?;
    fs::rename(&unfinished, path)?;
    File::open(folder)?.sync_all()
}
