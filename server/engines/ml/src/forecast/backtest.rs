//! Rolling origins: how a method would have done in the last part of the series (Tashman, "Out-of-sample tests of
//! forecasting accuracy", International Journal of Forecasting 16, 2000).
//!
//! Parameters are fitted once, on the history before the first origin; at later origins the fitted method only
//! takes in the newer values. That keeps the cost of a comparison near that of one fit.

use super::method::{Fitted, Kind};
use super::naive;
use super::num::float;

/// Where a series is cut to see how a method would have done.
#[derive(Clone, Debug)]
pub(crate) struct Origins {
    /// Length of the history at each origin, ascending.
    pub(crate) at: Vec<usize>,
    /// Most steps compared per origin.
    pub(crate) reach: usize,
    /// Longest season that the history before the first origin holds twice; 1 without one.
    pub(crate) season: usize,
}

/// At most this many origins.
const MOST_ORIGINS: usize = 10;
/// Fewer origins say little; a shorter season is then looked at instead.
const FEW_ORIGINS: usize = 3;

impl Origins {
    /// Origins in the last part of `n` points; empty when too little would be left to fit on. Where that is so for the
    /// longest of `seasons` (ascending), the next shorter one is taken, which leaves more points to compare.
    pub(crate) fn plan(n: usize, steps: usize, seasons: &[usize]) -> Self {
        let mut plans = seasons.iter().rev().map(|m| Self::around(n, steps, *m)).peekable();
        let Some(longest) = plans.peek().cloned() else { return Self::around(n, steps, 1) };
        plans.find(|plan| plan.tells(n, steps)).unwrap_or(longest)
    }

    fn around(n: usize, steps: usize, season: usize) -> Self {
        let least = 8.max(2 * season + 3).min(n);
        let reach = steps.min((n - least) / 2).min(n / 4);
        if reach == 0 {
            return Self { at: Vec::new(), reach: 0, season };
        }
        // Weekends differ from working days: the origins should see all of the season where the data allow.
        let room = (n - reach - least) / (MOST_ORIGINS - 1);
        let stride = reach.div_ceil(3).max(season.div_ceil(MOST_ORIGINS).min(room));
        let mut at: Vec<usize> = (0..MOST_ORIGINS)
            .map_while(|k| n.checked_sub(reach + k * stride))
            .filter(|o| *o >= least && *o >= n / 2)
            .collect();
        at.reverse();
        Self { at, reach, season }
    }

    /// Whether there are enough origins, and each sees a good part of the way ahead.
    fn tells(&self, n: usize, steps: usize) -> bool {
        self.at.len() >= FEW_ORIGINS && 2 * self.reach >= steps.min(n / 4)
    }
}

/// Errors (actual less forecast) per origin and step.
pub(crate) type Errors = Vec<Vec<f64>>;

/// Errors of one method. `None` where it cannot be fitted on the history before the first origin.
pub(crate) fn errors(kind: Kind, y: &[f64], seasons: &[usize], origins: &Origins) -> Option<Errors> {
    let first = *origins.at.first()?;
    let fitted = Fitted::new(kind, &y[..first], seasons)?;
    let errors = compare(y, origins, |past, steps| fitted.forecast(past, steps));
    errors.iter().flatten().all(|e| e.is_finite()).then_some(errors)
}

/// Errors of the seasonal naive forecast, the benchmark of confidence.
pub(crate) fn benchmark(y: &[f64], season: usize, origins: &Origins) -> Errors {
    compare(y, origins, |past, steps| naive::seasonal(past, season, steps))
}

/// Errors of any `forecast` of so many steps after a history.
pub(crate) fn compare(y: &[f64], origins: &Origins, forecast: impl Fn(&[f64], usize) -> Vec<f64>) -> Errors {
    let at = |&o: &usize| {
        let future = &y[o..y.len().min(o + origins.reach)];
        let forecast = forecast(&y[..o], future.len());
        future.iter().zip(forecast).map(|(a, f)| a - f).collect()
    };
    origins.at.iter().map(at).collect()
}

/// Mean absolute error over all origins and steps; 0 without any.
pub(crate) fn mean_absolute(errors: &Errors) -> f64 {
    let count: usize = errors.iter().map(Vec::len).sum();
    let sum: f64 = errors.iter().flatten().map(|e| e.abs()).sum();
    if count == 0 { 0.0 } else { sum / float(count) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_spread_over_the_longest_season_where_the_data_allow() {
        let plan = Origins::plan(1008, 6, &[24, 168]);
        assert_eq!((plan.at.len(), plan.reach, plan.season), (10, 6, 168));
        assert!(plan.at[9] - plan.at[0] >= 150, "{:?}", plan.at);
    }

    #[test]
    fn a_season_that_leaves_too_little_to_compare_gives_way_to_a_shorter_one() {
        for n in [336, 340, 345] {
            let plan = Origins::plan(n, 48, &[24, 168]);
            assert!(plan.at.len() >= 8 && (plan.reach, plan.season) == (48, 24), "{n}: {plan:?}");
        }
        assert_eq!(Origins::plan(600, 48, &[24, 168]).season, 168);
        assert!(Origins::plan(24, 12, &[12]).at.is_empty());
    }
}
