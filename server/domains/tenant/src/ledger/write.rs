//! What the ledger writes.

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{PoisonError, RwLock};

use jiff::SignedDuration;
use omni_kernel::db::TenantTx;
use omni_kernel::ports::{Enforcement, Period, Quota, UsageNotice};
use omni_kernel::{Error, Scope};

use super::bucket::{Bucket, InHand};
use super::{FORGOTTEN, IDLE, Key, Ledger};
use crate::store::usage;

/// The notices, and the bit that stands for each.
const NOTICES: [(u8, u8); 2] = [(80, 1), (100, 2)];

/// Which buckets are written.
#[derive(Clone, Copy)]
enum Which {
    /// Those with something to write; blocks only when they lie idle or their period has ended.
    Due,
    /// All of a tenant's environment, blocks too.
    Of(Scope),
    /// All, blocks too.
    All,
}

impl Ledger {
    /// Writes what was counted, and gives back blocks that lie idle or whose period has ended.
    pub async fn flush(&self) {
        self.write(Which::Due).await;
    }

    /// The same for one tenant's environment, with every block.
    pub async fn settle(&self, scope: Scope) {
        self.write(Which::Of(scope)).await;
    }

    /// The same for all.
    pub async fn settle_all(&self) {
        self.write(Which::All).await;
    }

    async fn write(&self, which: Which) {
        for (key, bucket) in self.collect(which) {
            let _asking = bucket.asking.lock().await;
            if let Err(error) = self.write_one(key, &bucket, which).await {
                tracing::warn!(
                    tenant = %key.scope.tenant,
                    meter = self.name(&key),
                    cause = %error.internal_chain().join(": "),
                    "what was used could not be written; it will be tried again"
                );
            }
        }
        self.forget();
    }

    fn collect(&self, which: Which) -> Vec<(Key, Arc<Bucket>)> {
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let running = self.shards.iter().flat_map(|shard| {
            let shard = shard.read().unwrap_or_else(PoisonError::into_inner);
            shard.iter().map(|(key, bucket)| (*key, Arc::clone(bucket))).collect::<Vec<_>>()
        });
        let wanted = |key: &Key| !matches!(which, Which::Of(scope) if scope != key.scope);
        ended.into_iter().chain(running).filter(|(key, bucket)| wanted(key) && !bucket.is_empty()).collect()
    }

    async fn write_one(&self, key: Key, bucket: &Bucket, which: Which) -> Result<(), Error> {
        let now = self.clock.now();
        if bucket.pending.load(Relaxed) > 0 {
            self.add(key, bucket).await?;
        }
        let rests = now >= bucket.end || bucket.idle(now) >= IDLE;
        if rests || !matches!(which, Which::Due) {
            self.give_back(key, bucket).await?;
        }
        Ok(())
    }

    /// Adds to the counter what was counted here.
    async fn add(&self, key: Key, bucket: &Bucket) -> Result<(), Error> {
        let in_hand = InHand::all(&bucket.pending);
        let mut tx = self.database.begin(&key.scope).await?;
        let meter = self.name(&key);
        let used = usage::add(&mut tx, meter, key.period, bucket.start, in_hand.units).await?;
        self.beside(&mut tx, key, bucket, usage::number(in_hand.units)).await?;
        let quota = bucket.quota().filter(|quota| quota.enforcement != Enforcement::Hard);
        let told = self.tell(&mut tx, key, bucket, used, quota.as_ref()).await?;
        // Whether a commit that fails has come about is not known. Not counting is better than counting twice.
        in_hand.spend();
        tx.commit().await?;
        bucket.used.store(used, Relaxed);
        bucket.told.fetch_or(told, Relaxed);
        Ok(())
    }

    /// Gives back what is set aside.
    async fn give_back(&self, key: Key, bucket: &Bucket) -> Result<(), Error> {
        let in_hand = InHand::all(&bucket.left);
        if in_hand.units == 0 {
            return Ok(());
        }
        let mut tx = self.database.begin(&key.scope).await?;
        let meter = self.name(&key);
        let used = usage::give_back(&mut tx, meter, key.period, bucket.start, in_hand.units).await?;
        self.beside(&mut tx, key, bucket, -usage::number(in_hand.units)).await?;
        // As above: what may have been given back must not be handed out.
        in_hand.spend();
        tx.commit().await?;
        bucket.used.store(used, Relaxed);
        Ok(())
    }

