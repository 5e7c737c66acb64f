//! Makes the cluster, writes its settings and its roles.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use rustix::process::Signal;
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, PgConnection};

use crate::db::Options;
use crate::db::error::setup;
use crate::error::Error;

use super::binaries::Binaries;
use super::home::{Home, at, directory, write};
use super::process;
use super::{DATABASE, OWNER, SUPERUSER};

/// Runs `initdb` beside where the cluster goes and moves it there when it is whole. Blocks.
pub(super) fn initialise(home: &Home, binaries: &Binaries, fsync: bool) -> Result<(), Error> {
    let parent = home.pgdata.parent().unwrap_or(&home.pgdata);
    remove_leftovers(parent);
    // A home of its own for the moment, seen as the cluster will be.
    let pgdata = parent.join(format!("unfinished-{}", std::process::id()));
    directory(&pgdata, home.account.as_ref())?;
    let unfinished = Home { pgdata, ..home.clone() }.open()?;
    let mut command = process::command(&binaries.program("initdb"), home.account.as_ref());
    command.arg("-D").arg(unfinished.seen(&unfinished.pgdata));
    command.args(["-U", SUPERUSER, "-E", "UTF8", "--auth=trust", "--data-checksums"]);
    if binaries.major >= 17 {
        command.args(["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]);
    } else {
        command.arg("--locale=C.UTF-8");
    }
    if !fsync {
        command.arg("--no-sync");
    }
    process::tie_to_this_thread(&mut command, Signal::KILL, unfinished.handed.clone());
    let output = command.stdout(Stdio::piped()).stderr(Stdio::piped()).output();
    let program = binaries.program("initdb");
    let output = output.map_err(|error| at(&program, &error))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(setup(format!("{} failed ({}): {}", program.display(), output.status, said.trim())));
    }
    fs::rename(&unfinished.pgdata, &home.pgdata).map_err(|error| at(&home.pgdata, &error))
}

/// What an `initdb` left whose server was killed.
fn remove_leftovers(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with("unfinished-") {
            drop(fs::remove_dir_all(entry.path()));
        }
    }
}

/// Writes `postgresql.conf` and `pg_hba.conf`, so that they always fit this version. What an operator wants otherwise
/// goes to `local.conf` beside them.
pub(super) fn configure(home: &Home, options: &Options) -> Result<(), Error> {
    let switch = |on: bool| if on { "on" } else { "off" };
    let socket = home.seen(&home.socket).display().to_string().replace('\'', "''");
    let settings = format!(
        "# Written by omni-server at every start; put changes into local.conf.\n\
         listen_addresses = ''\n\
         unix_socket_directories = '{socket}'\n\
         unix_socket_permissions = 0700\n\
         max_connections = {connections}\n\
         shared_buffers = 128MB\n\
         max_wal_size = 1GB\n\
         fsync = {fsync}\n\
         synchronous_commit = {fsync}\n\
         full_page_writes = {fsync}\n\
         jit = off\n\
         client_connection_check_interval = 1s\n\
         timezone = 'UTC'\n\
         log_timezone = 'UTC'\n\
         log_line_prefix = '%m [%p] '\n\
         lc_messages = 'C'\n\
         include_if_exists = 'local.conf'\n",
        connections = options.pool_size + 20,
        fsync = switch(options.fsync),
    );
    let account = home.account.as_ref();
    write(&home.pgdata.join("postgresql.conf"), &settings, account)?;
    // The directory of the socket is closed to everybody else.
    write(&home.pgdata.join("pg_hba.conf"), "local all all trust\n", account)
}

/// Makes the login roles and the database that are missing.
pub(super) async fn roles(superuser: &PgConnectOptions) -> Result<(), Error> {
    let mut connection = PgConnection::connect_with(superuser).await?;
    sqlx::raw_sql(
        "DO $$ BEGIN
             IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'omni_owner') THEN
                 CREATE ROLE omni_owner LOGIN;
             END IF;
             IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'omni_app') THEN
                 CREATE ROLE omni_app LOGIN;
                 GRANT omni_app TO omni_owner;
             END IF;
         END $$",
    )
    .execute(&mut connection)
    .await?;
    let there: bool = sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
        .bind(DATABASE)
        .fetch_one(&mut connection)
        .await?;
    if !there {
        let create = format!("CREATE DATABASE {DATABASE} OWNER {OWNER}");
        sqlx::raw_sql(sqlx::AssertSqlSafe(create)).execute(&mut connection).await?;
    }
    drop(connection.close().await);
    Ok(())
}
