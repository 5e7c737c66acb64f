//! Averages of one family's models with Akaike weights (Burnham and Anderson, "Model Selection and Multimodel
//! Inference", Springer 2002; for exponential smoothing Kolassa, International Journal of Forecasting 27, 2011).
//! Choosing the single best model is less accurate on short series, where the criterion is noisy.

use super::arima::Arima;
use super::ets::Ets;

/// Models with a smaller weight, against the best one's 1, are left out.
const LEAST_WEIGHT: f64 = 0.02;

/// One fitted model of a family with an information criterion.
pub(crate) trait Fit {
    /// Corrected Akaike criterion.
    fn criterion(&self) -> f64;
    /// Runs the model over `y` and continues it.
    fn forecast(&self, y: &[f64], steps: usize) -> Vec<f64>;
}

impl Fit for Ets {
    fn criterion(&self) -> f64 {
        self.criterion
    }
    fn forecast(&self, y: &[f64], steps: usize) -> Vec<f64> {
        self.forecast(y, steps)
    }
}

impl Fit for Arima {
    fn criterion(&self) -> f64 {
        self.criterion
    }
    fn forecast(&self, y: &[f64], steps: usize) -> Vec<f64> {
        self.forecast(y, steps)
    }
}

/// The best models and their shares.
#[derive(Clone, Debug)]
pub(crate) struct Average<M> {
    models: Vec<(M, f64)>,
}

impl<M: Fit> Average<M> {
    /// `None` without models.
    pub(crate) fn new(models: Vec<M>) -> Option<Self> {
        let best = models.iter().map(Fit::criterion).min_by(f64::total_cmp)?;
        let mut models: Vec<(M, f64)> = models
            .into_iter()
            .map(|m| {
                let weight = (0.5 * (best - m.criterion())).exp();
                (m, weight)
            })
            .filter(|(_, weight)| *weight > LEAST_WEIGHT)
            .collect();
        let whole: f64 = models.iter().map(|m| m.1).sum();
        for model in &mut models {
            model.1 /= whole;
        }
        Some(Self { models })
    }

    /// The weighted mean of the models' forecasts.
    pub(crate) fn forecast(&self, y: &[f64], steps: usize) -> Vec<f64> {
        let mut out = vec![0.0; steps];
        for (model, weight) in &self.models {
            for (o, v) in out.iter_mut().zip(model.forecast(y, steps)) {
                *o += weight * v;
            }
        }
        out
    }
}
