//! Series of every shape get a sane answer.

use omni_ml::forecast::{Frequency, Model, Options, WarningCode, forecast, frequency_seasons};

use super::{MODELS, assert_sane, auto, known, noise, normal, run, warned};

fn monthly() -> Vec<f64> {
    let wave = |t: usize| (t as f64 * std::f64::consts::TAU / 12.0).sin();
    noise(1, 96).iter().enumerate().map(|(t, e)| 200.0 + t as f64 + 30.0 * wave(t) + 4.0 * e).collect()
}

/// Hours with a daily wave and quiet weekends.
fn hours(n: usize) -> Vec<f64> {
    let daily = |t: usize| (t as f64 * std::f64::consts::TAU / 24.0).sin();
    let weekend = |t: usize| if t % 168 >= 120 { 0.6 } else { 1.0 };
    noise(2, n).iter().enumerate().map(|(t, e)| weekend(t) * (100.0 + 40.0 * daily(t)) + 5.0 * e).collect()
}

#[test]
fn four_rising_points_give_a_rising_forecast() {
    let answer = auto(&[100.0, 120.0, 145.0, 160.0], 3);
    assert_sane(&answer, 3);
    assert!(answer.predictions[0] > 160.0 && answer.predictions[0] < 200.0, "{:?}", answer.predictions);
    assert!(answer.predictions.windows(2).all(|p| p[1] > p[0]), "{:?}", answer.predictions);
    assert!(warned(&answer, WarningCode::ShortSeries) && warned(&answer, WarningCode::NotBacktested));
    assert!(answer.confidence.abs() < f64::EPSILON);
}

#[test]
fn one_to_twelve_points_degrade_gracefully() {
    for n in 1..=12 {
        let values: Vec<f64> = noise(n as u64, n).iter().map(|e| 10.0 + e).collect();
        let answer = auto(&values, 5);
        assert_sane(&answer, 5);
        assert!(answer.predictions.iter().all(|p| (5.0..15.0).contains(p)), "{n}: {:?}", answer.predictions);
    }
}

#[test]
fn a_constant_series_stays_constant() {
    for value in [0.0, 7.5, -3.0, 1e300, 5e-324] {
        let answer = auto(&[value; 40], 6);
        assert_sane(&answer, 6);
        assert!(answer.predictions.iter().all(|p| p.total_cmp(&value).is_eq()), "{value}: {answer:?}");
        assert!(answer.confidence >= 1.0, "{value}: {}", answer.confidence);
        assert!(warned(&answer, WarningCode::ConstantSeries));
    }
}

#[test]
fn huge_and_tiny_values_are_forecast_like_ordinary_ones() {
    let plain = auto(&monthly(), 12);
    for exponent in [-1000, -300, 300, 1000] {
        let factor = 2f64.powi(exponent);
        let values: Vec<f64> = monthly().iter().map(|v| v * factor).collect();
        let answer = auto(&values, 12);
        for (a, b) in answer.predictions.iter().zip(&plain.predictions) {
            assert!((a / factor - b).abs() <= 1e-9 * b.abs(), "2^{exponent}: {a} against {b}");
        }
    }
    let edge: Vec<f64> = (1..=40).map(|t| f64::MAX / 40.0 * f64::from(t)).collect();
    let answer = auto(&edge, 12);
    assert_sane(&answer, 12);
    assert!(warned(&answer, WarningCode::RangeCut));
}

#[test]
fn a_season_and_trend_are_continued() {
    let values = monthly();
    let answer = auto(&values[..84], 12);
    assert_eq!(answer.season_lengths, [12]);
    for (k, p) in answer.predictions.iter().enumerate() {
        assert!((p - values[84 + k]).abs() < 8.0, "step {k}: {p} against {}", values[84 + k]);
    }
    assert!(answer.confidence > 0.5, "{}", answer.confidence);
    assert!(answer.model.starts_with("AUTO("), "{}", answer.model);
}

#[test]
fn hourly_data_show_a_day_and_a_week() {
    let values = hours(840);
    let answer = auto(&values[..768], 72);
    assert_eq!(answer.season_lengths, [24, 168]);
    let error: f64 =
        answer.predictions.iter().zip(&values[768..]).map(|(p, v)| (p - v).abs()).sum::<f64>() / 72.0;
    assert!(error < 2.5, "{error}");
    let inside = answer.intervals[1].lower.iter().zip(&answer.intervals[1].upper).zip(&values[768..]);
    assert!(inside.filter(|((l, u), v)| *l <= v && *v <= u).count() >= 64);
}

