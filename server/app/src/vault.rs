//! The key of the vault, in a file of the data directory.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use omni_kernel::{Rng, Vault};

const FILE: &str = "vault.key";

/// The vault under the key of this data directory, which is made when it is not there.
///
/// # Errors
/// What stands in the way, with the file.
pub(crate) fn open(data_dir: &Path, rng: &Rng) -> Result<Vault, String> {
    let path = data_dir.join(FILE);
    let told = |error: io::Error| format!("{}: {error}", path.display());
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => make(&path, rng).map_err(told)?,
        Err(error) => return Err(told(error)),
    };
    let expected = "expected a key of 64 hexadecimal digits, as the first start wrote it";
    let key = parse(text.trim_end()).ok_or_else(|| format!("{}: {expected}", path.display()))?;
    Ok(Vault::new(&key, rng.clone()))
}

/// Writes a new key. Of several servers that start at once, one makes it.
fn make(path: &Path, rng: &Rng) -> io::Result<String> {
    let mut text = String::with_capacity(65);
    for byte in rng.bytes::<32>() {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text.push('\n');
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let unfinished = path.with_extension(format!("key-{}", std::process::id()));
    let mut file = File::options().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    let linked = fs::hard_link(&unfinished, path);
    fs::remove_file(&unfinished)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => File::open(folder)?.sync_all()?,
    }
    fs::read_to_string(path)
}

fn parse(text: &str) -> Option<[u8; 32]> {
    let digits: Vec<u8> =
        text.chars().map(|digit| digit.to_digit(16)?.try_into().ok()).collect::<Option<_>>()?;
    let bytes: Vec<u8> = digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
    if digits.len() == 64 { bytes.try_into().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn the_key_is_made_once_and_for_the_servers_eyes_only() {
        let folder = tempfile::tempdir().unwrap();
        let rng = Rng::seeded(1);
        let sealed = open(folder.path(), &rng).unwrap().seal("place", b"value").unwrap();
        assert_eq!(open(folder.path(), &rng).unwrap().open("place", &sealed).unwrap(), b"value");
        let path = folder.path().join(FILE);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        for wrong in ["", "00", &"g0".repeat(32), &"00".repeat(33)] {
            fs::write(&path, wrong).unwrap();
            let error = open(folder.path(), &rng).unwrap_err();
            assert!(error.contains("vault.key: expected a key"), "{error}");
        }
    }
}
