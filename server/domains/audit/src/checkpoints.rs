//! Checkpoints: when they are signed, and how they get to where they are copied from to other machines.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use omni_audit_chain::Signed;
use omni_kernel::db::TenantTx;
use omni_kernel::ports::TenantDirectory;
use omni_kernel::{Environment, Error, Scope};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep, sleep_until};

use crate::file;
use crate::store;
use crate::store::chain::{Ends, Head};
use crate::trail::{Parts, Trail};

/// How long a new checkpoint may wait for others to be written with it, and for its transaction to end.
const SOON: Duration = Duration::from_secs(1);
/// After how long what could not be published is tried again.
const AGAIN: Duration = Duration::from_mins(1);
/// Checkpoints written in one go.
const BATCH: i64 = 500;

/// The chains with checkpoints that were signed a moment ago. Only so that they are published soon: what is forgotten here
/// is found in the database at the interval.
#[derive(Debug, Default)]
pub(crate) struct Fresh {
    chains: Mutex<HashSet<Scope>>,
    wake: Notify,
    failures: Arc<AtomicU64>,
}

impl Fresh {
    pub(crate) fn add(&self, scope: Scope) {
        self.chains.lock().unwrap_or_else(PoisonError::into_inner).insert(scope);
        self.wake.notify_one();
    }

    fn take(&self) -> HashSet<Scope> {
        std::mem::take(&mut *self.chains.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn failures(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.failures)
    }
}

/// Whether a checkpoint is due when a chain grows: every so many entries, and while it is younger than that whenever it has
/// grown by an eighth, so that of a young log, too, not much can be cut off unseen.
pub(crate) fn due(every: u64, before: u64, after: u64) -> bool {
    let eighth = (1 << after.max(1).ilog2()) / 8;
    let stride = eighth.clamp(1, every.max(1));
    after / stride > before / stride
}

impl Trail {
    /// Signs checkpoints at the interval and publishes all, until the last clone of the log is dropped.
    pub fn sign_checkpoints(&self, tenants: Arc<dyn TenantDirectory>) {
        let (parts, fresh) = (Arc::downgrade(&self.parts), Arc::clone(&self.parts.fresh));
        tokio::spawn(run(parts, fresh, tenants, self.parts.settings.checkpoint_interval));
    }

    /// Signs a checkpoint of every chain that has grown since the last one that was published, where that is old enough,
    /// and publishes what is not published yet; gives what was.
    ///
    /// # Errors
    /// `DATABASE_UNAVAILABLE`, and when the file cannot be written; then the next call publishes it.
    pub async fn checkpoint(&self, tenants: &dyn TenantDirectory) -> Result<Vec<Signed>, Error> {
        self.parts.checkpoint(tenants).await
    }
}

async fn run(parts: Weak<Parts>, fresh: Arc<Fresh>, tenants: Arc<dyn TenantDirectory>, interval: Duration) {
    // What an earlier server did not get to is not kept waiting.
    let mut next = Instant::now() + interval.min(AGAIN);
    loop {
        let all = tokio::select! {
            () = sleep_until(next) => true,
            () = fresh.wake.notified() => {
                sleep(SOON).await;
                false
            }
        };
        let Some(parts) = parts.upgrade() else { return };
        if all {
            next = Instant::now() + interval;
        }
        let done =
            if all { parts.checkpoint(&*tenants).await.map(drop) } else { parts.publish_fresh().await };
        if let Err(error) = done {
            tracing::warn!(
                ?error,
                "checkpoints of the audit log could not be published; the next try is in a minute"
            );
            next = next.min(Instant::now() + AGAIN);
        }
    }
}

impl Parts {
    async fn checkpoint(&self, tenants: &dyn TenantDirectory) -> Result<Vec<Signed>, Error> {
        let (mut published, mut failed) = (Vec::new(), None);
        for tenant in tenants.tenants().await? {
            for environment in [Environment::Live, Environment::Test] {
                let scope = Scope { tenant, environment };
                let done = self.sign_due(scope).await;
                match done.and(self.publish(scope).await) {
                    Ok(some) => published.extend(some),
                    Err(error) => failed = Some(error),
                }
            }
        }
        failed.map_or(Ok(published), Err)
    }

    /// Publishes what was signed a moment ago.
    pub(crate) async fn publish_fresh(&self) -> Result<(), Error> {
        let mut outcome = Ok(());
        for scope in self.fresh.take() {
            outcome = self.publish(scope).await.map(drop).and(outcome);
        }
        outcome
    }

