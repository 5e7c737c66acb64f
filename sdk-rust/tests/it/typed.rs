use std::time::Duration;

use omni_ai::intelligence::v1::{ForecastBatchRequest, ForecastRequest};
use omni_ai::{CallOptions, Code, ErrorKind, ErrorSpec, OmniClient};
use tokio_stream::StreamExt;

use crate::server::{KEY, Server};

const FORECAST: &str = "/omni.intelligence.v1.IntelligenceService/Forecast";

fn request(last: f64, forecast_steps: i32) -> ForecastRequest {
    ForecastRequest { time_series: vec![1.0, 2.0, last], forecast_steps, ..Default::default() }
}

fn connected(url: &str) -> OmniClient {
    OmniClient::builder()
        .api_key(KEY)
        .base_url(url)
        .timeout(Duration::from_secs(20))
        .max_retries(1)
        .build()
        .unwrap()
}

/// The server's runtime must not be dropped inside another.
fn run<F: Future>(future: impl FnOnce(OmniClient) -> F) {
    let server = Server::start();
    let client = connected(&server.url());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(future(client));
}

#[test]
fn a_call_gives_the_message_and_what_came_with_it() {
    run(|client| async move {
        let answer = client.ml().predict_revenue(request(7.0, 3)).await.unwrap();
        assert_eq!(answer.predictions, [7.0, 7.0, 7.0]);
        assert_eq!((answer.request_id(), answer.attempts()), ("req_from_server", 1));
        assert!(answer.headers().iter().any(|(name, _)| name == "x-request-id"));
        assert_eq!(answer.into_inner().model_type, "NAIVE");
    });
}

#[test]
fn a_stream_gives_items_and_then_its_error() {
    run(|client| async move {
        let requests = vec![request(1.0, 1), request(2.0, 1), request(3.0, 0)];
        let mut items =
            client.intelligence().forecast_batch(ForecastBatchRequest { requests }).await.unwrap();
        assert_eq!(items.next().await.unwrap().unwrap().index, 0);
        // It is a Stream as well.
        assert_eq!(StreamExt::next(&mut items).await.unwrap().unwrap().index, 1);
        let error = items.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        assert!(items.next().await.is_none());

        let requests = vec![request(1.0, 1), request(2.0, 1)];
        let items = client.ml().forecast_batch(ForecastBatchRequest { requests }).await.unwrap();
        assert_eq!(items.collect().await.unwrap().len(), 2);
    });
}

#[test]
fn errors_are_typed() {
    run(|client| async move {
        let error = client.ml().predict_revenue(request(7.0, 0)).await.unwrap_err();
        let api = error.api().unwrap();
        assert_eq!((api.code, api.reason.as_str()), (Code::InvalidArgument, "INVALID_FIELD"));
        assert_eq!(api.field_violations[0].field, "forecast_steps");
        assert!(error.to_string().contains(error.request_id()));
    });
}

#[test]
fn options_hold_for_a_group_or_for_all_calls() {
    let server = Server::start();
    let client = connected(&server.url());
    let options = CallOptions { idempotency_key: Some("once".to_owned()), ..CallOptions::default() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        client.ml().with_options(options.clone()).predict_revenue(request(1.0, 1)).await.unwrap();
        client.ml().predict_revenue(request(1.0, 1)).await.unwrap();
        client.with_options(options).ml().predict_revenue(request(1.0, 1)).await.unwrap();
    });
    let seen = server.seen.lock().unwrap();
    let keys: Vec<_> = seen.iter().map(|metadata| metadata.get("idempotency-key").is_some()).collect();
    assert_eq!(keys, [true, false, true]);
    let agent = seen[0].get("user-agent").unwrap().to_str().unwrap();
    assert!(agent.starts_with("omni-rust/"), "{agent}");
}

#[tokio::test]
async fn mock_mode_needs_no_key_and_takes_any() {
    for client in [
        OmniClient::builder().mock_mode(true).build().unwrap(),
        OmniClient::builder().mock_mode(true).api_key("test-123").build().unwrap(),
    ] {
        let record = client.get_error("req_01k9z8v6m3e8qsb4x7n2h5d0ya").await.unwrap();
        assert_eq!(record.code, "INVALID_ARGUMENT");
        let mock = client.mock().unwrap();
        mock.fail(FORECAST, ErrorSpec::new(Code::NotFound, "gone"), 1).unwrap();
        assert_eq!(
            client.ml().predict_revenue(request(1.0, 1)).await.unwrap_err().kind(),
            ErrorKind::NotFound
        );
        assert_eq!(mock.calls().len(), 2);
    }
}

#[test]
fn a_wrong_setting_is_refused_when_the_client_is_built() {
    let live = "omni_live_AbCd1234_0123456789abcdefghijABCDEFGHIJxy_16FPNW";
    let error = OmniClient::builder().api_key(live).environment("sandbox").build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(!error.to_string().contains("0123456789abcdef"), "{error}");
    let client = OmniClient::builder().api_key(KEY).environment("sandbox").build().unwrap();
    assert!(!format!("{client:?} {:?}", client.settings()).contains("0123456789abcdef"));
}
