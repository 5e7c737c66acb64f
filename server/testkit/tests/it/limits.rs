//! The limiters against a model that is written another way, over a real Redis, on several nodes, and while Redis fails.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use omni_kernel::id::{KeyId, TenantId};
use omni_kernel::limits::{
    Decision, Demand, Group, LocalLimiter, Rate, RateLimiter, RedisLimiter, SharedLimiter, Subject,
};
use omni_kernel::redis::{Redis, State};
use omni_kernel::{Clock, Error, Rng};
use omni_testkit::RedisServer;
use omni_testkit::fleet::{self, Fleet};
use uuid::Uuid;

/// A bucket that drains: what is used up, in microseconds of the rate, and since when.
#[derive(Debug, Default)]
struct Model(HashMap<(u128, usize), (u64, u64)>);

impl Model {
    /// What a limiter must answer at `now`: whether all pass, then for each rate what is left, when all of it is back, and
    /// how long a refused call has to wait.
    fn decide(&mut self, of: &[(u128, usize, Rate)], cost: u64, now: u64) -> (bool, Vec<(u64, u64, u64)>) {
        let used = |this: &Self, key: &(u128, usize), full: u64| {
            let (used, since) = this.0.get(key).copied().unwrap_or((0, now));
            used.saturating_sub(now - since).min(full)
        };
        let before: Vec<u64> = of
            .iter()
            .map(|(id, kind, rate)| used(self, &(*id, *kind), rate.interval() * rate.burst()))
            .collect();
        let room = |used: u64, rate: &Rate| used + cost * rate.interval() <= rate.interval() * rate.burst();
        let passes = before.iter().zip(of).all(|(used, (_, _, rate))| room(*used, rate));
        let charged = if passes { cost } else { 0 };
        let answer = before.iter().zip(of).map(|(used, (id, kind, rate))| {
            let after = used + charged * rate.interval();
            if passes && cost > 0 {
                self.0.insert((*id, *kind), (after, now));
            }
            let full = rate.interval() * rate.burst();
            let wait = if passes { 0 } else { (used + cost * rate.interval()).saturating_sub(full) };
            ((full - after) / rate.interval(), after, wait)
        });
        (passes, answer.collect())
    }
}

/// A few tenants with a few keys each, so that they meet again and again.
struct Walk {
    rng: Rng,
    rates: Vec<(Rate, Rate)>,
    model: Model,
}

/// One call of the walk.
struct Step {
    tenant: u128,
    key: u128,
    cost: u32,
}

impl Walk {
    fn new(seed: u64) -> Self {
        let rng = Rng::seeded(seed);
        let number = || u64::from(rng.bytes::<1>()[0]);
        let rate = |limit, burst| Rate::new(limit, Duration::from_millis(700), burst).unwrap();
        let rates =
            (0..5).map(|_| (rate(number() + 1, number() / 4 + 3), rate(number() / 3 + 1, number() / 8 + 3)));
        let rates = rates.collect();
        Self { rng, rates, model: Model::default() }
    }

    fn step(&self) -> Step {
        let [tenant, key, cost, ..] = self.rng.bytes::<4>();
        Step {
            tenant: u128::from(tenant % 5),
            key: u128::from(key % 4),
            cost: [1, 1, 1, 1, 1, 2, 3, 0][usize::from(cost % 8)],
        }
    }

    /// What the call is held against: the key and the tenant.
    fn rates(&self, step: &Step) -> [(u128, usize, Rate); 2] {
        let (tenant_rate, key_rate) = self.rates[usize::try_from(step.tenant).unwrap()];
        [(step.tenant << 8 | step.key, 0, key_rate), (step.tenant, 1, tenant_rate)]
    }

    fn check(&mut self, step: &Step, decision: &Decision) {
        let rates = self.rates(step);
        let expected = self.model.decide(&rates, u64::from(step.cost), decision.at);
        let standings = decision.held.iter().map(|held| {
            let standing = held.standing;
            (standing.remaining, standing.reset, standing.retry_after)
        });
        assert_eq!((decision.allowed, standings.collect::<Vec<_>>()), expected);
    }
}

