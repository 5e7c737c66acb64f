//! Prediction intervals from the method's own errors over rolling origins.
//!
//! The half width at step `k` is `c(level) * s(level) * k^g`:
//! * `g`, how fast errors grow with the horizon, is the slope of log error against log step over the origins,
//!   drawn on short series towards 0.55 (a random walk has 0.5), or towards 0 where errors of neighbouring steps are
//!   independent, since only errors that carry on add up;
//! * `s(level)` is a geometric mean of two sizes. One is the share of all errors, each divided by `k^g`, that the level
//!   asks for (from 50 to 90 %; beyond that too few are known), over the normal quantile of that share: a few large
//!   errors widen the outer intervals and not the inner ones. The other is the size of recent differences, which counts
//!   more the shorter the series, where few errors are known;
//! * `c(level)` is the normal quantile times a factor near 1: larger where the origins span few points, counting less of
//!   them the more the errors of neighbouring steps are alike (of `n` values with correlation `r` some
//!   `n (1 - r) / (1 + r)` are independent); a little smaller where errors are alike, because then one bad stretch among
//!   the origins makes many large ones; rising with the level, because errors have heavier tails than the normal
//!   distribution.
//!
//! Further ahead than the origins see, what a trend's slope may be off by is added: it grows with every step.
//!
//! The constants are round numbers set by eye on simulated series, where the factor should be 1, and on public series
//! of the M3 and M4 competitions. They are few, so that they hold for other series;
//! `examples/forecast_accuracy.rs` prints the coverage.

use super::backtest::Errors;
use super::mstl;
use super::num::{float, mean, quantile};

/// Growth exponent of errors that carry on where the series does not say, and the points with which it is half trusted.
const GROWTH: f64 = 0.55;
const GROWTH_HALF: f64 = 100.0;
/// Growth exponent of a random walk.
const WALK: f64 = 0.5;
/// Most weight of the errors in `s`, and the points with which it is half of that.
const ERRORS_SHARE: f64 = 0.8;
const ERRORS_HALF: f64 = 30.0;
/// Least recent points whose differences count.
const RECENT: usize = 12;
/// Shares of the errors that are looked at.
const LEAST_SHARE: f64 = 0.5;
const MOST_SHARE: f64 = 0.9;
/// Errors smaller than this share of their root mean square count as that large: a share of no width says nothing.
const LEAST_ERROR: f64 = 0.1;
/// Factor on the normal quantile, beside 1: its rise with the quantile, its rise with one over the span, its fall with
/// the correlation of neighbouring errors.
const FACTOR_RISE: f64 = 0.2;
const FACTOR_SPAN: f64 = 1.5;
const FACTOR_KINSHIP: f64 = 0.1;
/// Correlation of neighbouring errors where nothing is known of it, the pairs with which that is half trusted, and the
/// most that is believed.
const KINSHIP: f64 = 0.65;
const KINSHIP_HALF: f64 = 10.0;
const KINSHIP_MOST: f64 = 0.85;
/// Correlation from which on errors are taken to grow as usual.
const KINSHIP_GROWS: f64 = 0.6;
/// The 80 % quantile, where the rise starts from.
const CENTRE: f64 = 1.2816;

/// Standard normal quantile (Acklam's rational approximation; relative error below 2e-9).
pub(crate) fn normal_quantile(p: f64) -> f64 {
    const A: [f64; 6] = [
        -39.696_830_286_653_76,
        220.946_098_424_520_5,
        -275.928_510_446_968_7,
        138.357_751_867_269,
        -30.664_798_066_147_16,
        2.506_628_277_459_239,
    ];
    const B: [f64; 5] = [
        -54.476_098_798_224_06,
        161.585_836_858_040_9,
        -155.698_979_859_886_6,
        66.801_311_887_719_72,
        -13.280_681_552_885_72,
    ];
    const C: [f64; 6] = [
        -0.007_784_894_002_430_293,
        -0.322_396_458_041_136_5,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const D: [f64; 4] =
        [0.007_784_695_709_041_462, 0.322_467_129_070_039_8, 2.445_134_137_142_996, 3.754_408_661_907_416];
    let poly = |c: &[f64], x: f64| c.iter().fold(0.0, |sum, c| sum * x + c);
    if p < 0.024_25 {
        let q = (-2.0 * p.ln()).sqrt();
        return poly(&C, q) / (poly(&D, q) * q + 1.0);
    }
    if p > 1.0 - 0.024_25 {
        return -normal_quantile(1.0 - p);
    }
    let q = p - 0.5;
    let r = q * q;
    poly(&A, r) * q / (poly(&B, r) * r + 1.0)
}

/// What the widths are made from, on the working scale.
pub(crate) struct Evidence<'a> {
    pub(crate) y: &'a [f64],
    /// Errors per origin and step.
    pub(crate) errors: &'a Errors,
    /// Points from the first origin to the end of the series.
    pub(crate) span: usize,
    /// Ascending.
    pub(crate) seasons: &'a [usize],
    pub(crate) predictions: &'a [f64],
}

