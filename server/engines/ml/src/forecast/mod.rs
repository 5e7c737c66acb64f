//! Forecasting of one series: point forecasts, prediction intervals and a measured confidence.
//!
//! [`forecast`] is a pure, deterministic function. [`Model::Auto`] combines several methods, weighted by how they
//! did over rolling origins in the last part of the series itself.

mod akaike;
mod arima;
mod backtest;
mod combine;
mod error;
mod ets;
mod frequency;
mod input;
mod interval;
mod longest;
mod method;
mod mstl;
mod naive;
mod num;
mod optim;
mod outlier;
#[cfg(test)]
mod reference;
mod regression;
mod season;
mod stl;
mod theta;
mod wave;

pub use error::{Error, Warning, WarningCode};
pub use frequency::{Frequency, frequency_seasons};

use combine::Outcome;
use input::Prepared;
use interval::Evidence;

/// Below this many values a warning is given.
const SHORT: usize = 12;
/// Values this close to 0, on a scale where the largest of the series is about 1, are 0 but for rounding.
const ROUNDING: f64 = 1e-9;

/// The method to use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Model {
    /// A combination weighted by rolling-origin errors.
    #[default]
    Auto,
    /// The last value.
    Naive,
    /// The value one (longest) season ago.
    SeasonalNaive,
    /// The dynamic optimised theta model.
    Theta,
    /// Exponential smoothing, its form chosen by the corrected Akaike criterion.
    Ets,
    /// Seasonal ARIMA, its orders chosen by the corrected Akaike criterion.
    Arima,
    /// Decomposition by loess with one or more seasons, the rest by exponential smoothing.
    Mstl,
}

impl Model {
    /// The name in `UPPER_SNAKE_CASE`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "AUTO",
            Self::Naive => "NAIVE",
            Self::SeasonalNaive => "SEASONAL_NAIVE",
            Self::Theta => "THETA",
            Self::Ets => "ETS",
            Self::Arima => "ARIMA",
            Self::Mstl => "MSTL",
        }
    }
}

/// What to forecast, and how.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Steps ahead, 1 to 10,000.
    pub steps: usize,
    /// Season lengths in points, each 1 to 10,000: `None` finds them in the data, as does a list of which none
    /// fits twice into the series; an empty list, or 1, means there are none. Given exactly one, [`Model::Auto`] adds a longer one that contains it (168 for 24) where
    /// the data show it, with a warning.
    pub season_lengths: Option<&'a [usize]>,
    /// The method.
    pub model: Model,
    /// Interval levels in percent, each above 0 and below 100.
    pub levels: &'a [f64],
    /// Asked between fits; `true` ends the work with [`Error::Cancelled`].
    pub cancelled: &'a dyn Fn() -> bool,
}

/// One prediction interval.
#[derive(Clone, Debug, PartialEq)]
pub struct Interval {
    /// Share of outcomes meant to fall inside, in percent.
    pub level: f64,
    /// Lower bound per step.
    pub lower: Vec<f64>,
    /// Upper bound per step.
    pub upper: Vec<f64>,
}

/// A method that took part in the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Name in `UPPER_SNAKE_CASE`.
    pub name: &'static str,
    /// Share of the prediction, above 0; all shares sum to 1.
    pub weight: f64,
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// One value per step, finite.
    pub predictions: Vec<f64>,
    /// One interval per level asked for, in the order asked; each contains the prediction.
    pub intervals: Vec<Interval>,
    /// What was really used, for example `AUTO(ETS 0.60 + THETA 0.40)`.
    pub model: String,
    /// The same as a list, the largest share first.
    pub members: Vec<Member>,
    /// Skill against the seasonal naive forecast (the naive one without a season) over rolling origins in the
    /// last part of the series: `1 - MAE(model) / MAE(seasonal naive)`, raised to 0 where the model is no
    /// better. 0 to 1; 1 only for errors of 0, and 0 with a warning when the series is too short to tell.
    /// It says how much the model adds, not how wide the intervals are.
    pub confidence: f64,
    /// Season lengths used, ascending.
    pub season_lengths: Vec<usize>,
    /// What the reader should know.
    pub warnings: Vec<Warning>,
}

