use std::fs::Permissions;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A port of the loopback interface that was free a moment ago. Better, where it can be done, is to bind port 0.
///
/// # Panics
/// When there is none.
pub fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .expect("the loopback interface has a free port")
        .port()
}

/// A data directory for a server, removed when dropped. As root it is open to the account that Postgres runs as, like
/// one that a server makes for itself.
///
/// # Panics
/// When the temporary directory cannot be written.
pub fn data_dir() -> TempDir {
    let directory = tempfile::tempdir().expect("the temporary directory can be written");
    if rustix::process::geteuid().is_root() {
        std::fs::set_permissions(directory.path(), Permissions::from_mode(0o711))
            .expect("an own directory can be opened");
    }
    directory
}

/// Where tests take Postgres from: `OMNI_POSTGRES_BIN`, else what `scripts/postgres.sh` installed, else wherever the
/// server itself finds one.
#[expect(clippy::disallowed_methods, reason = "tests have no settings of their own")]
pub fn postgres_bin() -> Option<PathBuf> {
    let named = std::env::var_os("OMNI_POSTGRES_BIN").filter(|value| !value.is_empty()).map(PathBuf::from);
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let tools =
        above.map(|directory| directory.join(".tools/postgres")).find(|path| path.join("bin").is_dir());
    named.or(tools)
}
