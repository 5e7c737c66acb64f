use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use jiff::Timestamp;
use moka::sync::Cache;

use super::{Found, Key, Place, ResponseCache};
use crate::clock::Clock;
use crate::error::Error;

/// What an entry weighs besides its answer: the key, its place in the tables.
const OVERHEAD: usize = 256;

/// Answers in the memory of the process, bounded by their weight in bytes.
#[derive(Debug)]
pub struct LocalCache {
    clock: Clock,
    answers: Cache<Key, Kept>,
    /// Only places that were purged; the others are of generation 0.
    generations: Mutex<HashMap<Place, u64>>,
}

#[derive(Debug, Clone)]
struct Kept {
    generation: u64,
    expires: Timestamp,
    answer: Bytes,
    ttl: Duration,
}

/// Lets moka drop what has expired, without being asked for it.
struct ByTtl;

impl moka::Expiry<Key, Kept> for ByTtl {
    fn expire_after_create(&self, _: &Key, kept: &Kept, _: std::time::Instant) -> Option<Duration> {
        Some(kept.ttl)
    }

    fn expire_after_update(
        &self,
        _: &Key,
        kept: &Kept,
        _: std::time::Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        Some(kept.ttl)
    }
}

impl LocalCache {
    /// A cache of at most about `max_bytes`.
    pub fn new(clock: Clock, max_bytes: u64) -> Self {
        let weigh = |key: &Key, kept: &Kept| {
            let bytes = kept.answer.len() + key.place.method.len() + OVERHEAD;
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        let answers = Cache::builder().max_capacity(max_bytes).weigher(weigh).expire_after(ByTtl).build();
        Self { clock, answers, generations: Mutex::default() }
    }

    /// Bytes kept now, about.
    pub fn bytes(&self) -> u64 {
        self.answers.weighted_size()
    }

    /// Answers kept now, about.
    pub fn entries(&self) -> u64 {
        self.answers.entry_count()
    }

    /// Does what moka puts off, so that a test can count.
    pub fn settle(&self) {
        self.answers.run_pending_tasks();
    }

    fn generation(&self, place: &Place) -> u64 {
        let generations = self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        generations.get(place).copied().unwrap_or_default()
    }
}

#[async_trait]
impl ResponseCache for LocalCache {
    async fn get(&self, key: &Key) -> Result<Found, Error> {
        let generation = self.generation(&key.place);
        let now = self.clock.now();
        let kept = self.answers.get(key).filter(|kept| kept.generation == generation && kept.expires > now);
        Ok(Found { answer: kept.map(|kept| kept.answer), generation })
    }

    async fn put(&self, key: &Key, generation: u64, answer: Bytes, ttl: Duration) -> Result<(), Error> {
        if ttl.is_zero() {
            return Ok(());
        }
        let expires = self.clock.now().saturating_add(ttl).unwrap_or(Timestamp::MAX);
        // A copy of its own: a slice would keep the whole buffer it was cut from.
        let answer = Bytes::copy_from_slice(&answer);
        self.answers.insert(key.clone(), Kept { generation, expires, answer, ttl });
        Ok(())
    }

    async fn purge(&self, places: &[Place]) -> Result<(), Error> {
        let mut generations = self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        for place in places {
            *generations.entry(place.clone()).or_default() += 1;
        }
        Ok(())
    }

    fn kind(&self) -> &'static str {
        "process"
    }
}
