//! When a message is tried again.

use std::time::Duration;

use omni_kernel::Rng;

const FIRST: Duration = Duration::from_secs(10);
const LONGEST: Duration = Duration::from_hours(1);

/// How long to wait after the attempt of this number, from 1: ten seconds, doubled each time up to an hour, and a random
/// part of that off, at most half, so that messages that failed together do not come back together.
pub(crate) fn after(attempt: u32, rng: &Rng) -> Duration {
    let doubled = 2_u32.checked_pow(attempt.saturating_sub(1)).and_then(|factor| FIRST.checked_mul(factor));
    let whole = doubled.unwrap_or(LONGEST).min(LONGEST);
    whole / 2 + whole * u32::from(rng.bytes::<1>()[0]) / 512
}

#[cfg(test)]
mod tests {
    use omni_kernel::Rng;
    use proptest::prelude::{prop_assert, proptest};

    use super::{Duration, FIRST, after};

    proptest! {
        #[test]
        fn waits_double_up_to_an_hour_and_lose_at_most_half(attempt in 1_u32.., seed: u64) {
            let whole = FIRST.as_secs().saturating_mul(1_u64.checked_shl(attempt - 1).unwrap_or(u64::MAX));
            let whole = Duration::from_secs(if attempt > 20 { 3600 } else { whole.min(3600) });
            let wait = after(attempt, &Rng::seeded(seed));
            prop_assert!(wait <= whole && wait >= whole / 2, "{attempt}: {wait:?}");
        }
    }

    #[test]
    fn messages_that_failed_together_do_not_come_back_together() {
        let rng = Rng::seeded(1);
        let waits: std::collections::BTreeSet<Duration> = (0..50).map(|_| after(5, &rng)).collect();
        assert!(waits.len() > 20, "{waits:?}");
    }
}
