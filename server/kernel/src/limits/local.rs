use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;

use super::{Decision, Demand, Group, RateLimiter, Subject, check};
use crate::clock::Clock;
use crate::error::Error;

/// Locks, so that callers of different tenants rarely meet.
const SHARDS: usize = 64;
/// A shard of fewer entries is not searched for spent ones.
const FEW: usize = 256;

/// Rate limits in the memory of the process.
///
/// What lies together in a [`Group`] lies in one shard, so one lock makes a decision all-or-nothing. A TAT that has passed
/// says the same as none and is forgotten when its shard has doubled since the last look; at the most entries the settings
/// allow, those with the most left are forgotten too.
#[derive(Debug)]
pub struct LocalLimiter {
    clock: Clock,
    hasher: RandomState,
    shards: Vec<Mutex<Shard>>,
    most: usize,
}

#[derive(Debug)]
struct Shard {
    tats: HashMap<(Group, Subject), u64>,
    /// Of how many entries the next search is.
    search_at: usize,
}

impl LocalLimiter {
    /// A limiter that remembers at most about `max_entries` callers.
    pub fn new(clock: Clock, max_entries: usize) -> Self {
        let shard = || Mutex::new(Shard { tats: HashMap::new(), search_at: FEW });
        Self {
            clock,
            hasher: RandomState::new(),
            shards: std::iter::repeat_with(shard).take(SHARDS).collect(),
            most: (max_entries / SHARDS).max(4),
        }
    }

    /// Decides at once.
    ///
    /// # Errors
    /// `RATE_COST_TOO_HIGH` when the call can never pass.
    pub fn decide_now(&self, demand: &Demand<'_>) -> Result<Decision, Error> {
        check(demand)?;
        let now = u64::try_from(self.clock.now().as_microsecond()).unwrap_or_default();
        let at = usize::try_from(self.hasher.hash_one(demand.group) % SHARDS as u64).unwrap_or_default();
        let mut shard = self.shards[at].lock().unwrap_or_else(PoisonError::into_inner);
        let kept = demand.rates.iter().map(|(subject, _)| shard.tats.get(&(demand.group, *subject)).copied());
        let decision = Decision::over(demand, kept, now);
        if decision.allowed && demand.cost > 0 {
            for ((subject, _), tat) in demand.rates.iter().zip(decision.tats()) {
                shard.tats.insert((demand.group, *subject), tat);
            }
            if shard.tats.len() > shard.search_at.min(self.most) {
                shard.forget(now, self.most);
            }
        }
        Ok(decision)
    }

    /// Callers remembered now.
    pub fn entries(&self) -> usize {
        self.shards.iter().map(|shard| shard.lock().unwrap_or_else(PoisonError::into_inner).tats.len()).sum()
    }
}

impl Shard {
    fn forget(&mut self, now: u64, most: usize) {
        self.tats.retain(|_, tat| *tat > now);
        if self.tats.len() > most {
            // An eighth at once, so that a full shard is not searched for every newcomer.
            let mut tats: Vec<u64> = self.tats.values().copied().collect();
            let (_, limit, _) = tats.select_nth_unstable(self.tats.len() - most + most / 8);
            let limit = *limit;
            self.tats.retain(|_, tat| *tat > limit);
        }
        self.search_at = (self.tats.len() * 2).max(FEW);
        self.tats.shrink_to(self.search_at);
    }
}

#[async_trait]
impl RateLimiter for LocalLimiter {
    async fn decide(&self, demand: &Demand<'_>) -> Result<Decision, Error> {
        self.decide_now(demand)
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};
    use std::time::Duration;

    use jiff::Timestamp;

    use super::*;
    use crate::limits::Rate;

    fn call(limiter: &LocalLimiter, address: u32, rate: Rate) -> Decision {
        let subject = Subject::ip(IpAddr::V4(Ipv4Addr::from_bits(address)));
        let rates = [(subject, rate)];
        limiter.decide_now(&Demand { group: Group::Nobody(subject), rates: &rates, cost: 1 }).unwrap()
    }

    #[test]
    fn a_flood_of_addresses_does_not_fill_the_memory_and_spent_ones_are_forgotten() {
        let clock = Clock::manual(Timestamp::UNIX_EPOCH + Duration::from_secs(1));
        let limiter = LocalLimiter::new(clock.clone(), 20_000);
        let rate = Rate::new(60, Duration::from_mins(1), 2).unwrap();
        for address in 0..200_000 {
            assert!(call(&limiter, address, rate).allowed);
        }
        assert!(limiter.entries() <= 20_000, "{}", limiter.entries());
        clock.advance(Duration::from_secs(5));
        for address in 0..20_000 {
            call(&limiter, 1_000_000 + address % 300, rate);
        }
        clock.advance(Duration::from_secs(5));
        for address in 0..20_000 {
            call(&limiter, 2_000_000 + address, rate);
        }
        assert!(limiter.entries() <= 20_000);
    }

    #[test]
    fn a_caller_near_its_limit_is_remembered_longer_than_one_who_just_came() {
        let clock = Clock::manual(Timestamp::UNIX_EPOCH + Duration::from_secs(1));
        let limiter = LocalLimiter::new(clock, 4096);
        let rate = Rate::new(60, Duration::from_mins(1), 20).unwrap();
        for _ in 0..20 {
            assert!(call(&limiter, 7, rate).allowed);
        }
        for address in 100..20_000 {
            call(&limiter, address, rate);
        }
        assert!(!call(&limiter, 7, rate).allowed);
    }
}
