use async_trait::async_trait;

use super::{Decision, Demand, Group, RateLimiter, Subject, check};
use crate::error::Error;
use crate::redis::{Redis, Script};

/// Rate limits in a Redis that several nodes share, by its clock: one script, one decision.
#[derive(Debug, Clone)]
pub struct RedisLimiter {
    redis: Redis,
    script: Script,
}

impl RedisLimiter {
    /// A limiter whose state is in this Redis.
    pub fn new(redis: Redis) -> Self {
        Self { redis, script: Script::new(include_str!("decide.lua")) }
    }

    async fn ask(&self, demand: &Demand<'_>) -> Result<Decision, Error> {
        let keys: Vec<String> =
            demand.rates.iter().map(|(subject, _)| name(&demand.group, subject)).collect();
        let mut numbers = vec![u64::from(demand.cost)];
        numbers.extend(demand.rates.iter().flat_map(|(_, rate)| [rate.interval(), rate.window()]));
        let answer: Vec<u64> = self.redis.script(&self.script, &keys, &numbers).await?;
        let [allowed, at, tats @ ..] = answer.as_slice() else { return Err(garbled()) };
        if tats.len() != demand.rates.len() {
            return Err(garbled());
        }
        let decision = Decision::over(demand, tats.iter().copied().map(Some), *at);
        if decision.allowed == (*allowed == 1) { Ok(decision) } else { Err(garbled()) }
    }
}

/// The key of a subject's TAT. The braces are Redis Cluster's hash tag: a group lies in one slot.
fn name(group: &Group, subject: &Subject) -> String {
    let (dimension, id) = (subject.dimension.as_str(), subject.id);
    match group {
        Group::Tenant(tenant) => format!("omni:limit:{{{tenant}}}:{dimension}:{id:x}:{}", subject.limit),
        Group::Nobody(of) => {
            format!("omni:limit:{{{}:{:x}}}:{dimension}:{id:x}", of.dimension.as_str(), of.id)
        }
    }
}

fn garbled() -> Error {
    Error::internal("the script of the rate limits gave an answer that is none")
}

#[async_trait]
impl RateLimiter for RedisLimiter {
    async fn decide(&self, demand: &Demand<'_>) -> Result<Decision, Error> {
        check(demand)?;
        self.ask(demand).await
    }
}
