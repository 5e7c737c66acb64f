//! Decomposition forecast: the seasonal patterns of [`super::stl`] repeat their last season, the seasonally
//! adjusted rest is forecast by non-seasonal exponential smoothing (Bandara, Hyndman and Bergmeir, 2021).

use super::akaike::Average;
use super::ets::Ets;
use super::{season, stl};

/// A fitted decomposition forecast.
pub(crate) struct Mstl {
    seasons: Vec<usize>,
    logs: bool,
    rest: Average<Ets>,
}

impl Mstl {
    /// Needs a season that fits twice into `y`.
    pub(crate) fn fit(y: &[f64], seasons: &[usize], logs: bool) -> Option<Self> {
        let seasons = usable(seasons, y.len());
        if seasons.is_empty() || (logs && y.iter().any(|v| *v <= 0.0)) {
            return None;
        }
        let parts = decomposed(y, &seasons, logs);
        let rest = Average::new(Ets::fit(&parts.adjusted, &[]))?;
        Some(Self { seasons, logs, rest })
    }

    /// Decomposes `y` anew with the fitted smoothing and continues it.
    pub(crate) fn forecast(&self, y: &[f64], steps: usize) -> Vec<f64> {
        let parts = decomposed(y, &self.seasons, self.logs);
        let mut out = self.rest.forecast(&parts.adjusted, steps);
        for (pattern, &m) in parts.seasonal.iter().zip(&self.seasons) {
            let last = &pattern[pattern.len() - m..];
            for (k, v) in out.iter_mut().enumerate() {
                let part = last[k % m];
                *v = if self.logs { *v * part.exp() } else { *v + part };
            }
        }
        out
    }
}

/// Decomposes `y`, or its logarithms; the adjusted part is on the scale of `y` either way, because a straight
/// trend in logarithms would grow exponentially.
fn decomposed(y: &[f64], seasons: &[usize], logs: bool) -> stl::Parts {
    if !logs {
        return stl::decompose(y, seasons);
    }
    let y: Vec<f64> = y.iter().map(|v| v.ln()).collect();
    let mut parts = stl::decompose(&y, seasons);
    for v in &mut parts.adjusted {
        *v = v.exp();
    }
    parts
}

/// Seasons of which at least two whole cycles are present.
pub(crate) fn usable(seasons: &[usize], n: usize) -> Vec<usize> {
    seasons.iter().copied().filter(|m| season::cycles(n, *m) >= 2).collect()
}
