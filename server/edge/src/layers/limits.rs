//! How many calls, by rate and by quota.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use omni_kernel::config;
use omni_kernel::limits::{
    Decision, Demand, Dimension, Group, Held, RATE_LIMITED, Rate, RateLimiter, Subject,
};
use omni_kernel::ports::{Principal, UsageLedger};
use omni_kernel::{Caller, Error};

use super::quantity::quantity;
use crate::call::Call;

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const REMAINING: HeaderName = HeaderName::from_static("ratelimit");
/// Every limit is so many calls a minute.
const MINUTE: Duration = Duration::from_mins(1);
/// How many keys' administration all keys of a tenant have together: keys can be made at will, so that each one's limit
/// alone would hold nobody. Persons are not in it, so that keys gone astray do not keep them from revoking those.
const KEYS: u64 = 10;
/// The meter of all calls with a credential.
const CALLS: &str = "calls";

/// The rates of an installation, and who keeps count.
pub(crate) struct Limits {
    limiter: Arc<dyn RateLimiter>,
    usage: Option<Arc<dyn UsageLedger>>,
    principal: Option<Rate>,
    ip: Option<Rate>,
    nobody: Option<Rate>,
    administration: Option<Rate>,
    keys_administration: Option<Rate>,
    burst: Duration,
}

impl Limits {
    pub(crate) fn new(
        settings: &config::Limits,
        limiter: Arc<dyn RateLimiter>,
        usage: Option<Arc<dyn UsageLedger>>,
    ) -> Self {
        let a_minute = |calls| a_minute(calls, settings.burst);
        Self {
            limiter,
            usage,
            principal: a_minute(settings.per_principal),
            ip: a_minute(settings.per_ip),
            nobody: a_minute(settings.anonymous_per_ip),
            administration: a_minute(settings.administration),
            keys_administration: a_minute(settings.administration.saturating_mul(KEYS)),
            burst: settings.burst,
        }
    }

    /// Lets the call pass or refuses it, and says in `metadata` where that leaves the caller.
    ///
    /// # Errors
    /// `RATE_LIMITED` with the time after which it would pass.
    pub(crate) async fn pass(
        &self,
        call: &Call,
        principal: Option<&Principal>,
        metadata: &mut HeaderMap,
    ) -> Result<Vec<Held>, Error> {
        let (address, cost) = (Subject::ip(call.client.ip), call.method.rate_cost());
        let ip = self.ip.map(|rate| (address, rate));
        let decision = match principal {
            None => {
                let nobody = self.nobody.map(|rate| (address, rate));
                self.decide(Group::Nobody(address), nobody, cost).await?
            }
            Some(principal) => {
                let group = Group::Tenant(principal.scope.tenant);
                let caller = subject(principal.caller);
                let usual = self.usual(principal, caller);
                if call.method.is_administration() {
                    let rates = self.administering(principal, caller).chain(ip);
                    let mut decision = self.decide(group, rates, cost).await?;
                    // Where the caller stands with the rest, without using any of it.
                    decision.held.extend(self.decide(group, usual, 0).await?.held);
                    decision
                } else {
                    self.decide(group, usual.chain(ip), cost).await?
                }
            }
        };
        if decision.held.is_empty() {
            return Ok(Vec::new());
        }
        announce(&decision, metadata);
        if decision.allowed { Ok(decision.held) } else { Err(refusal(&decision)) }
    }

    /// Refuses a call whose address has no room for it without a credential; takes nothing when there is some.
    ///
    /// # Errors
    /// As [`Limits::pass`].
    pub(crate) async fn spare(&self, call: &Call, metadata: &mut HeaderMap) -> Result<(), Error> {
        let address = Subject::ip(call.client.ip);
        let rates = self.nobody.map(|rate| (address, rate.with_room_for(call.method.rate_cost().into())));
        let decision = self.decide(Group::Nobody(address), rates, 0).await?;
        let room = |held: &Held| held.standing.remaining >= call.method.rate_cost().into();
        // Refused in the words of every call without a credential.
        if decision.held.iter().all(room) { Ok(()) } else { self.pass(call, None, metadata).await.map(drop) }
    }

    /// The same for a browser at a path that is no part of the contract: it counts as one call without a credential.
    ///
    /// # Errors
    /// As [`Limits::pass`].
    pub(crate) async fn pass_browser(&self, ip: IpAddr, headers: &mut HeaderMap) -> Result<(), Error> {
        let address = Subject::ip(ip);
        let rate = self.nobody.map(|rate| (address, rate));
        let decision = self.decide(Group::Nobody(address), rate, 1).await?;
        if decision.held.is_empty() {
            return Ok(());
        }
        announce(&decision, headers);
        if decision.allowed { Ok(()) } else { Err(refusal(&decision)) }
    }

    /// Decides on these rates; a call that none holds passes.
    async fn decide(
        &self,
        group: Group,
        rates: impl IntoIterator<Item = (Subject, Rate)>,
        cost: u32,
    ) -> Result<Decision, Error> {
        // A dear call may take more at once than the burst holds; the calls after it wait for longer.
        let rates: Vec<_> =
            rates.into_iter().map(|(of, rate)| (of, rate.with_room_for(cost.into()))).collect();
        if rates.is_empty() {
            return Ok(Decision { allowed: true, at: 0, held: Vec::new() });
        }
        self.limiter.decide(&Demand { group, rates: &rates, cost }).await
    }

