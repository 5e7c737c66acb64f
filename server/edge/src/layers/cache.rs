//! Answers from the response cache, each made once however many ask for it at the same time.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use futures::FutureExt;
use futures::future::{BoxFuture, Shared, WeakShared};
use http::header::CACHE_CONTROL;
use http::{HeaderMap, HeaderName, HeaderValue};
use omni_contract::Method;
use omni_kernel::cache::{AnswerCache, Entry, Key, Place};
use omni_kernel::ctx::Facts;
use omni_kernel::{Caller, Error};
use sha2::{Digest, Sha256};
use tonic::Status;

use crate::call::{Framed, Reply, ReplyBody};
use crate::canonical::canonical;

/// Says what the cache did, on every answer of a method that may come from it.
pub(crate) const HEADER: HeaderName = HeaderName::from_static("x-omni-cache");

/// The response cache before the domains.
pub(crate) struct Caching {
    cache: AnswerCache,
    flights: Arc<Flights>,
}

/// An answer as several callers share it.
#[derive(Clone)]
pub(crate) struct Shareable {
    headers: HeaderMap,
    message: Framed,
    trailers: HeaderMap,
    entry: Entry,
}

type Outcome = Result<Shareable, Status>;
type Flight = BoxFuture<'static, Outcome>;

impl Caching {
    pub(crate) fn new(cache: AnswerCache) -> Self {
        Self { cache, flights: Arc::default() }
    }

    /// Answers from the cache, or makes the answer by `run` and keeps it. Callers who ask for the same at the same time
    /// wait for one run; it goes on as long as one of them waits. A failure is theirs together and is not kept.
    ///
    /// # Errors
    /// What `run` fails with.
    pub(crate) async fn answer(
        &self,
        asked: &Asked<'_>,
        run: impl FnOnce() -> BoxFuture<'static, Result<Reply, Status>>,
    ) -> Result<Reply, Status> {
        let place = Place { scope: asked.facts.scope, method: Arc::clone(&asked.facts.method) };
        let ttl = self.cache.ttl(&place, asked.ttl).await;
        if asked.fresh || ttl.is_zero() {
            self.cache.count(&place, Entry::Bypass);
            return run().await.map(|reply| mark(reply, Entry::Bypass));
        }
        let key = Key { place: place.clone(), digest: digest(asked)? };
        let (flight, first) = self.flights.join(&key, |done| self.flight(key.clone(), ttl, run(), done));
        let shared = flight.await?;
        // Who came later was answered without a run of its own.
        let entry = if first { shared.entry } else { Entry::Hit };
        self.cache.count(&place, entry);
        let body = ReplyBody::Message { message: shared.message, trailers: shared.trailers };
        Ok(mark(Reply { headers: shared.headers, body }, entry))
    }

    /// Looks, runs and keeps, in one future: whoever joins before it ends gets its answer, whoever comes after finds what
    /// it kept.
    fn flight(
        &self,
        key: Key,
        ttl: Duration,
        run: BoxFuture<'static, Result<Reply, Status>>,
        done: Landing,
    ) -> Flight {
        let cache = self.cache.clone();
        let work = async move {
            let _done = done;
            let found = cache.get(&key).await;
            if let Some(message) = found.as_ref().and_then(|found| found.answer.clone()) {
                let (headers, trailers) = <(HeaderMap, HeaderMap)>::default();
                return Ok(Shareable { headers, message: message.into(), trailers, entry: Entry::Hit });
            }
            let Reply { headers, body } = run.await?;
            let (message, trailers) = match body {
                ReplyBody::Message { message, trailers } => (message, trailers),
                ReplyBody::Failure(status) => return Err(status),
                ReplyBody::Stream(_) => {
                    return Err(Error::internal("a unary method answered with a stream").into());
                }
            };
            // What an answer says about itself would be lost on the next caller.
            if let Some(found) = found.filter(|_| headers.is_empty() && trailers.is_empty()) {
                cache.put(&key, found.generation, &message.message, ttl).await;
            }
            Ok(Shareable { headers, message, trailers, entry: Entry::Miss })
        };
        // A panic must reach every caller as a failure, and only once as a panic.
        AssertUnwindSafe(work)
            .catch_unwind()
            .map(|outcome| outcome.unwrap_or_else(|_| Err(Error::internal("a handler panicked").into())))
            .boxed()
    }
}

