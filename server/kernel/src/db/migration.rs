use sha2::{Digest, Sha256};

/// One step of a domain's schema and the way back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migration {
    /// From 1, without gaps within a domain.
    pub version: u32,
    /// What it does, as in its file's name.
    pub name: &'static str,
    /// SQL that takes the step. Runs in one transaction, as the owner, with `search_path` set to the schema.
    pub up: &'static str,
    /// SQL that takes it back.
    pub down: &'static str,
}

impl Migration {
    /// The migration of the files `<file>.up.sql` and `<file>.down.sql`.
    ///
    /// # Panics
    /// At compile time (see [`crate::migrations!`]) when `file` is not four digits, an underscore and a name.
    pub const fn new(file: &'static str, up: &'static str, down: &'static str) -> Self {
        let (digits, rest) = file.split_at(4);
        let (underscore, name) = rest.split_at(1);
        assert!(
            underscore.as_bytes()[0] == b'_' && !name.is_empty(),
            "expected a name such as 0001_api_keys"
        );
        let mut version = 0;
        let mut at = 0;
        while at < 4 {
            let digit = digits.as_bytes()[at];
            assert!(digit.is_ascii_digit(), "expected four digits before the underscore");
            version = version * 10 + (digit - b'0') as u32;
            at += 1;
        }
        Self { version, name, up, down }
    }

    /// SHA-256 of the way up, as the ledger keeps it.
    pub(super) fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.up.as_bytes()).to_vec()
    }
}

/// The migrations of one domain, embedded in the binary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migrations {
    /// The domain, as the ledger names it.
    pub domain: &'static str,
    /// In order of version.
    pub files: &'static [Migration],
}

impl Migrations {
    /// The kernel's own, on which those of every domain stand. They are always applied first.
    pub fn foundation() -> &'static Self {
        &super::migrate::FOUNDATION
    }

    /// `identity/0001_api_keys`, for logs and messages.
    pub(super) fn title(&self, migration: &Migration) -> String {
        format!("{}/{:04}_{}", self.domain, migration.version, migration.name)
    }
}

/// Embeds the migrations of a domain from the crate's folder `migrations/`: `migrations!("keys": "0001_api_keys")`
/// is made of `0001_api_keys.up.sql` and `0001_api_keys.down.sql` there.
#[macro_export]
macro_rules! migrations {
    ($domain:literal: $($file:literal),+ $(,)?) => {
        $crate::db::Migrations {
            domain: $domain,
            files: const {
                &[$($crate::db::Migration::new(
                    $file,
                    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/", $file, ".up.sql")),
                    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/", $file, ".down.sql")),
                )),+]
            },
        }
    };
}

/// What a migration run did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    /// The migrations that were applied now, as `domain/0001_name`, in order.
    pub now: Vec<String>,
    /// How many had been applied before.
    pub before: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_gives_version_and_name() {
        const MIGRATION: Migration = Migration::new("0012_api_keys", "", "");
        assert_eq!((MIGRATION.version, MIGRATION.name), (12, "api_keys"));
    }
}
