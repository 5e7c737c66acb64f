//! How failed attempts slow the next ones down.
//!
//! - An account waits after failures, the longer the more there were; it is never locked for good. Who signed in from the
//!   same address lately waits only for failures from there, so that others cannot keep them out.
//! - An address, and the whole installation, is refused past a number of failures in a window.
//!
//! An attempt is counted before its password is looked at, in one statement, so that no number of attempts at once gets
//! past a limit; a right one is given back. Of one account only as many are looked at together as it has failures left
//! before it waits; the others wait for their turn, so that any number of right sign-ins at once go through.

use std::collections::HashMap;
use std::net::IpAddr;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use omni_kernel::config::Auth;
use omni_kernel::{UserId, Vault};

use crate::model::Email;
use crate::store::attempts::{Count, Counter};

const ACCOUNT: &str = "account";
const ACCOUNT_ADDRESS: &str = "account_address";
/// Of the attempts counted on an account, those that are not decided yet.
const ACCOUNT_TURN: &str = "account_turn";
const ACCOUNT_ADDRESS_TURN: &str = "account_address_turn";
const ADDRESS: &str = "address";
const ALL: &str = "all";
const MFA: &str = "mfa";

/// The window of an account's failures.
const ACCOUNT_WINDOW: SignedDuration = SignedDuration::from_hours(24);
/// After how long without a new one undecided attempts are taken for failures: their server has died.
const TURN_WINDOW: SignedDuration = SignedDuration::from_mins(1);
/// Takes a count to nought, which none goes below.
const FORGET: i64 = i64::MIN / 2;
/// Mails of one purpose to one address in an hour that anybody can have sent.
const MAILS: i64 = 5;
const MAIL_WINDOW: SignedDuration = SignedDuration::from_hours(1);
/// For how long a sign-in makes an address known.
pub(crate) const KNOWN_FOR: SignedDuration = SignedDuration::from_hours(24 * 30);

/// The counters of one sign-in.
#[derive(Debug)]
pub(crate) struct Counters(Vec<Counter>);

/// What became of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decided {
    /// The password was wrong.
    Failed,
    /// The password was right and the account waited, or nobody looked at it.
    Void,
    /// The person is signed in.
    Right,
}

/// The counts that an attempt is judged by: of others, before it.
#[derive(Debug)]
pub(crate) struct Standing {
    counts: HashMap<String, Count>,
    known_address: bool,
    /// How often the attempt itself is in the counts.
    own: i64,
}

/// How an attempt goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Judgement {
    /// The caller's address, or everybody, is refused for so long.
    Refused(Duration),
    /// Others of the account are under way; it depends on them.
    Later,
    /// The password is looked at. It counts only if the account does not wait.
    Now {
        /// The account waits.
        waits: bool,
    },
}

/// A keyed hash, so that the table does not tell who tried from where.
fn counter(
    vault: &Vault,
    kind: &'static str,
    subject: &[&[u8]],
    now: Timestamp,
    window: SignedDuration,
) -> Counter {
    let mut text = Vec::new();
    for part in [kind.as_bytes()].iter().chain(subject) {
        text.extend(part.len().to_be_bytes());
        text.extend_from_slice(part);
    }
    let since = now.saturating_sub(window).unwrap_or(Timestamp::MIN);
    let renewed = is_turn(kind);
    Counter { kind, subject: vault.keyed_hash("attempts", &text), since, renewed }
}

fn is_turn(kind: &str) -> bool {
    kind == ACCOUNT_TURN || kind == ACCOUNT_ADDRESS_TURN
}

fn window(settings: &Auth) -> SignedDuration {
    SignedDuration::try_from(settings.attempts_window).unwrap_or(SignedDuration::MAX)
}

impl Counters {
    /// Those that a failed sign-in of this account from this address counts on.
    pub(crate) fn of(
        vault: &Vault,
        email: &Email,
        ip: Option<IpAddr>,
        settings: &Auth,
        now: Timestamp,
    ) -> Self {
        let account = email.key.as_bytes();
        let mut counters = vec![
            counter(vault, ACCOUNT, &[account], now, ACCOUNT_WINDOW),
            counter(vault, ACCOUNT_TURN, &[account], now, TURN_WINDOW),
            counter(vault, ALL, &[], now, window(settings)),
        ];
        if let Some(ip) = ip {
            let ip = network(ip);
            counters.push(counter(vault, ACCOUNT_ADDRESS, &[account, ip.as_bytes()], now, ACCOUNT_WINDOW));
            counters.push(counter(vault, ACCOUNT_ADDRESS_TURN, &[account, ip.as_bytes()], now, TURN_WINDOW));
            counters.push(counter(vault, ADDRESS, &[ip.as_bytes()], now, window(settings)));
        }
        Self(counters)
    }

    /// All of them.
    pub(crate) fn all(&self) -> &[Counter] {
        &self.0
    }