fn demand<'a>(
    step: &Step,
    rates: &[(u128, usize, Rate); 2],
    into: &'a mut Vec<(Subject, Rate)>,
) -> Demand<'a> {
    let tenant = TenantId::from_uuid(Uuid::from_u128(step.tenant));
    into.clear();
    into.push((Subject::key(KeyId::from_uuid(Uuid::from_u128(rates[0].0))), rates[0].2));
    into.push((Subject::tenant(tenant, 0), rates[1].2));
    Demand { group: Group::Tenant(tenant), rates: into, cost: step.cost }
}

#[test]
fn the_limiter_in_the_process_decides_a_million_calls_as_the_model_does() {
    let clock = omni_testkit::clock();
    let limiter = LocalLimiter::new(clock.clone(), 1_000_000);
    let (mut walk, mut list, mut passed) = (Walk::new(7), Vec::new(), 0);
    for _ in 0..1_000_000 {
        let step = walk.step();
        let [wait, ..] = walk.rng.bytes::<2>();
        clock.advance(Duration::from_micros(u64::from(wait) * 4));
        let rates = walk.rates(&step);
        let decision = limiter.decide_now(&demand(&step, &rates, &mut list)).unwrap();
        walk.check(&step, &decision);
        passed += u32::from(decision.allowed);
    }
    assert!((100_000..900_000).contains(&passed), "{passed} passed: the walk sees both sides of the limits");
}

#[tokio::test]
async fn the_limiter_in_redis_decides_as_the_model_does_also_after_a_flush_and_a_restart() {
    let mut server = RedisServer::start();
    let redis = Redis::new(&server.settings(Duration::from_secs(30))).unwrap().unwrap();
    let limiter = RedisLimiter::new(redis);
    let (mut walk, mut list, mut passed) = (Walk::new(8), Vec::new(), 0);
    for call in 0..15_000 {
        if call == 5_000 {
            assert_eq!(server.command("FLUSHALL"), "+OK");
            walk.model = Model::default();
        }
        if call == 10_000 {
            // Nothing is left, neither what callers used nor the script.
            server.kill();
            server.start_again();
            walk.model = Model::default();
        }
        let step = walk.step();
        let rates = walk.rates(&step);
        let decision = limiter.decide(&demand(&step, &rates, &mut list)).await.unwrap();
        walk.check(&step, &decision);
        passed += u32::from(decision.allowed);
    }
    assert!((1_000..14_000).contains(&passed), "{passed} passed: the walk sees both sides of the limits");
}

