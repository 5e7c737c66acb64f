use bytes::Bytes;
use omni_client_core::{CallOptions, Error, ErrorKind};

use crate::raw::{Act, Raw};
use crate::server::{Server, Step};
use crate::{FORECAST, FORECAST_BATCH, client, forecast};

/// One attempt only, so that nothing but the uncounted second attempt can help.
fn once() -> CallOptions {
    CallOptions { max_retries: Some(0), ..CallOptions::default() }
}

#[tokio::test]
async fn a_server_killed_and_started_again_on_its_port_is_found() {
    let mut server = Server::start(vec![]);
    let client = client(&server.url());
    for _ in 0..3 {
        forecast(&client).await.unwrap();
        forecast(&client).await.unwrap();
        assert_eq!(server.script.calls(), 2);
        let address = tokio::task::spawn_blocking(move || server.kill()).await.unwrap();
        server = Server::start_at(address, vec![]);
    }
    // With retries: whether the client has seen the end of the connection by now is up to the system.
    forecast(&client).await.unwrap();
}

#[tokio::test]
async fn a_server_that_is_down_gives_a_connection_error_and_is_found_when_it_is_back() {
    let server = Server::start(vec![]);
    let client = client(&server.url());
    let address = tokio::task::spawn_blocking(move || server.kill()).await.unwrap();
    let error = client.unary(FORECAST, Bytes::new(), &once()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
    let text = error.to_string();
    assert!(text.contains(&format!("cannot connect to http://{address}")) && text.contains("req_"), "{text}");
    let _server = Server::start_at(address, vec![]);
    client.unary(FORECAST, Bytes::new(), &once()).await.unwrap();
}

#[tokio::test]
async fn a_graceful_goaway_costs_no_call() {
    let server = Server::start(vec![Step::Answer, Step::Slow(std::time::Duration::from_millis(300))]);
    let client = client(&server.url());
    forecast(&client).await.unwrap();
    let running = tokio::spawn({
        let client = client.clone();
        async move { forecast(&client).await }
    });
    while server.script.calls() < 2 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    server.drain();
    // What runs is answered on the old connection.
    assert_eq!(running.await.unwrap().unwrap().attempts, 1);
    let address = tokio::task::spawn_blocking(move || server.kill()).await.unwrap();
    let _server = Server::start_at(address, vec![]);
    client.unary(FORECAST, Bytes::new(), &once()).await.unwrap();
}

#[tokio::test]
async fn a_goaway_while_another_call_runs_sends_new_calls_to_a_new_connection() {
    let raw = Raw::start(vec![vec![Act::Answer, Act::GoAway]]).await;
    let client = client(&raw.url());
    client.unary(FORECAST, Bytes::new(), &once()).await.unwrap();
    for _ in 0..5 {
        client.unary(FORECAST, Bytes::new(), &once()).await.unwrap();
    }
    assert_eq!(raw.counts(), (2, 7));
}

#[tokio::test]
async fn a_refused_stream_is_sent_again_without_counting_as_a_retry() {
    let raw = Raw::start(vec![vec![Act::Refuse]]).await;
    let client = client(&raw.url());
    let answer = client.unary(FORECAST, Bytes::new(), &once()).await.unwrap();
    assert_eq!(answer.attempts, 2);
    assert!(
        answer.headers.contains(&("x-cost".to_owned(), "7".to_owned())),
        "trailers are part of the answer"
    );

    let raw = Raw::start(vec![vec![Act::Refuse; 9]; 9]).await;
    let error = crate::client(&raw.url()).unary(FORECAST, Bytes::new(), &once()).await.unwrap_err();
    assert!(matches!(error, Error::Connection { .. }));
    assert_eq!(raw.counts().1, 2);
}

#[tokio::test]
async fn a_lost_connection_is_a_counted_retry() {
    for act in [Act::Hangup, Act::Reset] {
        let raw = Raw::start(vec![vec![act]]).await;
        let client = client(&raw.url());
        assert_eq!(forecast(&client).await.unwrap().attempts, 2);

        let raw = Raw::start(vec![vec![act]]).await;
        let client = crate::client(&raw.url());
        let error = client.unary(FORECAST, Bytes::new(), &once()).await.unwrap_err();
        assert!(error.to_string().contains("was lost"), "{error}");
        client.unary(FORECAST, Bytes::new(), &once()).await.unwrap();
    }
}

#[tokio::test]
async fn a_stream_is_opened_again_until_its_first_message() {
    let raw = Raw::start(vec![vec![Act::Refuse], vec![Act::Hangup]]).await;
    let client = client(&raw.url());
    let mut stream = client.stream(FORECAST_BATCH, Bytes::new(), &CallOptions::default()).await.unwrap();
    assert!(stream.next().await.unwrap().is_ok());
    assert!(stream.next().await.is_none());
    assert_eq!(raw.counts(), (3, 3));
}

#[test]
fn a_client_outlives_the_runtime_it_first_ran_on() {
    let server = Server::start(vec![]);
    let client = client(&server.url());
    for _ in 0..3 {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(client.unary(FORECAST, Bytes::new(), &once())).unwrap();
    }
    assert_eq!(server.script.calls(), 3);
}

#[tokio::test]
async fn a_base_url_may_have_a_path() {
    let raw = Raw::start(vec![]).await;
    forecast(&client(&format!("{}/proxied/", raw.url()))).await.unwrap();
}
