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
}

/// At most this many origins.
const MOST_ORIGINS: usize = 10;

impl Origins {
    /// Origins in the last part of `n` points; empty when too little would be left to fit on.
    pub(crate) fn plan(n: usize, steps: usize, season: usize) -> Self {
        let least = 8.max(2 * season + 3).min(n);
        let reach = steps.min((n - least) / 2).min(n / 4);
        if reach == 0 {
            return Self { at: Vec::new(), reach: 0 };
        }
        let stride = reach.div_ceil(3).max(1);
        let mut at: Vec<usize> = (0..MOST_ORIGINS)
            .map_while(|k| n.checked_sub(reach + k * stride))
            .filter(|o| *o >= least && *o >= n / 2)
            .collect();
        at.reverse();
        Self { at, reach }
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

fn compare(y: &[f64], origins: &Origins, forecast: impl Fn(&[f64], usize) -> Vec<f64>) -> Errors {
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
