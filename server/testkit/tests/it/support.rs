//! A little domain for these tests.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use omni_kernel::db::{Database, Migration, Migrations, Options, TenantTx};
use omni_kernel::{Error, Rng, Scope};
use omni_testkit::START;
use uuid::Uuid;

pub(crate) static NOTES: Migrations = Migrations {
    domain: "notes",
    moves: true,
    files: &[
        Migration {
            version: 1,
            name: "notes",
            up: "CREATE TABLE notes (
                     tenant_id uuid NOT NULL,
                     live boolean NOT NULL,
                     note_id uuid NOT NULL,
                     text text NOT NULL,
                     PRIMARY KEY (tenant_id, live, note_id)
                 );
                 SELECT protect('notes');
                 GRANT SELECT, INSERT, UPDATE, DELETE ON notes TO omni_app;",
            down: "DROP TABLE notes;",
        },
        Migration {
            version: 2,
            name: "title",
            up: "ALTER TABLE notes ADD COLUMN title text;",
            down: "ALTER TABLE notes DROP COLUMN title;",
        },
    ],
};

pub(crate) async fn insert(tx: &mut TenantTx, whose: Scope, id: Uuid, text: &str) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO notes (tenant_id, live, note_id, text) VALUES ($1, $2, $3, $4)")
        .bind(whose.tenant.uuid())
        .bind(whose.environment.is_live())
        .bind(id)
        .bind(text)
        .execute(tx)
        .await
        .map(|_| ())
}

pub(crate) async fn write(db: &Database, scope: Scope, rng: &Rng, text: &str) -> Result<(), Error> {
    let mut tx = db.begin(&scope).await?;
    insert(&mut tx, scope, rng.uuid(START), text).await?;
    tx.commit().await
}

pub(crate) async fn texts(db: &Database, scope: Scope) -> Result<Vec<String>, Error> {
    let mut tx = db.begin(&scope).await?;
    Ok(sqlx::query_scalar("SELECT text FROM notes ORDER BY text").fetch_all(&mut tx).await?)
}

/// `omni-testkit-holder`, a process with a private cluster; killed when dropped.
pub(crate) struct Holder {
    child: Child,
    /// The process of Postgres.
    pub(crate) postgres: u32,
    pub(crate) socket: PathBuf,
}

impl Holder {
    pub(crate) fn start(data_dir: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_omni-testkit-holder"));
        command.arg(data_dir);
        Self::spawn(command)
    }

    pub(crate) fn spawn(mut command: Command) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let words: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(words.first(), Some(&"ready"), "the holder said: {line:?}");
        Self { child, postgres: words[1].parse().unwrap(), socket: words[2].into() }
    }

    /// kill -9.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Lets it close in order.
    pub(crate) fn close(mut self) {
        drop(self.child.stdin.take());
        assert!(self.child.wait().unwrap().success());
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A private cluster as a server has it, with everything that protects from loss.
pub(crate) fn private(data_dir: &Path) -> Options {
    Options { postgres_bin: omni_testkit::postgres_bin(), pool_size: 4, ..Options::new(data_dir) }
}

/// Whether a process runs. One that ended but was not yet asked for by its new parent does not.
pub(crate) fn is_alive(pid: u32) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    if status.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('Z')) {
        return false;
    }
    let pid = rustix::process::Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
    rustix::process::test_kill_process(pid).is_ok()
}

/// Waits until something holds, and fails when it never does.
pub(crate) async fn eventually(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..1500 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("never: {what}");
}
