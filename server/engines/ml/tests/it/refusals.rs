//! What is refused, and that the answer names the field and the place.

use std::cell::Cell;

use omni_ml::forecast::{Error, Model, Options, forecast};

use super::{MODELS, known, noise, run};

fn options<'a>(levels: &'a [f64], season_lengths: Option<&'a [usize]>) -> Options<'a> {
    Options { steps: 3, season_lengths, model: Model::Auto, levels, cancelled: &|| false }
}

#[test]
fn values_that_are_not_finite_are_named_by_place() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let error = run(&known(&[1.0, 2.0, bad, 4.0]), 3, Model::Auto).unwrap_err();
        assert_eq!(error, Error::NonFinite { index: 2 });
        assert!(error.to_string().contains("series[2]"));
    }
}

#[test]
fn steps_outside_the_range_are_refused() {
    for steps in [0, 10_001, usize::MAX] {
        let error = run(&known(&[1.0, 2.0]), steps, Model::Auto).unwrap_err();
        assert_eq!(error, Error::InvalidSteps { steps, most: 10_000 });
    }
}

#[test]
fn levels_outside_the_range_are_named_by_place() {
    let series = known(&[1.0, 2.0, 3.0]);
    for bad in [0.0, 100.0, -5.0, f64::NAN, f64::INFINITY] {
        let error = forecast(&series, &options(&[80.0, bad], None)).unwrap_err();
        assert!(matches!(error, Error::InvalidLevel { index: 1, .. }), "{error}");
        assert!(error.to_string().contains("levels[1]"));
    }
}

#[test]
fn season_lengths_outside_the_range_are_named_by_place() {
    let series = known(&noise(1, 50));
    for bad in [0, 10_001] {
        let error = forecast(&series, &options(&[], Some(&[12, bad]))).unwrap_err();
        assert!(matches!(error, Error::InvalidSeason { index: 1, value, .. } if value == bad), "{error}");
        assert!(error.to_string().contains("season_lengths[1]"));
    }
}

#[test]
fn empty_series_are_refused_by_every_model() {
    for model in MODELS {
        assert!(matches!(run(&[], 3, model), Err(Error::TooShort { got: 0, .. })), "{model:?}");
        assert!(matches!(run(&[None, None], 3, model), Err(Error::TooShort { got: 0, .. })), "{model:?}");
    }
}

#[test]
fn a_model_that_needs_more_points_says_how_many() {
    for (model, needed) in [(Model::Theta, 4), (Model::Ets, 6), (Model::Arima, 8)] {
        let values = noise(3, needed);
        let error = run(&known(&values[1..]), 3, model).unwrap_err();
        assert_eq!(error, Error::TooShort { model: model.as_str(), needed, got: needed - 1 });
        assert_eq!(run(&known(&values), 3, model).unwrap().members[0].name, model.as_str());
    }
}

#[test]
fn seasonal_models_need_a_season() {
    let series = known(&noise(4, 60));
    for model in [Model::SeasonalNaive, Model::Mstl] {
        let none = Options { model, ..options(&[], Some(&[])) };
        assert_eq!(forecast(&series, &none).unwrap_err(), Error::NoSeason { model: model.as_str() });
        let long = Options { model, ..options(&[], Some(&[40])) };
        assert_eq!(forecast(&series, &long).unwrap_err(), Error::NoSeason { model: model.as_str() });
    }
}

#[test]
fn the_caller_can_stop_the_work_between_fits() {
    let series = known(&noise(5, 200));
    let asked = Cell::new(0);
    let stop_at_third = || {
        asked.set(asked.get() + 1);
        asked.get() >= 3
    };
    let options = Options { cancelled: &stop_at_third, ..options(&[], None) };
    assert_eq!(forecast(&series, &options).unwrap_err(), Error::Cancelled);
    assert_eq!(asked.get(), 3);
}
