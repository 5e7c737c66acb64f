use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;

use super::{Found, Key, Place, ResponseCache};
use crate::ctx::Scope;
use crate::error::Error;
use crate::ports::CacheTtls;

/// The response cache as the edge uses it and the tenants' methods see it. Cheap to clone; clones are one.
#[derive(Clone)]
pub struct AnswerCache(Arc<Inner>);

struct Inner {
    store: Arc<dyn ResponseCache>,
    ttls: Arc<dyn CacheTtls>,
    max_entry: usize,
    max_ttl: Duration,
    counts: Mutex<ByMethod>,
}

/// By tenant and environment, and method.
type ByMethod = HashMap<(Option<Scope>, Arc<str>), Counts>;

/// How often answers of one method were found, by this node since its start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Answers that came from the cache.
    pub hits: u64,
    /// Answers that were made, because there was none.
    pub misses: u64,
    /// Answers that were made, because the caller wanted a new one.
    pub bypasses: u64,
}

/// What the cache did for a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// The answer came from the cache.
    Hit,
    /// It was made, because there was none.
    Miss,
    /// It was made, because the caller wanted a new one.
    Bypass,
}

impl Entry {
    /// `hit`, `miss` or `bypass`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hit => "hit",
            Self::Miss => "miss",
            Self::Bypass => "bypass",
        }
    }
}

impl AnswerCache {
    /// A cache over `store`. Answers of more than `max_entry` bytes are not kept, and none longer than `max_ttl`.
    pub fn new(
        store: Arc<dyn ResponseCache>,
        ttls: Arc<dyn CacheTtls>,
        max_entry: usize,
        max_ttl: Duration,
    ) -> Self {
        Self(Arc::new(Inner { store, ttls, max_entry, max_ttl, counts: Mutex::default() }))
    }

    /// How long answers of a method are kept for a tenant; `contract` is what the method's policy says. Zero: not at all.
    pub async fn ttl(&self, place: &Place, contract: Duration) -> Duration {
        let ttl = match &place.scope {
            Some(scope) => self.0.ttls.ttl(scope, &place.method).await.unwrap_or(contract),
            None => contract,
        };
        ttl.min(self.0.max_ttl)
    }

    /// The longest a tenant may set.
    pub fn max_ttl(&self) -> Duration {
        self.0.max_ttl
    }

    /// Looks for an answer. A cache that is away has none, and keeps none.
    pub async fn get(&self, key: &Key) -> Option<Found> {
        self.0.store.get(key).await.ok()
    }

    /// Keeps an answer, if it is not too large.
    pub async fn put(&self, key: &Key, generation: u64, answer: &Bytes, ttl: Duration) {
        if answer.len() <= self.0.max_entry {
            // An answer that is not kept is made again; the caller has it anyway.
            let _ = self.0.store.put(key, generation, answer.clone(), ttl).await;
        }
    }

    /// Forgets the answers of these methods for a tenant.
    ///
    /// # Errors
    /// UNAVAILABLE when the cache cannot be reached.
    pub async fn purge(&self, scope: Scope, methods: &[Arc<str>]) -> Result<(), Error> {
        let place = |method: &Arc<str>| Place { scope: Some(scope), method: Arc::clone(method) };
        let places: Vec<_> = methods.iter().map(place).collect();
        self.0.store.purge(&places).await
    }

    /// Counts what the cache did for a call.
    pub fn count(&self, place: &Place, entry: Entry) {
        let mut counts = self.0.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = counts.entry((place.scope, Arc::clone(&place.method))).or_default();
        match entry {
            Entry::Hit => counts.hits += 1,
            Entry::Miss => counts.misses += 1,
            Entry::Bypass => counts.bypasses += 1,
        }
    }

    /// The counts of a tenant by method, in order.
    pub fn counts(&self, scope: Scope) -> Vec<(Arc<str>, Counts)> {
        let counts = self.0.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let own = counts.iter().filter(|((of, _), _)| *of == Some(scope));
        let mut list: Vec<_> = own.map(|((_, method), counts)| (Arc::clone(method), *counts)).collect();
        list.sort_by(|a, b| a.0.cmp(&b.0));
        list
    }

    /// The counts of everybody.
    pub fn totals(&self) -> Counts {
        let counts = self.0.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.values().fold(Counts::default(), |sum, counts| Counts {
            hits: sum.hits + counts.hits,
            misses: sum.misses + counts.misses,
            bypasses: sum.bypasses + counts.bypasses,
        })
    }

    /// Where answers are kept: `process` or `redis`.
    pub fn kind(&self) -> &'static str {
        self.0.store.kind()
    }
}

impl fmt::Debug for AnswerCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnswerCache").field("kind", &self.kind()).finish_non_exhaustive()
    }
}
