use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use omni_client_core::{CallOptions, Error, ErrorKind, ErrorSpec};
use serde::Deserialize;
use tonic::Status;

use crate::server::{Server, Step};
use crate::{FORECAST, client, mock_client};

/// The table that the suites of all languages read.
const FIXTURES: &str = include_str!("../fixtures/errors.json");

#[derive(Deserialize)]
struct Fixture {
    name: String,
    status: serde_json::Value,
    /// The same, encoded, in base64.
    status_bin: String,
    expected: Expected,
}

#[derive(Deserialize)]
struct Expected {
    class: String,
    code: String,
    reason: String,
    domain: String,
    message: String,
    retryable: bool,
    retry_after_seconds: Option<f64>,
    field_violations: Vec<Violation>,
    metadata: BTreeMap<String, String>,
    help_url: Option<String>,
}

#[derive(Deserialize, Debug, PartialEq)]
struct Violation {
    field: String,
    description: String,
    reason: String,
}

fn fixtures() -> Vec<Fixture> {
    serde_json::from_str(FIXTURES).unwrap()
}

fn check(fixture: &Fixture, error: &Error) {
    let (name, expected) = (&fixture.name, &fixture.expected);
    assert_eq!(error.kind().class_name(), expected.class, "{name}");
    assert!(error.request_id().starts_with("req_"), "{name}");
    assert!(error.to_string().contains(error.request_id()), "{name}: {error}");
    assert!(error.to_string().contains(&expected.message), "{name}: {error}");
    let Error::Api(error) = error else {
        assert_eq!(expected.code, "DEADLINE_EXCEEDED", "{name}");
        return;
    };
    assert_eq!(error.code.name(), expected.code, "{name}");
    assert_eq!((&error.reason, &error.domain), (&expected.reason, &expected.domain), "{name}");
    assert_eq!(error.message, expected.message, "{name}");
    assert_eq!(error.retryable, expected.retryable, "{name}");
    assert_eq!(error.retry_after.map(|delay| delay.as_secs_f64()), expected.retry_after_seconds, "{name}");
    assert_eq!((&error.metadata, &error.help_url), (&expected.metadata, &expected.help_url), "{name}");
    let violations: Vec<_> = error
        .field_violations
        .iter()
        .map(|one| Violation {
            field: one.field.clone(),
            description: one.description.clone(),
            reason: one.reason.clone(),
        })
        .collect();
    assert_eq!(violations, expected.field_violations, "{name}");
}

fn once() -> CallOptions {
    CallOptions { max_retries: Some(0), ..CallOptions::default() }
}

#[tokio::test]
async fn every_fixture_from_a_server_becomes_its_class() {
    let fixtures = fixtures();
    let steps = fixtures.iter().map(|fixture| {
        let bytes = STANDARD.decode(&fixture.status_bin).unwrap();
        let code = i32::try_from(fixture.status["code"].as_i64().unwrap()).unwrap();
        let message = fixture.status["message"].as_str().unwrap();
        Step::Fail(Status::with_details(tonic::Code::from_i32(code), message, bytes.into()))
    });
    let server = Server::start(steps.collect());
    let client = client(&server.url());
    for fixture in &fixtures {
        let error = client.unary(FORECAST, Vec::new().into(), &once()).await.unwrap_err();
        check(fixture, &error);
    }
    assert_eq!(server.script.calls(), fixtures.len());
}

#[tokio::test]
async fn every_fixture_from_the_mock_becomes_its_class() {
    let client = mock_client();
    for fixture in fixtures() {
        let spec = ErrorSpec::from_json(&fixture.status.to_string()).unwrap();
        let bytes = STANDARD.decode(&fixture.status_bin).unwrap();
        assert_eq!(
            spec,
            ErrorSpec::from_bytes(&bytes).unwrap(),
            "{}: {}",
            fixture.name,
            STANDARD.encode(spec.to_bytes())
        );
        client.mock().unwrap().fail(FORECAST, spec, 1).unwrap();
        let error = client.unary(FORECAST, Vec::new().into(), &once()).await.unwrap_err();
        check(&fixture, &error);
    }
}

#[test]
fn the_table_holds_every_class_that_a_server_can_cause() {
    let classes: Vec<_> = fixtures().into_iter().map(|fixture| fixture.expected.class).collect();
    for kind in ErrorKind::ALL {
        let local = matches!(kind, ErrorKind::Connection | ErrorKind::Config | ErrorKind::Cancelled);
        let name = kind.class_name();
        assert_eq!(classes.iter().any(|class| class == name), !local, "{name}");
    }
}

#[tokio::test]
async fn details_that_cannot_be_read_do_not_hide_the_error() {
    let garbage = Status::with_details(tonic::Code::NotFound, "gone", vec![0xff, 0xff, 0xff].into());
    let server = Server::start(vec![Step::Fail(garbage)]);
    let error = client(&server.url()).unary(FORECAST, Vec::new().into(), &once()).await.unwrap_err();
    assert_eq!((error.kind(), error.api().unwrap().message.as_str()), (ErrorKind::NotFound, "gone"));
}
