use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;

use super::{Decision, Demand, LocalLimiter, Rate, RateLimiter, RedisLimiter, Subject};
use crate::error::{Error, Kind};

/// Rate limits over several nodes: in Redis while it answers, else this node's share of each limit in its own memory.
///
/// A node that cannot ask knows nothing of the others, so it takes 1/n of every rate, where n is how many nodes the
/// settings name. All nodes together then pass no more than the rate, and one burst more at the moment Redis goes away.
#[derive(Debug)]
pub struct SharedLimiter {
    redis: RedisLimiter,
    local: LocalLimiter,
    nodes: u32,
    alone: AtomicU64,
}

impl SharedLimiter {
    /// A limiter over `nodes` nodes.
    pub fn new(redis: RedisLimiter, local: LocalLimiter, nodes: u32) -> Self {
        Self { redis, local, nodes, alone: AtomicU64::new(0) }
    }

    /// Decisions made without Redis, so far.
    pub fn alone(&self) -> u64 {
        self.alone.load(Ordering::Relaxed)
    }

    fn decide_alone(&self, demand: &Demand<'_>) -> Result<Decision, Error> {
        self.alone.fetch_add(1, Ordering::Relaxed);
        let share =
            |(subject, rate): &(Subject, Rate)| (*subject, rate.share(self.nodes, u64::from(demand.cost)));
        let rates: Vec<_> = demand.rates.iter().map(share).collect();
        self.local.decide_now(&Demand { rates: &rates, ..*demand })
    }
}

#[async_trait]
impl RateLimiter for SharedLimiter {
    async fn decide(&self, demand: &Demand<'_>) -> Result<Decision, Error> {
        match self.redis.decide(demand).await {
            Err(error) if matches!(error.kind(), Kind::Unavailable | Kind::Internal) => {
                self.decide_alone(demand)
            }
            outcome => outcome,
        }
    }
}
