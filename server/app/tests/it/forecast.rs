//! Forecasts through the whole server, as the docs show them.

use omni_contract::Method;
use prost_reflect::{DynamicMessage, SerializeOptions};
use serde_json::{Value as Json, json};

use crate::harness::{Server, example};

/// The contract's example numbers are written with two digits after the point.
const ROUNDING: f64 = 0.005_1;

fn method(server: &Server, name: &str) -> std::sync::Arc<Method> {
    server.contract.method(&format!("/omni.intelligence.v1.IntelligenceService/{name}")).unwrap().clone()
}

/// The answer with its defaults written out, so that `[]` and an absent list are the same.
fn whole(method: &Method, answer: &Json) -> Json {
    let message = DynamicMessage::deserialize(method.output(), answer).unwrap();
    let options = SerializeOptions::new().skip_default_fields(false);
    message.serialize_with_options(serde_json::value::Serializer, &options).unwrap()
}

/// Whether both are the same but for rounding.
fn same(shown: &Json, given: &Json) -> bool {
    match (shown, given) {
        (Json::Number(a), Json::Number(b)) => (a.as_f64().unwrap() - b.as_f64().unwrap()).abs() < ROUNDING,
        (Json::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => shown == given,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answers_shown_in_the_docs_are_those_the_server_gives() {
    let server = Server::start().await;
    for name in ["Forecast", "ForecastBatch"] {
        let method = method(&server, name);
        let shown = whole(&method, &serde_json::from_str(&method.sdk().example_response).unwrap());
        let given = server.rest_lines(&server.live_key, &method, &example(&method)).await;
        let given: Vec<Json> = given.iter().map(|line| whole(&method, line)).collect();
        assert!(given.iter().any(|given| same(&shown, given)), "{name}: shown {shown}, given {given:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn values_at_missing_positions_need_not_be_numbers() {
    let server = Server::start().await;
    let method = method(&server, "Forecast");
    let mut request =
        json!({"timeSeries": [1, 2, 3, 4, 5, "NaN", 7, "Infinity"], "forecastSteps": 2, "missing": [5, 7]});
    assert_eq!(server.rest(Some(&server.live_key), &method, &request).await.0, 200);
    request["missing"] = json!([5]);
    let (status, problem) = server.rest(Some(&server.live_key), &method, &request).await;
    assert_eq!(status, 400);
    assert!(problem.to_string().contains("time_series[7]"), "{problem}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_contract_refuses_of_a_forecast_the_server_refuses() {
    let server = Server::start().await;
    let method = method(&server, "Forecast");
    for (field, wrong) in [
        ("frequency", json!({"start": "2026-01-31T00:00:00Z"})),
        ("levels[1]", json!({"levels": [80, 0.95]})),
    ] {
        let mut request = json!({"timeSeries": [1, 2, 3], "forecastSteps": 2});
        request.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
        let (status, problem) = server.rest(Some(&server.live_key), &method, &request).await;
        assert_eq!((status, problem["errors"][0]["field"].as_str()), (400, Some(field)), "{problem}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_that_leaves_no_time_for_the_forecast_says_so() {
    let server = Server::start().await;
    let method = method(&server, "Forecast");
    for start in ["9999-12-31T23:59:59Z", "9999-12-29T00:00:00Z"] {
        let request = json!({"timeSeries": [1, 2, 3], "forecastSteps": 2, "start": start, "frequency": "FREQUENCY_DAILY"});
        let (status, problem) = server.rest(Some(&server.live_key), &method, &request).await;
        assert_eq!(status, 400);
        assert!(problem.to_string().contains("predicted times run past the year 9999"), "{problem}");
    }
}
