//! The time of last use, written behind the backs of requests.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};
use omni_kernel::db::Database;
use omni_kernel::{Error, KeyId, Scope};
use tokio::sync::mpsc;

use crate::store;

/// How exact the time of last use is.
const EXACT_TO: SignedDuration = SignedDuration::from_mins(1);

/// Uses that wait to be written; beyond them they are dropped, and noted a minute later.
const QUEUE: usize = 1024;

/// One use of a key.
#[derive(Debug)]
struct Use {
    scope: Scope,
    id: KeyId,
    time: Timestamp,
}

/// Takes uses without waiting. The writer ends when the last of these is dropped.
#[derive(Debug, Clone)]
pub(crate) struct UsageLog(mpsc::Sender<Use>);

/// When a use of one key was noted last, in microseconds of the Unix epoch.
#[derive(Debug)]
pub(crate) struct LastUse(AtomicI64);

impl LastUse {
    pub(crate) fn new(time: Option<Timestamp>) -> Self {
        Self(AtomicI64::new(time.map_or(i64::MIN, Timestamp::as_microsecond)))
    }

    /// Whether this use is the one to note; says so to one caller a minute.
    fn is_due(&self, now: Timestamp) -> bool {
        let (last, now) = (self.0.load(Ordering::Relaxed), now.as_microsecond());
        i128::from(now) - i128::from(last) >= EXACT_TO.as_micros()
            && self.0.compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }
}

impl UsageLog {
    /// Starts the writer on the current runtime.
    pub(crate) fn start(database: Database) -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        tokio::spawn(write(database, receiver));
        Self(sender)
    }

    /// Has a use written, if the last one was noted long enough ago.
    pub(crate) fn note(&self, last: &LastUse, scope: Scope, id: KeyId, now: Timestamp) {
        if last.is_due(now) && self.0.try_send(Use { scope, id, time: now }).is_err() {
            tracing::debug!(key = %id, "the time of last use was not noted; the queue is full");
        }
    }
}

async fn write(database: Database, mut uses: mpsc::Receiver<Use>) {
    while let Some(one) = uses.recv().await {
        if let Err(error) = write_one(&database, &one).await {
            tracing::warn!(key = %one.id, ?error, "the time of last use was not written");
        }
    }
}

async fn write_one(database: &Database, one: &Use) -> Result<(), Error> {
    let mut tx = database.begin(&one.scope).await?;
    let unless_after = one.time.saturating_sub(EXACT_TO).unwrap_or(Timestamp::MIN);
    store::note_use(&mut tx, one.id, one.time, unless_after).await?;
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_use_a_minute_is_due() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let last = LastUse::new(None);
        let due: Vec<bool> = [0, 0, 59, 60, 61, 119, 120].map(|second| last.is_due(at(second))).into();
        assert_eq!(due, [true, false, false, true, false, false, true]);
        assert!(!LastUse::new(Some(at(100))).is_due(at(130)));
    }
}
