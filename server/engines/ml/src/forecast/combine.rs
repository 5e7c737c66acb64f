//! Runs one method, or the combination of several.

use super::backtest::{self, Errors, Origins};
use super::error::Error;
use super::longest::Longest;
use super::method::{Fitted, Kind};
use super::num::{float, is_constant, median};
use super::{Model, mstl, regression, season};

/// Half-way point of the weights' sharpness: with this many points the exponent is half of its most.
const HALF_TRUST: f64 = 300.0;
const MOST_TRUST: f64 = 3.0;
/// Longest season given to exponential smoothing inside the combination.
const LONGEST_SMOOTHED: usize = 12;
/// Errors below this, on a scale where the largest value is about 1, are rounding and count as equal.
const EXACT: f64 = 1e-9;
/// On that scale, a series that spans less is near what a 64-bit float can tell apart.
const LEAST_SPAN: f64 = 1e-4;
/// A member further from the members' median than this many times the spread of series and median is left out.
const FAR: f64 = 2.0;
/// A part outdoes another by far where its error is below this share of the other's.
const BY_FAR: f64 = 0.1;
/// Origins enough to believe that.
const SEVERAL: usize = 3;
/// Differences below this share of the largest value are rounding.
const ROUNDING: f64 = 1e-9;

/// What came out, on the working scale.
pub(crate) struct Outcome {
    pub(crate) predictions: Vec<f64>,
    /// Members and their shares, the largest first.
    pub(crate) members: Vec<(Kind, f64)>,
    /// Errors of the same combination over the origins; empty when the series is too short.
    pub(crate) errors: Errors,
    /// Points from the first origin to the end.
    pub(crate) span: usize,
    /// Skill against the seasonal naive forecast; `None` when the series is too short to tell.
    pub(crate) skill: Option<f64>,
}

struct Part {
    kind: Kind,
    forecast: Vec<f64>,
    errors: Option<Errors>,
    weight: f64,
}

pub(crate) fn run(
    model: Model,
    y: &[f64],
    seasons: &[usize],
    steps: usize,
    cancelled: &dyn Fn() -> bool,
) -> Result<Outcome, Error> {
    let usable = mstl::usable(seasons, y.len());
    let longest = if model == Model::Auto { Longest::found(y, &usable, steps) } else { None };
    let origins = match &longest {
        Some(longest) => longest.origins.clone(),
        None => Origins::plan(y.len(), steps, &usable),
    };
    if is_constant(y) {
        return Ok(constant(model, y, seasons, steps, &origins));
    }
    let mut parts = match &longest {
        Some(longest) => {
            // A decomposition cannot be fitted before the origins with the whole season in it.
            fit(&holding_kinds(y), y, seasons, steps, cancelled, |kind| match kind {
                Kind::Seasonal => usable.last().map(|m| backtest::benchmark(y, *m, &origins)),
                _ => Some(longest.errors.clone()),
            })?
        }
        None => fit(&kinds(model, y, seasons), y, seasons, steps, cancelled, |kind| {
            backtest::errors(kind, y, seasons, &origins)
        })?,
    };
    if parts.is_empty() {
        let forecast = Fitted::Naive.forecast(y, steps);
        parts.push(Part { kind: Kind::Naive, forecast, errors: None, weight: 1.0 });
    }
    if parts.len() > 2 {
        drop_far(&mut parts, y);
    }
    if model == Model::Auto {
        parts.extend(steady_growth(&parts, y, seasons, steps, &origins));
    }
    drop_outdone(&mut parts, &origins);
    weigh(&mut parts, y.len());
    let benchmark = backtest::benchmark(y, origins.season, &origins);
    let errors = combined_errors(&parts, &benchmark);
    let mut predictions = vec![0.0; steps];
    for part in &parts {
        for (p, v) in predictions.iter_mut().zip(&part.forecast) {
            *p += part.weight * v;
        }
    }
    let mut members: Vec<(Kind, f64)> = parts.iter().map(|p| (p.kind, p.weight)).collect();
    members.sort_by(|a, b| b.1.total_cmp(&a.1));
    let skill = (!errors.is_empty()).then(|| skill(&errors, &benchmark, y));
    Ok(Outcome { predictions, members, errors, span: span(y, &origins), skill })
}

