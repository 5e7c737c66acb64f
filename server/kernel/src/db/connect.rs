//! What sqlx is told about connections.

use std::io::ErrorKind;
use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection, PgConnection, PgPool};

use crate::error::Error;
use crate::secret::Secret;

use super::error::{setup, unavailable};
use super::options::Options;

/// How one side connects. `setting` names the URL in messages.
pub(super) fn from_url(url: &Secret, setting: &str) -> Result<PgConnectOptions, Error> {
    // What sqlx says may hold the password, and it takes any scheme.
    let wrong = || setup(format!("{setting}: expected postgresql://user:password@host:port/database"));
    let of_postgres = ["postgresql://", "postgres://"].iter().any(|scheme| url.expose().starts_with(scheme));
    of_postgres.then(|| PgConnectOptions::from_str(url.expose()).ok()).flatten().ok_or_else(wrong)
}

/// What holds for every connection.
pub(super) fn tune(connect: PgConnectOptions, options: &Options) -> PgConnectOptions {
    let connect = connect
        .application_name("omni")
        // Poolers refuse this start-up parameter, and Postgres 12 and later need it no more.
        .extra_float_digits(None);
    if options.transaction_pooler { connect.statement_cache_capacity(0) } else { connect }
}

/// The pool of the app's connections; connects when first asked.
///
/// Connections are not tested before each use, which would cost every request a round trip: the first statement of a
/// transaction finds a dead one, and is then tried on another (see `Database::begin`).
pub(super) fn pool(connect: PgConnectOptions, options: &Options) -> PgPool {
    PgPoolOptions::new()
        .max_connections(options.pool_size.max(1))
        .acquire_timeout(options.acquire_timeout)
        .test_before_acquire(false)
        .connect_lazy_with(connect)
}

/// Between two tries to reach a database that is not there yet.
const PAUSE: Duration = Duration::from_millis(100);

/// One connection of the owner. Waits a while for a database that is just starting.
pub(super) async fn owner(connect: &PgConnectOptions, options: &Options) -> Result<PgConnection, Error> {
    let mut last = None;
    let connecting = async {
        loop {
            match PgConnection::connect_with(connect).await {
                Err(error) if is_passing(&error) => last = Some(error),
                outcome => return outcome,
            }
            tokio::time::sleep(PAUSE).await;
        }
    };
    match tokio::time::timeout(options.acquire_timeout, connecting).await {
        Ok(Ok(connection)) => Ok(connection),
        Ok(Err(error)) => Err(explain(connect, error)),
        Err(_) => Err(explain(connect, last.unwrap_or(sqlx::Error::PoolTimedOut))),
    }
}

/// Whether a database that is starting, or has no connection to spare, says so.
fn is_passing(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(error) => error.kind() == ErrorKind::ConnectionRefused,
        sqlx::Error::Database(refusal) => matches!(refusal.code().as_deref(), Some("57P03" | "53300")),
        _ => false,
    }
}

/// Why there is no connection, in words for the operator.
fn explain(connect: &PgConnectOptions, error: sqlx::Error) -> Error {
    match &error {
        sqlx::Error::Database(refusal) if !is_passing(&error) => {
            setup(format!("the database at {} refuses: {}", place(connect), refusal.message()))
                .with_source(error)
        }
        sqlx::Error::Configuration(_) | sqlx::Error::Tls(_) => {
            setup(format!("the database at {} cannot be reached: {error}", place(connect))).with_source(error)
        }
        _ => unavailable(format!("cannot connect to the database at {}", place(connect))).with_source(error),
    }
}

fn place(connect: &PgConnectOptions) -> String {
    match connect.get_socket() {
        Some(socket) => socket.display().to_string(),
        None => format!("{}:{}", connect.get_host(), connect.get_port()),
    }
}
