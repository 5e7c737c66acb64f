//! From a request to numbers the methods can work on: checks, trimming, gaps, season lengths, scale.

use super::error::{Error, Warning, WarningCode};
use super::num::{is_constant, scale_by_power};
use super::{Model, Options, outlier, season};

/// Most steps ahead.
pub(crate) const MOST_STEPS: usize = 10_000;
/// Longest season length taken from the caller.
const LONGEST_SEASON: usize = 10_000;
/// Points of a long series that are used, and whole cycles of its longest season if those are more.
const MOST_POINTS: usize = 3000;
const MOST_CYCLES: usize = 4;

/// A request in working form.
pub(crate) struct Prepared {
    /// Filled values, scaled by `2^-exponent` so that the largest is about 1.
    pub(crate) y: Vec<f64>,
    pub(crate) exponent: i32,
    /// Values really known.
    pub(crate) known: usize,
    /// Gaps after the last value used; the forecast starts after them.
    pub(crate) tail: usize,
    /// The last value, on the scale of `y`, where it was left out: a mistake, or the first of a new level.
    pub(crate) doubtful: Option<f64>,
    /// Usable season lengths, ascending.
    pub(crate) seasons: Vec<usize>,
    pub(crate) never_negative: bool,
    pub(crate) warnings: Vec<Warning>,
}

pub(crate) fn prepare(series: &[Option<f64>], options: &Options<'_>) -> Result<Prepared, Error> {
    check(series, options)?;
    let mut warnings = Vec::new();
    let first = series.iter().position(Option::is_some);
    let last = series.iter().rposition(Option::is_some);
    let (Some(first), Some(last)) = (first, last) else {
        return Err(Error::TooShort { model: options.model.as_str(), needed: 1, got: 0 });
    };
    let tail = series.len() - 1 - last;
    let mut part = &series[first..=last];
    let given_longest = options.season_lengths.and_then(|s| s.iter().max().copied()).unwrap_or(0);
    let most = MOST_POINTS.max(MOST_CYCLES * given_longest);
    if part.len() > most {
        part = &part[part.len() - most..];
        warnings.push(Warning::new(WarningCode::SeriesCut, format!("only the last {most} points were used")));
    }
    let known = part.iter().flatten().count();
    let never_negative = part.iter().flatten().all(|v| *v >= 0.0);
    let gaps = part.len() - known;
    let cleaned = without_outliers(part, last + 1 - part.len(), options.model, &mut warnings);
    let doubtful =
        cleaned.as_ref().filter(|c| c.len() < part.len()).and_then(|_| part.last().copied().flatten());
    let after = tail + cleaned.as_ref().map_or(0, |c| part.len() - c.len());
    let part = cleaned.as_deref().unwrap_or(part);
    let exponent = exponent_of(part);
    // Adding 0 turns a negative zero into the positive one, so that a series of both does not vary.
    let scaled: Vec<Option<f64>> =
        part.iter().map(|v| v.map(|v| scale_by_power(v, -exponent) + 0.0)).collect();
    let rough = season::fill(&scaled, None);
    let seasons = seasons(&rough, options, &mut warnings);
    if gaps > 0 || tail > 0 {
        warnings.push(Warning::new(WarningCode::GapsFilled, gaps_text(gaps, tail)));
    }
    let filled = part.iter().any(Option::is_none) && !is_constant(&rough);
    let y = if filled { season::fill(&scaled, seasons.last().copied()) } else { rough };
    let doubtful = doubtful.map(|v| scale_by_power(v, -exponent).clamp(f64::MIN, f64::MAX));
    Ok(Prepared { y, exponent, known, tail: after, doubtful, seasons, never_negative, warnings })
}

