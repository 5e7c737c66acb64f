use std::time::Duration;

use bytes::Bytes;
use omni_client_core::{CallOptions, Error, ErrorKind, ResponseStream};
use tonic::Status;

use crate::server::{Server, Step};
use crate::{FORECAST_BATCH, client};

async fn open(server: &Server, options: CallOptions) -> Result<ResponseStream, Error> {
    client(&server.url()).stream(FORECAST_BATCH, Bytes::new(), &options).await
}

#[tokio::test]
async fn items_come_in_order_and_the_end_stays_the_end() {
    let server = Server::start(vec![Step::Items(5, Ok(()))]);
    let mut stream = open(&server, CallOptions::default()).await.unwrap();
    assert_eq!(stream.request_id(), "req_from_server");
    let mut items = Vec::new();
    while let Some(item) = stream.next().await {
        items.push(item.unwrap());
    }
    assert_eq!(items, [&[][..], &[8, 1], &[8, 2], &[8, 3], &[8, 4]]);
    assert!(stream.next().await.is_none());
    assert!(stream.next_batch(10).await.is_none());
}

#[tokio::test]
async fn a_batch_holds_what_is_there_and_no_more_than_asked() {
    let server = Server::start(vec![Step::Items(10, Ok(()))]);
    let mut stream = open(&server, CallOptions::default()).await.unwrap();
    let mut count = 0;
    while let Some(batch) = stream.next_batch(4).await {
        let batch = batch.unwrap();
        assert!((1..=4).contains(&batch.len()));
        count += batch.len();
    }
    assert_eq!(count, 10);
}

#[tokio::test]
async fn an_error_after_messages_comes_behind_them_and_is_not_retried() {
    for batched in [false, true] {
        let server = Server::start(vec![Step::Items(2, Err(Status::unavailable("gone")))]);
        let mut stream = open(&server, CallOptions::default()).await.unwrap();
        let mut count = 0;
        let error = loop {
            let got = if batched {
                stream.next_batch(100).await.unwrap().map(|batch| batch.len())
            } else {
                stream.next().await.unwrap().map(|_| 1)
            };
            match got {
                Ok(more) => count += more,
                Err(error) => break error,
            }
        };
        assert_eq!((count, error.kind(), error.request_id()), (2, ErrorKind::Unavailable, "req_from_server"));
        assert!(stream.next().await.is_none());
        assert_eq!(server.script.calls(), 1);
    }
}

#[tokio::test]
async fn an_error_before_the_first_message_is_retried() {
    let server = Server::start(vec![
        Step::Fail(Status::unavailable("starting")),
        Step::Items(0, Err(Status::unavailable("starting"))),
        Step::Items(1, Ok(())),
    ]);
    let mut stream = open(&server, CallOptions::default()).await.unwrap();
    assert!(stream.next().await.unwrap().is_ok());
    assert!(stream.next().await.is_none());
    assert_eq!(server.script.calls(), 3);
}

#[tokio::test]
async fn a_refused_stream_call_is_a_typed_error() {
    let server = Server::start(vec![Step::Fail(Status::permission_denied("no"))]);
    assert_eq!(open(&server, CallOptions::default()).await.unwrap_err().kind(), ErrorKind::PermissionDenied);
}

#[tokio::test]
async fn cancelling_tells_the_server_and_ends_the_stream() {
    let server = Server::start(vec![Step::Hang]);
    let mut stream = open(&server, CallOptions::default()).await.unwrap();
    assert!(stream.next().await.unwrap().is_ok());
    stream.cancel();
    assert_eq!(stream.next().await, Some(Err(Error::Cancelled)));
    assert!(stream.next().await.is_none());
    server.script.dropped.notified().await;
}

#[tokio::test]
async fn a_handle_cancels_while_somebody_waits() {
    let server = Server::start(vec![Step::Hang]);
    let mut stream = open(&server, CallOptions::default()).await.unwrap();
    let handle = stream.cancel_handle();
    assert!(stream.next().await.unwrap().is_ok());
    let waiting = tokio::spawn(async move { stream.next().await });
    tokio::task::yield_now().await;
    handle.cancel();
    assert_eq!(waiting.await.unwrap(), Some(Err(Error::Cancelled)));
    server.script.dropped.notified().await;
}

#[tokio::test]
async fn dropping_the_stream_cancels_the_call() {
    let server = Server::start(vec![Step::Hang]);
    let stream = open(&server, CallOptions::default()).await.unwrap();
    drop(stream);
    server.script.dropped.notified().await;
}

#[tokio::test]
async fn the_deadline_covers_the_whole_stream() {
    let server = Server::start(vec![Step::Hang]);
    let options = CallOptions { timeout: Some(Duration::from_millis(300)), ..CallOptions::default() };
    let mut stream = open(&server, options).await.unwrap();
    assert!(stream.next().await.unwrap().is_ok());
    assert!(matches!(stream.next().await, Some(Err(Error::Timeout { .. }))));
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn giving_up_a_wait_loses_nothing() {
    let server = Server::start(vec![Step::Fail(Status::unavailable("starting")), Step::Items(3, Ok(()))]);
    let mut stream = open(&server, CallOptions::default()).await.unwrap();
    let mut items = 0;
    loop {
        // A zero timeout polls once and drops the future.
        match tokio::time::timeout(Duration::ZERO, stream.next()).await {
            Ok(Some(item)) => {
                item.unwrap();
                items += 1;
            }
            Ok(None) => break,
            Err(_) => tokio::time::sleep(Duration::from_millis(2)).await,
        }
    }
    assert_eq!(items, 3);
}
