//! Seasonal-trend decomposition by loess: Cleveland, Cleveland, McRae and Terpenning, "STL", Journal of Official
//! Statistics 6, 1990; several seasons by iterating it: Bandara, Hyndman and Bergmeir, "MSTL", 2021
//! (arXiv:2107.13462).

use super::num::float;

/// Trend plus one pattern per season plus the rest, each as long as the series.
pub(crate) struct Parts {
    pub(crate) seasonal: Vec<Vec<f64>>,
    /// The series less all seasonal patterns.
    pub(crate) adjusted: Vec<f64>,
}

/// Locally linear (or constant) regression with tricube weights, at place `at` of equally spaced `y`.
fn loess_at(y: &[f64], span: usize, at: f64, linear: bool) -> f64 {
    let n = y.len();
    let reach = span.min(n);
    let half = float(reach - 1) / 2.0;
    let left = super::num::floor_index((at - half).round().max(0.0)).min(n - reach);
    let right = left + reach - 1;
    let mut width = (at - float(left)).abs().max((float(right) - at).abs());
    if span > n {
        width += float(span - n) / 2.0;
    }
    let width = width.max(1e-9);
    let (mut sum, mut sum_x, mut sum_y, mut sum_xx, mut sum_xy) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (t, v) in y.iter().enumerate().take(right + 1).skip(left) {
        let offset = float(t) - at;
        let share = offset.abs() / width;
        if share > 0.999 {
            continue;
        }
        let weight = if share < 0.001 { 1.0 } else { (1.0 - share * share * share).powi(3) };
        sum += weight;
        sum_x += weight * offset;
        sum_y += weight * v;
        sum_xx += weight * offset * offset;
        sum_xy += weight * offset * v;
    }
    if sum <= 0.0 {
        return y[left];
    }
    let spread = sum_xx - sum_x * sum_x / sum;
    if linear && spread > 1e-12 * width * width {
        let slope = (sum_xy - sum_x * sum_y / sum) / spread;
        (sum_y - slope * sum_x) / sum
    } else {
        sum_y / sum
    }
}

/// Loess at every point, computed every `jump` points and interpolated between, as in the original.
fn loess(y: &[f64], span: usize, jump: usize) -> Vec<f64> {
    let n = y.len();
    let mut out = vec![0.0; n];
    let mut knots: Vec<usize> = (0..n).step_by(jump.max(1)).collect();
    if knots.last() != Some(&(n - 1)) {
        knots.push(n - 1);
    }
    for &t in &knots {
        out[t] = loess_at(y, span, float(t), true);
    }
    for w in knots.windows(2) {
        let (a, b) = (w[0], w[1]);
        for t in a + 1..b {
            out[t] = out[a] + (out[b] - out[a]) * float(t - a) / float(b - a);
        }
    }
    out
}

fn moving_average(y: &[f64], m: usize) -> Vec<f64> {
    let mut sum: f64 = y[..m].iter().sum();
    let mut out = vec![sum / float(m)];
    for t in m..y.len() {
        sum += y[t] - y[t - m];
        out.push(sum / float(m));
    }
    out
}

fn odd(n: usize) -> usize {
    n | 1
}

/// One seasonal component of period `m`; `window` is the span of the cycle-subseries smoother, in seasons.
/// Two inner iterations, as the original recommends when no robustness weights are used.
pub(crate) fn seasonal(y: &[f64], m: usize, window: usize) -> Vec<f64> {
    let n = y.len();
    let trend_span = odd(super::num::floor_index((1.5 * float(m) / (1.0 - 1.5 / float(window))).ceil()));
    let low_span = odd(m);
    let mut trend = vec![0.0; n];
    let mut seasonal = vec![0.0; n];
    for _ in 0..2 {
        let mut cycle = vec![0.0; n + 2 * m];
        for phase in 0..m {
            let sub: Vec<f64> = (phase..n).step_by(m).map(|t| y[t] - trend[t]).collect();
            for k in 0..sub.len() + 2 {
                cycle[phase + k * m] = loess_at(&sub, window, float(k) - 1.0, false);
            }
        }
        let low = moving_average(&moving_average(&moving_average(&cycle, m), m), 3);
        let low = loess(&low, low_span, low_span.div_ceil(10));
        for t in 0..n {
            seasonal[t] = cycle[t + m] - low[t];
        }
        let rest: Vec<f64> = y.iter().zip(&seasonal).map(|(v, s)| v - s).collect();
        trend = loess(&rest, trend_span, trend_span.div_ceil(10));
    }
    seasonal
}

/// Decomposes for all `seasons` (ascending, each fitting twice into `y`): two rounds of back-fitting.
pub(crate) fn decompose(y: &[f64], seasons: &[usize]) -> Parts {
    let mut seasonal_parts = vec![vec![0.0; y.len()]; seasons.len()];
    let mut rest = y.to_vec();
    let rounds = if seasons.len() > 1 { 2 } else { 1 };
    for _ in 0..rounds {
        for (i, &m) in seasons.iter().enumerate() {
            for (r, s) in rest.iter_mut().zip(&seasonal_parts[i]) {
                *r += s;
            }
            seasonal_parts[i] = seasonal(&rest, m, 11 + 4 * i);
            for (r, s) in rest.iter_mut().zip(&seasonal_parts[i]) {
                *r -= s;
            }
        }
    }
    Parts { seasonal: seasonal_parts, adjusted: rest }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::reference::{assert_close, noise, quarterly};

    #[test]
    fn agrees_with_statsmodels() {
        let seasonal = seasonal(&quarterly(), 4, 11);
        let at = [0, 1, 2, 3, 20, 21, 40, 41, 42, 43].map(|t| seasonal[t]);
        let expected =
            [24.9054, -12.5407, -24.982, 12.5915, 27.3179, -13.9608, 29.2059, -15.0438, -31.6748, 17.518];
        assert_close(&at, &expected, 1e-5);
    }

    #[test]
    fn two_seasons_and_the_rest_add_up() {
        let e = noise(9, 400);
        let wave = |t: usize, m: usize| (float(t % m) * std::f64::consts::TAU / float(m)).sin();
        let y: Vec<f64> = (0..400).map(|t| 3.0 * wave(t, 6) + 5.0 * wave(t, 42) + 0.2 * e[t]).collect();
        let parts = decompose(&y, &[6, 42]);
        for (t, v) in y.iter().enumerate() {
            let whole = parts.adjusted[t] + parts.seasonal[0][t] + parts.seasonal[1][t];
            assert!((whole - v).abs() < 1e-9);
            assert!((parts.seasonal[0][t] - 3.0 * wave(t, 6)).abs() < 0.6, "at {t}");
            assert!((parts.seasonal[1][t] - 5.0 * wave(t, 42)).abs() < 0.9, "at {t}");
        }
    }
}
