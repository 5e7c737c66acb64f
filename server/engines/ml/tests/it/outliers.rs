//! Values that must be mistakes are named, and kept from spoiling the forecast.

use omni_ml::forecast::{Model, WarningCode};

use super::{assert_sane, auto, known, noise, run, warned};

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
fn the_last_value_may_be_a_new_level_and_counts() {
    let answer = auto(&spiked(80), 3);
    assert!(texts(&answer)[0].contains("at 80 (from 0)"), "{:?}", texts(&answer));
    assert!(answer.predictions[0] > 1e6, "{:?}", answer.predictions);
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
    for values in [growth, shifted, sales, yearly] {
        assert!(!warned(&auto(&values, 6), WarningCode::Outliers), "{values:?}");
    }
}
