//! Durable quotas: what tenants use of each meter, and that they do not use more.
//!
//! A server sets a block of a hard quota aside in the counter, with one statement that never lets it pass the limit, and
//! hands it out by itself; only every block asks the database. What has no hard limit in the way is counted here and
//! written within a second. A server that dies takes the rest of its blocks with it, counted as used, and at most a
//! second of the other counts, uncounted.

mod bucket;
mod write;

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use omni_kernel::db::Database;
use omni_kernel::ports::{Enforcement, Period, Quota, QuotaState, UsageLedger, UsageNotices};
use omni_kernel::{Clock, Error, Scope};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::catalogue::{Catalogue, UNLIMITED_PERIOD};
use crate::error::exceeded;
use bucket::{Bucket, InHand};

/// How often what is counted here is written.
const EVERY: Duration = Duration::from_secs(1);
/// After how many seconds without use a block goes back.
const IDLE: i64 = 5;
/// After how many seconds without use a bucket is forgotten.
const FORGOTTEN: i64 = 60;
/// How long a counter that was used up is taken to be so without a look; others may give blocks back.
const USED_UP: jiff::SignedDuration = jiff::SignedDuration::from_secs(1);

const SHARDS: usize = 64;
type Shard = RwLock<HashMap<Key, Arc<Bucket>>>;

/// One count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    scope: Scope,
    meter: u16,
    period: Period,
}

/// The ledger of one server.
pub struct Ledger {
    database: Database,
    clock: Clock,
    notices: Arc<dyn UsageNotices>,
    names: Vec<Arc<str>>,
    meters: HashMap<Arc<str>, u16>,
    hasher: RandomState,
    shards: [Shard; SHARDS],
    /// Of periods that have ended, until they are written.
    ended: Mutex<Vec<(Key, Arc<Bucket>)>>,
    stop: Notify,
}

impl Ledger {
    /// The ledger of the catalogue's meters in a database. Nothing is written by itself; see [`Ledger::start`].
    pub fn new(
        database: Database,
        catalogue: &Catalogue,
        notices: Arc<dyn UsageNotices>,
        clock: Clock,
    ) -> Arc<Self> {
        let names: Vec<Arc<str>> = catalogue.meters.keys().cloned().collect();
        let meters = names.iter().cloned().zip(0..).collect();
        Arc::new(Self {
            database,
            clock,
            notices,
            names,
            meters,
            hasher: RandomState::new(),
            shards: std::array::from_fn(|_| Shard::default()),
            ended: Mutex::default(),
            stop: Notify::new(),
        })
    }

    /// Writes what is counted, every second until [`Ledger::stop`]. Must be called within a runtime.
    pub fn start(self: &Arc<Self>) -> JoinHandle<()> {
        let ledger = Arc::clone(self);
        tokio::spawn(async move {
            let mut ticks = tokio::time::interval(EVERY);
            ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            loop {
                tokio::select! {
                    _ = ticks.tick() => ledger.flush().await,
                    () = ledger.stop.notified() => break,
                }
            }
            ledger.settle_all().await;
        })
    }

    /// Has the writing end: everything is written and every block given back once more, then the task of
    /// [`Ledger::start`] ends.
    pub fn stop(&self) {
        self.stop.notify_one();
    }

    fn shard(&self, key: &Key) -> &Shard {
        let hash = self.hasher.hash_one(key);
        // Less than SHARDS.
        &self.shards[usize::try_from(hash % SHARDS as u64).unwrap_or_default()]
    }

    fn key(&self, scope: Scope, meter: &str, quota: Option<&Quota>) -> Result<Key, Error> {
        let meter = *self
            .meters
            .get(meter)
            .ok_or_else(|| Error::internal(format!("the meter {meter} is not in the tier catalogue")))?;
        Ok(Key { scope, meter, period: quota.map_or(UNLIMITED_PERIOD, |quota| quota.period) })
    }

    fn name(&self, key: &Key) -> &str {
        self.names.get(usize::from(key.meter)).map_or("", |name| name)
    }

    /// The bucket of the running period. One of a period that has ended makes way for it.
    fn bucket(&self, key: Key, now: Timestamp) -> Arc<Bucket> {
        let mut shard = self.shard(&key).write().unwrap_or_else(PoisonError::into_inner);
        if let Some(bucket) = shard.get(&key).filter(|bucket| now < bucket.end) {
            return Arc::clone(bucket);
        }
        let (start, end) = key.period.around(now);
        let bucket = Arc::new(Bucket::new(start, end));
        if let Some(old) = shard.insert(key, Arc::clone(&bucket)) {
            self.ended.lock().unwrap_or_else(PoisonError::into_inner).push((key, old));
        }
        bucket
    }

    async fn take_slowly(
        &self,
        key: Key,
        quantity: u64,
        quota: Option<&Quota>,
        now: Timestamp,
    ) -> Result<QuotaState, Error> {
        let bucket = self.bucket(key, now);
        // One asks; those who come meanwhile find what it brought.
        let _asking = bucket.asking.lock().await;
        if bucket.quota().as_ref() != quota {
            self.adjust(key, &bucket, quota).await?;
            bucket.adopt(quota);
        }
        if let Some(state) = bucket.try_take(quantity, quota, now) {
            return Ok(state);
        }
        let Some(quota) = quota.filter(|quota| quota.enforcement == Enforcement::Hard) else {
            return Err(Error::internal("a count without a hard limit waits for nobody"));
        };
        if bucket.used_up().is_some_and(|when| now.duration_since(when) < USED_UP) {
            return Err(exceeded(key.scope, self.name(&key), quota, now, bucket.end));
        }
        let in_hand = InHand::all(&bucket.left);
        let need = quantity.saturating_sub(in_hand.units);
        let Some(granted) = self.lease(key, &bucket, need, quota).await? else {
            // What is left of a counter may still do for a smaller quantity.
            bucket.note_used_up((need <= 1).then_some(now));
            return Err(exceeded(key.scope, self.name(&key), quota, now, bucket.end));
        };
        let spare = (in_hand.units + granted).saturating_sub(quantity);
        in_hand.spend();
        drop(InHand::of(&bucket.left, spare));
        Ok(bucket.state(Some(quota)))
    }
}

#[async_trait]
impl UsageLedger for Ledger {
    async fn take(
        &self,
        scope: Scope,
        meter: &str,
        quantity: u64,
        quota: Option<&Quota>,
    ) -> Result<QuotaState, Error> {
        let key = self.key(scope, meter, quota)?;
        let now = self.clock.now();
        let warm = {
            let shard = self.shard(&key).read().unwrap_or_else(PoisonError::into_inner);
            shard.get(&key).and_then(|bucket| bucket.try_take(quantity, quota, now))
        };
        match warm {
            Some(state) => Ok(state),
            None => self.take_slowly(key, quantity, quota, now).await,
        }
    }
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ledger").field("meters", &self.names).finish_non_exhaustive()
    }
}
