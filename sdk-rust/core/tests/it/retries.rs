use std::time::Duration;

use bytes::Bytes;
use omni_client_core::{CallOptions, Client, Error, ErrorKind, Settings};
use tonic::{Code, Status};

use crate::raw::{Act, Raw};
use crate::server::{Server, Step};
use crate::{FORECAST, KEY, client, forecast, settings};

fn pushed_back(code: Code, millis: &str) -> Status {
    let mut status = Status::new(code, "not now");
    status.metadata_mut().insert("grpc-retry-pushback-ms", millis.parse().unwrap());
    status
}

#[tokio::test]
async fn a_call_carries_credential_deadline_attempt_and_ids() {
    let server = Server::start(vec![]);
    let client = Client::new(Settings {
        user_agent: Some("omni-python/0.1.0".to_owned()),
        tenant: Some("ten_1".to_owned()),
        ..settings(&server.url())
    })
    .unwrap();
    let options = CallOptions {
        idempotency_key: Some("mine".to_owned()),
        metadata: vec![("X-Trace".to_owned(), "abc".to_owned())],
        timeout: Some(Duration::from_secs(30)),
        ..CallOptions::default()
    };
    let answer = client.unary(FORECAST, Bytes::new(), &options).await.unwrap();
    assert_eq!((answer.attempts, answer.request_id.as_str()), (1, "req_from_server"));
    assert!(answer.headers.contains(&("x-request-id".to_owned(), "req_from_server".to_owned())));
    let sent = |name| server.script.values(name).remove(0);
    assert_eq!(sent("x-api-key"), KEY);
    assert_eq!(sent("x-omni-attempt"), "1");
    assert_eq!(sent("x-omni-tenant"), "ten_1");
    assert_eq!(sent("idempotency-key"), "mine");
    assert_eq!(sent("x-trace"), "abc");
    assert!(sent("x-request-id").starts_with("req_"));
    assert!(sent("user-agent").starts_with("omni-python/0.1.0 omni-core/"), "{}", sent("user-agent"));
    let micros: u64 = sent("grpc-timeout").strip_suffix('u').unwrap().parse().unwrap();
    assert!(micros <= 30_000_000);
}

#[tokio::test]
async fn unavailable_is_tried_again_and_every_attempt_is_numbered() {
    let server = Server::start(vec![
        Step::Fail(pushed_back(Code::Unavailable, "1")),
        Step::Fail(pushed_back(Code::Unavailable, "1")),
    ]);
    let answer = forecast(&client(&server.url())).await.unwrap();
    assert_eq!(answer.attempts, 3);
    assert_eq!(server.script.values("x-omni-attempt"), ["1", "2", "3"]);
    let ids = server.script.values("x-request-id");
    assert!(ids[0] != ids[1] && ids[1] != ids[2]);
    // A read needs no idempotency key.
    assert_eq!(server.script.values("idempotency-key"), ["", "", ""]);
}

#[tokio::test]
async fn retries_end_with_their_number() {
    let fail = || Step::Fail(pushed_back(Code::Unavailable, "1"));
    let server = Server::start((0..10).map(|_| fail()).collect());
    let client = client(&server.url());
    let error = forecast(&client).await.unwrap_err();
    assert_eq!((error.kind(), server.script.calls()), (ErrorKind::Unavailable, 3));
    let once = CallOptions { max_retries: Some(0), ..CallOptions::default() };
    client.unary(FORECAST, Bytes::new(), &once).await.unwrap_err();
    assert_eq!(server.script.calls(), 4);
}

#[tokio::test]
async fn other_codes_and_a_negative_pushback_are_final() {
    for status in [
        Status::invalid_argument("wrong"),
        Status::internal("broken"),
        Status::resource_exhausted("too many"),
        Status::deadline_exceeded("late"),
        pushed_back(Code::Unavailable, "-1"),
    ] {
        let server = Server::start(vec![Step::Fail(status)]);
        forecast(&client(&server.url())).await.unwrap_err();
        assert_eq!(server.script.calls(), 1);
    }
}

