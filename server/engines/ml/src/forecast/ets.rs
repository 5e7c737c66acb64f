//! Exponential smoothing as innovations state space models: Hyndman, Koehler, Ord and Snyder, "Forecasting with
//! Exponential Smoothing", Springer 2008; automatic choice by the corrected Akaike criterion after Hyndman,
//! Koehler, Snyder and Grose, International Journal of Forecasting 18, 2002.
//!
//! Smoothing parameters and the first level and slope are optimised; the first seasonal states come from a
//! classical decomposition. Multiplicative trends are left out, as in common practice.

use super::num::{float, line, mean, variance};
use super::optim::{Axis, minimize};
use super::season;

/// How the season enters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Season {
    /// No season.
    None,
    /// Added to the level.
    Additive,
    /// Multiplies the level.
    Multiplicative,
}

/// One model form.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    pub(crate) relative_error: bool,
    pub(crate) trend: bool,
    pub(crate) damped: bool,
    pub(crate) season: Season,
    pub(crate) m: usize,
}

/// A fitted model: the form, its smoothing parameters and its first states.
#[derive(Clone, Debug)]
pub(crate) struct Ets {
    form: Form,
    alpha: f64,
    beta: f64,
    gamma: f64,
    phi: f64,
    level: f64,
    slope: f64,
    pattern: Vec<f64>,
    pub(crate) criterion: f64,
}

/// Fewest points.
pub(crate) const LEAST: usize = 6;
/// Longest season the state holds; longer ones belong to the decomposition methods.
const LONGEST_SEASON: usize = 24;

impl Ets {
    /// Every form the data allow, fitted. Needs five points.
    pub(crate) fn fit(y: &[f64], seasons: &[usize]) -> Vec<Self> {
        let positive = y.iter().all(|v| *v > 0.0);
        let m = seasons.iter().copied().find(|m| *m <= LONGEST_SEASON && y.len() >= 2 * m + 3).unwrap_or(1);
        let kinds: &[Season] = match (m > 1, positive) {
            (false, _) => &[Season::None],
            (true, false) => &[Season::None, Season::Additive],
            (true, true) => &[Season::None, Season::Additive, Season::Multiplicative],
        };
        let mut models = Vec::new();
        for &season in kinds {
            for relative_error in [false, true] {
                // Relative errors need positive data; a multiplicative season with additive errors is unstable.
                if (relative_error && !positive) || (season == Season::Multiplicative && !relative_error) {
                    continue;
                }
                for (trend, damped) in [(false, false), (true, false), (true, true)] {
                    models.extend(Self::fit_form(y, Form { relative_error, trend, damped, season, m }));
                }
            }
        }
        models
    }

    /// Fits one form; `None` when there are too few points for its parameters.
    pub(crate) fn fit_form(y: &[f64], form: Form) -> Option<Self> {
        let mut model = Self::start(y, form);
        let axes = model.axes(y);
        let n = float(y.len());
        let states = if form.season == Season::None { 0 } else { form.m - 1 };
        let count = float(axes.len() + 1 + states);
        if y.len() < axes.len() + 2 || n - count - 1.0 <= 0.0 {
            return None;
        }
        let (best, cost) = minimize(&axes, 80 + 60 * axes.len(), |p| {
            let mut trial = Self { pattern: Vec::new(), ..model };
            trial.set(p);
            let mut pattern = model.pattern.clone();
            trial.cost(y, &mut pattern)
        });
        if !cost.is_finite() {
            return None;
        }
        model.set(&best);
        model.criterion = cost + 2.0 * count + 2.0 * count * (count + 1.0) / (n - count - 1.0);
        Some(model)
    }

    fn start(y: &[f64], form: Form) -> Self {
        let pattern = match form.season {
            Season::None => Vec::new(),
            kind => season::indices(y, form.m, kind == Season::Multiplicative),
        };
        let head: Vec<f64> = y
            .iter()
            .take(10.max(2 * form.m))
            .enumerate()
            .map(|(t, v)| match form.season {
                Season::None => *v,
                Season::Additive => v - pattern[t % form.m],
                Season::Multiplicative => v / pattern[t % form.m],
            })
            .collect();
        let (level, slope) = if form.trend { line(&head) } else { (mean(&head), 0.0) };
        let level = if form.trend { level - slope } else { level };
        Self {
            form,
            alpha: 0.3,
            beta: 0.1,
            gamma: 0.05,
            phi: 1.0,
            level,
            slope,
            pattern,
            criterion: f64::INFINITY,
        }
    }

    fn axes(&self, y: &[f64]) -> Vec<Axis> {
        let spread = variance(y).sqrt().max(1e-12);
        let mut axes = vec![
            Axis { start: 0.3, step: 0.3, low: 1e-4, high: 0.9999 },
            Axis { start: self.level, step: 0.3 * spread, low: -1e9, high: 1e9 },
        ];
        if self.form.trend {
            // The trend's smoothing as a share of alpha, which keeps it inside the usual region.
            axes.push(Axis { start: 0.1, step: 0.2, low: 1e-4, high: 0.9999 });
            axes.push(Axis { start: self.slope, step: 0.05 * spread, low: -1e9, high: 1e9 });
        }
        if self.form.damped {
            axes.push(Axis { start: 0.95, step: -0.08, low: 0.8, high: 0.98 });
        }
        if self.form.season != Season::None {
            axes.push(Axis { start: 0.1, step: 0.2, low: 1e-4, high: 0.9999 });
        }
        axes
    }

