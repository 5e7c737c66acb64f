//! Counters of failed attempts, in transactions of any kind.

use std::collections::HashMap;

use jiff::Timestamp;
use omni_kernel::Error;
use omni_kernel::db::{RawTx, Time};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::time;
use crate::crypto::token::Hash;

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counter {
    pub(crate) kind: &'static str,
    pub(crate) subject: Hash,
    /// A window that began before this is over, and counting starts anew.
    pub(crate) since: Timestamp,
    /// Its window begins anew with every count.
    pub(crate) renewed: bool,
}

/// How it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) attempts: i64,
    /// When the window began.
    pub(crate) window_time: Timestamp,
    /// When the last failure was counted.
    pub(crate) last_time: Timestamp,
}

type Columns<'a> = (Vec<&'static str>, Vec<&'a [u8]>, Vec<Time>);

fn columns(counters: &[Counter]) -> Columns<'_> {
    let kinds = counters.iter().map(|counter| counter.kind).collect();
    let subjects = counters.iter().map(|counter| counter.subject.as_slice()).collect();
    (kinds, subjects, counters.iter().map(|counter| Time(counter.since)).collect())
}

/// The counts, by kind; one that is not there is nought.
pub(crate) async fn read(tx: &mut RawTx, counters: &[Counter]) -> Result<HashMap<String, Count>, Error> {
    let (kinds, subjects, since) = columns(counters);
    let rows = sqlx::query(
        "SELECT a.kind, a.count, a.window_time, a.last_time \
         FROM unnest($1::text[], $2::bytea[], $3::timestamptz[]) AS c(kind, subject, since) \
         JOIN attempts a ON a.kind = c.kind AND a.subject = c.subject AND a.window_time > c.since",
    )
    .bind(kinds)
    .bind(subjects)
    .bind(since)
    .fetch_all(tx)
    .await?;
    rows.iter().map(|row| Ok((row.try_get("kind")?, count(row)?))).collect()
}

/// Counts `by` more on each. Gives the counts after it, by kind.
pub(crate) async fn add(
    tx: &mut RawTx,
    counters: &[Counter],
    by: i64,
    now: Timestamp,
) -> Result<HashMap<String, Count>, Error> {
    let changes: Vec<_> = counters.iter().map(|counter| (counter, by)).collect();
    change(tx, &changes, by > 0, now).await
}

/// Counts on each what belongs to it, in one statement and always in one order, so that no count is lost and nobody waits
/// in a circle; none goes below nought. `failed`: it is the time of a failure. Gives the counts after it, by kind.
pub(crate) async fn change(
    tx: &mut RawTx,
    changes: &[(&Counter, i64)],
    failed: bool,
    now: Timestamp,
) -> Result<HashMap<String, Count>, Error> {
    let kinds: Vec<_> = changes.iter().map(|(counter, _)| counter.kind).collect();
    let subjects: Vec<_> = changes.iter().map(|(counter, _)| counter.subject.as_slice()).collect();
    let since: Vec<_> = changes.iter().map(|(counter, _)| Time(counter.since)).collect();
    let by: Vec<_> = changes.iter().map(|(_, by)| *by).collect();
    let renewed: Vec<_> = changes.iter().map(|(counter, by)| counter.renewed && *by > 0).collect();
    let rows = sqlx::query(
        "INSERT INTO attempts AS a (kind, subject, count, window_time, last_time) \
         SELECT c.kind, c.subject, greatest(c.by, 0), $6, $6 \
         FROM unnest($1::text[], $2::bytea[], $4::bigint[]) AS c(kind, subject, by) ORDER BY c.kind, c.subject \
         ON CONFLICT (kind, subject) DO UPDATE SET \
         count = greatest(0, CASE WHEN a.window_time > ($3::timestamptz[])[array_position($1::text[], a.kind)] \
                                  THEN a.count ELSE 0 END + ($4::bigint[])[array_position($1::text[], a.kind)]), \
         window_time = CASE WHEN a.window_time > ($3::timestamptz[])[array_position($1::text[], a.kind)] \
                                 AND NOT ($5::boolean[])[array_position($1::text[], a.kind)] \
                            THEN a.window_time ELSE $6 END, \
         last_time = CASE WHEN $7 THEN greatest(a.last_time, $6) ELSE a.last_time END \
         RETURNING a.kind, a.count, a.window_time, a.last_time",
    )
    .bind(kinds)
    .bind(subjects)
    .bind(since)
    .bind(by)
    .bind(renewed)
    .bind(Time(now))
    .bind(failed)
    .fetch_all(tx)
    .await?;
    rows.iter().map(|row| Ok((row.try_get("kind")?, count(row)?))).collect()
}

/// Starts counters anew.
pub(crate) async fn clear(tx: &mut RawTx, counters: &[Counter]) -> Result<(), Error> {
    let (kinds, subjects, _) = columns(counters);
    sqlx::query(
        "DELETE FROM attempts a USING unnest($1::text[], $2::bytea[]) AS c(kind, subject) \
         WHERE a.kind = c.kind AND a.subject = c.subject",
    )
    .bind(kinds)
    .bind(subjects)
    .execute(tx)
    .await?;
    Ok(())
}

/// Removes counters that nobody has counted on since; gives the number.
pub(crate) async fn purge(tx: &mut RawTx, before: Timestamp) -> Result<u64, Error> {
    let gone =
        sqlx::query("DELETE FROM attempts WHERE last_time < $1").bind(Time(before)).execute(tx).await?;
    Ok(gone.rows_affected())
}

fn count(row: &PgRow) -> Result<Count, sqlx::Error> {
    Ok(Count {
        attempts: row.try_get("count")?,
        window_time: time(row, "window_time")?,
        last_time: time(row, "last_time")?,
    })
}
