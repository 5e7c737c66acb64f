//! Rate limits: how many calls a caller may make in a time.
//!
//! [`Rate`] is the algorithm, pure. A [`RateLimiter`] keeps the state of many callers and decides on all dimensions of a
//! call at once: either every rate has room and all are charged, or none is. [`LocalLimiter`] keeps it in the process,
//! [`RedisLimiter`] in a Redis that several nodes share, [`SharedLimiter`] in the Redis while it is there and in the
//! process while it is not.

mod gcra;
mod local;
mod redis;
mod shared;

use std::net::IpAddr;
use std::time::Duration;

use async_trait::async_trait;

pub use self::redis::RedisLimiter;
pub use gcra::{Rate, Standing};
pub use local::LocalLimiter;
pub use shared::SharedLimiter;

use crate::error::Error;
use crate::id::{KeyId, TenantId, UserId};

crate::reasons! {
    "limits":
    RATE_LIMITED = ResourceExhausted,
        "The caller, its address or its tenant made more calls than their rate limit allows.",
        "Retry after the time given, or spread the calls; a higher tier has higher limits.";
    RATE_COST_TOO_HIGH = InvalidArgument,
        "The call costs more rate limit units than ever pass at once; no retry can help.",
        "Operators: raise `limits.burst`, or the limit that the error names.";
}

/// What a rate limit is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dimension {
    /// An API key.
    Key,
    /// A person.
    User,
    /// A network address.
    Ip,
    /// A whole tenant.
    Tenant,
    /// An API key or a person, as far as it administers.
    Administration,
    /// All API keys of a tenant together, as far as they administer.
    KeysAdministration,
}

impl Dimension {
    /// `key`, `user`, `ip`, `tenant`, `administration` or `keys_administration`: the name of the policy in headers and details.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::User => "user",
            Self::Ip => "ip",
            Self::Tenant => "tenant",
            Self::Administration => "administration",
            Self::KeysAdministration => "keys_administration",
        }
    }
}

/// Who is counted in a dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Subject {
    dimension: Dimension,
    id: u128,
    /// Calls a minute that are allowed to it; 0 where they are the same for all.
    limit: u64,
}

impl Subject {
    /// An API key.
    pub fn key(id: KeyId) -> Self {
        Self { dimension: Dimension::Key, id: id.uuid().as_u128(), limit: 0 }
    }

    /// A person.
    pub fn user(id: UserId) -> Self {
        Self { dimension: Dimension::User, id: id.uuid().as_u128(), limit: 0 }
    }

    /// The same key or person, as far as it administers.
    #[must_use]
    pub fn administering(self) -> Self {
        Self { dimension: Dimension::Administration, ..self }
    }

    /// All keys of a tenant together, as far as they administer.
    pub fn keys_administering(id: TenantId) -> Self {
        Self { dimension: Dimension::KeysAdministration, id: id.uuid().as_u128(), limit: 0 }
    }

    /// A tenant under a limit of its own, in calls a minute. Under a new limit it is counted anew: what it used up of a
    /// lower one would hold it back after it has paid for more.
    pub fn tenant(id: TenantId, limit: u64) -> Self {
        Self { dimension: Dimension::Tenant, id: id.uuid().as_u128(), limit }
    }

    /// An address. Of IPv6 the first 64 bits count, which is what one customer of a provider gets.
    pub fn ip(ip: IpAddr) -> Self {
        let id = match ip.to_canonical() {
            IpAddr::V4(v4) => v4.to_ipv6_mapped().to_bits(),
            IpAddr::V6(v6) => v6.to_bits() >> 64 << 64,
        };
        Self { dimension: Dimension::Ip, id, limit: 0 }
    }

    /// What it is counted as.
    pub fn dimension(&self) -> Dimension {
        self.dimension
    }
}

/// Whose state lies together, so that one decision finds all of it in one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// A tenant, its callers, and their addresses as far as they call for it.
    Tenant(TenantId),
    /// An address whose calls belong to no tenant.
    Nobody(Subject),
}

/// One call that asks to pass.
#[derive(Debug, Clone, Copy)]
pub struct Demand<'a> {
    /// Where its state lies.
    pub group: Group,
    /// Everything it counts against. Each subject at most once.
    pub rates: &'a [(Subject, Rate)],
    /// How many units it takes; 0 only looks.
    pub cost: u32,
}

/// The outcome for one dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// The dimension.
    pub dimension: Dimension,
    /// Its rate.
    pub rate: Rate,
    /// Where the caller stands after the decision.
    pub standing: Standing,
}

impl Held {
    /// How long until everything is back.
    pub fn reset(&self) -> Duration {
        Duration::from_micros(self.standing.reset)
    }

    /// After which time the refused call would pass this dimension; `None` when this one had room.
    pub fn retry_after(&self) -> Option<Duration> {
        Some(self.standing.retry_after).filter(|micros| *micros > 0).map(Duration::from_micros)
    }
}

/// Whether a call passes, and where that leaves the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Whether it passes.
    pub allowed: bool,
    /// When it was decided, in microseconds since 1970, by the clock of whoever keeps the state.
    pub at: u64,
    /// Each dimension, in the order of the demand.
    pub held: Vec<Held>,
}

impl Decision {
    /// Decides on TATs as they were kept. Pure: every limiter goes through here.
    fn over(demand: &Demand<'_>, tats: impl Iterator<Item = Option<u64>> + Clone, at: u64) -> Self {
        let cost = u64::from(demand.cost);
        let settled = demand.rates.iter().zip(tats).map(|((_, rate), tat)| (rate, rate.settle(tat, at)));
        let allowed = settled.clone().all(|(rate, tat)| rate.fits(tat, at, cost));
        let held = demand.rates.iter().zip(settled).map(|((subject, _), (rate, tat))| {
            let standing = if allowed {
                rate.standing(rate.after(tat, cost), at, 0)
            } else {
                rate.standing(tat, at, cost)
            };
            Held { dimension: subject.dimension, rate: *rate, standing }
        });
        let held = held.collect();
        Self { allowed, at, held }
    }

    /// The new TATs, to be kept when the call passed.
    fn tats(&self) -> impl Iterator<Item = u64> + '_ {
        self.held.iter().map(|held| self.at + held.standing.reset)
    }

    /// After which time the call would pass every dimension; `None` when it passed.
    pub fn retry_after(&self) -> Option<Duration> {
        self.held.iter().filter_map(Held::retry_after).max()
    }
}

/// Decides whether calls pass.
#[async_trait]
pub trait RateLimiter: Send + Sync {
    /// Decides on all dimensions of a call at once and charges all of them or none.
    ///
    /// # Errors
    /// `RATE_COST_TOO_HIGH` when the call can never pass. UNAVAILABLE when the state cannot be reached; only a limiter
    /// without a state of its own gives that.
    async fn decide(&self, demand: &Demand<'_>) -> Result<Decision, Error>;
}

/// Refuses a call that costs more than a full burst.
fn check(demand: &Demand<'_>) -> Result<(), Error> {
    let cost = u64::from(demand.cost);
    let Some((subject, rate)) = demand.rates.iter().find(|(_, rate)| cost > rate.burst()) else {
        return Ok(());
    };
    let dimension = subject.dimension.as_str();
    let burst = rate.burst();
    Err(Error::new(
        &RATE_COST_TOO_HIGH,
        format!("the call costs {cost} units, but at most {burst} of the limit per {dimension} pass at once"),
    )
    .with_metadata("dimension", dimension))
}