    fn set(&mut self, p: &[f64]) {
        self.alpha = p[0];
        self.level = p[1];
        let mut next = 2;
        (self.beta, self.phi) = (0.0, 1.0);
        if self.form.trend {
            self.beta = p[2] * self.alpha;
            self.slope = p[3];
            next = 4;
        }
        if self.form.damped {
            self.phi = p[next];
            next += 1;
        }
        self.gamma = if self.form.season == Season::None { 0.0 } else { p[next] * (1.0 - self.alpha) };
    }

    /// Twice the negative log likelihood up to a constant.
    fn cost(&self, y: &[f64], pattern: &mut [f64]) -> f64 {
        let (mut squares, mut logs) = (0.0, 0.0);
        let relative = self.form.relative_error;
        self.run(y, pattern, |v, predicted| {
            if relative {
                squares += ((v - predicted) / predicted).powi(2);
                logs += predicted.abs().ln();
            } else {
                squares += (v - predicted).powi(2);
            }
        });
        let n = float(y.len());
        n * squares.max(1e-300).ln() + 2.0 * logs
    }

    /// Filters `y`, telling `see` each value and its one-step prediction; gives the last level and slope.
    fn run(&self, y: &[f64], pattern: &mut [f64], mut see: impl FnMut(f64, f64)) -> (f64, f64) {
        let (mut level, mut slope) = (self.level, self.slope);
        let ratio = self.beta / self.alpha;
        let mut phase = 0;
        for &v in y {
            let base = if self.form.trend { level + self.phi * slope } else { level };
            let adjusted = match self.form.season {
                Season::None => {
                    see(v, base);
                    v
                }
                Season::Additive => {
                    see(v, base + pattern[phase]);
                    let old = pattern[phase];
                    pattern[phase] += self.gamma * (v - base - old);
                    v - old
                }
                Season::Multiplicative => {
                    see(v, base * pattern[phase]);
                    let old = pattern[phase];
                    let part = if base.abs() < 1e-12 { old } else { v / base };
                    pattern[phase] += self.gamma * (part - old);
                    if old.abs() < 1e-12 { v } else { v / old }
                }
            };
            let next = base + self.alpha * (adjusted - base);
            if self.form.trend {
                slope = self.phi * slope + ratio * (next - level - self.phi * slope);
            }
            level = next;
            phase += 1;
            if phase >= pattern.len() {
                phase = 0;
            }
        }
        (level, slope)
    }

    /// Filters `y` from its first point and continues it.
    pub(crate) fn forecast(&self, y: &[f64], steps: usize) -> Vec<f64> {
        let mut pattern = self.pattern.clone();
        let (level, slope) = self.run(y, &mut pattern, |_, _| ());
        let (mut damping, mut weight) = (0.0, 1.0);
        (0..steps)
            .map(|k| {
                weight *= self.phi;
                damping += weight;
                let base = if self.form.trend { level + damping * slope } else { level };
                match self.form.season {
                    Season::None => base,
                    Season::Additive => base + season::at(&pattern, y.len(), k),
                    Season::Multiplicative => base * season::at(&pattern, y.len(), k),
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::reference::{assert_close, quarterly, trend};

    fn form(trend: bool, damped: bool, season: Season, m: usize) -> Form {
        Form { relative_error: m > 1, trend, damped, season, m }
    }

    #[test]
    fn simple_smoothing_agrees_with_statsforecast() {
        let y = trend();
        let model = Ets::fit_form(&y, form(false, false, Season::None, 1)).unwrap();
        assert!((model.alpha - 0.8519).abs() < 0.01, "{}", model.alpha);
        assert!((model.criterion - 259.0417).abs() < 0.05, "{}", model.criterion);
        assert_close(&model.forecast(&y, 3), &[110.8012; 3], 0.001);
    }

    #[test]
    fn the_trend_forms_agree_with_statsforecast() {
        let y = trend();
        let straight = Ets::fit_form(&y, form(true, false, Season::None, 1)).unwrap();
        assert_close(&straight.forecast(&y, 4), &[110.2782, 111.7813, 113.2844, 114.7874], 0.003);
        assert!(straight.criterion < 229.6989 + 0.3, "{}", straight.criterion);
        let damped = Ets::fit_form(&y, form(true, true, Season::None, 1)).unwrap();
        assert_close(&damped.forecast(&y, 4), &[110.6748, 111.9863, 113.2716, 114.5312], 0.01);
    }

    #[test]
    fn the_seasonal_forms_agree_with_statsforecast() {
        let y = quarterly();
        let level = Ets::fit_form(&y, form(false, false, Season::Multiplicative, 4)).unwrap();
        let expected = [215.3856, 162.7226, 144.6011, 198.5981];
        assert_close(&level.forecast(&y, 4), &expected, 0.01);
        let trend = Ets::fit_form(&y, form(true, false, Season::Multiplicative, 4)).unwrap();
        let expected = [223.6559, 170.5225, 152.883, 212.0238, 233.1141, 177.6583, 159.2144, 220.7145];
        assert_close(&trend.forecast(&y, 8), &expected, 0.01);
        assert!(trend.criterion < level.criterion);
    }

    #[test]
    fn a_fitted_model_takes_in_newer_values() {
        let y = trend();
        let model = Ets::fit_form(&y[..30], form(false, false, Season::None, 1)).unwrap();
        let expected = y[..30].iter().fold(model.level, |level, v| level + model.alpha * (v - level));
        assert_close(&model.forecast(&y[..30], 1), &[expected], 1e-12);
        assert!((model.forecast(&y, 1)[0] - expected).abs() > 1.0);
    }
}
