use std::time::Duration;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use deadpool_redis::redis::Cmd;

use super::{Found, Key, Place, ResponseCache};
use crate::error::Error;
use crate::redis::{Redis, Script};

/// How long a generation is remembered: longer than any answer may be kept.
const REMEMBERED: Duration = Duration::from_hours(24 * 14);

/// Answers in a Redis that several nodes share.
///
/// An answer is kept with its generation before it, eight bytes; the two are read together.
#[derive(Debug, Clone)]
pub struct RedisCache {
    redis: Redis,
    script: Script,
}

impl RedisCache {
    /// A cache in this Redis.
    pub fn new(redis: Redis) -> Self {
        Self { redis, script: Script::new(include_str!("generation.lua")) }
    }

    async fn generations(&self, places: &[Place], begin: bool) -> Result<Vec<u64>, Error> {
        // One script a place: places of different tenants lie in different slots of a cluster.
        let mut all = Vec::with_capacity(places.len());
        for place in places {
            let millis = u64::try_from(REMEMBERED.as_millis()).unwrap_or(u64::MAX);
            let answer: Vec<u64> = self
                .redis
                .script(&self.script, &[generation_key(place)], &[u64::from(begin), millis])
                .await?;
            all.extend(answer);
        }
        Ok(all)
    }
}

fn answer_key(key: &Key) -> String {
    format!("omni:cache:{}:{}", key.place, URL_SAFE_NO_PAD.encode(key.digest))
}

fn generation_key(place: &Place) -> String {
    format!("omni:cache:{place}")
}

#[async_trait]
impl ResponseCache for RedisCache {
    async fn get(&self, key: &Key) -> Result<Found, Error> {
        let mut read = Cmd::new();
        read.arg("MGET").arg(generation_key(&key.place)).arg(answer_key(key));
        let (generation, kept): (Option<u64>, Option<Vec<u8>>) = self.redis.command(&read).await?;
        let generation = match generation {
            Some(generation) => generation,
            None => self
                .generations(std::slice::from_ref(&key.place), false)
                .await?
                .first()
                .copied()
                .ok_or_else(|| Error::internal("the script of the cache gave no generation"))?,
        };
        let answer = kept.map(Bytes::from).filter(|kept| kept.starts_with(&generation.to_be_bytes()));
        Ok(Found { answer: answer.map(|kept| kept.slice(8..)), generation })
    }

    async fn put(&self, key: &Key, generation: u64, answer: Bytes, ttl: Duration) -> Result<(), Error> {
        let millis = u64::try_from(ttl.as_millis()).unwrap_or(u64::MAX);
        if millis == 0 {
            return Ok(());
        }
        let mut kept = Vec::with_capacity(8 + answer.len());
        kept.extend_from_slice(&generation.to_be_bytes());
        kept.extend_from_slice(&answer);
        let mut write = Cmd::new();
        write.arg("SET").arg(answer_key(key)).arg(kept).arg("PX").arg(millis);
        self.redis.command(&write).await
    }

    async fn purge(&self, places: &[Place]) -> Result<(), Error> {
        self.generations(places, true).await.map(drop)
    }

    fn kind(&self) -> &'static str {
        "redis"
    }
}