/// The part without its outliers where there are any and the model leaves them out; shorter where the last value is one.
/// `offset` is where the part starts in the series.
fn without_outliers(
    part: &[Option<f64>],
    offset: usize,
    model: Model,
    warnings: &mut Vec<Warning>,
) -> Option<Vec<Option<f64>>> {
    let found = outlier::find(part);
    if found.is_empty() {
        return None;
    }
    let left_out = model == Model::Auto;
    let (last, inside): (Vec<usize>, Vec<usize>) =
        found.iter().partition(|t| left_out && **t + 1 == part.len());
    let texts = [
        (!inside.is_empty()).then(|| outlier::text(&inside, offset, left_out)),
        last.first().map(|place| outlier::last_text(place + offset)),
    ];
    warnings.extend(texts.into_iter().flatten().map(|text| Warning::new(WarningCode::Outliers, text)));
    left_out.then(|| {
        let mut cleaned = part.to_vec();
        for t in found {
            cleaned[t] = None;
        }
        let known = cleaned.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
        cleaned.truncate(known);
        cleaned
    })
}

/// What was done about gaps inside the series and after its last value.
fn gaps_text(inside: usize, after: usize) -> String {
    let gaps = |count: usize| if count == 1 { "1 gap".to_owned() } else { format!("{count} gaps") };
    let was = |count: usize| if count == 1 { "was" } else { "were" };
    match (inside, after) {
        (inside, 0) => format!("{} inside the series {} filled", gaps(inside), was(inside)),
        (0, after) => format!("{} after the last value {} stepped over", gaps(after), was(after)),
        (inside, after) => format!(
            "{} inside the series {} filled and {after} after the last value {} stepped over",
            gaps(inside),
            was(inside),
            was(after)
        ),
    }
}

fn check(series: &[Option<f64>], options: &Options<'_>) -> Result<(), Error> {
    if let Some(index) = series.iter().position(|v| v.is_some_and(|v| !v.is_finite())) {
        return Err(Error::NonFinite { index });
    }
    if options.steps == 0 || options.steps > MOST_STEPS {
        return Err(Error::InvalidSteps { steps: options.steps, most: MOST_STEPS });
    }
    for (index, &value) in options.levels.iter().enumerate() {
        if value.is_nan() || value <= 0.0 || value >= 100.0 {
            return Err(Error::InvalidLevel { index, value });
        }
    }
    for (index, &value) in options.season_lengths.unwrap_or(&[]).iter().enumerate() {
        if value == 0 || value > LONGEST_SEASON {
            return Err(Error::InvalidSeason {
                index,
                value,
                reason: "expected 1 (no season) to 10000 points",
            });
        }
    }
    Ok(())
}

/// The season lengths to use: the caller's where given and one of them fits, else found in the data.
fn seasons(y: &[f64], options: &Options<'_>, warnings: &mut Vec<Warning>) -> Vec<usize> {
    let Some(given) = options.season_lengths else { return season::detect(y) };
    let mut seasons: Vec<usize> = given.iter().copied().filter(|m| *m > 1).collect();
    seasons.sort_unstable();
    seasons.dedup();
    seasons.retain(|m| {
        let fits = 2 * m <= y.len();
        if !fits {
            let text = format!("a season of {m} does not fit twice into {} points", y.len());
            warnings.push(Warning::new(WarningCode::SeasonIgnored, text));
        }
        fits
    });
    let unusable = seasons.is_empty() && given.iter().any(|m| *m > 1) && !given.contains(&1);
    if unusable {
        return season::detect(y);
    }
    if let (Model::Auto, &[known]) = (options.model, seasons.as_slice())
        && let Some(added) = season::longer(y, known)
    {
        let text = format!("the series also shows a season of {added}, which was used");
        warnings.push(Warning::new(WarningCode::SeasonAdded, text));
        seasons.push(added);
    }
    seasons
}

/// Power of two that brings the largest magnitude to about 1. Scaling by it is exact, so a series and its double
/// get exactly the same forecast up to the factor.
fn exponent_of(part: &[Option<f64>]) -> i32 {
    let largest = part.iter().flatten().fold(0.0f64, |a, v| a.max(v.abs()));
    if largest <= 0.0 {
        return 0;
    }
    // Subnormal numbers carry no exponent of their own; they are lifted first.
    let (lifted, shift) =
        if largest < f64::MIN_POSITIVE { (largest * 2f64.powi(64), 64) } else { (largest, 0) };
    let bits = (lifted.to_bits() >> 52) & 0x7ff;
    i32::try_from(bits).map_or(0, |e| e - 1023 - shift)
}