#[tokio::test]
async fn an_unknown_method_gets_one_idempotency_key_for_all_attempts() {
    let raw = Raw::start(vec![vec![Act::Proxy]]).await;
    let client = client(&raw.url());
    let answer =
        client.unary("/omni.future.v1.FutureService/Create", Bytes::new(), &CallOptions::default()).await;
    assert_eq!(answer.unwrap().attempts, 2);
    // What the server saw is in the mock's record, which takes the same way.
    let mock = crate::mock_client();
    let path = "/omni.future.v1.FutureService/Create";
    mock.unary(path, Bytes::new(), &CallOptions::default()).await.unwrap_err();
    mock.unary(path, Bytes::new(), &CallOptions::default()).await.unwrap_err();
    let keys: Vec<_> =
        mock.mock().unwrap().calls().iter().map(|call| find(&call.metadata, "idempotency-key")).collect();
    assert!(keys[0].starts_with("idem_") && keys[0] != keys[1], "{keys:?}");
}

fn find(metadata: &[(String, String)], name: &str) -> String {
    metadata.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

#[tokio::test]
async fn the_deadline_covers_all_attempts() {
    let server = Server::start(vec![Step::Hang]);
    let options = CallOptions { timeout: Some(Duration::from_millis(200)), ..CallOptions::default() };
    let error = client(&server.url()).unary(FORECAST, Bytes::new(), &options).await.unwrap_err();
    assert!(matches!(&error, Error::Timeout { message, request_id }
        if message.contains("IntelligenceService/Forecast took longer than 200ms") && request_id.starts_with("req_")));
    server.script.dropped.notified().await;

    // The wait that the server asks for would pass the deadline: its error comes at once.
    let server = Server::start(vec![Step::Fail(pushed_back(Code::Unavailable, "3600000"))]);
    let error = forecast(&client(&server.url())).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
}

#[tokio::test]
async fn a_slow_answer_within_the_deadline_is_taken() {
    let server = Server::start(vec![Step::Slow(Duration::from_millis(50))]);
    assert_eq!(forecast(&client(&server.url())).await.unwrap().attempts, 1);
}

#[tokio::test]
async fn the_budget_ends_retries_against_a_server_that_is_down() {
    let fail = || Step::Fail(pushed_back(Code::Unavailable, "0"));
    let server = Server::start((0..1000).map(|_| fail()).collect());
    let client = client(&server.url());
    for _ in 0..100 {
        forecast(&client).await.unwrap_err();
    }
    let calls = server.script.calls();
    // 100 calls with 2 retries each would be 300 attempts; half of 100 tokens pays for 49 retries.
    assert!((100..=150).contains(&calls), "{calls}");
}

#[tokio::test]
async fn dropping_a_call_cancels_it_on_the_server() {
    let server = Server::start(vec![Step::Hang]);
    let client = client(&server.url());
    let call = tokio::spawn(async move { forecast(&client).await });
    while server.script.calls() == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    call.abort();
    server.script.dropped.notified().await;
}

#[tokio::test]
async fn wrong_options_are_refused_before_anything_is_sent() {
    let server = Server::start(vec![]);
    let client = client(&server.url());
    let with = |name: &str, value: &str| CallOptions {
        metadata: vec![(name.to_owned(), value.to_owned())],
        ..CallOptions::default()
    };
    for options in [
        with("x-api-key", "stolen"),
        with("grpc-timeout", "1S"),
        with("bad name", "x"),
        with("x-data-bin", "x"),
        with("x-ok", "line\nbreak"),
        CallOptions { timeout: Some(Duration::ZERO), ..CallOptions::default() },
        CallOptions { idempotency_key: Some(String::new()), ..CallOptions::default() },
    ] {
        let error = client.unary(FORECAST, Bytes::new(), &options).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{options:?}");
    }
    client.close();
    assert_eq!(forecast(&client).await.unwrap_err().kind(), ErrorKind::Connection);
    assert_eq!(server.script.calls(), 0);
}
