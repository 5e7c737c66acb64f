//! Migrations and their ledger.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::clock::Clock;
use crate::error::Error;

use super::error::setup;
use super::time::Time;
use super::{Applied, Migration, Migrations, roles};

/// What every domain's tables stand on; applied before them.
pub(super) static FOUNDATION: Migrations = Migrations {
    domain: "kernel",
    files: &[
        Migration::new(
            "0001_foundation",
            include_str!("migrations/0001_foundation.up.sql"),
            include_str!("migrations/0001_foundation.down.sql"),
        ),
        Migration::new(
            "0002_idempotency",
            include_str!("migrations/0002_idempotency.up.sql"),
            include_str!("migrations/0002_idempotency.down.sql"),
        ),
        Migration::new(
            "0003_data_keys",
            include_str!("migrations/0003_data_keys.up.sql"),
            include_str!("migrations/0003_data_keys.down.sql"),
        ),
    ],
};

/// One server migrates at a time. A transaction's lock, since a pooler may not keep a session's. What is there already
/// is as it should be, so notices about it are not asked for.
const BEGIN: &str = "BEGIN; SELECT set_config('search_path', 'omni, pg_temp', true), \
                     set_config('statement_timeout', '0', true), set_config('client_min_messages', 'warning', true); \
                     SELECT pg_advisory_xact_lock(7453010365038752873)";

/// For a look at the ledger, which waits for nobody.
const BEGIN_READING: &str = "BEGIN READ ONLY; SELECT set_config('search_path', 'omni, pg_temp', true)";

/// Applied migrations by domain and version.
type Ledger = BTreeMap<(String, u32), Vec<u8>>;

