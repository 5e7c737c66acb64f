//! When a failed attempt is followed by another: full-jitter backoff, the server's wishes, and a budget per channel.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::error::Code;

const BASE: Duration = Duration::from_millis(250);
const CAP: Duration = Duration::from_secs(8);

/// What is known of a failed attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cause {
    /// The server answered with a status.
    Server(Code),
    /// The connection was refused or did not come up.
    NotConnected,
    /// The connection took the request but the server did not look at it: refused stream, GOAWAY, closed before sending.
    NotProcessed,
    /// The connection broke; the server may have acted.
    Lost,
    /// Something else than a server of Omni answered.
    NotGrpc,
}

/// What the server asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Wishes {
    /// `grpc-retry-pushback-ms`: a delay, or never.
    pub(crate) pushback: Option<Pushback>,
    /// google.rpc.RetryInfo, or the `retry-after` header of a proxy.
    pub(crate) retry_after: Option<Duration>,
}

/// `grpc-retry-pushback-ms` (gRFC A6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pushback {
    /// Try again after this.
    After(Duration),
    /// Do not try again: a negative value, or one that is not a number.
    Never,
}

impl Pushback {
    pub(crate) fn parse(text: &str) -> Self {
        text.parse::<u64>().map_or(Self::Never, |millis| Self::After(Duration::from_millis(millis)))
    }
}

/// What follows a failed attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// The caller gets the error.
    Stop,
    /// Another attempt at once; it does not count as a retry.
    Again,
    /// Another attempt after the delay.
    After(Duration),
}

/// How far one logical call has come.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Progress {
    /// Retries made.
    pub(crate) retries: u32,
    /// Retries allowed.
    pub(crate) max_retries: u32,
    /// Whether the one uncounted attempt was made.
    pub(crate) repeated: bool,
    /// The time to the deadline.
    pub(crate) remaining: Duration,
}

/// Decides what follows a failed attempt. `jitter` is a random number in [0, 1). The budget pays for the failure.
pub(crate) fn next(cause: Cause, wishes: Wishes, progress: Progress, budget: &Budget, jitter: f64) -> Next {
    if cause == Cause::NotProcessed && !progress.repeated {
        return Next::Again;
    }
    let retryable = match cause {
        Cause::Server(Code::Unavailable) | Cause::NotConnected | Cause::NotProcessed | Cause::Lost => true,
        Cause::Server(Code::ResourceExhausted) => wishes.retry_after.is_some(),
        Cause::Server(_) | Cause::NotGrpc => false,
    };
    let never = wishes.pushback == Some(Pushback::Never);
    if !retryable && !never {
        return Next::Stop;
    }
    let affordable = budget.failure();
    if never || !affordable || progress.retries >= progress.max_retries {
        return Next::Stop;
    }
    let delay = match (wishes.pushback, wishes.retry_after) {
        (Some(Pushback::After(delay)), _) => delay,
        (_, Some(delay)) => delay.max(backoff(progress.retries, jitter)),
        _ => backoff(progress.retries, jitter),
    };
    if delay >= progress.remaining { Next::Stop } else { Next::After(delay) }
}

/// Full jitter: evenly between nothing and the doubling, capped delay.
fn backoff(retries: u32, jitter: f64) -> Duration {
    BASE.saturating_mul(1_u32.checked_shl(retries).unwrap_or(u32::MAX)).min(CAP).mul_f64(jitter)
}

/// The retry budget of one client (gRFC A6, retry throttling): a failure costs one token, a success gives back a
/// tenth, and retries are made only while more than half of the tokens are there.
#[derive(Debug)]
pub(crate) struct Budget(AtomicU32);

impl Budget {
    const TENTHS: u32 = 10;
    const FULL: u32 = 100 * Self::TENTHS;

    pub(crate) fn new() -> Self {
        Self(AtomicU32::new(Self::FULL))
    }

