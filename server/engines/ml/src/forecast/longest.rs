//! Whether the longest season shows where it fits two but not three times, as a week into 15 days of hours.
//!
//! No method that learns such a season can be fitted before an origin and compared after it: there is not enough
//! history. So the plain information in it is compared: repeating the last long season, lifted to the level of the
//! last short one, against repeating the last short season, moved on along the line between those levels. Both carry the
//! noise of one value and both follow a trend, so that the better one tells which season matters; and both need little
//! history.

use super::backtest::{self, Errors, Origins};
use super::num::{float, mean};
use super::season;

/// The long season must leave less than this share of the error of the short one.
const CLEARLY: f64 = 0.85;
/// A season of this many short ones or more, such as a year of weeks, changes little from one to the next, so that
/// methods without it follow; one of seven has turns they miss.
const MANY: usize = 10;
/// Most origins compared.
const MOST_ORIGINS: usize = 40;

/// What the comparison gave, where the long season won it.
pub(crate) struct Longest {
    pub(crate) origins: Origins,
    /// Errors of repeating the long season at the level of the last short one: about those of any method that holds it.
    pub(crate) errors: Errors,
}

impl Longest {
    /// `None` where there is no such season, or it does not show. `seasons` are those that fit twice, ascending.
    pub(crate) fn found(y: &[f64], seasons: &[usize], steps: usize) -> Option<Self> {
        let (n, &[.., short, long]) = (y.len(), seasons) else { return None };
        // The nearest whole short seasons, so that their phases meet.
        let lag = (long + short / 2) / short * short;
        if season::cycles(n, long) != 2 || long >= MANY * short || lag + 2 * short > n {
            return None;
        }
        let reach = steps.min((n - lag - short) / 2);
        let stride = reach.div_ceil(3).max(short.div_ceil(4));
        let mut at: Vec<usize> = (0..MOST_ORIGINS)
            .map_while(|k| n.checked_sub(reach + k * stride))
            .take_while(|o| *o >= lag + short)
            .collect();
        at.reverse();
        let origins = Origins { at, reach, season: short };
        let errors = backtest::compare(y, &origins, |past, steps| repeat_long(past, lag, short, steps));
        let others = backtest::compare(y, &origins, |past, steps| repeat_short(past, lag, short, steps));
        let (ours, theirs) = (backtest::mean_absolute(&errors), backtest::mean_absolute(&others));
        (ours < CLEARLY * theirs).then_some(Self { origins, errors })
    }
}

/// The values `lag` before, at the present level.
fn repeat_long(past: &[f64], lag: usize, short: usize, steps: usize) -> Vec<f64> {
    let n = past.len();
    let lift = lift(past, lag, short);
    (0..steps).map(|k| past[n - lag + k % lag] + lift).collect()
}

/// The last `short` values, moved on as the level moved over `lag` values.
fn repeat_short(past: &[f64], lag: usize, short: usize, steps: usize) -> Vec<f64> {
    let n = past.len();
    let slope = lift(past, lag, short) / float(lag);
    (0..steps).map(|k| past[n - short + k % short] + slope * float((k / short + 1) * short)).collect()
}

/// By how much the last `short` values lie above those `lag` before them.
fn lift(past: &[f64], lag: usize, short: usize) -> f64 {
    let n = past.len();
    mean(&past[n - short..]) - mean(&past[n - short - lag..n - lag])
}
