//! The way out of the queue.
//!
//! A message is claimed for a while in one short transaction, delivered outside of any, and removed in another. A server
//! that is killed in between leaves it in the queue, and another attempt begins when the claim has run out: it may come
//! twice, with one `Message-ID`, and is never lost.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use omni_kernel::Error;
use omni_kernel::db::Database;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, sleep, timeout};

use crate::backoff;
use crate::counts::Counts;
use crate::letter::Letter;
use crate::queue::Queue;
use crate::store::{self, Claimed};
use crate::transport::{Failure, Transport};

/// How often the queue is looked at while nothing is due.
const POLL: Duration = Duration::from_millis(500);
/// The longest pause while the mail server cannot be used at all.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// How long a claim outlasts the delivery.
const MARGIN: Duration = Duration::from_secs(10);
/// How often the queue is counted.
const COUNT_EVERY: Duration = Duration::from_secs(15);
/// Deliveries at the same time.
const DELIVERIES: usize = 4;

/// How messages are treated on their way.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// How long one delivery may take.
    pub timeout: Duration,
    /// How long a message is tried again.
    pub give_up_after: Duration,
}

/// Delivers what is queued, until it is stopped. Several servers may work on one queue.
#[derive(Debug)]
pub struct Worker {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Worker {
    /// Starts to deliver on the current runtime.
    pub fn start(
        database: Database,
        queue: Queue,
        transport: Transport,
        settings: Settings,
        counts: Counts,
    ) -> Self {
        let (stop, told) = watch::channel(false);
        let desk = Desk { database, queue, transport, settings, counts };
        Self { stop, task: tokio::spawn(run(Arc::new(desk), told)) }
    }

    /// Lets the deliveries that are under way end, within `limit`, and begins no other. What is queued stays so.
    pub async fn stop(mut self, limit: Duration) {
        let _ = self.stop.send(true);
        if timeout(limit, &mut self.task).await.is_err() {
            tracing::warn!("mail was still being delivered at the end; what was not confirmed is sent again");
            self.task.abort();
        }
    }
}

/// What a delivery needs.
struct Desk {
    database: Database,
    queue: Queue,
    transport: Transport,
    settings: Settings,
    counts: Counts,
}

async fn run(desk: Arc<Desk>, mut told: watch::Receiver<bool>) {
    let permits = Arc::new(Semaphore::new(DELIVERIES));
    let mut deliveries: JoinSet<Outcome> = JoinSet::new();
    let (mut pause, mut counted) = (POLL, None::<Instant>);
    loop {
        let idle = tokio::select! {
            _ = told.changed() => break,
            Some(ended) = deliveries.join_next() => {
                let unusable = matches!(ended, Ok(Outcome::Unusable));
                pause = if unusable { (pause * 2).min(LONGEST_PAUSE) } else { POLL };
                unusable
            }
            Ok(permit) = Arc::clone(&permits).acquire_owned() => !begin(&desk, permit, &mut deliveries).await,
        };
        if !idle {
            continue;
        }
        if counted.is_none_or(|at| at.elapsed() >= COUNT_EVERY) {
            counted = Some(Instant::now());
            desk.count().await;
        }
        tokio::select! {
            _ = told.changed() => break,
            () = sleep(pause) => {}
        }
    }
    while deliveries.join_next().await.is_some() {}
}

/// Begins to deliver the next message; whether there is one.
async fn begin(desk: &Arc<Desk>, permit: OwnedSemaphorePermit, deliveries: &mut JoinSet<Outcome>) -> bool {
    match desk.claim().await {
        Ok(Some(claimed)) => {
            let desk = Arc::clone(desk);
            deliveries.spawn(async move {
                let _permit = permit;
                desk.deliver(claimed).await
            });
            true
        }
        Ok(None) => false,
        Err(error) => {
            tracing::warn!(?error, "the mail queue could not be read");
            false
        }
    }
}

/// How a delivery ended, as far as the next one cares.
enum Outcome {
    Done,
    /// The mail server takes no message at all.
    Unusable,
}

impl Desk {
    async fn claim(&self) -> Result<Option<Claimed>, Error> {
        let now = self.queue.clock().now();
        let until = later(now, self.settings.timeout + MARGIN);
        let mut tx = self.database.begin_unscoped().await?;
        let claimed = store::claim(&mut tx, now, until).await?;
        tx.commit().await?;
        Ok(claimed)
    }

    async fn count(&self) {
        let counted = async {
            let mut tx = self.database.begin_unscoped().await?;
            store::count(&mut tx).await
        };
        match counted.await {
            Ok(number) => self.counts.see_queued(number),
            Err(error) => tracing::debug!(?error, "the mail queue could not be counted"),
        }
    }

    async fn deliver(&self, claimed: Claimed) -> Outcome {
        let Err(failure) = self.attempt(&claimed).await else {
            self.counts.add_sent();
            self.remove(&claimed).await;
            return Outcome::Done;
        };
        self.counts.add_failed();
        let now = self.queue.clock().now();
        let end = later(claimed.enqueue_time, self.settings.give_up_after);
        let outcome = if failure.unusable { Outcome::Unusable } else { Outcome::Done };
        let (mail, purpose, attempt) = (claimed.id, &claimed.purpose, claimed.attempt);
        if failure.permanent || now >= end {
            self.counts.add_given_up();
            tracing::error!(%mail, purpose, attempt, error = failure.kind, detail = failure.detail, "a mail was given up");
            self.remove(&claimed).await;
            return outcome;
        }
        let next = later(now, backoff::after(attempt, self.queue.rng())).min(end);
        tracing::warn!(%mail, purpose, attempt, error = failure.kind, detail = failure.detail, next = %next, "a mail was not delivered yet");
        if let Err(error) = self.postpone(&claimed, next, failure.kind).await {
            tracing::warn!(%mail, ?error, "the next attempt of a mail was not noted; it begins when the claim has run out");
        }
        outcome
    }

    async fn attempt(&self, claimed: &Claimed) -> Result<(), Failure> {
        let content = self.queue.open(claimed).map_err(|error| Failure::ours("sealed", &error))?;
        let letter = Letter {
            id: claimed.id,
            purpose: claimed.purpose.clone(),
            content,
            enqueue_time: claimed.enqueue_time,
        };
        match timeout(self.settings.timeout, self.transport.deliver(&letter)).await {
            Ok(delivered) => delivered,
            Err(_) => Err(Failure::unusable("timeout", "the delivery took longer than mail.timeout")),
        }
    }

    /// Takes a message out of the queue. One that stays is sent again, so that a database that is away for a moment is
    /// waited for.
    async fn remove(&self, claimed: &Claimed) {
        for pause in [100, 400, 1600] {
            let removed = async {
                let mut tx = self.database.begin_unscoped().await?;
                store::remove(&mut tx, claimed.id).await?;
                tx.commit().await
            };
            match removed.await {
                Ok(()) => return,
                Err(error) => tracing::warn!(mail = %claimed.id, ?error, "a mail is still in the queue"),
            }
            sleep(Duration::from_millis(pause)).await;
        }
        tracing::error!(mail = %claimed.id, "a mail that was delivered stays in the queue and is sent again");
    }

    async fn postpone(&self, claimed: &Claimed, next: Timestamp, error: &str) -> Result<(), Error> {
        let mut tx = self.database.begin_unscoped().await?;
        store::postpone(&mut tx, claimed, next, error).await?;
        tx.commit().await
    }
}

fn later(time: Timestamp, by: Duration) -> Timestamp {
    time.saturating_add(by).unwrap_or(Timestamp::MAX)
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk").field("transport", &self.transport).finish_non_exhaustive()
    }
}
