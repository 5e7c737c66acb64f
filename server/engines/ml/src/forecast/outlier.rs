//! Single values so far from their neighbours that they must be mistakes.
//!
//! A value counts as one where it lies on one side of all its neighbours, at a distance from their median of more than
//! [`FAR`] times the usual size of a step of the series and of more than [`FAR`] times what the neighbours differ among
//! themselves (an identifier of Hampel's kind: "The influence curve and its role in robust estimation", Journal of the
//! American Statistical Association 69, 1974). The second keeps growth, however fast, and levels that shift from being
//! taken for mistakes.
//!
//! The last value has neighbours on one side only, and moves a forecast more than any other. It counts as doubtful much
//! earlier (see [`is_new`]): then it is a mistake or the first value of a new level, and nothing tells which.

use super::num::median;

/// How many usual distances away is too far.
const FAR: f64 = 1e3;
/// How many usual steps away makes the last value doubtful, and how many of the largest step before: where steps tend to
/// be undone by the next, and where they last.
const FAR_LAST: f64 = 10.0;
const FAR_LARGEST: f64 = 3.0;
const FAR_LARGEST_LASTING: f64 = 10.0;
/// Correlation of neighbouring steps below which they tend to be undone: -0.5 for noise around a level, 0 for a random
/// walk, above 0 for a trend that turns slowly.
const UNDONE: f64 = -0.25;
/// Neighbours looked at on each side.
const NEIGHBOURS: usize = 3;
/// Known values needed to say what is usual.
const LEAST: usize = 12;
/// Among this many values one may be an outlier, and always one; more often than that, they are the series' way.
const ONE_IN: usize = 100;
/// Places named in a warning.
const LISTED: usize = 10;

/// Positions of outliers in `series`, ascending; empty where there are too many for mistakes.
pub(crate) fn find(series: &[Option<f64>]) -> Vec<usize> {
    let known: Vec<(usize, f64)> = series.iter().enumerate().filter_map(|(t, v)| v.map(|v| (t, v))).collect();
    if known.len() < LEAST {
        return Vec::new();
    }
    let values: Vec<f64> = known.iter().map(|(_, v)| *v).collect();
    let steps: Vec<f64> = values.windows(2).map(|w| (w[1] - w[0]).abs()).collect();
    let usual = median(&steps);
    let found: Vec<usize> = known
        .iter()
        .enumerate()
        .filter(|(at, _)| is_far(&values, *at, usual) || is_new(&values, &steps, *at, usual))
        .map(|(_, (t, _))| *t)
        .collect();
    if found.len() > (known.len() / ONE_IN).max(1) { Vec::new() } else { found }
}

fn is_far(values: &[f64], at: usize, usual: f64) -> bool {
    let value = values[at];
    let near = &values[at.saturating_sub(NEIGHBOURS)..values.len().min(at + NEIGHBOURS + 1)];
    let mut others = near.to_vec();
    others.remove(at.min(NEIGHBOURS));
    let (low, high) = others.iter().fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(*v), h.max(*v)));
    let middle = median(&others);
    // Where most values repeat, their size stands in for the steps; among zeros nothing says what is usual.
    let scale = if usual > 0.0 { usual.max(high - low) } else { middle.abs().max(high - low) };
    let tellable = usual > 0.0 || middle.abs() > 0.0;
    let distance = (value - middle).abs();
    tellable && (value < low || value > high) && distance > FAR * scale
}

/// Whether the value at `at` is the last, outside all before it, and a larger step away than any known step lets expect.
/// A peak that returns, such as that of every December, and values among zeros never are.
fn is_new(values: &[f64], steps: &[f64], at: usize, usual: f64) -> bool {
    let (Some((&step, before)), true) = (steps.split_last(), at + 1 == values.len()) else { return false };
    let (low, high) = values[..at].iter().fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(*v), h.max(*v)));
    let largest = before.iter().copied().fold(0.0, f64::max);
    let outside = (low - values[at]).max(values[at] - high);
    let most = if are_undone(values, at) { FAR_LARGEST } else { FAR_LARGEST_LASTING };
    let doubtful = step > FAR_LAST * usual && step > most * largest;
    usual > 0.0 && doubtful && outside > 0.5 * step
}

/// Whether the steps before `at` tend to be undone by the next one.
fn are_undone(values: &[f64], at: usize) -> bool {
    let steps: Vec<f64> = values[..at].windows(2).map(|w| w[1] - w[0]).collect();
    let both: f64 = steps.windows(2).map(|w| w[0] * w[1]).sum();
    let whole: f64 = steps.iter().map(|s| s * s).sum();
    both < UNDONE * whole
}

/// What is said about the values at `places` of the part that starts at `offset`.
pub(crate) fn text(places: &[usize], offset: usize, left_out: bool) -> String {
    let listed: Vec<String> = places.iter().take(LISTED).map(|t| (t + offset).to_string()).collect();
    let more = match places.len().saturating_sub(LISTED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let done = if left_out { "counted as missing" } else { "used as they are; check them" };
    format!("values far outside their surroundings, at {} (from 0){more}, were {done}", listed.join(", "))
}

/// What is said about a last value that was left out, at `place` of the series.
pub(crate) fn last_text(place: usize) -> String {
    format!(
        "the last value, at {place} (from 0), is far outside what came before, a mistake or a new level: it was counted as missing, and the intervals hold it too"
    )
}