    /// Whose turn it is: attempts that are judged by the same failures come one after the other.
    pub(crate) fn turn(&self, known: bool) -> String {
        let kind = if known { ACCOUNT_ADDRESS_TURN } else { ACCOUNT_TURN };
        let counter = self.0.iter().find(|counter| counter.kind == kind);
        format!("{kind} {:?}", counter.map(|counter| counter.subject))
    }

    /// How they change by an attempt that is not decided yet.
    pub(crate) fn reserved(&self) -> Vec<(&Counter, i64)> {
        self.0.iter().map(|counter| (counter, 1)).collect()
    }

    /// How they change by what became of an attempt that was counted on each. A right sign-in starts the failures of this
    /// account from this address anew; the others stay, so that it hides no attack.
    pub(crate) fn decided(&self, decided: Decided) -> Vec<(&Counter, i64)> {
        let by = |kind| match decided {
            _ if is_turn(kind) => -1,
            Decided::Failed => 0,
            Decided::Right if kind == ACCOUNT_ADDRESS => FORGET,
            Decided::Right | Decided::Void => -1,
        };
        self.0.iter().map(|counter| (counter, by(counter.kind))).collect()
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
    pub(crate) fn new(counts: HashMap<String, Count>, known_address: bool, own: i64) -> Self {
        Self { counts, known_address, own }
    }

    pub(crate) fn judge(&self, settings: &Auth, now: Timestamp) -> Judgement {
        match self.refusal(settings, now) {
            Some(wait) => Judgement::Refused(wait),
            None => self.turn(settings, now),
        }
    }

    /// How long the caller's address, or everybody, is refused. Says nothing of the account; people at a known address
    /// are let through when others attack, also from that address.
    fn refusal(&self, settings: &Auth, now: Timestamp) -> Option<Duration> {
        if self.known_address {
            return None;
        }
        let limits = [(ADDRESS, settings.address_attempts), (ALL, settings.total_attempts)];
        let waits = limits.iter().filter_map(|(kind, limit)| {
            let count = self.counts.get(*kind)?;
            (count.attempts - self.own >= i64::from(*limit))
                .then(|| rest(count.window_time, window(settings), now))
        });
        waits.max().filter(|wait| !wait.is_zero())
    }

    /// Whether the account waits, or has others under way that have to be decided first.
    fn turn(&self, settings: &Auth, now: Timestamp) -> Judgement {
        let (kind, turn) = if self.known_address {
            (ACCOUNT_ADDRESS, ACCOUNT_ADDRESS_TURN)
        } else {
            (ACCOUNT, ACCOUNT_TURN)
        };
        let Some(count) = self.counts.get(kind) else { return Judgement::Now { waits: false } };
        let undecided = self.counts.get(turn).map_or(0, |count| count.attempts);
        let failures = (count.attempts - undecided).max(0);
        let wait = SignedDuration::try_from(account_wait(failures, settings)).unwrap_or(SignedDuration::MAX);
        if !wait.is_zero() && count.last_time.saturating_add(wait).unwrap_or(Timestamp::MAX) > now {
            return Judgement::Now { waits: true };
        }
        let together = (i64::from(settings.account_attempts) - failures).max(1);
        if undecided - self.own >= together { Judgement::Later } else { Judgement::Now { waits: false } }
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
pub(crate) fn mfa_counter(vault: &Vault, user: UserId, settings: &Auth, now: Timestamp) -> Counter {
    counter(vault, MFA, &[user.uuid().as_bytes()], now, window(settings))
}

/// How long a person's codes are refused, after this attempt was counted.
pub(crate) fn mfa_refusal(count: Option<&Count>, settings: &Auth, now: Timestamp) -> Option<Duration> {
    let count = count?;
    (count.attempts > i64::from(settings.mfa_attempts))
        .then(|| rest(count.window_time, window(settings), now))
}

/// What a mail that anybody can have sent is for. Each is counted apart, so that nobody keeps a mail of one kind from
/// its reader by having others sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MailFor {
    Registration,
    Reset,
    Invitation,
}

/// The mails for this to an address.
pub(crate) fn mail_counter(vault: &Vault, purpose: MailFor, email: &Email, now: Timestamp) -> Counter {
    let kind = match purpose {
        MailFor::Registration => "mail_registration",
        MailFor::Reset => "mail_reset",
        MailFor::Invitation => "mail_invitation",
    };
    counter(vault, kind, &[email.key.as_bytes()], now, MAIL_WINDOW)
}

/// How long no mail that anybody can have sent may go to an address, after this one was counted.
pub(crate) fn mail_refusal(count: Option<&Count>, now: Timestamp) -> Option<Duration> {
    let count = count.filter(|count| count.attempts > MAILS)?;
    Some(rest(count.window_time, MAIL_WINDOW, now))
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
