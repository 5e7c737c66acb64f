//! What the queue counts.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What happened to mail on this server since its start, and how much waits. Cheap to clone; clones count together.
#[derive(Debug, Clone, Default)]
pub struct Counts(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    queued: AtomicU64,
    sent: AtomicU64,
    failed: AtomicU64,
    given_up: AtomicU64,
}

impl Counts {
    /// Messages in the queue of the installation, as this server last saw it.
    pub fn queued(&self) -> u64 {
        self.0.queued.load(Ordering::Relaxed)
    }

    /// Messages that this server has handed on.
    pub fn sent(&self) -> u64 {
        self.0.sent.load(Ordering::Relaxed)
    }

    /// Attempts of this server that failed.
    pub fn failed(&self) -> u64 {
        self.0.failed.load(Ordering::Relaxed)
    }

    /// Messages that this server has given up.
    pub fn given_up(&self) -> u64 {
        self.0.given_up.load(Ordering::Relaxed)
    }

    pub(crate) fn see_queued(&self, number: u64) {
        self.0.queued.store(number, Ordering::Relaxed);
    }

    pub(crate) fn add_sent(&self) {
        self.0.sent.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn add_failed(&self) {
        self.0.failed.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn add_given_up(&self) {
        self.0.given_up.fetch_add(1, Ordering::Relaxed);
    }
}