#[test]
fn a_week_is_added_to_a_given_day() {
    let series = known(&hours(840));
    let options =
        |model| Options { steps: 24, season_lengths: Some(&[24]), model, levels: &[], cancelled: &|| false };
    let answer = forecast(&series, &options(Model::Auto)).unwrap();
    assert_eq!(answer.season_lengths, [24, 168]);
    assert!(warned(&answer, WarningCode::SeasonAdded));
    assert_eq!(forecast(&series, &options(Model::Mstl)).unwrap().season_lengths, [24]);
}

#[test]
fn given_seasons_are_followed() {
    let series = known(&monthly());
    let with = |lengths: &[usize]| {
        let options = Options {
            steps: 4,
            season_lengths: Some(lengths),
            model: Model::Ets,
            levels: &[],
            cancelled: &|| false,
        };
        forecast(&series, &options).unwrap()
    };
    assert!(with(&[]).season_lengths.is_empty());
    assert!(with(&[1]).season_lengths.is_empty());
    assert_eq!(with(&[12, 12]).season_lengths, [12]);
    assert_eq!(with(frequency_seasons(Frequency::Month)).season_lengths, [12]);
    let long = with(&[12, 52]);
    assert_eq!(long.season_lengths, [12]);
    assert!(warned(&long, WarningCode::SeasonIgnored));
}

#[test]
fn seasons_that_do_not_fit_leave_the_search_to_the_values() {
    let with = |lengths: &[usize]| {
        let options = Options {
            steps: 4,
            season_lengths: Some(lengths),
            model: Model::Auto,
            levels: &[],
            cancelled: &|| false,
        };
        forecast(&known(&monthly()), &options).unwrap()
    };
    for unusable in [&[49][..], &[10_000], &[49, 10_000]] {
        let answer = with(unusable);
        assert_eq!(answer.season_lengths, [12], "{unusable:?}");
        let ignored = answer.warnings.iter().filter(|w| w.code == WarningCode::SeasonIgnored).count();
        assert_eq!(ignored, unusable.len());
    }
    assert!(with(&[1, 49]).season_lengths.is_empty(), "1 says that there is no season");
}

#[test]
fn gaps_inside_and_at_the_end_are_bridged() {
    let values = monthly();
    let mut series = known(&values[..90]);
    for t in [3, 20, 21, 50, 87, 88, 89] {
        series[t] = None;
    }
    series.insert(0, None);
    let answer = run(&series, 6, Model::Auto).unwrap();
    assert_sane(&answer, 6);
    assert!(warned(&answer, WarningCode::GapsFilled));
    for (k, p) in answer.predictions.iter().enumerate() {
        assert!((p - values[90 + k]).abs() < 12.0, "step {k}: {p} against {}", values[90 + k]);
    }
}

#[test]
fn intermittent_demand_stays_at_or_above_zero() {
    let values: Vec<f64> =
        noise(8, 120).iter().map(|e| if *e > 0.3 { (e * 20.0).round() } else { 0.0 }).collect();
    let answer = auto(&values, 10);
    assert_sane(&answer, 10);
    assert!(answer.intervals.iter().all(|i| i.lower.iter().all(|v| *v >= 0.0)));
    assert!(answer.predictions.iter().all(|p| *p < 6.0), "{:?}", answer.predictions);
}

#[test]
fn a_falling_series_of_positive_values_does_not_go_below_zero() {
    let values: Vec<f64> = (0..30).map(|t| 30.0 - f64::from(t)).collect();
    let answer = auto(&values, 20);
    assert_sane(&answer, 20);
    assert!(answer.predictions.iter().all(|p| *p >= 0.0));
    assert!(warned(&answer, WarningCode::RaisedToZero));
    let shifted: Vec<f64> = values.iter().map(|v| v - 100.0).collect();
    assert!(auto(&shifted, 20).predictions[19] < -99.5);
}

#[test]
fn only_the_end_of_a_long_series_is_used() {
    let mut values = hours(100_000);
    for v in &mut values[..50_000] {
        *v += 1e6;
    }
    let answer = auto(&values, 24);
    assert_sane(&answer, 24);
    assert!(warned(&answer, WarningCode::SeriesCut));
    assert!(answer.predictions.iter().all(|p| *p < 300.0));
}

