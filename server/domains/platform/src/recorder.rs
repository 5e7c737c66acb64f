//! Keeps failed requests in the background.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use omni_kernel::db::Database;
use omni_kernel::ports::{Failure, FailureLog, TenantDirectory};
use omni_kernel::{Clock, Environment, Error, Scope};
use serde_json::Value as Json;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::model::FailedRequest;
use crate::store;

/// How long a look-up waits for what was recorded before it.
const SETTLE: Duration = Duration::from_secs(1);
/// How often expired failures are deleted.
const PURGE_EVERY: Duration = Duration::from_hours(1);

/// What waits in the queue.
#[derive(Debug)]
enum Entry {
    Failure(Timestamp, Box<Failure>),
    /// Answered once everything before it is written.
    Mark(oneshot::Sender<()>),
}

/// Takes failures from requests and writes them behind their backs.
#[derive(Debug, Clone)]
pub struct Recorder {
    queue: mpsc::Sender<Entry>,
    clock: Clock,
    dropped: Arc<AtomicU64>,
}

impl Recorder {
    /// Starts the writer. It ends when every `Recorder` is dropped and the queue is written, which the handle waits for.
    pub fn start(
        database: Database,
        tenants: Arc<dyn TenantDirectory>,
        clock: Clock,
        keep: Duration,
        queue: usize,
    ) -> (Self, JoinHandle<()>) {
        let (sender, receiver) = mpsc::channel(queue.max(1));
        let writer = Writer { database, tenants, clock: clock.clone(), keep };
        let handle = tokio::spawn(writer.run(receiver));
        (Self { queue: sender, clock, dropped: Arc::default() }, handle)
    }

    /// Waits, a moment at most, until what was recorded before is written: a caller who looks up the failure it was just
    /// told of should find it.
    pub(crate) async fn settle(&self) {
        let (mark, reached) = oneshot::channel();
        let wait = async {
            if self.queue.send(Entry::Mark(mark)).await.is_ok() {
                // The writer may end first; then there is nothing to wait for.
                let _ = reached.await;
            }
        };
        if tokio::time::timeout(SETTLE, wait).await.is_err() {
            tracing::debug!("a look-up of a failed request did not wait for the writer any longer");
        }
    }

    /// The recorder's counts. They may be kept when the recorder is gone, and do not keep it.
    pub fn counts(&self) -> Counts {
        Counts(Arc::clone(&self.dropped))
    }
}

/// What a recorder counts.
#[derive(Debug, Clone)]
pub struct Counts(Arc<AtomicU64>);

impl Counts {
    /// How many failures were dropped because the queue was full.
    pub fn dropped(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl FailureLog for Recorder {
    fn record(&self, failure: Failure) {
        if self.queue.try_send(Entry::Failure(self.clock.now(), Box::new(failure))).is_err() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }
}

struct Writer {
    database: Database,
    tenants: Arc<dyn TenantDirectory>,
    clock: Clock,
    keep: Duration,
}

impl Writer {
    async fn run(self, mut queue: mpsc::Receiver<Entry>) {
        let mut purge = tokio::time::interval(PURGE_EVERY);
        loop {
            tokio::select! {
                received = queue.recv() => {
                    match received {
                        None => return,
                        Some(Entry::Mark(reached)) => drop(reached.send(())),
                        Some(Entry::Failure(time, failure)) => {
                            let scope = failure.scope;
                            if let Err(error) = self.save(scope, self.kept(time, *failure)).await {
                                tracing::warn!(?error, "a failed request could not be kept");
                            }
                        }
                    }
                }
                _ = purge.tick() => {
                    if let Err(error) = self.purge().await {
                        tracing::warn!(?error, "expired failed requests could not be deleted; the next try is in an hour");
                    }
                }
            }
        }
    }

    fn kept(&self, time: Timestamp, failure: Failure) -> FailedRequest {
        FailedRequest {
            request_id: failure.request_id.as_str().to_owned(),
            method: failure.method,
            code: failure.code.to_owned(),
            reason: failure.reason,
            message: storable(failure.message),
            request: failure.request.map(storable_json),
            details: failure.details.into_iter().map(storable_json).collect(),
            chain: failure.chain.into_iter().map(storable).collect(),
            fail_time: time,
            expire_time: time.saturating_add(self.keep).unwrap_or(Timestamp::MAX),
        }
    }

    async fn save(&self, scope: Scope, failed: FailedRequest) -> Result<(), Error> {
        let mut tx = self.database.begin(&scope).await?;
        store::save(&mut tx, &failed).await?;
        tx.commit().await
    }

    async fn purge(&self) -> Result<(), Error> {
        for tenant in self.tenants.tenants().await? {
            for environment in [Environment::Live, Environment::Test] {
                let mut tx = self.database.begin(&Scope { tenant, environment }).await?;
                store::purge(&mut tx, self.clock.now()).await?;
                tx.commit().await?;
            }
        }
        Ok(())
    }
}

/// Postgres keeps no NUL in a text; it is kept as JSON escapes it.
fn storable(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "\\u0000") } else { text }
}

fn storable_json(json: Json) -> Json {
    match json {
        Json::String(text) => Json::String(storable(text)),
        Json::Array(items) => Json::Array(items.into_iter().map(storable_json).collect()),
        Json::Object(entries) => {
            let entries = entries.into_iter().map(|(key, value)| (storable(key), storable_json(value)));
            Json::Object(entries.collect())
        }
        other => other,
    }
}
