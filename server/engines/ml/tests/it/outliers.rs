//! Values that must be mistakes are named, and kept from spoiling the forecast.

use omni_ml::forecast::{Model, WarningCode};

use super::{assert_sane, auto, known, noise, normal, run, warned};

/// Values around 10, with 1e12 at one place.
fn spiked(place: usize) -> Vec<f64> {
    let mut values: Vec<f64> = noise(6, 81).iter().map(|e| 10.0 + e).collect();
    values[place] = 1e12;
    values
}

fn texts(answer: &omni_ml::forecast::Forecast) -> Vec<&str> {
    let outliers = answer.warnings.iter().filter(|w| w.code == WarningCode::Outliers);
    outliers.map(|w| w.text.as_str()).collect()
}

#[test]
fn one_absurd_value_is_named_and_does_not_move_the_forecast() {
    for place in [0, 1, 40, 79] {
        let answer = auto(&spiked(place), 6);
        assert_sane(&answer, 6);
        assert!(
            answer.predictions.iter().all(|p| (9.0..11.0).contains(p)),
            "{place}: {:?}",
            answer.predictions
        );
        assert!(answer.intervals[1].upper.iter().all(|v| *v < 20.0));
        assert!(texts(&answer)[0].contains(&format!("at {place} (from 0)")), "{:?}", texts(&answer));
        assert!(!warned(&answer, WarningCode::GapsFilled));
    }
    let mut repeated = [10.0; 81];
    repeated[40] = 1e12;
    let answer = auto(&repeated, 6);
    assert!(answer.predictions.iter().all(|p| (p - 10.0).abs() < 1e-9), "{:?}", answer.predictions);
}

#[test]
fn places_count_from_the_start_of_the_whole_series() {
    let mut series = vec![None; 5];
    series.extend(known(&spiked(40)));
    let answer = run(&series, 3, Model::Auto).unwrap();
    assert!(texts(&answer)[0].contains("at 45 (from 0)"), "{:?}", texts(&answer));
}

#[test]
fn models_asked_for_by_name_take_the_value_and_say_so() {
    let answer = run(&known(&spiked(40)), 3, Model::Ets).unwrap();
    assert!(texts(&answer)[0].contains("used as they are"), "{:?}", texts(&answer));
}

#[test]
fn a_last_value_far_out_is_left_out_and_the_intervals_hold_it_too() {
    for (end, seed) in [(100.0, 0), (100.0, 1), (100.0, 2), (30.0, 3), (-80.0, 4), (1e12, 5)] {
        let mut values: Vec<f64> = normal(seed, 100).iter().map(|e| 10.0 + e).collect();
        values.push(end);
        let answer = auto(&values, 6);
        assert_sane(&answer, 6);
        assert!(
            answer.predictions.iter().all(|p| (8.0..12.0).contains(p)),
            "{end}, {seed}: {:?}",
            answer.predictions
        );
        for interval in &answer.intervals {
            for reading in [10.0, end] {
                assert!(interval.lower.iter().all(|l| *l <= reading), "{end}, {seed}: {interval:?}");
                assert!(interval.upper.iter().all(|u| reading <= *u), "{end}, {seed}: {interval:?}");
            }
        }
        assert!(texts(&answer)[0].contains("at 100 (from 0)"), "{:?}", texts(&answer));
        assert!(!warned(&answer, WarningCode::GapsFilled));
        let named = run(&known(&values), 6, Model::Ets).unwrap();
        assert!(texts(&named)[0].contains("used as they are"), "{:?}", texts(&named));
    }
}

#[test]
fn the_times_after_a_last_value_that_was_left_out_are_those_after_it() {
    // A season of 4: were the step after the value not counted, the peaks would come one early.
    let mut values: Vec<f64> =
        noise(3, 61).iter().enumerate().map(|(t, e)| [10.0, 20.0, 30.0, 60.0][t % 4] + e).collect();
    values.push(2_000.0);
    let answer = auto(&values, 4);
    assert!(warned(&answer, WarningCode::Outliers));
    for (p, expected) in answer.predictions.iter().zip([30.0, 60.0, 10.0, 20.0]) {
        assert!((p - expected).abs() < 3.0, "{:?}", answer.predictions);
    }
}

#[test]
fn an_interval_raised_to_zero_keeps_a_width() {
    for seed in 0..5 {
        let mut values: Vec<f64> = normal(seed, 100).iter().map(|e| 10.0 + e).collect();
        values.push(100.0);
        for model in [Model::Arima, Model::Ets, Model::Theta, Model::Auto] {
            let answer = run(&known(&values), 6, model).unwrap();
            for interval in &answer.intervals {
                let ends = interval.lower.iter().zip(&interval.upper);
                assert!(ends.clone().all(|(l, u)| *l >= 0.0 && u - l > 0.5), "{model:?}: {interval:?}");
            }
        }
    }
}

#[test]
fn growth_new_levels_and_rare_sales_are_no_mistakes() {
    let growth: Vec<f64> =
        noise(9, 60).iter().zip(0..).map(|(e, t)| 1.6f64.powi(t) * (1.0 + 0.2 * e)).collect();
    let mut shifted: Vec<f64> = noise(10, 60).iter().map(|e| 10.0 + e).collect();
    for v in &mut shifted[40..] {
        *v += 1e9;
    }
    let mut sales = vec![0.0; 60];
    sales[20] = 5.0;
    let mut yearly: Vec<f64> = noise(11, 60).iter().map(|e| 10.0 + 0.001 * e).collect();
    for december in (11..60).step_by(12) {
        yearly[december] = 1_000.0;
    }
    let mut started = vec![0.0; 40];
    started.push(5.0);
    let decembers = yearly[..36].to_vec();
    let stepped: Vec<f64> = shifted[..42].to_vec();
    for values in [growth, shifted, sales, yearly, started, decembers, stepped] {
        assert!(!warned(&auto(&values, 6), WarningCode::Outliers), "{values:?}");
    }
}
