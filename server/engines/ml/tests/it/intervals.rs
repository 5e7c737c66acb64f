//! Intervals hold about what they promise, on series of which it is known.

use omni_ml::forecast::{Model, Options, forecast};

use super::{auto, known, normal};

/// Per cent of what followed inside the 80 and the 95 % interval.
fn inside(
    runs: u64,
    steps: usize,
    seasons: Option<&[usize]>,
    model: Model,
    make: &dyn Fn(u64) -> Vec<f64>,
) -> [f64; 2] {
    let mut inside = [0.0, 0.0];
    for seed in 0..runs {
        let values = make(seed);
        let (past, future) = values.split_at(values.len() - steps);
        let options =
            Options { steps, season_lengths: seasons, model, levels: &[80.0, 95.0], cancelled: &|| false };
        let answer = forecast(&known(past), &options).unwrap();
        for (share, interval) in inside.iter_mut().zip(&answer.intervals) {
            let ends = interval.lower.iter().zip(&interval.upper);
            let count = future.iter().zip(ends).filter(|(v, (l, u))| l <= v && v <= u).count();
            *share += 100.0 * count as f64 / (steps as f64 * runs as f64);
        }
    }
    inside
}

fn hours(seed: u64, n: usize) -> Vec<f64> {
    let level = |t: usize| {
        let week = if t / 24 % 7 < 5 { 20.0 } else { -20.0 };
        200.0 + 30.0 * (t as f64 * std::f64::consts::TAU / 24.0).sin() + week
    };
    normal(seed, n).iter().enumerate().map(|(t, e)| level(t) + 5.0 * e).collect()
}

#[test]
fn intervals_of_long_hourly_series_are_not_too_narrow() {
    let hourly: (Option<&[usize]>, Option<&[usize]>) = (Some(&[24, 168]), Some(&[168]));
    for (name, days, seasons, model) in [
        ("28 days", 28, hourly.0, Model::Auto),
        ("40 days", 40, hourly.0, Model::Auto),
        ("40 days, week alone", 40, hourly.1, Model::Auto),
        ("40 days, seasonal naive", 40, hourly.0, Model::SeasonalNaive),
    ] {
        let share = inside(6, 48, seasons, model, &|seed| hours(60 + 97 * seed, 24 * days + 48));
        assert!((74.0..88.0).contains(&share[0]), "{name}: {share:?}");
        assert!((92.5..99.5).contains(&share[1]), "{name}: {share:?}");
    }
}

#[test]
fn the_half_width_of_repeating_a_week_of_plain_noise_is_the_exact_one() {
    for seed in 0..3 {
        let values = hours(20 + seed, 960);
        let options = Options {
            steps: 48,
            season_lengths: Some(&[24, 168]),
            model: Model::SeasonalNaive,
            levels: &[80.0],
            cancelled: &|| false,
        };
        let interval = &forecast(&known(&values), &options).unwrap().intervals[0];
        for k in [0, 23, 47] {
            // 1.2816 times the square root of 2 times 5.
            let half = 0.5 * (interval.upper[k] - interval.lower[k]);
            assert!((7.6..10.6).contains(&half), "seed {seed}, step {k}: {half}");
        }
    }
}

#[test]
fn far_ahead_a_trend_is_as_unsure_as_its_slope() {
    let mut held = 0;
    for seed in 0..8 {
        let values: Vec<f64> =
            normal(40 + 13 * seed, 100).iter().enumerate().map(|(t, e)| t as f64 + e).collect();
        let answer = auto(&values, 10_000);
        let (lower, upper) = (&answer.intervals[1].lower, &answer.intervals[1].upper);
        held += usize::from(lower[9_999] <= 10_099.0 && 10_099.0 <= upper[9_999]);
        // The slope's standard error is 0.0035, so its interval after 10,000 steps is some 140 wide.
        let width = upper[9_999] - lower[9_999];
        assert!((70.0..800.0).contains(&width), "seed {seed}: {width}");
        assert!(upper[9] - lower[9] < 10.0, "seed {seed}");
    }
    assert!(held >= 6, "{held} of 8");
}

#[test]
fn far_ahead_a_level_is_no_less_sure_than_near() {
    let values: Vec<f64> = normal(77, 100).iter().map(|e| 10.0 + e).collect();
    let interval = &auto(&values, 10_000).intervals[0];
    let width = |k: usize| interval.upper[k] - interval.lower[k];
    assert!(width(9_999) < 4.0 * width(0), "{} {}", width(0), width(9_999));
}
