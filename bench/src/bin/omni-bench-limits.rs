//! Rate limits: what a decision takes in the process and over Redis, what a warm key check takes, and whether several
//! nodes on one Redis let through exactly what the limit says.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a benchmark prints its figures and ends on a failure"
)]
#![expect(clippy::disallowed_methods, reason = "benchmarks measure time")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use omni_bench::quantile;
use omni_kernel::limits::{Demand, Group, LocalLimiter, Rate, RateLimiter, RedisLimiter, Subject};
use omni_kernel::ports::{Enforcement, Period, Quota, UsageLedger};
use omni_kernel::redis::Redis;
use omni_kernel::{Clock, KeyId, Rng, TenantId};
use omni_keys::Keys;
use omni_tenant::{AuditedNotices, Ledger, Tenants};
use omni_testkit::fleet::{self, Fleet};
use omni_testkit::{RedisServer, TestDb};

const DECISIONS: usize = 1_000_000;
const EXCHANGES: usize = 20_000;
const CHECKS: usize = 200_000;
/// Decisions timed together where one is too short for the clock.
const BATCH: usize = 100;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(("node", rest)) = arguments.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return fleet::node(rest).await;
    }
    local();
    let server = RedisServer::start();
    over_redis(&server).await;
    warm_key().await;
    warm_quota().await;
    fleets(&server);
}

/// A key, an address and a tenant, as of a call with all three limited.
fn rates(caller: u128) -> [(Subject, Rate); 3] {
    let rate = Rate::new(60_000, Duration::from_mins(1), 1_000).expect("a rate above zero");
    let id = |number: u128| Rng::seeded(u64::try_from(number).unwrap_or_default()).bytes::<16>();
    let (key, tenant) = (u128::from_be_bytes(id(caller)), u128::from_be_bytes(id(caller / 4)));
    let address = std::net::Ipv4Addr::from_bits(u32::try_from(caller).unwrap_or_default()).into();
    [
        (Subject::key(KeyId::from_uuid(uuid::Uuid::from_u128(key))), rate),
        (Subject::ip(address), rate),
        (Subject::tenant(TenantId::from_uuid(uuid::Uuid::from_u128(tenant)), 0), rate),
    ]
}

fn callers(many: u128) -> Vec<(Group, [(Subject, Rate); 3])> {
    (0..many)
        .map(|caller| {
            let tenant = Rng::seeded(u64::try_from(caller / 4).unwrap_or_default()).bytes::<16>();
            let tenant = TenantId::from_uuid(uuid::Uuid::from_u128(u128::from_be_bytes(tenant)));
            (Group::Tenant(tenant), rates(caller))
        })
        .collect()
}

fn tell(what: &str, mut took: Vec<Duration>) {
    took.sort();
    println!(
        "{what}: p50 {:.3} µs, p99 {:.3} µs",
        quantile(&took, 0.5).as_secs_f64() * 1e6,
        quantile(&took, 0.99).as_secs_f64() * 1e6
    );
}

fn local() {
    let limiter = LocalLimiter::new(Clock::system(), 1_000_000);
    let callers = callers(10_000);
    let mut took = Vec::with_capacity(DECISIONS / BATCH);
    for batch in 0..DECISIONS / BATCH {
        let begun = Instant::now();
        for call in 0..BATCH {
            let (group, rates) = &callers[(batch * BATCH + call) * 7919 % callers.len()];
            let decision = limiter.decide_now(&Demand { group: *group, rates, cost: 1 });
            std::hint::black_box(decision.expect("the call costs less than a burst"));
        }
        took.push(begun.elapsed() / u32::try_from(BATCH).unwrap_or(1));
    }
    tell("limit decision in the process, three dimensions, 10,000 callers", took);
}

async fn over_redis(server: &RedisServer) {
    let redis = Redis::new(&server.settings(Duration::from_secs(5))).expect("a URL").expect("a Redis");
    let limiter = RedisLimiter::new(redis);
    let callers = callers(1_000);
    let mut took = Vec::with_capacity(EXCHANGES);
    for call in 0..EXCHANGES {
        let (group, rates) = &callers[call * 7919 % callers.len()];
        let begun = Instant::now();
        limiter.decide(&Demand { group: *group, rates, cost: 1 }).await.expect("Redis answers");
        took.push(begun.elapsed());
    }
    tell("limit decision over Redis, three dimensions, one at a time", took);
}

async fn warm_key() {
    let db = TestDb::new(&[&omni_tenant::MIGRATIONS, &omni_keys::MIGRATIONS]).await;
    let folder = omni_testkit::data_dir();
    let (clock, rng) = (Clock::system(), Rng::system());
    let tenants = Arc::new(Tenants::new(db.database().clone(), clock.clone()));
    let keys = Keys::new(db.database().clone(), tenants, clock, rng);
    let first = keys.bootstrap(folder.path()).await.expect("a first start").expect("shows keys");
    let mut took = Vec::with_capacity(CHECKS);
    for _ in 0..CHECKS {
        let begun = Instant::now();
        keys.verify(&first.live_key, None).await.expect("the key is good");
        took.push(begun.elapsed());
    }
    tell("key check, warm", took);
}

/// Counting a call of a tenant, the blocks leased from the database included.
async fn warm_quota() {
    let db = TestDb::new(&[&omni_tenant::MIGRATIONS]).await;
    let (clock, rng) = (Clock::system(), Rng::system());
    let tenants = Tenants::new(db.database().clone(), clock.clone());
    let audit = Arc::new(omni_testkit::doubles::RecordingAudit::default());
    let notices = Arc::new(AuditedNotices::new(audit, clock.clone(), rng.clone()));
    let ledger = Ledger::new(db.database().clone(), tenants.catalogue(), notices, clock);
    let hard = Quota { limit: 1_000_000_000, period: Period::Month, enforcement: Enforcement::Hard };
    for (what, quota) in [("hard", Some(&hard)), ("unlimited", None)] {
        let whose = omni_testkit::scope(&rng);
        let mut took = Vec::with_capacity(DECISIONS / BATCH);
        for _ in 0..DECISIONS / BATCH {
            let begun = Instant::now();
            for _ in 0..BATCH {
                ledger.take(whose, "calls", 1, quota).await.expect("the quota is large");
            }
            took.push(begun.elapsed() / u32::try_from(BATCH).unwrap_or(1));
        }
        tell(&format!("counting a call, {what} quota"), took);
    }
}

fn fleets(server: &RedisServer) {
    let program = std::env::current_exe().expect("the path of this program");
    let mut name = 0;
    for nodes in [1, 3, 5] {
        for load in [0.9, 1.0, 1.5, 2.0] {
            name += 1;
            let fleet = Fleet { nodes, load, rate: 1_000, burst: 100, time: Duration::from_secs(3) };
            let verdict = fleet::run(&fleet, &program, &["node"], &server.url(), name);
            let share = |calls: usize| calls as f64 / verdict.admitted as f64 * 100.0;
            let passable = (verdict.offered as u64).min(verdict.ceiling);
            println!(
                "{nodes} node(s) at {load}x: offered {}, admitted {} of at most {} ({:.2} % of what could pass), over-admission {} ({:.2} %), under-admission {} ({:.2} %)",
                verdict.offered,
                verdict.admitted,
                verdict.ceiling,
                verdict.admitted as f64 / passable as f64 * 100.0,
                verdict.over,
                share(verdict.over),
                verdict.under,
                share(verdict.under),
            );
            assert_eq!(verdict.over, 0, "more passed than the limit says");
            assert!(share(verdict.under) < 1.0, "less passed than the limit says");
        }
    }
}
