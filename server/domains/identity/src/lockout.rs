//! How failed attempts slow the next ones down.
//!
//! - An account waits after failures, the longer the more there were; it is never locked for good. Who signed in from the
//!   same address lately waits only for failures from there, so that others cannot keep them out.
//! - An address, and the whole installation, is refused past a number of failures in a window.
//!
//! Every count is one statement. Right passwords are counted nowhere, so any number of right sign-ins go on at once.

use std::collections::HashMap;
use std::net::IpAddr;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use omni_kernel::UserId;
use omni_kernel::config::Auth;
use sha2::{Digest, Sha256};

use crate::model::Email;
use crate::store::attempts::{Count, Counter};

const ACCOUNT: &str = "account";
const ACCOUNT_ADDRESS: &str = "account_address";
const ADDRESS: &str = "address";
const ALL: &str = "all";
const MFA: &str = "mfa";
const MAIL: &str = "mail";

/// The window of an account's failures.
const ACCOUNT_WINDOW: SignedDuration = SignedDuration::from_hours(24);
/// Mails to one address in an hour that anybody can have sent.
const MAILS: i64 = 5;
const MAIL_WINDOW: SignedDuration = SignedDuration::from_hours(1);
/// For how long a sign-in makes an address known.
pub(crate) const KNOWN_FOR: SignedDuration = SignedDuration::from_hours(24 * 30);

/// The counters of one sign-in.
#[derive(Debug)]
pub(crate) struct Counters(Vec<Counter>);

/// The counts of one sign-in, read before it.
#[derive(Debug)]
pub(crate) struct Standing {
    counts: HashMap<String, Count>,
    known_address: bool,
}

fn counter(kind: &'static str, subject: &[&[u8]], now: Timestamp, window: SignedDuration) -> Counter {
    let mut hash = Sha256::new();
    for part in [kind.as_bytes()].iter().chain(subject) {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    let since = now.saturating_sub(window).unwrap_or(Timestamp::MIN);
    Counter { kind, subject: hash.finalize().into(), since }
}

fn window(settings: &Auth) -> SignedDuration {
    SignedDuration::try_from(settings.attempts_window).unwrap_or(SignedDuration::MAX)
}

impl Counters {
    /// Those that a failed sign-in of this account from this address counts on.
    pub(crate) fn of(email: &Email, ip: Option<IpAddr>, settings: &Auth, now: Timestamp) -> Self {
        let account = email.key.as_bytes();
        let mut counters =
            vec![counter(ACCOUNT, &[account], now, ACCOUNT_WINDOW), counter(ALL, &[], now, window(settings))];
        if let Some(ip) = ip {
            let ip = network(ip);
            counters.push(counter(ACCOUNT_ADDRESS, &[account, ip.as_bytes()], now, ACCOUNT_WINDOW));
            counters.push(counter(ADDRESS, &[ip.as_bytes()], now, window(settings)));
        }
        Self(counters)
    }

    /// All of them.
    pub(crate) fn all(&self) -> &[Counter] {
        &self.0
    }

    /// Those that a right sign-in starts anew: of this account from this address. The others stay, so that a right
    /// sign-in hides no attack.
    pub(crate) fn settled(&self) -> Vec<Counter> {
        self.0.iter().filter(|counter| counter.kind == ACCOUNT_ADDRESS).cloned().collect()
    }
}

/// What counts as one address: a whole /64 of IPv6, which is what one subscriber has.
fn network(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

impl Standing {
    pub(crate) fn new(counts: HashMap<String, Count>, known_address: bool) -> Self {
        Self { counts, known_address }
    }

    /// How long the caller's address, or everybody, is refused. Says nothing of the account; people at a known address
    /// are let through when others attack.
    pub(crate) fn refusal(&self, settings: &Auth, now: Timestamp) -> Option<Duration> {
        let limits = [(ADDRESS, settings.address_attempts), (ALL, settings.total_attempts)];
        let waits = limits.iter().filter_map(|(kind, limit)| {
            let count = self.counts.get(*kind)?;
            let free = *kind == ALL && self.known_address;
            (count.attempts >= i64::from(*limit) && !free)
                .then(|| rest(count.window_time, window(settings), now))
        });
        waits.max().filter(|wait| !wait.is_zero())
    }

    /// Whether the account waits.
    pub(crate) fn waits(&self, settings: &Auth, now: Timestamp) -> bool {
        let kind = if self.known_address { ACCOUNT_ADDRESS } else { ACCOUNT };
        self.counts.get(kind).is_some_and(|count| {
            let wait = SignedDuration::try_from(account_wait(count.attempts, settings))
                .unwrap_or(SignedDuration::MAX);
            count.last_time.saturating_add(wait).unwrap_or(Timestamp::MAX) > now
        })
    }
}

/// How long an account waits after its failure of this number.
fn account_wait(failures: i64, settings: &Auth) -> Duration {
    let beyond = failures - i64::from(settings.account_attempts);
    if beyond < 0 {
        return Duration::ZERO;
    }
    let seconds = 2_u64.saturating_pow(u32::try_from(beyond).unwrap_or(u32::MAX));
    Duration::from_secs(seconds).min(settings.account_max_wait)
}

/// What is left of a window.
fn rest(window_time: Timestamp, window: SignedDuration, now: Timestamp) -> Duration {
    let end = window_time.saturating_add(window).unwrap_or(Timestamp::MAX);
    Duration::try_from(end.duration_since(now)).unwrap_or_default()
}

/// The wrong codes of a person.
pub(crate) fn mfa_counter(user: UserId, settings: &Auth, now: Timestamp) -> Counter {
    counter(MFA, &[user.uuid().as_bytes()], now, window(settings))
}

/// How long a person's codes are refused, after this attempt was counted.
pub(crate) fn mfa_refusal(count: Option<&Count>, settings: &Auth, now: Timestamp) -> Option<Duration> {
    let count = count?;
    (count.attempts > i64::from(settings.mfa_attempts))
        .then(|| rest(count.window_time, window(settings), now))
}

/// The mails to an address.
pub(crate) fn mail_counter(email: &Email, now: Timestamp) -> Counter {
    counter(MAIL, &[email.key.as_bytes()], now, MAIL_WINDOW)
}

/// Whether one more mail may go to an address, after it was counted.
pub(crate) fn mail_allowed(count: Option<&Count>) -> bool {
    count.is_none_or(|count| count.attempts <= MAILS)
}

/// Before when nobody needs a counter any more.
pub(crate) fn stale(now: Timestamp) -> Timestamp {
    now.saturating_sub(ACCOUNT_WINDOW + ACCOUNT_WINDOW).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests {
    use omni_kernel::config::{Config, Inputs};

    use super::*;

    #[test]
    fn an_account_waits_twice_as_long_after_every_failure_up_to_a_limit() {
        let settings = Config::load(&Inputs::default()).unwrap().auth;
        let waits: Vec<u64> = (0..17).map(|failures| account_wait(failures, &settings).as_secs()).collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
        assert_eq!(account_wait(i64::MAX, &settings).as_secs(), 900);
    }

    #[test]
    fn one_subscriber_is_one_address() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), of("2001:db8:1:2::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
    }
}