#[test]
fn every_model_answers_a_seasonal_series() {
    let values = monthly();
    for model in MODELS {
        let answer = run(&known(&values), 24, model).unwrap();
        assert_sane(&answer, 24);
        assert!(
            answer.predictions.iter().all(|p| (200.0..400.0).contains(p)),
            "{model:?}: {:?}",
            answer.predictions
        );
        if model != Model::Auto {
            assert_eq!(answer.members.len(), 1);
            assert!(answer.model.starts_with(model.as_str()), "{} for {model:?}", answer.model);
        }
    }
    let last = values[95];
    let naive = run(&known(&values), 3, Model::Naive).unwrap();
    assert!(naive.predictions.iter().all(|p| p.total_cmp(&last).is_eq()));
    let seasonal = run(&known(&values), 12, Model::SeasonalNaive).unwrap();
    assert!(seasonal.predictions.iter().zip(&values[84..]).all(|(p, v)| p.total_cmp(v).is_eq()));
}

#[test]
fn fast_growth_is_continued_and_never_answered_with_nothing() {
    for (rate, points, steps) in [(1.2_f64, 36, 100), (1.05, 48, 1_000), (1.1, 24, 12), (1.3, 60, 60)] {
        let series: Vec<f64> = (0..points).map(|at| 100.0 * rate.powi(at)).collect();
        let answer = auto(&series, steps);
        assert_sane(&answer, steps);
        assert!(!answer.members.is_empty(), "{rate}: {}", answer.model);
        assert!(
            answer.predictions[0] > 0.7 * series[series.len() - 1],
            "{rate}: {:?}",
            &answer.predictions[..3]
        );
    }
}

#[test]
fn noisy_growth_always_has_members() {
    for seed in 1..=60 {
        let rate = 1.02 + 0.28 * f64::from(u32::try_from(seed).unwrap()) / 60.0;
        let series: Vec<f64> = noise(seed, 36)
            .iter()
            .zip(0..)
            .map(|(noise, at)| 1_000.0 * rate.powi(at) * (1.0 + 0.05 * noise))
            .collect();
        for steps in [12, 60] {
            let answer = auto(&series, steps);
            assert!(!answer.members.is_empty(), "seed {seed}: {}", answer.model);
            assert!(answer.predictions.iter().any(|value| *value > 0.0), "seed {seed}");
        }
    }
}

#[test]
fn steady_growth_is_continued_at_its_rate() {
    for (rate, points) in [(2.0_f64, 20), (1.3, 40), (1.05, 48)] {
        let truth: Vec<f64> = (0..points + 6).map(|at| 100.0 * rate.powi(at)).collect();
        let answer = auto(&truth[..truth.len() - 6], 6);
        for (p, v) in answer.predictions.iter().zip(&truth[truth.len() - 6..]) {
            assert!((p / v - 1.0).abs() < 0.1, "{rate}: {p} for {v} by {}", answer.model);
        }
    }
}

#[test]
fn exact_patterns_have_full_confidence_and_no_warning() {
    let cycle = |m: i32, step: f64, n: i32| (0..n).map(|i| f64::from(i % m) * step).collect::<Vec<f64>>();
    for values in [cycle(7, 0.1, 60), cycle(12, 13.7, 72), cycle(24, 3.3, 200), cycle(12, 130.0, 60)] {
        let answer = auto(&values, 6);
        assert!(answer.confidence >= 1.0, "{}", answer.confidence);
        assert!(!warned(&answer, WarningCode::RaisedToZero), "{:?}", answer.warnings);
    }
}

#[test]
fn small_changes_of_a_high_level_are_no_rounding() {
    let values: Vec<f64> = noise(9, 60).iter().map(|e| 1.7e9 + 10.0 * e).collect();
    let answer = auto(&values, 6);
    assert!(answer.confidence < 0.9, "{}", answer.confidence);
}

#[test]
fn a_part_that_would_really_be_negative_is_still_warned_of() {
    let falling: Vec<f64> = (0..30).map(|i| f64::from(30 - i)).collect();
    assert!(warned(&auto(&falling, 12), WarningCode::RaisedToZero));
}

