//! Weeks in hours, where the series holds only a few of them.

use omni_ml::forecast::{Forecast, Model, Options, forecast};

use super::{assert_sane, auto, known, normal};

const AHEAD: usize = 48;

/// Hours with a day of 30 up and down, working days `height` above the middle and weekends as far below.
fn hours(seed: u64, n: usize, height: f64, spread: f64) -> Vec<f64> {
    let level = |t: usize| {
        let week = if t / 24 % 7 < 5 { height } else { -height };
        200.0 + 30.0 * (t as f64 * std::f64::consts::TAU / 24.0).sin() + week
    };
    normal(seed, n).iter().enumerate().map(|(t, e)| level(t) + spread * e).collect()
}

fn with_seasons(values: &[f64], seasons: &[usize]) -> Forecast {
    let options = Options {
        steps: AHEAD,
        season_lengths: Some(seasons),
        model: Model::Auto,
        levels: &[80.0, 95.0],
        cancelled: &|| false,
    };
    forecast(&known(values), &options).unwrap()
}

fn mean_error(forecast: &[f64], actual: &[f64]) -> f64 {
    forecast.iter().zip(actual).map(|(f, a)| (f - a).abs()).sum::<f64>() / actual.len() as f64
}

/// Mean absolute errors of `answer` and of repeating the last week, and the share inside the 80 % interval.
fn compared(answer: &Forecast, values: &[f64]) -> (f64, f64, f64) {
    let (past, future) = values.split_at(values.len() - AHEAD);
    let week = &past[past.len() - 168..][..AHEAD];
    let interval = &answer.intervals[0];
    let ends = interval.lower.iter().zip(&interval.upper);
    let inside = future.iter().zip(ends).filter(|(v, (l, u))| l <= v && v <= u).count();
    (mean_error(&answer.predictions, future), mean_error(week, future), inside as f64 / AHEAD as f64)
}

#[test]
fn a_week_is_found_and_followed_in_two_to_three_weeks_of_hours() {
    for (height, spread) in [(40.0, 2.0), (20.0, 5.0)] {
        for n in [345, 360, 408, 456, 504] {
            let (mut ours, mut week, mut inside) = (0.0, 0.0, 0.0);
            for seed in 0..4 {
                let values = hours(900 + 37 * seed, n + AHEAD, height, spread);
                let answer = auto(&values[..n], AHEAD);
                assert_sane(&answer, AHEAD);
                assert_eq!(answer.season_lengths, [24, 168], "{height}, {n} hours, seed {seed}");
                let got = compared(&answer, &values);
                (ours, week, inside) = (ours + got.0, week + got.1, inside + got.2 / 4.0);
            }
            assert!(ours < 1.05 * week, "{height}, {n} hours: {ours} against {week}");
            assert!((0.65..0.97).contains(&inside), "{height}, {n} hours: {inside}");
        }
    }
}

#[test]
fn two_weeks_of_hours_are_enough_for_a_week_that_is_given() {
    for seed in 0..4 {
        let values = hours(300 + 41 * seed, 336 + AHEAD, 40.0, 2.0);
        let answer = with_seasons(&values[..336], &[24, 168]);
        let (ours, week, _) = compared(&answer, &values);
        assert!(ours < 1.2 * week, "seed {seed}: {ours} against {week}");
        // Against repeating the last day, which misses every turn to or from the weekend.
        assert!(answer.confidence > 0.8, "seed {seed}: {}", answer.confidence);
    }
}

#[test]
fn a_week_that_is_given_but_does_not_show_leaves_the_forecast_as_it_is() {
    for seed in 0..4 {
        let values = hours(500 + 43 * seed, 360 + AHEAD, 0.0, 5.0);
        let (with, _, _) = compared(&with_seasons(&values[..360], &[24, 168]), &values);
        let (without, _, _) = compared(&with_seasons(&values[..360], &[24]), &values);
        assert!(with < 1.15 * without, "seed {seed}: {with} against {without}");
    }
}

#[test]
fn a_trend_in_hours_is_no_week() {
    for seed in 0..4 {
        let values: Vec<f64> = normal(700 + seed, 420 + AHEAD)
            .iter()
            .zip(hours(0, 420 + AHEAD, 0.0, 0.0))
            .enumerate()
            .map(|(t, (e, v))| v + 2.0 * t as f64 + 2.0 * e)
            .collect();
        let answer = with_seasons(&values[..420], &[24, 168]);
        let (ours, _, _) = compared(&answer, &values);
        assert!(ours < 3.0, "seed {seed}: {ours}, {}", answer.model);
    }
}

#[test]
fn exact_growth_and_exact_turns_have_no_longer_season() {
    let doubling: Vec<f64> = (0..30).map(|t| 2f64.powi(t)).collect();
    assert!(auto(&doubling, 3).season_lengths.is_empty());
    let line: Vec<f64> = (0..40).map(|t| 0.1 + 0.3 * f64::from(t)).collect();
    assert!(auto(&line, 3).season_lengths.is_empty());
    for (low, high) in [(0.0, 1.0), (0.1, 0.4), (-1.7e308, 1.7e308)] {
        let turns: Vec<f64> = (0..40).map(|t| if t % 2 == 0 { low } else { high }).collect();
        let answer = auto(&turns, 3);
        assert_eq!(answer.season_lengths, [2], "{low} and {high}");
    }
}
