//! The methods behind one face.

use super::akaike::Average;
use super::arima::Arima;
use super::ets::Ets;
use super::mstl::Mstl;
use super::num::float;
use super::regression::Regression;
use super::theta::Theta;
use super::{mstl, naive};

/// One method, as it takes part in a combination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Naive,
    Seasonal,
    Drift,
    DriftLog,
    Theta,
    Ets,
    Arima,
    Mstl,
    MstlLog,
    Regression,
    RegressionLog,
}

impl Kind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Naive => "NAIVE",
            Self::Seasonal => "SEASONAL_NAIVE",
            Self::Drift => "DRIFT",
            Self::DriftLog => "DRIFT_LOG",
            Self::Theta => "THETA",
            Self::Ets => "ETS",
            Self::Arima => "ARIMA",
            Self::Mstl => "MSTL",
            Self::MstlLog => "MSTL_LOG",
            Self::Regression => "REGRESSION",
            Self::RegressionLog => "REGRESSION_LOG",
        }
    }
}

/// A fitted method.
pub(crate) enum Fitted {
    Naive,
    Seasonal(usize),
    Drift,
    DriftLog,
    Theta(Theta),
    Ets(Average<Ets>),
    Arima(Average<Arima>),
    Mstl(Box<Mstl>),
    Regression(Regression),
}

impl Fitted {
    /// Fits `kind`; `None` where the series is too short for it or has no season it needs.
    pub(crate) fn new(kind: Kind, y: &[f64], seasons: &[usize]) -> Option<Self> {
        let seasons = mstl::usable(seasons, y.len());
        match kind {
            Kind::Naive => (!y.is_empty()).then_some(Self::Naive),
            Kind::Seasonal => seasons.last().map(|m| Self::Seasonal(*m)),
            Kind::Drift => (y.len() >= 2).then_some(Self::Drift),
            Kind::DriftLog => (y.len() >= 2 && y.iter().all(|v| *v > 0.0)).then_some(Self::DriftLog),
            Kind::Theta => Theta::fit(y, &seasons).map(Self::Theta),
            Kind::Ets => Average::new(Ets::fit(y, &seasons)).map(Self::Ets),
            Kind::Arima => Average::new(Arima::fit(y, &seasons)).map(Self::Arima),
            Kind::Mstl => Mstl::fit(y, &seasons, false).map(|m| Self::Mstl(Box::new(m))),
            Kind::Regression => Regression::fit(y, &seasons, false).map(Self::Regression),
            Kind::RegressionLog => Regression::fit(y, &seasons, true).map(Self::Regression),
            Kind::MstlLog => Mstl::fit(y, &seasons, true).map(|m| Self::Mstl(Box::new(m))),
        }
    }

    /// Continues `y`, which starts where the fitted series started, by `steps`.
    pub(crate) fn forecast(&self, y: &[f64], steps: usize) -> Vec<f64> {
        match self {
            Self::Naive => naive::naive(y, steps),
            Self::Seasonal(m) => naive::seasonal(y, *m, steps),
            Self::Drift => drift(y, steps),
            Self::DriftLog => {
                let logs: Vec<f64> = y.iter().map(|v| v.ln()).collect();
                drift(&logs, steps).into_iter().map(f64::exp).collect()
            }
            Self::Theta(model) => model.forecast(y, steps),
            Self::Ets(model) => model.forecast(y, steps),
            Self::Arima(model) => model.forecast(y, steps),
            Self::Mstl(model) => model.forecast(y, steps),
            Self::Regression(model) => model.forecast(y, steps),
        }
    }
}

/// Random walk with drift.
fn drift(y: &[f64], steps: usize) -> Vec<f64> {
    let (Some(first), Some(last)) = (y.first(), y.last()) else { return vec![0.0; steps] };
    let slope = if y.len() < 2 { 0.0 } else { (last - first) / float(y.len() - 1) };
    (0..steps).map(|k| last + slope * float(k + 1)).collect()
}