impl Evidence<'_> {
    /// Half width per level and step of `predictions`.
    pub(crate) fn widths(&self, levels: &[f64]) -> Vec<Vec<f64>> {
        let kinship = self.kinship();
        let growth = self.growth(GROWTH * (kinship / KINSHIP_GROWS).min(1.0));
        let sizes = self.sizes(growth);
        let differences = self.steps_size();
        let drift = self.drift(growth, self.scale(&sizes, differences, MOST_SHARE));
        let reach = self.reach();
        // Between the points themselves and the independent ones among them, as the correlation is only an estimate.
        let alike = ((1.0 + kinship) / (1.0 - kinship)).sqrt();
        let span = float(self.span.max(2)) / alike;
        levels
            .iter()
            .map(|level| {
                let z = normal_quantile(0.5 + level / 200.0);
                let factor = 1.0 + FACTOR_RISE * (z - CENTRE) + FACTOR_SPAN / span - FACTOR_KINSHIP * kinship;
                let scale = factor * self.scale(&sizes, differences, level / 100.0);
                let width = |k: usize| {
                    z * (scale * float(k).powf(growth)).hypot(drift * float(k.saturating_sub(reach)))
                };
                (1..=self.predictions.len()).map(width).collect()
            })
            .collect()
    }

    /// Most steps ahead that the errors tell of.
    fn reach(&self) -> usize {
        self.errors.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// Standard error of the slope of the predictions per step, and no more than that slope: flat predictions have none
    /// to be wrong. That of a line through `n` points with independent errors of size `s` is `s * sqrt(12) / n^1.5`,
    /// that of a random walk's mean step `s / n^0.5`; in between by how fast errors grow.
    fn drift(&self, growth: f64, scale: f64) -> f64 {
        let last = self.predictions.len().saturating_sub(1);
        let season = self.seasons.last().copied().unwrap_or(1);
        let apart = last / season * season;
        if apart == 0 {
            return 0.0;
        }
        let slope = (self.predictions[last] - self.predictions[last - apart]).abs() / float(apart);
        let growth = growth.min(WALK);
        let error = scale * 12.0_f64.powf(WALK - growth) * float(self.y.len()).powf(2.0 * growth - 1.5);
        error.min(slope)
    }

    /// Correlation of the errors of neighbouring steps: near 0 where they are independent, near 1 where a forecast once
    /// off stays off.
    fn kinship(&self) -> f64 {
        let (mut both, mut single, mut pairs) = (0.0, 0.0, 0);
        for pair in self.errors.iter().flat_map(|row| row.windows(2)) {
            both += pair[0] * pair[1];
            single += 0.5 * (pair[0] * pair[0] + pair[1] * pair[1]);
            pairs += 1;
        }
        let seen = if single > 0.0 { (both / single).max(0.0) } else { 0.0 };
        let trust = float(pairs) / (float(pairs) + KINSHIP_HALF);
        (trust * seen + (1.0 - trust) * KINSHIP).min(KINSHIP_MOST)
    }

    /// Slope of log mean absolute error against log step, drawn towards `usual`.
    fn growth(&self, usual: f64) -> f64 {
        let reach = self.reach();
        let mut points = Vec::new();
        for k in 0..reach {
            let at: Vec<f64> = self.errors.iter().filter_map(|row| row.get(k)).map(|e| e.abs()).collect();
            let size = mean(&at);
            if size > 0.0 {
                points.push((float(k + 1).ln(), size.ln()));
            }
        }
        if points.len() < 3 {
            return usual;
        }
        let n = float(points.len());
        let (x, y) = points.iter().fold((0.0, 0.0), |(a, b), p| (a + p.0 / n, b + p.1 / n));
        let top: f64 = points.iter().map(|p| (p.0 - x) * (p.1 - y)).sum();
        let bottom: f64 = points.iter().map(|p| (p.0 - x).powi(2)).sum();
        let trust = float(self.y.len()) / (float(self.y.len()) + GROWTH_HALF);
        (trust * (top / bottom).clamp(-0.2, 1.2) + (1.0 - trust) * usual).clamp(0.0, 1.0)
    }

    /// Sizes of all errors as they would be one step ahead.
    fn sizes(&self, growth: f64) -> Vec<f64> {
        let rows = self.errors.iter();
        let mut sizes: Vec<f64> = rows
            .flat_map(|row| row.iter().enumerate().map(|(k, e)| e.abs() / float(k + 1).powf(growth)))
            .collect();
        let squares: Vec<f64> = sizes.iter().map(|s| s * s).collect();
        let least = LEAST_ERROR * mean(&squares).sqrt();
        for s in &mut sizes {
            *s = s.max(least);
        }
        sizes
    }

    /// The standard deviation that a normal distribution with this share of `sizes` would have, and `differences`.
    fn scale(&self, sizes: &[f64], differences: f64, share: f64) -> f64 {
        let share = share.clamp(LEAST_SHARE, MOST_SHARE);
        let errors = quantile(sizes, share) / normal_quantile(0.5 + 0.5 * share);
        if errors <= 0.0 || differences <= 0.0 {
            return errors.max(differences);
        }
        let n = float(self.y.len());
        let weight = ERRORS_SHARE * n / (n + ERRORS_HALF);
        errors.powf(weight) * differences.powf(1.0 - weight)
    }

    /// Mean absolute difference: of recent neighbours, or of points one season apart if that is smaller.
    fn steps_size(&self) -> f64 {
        let n = self.y.len();
        let recent = &self.y[n.saturating_sub((n / 3).max(RECENT))..];
        let apart = |y: &[f64], m: usize| {
            let differences: Vec<f64> = y.iter().skip(m).zip(y).map(|(a, b)| (a - b).abs()).collect();
            mean(&differences)
        };
        mstl::usable(self.seasons, n).into_iter().map(|m| apart(self.y, m)).fold(apart(recent, 1), f64::min)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_quantiles_are_the_tabulated_ones() {
        for (p, z) in
            [(0.5, 0.0), (0.9, 1.281_551_6), (0.975, 1.959_964), (0.999, 3.090_232_3), (0.01, -2.326_347_9)]
        {
            assert!((normal_quantile(p) - z).abs() < 1e-6, "{p}");
        }
    }

    #[test]
    fn independent_errors_widen_less_with_the_horizon_than_errors_that_carry_on() {
        let y: Vec<f64> = (0..60).map(|t| float(t % 7)).collect();
        let widening = |errors: Errors| {
            let evidence =
                Evidence { y: &y, errors: &errors, span: 20, seasons: &[7], predictions: &[0.0; 12] };
            let widths = evidence.widths(&[80.0]);
            widths[0][11] / widths[0][0]
        };
        let independent = widening(vec![vec![1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0]; 4]);
        let lasting = widening(vec![vec![1.0, 1.4, 1.7, 2.0, 2.2, 2.4, 2.6, 2.8]; 4]);
        assert!(independent < 1.8 && lasting > 3.0, "{independent} {lasting}");
    }

    #[test]
    fn widths_grow_with_level_and_never_shrink_with_the_horizon() {
        let y: Vec<f64> = (0..60).map(|t| float(t % 7)).collect();
        let errors = vec![vec![1.0, -1.5, 2.0, 1.0], vec![-0.5, 1.0, -2.0, 3.0]];
        let evidence = Evidence { y: &y, errors: &errors, span: 8, seasons: &[7], predictions: &[0.0; 10] };
        let widths = evidence.widths(&[1.0, 50.0, 80.0, 90.0, 99.0]);
        for (inner, outer) in widths.iter().zip(&widths[1..]) {
            assert!(inner.iter().zip(outer).all(|(a, b)| a < b));
        }
        assert!(widths.iter().all(|w| w[0] > 0.0 && w.windows(2).all(|p| p[0] <= p[1])));
    }
}
