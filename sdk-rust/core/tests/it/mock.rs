use std::time::Duration;

use bytes::Bytes;
use omni_client_core::{CallOptions, Client, Code, Error, ErrorKind, ErrorSpec, contract};
use prost::Message;
use prost_reflect::{DynamicMessage, MessageDescriptor};

use crate::{FORECAST, FORECAST_BATCH, mock_client};
use omni_proto_intelligence::v1::{
    ForecastBatchRequest, ForecastBatchResponse, ForecastRequest, ForecastResponse, forecast_batch_response,
};

fn encoded(descriptor: &MessageDescriptor, json: &str) -> Bytes {
    let mut reader = serde_json::Deserializer::from_str(json);
    DynamicMessage::deserialize(descriptor.clone(), &mut reader).unwrap().encode_to_vec().into()
}

async fn ask(client: &Client, request: &ForecastRequest) -> Result<ForecastResponse, Error> {
    let answer = client.unary(FORECAST, request.encode_to_vec().into(), &CallOptions::default()).await?;
    Ok(ForecastResponse::decode(answer.message).unwrap())
}

fn request(last: f64) -> ForecastRequest {
    ForecastRequest {
        time_series: vec![1.0, 2.0, last],
        forecast_steps: 3,
        season_lengths: vec![2],
        ..Default::default()
    }
}

#[tokio::test]
async fn every_rpc_of_the_contract_is_answered_with_its_example_and_with_something_else() {
    let client = mock_client();
    for method in contract().unwrap().methods() {
        let (input, output) = (method.input(), method.output());
        let example = encoded(&input, &method.sdk().example);
        // A field that this build does not know makes it another request.
        let other = Bytes::from([&example[..], &[0xfa, 0x3e, 0x01, 0x78]].concat());
        for (request, exact) in [(example.clone(), true), (other, false)] {
            let answers = if method.is_streaming() {
                let mut stream =
                    client.stream(method.path(), request, &CallOptions::default()).await.unwrap();
                stream.next_batch(100).await.unwrap().unwrap()
            } else {
                vec![client.unary(method.path(), request, &CallOptions::default()).await.unwrap().message]
            };
            assert!(!answers.is_empty() && (method.is_streaming() || answers.len() == 1));
            for answer in &answers {
                DynamicMessage::decode(output.clone(), answer.clone()).unwrap();
            }
            let expected = encoded(&output, &method.sdk().example_response);
            let decoded = DynamicMessage::decode(output.clone(), answers[0].clone()).unwrap();
            let wanted = DynamicMessage::decode(output.clone(), expected).unwrap();
            assert!(!exact || decoded == wanted, "{}", method.path());
        }
    }
}

#[tokio::test]
async fn the_same_request_gets_the_same_answer_with_the_numbers_that_the_contract_shows() {
    let first = ask(&mock_client(), &request(3.0)).await.unwrap();
    assert_eq!(first, ask(&mock_client(), &request(3.0)).await.unwrap());
    assert_eq!(first.predictions, [165.29, 171.88, 189.79]);
    assert!(!first.model_type.is_empty());
    assert_eq!(first.season_lengths, [2], "a field of the request is repeated");
}

#[tokio::test]
async fn an_answer_has_as_many_values_as_the_request_asks_for_and_stays_in_order() {
    for steps in [1, 2, 7, 100] {
        let asked = ForecastRequest { forecast_steps: steps, ..request(9.0) };
        let answer = ask(&mock_client(), &asked).await.unwrap();
        let steps = usize::try_from(steps).unwrap();
        assert_eq!(answer.predictions.len(), steps);
        assert_eq!(answer.intervals.len(), 1);
        let interval = &answer.intervals[0];
        assert_eq!((interval.level, interval.lower.len(), interval.upper.len()), (80.0, steps, steps));
        for ((low, middle), high) in interval.lower.iter().zip(&answer.predictions).zip(&interval.upper) {
            assert!(low < middle && middle < high, "{low} {middle} {high}");
        }
        assert_eq!(answer.model_type, "AUTO(MSTL_LOG 0.32 + ETS 0.24 + ARIMA 0.23 + THETA 0.22)");
    }
}