#[test]
fn the_turns_to_the_weekend_and_to_the_working_week_are_foreseen_an_hour_ahead() {
    let level = |t: usize| {
        let weekday = if t / 24 % 7 < 5 { 15.0 } else { -15.0 };
        100.0 + 20.0 * (t as f64 * std::f64::consts::TAU / 24.0).sin() + weekday
    };
    let values: Vec<f64> = normal(11, 8 * 168).iter().enumerate().map(|(t, e)| level(t) + 2.0 * e).collect();
    for (cut, steps) in [(1008, 1), (1008, 3), (1008, 6), (1128, 1), (1128, 3), (1128, 6), (1070, 6)] {
        let answer = auto(&values[..cut], steps);
        assert_eq!(answer.season_lengths, [24, 168]);
        for (k, p) in answer.predictions.iter().enumerate() {
            assert!((p - level(cut + k)).abs() < 4.0, "{cut} + {k}: {p} against {}", level(cut + k));
        }
    }
}

#[test]
fn two_weeks_of_hours_are_compared_over_their_days() {
    let wave = |t: usize, m: usize| (t as f64 * std::f64::consts::TAU / m as f64).sin();
    let level = |t: usize| 100.0 + 20.0 * wave(t, 168) + 15.0 * wave(t, 24);
    for n in [336, 338, 345] {
        let values: Vec<f64> =
            normal(n as u64, n).iter().enumerate().map(|(t, e)| level(t) + 2.0 * e).collect();
        let options = Options {
            steps: 48,
            season_lengths: Some(&[24, 168]),
            model: Model::Auto,
            levels: &[80.0],
            cancelled: &|| false,
        };
        let answer = forecast(&known(&values), &options).unwrap();
        assert!(!warned(&answer, WarningCode::NotBacktested) && answer.confidence > 0.5, "{n}: {answer:?}");
        // Noise of 2 alone would make the half width 2.6; without a comparison it was above 30.
        let interval = &answer.intervals[0];
        let width = |k: usize| 0.5 * (interval.upper[k] - interval.lower[k]);
        let mean = (0..48).map(width).sum::<f64>() / 48.0;
        assert!((2.0..9.0).contains(&mean), "{n}: {mean}");
    }
}

#[test]
fn an_exact_decline_is_continued_at_its_rate_down_to_small_values() {
    for (rate, n) in [(0.8, 20), (0.8, 40), (0.8, 10), (0.5, 20), (0.9, 30)] {
        let values: Vec<f64> = (0..n).map(|t| 1000.0 * f64::powi(rate, t)).collect();
        let answer = auto(&values, 6);
        assert_sane(&answer, 6);
        for (k, p) in (n..).zip(&answer.predictions) {
            let expected = 1000.0 * f64::powi(rate, k);
            assert!((p / expected - 1.0).abs() < 0.02, "{rate}^{k}: {p} against {expected}");
        }
        assert!(!warned(&answer, WarningCode::RaisedToZero));
    }
}

#[test]
fn intervals_of_plain_noise_and_waves_hold_about_what_they_promise() {
    let wave = |t: usize| 20.0 * (t as f64 * std::f64::consts::TAU / 12.0).sin() + 0.3 * t as f64;
    for (name, size, height) in [("noise", 5.0, 0.0), ("monthly wave", 4.0, 1.0)] {
        let mut inside = [0, 0];
        for seed in 0..30 {
            let values: Vec<f64> = normal(300 + 41 * seed, 132)
                .iter()
                .enumerate()
                .map(|(t, e)| 100.0 + height * wave(t) + size * e)
                .collect();
            let answer = auto(&values[..120], 12);
            for (count, interval) in inside.iter_mut().zip(&answer.intervals) {
                let ends = interval.lower.iter().zip(&interval.upper);
                *count += values[120..].iter().zip(ends).filter(|(v, (l, u))| l <= v && v <= u).count();
            }
        }
        let share = inside.map(|count| count as f64 / 3.6);
        assert!((72.0..88.0).contains(&share[0]), "{name}: {share:?}");
        assert!((91.0..99.5).contains(&share[1]), "{name}: {share:?}");
    }
}

#[test]
fn intervals_without_width_from_a_few_values_are_said_to_promise_nothing() {
    for (n, empty) in [(1, true), (2, true), (11, true), (40, false)] {
        let answer = auto(&vec![5.0; n], 3);
        let told = answer.warnings.iter().find(|w| w.code == WarningCode::ConstantSeries).unwrap();
        assert_eq!(told.text.contains("promise nothing"), empty, "{n}: {told}");
    }
}
