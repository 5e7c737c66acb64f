//! Linear autoregression on chosen lags, shrunk towards the seasonal naive forecast.
//!
//! The value one season ago (the last value without a season) is the base; the regression learns how far the next
//! value departs from it, given how far other lags and the mean do. Ridge shrinkage (Hoerl and Kennard,
//! Technometrics 12, 1970) therefore pulls the forecast towards the benchmark, not towards zero.

use super::num::{float, mean, solve_spd};

/// Points used; old behaviour says little about the present one.
const LONGEST: usize = 1500;
/// Points needed; on less the other methods do better.
const LEAST: usize = 150;
/// Ridge penalty as a share of the features' own sum of squares.
const PENALTY: f64 = 0.003;

/// A fitted regression.
#[derive(Clone, Debug)]
pub(crate) struct Regression {
    base: usize,
    lags: Vec<usize>,
    logs: bool,
    centre: f64,
    weights: Vec<f64>,
}

impl Regression {
    /// Needs two rows per weight.
    pub(crate) fn fit(y: &[f64], seasons: &[usize], logs: bool) -> Option<Self> {
        if logs && y.iter().any(|v| *v <= 0.0) {
            return None;
        }
        let y = transformed(tail(y), logs);
        let (base, lags) = lags(y.len(), seasons);
        let longest = lags.iter().copied().max().unwrap_or(0).max(base);
        let k = lags.len() + 1;
        let rows = y.len().checked_sub(longest)?;
        if y.len() < LEAST || rows < 3 * k {
            return None;
        }
        let centre = mean(&y);
        let mut model = Self { base, lags, logs, centre, weights: vec![0.0; k] };
        let mut normal = vec![0.0; k * k];
        let mut right = vec![0.0; k];
        let mut row = vec![0.0; k];
        for t in longest..y.len() {
            model.features(&y, t, &mut row);
            let target = y[t] - y[t - base];
            for i in 0..k {
                right[i] += row[i] * target;
                for j in 0..=i {
                    normal[i * k + j] += row[i] * row[j];
                }
            }
        }
        let size = (0..k).map(|i| normal[i * k + i]).sum::<f64>() / float(k);
        for i in 0..k {
            normal[i * k + i] += PENALTY * size + 1e-12;
        }
        solve_spd(&mut normal, &mut right)?;
        model.weights = right;
        Some(model)
    }

    fn features(&self, y: &[f64], t: usize, row: &mut [f64]) {
        let base = y[t - self.base];
        for (x, lag) in row.iter_mut().zip(&self.lags) {
            *x = y[t - lag] - base;
        }
        if let Some(last) = row.last_mut() {
            *last = self.centre - base;
        }
    }

    /// Continues `y` step by step.
    pub(crate) fn forecast(&self, y: &[f64], steps: usize) -> Vec<f64> {
        let mut all = transformed(tail(y), self.logs);
        let n = all.len();
        let mut row = vec![0.0; self.weights.len()];
        for _ in 0..steps {
            let t = all.len();
            self.features(&all, t, &mut row);
            let departure: f64 = row.iter().zip(&self.weights).map(|(x, w)| x * w).sum();
            all.push(all[t - self.base] + departure);
        }
        let out = all.split_off(n);
        if self.logs { out.into_iter().map(f64::exp).collect() } else { out }
    }
}

/// Whether `n` points are enough to hold a season of `m`.
pub(crate) fn holds(n: usize, m: usize) -> bool {
    let n = n.min(LONGEST);
    n >= LEAST && 3 * m <= n
}

fn tail(y: &[f64]) -> &[f64] {
    &y[y.len().saturating_sub(LONGEST)..]
}

fn transformed(y: &[f64], logs: bool) -> Vec<f64> {
    if logs { y.iter().map(|v| v.ln()).collect() } else { y.to_vec() }
}

/// Base lag, and the lags that may explain a departure from it.
fn lags(n: usize, seasons: &[usize]) -> (usize, Vec<usize>) {
    let mut lags: Vec<usize> = (1..=6.min(n / 12)).collect();
    for &m in seasons {
        for cycle in 1..=3 {
            for lag in [cycle * m - 1, cycle * m, cycle * m + 1] {
                if 3 * lag <= n {
                    lags.push(lag);
                }
            }
        }
    }
    if let (Some(&short), Some(&long)) = (seasons.first(), seasons.last())
        && long / short < 10
    {
        lags.extend((1..=long / short).map(|k| k * short).filter(|lag| 3 * lag <= n));
    }
    let base = seasons.iter().rev().copied().find(|m| 3 * m <= n).unwrap_or(1);
    lags.sort_unstable();
    lags.dedup();
    lags.retain(|lag| *lag != base);
    (base, lags)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::reference::{assert_close, noise};

    #[test]
    fn continues_a_pattern_of_two_seasons_exactly() {
        let value = |t: usize| 100.0 + 5.0 * float(t % 6) + 3.0 * float(t % 30);
        let y: Vec<f64> = (0..360).map(value).collect();
        let expected: Vec<f64> = (360..420).map(value).collect();
        let model = Regression::fit(&y, &[6, 30], false).unwrap();
        assert_close(&model.forecast(&y, 60), &expected, 1e-6);
    }

    #[test]
    fn learns_that_noise_returns_to_its_mean() {
        let y: Vec<f64> = noise(4, 400).iter().map(|e| 20.0 + e).collect();
        let forecast = Regression::fit(&y, &[], true).unwrap().forecast(&y, 10);
        assert_close(&forecast, &[20.0; 10], 0.02);
    }

    #[test]
    fn needs_enough_points_and_positive_ones_for_logarithms() {
        assert!(Regression::fit(&vec![1.0; LEAST - 1], &[], false).is_none());
        assert!(Regression::fit(&vec![-1.0; LEAST + 50], &[], true).is_none());
    }
}
