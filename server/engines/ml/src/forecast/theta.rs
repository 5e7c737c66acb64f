//! Dynamic optimised theta model: Fiorucci, Pellegrini, Louzada, Petropoulos and Koehler, "Models for optimising
//! the theta method and their relationship to state space models", International Journal of Forecasting 32, 2016;
//! after Assimakopoulos and Nikolopoulos, "The theta model", ibid. 16, 2000.
//!
//! The series is seasonally adjusted by classical decomposition when the M4 seasonality test asks for it. Each
//! step adds to simple exponential smoothing a share of the straight line fitted to everything seen so far.

use super::num::float;
use super::optim::{Axis, minimize};
use super::season;

/// Evaluations of the likelihood per fit.
const EVALUATIONS: usize = 160;

/// Fewest points.
pub(crate) const LEAST: usize = 4;

/// Parameters of one fitted model.
#[derive(Clone, Debug)]
pub(crate) struct Theta {
    level: f64,
    alpha: f64,
    /// The theta coefficient's inverse: 0 keeps the whole slope, 1 none of it.
    inverse: f64,
    season: Option<(usize, bool)>,
}

/// State of the recursion after some observations.
struct State {
    level: f64,
    average: f64,
    intercept: f64,
    slope: f64,
    seen: usize,
    /// `(1 - alpha)^seen`.
    decay: f64,
}

impl State {
    fn new(first: f64, level: f64, alpha: f64) -> Self {
        Self {
            level: alpha * first + (1.0 - alpha) * level,
            average: first,
            intercept: first,
            slope: 0.0,
            seen: 1,
            decay: 1.0 - alpha,
        }
    }

    fn predict(&self, alpha: f64, inverse: f64) -> f64 {
        let line = self.decay * self.intercept + (1.0 - self.decay * (1.0 - alpha)) / alpha * self.slope;
        self.level + (1.0 - inverse) * line
    }

    fn push(&mut self, y: f64, alpha: f64) {
        let i = float(self.seen);
        self.level = alpha * y + (1.0 - alpha) * self.level;
        let before = self.average;
        self.average = (i * before + y) / (i + 1.0);
        self.slope = ((i - 1.0) * self.slope + 6.0 * (y - before) / (i + 1.0)) / (i + 2.0);
        self.intercept = self.average - self.slope * (i + 2.0) / 2.0;
        self.seen += 1;
        self.decay *= 1.0 - alpha;
    }
}

impl Theta {
    /// Fits by least squares of the one-step errors from the fourth point on. Needs four points.
    pub(crate) fn fit(y: &[f64], seasons: &[usize]) -> Option<Self> {
        if y.len() < LEAST {
            return None;
        }
        let positive = y.iter().all(|v| *v > 0.0);
        let season = seasons.iter().find(|m| season::is_seasonal(y, **m)).map(|m| (*m, positive));
        let adjusted = adjust(y, season);
        let first = adjusted[0];
        let spread = super::num::variance(&adjusted).sqrt().max(1e-12);
        let axes = [
            Axis { start: first / 2.0, step: spread, low: -1e6, high: 1e6 },
            Axis { start: 0.5, step: 0.2, low: 0.1, high: 0.99 },
            // 1 / theta is bounded, theta is not.
            Axis { start: 0.5, step: -0.3, low: 0.0, high: 1.0 },
        ];
        let (best, _) = minimize(&axes, EVALUATIONS, |p| errors(&adjusted, p[0], p[1], p[2]));
        Some(Self { level: best[0], alpha: best[1], inverse: best[2], season })
    }

    /// Runs the fitted recursion over `y` and continues it.
    pub(crate) fn forecast(&self, y: &[f64], steps: usize) -> Vec<f64> {
        let adjusted = adjust(y, self.season);
        let Some((&first, rest)) = adjusted.split_first() else { return vec![0.0; steps] };
        let mut state = State::new(first, self.level, self.alpha);
        for v in rest {
            state.push(*v, self.alpha);
        }
        let pattern = self.season.map(|(m, multiplicative)| season::indices(y, m, multiplicative));
        (0..steps)
            .map(|k| {
                let next = state.predict(self.alpha, self.inverse);
                state.push(next, self.alpha);
                match (&pattern, self.season) {
                    (Some(p), Some((_, true))) => next * season::at(p, y.len(), k),
                    (Some(p), _) => next + season::at(p, y.len(), k),
                    _ => next,
                }
            })
            .collect()
    }
}

fn adjust(y: &[f64], season: Option<(usize, bool)>) -> Vec<f64> {
    let Some((m, multiplicative)) = season else { return y.to_vec() };
    let pattern = season::indices(y, m, multiplicative);
    y.iter()
        .enumerate()
        .map(|(t, v)| if multiplicative { v / pattern[t % m] } else { v - pattern[t % m] })
        .collect()
}

fn errors(y: &[f64], level: f64, alpha: f64, inverse: f64) -> f64 {
    let mut state = State::new(y[0], level, alpha);
    let mut sum = 0.0;
    for (t, v) in y.iter().enumerate().skip(1) {
        if t >= 3 {
            sum += (v - state.predict(alpha, inverse)).powi(2);
        }
        state.push(*v, alpha);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::reference::{assert_close, quarterly, trend};

    #[test]
    fn agrees_with_statsforecast_on_a_trend() {
        let y = trend();
        let expected = [110.1891, 111.6708, 113.1519, 114.6324, 116.1124, 117.5918];
        assert_close(&Theta::fit(&y, &[]).unwrap().forecast(&y, 6), &expected, 0.002);
    }

    #[test]
    fn agrees_with_statsforecast_on_a_season() {
        let y = quarterly();
        let expected = [222.04, 169.6913, 151.8377, 210.3632, 231.0235, 176.4822, 157.8487, 218.6025];
        let model = Theta::fit(&y, &[4]).unwrap();
        assert_eq!(model.season, Some((4, true)));
        assert_close(&model.forecast(&y, 8), &expected, 0.005);
    }
}
