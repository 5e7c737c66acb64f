use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use omni_client_core::{CallOptions, Error, ErrorKind, ErrorSpec};
use serde::Deserialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tonic::Status;

use crate::raw::{Act, Raw};
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

#[tokio::test]
async fn a_web_server_at_the_address_is_named_and_not_asked_again() {
    for status in [200, 301, 404] {
        let raw = Raw::start(vec![vec![Act::Page(status); 9]]).await;
        let error = crate::forecast(&client(&raw.url())).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connection, "{error}");
        let expected =
            format!("{} does not speak Omni: it answered with HTTP {status} and text/html", raw.url());
        assert!(error.to_string().contains(&expected), "{error}");
        assert!(error.to_string().contains("OMNI_BASE_URL"), "{error}");
        assert_eq!(raw.counts(), (1, 1));
    }
}

#[tokio::test]
async fn a_server_of_another_protocol_is_named_and_not_asked_again() {
    // HTTP/1.1, and the alert of a server that wants TLS.
    for answer in
        [&b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n"[..], b"\x15\x03\x01\x00\x02\x02\x46"]
    {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&connections);
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                let mut request = [0; 1024];
                let _ = socket.read(&mut request).await;
                socket.write_all(answer).await.unwrap();
                // What is read is not lost to a reset.
                while socket.read(&mut request).await.is_ok_and(|read| read > 0) {}
            }
        });
        let error = crate::forecast(&client(&url)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connection, "{error}");
        let expected = format!("{url} does not speak Omni: it does not answer in HTTP/2");
        assert!(error.to_string().contains(&expected), "{error}");
        assert_eq!(connections.load(Ordering::SeqCst), 1);
    }
}

#[tokio::test]
async fn a_path_that_the_server_does_not_know_is_told_to_be_left_out() {
    let path = "/api/v1/omni.intelligence.v1.IntelligenceService/Forecast";
    let raw = Raw::start(vec![vec![Act::NoMethod(path), Act::NoMethod(FORECAST)]]).await;
    let client = client(&format!("{}/api/v1", raw.url()));
    let error = client.unary(FORECAST, Vec::new().into(), &once()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection, "{error}");
    assert!(error.to_string().contains("knows no path /api/v1; leave it out of the base URL"), "{error}");
    // Behind a proxy that takes the path away, the method itself is what an older server does not know.
    let error = client.unary(FORECAST, Vec::new().into(), &once()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
}
