//! What one server counts of one meter of one tenant in one period.

use std::sync::atomic::{AtomicI64, AtomicU8, AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use omni_kernel::ports::{Enforcement, Quota, QuotaState};

/// A quota's limit and enforcement in one number, so that a call sees at once that either has changed.
fn mark(quota: Option<&Quota>) -> u64 {
    let Some(quota) = quota else { return u64::MAX };
    let enforcement = match quota.enforcement {
        Enforcement::Hard => 0,
        Enforcement::Soft => 1,
        Enforcement::Overage => 2,
    };
    quota.limit.min(u64::MAX >> 2) << 2 | enforcement
}

#[derive(Debug)]
pub(super) struct Bucket {
    pub(super) start: Timestamp,
    pub(super) end: Timestamp,
    /// Set aside in the counter for this server and not used yet.
    pub(super) left: AtomicU64,
    /// Counted here and not written yet.
    pub(super) pending: AtomicU64,
    /// The counter as it was seen last; what is set aside is in it, what is pending is not.
    pub(super) used: AtomicU64,
    /// The [`mark`] of the quota that holds.
    mark: AtomicU64,
    /// The notices that are out: 1 stands for 80 percent, 2 for 100.
    pub(super) told: AtomicU8,
    /// Second of the last use.
    touched: AtomicI64,
    /// The quota that holds, and when the counter was last seen used up.
    rule: Mutex<Rule>,
    /// Held by the one who asks the database.
    pub(super) asking: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Rule {
    quota: Option<Quota>,
    used_up: Option<Timestamp>,
}

impl Bucket {
    pub(super) fn new(start: Timestamp, end: Timestamp) -> Self {
        Self {
            start,
            end,
            left: AtomicU64::new(0),
            pending: AtomicU64::new(0),
            used: AtomicU64::new(0),
            mark: AtomicU64::new(mark(None)),
            told: AtomicU8::new(0),
            touched: AtomicI64::new(0),
            rule: Mutex::default(),
            asking: tokio::sync::Mutex::new(()),
        }
    }

    /// Takes without asking anybody; `None` when the database has to be asked.
    pub(super) fn try_take(
        &self,
        quantity: u64,
        quota: Option<&Quota>,
        now: Timestamp,
    ) -> Option<QuotaState> {
        if now >= self.end || self.mark.load(Relaxed) != mark(quota) {
            return None;
        }
        if now.as_second() != self.touched.load(Relaxed) {
            self.touched.store(now.as_second(), Relaxed);
        }
        match quota {
            Some(quota) if quota.enforcement == Enforcement::Hard => {
                self.left.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(quantity)).ok()?;
            }
            _ => drop(self.pending.fetch_add(quantity, Relaxed)),
        }
        Some(self.state(quota))
    }

    /// Where the tenant stands, as far as this server knows.
    pub(super) fn state(&self, quota: Option<&Quota>) -> QuotaState {
        let remaining = quota.map(|quota| {
            let counted = self.used.load(Relaxed).saturating_add(self.pending.load(Relaxed));
            quota.limit.saturating_sub(counted.saturating_sub(self.left.load(Relaxed)))
        });
        QuotaState { remaining, reset: self.end }
    }

    /// Goes by another quota from now on.
    pub(super) fn adopt(&self, quota: Option<&Quota>) {
        let mut rule = self.rule.lock().unwrap_or_else(PoisonError::into_inner);
        *rule = Rule { quota: quota.copied(), used_up: None };
        self.mark.store(mark(quota), Relaxed);
    }

    /// The quota that holds.
    pub(super) fn quota(&self) -> Option<Quota> {
        self.rule.lock().unwrap_or_else(PoisonError::into_inner).quota
    }

    /// When the counter was last seen used up.
    pub(super) fn used_up(&self) -> Option<Timestamp> {
        self.rule.lock().unwrap_or_else(PoisonError::into_inner).used_up
    }

    pub(super) fn note_used_up(&self, when: Option<Timestamp>) {
        self.rule.lock().unwrap_or_else(PoisonError::into_inner).used_up = when;
    }

    /// Seconds since it was used.
    pub(super) fn idle(&self, now: Timestamp) -> i64 {
        now.as_second() - self.touched.load(Relaxed)
    }

    /// Whether nothing in it is to be written.
    pub(super) fn is_empty(&self) -> bool {
        self.left.load(Relaxed) == 0 && self.pending.load(Relaxed) == 0
    }
}

/// Units out of a bucket's hand for a moment. Dropped unspent, they go back.
pub(super) struct InHand<'a> {
    from: &'a AtomicU64,
    pub(super) units: u64,
}

impl<'a> InHand<'a> {
    /// All that is there.
    pub(super) fn all(from: &'a AtomicU64) -> Self {
        Self { from, units: from.swap(0, Relaxed) }
    }

    /// Units that are to go there when this is dropped.
    pub(super) fn of(to: &'a AtomicU64, units: u64) -> Self {
        Self { from: to, units }
    }

    /// They are gone for good.
    pub(super) fn spend(mut self) {
        self.units = 0;
    }
}

impl Drop for InHand<'_> {
    fn drop(&mut self) {
        if self.units > 0 {
            self.from.fetch_add(self.units, Relaxed);
        }
    }
}
