//! Behaviour of the forecasting engine as its caller sees it.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod intervals;
mod outliers;
mod properties;
mod refusals;
mod shapes;
mod weeks;

use omni_ml::forecast::{Error, Forecast, Model, Options, WarningCode, forecast};

/// Every model of the public enumeration.
const MODELS: [Model; 7] =
    [Model::Auto, Model::Naive, Model::SeasonalNaive, Model::Theta, Model::Ets, Model::Arima, Model::Mstl];

fn known(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

fn run(series: &[Option<f64>], steps: usize, model: Model) -> Result<Forecast, Error> {
    let options = Options { steps, season_lengths: None, model, levels: &[80.0, 95.0], cancelled: &|| false };
    forecast(series, &options)
}

fn auto(values: &[f64], steps: usize) -> Forecast {
    run(&known(values), steps, Model::Auto).unwrap()
}

fn warned(answer: &Forecast, code: WarningCode) -> bool {
    answer.warnings.iter().any(|w| w.code == code)
}

/// Repeatable pseudo-random numbers in -0.5..0.5.
fn noise(seed: u64, n: usize) -> Vec<f64> {
    let mut state = seed;
    (0..n)
        .map(|_| {
            state = (1_103_515_245 * state + 12_345) % 2_147_483_648;
            state as f64 / 2_147_483_648.0 - 0.5
        })
        .collect()
}

/// Independent values of the standard normal distribution, by the sum of twelve even ones.
fn normal(seed: u64, n: usize) -> Vec<f64> {
    noise(seed, 12 * n).chunks(12).map(|part| part.iter().sum()).collect()
}

/// What holds for every answer: right lengths, finite numbers, nested intervals around the prediction.
fn assert_sane(answer: &Forecast, steps: usize) {
    assert_eq!(answer.predictions.len(), steps);
    assert!(answer.predictions.iter().all(|v| v.is_finite()));
    assert!((0.0..=1.0).contains(&answer.confidence), "{}", answer.confidence);
    let whole: f64 = answer.members.iter().map(|m| m.weight).sum();
    assert!((whole - 1.0).abs() < 1e-9 && answer.members.iter().all(|m| m.weight > 0.0));
    for interval in &answer.intervals {
        assert_eq!((interval.lower.len(), interval.upper.len()), (steps, steps));
        for (k, p) in answer.predictions.iter().enumerate() {
            assert!(interval.lower[k].is_finite() && interval.upper[k].is_finite());
            assert!(interval.lower[k] <= *p && *p <= interval.upper[k], "step {k}");
        }
    }
    for pair in answer.intervals.windows(2) {
        assert!(pair[0].level < pair[1].level, "the helper asks for ascending levels");
        for k in 0..steps {
            assert!(pair[1].lower[k] <= pair[0].lower[k] && pair[0].upper[k] <= pair[1].upper[k], "step {k}");
        }
    }
}