    pub(crate) fn success(&self) {
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| {
            (tokens < Self::FULL).then_some(tokens + 1)
        });
    }

    /// Pays for a failure; says whether a retry may follow.
    fn failure(&self) -> bool {
        let before = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| {
                Some(tokens.saturating_sub(Self::TENTHS))
            })
            .unwrap_or_default();
        before.saturating_sub(Self::TENTHS) > Self::FULL / 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRESH: Progress =
        Progress { retries: 0, max_retries: 2, repeated: false, remaining: Duration::from_mins(1) };

    fn decide(cause: Cause, wishes: Wishes, progress: Progress) -> Next {
        next(cause, wishes, progress, &Budget::new(), 0.5)
    }

    #[test]
    fn only_failures_that_may_pass_are_retried() {
        for &code in Code::ALL {
            let expected = if code == Code::Unavailable { Next::After(BASE / 2) } else { Next::Stop };
            assert_eq!(decide(Cause::Server(code), Wishes::default(), FRESH), expected, "{code}");
        }
        assert_eq!(decide(Cause::NotConnected, Wishes::default(), FRESH), Next::After(BASE / 2));
        assert_eq!(decide(Cause::Lost, Wishes::default(), FRESH), Next::After(BASE / 2));
        assert_eq!(decide(Cause::NotGrpc, Wishes::default(), FRESH), Next::Stop);
    }

    #[test]
    fn an_exhausted_resource_is_retried_when_the_server_says_when() {
        let wishes = Wishes { retry_after: Some(Duration::from_secs(3)), pushback: None };
        assert_eq!(
            decide(Cause::Server(Code::ResourceExhausted), wishes, FRESH),
            Next::After(Duration::from_secs(3))
        );
        assert_eq!(decide(Cause::Server(Code::InvalidArgument), wishes, FRESH), Next::Stop);
    }

    #[test]
    fn a_delay_past_the_deadline_stops_at_once() {
        let wishes = Wishes { retry_after: Some(Duration::from_secs(61)), pushback: None };
        assert_eq!(decide(Cause::Server(Code::Unavailable), wishes, FRESH), Next::Stop);
    }

    #[test]
    fn pushback_rules_over_backoff() {
        let after =
            Wishes { pushback: Some(Pushback::parse("1500")), retry_after: Some(Duration::from_secs(9)) };
        assert_eq!(
            decide(Cause::Server(Code::Unavailable), after, FRESH),
            Next::After(Duration::from_millis(1500))
        );
        for never in ["-1", "soon", ""] {
            let wishes = Wishes { pushback: Some(Pushback::parse(never)), retry_after: None };
            assert_eq!(decide(Cause::Server(Code::Unavailable), wishes, FRESH), Next::Stop);
        }
    }

    #[test]
    fn a_request_nobody_looked_at_is_sent_again_once_without_counting() {
        let none_left = Progress { max_retries: 0, ..FRESH };
        assert_eq!(decide(Cause::NotProcessed, Wishes::default(), none_left), Next::Again);
        let repeated = Progress { repeated: true, ..none_left };
        assert_eq!(decide(Cause::NotProcessed, Wishes::default(), repeated), Next::Stop);
        assert_eq!(
            decide(Cause::NotProcessed, Wishes::default(), Progress { repeated: true, ..FRESH }),
            Next::After(BASE / 2)
        );
    }

    #[test]
    fn backoff_doubles_up_to_its_cap() {
        let delays: Vec<_> = (0..8).map(|retries| backoff(retries, 1.0)).collect();
        assert_eq!(delays[..4], [BASE, BASE * 2, BASE * 4, BASE * 8]);
        assert_eq!(delays[5..], [CAP; 3]);
        assert_eq!(backoff(40, 1.0), CAP);
        assert_eq!(backoff(3, 0.0), Duration::ZERO);
    }

    #[test]
    fn the_budget_stops_retries_and_recovers_with_successes() {
        let budget = Budget::new();
        let allowed = (0..200).take_while(|_| budget.failure()).count();
        assert_eq!(allowed, 49);
        for _ in 0..200 {
            assert!(!budget.failure());
        }
        for _ in 0..521 {
            budget.success();
        }
        assert!(budget.failure());
    }
}
