//! The key of the installation in a file.

use std::fs::{self, File, Permissions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use async_trait::async_trait;

use super::reason::VAULT_KEY_WRONG;
use super::wrapper::{KeyWrapper, LocalKey, wrong_key};
use crate::error::Error;
use crate::rng::Rng;
use crate::secret::Secret;

/// The key in a file that only the server's account may read. Read anew each time, so that a key that was changed while
/// the server runs is found; while it is being changed, the next one lies beside it (see [`new_key_path`]).
#[derive(Debug, Clone)]
pub struct KeyFile {
    path: PathBuf,
    rng: Rng,
}

/// Where the next key of a file lies until the database is wrapped by it.
pub fn new_key_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    name.into()
}

impl KeyFile {
    /// The key of a file that is there.
    ///
    /// # Errors
    /// `VAULT_KEY_WRONG` when it is not, holds no key, or others may read it.
    pub fn open(path: &Path, rng: &Rng) -> Result<Self, Error> {
        let file = Self { path: path.to_owned(), rng: rng.clone() };
        file.keys()?;
        Ok(file)
    }

    /// The key of a file, which is made with a new key when there is none. One that is there is never written to.
    ///
    /// # Errors
    /// As [`KeyFile::open`], and when it cannot be written.
    pub fn open_or_make(path: &Path, rng: &Rng) -> Result<Self, Error> {
        let new = LocalKey::generate(rng);
        match write_new(path, &new) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Self::open(path, rng),
            Err(error) => Err(unusable(path, &error)),
            Ok(()) => Self::open(path, rng),
        }
    }

    /// Makes the next key beside the file, or finds the one of a change that was interrupted.
    ///
    /// # Errors
    /// As [`KeyFile::open_or_make`].
    pub fn make_next(&self) -> Result<LocalKey, Error> {
        let path = new_key_path(&self.path);
        Self::open_or_make(&path, &self.rng)?;
        read(&path, &self.rng)?.ok_or_else(|| Error::internal("the next key of the vault is gone"))
    }

    /// Puts the next key in the file's place, now that the database is wrapped by it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn take_next(&self) -> Result<(), Error> {
        let next = new_key_path(&self.path);
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        fs::rename(&next, &self.path)
            .and_then(|()| File::open(folder.unwrap_or(Path::new(".")))?.sync_all())
            .map_err(|error| unusable(&self.path, &error))
    }

    /// Finishes a change that was interrupted after the database had been wrapped by the next key. `wrappers`: the ids
    /// that its data keys name.
    ///
    /// # Errors
    /// As [`KeyFile::take_next`].
    pub fn finish_change(&self, wrappers: &[String]) -> Result<(), Error> {
        let next = self.keys()?.1.map(|next| next.fingerprint());
        match next {
            Some(next) if !wrappers.is_empty() && wrappers.iter().all(|wrapper| *wrapper == next) => {
                self.take_next()
            }
            _ => Ok(()),
        }
    }

    /// The key, and the next one while it is being changed.
    fn keys(&self) -> Result<(LocalKey, Option<LocalKey>), Error> {
        let missing = || {
            Error::new(&VAULT_KEY_WRONG, format!("the vault's key file {} is missing", self.path.display()))
        };
        let next = read(&new_key_path(&self.path), &self.rng)?;
        Ok((read(&self.path, &self.rng)?.ok_or_else(missing)?, next))
    }
}

#[async_trait]
impl KeyWrapper for KeyFile {
    async fn id(&self) -> Result<String, Error> {
        Ok(self.keys()?.0.fingerprint())
    }

    async fn wrap(&self, name: &str, key: &[u8; 32]) -> Result<Vec<u8>, Error> {
        self.keys()?.0.wrap(name, key).await
    }

    async fn unwrap(&self, id: &str, name: &str, wrapped: &[u8]) -> Result<[u8; 32], Error> {
        let (key, next) = self.keys()?;
        let fitting = [Some(key.clone()), next].into_iter().flatten().find(|key| key.fingerprint() == id);
        match fitting {
            Some(fitting) => fitting.unwrap(id, name, wrapped).await,
            None => Err(wrong_key(&format!("{} ({})", key.fingerprint(), self.path.display()), id)),
        }
    }
}

/// The key of a file; `None` when there is none.
fn read(path: &Path, rng: &Rng) -> Result<Option<LocalKey>, Error> {
    let text = match fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        text => Secret::new(text.map_err(|error| unusable(path, &error))?),
    };
    let mode = fs::metadata(path).map_err(|error| unusable(path, &error))?.permissions().mode();
    if mode & 0o077 != 0 {
        let message = format!("others may read the vault's key file; run: chmod 600 {}", path.display());
        return Err(Error::new(&VAULT_KEY_WRONG, message));
    }
    LocalKey::parse(&text, &path.display().to_string(), rng).map(Some)
}

/// Writes a key to a file that is not there yet, whole or not at all.
fn write_new(path: &Path, key: &LocalKey) -> io::Result<()> {
    let mut draft = path.as_os_str().to_owned();
    draft.push(format!(".{}", key.fingerprint()));
    let draft = PathBuf::from(draft);
    let written = (|| {
        let mut file = File::options().write(true).create_new(true).mode(0o600).open(&draft)?;
        file.set_permissions(Permissions::from_mode(0o600))?;
        file.write_all(format!("{}\n", key.to_text().expose()).as_bytes())?;
        file.sync_all()?;
        // Unlike a rename, a link replaces nothing.
        fs::hard_link(&draft, path)
    })();
    let _ = fs::remove_file(&draft);
    written
}

fn unusable(path: &Path, error: &io::Error) -> Error {
    Error::new(&VAULT_KEY_WRONG, format!("the vault's key file {} cannot be used: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_key_file_is_made_once_for_its_owner_only() {
        let (folder, rng) = (tempfile::tempdir().unwrap(), Rng::system());
        let path = folder.path().join("vault.key");
        assert!(KeyFile::open(&path, &rng).unwrap_err().message().contains("missing"));
        let made = KeyFile::open_or_make(&path, &rng).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let again = KeyFile::open_or_make(&path, &rng).unwrap();
        assert_eq!(made.id().await.unwrap(), again.id().await.unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no draft is left");
        fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
        assert!(KeyFile::open(&path, &rng).unwrap_err().message().contains("chmod 600"));
    }

    #[tokio::test]
    async fn while_the_key_is_changed_both_open_what_they_wrapped() {
        let (folder, rng) = (tempfile::tempdir().unwrap(), Rng::system());
        let file = KeyFile::open_or_make(&folder.path().join("vault.key"), &rng).unwrap();
        let old = (file.id().await.unwrap(), file.wrap("k", &[1; 32]).await.unwrap());
        let next = file.make_next().unwrap();
        assert_eq!(next.fingerprint(), file.make_next().unwrap().fingerprint());
        let new = (next.id().await.unwrap(), next.wrap("k", &[1; 32]).await.unwrap());
        for (id, wrapped) in [&old, &new] {
            assert_eq!(file.unwrap(id, "k", wrapped).await.unwrap(), [1; 32]);
        }
        file.take_next().unwrap();
        assert_eq!(file.id().await.unwrap(), new.0);
        assert!(file.unwrap(&old.0, "k", &old.1).await.is_err());
    }
}
