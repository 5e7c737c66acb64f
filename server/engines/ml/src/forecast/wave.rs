//! Evidence for a smooth season: a wave that a plain autoregression does not explain.
//!
//! A smooth wave hardly shows in first differences, whose noise is twice that of the values. Here the values themselves
//! are regressed on a straight trend and their own last values, with and without a sine and a cosine of the season's
//! length, and an F test says whether these help. The own last values keep series that wander from looking seasonal.

use super::num::{float, mean, solve_spd, variance};
use super::season::normal_score;

/// Own last values in the regression.
const LAGS: usize = 3;
/// How far off, in cycles within the series, a season's neighbours lie that it must stand out from.
const BESIDE: f64 = 0.5;
/// Share of a regressor's sum of squares added for a firm solution.
const RIDGE: f64 = 1e-9;

/// A series ready for the test, and what is left of it without a wave.
pub(crate) struct Wave {
    /// Values of mean 0 and variance 1.
    values: Vec<f64>,
    unexplained: f64,
}

impl Wave {
    /// `None` for values that do not vary, or that the trend and the own last values explain.
    pub(crate) fn new(y: &[f64]) -> Option<Self> {
        let (centre, spread) = (mean(y), variance(y).sqrt());
        let usable = spread > 1e-12 && y.len() > 4 * (LAGS + 4);
        let values = usable.then(|| y.iter().map(|v| (v - centre) / spread).collect())?;
        let mut wave = Self { values, unexplained: 0.0 };
        wave.unexplained = wave.rest(None)?;
        (wave.unexplained > 1e-9).then_some(wave)
    }

    /// Normal score of the evidence for a wave of `m` points; 0 where a slightly longer or shorter one fits better.
    pub(crate) fn score(&self, m: usize) -> f64 {
        let n = float(self.values.len());
        let cycles = n / float(m);
        let with = |cycles: f64| self.rest(Some(std::f64::consts::TAU * cycles / n));
        let Some(rest) = with(cycles) else { return 0.0 };
        let beaten =
            [cycles - BESIDE, cycles + BESIDE].into_iter().filter_map(with).any(|beside| beside < rest);
        if beaten {
            return 0.0;
        }
        let freedom = n - float(2 * LAGS + 4);
        normal_score((self.unexplained - rest) / 2.0, rest / freedom, 2.0, freedom)
    }

    /// Sum of squares the regression leaves.
    fn rest(&self, frequency: Option<f64>) -> Option<f64> {
        let width = LAGS + 2 + if frequency.is_some() { 2 } else { 0 };
        let n = self.values.len();
        let mut normal = vec![0.0; width * width];
        let mut right = vec![0.0; width];
        let mut squares = 0.0;
        let mut row = vec![1.0; width];
        for t in LAGS..n {
            row[1] = 2.0 * float(t) / float(n) - 1.0;
            for lag in 1..=LAGS {
                row[1 + lag] = self.values[t - lag];
            }
            if let Some(frequency) = frequency {
                (row[width - 2], row[width - 1]) = (frequency * float(t)).sin_cos();
            }
            let target = self.values[t];
            squares += target * target;
            for i in 0..width {
                right[i] += row[i] * target;
                for j in 0..=i {
                    normal[i * width + j] += row[i] * row[j];
                }
            }
        }
        for i in 0..width {
            normal[i * width + i] *= 1.0 + RIDGE;
        }
        let projected = right.clone();
        solve_spd(&mut normal, &mut right)?;
        let explained: f64 = right.iter().zip(&projected).map(|(w, r)| w * r).sum();
        Some((squares - explained).max(0.0))
    }
}
