//! The first start.
//!
//! The keys are written to a file of their own before the database knows them, and the file gets its name after. So
//! whatever interrupts it, either the keys never were, or the next start finds them and finishes.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use omni_kernel::db::reason::DATABASE_SETUP;
use omni_kernel::{Environment, Error, Grants, Scope, Secret, TenantId};
use serde::{Deserialize, Serialize};

use crate::key::Presented;
use crate::model::NewKey;
use crate::service::Keys;
use crate::store::{self, Installation};

/// What the first start made.
#[derive(Debug, Clone)]
pub struct Bootstrap {
    /// The tenant `default`.
    pub tenant_id: TenantId,
    /// A live key that may do everything.
    pub live_key: Secret,
    /// A test key that may do everything.
    pub test_key: Secret,
    /// The file that holds them.
    pub path: PathBuf,
}

/// The file, `bootstrap.json`.
#[derive(Serialize, Deserialize)]
struct Contents {
    tenant_id: String,
    live_key: String,
    test_key: String,
}

const NAME: &str = "default";
const FILE: &str = "bootstrap.json";
/// Files of a first start that is under way: this, the public id of the live key, `.json`.
const UNDER_WAY: &str = ".bootstrap-";

pub(crate) async fn run(keys: &Keys, data_dir: &Path) -> Result<Option<Bootstrap>, Error> {
    fs::create_dir_all(data_dir).map_err(|error| unwritable(data_dir, &error))?;
    if let Some(installation) = installation(keys).await? {
        return finish(keys, data_dir, &installation).await;
    }
    let tenant = TenantId::from_uuid(keys.rng.uuid(keys.clock.now()));
    let live = Scope { tenant, environment: Environment::Live };
    let (record, live_key) = keys.make(&live, &new_key(keys, "bootstrap live")?)?;
    let test = Scope { tenant, environment: Environment::Test };
    let (_, test_key) = keys.make(&test, &new_key(keys, "bootstrap test")?)?;
    let contents = Contents {
        tenant_id: tenant.to_string(),
        live_key: live_key.expose().to_owned(),
        test_key: test_key.expose().to_owned(),
    };
    let file = data_dir.join(format!("{UNDER_WAY}{}.json", record.public_id.as_str()));
    write(&file, &contents).map_err(|error| unwritable(&file, &error))?;

    let mut tx = keys.database.begin(&live).await?;
    if store::claim_installation(&mut tx, record.public_id, keys.clock.now()).await? {
        keys.tenants.create(&mut tx, NAME, "", true).await?;
        if !keys.insert(&mut tx, &record).await? {
            return Err(Error::internal("the first key of an empty database is taken"));
        }
        tx.commit().await?;
    }
    // Another server may have been faster; then there is nothing of ours to finish.
    let installation = installation(keys).await?;
    let installation = installation.ok_or_else(|| Error::internal("the first start left no trace"))?;
    finish(keys, data_dir, &installation).await
}

async fn installation(keys: &Keys) -> Result<Option<Installation>, Error> {
    let mut tx = keys.database.begin_unscoped().await?;
    store::installation(&mut tx).await
}

/// Finishes the first start whose file is here, and removes the files of those that came to nothing.
async fn finish(
    keys: &Keys,
    data_dir: &Path,
    installation: &Installation,
) -> Result<Option<Bootstrap>, Error> {
    let mut finished = None;
    for file in under_way(data_dir).map_err(|error| unwritable(data_dir, &error))? {
        let ours = format!("{UNDER_WAY}{}.json", installation.live_public_id);
        let contents =
            (file.file_name().is_some_and(|name| name == ours.as_str())).then(|| read(&file)).flatten();
        if let Some(contents) = contents {
            finished = Some(complete(keys, data_dir, &file, installation.tenant, contents).await?);
        } else {
            fs::remove_file(&file).map_err(|error| unwritable(&file, &error))?;
        }
    }
    Ok(finished)
}

async fn complete(
    keys: &Keys,
    data_dir: &Path,
    file: &Path,
    tenant_id: TenantId,
    contents: Contents,
) -> Result<Bootstrap, Error> {
    let (live_key, test_key) = (Secret::new(contents.live_key), Secret::new(contents.test_key));
    let mut tx = keys.database.begin(&Scope { tenant: tenant_id, environment: Environment::Test }).await?;
    let record = keys.record(&test_key, &new_key(keys, "bootstrap test")?)?;
    // It is there already when only the name of the file was missing.
    keys.insert(&mut tx, &record).await?;
    tx.commit().await?;
    let path = data_dir.join(FILE);
    fs::rename(file, &path)
        .and_then(|()| File::open(data_dir)?.sync_all())
        .map_err(|error| unwritable(&path, &error))?;
    Ok(Bootstrap { tenant_id, live_key, test_key, path })
}

fn new_key(keys: &Keys, name: &str) -> Result<NewKey, Error> {
    NewKey::new(name, Grants::all(), None, keys.clock.now())
}

fn under_way(data_dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(data_dir)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(UNDER_WAY) {
            files.push(entry.path());
        }
    }
    Ok(files)
}

/// The contents of a file that was written to its end.
fn read(file: &Path) -> Option<Contents> {
    let contents: Contents = serde_json::from_slice(&fs::read(file).ok()?).ok()?;
    let whole = [&contents.live_key, &contents.test_key].iter().all(|key| Presented::parse(key).is_some());
    whole.then_some(contents)
}

fn write(file: &Path, contents: &Contents) -> io::Result<()> {
    let mut text = serde_json::to_vec_pretty(contents)?;
    text.push(b'\n');
    let mut opened = File::options().write(true).create_new(true).mode(0o600).open(file)?;
    opened.write_all(&text)?;
    opened.sync_all()
}

fn unwritable(path: &Path, error: &io::Error) -> Error {
    Error::new(&DATABASE_SETUP, format!("the first start cannot write {}: {error}", path.display()))
}
