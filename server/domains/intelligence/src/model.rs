//! A forecast as it is asked for, with the rules that hold always.

use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};
use omni_kernel::Error;
use omni_ml::forecast::{Frequency, Model, frequency_seasons};

/// Levels of the intervals when the caller names none, in per cent.
const DEFAULT_LEVELS: [f64; 2] = [80.0, 95.0];

/// One series and how to continue it.
#[derive(Debug, Clone)]
pub(crate) struct Job {
    pub(crate) series: Vec<Option<f64>>,
    pub(crate) steps: usize,
    pub(crate) season_lengths: Option<Vec<usize>>,
    pub(crate) model: Model,
    pub(crate) levels: Vec<f64>,
    pub(crate) calendar: Option<Calendar>,
}

/// A job in the making: what the request said, before the rules.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) values: Vec<f64>,
    pub(crate) missing: Vec<usize>,
    pub(crate) steps: usize,
    pub(crate) season_lengths: Vec<usize>,
    pub(crate) model: Model,
    pub(crate) levels: Vec<f64>,
    pub(crate) start: Option<Timestamp>,
    pub(crate) frequency: Option<Frequency>,
}

impl Job {
    /// Applies the rules between fields; those of single fields are the contract's.
    pub(crate) fn new(draft: Draft) -> Result<Self, Error> {
        let length = draft.values.len();
        let mut series: Vec<Option<f64>> = draft.values.into_iter().map(Some).collect();
        for (at, &position) in draft.missing.iter().enumerate() {
            let slot = series.get_mut(position).ok_or_else(|| {
                Error::invalid_field(
                    format!("missing[{at}]"),
                    match length {
                        1 => "must be a position in time_series, which has 1 value".to_owned(),
                        length => format!("must be a position in time_series, which has {length} values"),
                    },
                )
            })?;
            *slot = None;
        }
        let season_lengths = match (draft.season_lengths.is_empty(), draft.frequency) {
            (false, Some(frequency)) => Some(with_usual_seasons(draft.season_lengths, frequency, length)),
            (false, None) => Some(draft.season_lengths),
            (true, Some(frequency)) => Some(usual_seasons(frequency, length)),
            (true, None) => None,
        };
        let levels = if draft.levels.is_empty() { DEFAULT_LEVELS.to_vec() } else { draft.levels };
        let calendar =
            draft.start.zip(draft.frequency).map(|(start, frequency)| Calendar { start, frequency });
        Ok(Self { series, steps: draft.steps, season_lengths, model: draft.model, levels, calendar })
    }
}

/// Sizes up to which a fit takes some ten microseconds, less than handing it to another thread and back.
const QUICK_REPEAT: usize = 2_000;
const QUICK_FIT: usize = 8;
const QUICK_STEPS: usize = 100;

impl Job {
    /// Whether the fit is done sooner than another thread would have taken it up.
    pub(crate) fn is_quick(&self) -> bool {
        match self.model {
            Model::Naive | Model::SeasonalNaive => self.series.len() + self.steps <= QUICK_REPEAT,
            _ => self.series.len() <= QUICK_FIT && self.steps <= QUICK_STEPS,
        }
    }
}

/// The seasons usual for a frequency, of which the series holds two whole cycles.
fn usual_seasons(frequency: Frequency, length: usize) -> Vec<usize> {
    frequency_seasons(frequency).iter().copied().filter(|season| season * 2 <= length).collect()
}

/// The seasons given, and where none of them fits twice into the series, those of the frequency as well.
fn with_usual_seasons(mut given: Vec<usize>, frequency: Frequency, length: usize) -> Vec<usize> {
    if given.iter().all(|season| season * 2 > length) {
        let usual = usual_seasons(frequency, length);
        // A length of 1 says that there is no season, so that none is looked for.
        given.extend(if usual.is_empty() { vec![1] } else { usual });
    }
    given
}

/// When the values of a series are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Calendar {
    start: Timestamp,
    frequency: Frequency,
}

impl Calendar {
    /// The times of `count` steps after the first `skip`, in UTC. Months are counted from the start, so that a series of
    /// month ends stays at month ends.
    pub(crate) fn times(self, skip: usize, count: usize) -> Result<Vec<Timestamp>, Error> {
        let start = self.start.to_zoned(TimeZone::UTC);
        (skip..skip + count).map(|step| self.time(&start, step)).collect()
    }