#[tokio::test]
async fn what_callers_used_is_gone_from_redis_when_it_says_nothing_any_more() {
    let server = RedisServer::start();
    let limiter = RedisLimiter::new(Redis::new(&server.settings(Duration::from_secs(30))).unwrap().unwrap());
    let rate = Rate::new(1_000, Duration::from_secs(1), 50).unwrap();
    let subject = Subject::tenant(TenantId::from_uuid(Uuid::from_u128(1)), 0);
    let rates = [(subject, rate)];
    for _ in 0..20 {
        limiter.decide(&Demand { group: Group::Nobody(subject), rates: &rates, cost: 1 }).await.unwrap();
    }
    assert_eq!(server.command("DBSIZE"), ":1");
    while server.command("DBSIZE") != ":0" {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[test]
fn one_three_and_five_nodes_on_one_redis_let_through_exactly_what_the_limit_says() {
    let server = RedisServer::start();
    let program = Path::new(env!("CARGO_BIN_EXE_omni-testkit-limits-node"));
    let mut name = 0;
    for nodes in [1, 3, 5] {
        for load in [0.9, 1.0, 1.5, 2.0] {
            name += 1;
            let fleet = Fleet { nodes, load, rate: 400, burst: 40, time: Duration::from_secs(1) };
            let verdict = fleet::run(&fleet, program, &[], &server.url(), name);
            println!("{nodes} nodes at {load}x: {verdict:?}");
            assert!(verdict.offered > 300, "{verdict:?}");
            assert_eq!((verdict.over, verdict.under), (0, 0), "{nodes} nodes at {load}x: {verdict:?}");
            assert!(verdict.admitted as u64 <= verdict.ceiling, "{verdict:?}");
        }
    }
}

const LIMITED: u64 = 20;

/// Calls until one is refused; how many passed.
async fn exhaust(limiter: &SharedLimiter, tenant: u128) -> Result<u64, Error> {
    let tenant = TenantId::from_uuid(Uuid::from_u128(tenant));
    let rates = [(Subject::tenant(tenant, 0), Rate::new(LIMITED, Duration::from_hours(1), LIMITED).unwrap())];
    for passed in 0.. {
        let demand = Demand { group: Group::Tenant(tenant), rates: &rates, cost: 1 };
        let decision = tokio::time::timeout(Duration::from_secs(20), limiter.decide(&demand));
        let decision = decision.await.unwrap_or_else(|_| panic!("a decision hangs"))?;
        if !decision.allowed {
            return Ok(passed);
        }
        assert!(passed < 10 * LIMITED, "nothing limits any more");
    }
    unreachable!()
}

async fn until_back(redis: &Redis, limiter: &SharedLimiter, mut tenant: u128) {
    while redis.state() != State::Closed {
        tenant += 1;
        let _ = exhaust(limiter, tenant).await;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paused_a_dead_and_a_full_redis_leave_each_node_its_share_and_hold_nobody_up() {
    let mut server = RedisServer::start();
    let redis = Redis::new(&server.settings(Duration::from_millis(50))).unwrap().unwrap();
    let local = LocalLimiter::new(Clock::system(), 100_000);
    let limiter = SharedLimiter::new(RedisLimiter::new(redis.clone()), local, 4);
    let share = LIMITED / 4;
    // A slow machine may miss the budget: what matters is that nobody gets more than the limit.
    assert!(exhaust(&limiter, 1).await.unwrap() <= LIMITED + share);

    server.pause();
    for tenant in 100..140 {
        let passed = exhaust(&limiter, tenant).await.unwrap();
        assert_eq!(passed, share, "a node of four alone gets a quarter");
    }
    assert!(limiter.alone() > 40 * share);
    assert_eq!(redis.state(), State::Open);
    server.resume();
    until_back(&redis, &limiter, 1_000).await;

    server.kill();
    for tenant in 200..240 {
        assert_eq!(exhaust(&limiter, tenant).await.unwrap(), share);
    }
    server.start_again();
    until_back(&redis, &limiter, 2_000).await;
    let alone = limiter.alone();
    let mut served = false;
    for tenant in 300..340 {
        exhaust(&limiter, tenant).await.unwrap();
        served |= limiter.alone() == alone;
    }
    assert!(served, "Redis decides again");

    // Writes are refused, reads are not: a decision that cannot be kept is none.
    assert_eq!(server.command("CONFIG SET maxmemory 1"), "+OK");
    for tenant in 400..410 {
        assert_eq!(exhaust(&limiter, tenant).await.unwrap(), share);
    }
}

#[tokio::test]
async fn a_call_that_can_never_pass_is_the_callers_mistake() {
    let limiter = LocalLimiter::new(Clock::system(), 10_000);
    let subject = Subject::tenant(TenantId::from_uuid(Uuid::from_u128(1)), 0);
    let rates = [(subject, Rate::new(100, Duration::from_secs(1), 5).unwrap())];
    let refused =
        limiter.decide(&Demand { group: Group::Nobody(subject), rates: &rates, cost: 6 }).await.unwrap_err();
    assert_eq!(refused.reason().name, "RATE_COST_TOO_HIGH");
}