/// The methods that can be fitted, with their forecasts and what is known of their errors.
fn fit(
    kinds: &[Kind],
    y: &[f64],
    seasons: &[usize],
    steps: usize,
    cancelled: &dyn Fn() -> bool,
    errors: impl Fn(Kind) -> Option<Errors>,
) -> Result<Vec<Part>, Error> {
    let mut parts = Vec::new();
    for &kind in kinds {
        if cancelled() {
            return Err(Error::Cancelled);
        }
        let Some(fitted) = Fitted::new(kind, y, seasons) else { continue };
        let forecast = fitted.forecast(y, steps);
        if forecast.iter().all(|v| v.is_finite()) {
            parts.push(Part { kind, forecast, errors: errors(kind), weight: 1.0 });
        }
        if cancelled() {
            return Err(Error::Cancelled);
        }
    }
    Ok(parts)
}

/// The continuation of a series that does not vary. Every method repeats it; fits could only add rounding.
fn constant(model: Model, y: &[f64], seasons: &[usize], steps: usize, origins: &Origins) -> Outcome {
    let kind = match model {
        Model::Auto => Kind::Naive,
        model => kinds(model, y, seasons).first().copied().unwrap_or(Kind::Naive),
    };
    let errors = backtest::benchmark(y, 1, origins);
    Outcome {
        predictions: Fitted::Naive.forecast(y, steps),
        members: vec![(kind, 1.0)],
        span: span(y, origins),
        skill: (!errors.is_empty()).then(|| skill(&errors, &errors, y)),
        errors,
    }
}

/// Points from the first origin to the end.
fn span(y: &[f64], origins: &Origins) -> usize {
    origins.at.first().map_or(0, |first| y.len() - first)
}

/// Growth at a steady rate, where the origins show that it beats all other parts by far: those follow a line, and fall
/// ever further behind such a series.
fn steady_growth(
    parts: &[Part],
    y: &[f64],
    seasons: &[usize],
    steps: usize,
    origins: &Origins,
) -> Option<Part> {
    let kind = Kind::DriftLog;
    let least = parts.iter().flat_map(|p| &p.errors).map(backtest::mean_absolute).reduce(f64::min)?;
    let forecast = Fitted::new(kind, y, seasons)?.forecast(y, steps);
    let errors = backtest::errors(kind, y, seasons, origins)?;
    let wins = backtest::mean_absolute(&errors) < BY_FAR * least && least > EXACT;
    (wins && forecast.iter().all(|v| v.is_finite())).then_some(Part {
        kind,
        forecast,
        errors: Some(errors),
        weight: 1.0,
    })
}

/// The methods that hold a season of which there are but two cycles.
fn holding_kinds(y: &[f64]) -> Vec<Kind> {
    vec![decomposition(y), Kind::Seasonal]
}

fn decomposition(y: &[f64]) -> Kind {
    if y.iter().all(|v| *v > 0.0) { Kind::MstlLog } else { Kind::Mstl }
}

/// The methods worth trying.
fn kinds(model: Model, y: &[f64], seasons: &[usize]) -> Vec<Kind> {
    let positive = y.iter().all(|v| *v > 0.0);
    match model {
        Model::Naive => vec![Kind::Naive],
        Model::SeasonalNaive => vec![Kind::Seasonal],
        Model::Theta => vec![Kind::Theta],
        Model::Ets => vec![Kind::Ets],
        Model::Arima => vec![Kind::Arima],
        Model::Mstl => vec![decomposition(y)],
        Model::Auto if y.len() < 4 => vec![Kind::Naive, Kind::Drift],
        Model::Auto => {
            let mut kinds = vec![decomposition(y), Kind::Regression];
            // Methods that hold the day alone miss the turn to the weekend. Errors that rare hardly count in the
            // weights, so these methods take part only where those that hold the week cannot all be fitted.
            if !season::week_around_day(seasons).is_some_and(|week| regression::holds(y.len(), week)) {
                kinds.extend([Kind::Theta, Kind::Arima]);
            }
            // A state for a long season has too many parts to start from; the decomposition does better.
            if seasons.iter().all(|m| *m <= LONGEST_SMOOTHED) {
                kinds.push(Kind::Ets);
            }
            if positive {
                kinds.push(Kind::RegressionLog);
            }
            // On less than three cycles several of the others cannot see the season.
            if mstl::usable(seasons, y.len()).last().is_some_and(|m| y.len() < 3 * m) {
                kinds.push(Kind::Seasonal);
            }
            if y.len() < 8 {
                kinds.push(Kind::Drift);
            }
            kinds
        }
    }
}