    fn time(self, start: &Zoned, step: usize) -> Result<Timestamp, Error> {
        let steps = i32::try_from(step).map_err(|_| beyond())?;
        let minutes =
            |each: i64| i64::from(steps).checked_mul(each).map(|count| 0.minutes().try_minutes(count));
        let span = match self.frequency {
            Frequency::Minute => minutes(1),
            Frequency::QuarterHour => minutes(15),
            Frequency::HalfHour => minutes(30),
            Frequency::Hour => minutes(60),
            Frequency::Day => Some(0.days().try_days(steps)),
            Frequency::BusinessDay => return working_day(start, steps),
            Frequency::Week => Some(0.weeks().try_weeks(steps)),
            Frequency::Month => Some(0.months().try_months(steps)),
            Frequency::Quarter => steps.checked_mul(3).map(|months| 0.months().try_months(months)),
            Frequency::Year => Some(0.years().try_years(steps)),
        };
        let span = span.and_then(Result::ok).ok_or_else(beyond)?;
        start.checked_add(span).map(|time| time.timestamp()).map_err(|_| beyond())
    }
}

fn working_day(start: &Zoned, steps: i32) -> Result<Timestamp, Error> {
    // A start at a weekend counts from the Monday after it.
    let shift = match start.weekday() {
        Weekday::Saturday => 2,
        Weekday::Sunday => 1,
        _ => 0,
    };
    let from_monday = i32::from((start.weekday().to_monday_zero_offset() + shift) % 7);
    let days = (from_monday + steps) / 5 * 7 + (from_monday + steps) % 5 - from_monday + i32::from(shift);
    let span = 0.days().try_days(days).map_err(|_| beyond())?;
    start.checked_add(span).map(|time| time.timestamp()).map_err(|_| beyond())
}

pub(crate) fn beyond() -> Error {
    Error::invalid_field(
        "start",
        "the predicted times run past the year 9999; give an earlier start or fewer steps",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(start: &str, frequency: Frequency, skip: usize, count: usize) -> Vec<String> {
        let calendar = Calendar { start: start.parse().unwrap(), frequency };
        calendar.times(skip, count).unwrap().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn month_ends_stay_month_ends() {
        let seen = times("2026-01-31T00:00:00Z", Frequency::Month, 1, 3);
        assert_eq!(seen, ["2026-02-28T00:00:00Z", "2026-03-31T00:00:00Z", "2026-04-30T00:00:00Z"]);
    }

    #[test]
    fn working_days_leave_out_weekends() {
        let friday = "2026-11-20T12:00:00Z";
        let seen = times(friday, Frequency::BusinessDay, 0, 7);
        let days: Vec<_> = seen.iter().map(|time| &time[8..10]).collect();
        assert_eq!(days, ["20", "23", "24", "25", "26", "27", "30"]);
        assert_eq!(times("2026-11-21T00:00:00Z", Frequency::BusinessDay, 0, 2)[0], "2026-11-23T00:00:00Z");
    }

    #[test]
    fn times_beyond_the_calendar_are_refused() {
        let calendar =
            Calendar { start: "9999-01-01T00:00:00Z".parse().unwrap(), frequency: Frequency::Year };
        assert_eq!(calendar.times(1, 5).unwrap_err().violations()[0].field, "start");
    }

    #[test]
    fn a_missing_position_outside_the_series_is_named() {
        let draft = Draft { values: vec![1.0, 2.0], missing: vec![0, 2], steps: 1, ..Draft::default() };
        assert_eq!(Job::new(draft).unwrap_err().violations()[0].field, "missing[1]");
    }

    #[test]
    fn seasons_given_that_do_not_fit_leave_room_for_those_of_the_frequency() {
        let seasons = |given: &[usize], frequency| {
            let draft = Draft {
                values: vec![1.0; 96],
                steps: 1,
                season_lengths: given.to_vec(),
                frequency,
                ..Draft::default()
            };
            Job::new(draft).unwrap().season_lengths.unwrap()
        };
        assert_eq!(seasons(&[49], Some(Frequency::Month)), [49, 12]);
        assert_eq!(seasons(&[49, 6], Some(Frequency::Month)), [49, 6]);
        assert_eq!(seasons(&[49], Some(Frequency::Year)), [49, 1]);
        assert_eq!(seasons(&[49], None), [49]);
    }

    #[test]
    fn a_frequency_brings_the_seasons_that_fit() {
        let draft = |length| Draft {
            values: vec![1.0; length],
            steps: 1,
            frequency: Some(Frequency::Hour),
            ..Draft::default()
        };
        assert_eq!(Job::new(draft(100)).unwrap().season_lengths, Some(vec![24]));
        assert_eq!(Job::new(draft(400)).unwrap().season_lengths, Some(vec![24, 168]));
    }
}