    /// What holds a caller and, of a key, the keys of its tenant, as far as they administer.
    fn administering(
        &self,
        principal: &Principal,
        caller: Option<Subject>,
    ) -> impl Iterator<Item = (Subject, Rate)> + use<> {
        let own = caller.map(Subject::administering).zip(self.administration);
        let tenant = Subject::keys_administering(principal.scope.tenant);
        let keys = self.keys_administration.map(|rate| (tenant, rate));
        let keys = keys.filter(|_| matches!(principal.caller, Caller::Key(_)));
        [own, keys].into_iter().flatten()
    }

    /// What holds a caller and its tenant, but for the address.
    fn usual(
        &self,
        principal: &Principal,
        caller: Option<Subject>,
    ) -> impl Iterator<Item = (Subject, Rate)> + use<> {
        let of_tenant = principal.tenant.entitlements.calls_per_minute.map(|calls| {
            // Nothing a minute is a limit here: `None` is what says unlimited. The least there is passes one a day.
            let rate = a_minute(calls, self.burst).or_else(|| Rate::new(1, Duration::from_hours(24), 1));
            rate.map(|rate| (Subject::tenant(principal.scope.tenant, calls), rate))
        });
        [caller.zip(self.principal), of_tenant.flatten()].into_iter().flatten()
    }

    /// Counts the call itself for its tenant.
    ///
    /// # Errors
    /// `QUOTA_EXCEEDED` when the tenant's calls of the period are used up; UNAVAILABLE when it cannot be counted.
    pub(crate) async fn count_call(&self, call: &Call, principal: Option<&Principal>) -> Result<(), Error> {
        if call.method.is_administration() {
            return Ok(());
        }
        self.take(principal, CALLS, 1).await
    }

    /// Counts what the method's policy meters.
    ///
    /// # Errors
    /// As [`Limits::count_call`].
    pub(crate) async fn count_meter(
        &self,
        call: &Call,
        principal: Option<&Principal>,
        message: &[u8],
    ) -> Result<(), Error> {
        let Some(meter) = &call.method.policy().meter else { return Ok(()) };
        if self.usage.is_none() || meter.name == CALLS {
            return Ok(());
        }
        let quantity = quantity(&call.method.input(), &meter.quantity_field, message);
        self.take(principal, &meter.name, quantity).await
    }

    async fn take(&self, principal: Option<&Principal>, meter: &str, quantity: u64) -> Result<(), Error> {
        let (Some(usage), Some(principal)) = (&self.usage, principal) else { return Ok(()) };
        if quantity == 0 {
            return Ok(());
        }
        let quota = principal.tenant.entitlements.quotas.get(meter);
        usage.take(principal.scope, meter, quantity, quota).await.map(drop)
    }
}

/// So many calls a minute, as many at once as the burst holds.
fn a_minute(calls: u64, burst: Duration) -> Option<Rate> {
    let micros = u128::from(calls) * burst.as_micros();
    let burst = u64::try_from(micros.div_ceil(MINUTE.as_micros())).unwrap_or(u64::MAX);
    Rate::new(calls, MINUTE, burst)
}

fn subject(caller: Caller) -> Option<Subject> {
    match caller {
        Caller::Key(key) => Some(Subject::key(key)),
        Caller::User { user, .. } => Some(Subject::user(user)),
        Caller::Anonymous | Caller::Operator => None,
    }
}

/// The fields of draft-ietf-httpapi-ratelimit-headers-11: lists of structured-field strings (RFC 9651) with their
/// parameters, one item for each dimension. `q` is the quota of a window of `w` seconds, `r` what is left of it at once,
/// `t` the seconds until all of it is.
fn announce(decision: &Decision, metadata: &mut HeaderMap) {
    let list = |item: &dyn Fn(&Held) -> String| {
        let items: Vec<_> = decision.held.iter().map(item).collect();
        HeaderValue::from_str(&items.join(", ")).ok()
    };
    let policy = list(&|held| {
        let (name, rate) = (held.dimension.as_str(), held.rate);
        format!("\"{name}\";q={};w={}", rate.limit(), rate.period().as_secs())
    });
    let remaining = list(&|held| {
        let (name, left) = (held.dimension.as_str(), held.standing.remaining);
        format!("\"{name}\";r={left};t={}", whole_seconds(held.reset()))
    });
    for (name, value) in [(POLICY, policy), (REMAINING, remaining)] {
        if let Some(value) = value {
            metadata.insert(name, value);
        }
    }
    if let Some(after) = decision.retry_after() {
        metadata.insert(http::header::RETRY_AFTER, HeaderValue::from(whole_seconds(after)));
    }
}

/// Never too early.
fn whole_seconds(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}

fn refusal(decision: &Decision) -> Error {
    let refusing = || decision.held.iter().filter(|held| held.retry_after().is_some());
    let after = decision.retry_after().unwrap_or_default();
    let limit = |held: &Held| {
        let (calls, seconds) = (held.rate.limit(), held.rate.period().as_secs());
        match held.dimension {
            Dimension::Administration => {
                format!("{calls} calls of administration in {seconds} s for each key or person")
            }
            Dimension::KeysAdministration => {
                format!("{calls} calls of administration in {seconds} s for all API keys of the tenant")
            }
            other => format!("{calls} calls in {seconds} s for each {}", other.as_str()),
        }
    };
    let all: Vec<_> = refusing().map(limit).collect();
    let mut error = Error::new(
        &RATE_LIMITED,
        format!("the rate limit is used up ({}); retry in {} s", all.join("; "), whole_seconds(after)),
    )
    .with_retry_after(after);
    for held in refusing() {
        error = error.with_quota(held.dimension.as_str(), limit(held));
    }
    match refusing().next() {
        Some(first) => error.with_metadata("dimension", first.dimension.as_str()),
        None => error,
    }
}

#[cfg(test)]
#[path = "limits_tests.rs"]
mod tests;