/// Forecasts `series`, whose values are equally far apart in time and oldest first; `None` is a gap.
///
/// Gaps are filled by interpolation, and gaps after the last known value are stepped over. When no value of
/// the series is negative, neither is any part of the answer. [`Model::Auto`] leaves a last value far outside all
/// others out; its intervals hold it too.
///
/// # Errors
/// Those of [`Error`]; each names the field at fault.
pub fn forecast(series: &[Option<f64>], options: &Options<'_>) -> Result<Forecast, Error> {
    let Prepared { y, exponent, known, tail, doubtful, seasons, never_negative, mut warnings } =
        input::prepare(series, options)?;
    require(options.model, &y, known, &seasons)?;
    let outcome = combine::run(options.model, &y, &seasons, tail + options.steps, options.cancelled)?;
    let evidence = Evidence {
        y: &y,
        errors: &outcome.errors,
        span: outcome.span,
        seasons: &seasons,
        predictions: &outcome.predictions,
    };
    let widths = evidence.widths(options.levels);
    warn(&y, &outcome, &mut warnings);
    let mut output = Output { exponent, floor: never_negative.then_some(0.0), raised: false, cut: false };
    let predictions = &outcome.predictions[tail..];
    let intervals = widths
        .iter()
        .zip(options.levels)
        .map(|(widths, &level)| {
            let ends = || predictions.iter().zip(&widths[tail..]);
            // A last value that was left out may be the first of a new level.
            let (low, high) = (doubtful.unwrap_or(f64::MAX), doubtful.unwrap_or(f64::MIN));
            let least = if never_negative { 0.0 } else { f64::MIN };
            Interval {
                level,
                lower: ends().map(|(p, w)| output.value(p.min(low) - w)).collect(),
                // Where the prediction is raised, so is the middle of its interval, which keeps its width.
                upper: ends().map(|(p, w)| output.value(p.max(high).max(least) + w)).collect(),
            }
        })
        .collect();
    let predictions = predictions.iter().map(|p| output.value(*p)).collect();
    output.warn(&mut warnings);
    let members: Vec<Member> =
        outcome.members.iter().map(|&(kind, weight)| Member { name: kind.as_str(), weight }).collect();
    Ok(Forecast {
        predictions,
        intervals,
        model: describe(options.model, &members),
        members,
        confidence: outcome.skill.unwrap_or(0.0),
        season_lengths: seasons,
        warnings,
    })
}

/// Refuses a model the series cannot carry.
fn require(model: Model, y: &[f64], known: usize, seasons: &[usize]) -> Result<(), Error> {
    let needed = match model {
        Model::Auto | Model::Naive => 1,
        Model::SeasonalNaive | Model::Mstl => 4,
        Model::Theta => theta::LEAST,
        Model::Ets => ets::LEAST,
        Model::Arima => arima::LEAST,
    };
    if known < needed {
        return Err(Error::TooShort { model: model.as_str(), needed, got: known });
    }
    if matches!(model, Model::SeasonalNaive | Model::Mstl) && mstl::usable(seasons, y.len()).is_empty() {
        return Err(Error::NoSeason { model: model.as_str() });
    }
    Ok(())
}

fn warn(y: &[f64], outcome: &Outcome, warnings: &mut Vec<Warning>) {
    if y.len() < SHORT {
        let text = match y.len() {
            1 => "1 value carries little information; the forecast is rough".to_owned(),
            length => format!("{length} values carry little information; the forecast is rough"),
        };
        warnings.push(Warning::new(WarningCode::ShortSeries, text));
    }
    if outcome.skill.is_none() {
        let text = "too few values to compare with the seasonal naive forecast; confidence is 0";
        warnings.push(Warning::new(WarningCode::NotBacktested, text));
    }
    if num::is_constant(y) {
        let text = match y.len() {
            1 => {
                "1 value cannot show how the series varies, so the intervals have no width and promise nothing"
            }
            2..SHORT => {
                "so few equal values cannot show how the series varies; the intervals have no width and promise nothing"
            }
            _ => "the series does not vary, so the intervals have no width",
        };
        warnings.push(Warning::new(WarningCode::ConstantSeries, text));
    }
}

fn describe(model: Model, members: &[Member]) -> String {
    if let (true, [only]) = (model != Model::Auto, members) {
        return only.name.to_owned();
    }
    let shares: Vec<String> = members.iter().map(|m| format!("{} {:.2}", m.name, m.weight)).collect();
    format!("AUTO({})", shares.join(" + "))
}

/// Brings working values back to the scale of the series, within what is allowed there.
struct Output {
    exponent: i32,
    floor: Option<f64>,
    raised: bool,
    cut: bool,
}

impl Output {
    fn value(&mut self, v: f64) -> f64 {
        let full = num::scale_by_power(v, self.exponent);
        let finite = full.clamp(f64::MIN, f64::MAX);
        self.cut |= !full.is_finite();
        match self.floor {
            Some(floor) if finite < floor => {
                self.raised |= v < -ROUNDING;
                floor
            }
            _ => finite,
        }
    }

    fn warn(&self, warnings: &mut Vec<Warning>) {
        if self.raised {
            let text = "no value of the series is negative, so negative parts of the answer were raised to 0";
            warnings.push(Warning::new(WarningCode::RaisedToZero, text));
        }
        if self.cut {
            let text = "parts of the answer were beyond the range of a 64-bit float and were cut";
            warnings.push(Warning::new(WarningCode::RangeCut, text));
        }
    }
}
