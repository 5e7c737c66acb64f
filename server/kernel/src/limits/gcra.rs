//! The generic cell rate algorithm (ITU-T I.371) as pure functions over integers: all times are microseconds.
//!
//! A caller's whole state is one number, the theoretical arrival time (TAT): when the bucket would be full again.
//! With T the time between calls and a burst of b, a call of cost c at `now` passes iff max(now, TAT) + c*T <= now + b*T;
//! for c = 1 that is the textbook's now >= TAT - T*(b - 1). A call that passes moves TAT to max(now, TAT) + c*T; one that
//! is refused changes nothing. So in any window of length w at most b + w/T units pass.

use std::time::Duration;

/// Longest time a bucket may take to fill, in microseconds: a year. Keeps every sum within 2^53, exact in Lua too.
const LONGEST: u64 = 366 * 24 * 3600 * 1_000_000;

/// So many units in a period, at most a burst of them at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rate {
    limit: u64,
    period: Duration,
    interval: u64,
    burst: u64,
}

/// Where a caller stands with one rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Units that would pass at once now.
    pub remaining: u64,
    /// Microseconds until everything is back; 0 when it is.
    pub reset: u64,
    /// Microseconds after which the call that was refused would pass; 0 when it was not refused by this rate.
    pub retry_after: u64,
}

impl Rate {
    /// `limit` units in `period`, `burst` of them at once. `None` for a limit of 0, which is no limit.
    ///
    /// The time between units is rounded up to whole microseconds, so that never more than `limit` pass in a period;
    /// up to 600,000 a minute it is exact to 1 %.
    pub fn new(limit: u64, period: Duration, burst: u64) -> Option<Self> {
        let micros = u64::try_from(period.as_micros()).unwrap_or(LONGEST).clamp(1, LONGEST);
        let interval = micros.div_ceil(Some(limit).filter(|limit| *limit > 0)?);
        Some(Self { limit, period, interval, burst: burst.clamp(1, (LONGEST / interval).max(1)) })
    }

    /// The same rate for one of several nodes that know nothing of each other.
    #[must_use]
    pub fn share(&self, nodes: u32, cost: u64) -> Self {
        let nodes = u64::from(nodes.max(1));
        let interval = self.interval.saturating_mul(nodes).min(LONGEST);
        let burst = (self.burst / nodes).max(cost).clamp(1, (LONGEST / interval).max(1));
        Self { interval, burst, ..*self }
    }

    /// The same rate with room for a call of this cost, which would never pass otherwise.
    #[must_use]
    pub fn with_room_for(&self, cost: u64) -> Self {
        Self { burst: self.burst.max(cost).clamp(1, (LONGEST / self.interval).max(1)), ..*self }
    }

    /// Units in a period.
    pub fn limit(&self) -> u64 {
        self.limit
    }

    /// The period.
    pub fn period(&self) -> Duration {
        self.period
    }

    /// Most units at once.
    pub fn burst(&self) -> u64 {
        self.burst
    }

    /// Microseconds between units, T.
    pub fn interval(&self) -> u64 {
        self.interval
    }

    /// Microseconds in which a full burst comes back, T*b.
    pub fn window(&self) -> u64 {
        self.interval * self.burst
    }

    /// The TAT as it counts now: an absent or a past one is now; one further ahead than any this rate can have made, left
    /// by a clock that jumped or a larger burst, is a used-up bucket.
    pub fn settle(&self, tat: Option<u64>, now: u64) -> u64 {
        tat.unwrap_or(now).clamp(now, now + self.window())
    }

    /// Whether a call passes. `tat` is settled.
    pub fn fits(&self, tat: u64, now: u64, cost: u64) -> bool {
        self.after(tat, cost) <= now + self.window()
    }

    /// The TAT after a call that passed. `tat` is settled.
    pub fn after(&self, tat: u64, cost: u64) -> u64 {
        tat.saturating_add(cost.saturating_mul(self.interval))
    }