/// Drops parts that run away from the others. How far is too far follows the spread of the series and of the path of
/// the median, so that growth is not taken for flight. The part nearest to the median always stays.
fn drop_far(parts: &mut Vec<Part>, y: &[f64]) {
    let (mut low, mut high) = y.iter().fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(*v), h.max(*v)));
    let rounding = ROUNDING * low.abs().max(high.abs());
    let steps = parts.first().map_or(0, |p| p.forecast.len());
    let mut excess = vec![0.0_f64; parts.len()];
    for k in 0..steps {
        let middle = median(&parts.iter().map(|p| p.forecast[k]).collect::<Vec<f64>>());
        (low, high) = (low.min(middle), high.max(middle));
        let limit = FAR * (high - low) + rounding;
        for (excess, part) in excess.iter_mut().zip(parts.iter()) {
            let distance = (part.forecast[k] - middle).abs();
            let share = if distance <= limit { 0.0 } else { distance / limit.max(f64::MIN_POSITIVE) };
            *excess = excess.max(share);
        }
    }
    let least = excess.iter().copied().fold(f64::INFINITY, f64::min);
    let mut excess = excess.into_iter();
    parts.retain(|_| excess.next().is_some_and(|excess| excess <= least));
}

/// Drops parts that others outdo by far: on a short series the weights alone would let them spoil an exact forecast.
/// Few origins can mislead, so nothing is dropped there unless the best is exact. A part that could not be compared
/// counts like the worst.
fn drop_outdone(parts: &mut Vec<Part>, origins: &Origins) {
    let error = |part: &Part| part.errors.as_ref().map(backtest::mean_absolute);
    let best = parts.iter().filter_map(error).fold(f64::INFINITY, f64::min);
    if best <= EXACT || (best.is_finite() && origins.at.len() >= SEVERAL) {
        parts.retain(|part| error(part).is_some_and(|error| error <= EXACT || BY_FAR * error < best));
    }
}

/// Weights are a power of the inverse error; the longer the series, the more the comparison is trusted. On short
/// series nearly equal weights do best (Claeskens, Magnus, Vasnev and Wang, "The forecast combination puzzle",
/// International Journal of Forecasting 32, 2016).
fn weigh(parts: &mut [Part], n: usize) {
    let errors: Vec<Option<f64>> =
        parts.iter().map(|p| p.errors.as_ref().map(backtest::mean_absolute)).collect();
    let known: Vec<f64> = errors.iter().flatten().copied().collect();
    let best = known.iter().copied().fold(f64::INFINITY, f64::min);
    let worst = known.iter().copied().fold(0.0, f64::max);
    let power = MOST_TRUST * float(n) / (float(n) + HALF_TRUST);
    for (part, error) in parts.iter_mut().zip(&errors) {
        // A method that could not be compared counts like the worst that could.
        let error = error.unwrap_or(worst);
        part.weight = if best.is_finite() { ((best + EXACT) / (error + EXACT)).powf(power) } else { 1.0 };
    }
    let whole: f64 = parts.iter().map(|p| p.weight).sum();
    for part in parts {
        part.weight /= whole;
    }
}

/// Errors of the weighted combination, over the members that could be compared.
fn combined_errors(parts: &[Part], shape: &Errors) -> Errors {
    let whole: f64 = parts.iter().filter(|p| p.errors.is_some()).map(|p| p.weight).sum();
    if whole <= 0.0 {
        return Vec::new();
    }
    let mut out: Errors = shape.iter().map(|row| vec![0.0; row.len()]).collect();
    for part in parts {
        for (row, errors) in out.iter_mut().zip(part.errors.iter().flatten()) {
            for (o, e) in row.iter_mut().zip(errors) {
                *o += part.weight / whole * e;
            }
        }
    }
    out
}

/// 1 where the model makes no error, whether or not the benchmark makes one, as on a series that does not vary. Errors
/// of rounding, small against what `y` spans, count as none.
fn skill(errors: &Errors, benchmark: &Errors, y: &[f64]) -> f64 {
    let (ours, theirs) = (backtest::mean_absolute(errors), backtest::mean_absolute(benchmark));
    let (low, high) = y.iter().fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(*v), h.max(*v)));
    let rounding = EXACT * (high - low).max(LEAST_SPAN);
    if ours <= rounding {
        1.0
    } else if theirs <= rounding {
        0.0
    } else {
        (1.0 - ours / theirs).clamp(0.0, 1.0)
    }
}