#[tokio::test]
async fn a_batch_is_answered_item_by_item() {
    let requests = [4, 1, 6, 2].map(|steps| ForecastRequest { forecast_steps: steps, ..request(5.0) });
    let asked = ForecastBatchRequest { requests: requests.to_vec() };
    let client = mock_client();
    let options = CallOptions::default();
    let mut stream = client.stream(FORECAST_BATCH, asked.encode_to_vec().into(), &options).await.unwrap();
    let items = stream.next_batch(100).await.unwrap().unwrap();
    let items = items.into_iter().map(|item| ForecastBatchResponse::decode(item).unwrap());
    let shapes: Vec<_> = items
        .map(|item| match item.result {
            Some(forecast_batch_response::Result::Forecast(forecast)) => {
                (item.index, forecast.predictions.len())
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(shapes, [(0, 4), (1, 1), (2, 6), (3, 2)]);
}

#[tokio::test]
async fn a_text_that_the_example_repeats_is_repeated() {
    let method = contract().unwrap().method("/omni.platform.v1.PlatformService/GetError").unwrap();
    let request = encoded(&method.input(), r#"{"failedRequestId": "req_mine"}"#);
    let answer = mock_client().unary(method.path(), request, &CallOptions::default()).await.unwrap();
    let answer = DynamicMessage::decode(method.output(), answer.message).unwrap();
    assert_eq!(answer.get_field_by_name("request_id").unwrap().as_str(), Some("req_mine"));
}

/// A request for the forecasts of three series.
fn batch() -> Bytes {
    ForecastBatchRequest { requests: vec![request(3.0); 3] }.encode_to_vec().into()
}

#[tokio::test]
async fn the_items_of_a_stream_are_counted() {
    let client = mock_client();
    let mut stream = client.stream(FORECAST_BATCH, batch(), &CallOptions::default()).await.unwrap();
    let items = stream.next_batch(10).await.unwrap().unwrap();
    let indexes: Vec<_> =
        items.into_iter().map(|item| ForecastBatchResponse::decode(item).unwrap().index).collect();
    assert_eq!(indexes, [0, 1, 2]);
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn seeds_failures_and_delays_are_followed_and_calls_recorded() {
    let client = mock_client();
    let mock = client.mock().unwrap();
    mock.seed_json(FORECAST, r#"{"predictions": [42], "modelType": "MINE"}"#).unwrap();
    mock.fail(FORECAST, ErrorSpec::new(Code::Unavailable, "down").pushback(0), 2).unwrap();
    let answer = ask(&client, &request(3.0)).await.unwrap();
    assert_eq!((answer.predictions, answer.model_type.as_str()), (vec![42.0], "MINE"));
    let calls = mock.calls();
    assert_eq!(calls.iter().map(|call| call.attempt).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(calls[0].path, FORECAST);
    assert_eq!(calls[0].request, request(3.0).encode_to_vec());
    assert!(calls[0].metadata.iter().all(|(name, _)| name != "x-api-key"));

    mock.delay(FORECAST, Duration::from_hours(1)).unwrap();
    let options = CallOptions { timeout: Some(Duration::from_millis(20)), ..CallOptions::default() };
    let error = client.unary(FORECAST, Bytes::new(), &options).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);

    mock.reset();
    assert!(mock.calls().is_empty());
    assert_ne!(ask(&client, &request(3.0)).await.unwrap().model_type, "MINE");
}

#[tokio::test]
async fn a_stream_may_be_seeded_item_by_item() {
    let client = mock_client();
    let items: Vec<Bytes> = (5..7)
        .map(|index| ForecastBatchResponse { index, ..Default::default() }.encode_to_vec().into())
        .collect();
    client.mock().unwrap().seed_stream(FORECAST_BATCH, items.clone()).unwrap();
    let mut stream = client.stream(FORECAST_BATCH, batch(), &CallOptions::default()).await.unwrap();
    assert_eq!(stream.next_batch(10).await, Some(Ok(items)));
}

#[tokio::test]
async fn what_the_contract_does_not_know_is_refused() {
    let client = mock_client();
    let mock = client.mock().unwrap();
    assert!(mock.seed("/omni.intelligence.v1.IntelligenceService/Forecats", Bytes::new()).is_err());
    assert!(mock.fail("Forecast", ErrorSpec::new(Code::Internal, ""), 1).is_err());
    assert!(mock.seed_stream(FORECAST, vec![]).is_err());
    assert!(mock.seed(FORECAST, Bytes::from_static(&[0xff])).is_err());
    assert!(mock.seed_json(FORECAST, r#"{"prediction": 1}"#).is_err());
    let garbage =
        client.unary(FORECAST, Bytes::from_static(&[0xff]), &CallOptions::default()).await.unwrap_err();
    assert_eq!(garbage.kind(), ErrorKind::InvalidArgument);
    let unknown = client.unary("/omni.x.v1.X/Y", Bytes::new(), &CallOptions::default()).await.unwrap_err();
    assert_eq!(unknown.api().unwrap().code, Code::Unimplemented);
}

#[tokio::test]
async fn an_example_is_known_however_its_defaults_are_written() {
    let method = contract().unwrap().method(FORECAST).unwrap();
    let example = method.sdk().example.trim_end_matches('}');
    let request = encoded(&method.input(), &format!(r#"{example}, "missing": [], "frequency": 0}}"#));
    let answer = mock_client().unary(FORECAST, request, &CallOptions::default()).await.unwrap();
    let answer = ForecastResponse::decode(answer.message).unwrap();
    assert_eq!(answer.predictions, [165.29, 171.88, 189.79]);
}
