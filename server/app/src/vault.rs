//! The vault as the configuration says.

use std::path::PathBuf;
use std::sync::Arc;

use omni_kernel::config::Config;
use omni_kernel::db::Database;
use omni_kernel::vault::{KeyFile, KeyWrapper, LocalKey, SealedColumn, status};
use omni_kernel::{Clock, Error, Rng, Vault};

/// The key of the installation: from the environment, or from a file, which a first start makes.
pub(crate) enum InstallationKey {
    Given(LocalKey),
    File(KeyFile),
}

impl InstallationKey {
    pub(crate) async fn of(config: &Config, database: &Database, rng: &Rng) -> Result<Self, Error> {
        if let Some(key) = &config.vault.key {
            return LocalKey::parse(key, "vault.key", rng).map(Self::Given);
        }
        let path = key_file(config);
        // A file that is lost must not be made anew: that would hide the loss.
        let first = status(database).await?.is_empty();
        let file = if first { KeyFile::open_or_make(&path, rng) } else { KeyFile::open(&path, rng) };
        Ok(Self::File(file?))
    }

    pub(crate) fn wrapper(&self) -> Arc<dyn KeyWrapper> {
        match self {
            Self::Given(key) => Arc::new(key.clone()),
            Self::File(file) => Arc::new(file.clone()),
        }
    }
}

fn key_file(config: &Config) -> PathBuf {
    config.vault.key_file.clone().unwrap_or_else(|| config.data_dir.join("vault.key"))
}

/// Opens the vault of a migrated database.
pub(crate) async fn open(
    config: &Config,
    database: &Database,
    clock: &Clock,
    rng: &Rng,
) -> Result<Vault, Error> {
    let key = InstallationKey::of(config, database, rng).await?;
    if let InstallationKey::File(file) = &key {
        let wrappers = status(database).await?.into_iter().map(|key| key.wrapper);
        file.finish_change(&wrappers.collect::<Vec<_>>())?;
    }
    Vault::open_vault(database.clone(), key.wrapper(), clock.clone(), rng.clone()).await
}

/// Every column of sealed values, of every domain.
pub(crate) fn sealed_columns(database: &Database) -> Vec<Box<dyn SealedColumn>> {
    let mut columns = omni_kernel::effects::sealed_columns();
    columns.extend(omni_identity::sealed_columns(database));
    columns.extend(omni_mail::sealed_columns());
    columns
}