fn mark(mut reply: Reply, entry: Entry) -> Reply {
    reply.headers.insert(HEADER, HeaderValue::from_static(entry.as_str()));
    reply
}

/// What is asked for: everything that decides the answer.
pub(crate) struct Asked<'a> {
    pub(crate) facts: &'a Facts,
    pub(crate) method: &'a Method,
    pub(crate) message: Bytes,
    /// What the contract says.
    pub(crate) ttl: Duration,
    /// Whether the caller wants an answer made for it.
    pub(crate) fresh: bool,
}

/// Whether the caller sent `cache-control: no-cache` or `no-store` (RFC 9111): an answer made for it, which is not kept.
pub(crate) fn wants_fresh(headers: &HeaderMap) -> bool {
    headers.get_all(CACHE_CONTROL).iter().filter_map(|value| value.to_str().ok()).any(|text| {
        text.split(',').map(str::trim).any(|directive| {
            directive.eq_ignore_ascii_case("no-cache") || directive.eq_ignore_ascii_case("no-store")
        })
    })
}

/// SHA-256 over the tenant, the environment, what the caller may do, who it is where it is a person, the method and the
/// message. A key that may do less never gets what one that may do more was answered.
fn digest(asked: &Asked<'_>) -> Result<[u8; 32], Error> {
    let facts = asked.facts;
    let mut digest = Sha256::new();
    // Each part after its length, so that no two lists of parts run together to the same bytes.
    let mut part = |bytes: &[u8]| {
        digest.update((bytes.len() as u64).to_be_bytes());
        digest.update(bytes);
    };
    match &facts.scope {
        Some(scope) => {
            part(scope.tenant.uuid().as_bytes());
            part(scope.environment.as_str().as_bytes());
        }
        None => part(b"nobody"),
    }
    match facts.caller {
        Caller::Anonymous => part(b"anonymous"),
        Caller::Operator => part(b"operator"),
        Caller::Key(_) => part(b"key"),
        Caller::User { user, .. } => part(user.uuid().as_bytes()),
    }
    part(&[u8::from(facts.staff)]);
    part(&(facts.grants.iter().count() as u64).to_be_bytes());
    facts.grants.iter().for_each(|grant| part(grant.as_bytes()));
    part(asked.method.name().as_bytes());
    part(&canonical(asked.method.input(), asked.message.clone())?);
    Ok(digest.finalize().into())
}

/// The answers that are being made.
#[derive(Default)]
struct Flights {
    under_way: Mutex<HashMap<Key, (u64, WeakShared<Flight>)>>,
    next: AtomicU64,
}

/// Takes a flight off the list when it ends, or when nobody waits for it any more.
struct Landing {
    flights: Arc<Flights>,
    key: Key,
    number: u64,
}

impl Flights {
    /// The flight for a key, and whether it begins with this caller.
    fn join(self: &Arc<Self>, key: &Key, begin: impl FnOnce(Landing) -> Flight) -> (Shared<Flight>, bool) {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(flight) = under_way.get(key).and_then(|(_, flight)| flight.upgrade()) {
            return (flight, false);
        }
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let landing = Landing { flights: Arc::clone(self), key: key.clone(), number };
        let flight = begin(landing).shared();
        if let Some(weak) = flight.downgrade() {
            under_way.insert(key.clone(), (number, weak));
        }
        (flight, true)
    }
}

impl Drop for Landing {
    fn drop(&mut self) {
        let mut under_way = self.flights.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        if under_way.get(&self.key).is_some_and(|(number, _)| *number == self.number) {
            under_way.remove(&self.key);
        }
    }
}

#[cfg(test)]
#[path = "cache_tests.rs"]
mod tests;
