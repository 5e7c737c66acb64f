//! What holds for any series.

use omni_ml::forecast::{Model, Options, WarningCode, forecast};
use proptest::prelude::*;

use super::{MODELS, assert_sane, known};

fn series() -> impl Strategy<Value = Vec<Option<f64>>> {
    let value = prop_oneof![
        8 => (-1e6..1e6f64).prop_map(Some),
        2 => (0u8..4).prop_map(|v| Some(f64::from(v))),
        1 => prop::num::f64::NORMAL.prop_map(Some),
        1 => Just(None),
    ];
    prop::collection::vec(value, 1..70)
}

fn constant() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -1e6..1e6f64,
        1 => prop::num::f64::NORMAL | prop::num::f64::SUBNORMAL | prop::num::f64::ZERO,
        2 => prop::sample::select(vec![5.0, 0.1, 5.1, -3.3, 1e-300, 1e300, -1e300, f64::MAX, f64::MIN]),
    ]
}

fn walk() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(-1.0..1.0f64, 20..80).prop_map(|steps| {
        let mut level = 0.0;
        steps
            .into_iter()
            .map(|s| {
                level += s;
                level
            })
            .collect()
    })
}

fn ask(series: &[Option<f64>], model: Model, seasons: &[usize]) -> Option<omni_ml::forecast::Forecast> {
    let options = Options {
        steps: 7,
        season_lengths: Some(seasons),
        model,
        levels: &[50.0, 80.0, 99.0],
        cancelled: &|| false,
    };
    forecast(series, &options).ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_answer_is_finite_nested_and_repeatable(series in series(), season in 1usize..13) {
        for model in MODELS {
            if let Some(answer) = ask(&series, model, &[season]) {
                assert_sane(&answer, 7);
                prop_assert_eq!(Some(answer), ask(&series, model, &[season]));
            }
        }
    }

    #[test]
    fn a_constant_is_continued_exactly_and_with_full_confidence_by_every_model(
        value in constant(), length in 1usize..150, season in 1usize..13, gap in 1usize..150,
    ) {
        let mut series = vec![Some(value); length];
        if gap + 1 < length {
            series[gap] = None;
        }
        for model in MODELS {
            let Some(answer) = ask(&series, model, &[season]) else { continue };
            prop_assert!(length < 30 || answer.confidence >= 1.0, "{:?}: {}", model, answer.confidence);
            prop_assert!(answer.warnings.iter().any(|w| w.code == WarningCode::ConstantSeries));
            let ends = answer.intervals.iter().flat_map(|i| i.lower.iter().chain(&i.upper));
            for v in answer.predictions.iter().chain(ends) {
                prop_assert!(v.total_cmp(&(value + 0.0)).is_eq(), "{:?}: {} for {}", model, v, value);
            }
        }
    }

    #[test]
    fn a_power_of_two_scales_the_answer_exactly(walk in walk(), exponent in -60i32..60) {
        let factor = 2f64.powi(exponent);
        let scaled: Vec<f64> = walk.iter().map(|v| v * factor).collect();
        for model in MODELS {
            let plain = ask(&known(&walk), model, &[4]).unwrap();
            let answer = ask(&known(&scaled), model, &[4]).unwrap();
            for (a, b) in answer.predictions.iter().zip(&plain.predictions) {
                prop_assert!(a.total_cmp(&(b * factor)).is_eq(), "{:?}: {} against {}", model, a, b * factor);
            }
        }
    }

    #[test]
    fn the_naive_forecasts_move_with_the_level(walk in walk(), shift in -100.0..100.0f64) {
        let moved: Vec<f64> = walk.iter().map(|v| v - 500.0 + shift).collect();
        let base: Vec<f64> = walk.iter().map(|v| v - 500.0).collect();
        for model in [Model::Naive, Model::SeasonalNaive] {
            let plain = ask(&known(&base), model, &[4]).unwrap();
            let answer = ask(&known(&moved), model, &[4]).unwrap();
            for (a, b) in answer.predictions.iter().zip(&plain.predictions) {
                prop_assert!((a - shift - b).abs() < 1e-9, "{:?}: {} against {}", model, a - shift, b);
            }
        }
    }
}
