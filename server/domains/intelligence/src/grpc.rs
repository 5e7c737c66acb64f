//! The contract's types in and out.

use std::pin::Pin;

use futures::{Stream, StreamExt};
use jiff::Timestamp;
use omni_kernel::error::reason::CANCELLED;
use omni_kernel::wire::{instant, timestamp};
use omni_kernel::{Ctx, Error, ItemFailures};
use omni_ml::forecast::{Frequency, Model};
use omni_proto_intelligence::v1 as pb;
use pb::intelligence_service_server::{IntelligenceService, IntelligenceServiceServer};
use tonic::{Request, Response, Status};

use crate::model::{Draft, Job, beyond};
use crate::service::{Continued, Forecaster};

/// The last second of the year 9999 in UTC, the latest a `google.protobuf.Timestamp` can be.
const LAST_SECOND: i64 = 253_402_300_799;

/// The gRPC service.
pub fn server(forecaster: Forecaster) -> IntelligenceServiceServer<impl IntelligenceService> {
    // The edge holds messages to the configured size.
    IntelligenceServiceServer::new(Grpc { forecaster }).max_decoding_message_size(usize::MAX)
}

struct Grpc {
    forecaster: Forecaster,
}

#[tonic::async_trait]
impl IntelligenceService for Grpc {
    async fn forecast(
        &self,
        request: Request<pb::ForecastRequest>,
    ) -> Result<Response<pb::ForecastResponse>, Status> {
        Ctx::of(&request)?.scope()?;
        let job = job(request.into_inner())?;
        let continued = self.forecaster.forecast(job).await?;
        Ok(Response::new(response(continued)))
    }

    type ForecastBatchStream = Pin<Box<dyn Stream<Item = Result<pb::ForecastBatchResponse, Status>> + Send>>;

    async fn forecast_batch(
        &self,
        request: Request<pb::ForecastBatchRequest>,
    ) -> Result<Response<Self::ForecastBatchStream>, Status> {
        Ctx::of(&request)?.scope()?;
        let failures = ItemFailures::of(&request);
        let requests = request.into_inner().requests.into_iter().enumerate();
        let jobs =
            requests.map(|(at, request)| failures.error(at).map_or_else(|| job(request), Err)).collect();
        let results =
            self.forecaster.forecast_all(jobs).map(|(index, outcome)| batch_response(index, outcome));
        Ok(Response::new(results.boxed()))
    }
}

fn job(request: pb::ForecastRequest) -> Result<Job, Error> {
    let model = model(request.model());
    let frequency = frequency(request.frequency());
    Job::new(Draft {
        model,
        frequency,
        missing: sizes("missing", &request.missing)?,
        steps: size("forecast_steps", request.forecast_steps)?,
        season_lengths: sizes("season_lengths", &request.season_lengths)?,
        start: request.start.map(start).transpose()?,
        values: request.time_series,
        levels: request.levels,
    })
}

/// The time of the first value. From the last day of the year 9999 no step can be counted.
fn start(time: prost_types::Timestamp) -> Result<Timestamp, Error> {
    instant("start", time).map_err(|error| {
        let last_day = Timestamp::MAX.as_second()..=LAST_SECOND;
        if last_day.contains(&time.seconds) { beyond() } else { error }
    })
}

fn size(field: &str, value: i32) -> Result<usize, Error> {
    usize::try_from(value).map_err(|_| Error::invalid_field(field, "must not be negative"))
}

fn sizes(field: &str, values: &[i32]) -> Result<Vec<usize>, Error> {
    values.iter().enumerate().map(|(index, &value)| size(&format!("{field}[{index}]"), value)).collect()
}

fn model(model: pb::ForecastModel) -> Model {
    match model {
        pb::ForecastModel::Unspecified | pb::ForecastModel::Auto => Model::Auto,
        pb::ForecastModel::Naive => Model::Naive,
        pb::ForecastModel::SeasonalNaive => Model::SeasonalNaive,
        pb::ForecastModel::Theta => Model::Theta,
        pb::ForecastModel::Ets => Model::Ets,
        pb::ForecastModel::Arima => Model::Arima,
        pb::ForecastModel::Mstl => Model::Mstl,
    }
}

fn frequency(frequency: pb::Frequency) -> Option<Frequency> {
    Some(match frequency {
        pb::Frequency::Unspecified => return None,
        pb::Frequency::Minutely => Frequency::Minute,
        pb::Frequency::QuarterHourly => Frequency::QuarterHour,
        pb::Frequency::HalfHourly => Frequency::HalfHour,
        pb::Frequency::Hourly => Frequency::Hour,
        pb::Frequency::Daily => Frequency::Day,
        pb::Frequency::BusinessDaily => Frequency::BusinessDay,
        pb::Frequency::Weekly => Frequency::Week,
        pb::Frequency::Monthly => Frequency::Month,
        pb::Frequency::Quarterly => Frequency::Quarter,
        pb::Frequency::Yearly => Frequency::Year,
    })
}

fn response(continued: Continued) -> pb::ForecastResponse {
    let Continued { forecast, times } = continued;
    let intervals = forecast.intervals.into_iter().map(|interval| pb::PredictionInterval {
        level: interval.level,
        lower: interval.lower,
        upper: interval.upper,
    });
    let warnings = forecast
        .warnings
        .into_iter()
        .map(|warning| pb::ForecastWarning { code: warning.code.as_str().to_owned(), message: warning.text });
    let times = times.into_iter().map(timestamp);
    pb::ForecastResponse {
        predictions: forecast.predictions,
        intervals: intervals.collect(),
        model_type: forecast.model,
        confidence: forecast.confidence,
        season_lengths: forecast
            .season_lengths
            .into_iter()
            .map(|length| i32::try_from(length).unwrap_or(i32::MAX))
            .collect(),
        warnings: warnings.collect(),
        times: times.collect(),
    }
}

/// A series that cannot be forecast is a result like the others; only a caller who left or a fault of ours ends the
/// stream.
fn batch_response(
    index: usize,
    outcome: Result<Continued, Error>,
) -> Result<pb::ForecastBatchResponse, Status> {
    let result = match outcome {
        Ok(continued) => pb::forecast_batch_response::Result::Forecast(response(continued)),
        Err(error) if error.violations().is_empty() || error.reason() == &CANCELLED => {
            return Err(error.into());
        }
        Err(error) => pb::forecast_batch_response::Result::Failure(pb::ForecastFailure {
            code: error.kind().name().to_owned(),
            reason: error.reason().name.to_owned(),
            message: error.message().to_owned(),
            field: error.violations().first().map(|violation| violation.field.clone()).unwrap_or_default(),
        }),
    };
    let index =
        i32::try_from(index).map_err(|_| Error::internal("a batch is larger than the contract allows"))?;
    Ok(pb::ForecastBatchResponse { index, result: Some(result) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_on_the_last_day_says_that_the_predicted_times_run_out_of_years() {
        let message = |seconds| {
            let error = start(prost_types::Timestamp { seconds, nanos: 0 }).unwrap_err();
            assert_eq!(error.violations()[0].field, "start");
            error.message().to_owned()
        };
        assert!(message(LAST_SECOND).contains("predicted times run past the year 9999"));
        assert!(message(LAST_SECOND + 1).contains("between the years 1 and 9999"));
        assert!(start(prost_types::Timestamp { seconds: 0, nanos: 0 }).is_ok());
    }
}