/// Prepares the database and applies what is pending, each migration in a transaction of its own.
pub(super) async fn run(
    connection: &mut PgConnection,
    sets: &[&'static Migrations],
    app_login: Option<&str>,
    clock: &Clock,
) -> Result<Applied, Error> {
    let sets = with_foundation(sets);
    let mut tx = connection.begin_with(BEGIN).await?;
    roles::prepare(&mut tx, app_login).await?;
    let ledger = read(&mut tx).await?;
    tx.commit().await?;
    let mut applied = Applied { now: Vec::new(), before: ledger.len() };
    if missing(&sets, &ledger)?.is_empty() {
        return Ok(applied);
    }
    loop {
        let mut tx = connection.begin_with(BEGIN).await?;
        // Read again under the lock: another server may have gone on meanwhile.
        let ledger = read(&mut tx).await?;
        let Some(&(set, migration)) = missing(&sets, &ledger)?.first() else { return Ok(applied) };
        let title = set.title(migration);
        sqlx::raw_sql(AssertSqlSafe(migration.up.to_owned()))
            .execute(&mut *tx)
            .await
            .map_err(|error| setup(format!("migration {title} failed: {error}")).with_source(error))?;
        enter(&mut tx, set, migration, clock).await?;
        tx.commit().await?;
        tracing::info!(migration = title, "applied a migration");
        applied.now.push(title);
    }
}

/// What [`run`] would apply, in order; changes nothing.
pub(super) async fn pending(
    connection: &mut PgConnection,
    sets: &[&'static Migrations],
) -> Result<Vec<String>, Error> {
    let mut tx = connection.begin_with(BEGIN_READING).await?;
    let kept: bool = sqlx::query_scalar("SELECT to_regclass('omni.migrations') IS NOT NULL")
        .persistent(false)
        .fetch_one(&mut *tx)
        .await?;
    // Before the first start there is no ledger.
    let ledger = if kept { read(&mut tx).await? } else { Ledger::new() };
    tx.rollback().await?;
    let missing = missing(&with_foundation(sets), &ledger)?;
    Ok(missing.into_iter().map(|(set, migration)| set.title(migration)).collect())
}

/// Takes back the last applied of these migrations.
pub(super) async fn revert(
    connection: &mut PgConnection,
    sets: &[&'static Migrations],
) -> Result<Option<String>, Error> {
    let sets = with_foundation(sets);
    let mut tx = connection.begin_with(BEGIN).await?;
    let ledger = read(&mut tx).await?;
    let last = sets
        .iter()
        .flat_map(|set| set.files.iter().map(move |file| (set, file)))
        .rfind(|(set, file)| ledger.contains_key(&(set.domain.to_owned(), file.version)));
    let Some((set, migration)) = last else { return Ok(None) };
    let title = set.title(migration);
    sqlx::raw_sql(AssertSqlSafe(migration.down.to_owned()))
        .execute(&mut *tx)
        .await
        .map_err(|error| setup(format!("taking back {title} failed: {error}")).with_source(error))?;
    sqlx::query("DELETE FROM migrations WHERE domain = $1 AND version = $2")
        .persistent(false)
        .bind(set.domain)
        .bind(number(migration)?)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(Some(title))
}

fn with_foundation(sets: &[&'static Migrations]) -> Vec<&'static Migrations> {
    std::iter::once(&FOUNDATION).chain(sets.iter().copied()).collect()
}

async fn read(connection: &mut PgConnection) -> Result<Ledger, Error> {
    let rows: Vec<(String, i32, Vec<u8>)> =
        sqlx::query_as("SELECT domain, version, sha256 FROM migrations ORDER BY domain, version")
            .persistent(false)
            .fetch_all(connection)
            .await?;
    Ok(rows
        .into_iter()
        .map(|(domain, version, hash)| ((domain, u32::try_from(version).unwrap_or_default()), hash))
        .collect())
}

async fn enter(
    connection: &mut PgConnection,
    set: &Migrations,
    migration: &Migration,
    clock: &Clock,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO migrations (domain, version, name, sha256, applied_at) VALUES ($1, $2, $3, $4, $5)",
    )
    .persistent(false)
    .bind(set.domain)
    .bind(number(migration)?)
    .bind(migration.name)
    .bind(migration.hash())
    .bind(Time(clock.now()))
    .execute(connection)
    .await?;
    Ok(())
}

fn number(migration: &Migration) -> Result<i32, Error> {
    i32::try_from(migration.version).map_err(|_| setup("a migration's version is beyond 2^31"))
}

/// The migrations that are not in the ledger, in order.
///
/// # Errors
/// When one that was applied has changed since, or one is missing below those that were applied. A ledger that is ahead
/// of this binary is no error: a newer version runs beside it during an update.
fn missing<'a>(
    sets: &[&'a Migrations],
    ledger: &Ledger,
) -> Result<Vec<(&'a Migrations, &'a Migration)>, Error> {
    let mut missing = Vec::new();
    for set in sets {
        let newest =
            ledger.keys().filter(|(domain, _)| domain == set.domain).map(|(_, version)| *version).max();
        for migration in set.files {
            match ledger.get(&(set.domain.to_owned(), migration.version)) {
                Some(hash) if *hash == migration.hash() => {}
                Some(_) => {
                    return Err(setup(format!(
                        "migration {} was changed after it had been applied; put its file back and write a new one",
                        set.title(migration)
                    )));
                }
                None if newest.is_some_and(|newest| newest > migration.version) => {
                    return Err(setup(format!(
                        "migration {} is missing below one that was applied; migrations are only added at the end",
                        set.title(migration)
                    )));
                }
                None => missing.push((*set, migration)),
            }
        }
    }
    Ok(missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    static ONE: Migration = Migration { version: 1, name: "one", up: "SELECT 1", down: "" };
    static TWO: Migration = Migration { version: 2, name: "two", up: "SELECT 2", down: "" };
    static SET: Migrations = Migrations {
        domain: "things",
        files: &[
            Migration { version: 1, name: "one", up: "SELECT 1", down: "" },
            Migration { version: 2, name: "two", up: "SELECT 2", down: "" },
        ],
    };

    fn ledger(entries: &[(u32, &Migration)]) -> Ledger {
        entries.iter().map(|(version, file)| (("things".to_owned(), *version), file.hash())).collect()
    }

    #[test]
    fn what_is_not_in_the_ledger_is_missing_in_order() {
        assert_eq!(missing(&[&SET], &ledger(&[])).unwrap(), [(&SET, &ONE), (&SET, &TWO)]);
        assert_eq!(missing(&[&SET], &ledger(&[(1, &ONE)])).unwrap(), [(&SET, &TWO)]);
        assert_eq!(missing(&[&SET], &ledger(&[(1, &ONE), (2, &TWO), (3, &ONE)])).unwrap(), []);
    }

    #[test]
    fn a_changed_one_and_a_gap_are_refused_by_name() {
        let changed = missing(&[&SET], &ledger(&[(1, &TWO)])).unwrap_err();
        assert!(changed.message().contains("things/0001_one"), "{changed}");
        let gap = missing(&[&SET], &ledger(&[(2, &TWO)])).unwrap_err();
        assert!(gap.message().contains("things/0001_one"), "{gap}");
    }
}
