//! Postgres: its programs, the connection, its version, the app role, the migrations.

use omni_kernel::config::Config;
use omni_kernel::db::cluster::binaries;
use omni_kernel::db::{APP_ROLE, Database, Mode};
use omni_kernel::error::reason::DATABASE_UNAVAILABLE;
use omni_kernel::{Clock, Error};

use super::Finding;
use crate::domains::MIGRATIONS;
use crate::serve::database_options;

pub(super) async fn check(config: &Config, clock: &Clock) -> Vec<Finding> {
    let made = config.data_dir.join("postgres/cluster/PG_VERSION").exists();
    if config.database.url.is_none() && !made {
        return vec![match binaries::find(config.postgres.bin.as_deref(), None, None) {
            Ok(found) => Finding::ok(format!(
                "database: the first start makes a private one, with PostgreSQL {} of {}",
                found.major,
                found.directory.display()
            )),
            Err(error) => told(&error),
        }];
    }
    match Database::open(&database_options(config, Mode::Attach), clock.clone()).await {
        Ok(database) => {
            let findings = vec![answers(&database).await, migrations(&database).await];
            database.close().await;
            findings
        }
        Err(error) => vec![told(&error)],
    }
}

/// Asks as a request would: as the app role.
async fn answers(database: &Database) -> Finding {
    match database.check().await {
        Ok(version) if version.number / 10_000 < binaries::MINIMUM => Finding::fail(
            format!("database: PostgreSQL {}", version.text),
            format!("PostgreSQL {} or later is needed", binaries::MINIMUM),
        ),
        Ok(version) => {
            Finding::ok(format!("database: PostgreSQL {} answers as the role {APP_ROLE}", version.text))
        }
        Err(error) if error.internal_chain().iter().any(|cause| cause.contains(APP_ROLE)) => Finding::warn(
            format!("database: answers, but not as the role {APP_ROLE}"),
            "the first start makes the role and the tables, if the login may; else it says what to grant",
        ),
        Err(error) => told(&error),
    }
}

/// Asks the ledger, as the owner.
async fn migrations(database: &Database) -> Finding {
    match database.pending(MIGRATIONS).await {
        Ok(pending) if pending.is_empty() => Finding::ok("database: every migration is applied"),
        Ok(pending) => Finding::warn(
            format!("database: not yet applied: {}", pending.join(", ")),
            "the next start of this version applies them",
        ),
        Err(error) => told(&error),
    }
}

/// What the database layer says, with what only an operator may know.
fn told(error: &Error) -> Finding {
    let mut parts: Vec<String> =
        std::iter::once(error.message().to_owned()).chain(error.internal_chain()).collect();
    // An error often says what its source says.
    parts.dedup_by(|source, error| error.ends_with(source.as_str()));
    let cure = if error.reason() == &DATABASE_UNAVAILABLE {
        "start the Postgres at database.url (OMNI_DATABASE_URL), or correct host, port, user and password there"
    } else {
        "correct what is named, then run this again"
    };
    Finding::fail(format!("database: {}", parts.join(": ")), cure)
}
