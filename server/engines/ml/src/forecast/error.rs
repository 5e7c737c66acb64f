//! What can be wrong with a request, and what is worth telling about an answer.

use std::fmt;

/// Why no forecast was made. Each variant names the field at fault and, in a list, the place.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Too few known values for the model asked for.
    #[error("series: {model} needs at least {needed} known values, got {got}")]
    TooShort {
        /// Name of the model.
        model: &'static str,
        /// Known values needed.
        needed: usize,
        /// Known values given.
        got: usize,
    },
    /// A value is not a finite number.
    #[error("series[{index}]: expected a finite number or a gap")]
    NonFinite {
        /// Place in the series, from 0.
        index: usize,
    },
    /// The number of steps is out of range.
    #[error("steps: expected 1 to {most}, got {steps}")]
    InvalidSteps {
        /// Steps asked for.
        steps: usize,
        /// Most steps allowed.
        most: usize,
    },
    /// A season length cannot be used.
    #[error("season_lengths[{index}]: {reason}, got {value}")]
    InvalidSeason {
        /// Place in the list, from 0.
        index: usize,
        /// The length given.
        value: usize,
        /// What was expected.
        reason: &'static str,
    },
    /// The model asked for needs a season and there is none.
    #[error("season_lengths: {model} needs a season of which two whole cycles are in the series")]
    NoSeason {
        /// Name of the model.
        model: &'static str,
    },
    /// An interval level is out of range.
    #[error("levels[{index}]: expected a percentage above 0 and below 100, got {value}")]
    InvalidLevel {
        /// Place in the list, from 0.
        index: usize,
        /// The level given.
        value: f64,
    },
    /// The caller asked to stop.
    #[error("cancelled by the caller")]
    Cancelled,
}

/// What a [`Warning`] is about; the names are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WarningCode {
    /// So few values that only simple methods were used.
    ShortSeries,
    /// Gaps were filled by interpolation.
    GapsFilled,
    /// Only the last part of a long series was used.
    SeriesCut,
    /// A season given by the caller does not fit twice into the series and was not used.
    SeasonIgnored,
    /// A longer season found in the data was used besides the ones given.
    SeasonAdded,
    /// Too few values to compare with the seasonal naive forecast; confidence is 0.
    NotBacktested,
    /// The series does not vary; the intervals have no width. The text says where that rests on too few values.
    ConstantSeries,
    /// Single values lie so far outside their surroundings that they must be mistakes, or the last one that it may be;
    /// `AUTO` leaves them out, and its intervals hold such a last value too.
    Outliers,
    /// Negative parts of the answer were raised to 0, because no value of the series is negative.
    RaisedToZero,
    /// Parts of the answer beyond the range of a 64-bit float were cut.
    RangeCut,
}

impl WarningCode {
    /// The name in `UPPER_SNAKE_CASE`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ShortSeries => "SHORT_SERIES",
            Self::GapsFilled => "GAPS_FILLED",
            Self::SeriesCut => "SERIES_CUT",
            Self::SeasonIgnored => "SEASON_IGNORED",
            Self::SeasonAdded => "SEASON_ADDED",
            Self::NotBacktested => "NOT_BACKTESTED",
            Self::ConstantSeries => "CONSTANT_SERIES",
            Self::Outliers => "OUTLIERS",
            Self::RaisedToZero => "RAISED_TO_ZERO",
            Self::RangeCut => "RANGE_CUT",
        }
    }
}

/// Something the reader of a forecast should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// What it is about.
    pub code: WarningCode,
    /// A sentence for people.
    pub text: String,
}

impl Warning {
    pub(crate) fn new(code: WarningCode, text: impl Into<String>) -> Self {
        Self { code, text: text.into() }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.as_str(), self.text)
    }
}
