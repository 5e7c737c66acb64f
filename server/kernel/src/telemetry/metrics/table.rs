//! The counters of one method.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tonic::Code;

/// Upper bounds of the duration buckets, in seconds. 0.5 and 2 are the promised limits of cached and computed answers.
pub(super) const BOUNDS: [f64; 14] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0];

/// The gRPC codes by their number.
pub(super) const CODES: [&str; 17] = [
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED",
];

fn code_at(code: Code) -> usize {
    usize::try_from(i32::from(code)).unwrap_or_default().min(CODES.len() - 1)
}

/// Counts by code and tier, durations by tier.
pub(super) struct Row {
    in_flight: AtomicU64,
    /// All codes of the first tier, then of the second.
    counts: Box<[AtomicU64]>,
    durations: Box<[Durations]>,
}

/// A histogram without a lock.
pub(super) struct Durations {
    /// One more than the bounds: the last is what took longer than all of them.
    buckets: [AtomicU64; BOUNDS.len() + 1],
    nanos: AtomicU64,
}

impl Row {
    pub(super) fn new(tiers: usize) -> Self {
        let durations =
            || Durations { buckets: std::array::from_fn(|_| AtomicU64::new(0)), nanos: AtomicU64::new(0) };
        Self {
            in_flight: AtomicU64::new(0),
            counts: (0..tiers * CODES.len()).map(|_| AtomicU64::new(0)).collect(),
            durations: (0..tiers).map(|_| durations()).collect(),
        }
    }

    pub(super) fn enter(&self) {
        self.in_flight.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn leave(&self, code: Code, tier_at: usize, took: Duration) {
        self.in_flight.fetch_sub(1, Ordering::Relaxed);
        self.counts[tier_at * CODES.len() + code_at(code)].fetch_add(1, Ordering::Relaxed);
        let durations = &self.durations[tier_at];
        let bucket = BOUNDS.partition_point(|&bound| bound < took.as_secs_f64());
        durations.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        let nanos = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        durations.nanos.fetch_add(nanos, Ordering::Relaxed);
    }

    pub(super) fn in_flight(&self) -> u64 {
        self.in_flight.load(Ordering::Relaxed)
    }

    pub(super) fn count(&self, code_at: usize, tier_at: usize) -> u64 {
        self.counts[tier_at * CODES.len() + code_at].load(Ordering::Relaxed)
    }

    /// Sum in seconds, count, and counts by upper bound, not cumulated.
    pub(super) fn durations(&self, tier_at: usize) -> (f64, u64, Vec<(f64, u64)>) {
        let durations = &self.durations[tier_at];
        let bounds = BOUNDS.iter().copied().chain([f64::INFINITY]);
        let buckets: Vec<(f64, u64)> = bounds
            .zip(&durations.buckets)
            .map(|(bound, count)| (bound, count.load(Ordering::Relaxed)))
            .collect();
        // The count is that of the buckets just read, so that both agree while requests go on.
        let count = buckets.iter().map(|(_, count)| count).sum();
        let sum = Duration::from_nanos(durations.nanos.load(Ordering::Relaxed)).as_secs_f64();
        (sum, count, buckets)
    }
}
