//! Answers kept for a while.
//!
//! A [`ResponseCache`] keeps them, in the process ([`LocalCache`]) or in a Redis that several nodes share
//! ([`RedisCache`]). An [`AnswerCache`] adds what the edge and the operator's methods share: how long a tenant wants
//! answers kept, and how often they were found.
//!
//! A purge takes effect at once: each method of a tenant has a generation, kept beside its answers, and an answer of an
//! earlier one is not found. An answer that was begun before a purge and is ready after it is of the earlier generation.

mod answers;
mod local;
mod redis;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;

pub use self::redis::RedisCache;
pub use answers::{AnswerCache, Counts, Entry};
pub use local::LocalCache;

use crate::ctx::Scope;
use crate::error::Error;

/// Whose answers, and of which method.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The tenant and the environment; none for answers that are the same for everybody.
    pub scope: Option<Scope>,
    /// `<package>.<Service>/<Method>`.
    pub method: Arc<str>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.scope {
            // The braces are Redis Cluster's hash tag.
            Some(scope) => write!(f, "{{{}}}:{}:{}", scope.tenant, scope.environment.as_str(), self.method),
            None => write!(f, "{{public}}:{}", self.method),
        }
    }
}

/// What an answer is found by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// Whose, and of which method.
    pub place: Place,
    /// SHA-256 over everything that decides the answer.
    pub digest: [u8; 32],
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The answer, if there is one.
    pub answer: Option<Bytes>,
    /// The generation a new answer is to be kept under.
    pub generation: u64,
}

/// Keeps answers. It may forget any of them at any time.
#[async_trait]
pub trait ResponseCache: Send + Sync {
    /// Looks for an answer.
    ///
    /// # Errors
    /// UNAVAILABLE when it cannot be reached.
    async fn get(&self, key: &Key) -> Result<Found, Error>;

    /// Keeps an answer for `ttl`. `generation` is what [`ResponseCache::get`] gave before the answer was made.
    ///
    /// # Errors
    /// UNAVAILABLE when it cannot be reached.
    async fn put(&self, key: &Key, generation: u64, answer: Bytes, ttl: Duration) -> Result<(), Error>;

    /// Forgets the answers of these places, also those that are being made.
    ///
    /// # Errors
    /// UNAVAILABLE when it cannot be reached.
    async fn purge(&self, places: &[Place]) -> Result<(), Error>;

    /// Where answers are kept: `process` or `redis`.
    fn kind(&self) -> &'static str;
}