    /// Where the caller stands with a TAT, looking at a call of `cost` that is yet to come. `tat` is settled.
    pub fn standing(&self, tat: u64, now: u64, cost: u64) -> Standing {
        let full = now + self.window();
        Standing {
            remaining: (full - tat) / self.interval,
            reset: tat - now,
            retry_after: self.after(tat, cost).saturating_sub(full),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rate(limit: u64, period_micros: u64, burst: u64) -> Rate {
        Rate::new(limit, Duration::from_micros(period_micros), burst).unwrap()
    }

    #[test]
    fn a_burst_passes_at_once_and_then_one_call_each_interval() {
        let rate = rate(60, 60_000_000, 3);
        let (mut tat, mut now) = (None, 1_000_000_000);
        let call = |tat: &mut Option<u64>, now: u64| {
            let settled = rate.settle(*tat, now);
            let fits = rate.fits(settled, now, 1);
            if fits {
                *tat = Some(rate.after(settled, 1));
            }
            (fits, rate.standing(rate.settle(*tat, now), now, u64::from(!fits)))
        };
        for left in [2, 1, 0] {
            let (fits, standing) = call(&mut tat, now);
            assert!(fits);
            assert_eq!(standing.remaining, left);
        }
        let (fits, refused) = call(&mut tat, now);
        assert!(!fits);
        assert_eq!(refused, Standing { remaining: 0, reset: 3_000_000, retry_after: 1_000_000 });
        now += 999_999;
        assert!(!call(&mut tat, now).0, "a microsecond too early");
        now += 1;
        assert!(call(&mut tat, now).0);
    }

    #[test]
    fn a_limit_of_zero_is_no_limit() {
        assert_eq!(Rate::new(0, Duration::from_mins(1), 5), None);
    }

    #[test]
    fn a_clock_that_jumped_back_refuses_for_no_longer_than_a_used_up_bucket() {
        let rate = rate(10, 1_000_000, 5);
        let standing = rate.standing(rate.settle(Some(u64::MAX / 2), 1_000), 1_000, 1);
        assert_eq!(standing, Standing { remaining: 0, reset: 500_000, retry_after: 100_000 });
    }

    #[test]
    fn one_node_of_several_gets_its_share_and_room_for_one_call() {
        let share = rate(600, 60_000_000, 10).share(5, 1);
        assert_eq!((share.interval(), share.burst()), (500_000, 2));
        assert_eq!(rate(600, 60_000_000, 10).share(5, 4).burst(), 4);
    }

    #[test]
    fn a_dear_call_gets_room_and_is_paid_for() {
        let rate = rate(3, 60_000_000, 3);
        let (dear, now) = (rate.with_room_for(10), 1_u64 << 40);
        assert_eq!((rate.with_room_for(2).burst(), dear.burst()), (3, 10));
        assert!(!rate.fits(rate.settle(None, now), now, 10) && dear.fits(dear.settle(None, now), now, 10));
        // Ten calls at three a minute: a cheap one passes once all but two of them have come back.
        let tat = Some(dear.after(now, 10));
        let cheap = |at| rate.fits(rate.settle(tat, at), at, 1);
        assert!(!cheap(now + 160_000_000 - 1) && cheap(now + 160_000_000));
    }

    proptest! {
        #[test]
        fn any_window_admits_at_most_a_burst_and_what_comes_back_in_it(
            limit in 1_u64..5_000, period in 1_u64..10_000_000, burst in 1_u64..50,
            steps in proptest::collection::vec((0_u64..40_000, 1_u64..4), 1..300),
        ) {
            let rate = rate(limit, period, burst);
            let (mut tat, mut now, mut passed) = (None, 1_u64 << 40, Vec::new());
            for (wait, cost) in steps {
                now += wait;
                let settled = rate.settle(tat, now);
                if rate.fits(settled, now, cost) {
                    tat = Some(rate.after(settled, cost));
                    passed.push((now, cost));
                }
            }
            for first in 0..passed.len() {
                let mut units = 0;
                for (at, cost) in &passed[first..] {
                    units += cost;
                    let window = at - passed[first].0;
                    prop_assert!(units <= rate.burst() + window / rate.interval(), "{units} in {window} µs of {rate:?}");
                }
            }
        }

        #[test]
        fn a_refused_call_passes_after_retry_after_and_not_a_microsecond_before(
            limit in 1_u64..5_000, burst in 1_u64..50, used in 0_u64..50, cost in 1_u64..50,
        ) {
            prop_assume!(cost <= burst && used <= burst);
            let rate = rate(limit, 60_000_000, burst);
            let now = 1 << 40;
            let tat = rate.settle(Some(rate.after(now, used)), now);
            let standing = rate.standing(tat, now, cost);
            prop_assert_eq!(standing.retry_after == 0, rate.fits(tat, now, cost));
            let then = now + standing.retry_after;
            prop_assert!(rate.fits(rate.settle(Some(tat), then), then, cost));
            if standing.retry_after > 0 {
                prop_assert!(!rate.fits(rate.settle(Some(tat), then - 1), then - 1, cost));
            }
            prop_assert_eq!(standing.remaining, burst - used);
        }
    }
}
