//! Several nodes that share one Redis, as processes of their own, and a judge of what they let through.
//!
//! Each node makes calls at a steady pace and notes every decision with the time Redis made it. The judge lays the notes of
//! all nodes together, in that order, and lets the pure algorithm decide the same calls: what the nodes let through beyond
//! it is over-admission, what they refused though it had room is under-admission. No tolerance is needed.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use futures::future::join_all;
use omni_kernel::config::{Config, Flag, Inputs};
use omni_kernel::id::TenantId;
use omni_kernel::limits::{Demand, Group, Rate, RateLimiter, RedisLimiter, Subject};
use omni_kernel::redis::Redis;
use tokio::time::Instant;

/// What a fleet is asked to do.
#[derive(Debug, Clone, Copy)]
pub struct Fleet {
    /// How many processes.
    pub nodes: u32,
    /// Calls a second of all nodes together, as a multiple of what the limit lets through.
    pub load: f64,
    /// Calls a second that the limit lets through.
    pub rate: u64,
    /// Calls at once.
    pub burst: u64,
    /// How long each node calls.
    pub time: Duration,
}

/// What came of it.
#[derive(Debug, Clone, Copy)]
pub struct Verdict {
    /// Calls made.
    pub offered: usize,
    /// Calls let through.
    pub admitted: usize,
    /// Calls let through that the pure algorithm refuses.
    pub over: usize,
    /// Calls refused that the pure algorithm lets through.
    pub under: usize,
    /// The most that may pass from the first call to the last: a burst and what comes back in between.
    pub ceiling: u64,
}

/// One call of a node: when Redis decided, and whether it passed.
type Note = (u64, bool);

fn rate(fleet: &Fleet) -> Rate {
    Rate::new(fleet.rate, Duration::from_secs(1), fleet.burst).expect("a rate above zero")
}

/// Runs the fleet. `node` is a program that gives its arguments, without its name, to [`node`]; `first` are arguments that
/// come before those.
///
/// # Panics
/// When a process does not start or does not end well.
pub fn run(fleet: &Fleet, program: &Path, first: &[&str], redis_url: &str, name: u64) -> Verdict {
    let pace = fleet.load * fleet.rate as f64 / f64::from(fleet.nodes);
    let children: Vec<_> = (0..fleet.nodes)
        .map(|_| {
            let mut command = Command::new(program);
            command.args(first).args([
                redis_url.to_owned(),
                name.to_string(),
                fleet.rate.to_string(),
                fleet.burst.to_string(),
                pace.to_string(),
                fleet.time.as_millis().to_string(),
            ]);
            command.stdout(Stdio::piped()).spawn().expect("a node starts")
        })
        .collect();
    let mut notes: Vec<Note> = Vec::new();
    for child in children {
        let output = child.wait_with_output().expect("a node ends");
        assert!(output.status.success(), "a node failed: {}", output.status);
        let text = String::from_utf8(output.stdout).expect("a node writes text");
        notes.extend(text.lines().map(|line| {
            let (at, passed) = line.split_once(' ').expect("a time and a verdict");
            (at.parse::<u64>().expect("a time"), passed == "1")
        }));
    }
    judge(rate(fleet), notes)
}

fn judge(rate: Rate, mut notes: Vec<Note>) -> Verdict {
    // Of calls in the same microsecond as many pass in any order; those that passed first makes both sides alike.
    notes.sort_unstable_by_key(|(at, passed)| (*at, !passed));
    let (mut tat, mut admitted, mut over, mut under) = (None, 0, 0, 0);
    for (at, passed) in &notes {
        let settled = rate.settle(tat, *at);
        let fits = rate.fits(settled, *at, 1);
        if fits {
            tat = Some(rate.after(settled, 1));
        }
        admitted += usize::from(*passed);
        over += usize::from(*passed && !fits);
        under += usize::from(!passed && fits);
    }
    let span = notes.last().map_or(0, |last| last.0) - notes.first().map_or(0, |first| first.0);
    Verdict { offered: notes.len(), admitted, over, under, ceiling: rate.burst() + span / rate.interval() }
}

/// One node: makes its calls and writes a line for each.
///
/// # Panics
/// When the arguments are not those of [`run`], or Redis does not answer.
pub async fn node(arguments: &[String]) {
    let [url, name, limit, burst, pace, millis] = arguments else { panic!("expected six arguments") };
    let number = |text: &String| text.parse::<u64>().expect("a number");
    let pace: f64 = pace.parse().expect("a number");
    let rate = Rate::new(number(limit), Duration::from_secs(1), number(burst)).expect("a rate above zero");
    let redis = Redis::new(&patient(url)).expect("a URL").expect("a Redis");
    let limiter = RedisLimiter::new(redis);
    let tenant = TenantId::from_uuid(uuid::Uuid::from_u128(u128::from(number(name))));
    let rates = [(Subject::tenant(tenant, 0), rate)];
    let demand = Demand { group: Group::Tenant(tenant), rates: &rates, cost: 1 };
    let begun = Instant::now() + Duration::from_millis(50);
    let calls = (pace * number(millis) as f64 / 1e3).round();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of calls is small")]
    let calls = calls as u32;
    // Each at its time, whether those before were answered or not.
    let decisions = join_all((0..calls).map(async |call| {
        tokio::time::sleep_until(begun + Duration::from_secs_f64(f64::from(call) / pace)).await;
        limiter.decide(&demand).await.expect("Redis answers")
    }))
    .await;
    let mut output = std::io::stdout().lock();
    for decision in decisions {
        writeln!(output, "{} {}", decision.at, u8::from(decision.allowed)).expect("the output is open");
    }
}

/// A client that waits: what is looked at is who passes, not how fast.
fn patient(url: &str) -> omni_kernel::config::Redis {
    let flag = |key: &str, value: &str| Flag { flag: "--set".into(), key: key.into(), value: value.into() };
    let flags = vec![flag("redis.url", url), flag("redis.timeout", "30s")];
    Config::load(&Inputs { flags, ..Inputs::default() }).expect("these settings are good").redis
}
