//! The reasons of this domain.

use omni_kernel::Error;
use omni_kernel::error::reason::{CANCELLED, INVALID_FIELD};
use omni_ml::forecast;

omni_kernel::reasons! {
    "intelligence":
    SERIES_TOO_SHORT = InvalidArgument,
        "The series has fewer observed values than the model needs.",
        "Give more values, or take a simpler model; AUTO and NAIVE work from one value.";
    VALUE_NOT_FINITE = InvalidArgument,
        "A value of the series is not a finite number.",
        "Leave the value out and list its position in `missing`, or give null in JSON and None in Python.";
    SEASON_UNUSABLE = InvalidArgument,
        "The model needs a season, and none fits twice into the series.",
        "Give a shorter season length, more values, or a model without a season.";
}

/// The engine's refusal in terms of the request.
pub(crate) fn refused(error: &forecast::Error) -> Error {
    use forecast::Error as Engine;
    let field = |reason, field: String, description: String| {
        Error::new(reason, format!("{field}: {description}")).with_violation(field, description)
    };
    match error {
        Engine::TooShort { model, needed, got } => field(
            &SERIES_TOO_SHORT,
            "time_series".to_owned(),
            match needed {
                1 => format!("{model} needs at least 1 observed value, got {got}"),
                needed => format!("{model} needs at least {needed} observed values, got {got}"),
            },
        )
        .with_metadata("needed", needed.to_string())
        .with_metadata("got", got.to_string()),
        Engine::NonFinite { index } => {
            field(&VALUE_NOT_FINITE, format!("time_series[{index}]"), "must be a finite number".to_owned())
        }
        Engine::InvalidSteps { steps, most } => {
            field(&INVALID_FIELD, "forecast_steps".to_owned(), format!("must be 1 to {most}, not {steps}"))
        }
        Engine::InvalidSeason { index, value, reason } => {
            field(&INVALID_FIELD, format!("season_lengths[{index}]"), format!("{reason}, got {value}"))
        }
        Engine::NoSeason { model } => field(
            &SEASON_UNUSABLE,
            "season_lengths".to_owned(),
            format!("{model} needs a season of which two whole cycles are in the series"),
        ),
        Engine::InvalidLevel { index, value } => field(
            &INVALID_FIELD,
            format!("levels[{index}]"),
            format!("must be above 0 and below 100, not {value}"),
        ),
        Engine::Cancelled => Error::new(&CANCELLED, "the caller went away"),
        other => Error::internal(format!("the forecasting engine refused in a way not known here: {other}")),
    }
}