    /// A checkpoint of the end of a chain that somebody has just verified.
    pub(crate) async fn checkpoint_now(&self, scope: Scope, head: Head) -> Result<Signed, Error> {
        let mut tx = self.database.begin(&scope).await?;
        let signed = self.sign(&mut tx, head).await?;
        tx.commit().await?;
        if let Err(error) = self.publish(scope).await {
            tracing::warn!(
                ?error,
                "a checkpoint of the audit log could not be published; it will be tried again"
            );
        }
        Ok(signed)
    }

    /// Signs a checkpoint of the end of a chain that has grown since the last one that was published, where that is old
    /// enough.
    async fn sign_due(&self, scope: Scope) -> Result<(), Error> {
        let mut tx = self.database.begin(&scope).await?;
        let before = store::publications::lock(&mut tx).await?;
        let Ends { head, last: (last, table) } = store::chain::ends(&mut tx).await?;
        if last > head.sequence {
            let (tenant, environment) = (scope.tenant, scope.environment.as_str());
            tracing::error!(%tenant, environment, last, table, head = head.sequence,
                "an audit log was cut off or its head set back; verify it");
            return Ok(());
        }
        // Other servers sign, too; a little early is not too early.
        let (now, interval) = (self.clock.now(), self.settings.checkpoint_interval.mul_f64(0.9));
        let old_enough = before.is_none_or(|before| {
            Duration::try_from(now.duration_since(before.time)).is_ok_and(|passed| passed >= interval)
        });
        if old_enough && head.sequence > before.map_or(0, |before| before.sequence) {
            self.sign(&mut tx, head).await?;
        }
        tx.commit().await
    }

    /// Writes the checkpoints of a chain that were not written yet to where they are copied from to other machines.
    /// Marked only then, so that a crash loses none.
    async fn publish(&self, scope: Scope) -> Result<Vec<Signed>, Error> {
        let mut tx = self.database.begin(&scope).await?;
        let before = store::publications::lock(&mut tx).await?;
        let published = self.write(&mut tx, before.map_or(0, |before| before.sequence)).await?;
        tx.commit().await?;
        Ok(published)
    }

    async fn write(&self, tx: &mut TenantTx, mut after: u64) -> Result<Vec<Signed>, Error> {
        let mut all = Vec::new();
        loop {
            let some = store::checkpoints::list(tx, after, BATCH).await?;
            let Some(last) = some.last() else { break };
            after = last.checkpoint.sequence;
            self.add_to_file(some.clone()).await.inspect_err(|_| {
                self.fresh.failures.fetch_add(1, Ordering::Relaxed);
            })?;
            all.extend(some);
        }
        if !all.is_empty() {
            store::publications::mark(tx, after, self.clock.now()).await?;
        }
        Ok(all)
    }

    async fn add_to_file(&self, signed: Vec<Signed>) -> Result<(), Error> {
        let Some(path) = self.settings.checkpoint_file.clone() else { return Ok(()) };
        let failed = format!("the checkpoints cannot be written to {}", path.display());
        let written = tokio::task::spawn_blocking(move || file::append(&path, &signed)).await;
        written
            .map_err(std::io::Error::other)
            .flatten()
            .map_err(|error| Error::internal(failed).with_source(error))
    }

    /// The checkpoints of a chain that this server finds in its file.
    pub(crate) async fn in_file(&self, scope: Scope) -> Vec<Signed> {
        let Some(path) = self.settings.checkpoint_file.clone() else { return Vec::new() };
        let read = tokio::task::spawn_blocking(move || file::read(&path, scope)).await;
        read.map_err(std::io::Error::other).flatten().unwrap_or_else(|error| {
            tracing::warn!(%error, "the file of audit checkpoints cannot be read; a verification goes without it");
            Vec::new()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::due;

    #[test]
    fn a_young_log_is_signed_often_and_an_old_one_every_so_many_entries() {
        let signed = |every, length| (1..=length).filter(|at| due(every, at - 1, *at)).collect::<Vec<u64>>();
        assert_eq!(signed(1000, 20), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20]);
        let late: Vec<_> = signed(1000, 20_000).into_iter().filter(|at| *at > 8_192).collect();
        assert_eq!(late, (9..=20).map(|at| at * 1000).collect::<Vec<_>>());
        assert_eq!(signed(3, 40).into_iter().filter(|at| *at > 32).collect::<Vec<_>>(), [33, 36, 39]);
        for length in 16..8_000 {
            let last = *signed(1000, length).last().unwrap();
            assert!((length - last) * 8 <= length, "{length}: the last one is of {last}");
        }
        // Several in one transaction.
        assert!(due(1000, 8_999, 9_005) && !due(1000, 9_005, 9_999));
    }
}
