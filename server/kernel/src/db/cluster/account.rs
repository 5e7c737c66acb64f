//! Whom the cluster runs as. Postgres refuses to run as root, so root lends it an unprivileged account.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// An unprivileged account, used only when the server itself is root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) uid: u32,
    pub(super) gid: u32,
}

/// The accounts root looks for, in this order.
const NAMES: [&str; 2] = ["postgres", "nobody"];

/// What `nobody` is where there is no passwd file.
const NOBODY: Account = Account { uid: 65534, gid: 65534 };

impl Account {
    /// The account to run as: `None` when this process is not root, else the owner of an existing cluster, else
    /// `postgres` or `nobody`.
    pub(super) fn choose(pgdata: &Path) -> Option<Self> {
        if !rustix::process::geteuid().is_root() {
            return None;
        }
        let owner = fs::metadata(pgdata).ok().map(|data| Self { uid: data.uid(), gid: data.gid() });
        let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
        let named = || NAMES.iter().find_map(|name| Self::from_passwd(&passwd, name));
        Some(owner.filter(|owner| owner.uid != 0).or_else(named).unwrap_or(NOBODY))
    }

    fn from_passwd(passwd: &str, name: &str) -> Option<Self> {
        let line = passwd.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2).map(str::parse);
        let account = Self { uid: fields.next()?.ok()?, gid: fields.next()?.ok()? };
        (account.uid != 0).then_some(account)
    }

    /// Whether it may pass through every directory down to and including `directory`, which must exist.
    ///
    /// By mode bits alone: an access list that grants more is not seen, and the fallback is taken needlessly.
    pub(super) fn reaches(&self, directory: &Path) -> bool {
        let Ok(directory) = directory.canonicalize() else { return false };
        directory.ancestors().all(|ancestor| self.may(ancestor, 0o1))
    }

    /// Whether it reaches a file and has these bits on it: 4 to read, 1 to run.
    pub(super) fn reaches_file(&self, file: &Path, bits: u32) -> bool {
        let Ok(file) = file.canonicalize() else { return false };
        file.parent().is_some_and(|parent| self.reaches(parent)) && self.may(&file, bits)
    }

    fn may(&self, path: &Path, bits: u32) -> bool {
        fs::metadata(path).is_ok_and(|data| {
            let shift = if data.uid() == self.uid {
                6
            } else if data.gid() == self.gid {
                3
            } else {
                0
            };
            (data.mode() >> shift) & bits == bits
        })
    }
}

/// Gives a path to the account, if there is one. Never follows a symlink: the account may have put it there.
pub(super) fn give(path: &Path, account: Option<&Account>) -> io::Result<()> {
    match account {
        Some(account) => std::os::unix::fs::lchown(path, Some(account.uid), Some(account.gid)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn an_account_is_read_by_its_exact_name_and_never_root() {
        let passwd = "root:x:0:0::/root:/bin/sh\npostgresql:x:7:7::/:/x\npostgres:x:101:104:a:/var:/bin/sh\nnobody:x:0:0::/:/x\n";
        assert_eq!(Account::from_passwd(passwd, "postgres"), Some(Account { uid: 101, gid: 104 }));
        assert_eq!(Account::from_passwd(passwd, "nobody"), None);
        assert_eq!(Account::from_passwd(passwd, "omni"), None);
    }

    #[test]
    fn a_closed_directory_on_the_way_is_seen() {
        let stranger = Account { uid: 54_321, gid: 54_321 };
        let closed = tempfile::tempdir().unwrap();
        let inner = closed.path().join("inner");
        fs::create_dir(&inner).unwrap();
        fs::set_permissions(closed.path(), fs::Permissions::from_mode(0o700)).unwrap();
        assert!(!stranger.reaches(&inner));
        fs::set_permissions(closed.path(), fs::Permissions::from_mode(0o711)).unwrap();
        fs::set_permissions(&inner, fs::Permissions::from_mode(0o755)).unwrap();
        let above = closed.path().parent().unwrap();
        assert_eq!(stranger.reaches(&inner), stranger.reaches(above));
        assert!(!stranger.reaches(&closed.path().join("absent")));
    }
}