    /// Another quota holds: what was counted under the old one is written, what was set aside goes back, and the counter is
    /// looked at.
    pub(super) async fn adjust(&self, key: Key, bucket: &Bucket, quota: Option<&Quota>) -> Result<(), Error> {
        if bucket.pending.load(Relaxed) > 0 {
            self.add(key, bucket).await?;
        }
        self.give_back(key, bucket).await?;
        if quota.is_some_and(|quota| quota.enforcement != Enforcement::Hard) {
            let mut tx = self.database.begin(&key.scope).await?;
            let used = usage::used(&mut tx, self.name(&key), key.period, bucket.start).await?;
            bucket.used.store(used, Relaxed);
        }
        Ok(())
    }

    /// Sets a block of at least `need` aside; `None` when there is not as much left.
    pub(super) async fn lease(
        &self,
        key: Key,
        bucket: &Bucket,
        need: u64,
        quota: &Quota,
    ) -> Result<Option<u64>, Error> {
        let mut tx = self.database.begin(&key.scope).await?;
        let meter = self.name(&key);
        let lease = usage::lease(&mut tx, meter, key.period, bucket.start, need, quota.limit).await?;
        let Some(lease) = lease else { return Ok(None) };
        self.beside(&mut tx, key, bucket, usage::number(lease.granted)).await?;
        let told = self.tell(&mut tx, key, bucket, lease.used, Some(quota)).await?;
        tx.commit().await?;
        bucket.used.store(lease.used, Relaxed);
        bucket.told.fetch_or(told, Relaxed);
        bucket.note_used_up(None);
        Ok(Some(lease.granted))
    }

    /// Counts in the other kind of period too, so that a quota whose period changes finds what was used. What is given
    /// back on another day than it was set aside counts there.
    async fn beside(&self, tx: &mut TenantTx, key: Key, bucket: &Bucket, by: i64) -> Result<(), Error> {
        let other = match key.period {
            Period::Day => Period::Month,
            Period::Month => Period::Day,
        };
        let at = self.clock.now().min(bucket.end - SignedDuration::from_nanos(1));
        usage::shift(tx, self.name(&key), other, other.around(at).0, by).await
    }

    /// Gives the notices that are due, each once over all servers; the bits of those that are out.
    async fn tell(
        &self,
        tx: &mut TenantTx,
        key: Key,
        bucket: &Bucket,
        used: u64,
        quota: Option<&Quota>,
    ) -> Result<u8, Error> {
        let Some(quota) = quota else { return Ok(0) };
        let mut told = bucket.told.load(Relaxed);
        for (percent, bit) in NOTICES {
            let due = u128::from(used) * 100 >= u128::from(quota.limit) * u128::from(percent);
            if !due || told & bit != 0 {
                continue;
            }
            let notice = UsageNotice {
                meter: self.name(&key).to_owned(),
                percent,
                quota: *quota,
                period_start: bucket.start,
                reset: bucket.end,
            };
            if usage::note(tx, &notice, self.clock.now()).await? {
                self.notices.notice(tx, &notice).await?;
            }
            told |= bit;
        }
        Ok(told)
    }

    /// Lets go of buckets that hold nothing and that nobody has in hand.
    fn forget(&self) {
        let now = self.clock.now();
        let held = |bucket: &Arc<Bucket>| Arc::strong_count(bucket) > 1 || !bucket.is_empty();
        self.ended.lock().unwrap_or_else(PoisonError::into_inner).retain(|(_, bucket)| held(bucket));
        for shard in &self.shards {
            let idle = |bucket: &Arc<Bucket>| bucket.idle(now) >= FORGOTTEN;
            let any = RwLock::read(shard).unwrap_or_else(PoisonError::into_inner).values().any(idle);
            if any {
                let mut shard = shard.write().unwrap_or_else(PoisonError::into_inner);
                shard.retain(|_, bucket| held(bucket) || !idle(bucket));
            }
        }
    }
}
