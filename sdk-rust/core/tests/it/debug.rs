use std::sync::{Arc, Mutex};

use bytes::Bytes;
use omni_client_core::{CallOptions, Client, DebugLine};
use tonic::Status;

use crate::server::{Server, Step};
use crate::{FORECAST_BATCH, client, forecast};

fn recorded(client: &Client) -> Arc<Mutex<Vec<DebugLine>>> {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&lines);
    client.set_debug_sink(Arc::new(move |line| sink.lock().unwrap().push(line.clone())));
    lines
}

#[tokio::test]
async fn every_attempt_is_one_line_without_the_secret() {
    let server = Server::start(vec![Step::Fail(Status::unavailable("starting"))]);
    let client = client(&server.url());
    let lines = recorded(&client);
    forecast(&client).await.unwrap();
    assert!(lines.lock().unwrap().is_empty(), "off until it is turned on");
    let server = Server::start(vec![Step::Fail(Status::unavailable("starting"))]);
    let client = crate::client(&server.url());
    let lines = recorded(&client);
    client.enable_debug();
    forecast(&client).await.unwrap();
    let lines = lines.lock().unwrap();
    let statuses: Vec<_> = lines.iter().map(|line| (line.status, line.attempt)).collect();
    assert_eq!(statuses, [("UNAVAILABLE", 1), ("OK", 2)]);
    let text = lines[1].to_string();
    assert!(text.starts_with("omni omni.intelligence.v1.IntelligenceService/Forecast OK "), "{text}");
    assert!(
        text.contains("sent=0B received=25B attempt=2 request=req_from_server key=omni_test_AbCd1234_…"),
        "{text}"
    );
    assert!(!text.contains("0123456789abcdef"), "{text}");
    assert!(lines[0].to_string().ends_with("error=\"starting\""), "{}", lines[0]);
}

#[tokio::test]
async fn a_stream_is_logged_when_it_ends_however_it_ends() {
    let server =
        Server::start(vec![Step::Items(3, Ok(())), Step::Hang, Step::Items(1, Err(Status::internal("x")))]);
    let client = client(&server.url());
    let lines = recorded(&client);
    client.enable_debug();
    for _ in 0..3 {
        let mut stream = client.stream(FORECAST_BATCH, Bytes::new(), &CallOptions::default()).await.unwrap();
        for _ in 0..4 {
            if lines.lock().unwrap().len() == 1 && stream.next().await.is_some() {
                break;
            }
            let _ = stream.next().await;
        }
    }
    let statuses: Vec<_> = lines.lock().unwrap().iter().map(|line| line.status).collect();
    assert_eq!(statuses, ["OK", "CANCELLED", "INTERNAL"]);
    assert_eq!(lines.lock().unwrap()[0].received, 4);
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_logged_as_connection() {
    let server = Server::start(vec![]);
    let client = client(&server.url());
    tokio::task::spawn_blocking(move || server.kill()).await.unwrap();
    let lines = recorded(&client);
    client.enable_debug();
    let once = CallOptions { max_retries: Some(0), ..CallOptions::default() };
    client.unary(crate::FORECAST, Bytes::new(), &once).await.unwrap_err();
    assert_eq!(lines.lock().unwrap()[0].status, "CONNECTION");
    assert!(!format!("{client:?}").contains("0123456789abcdef"));
}

#[tokio::test]
async fn a_passed_deadline_is_logged_as_such() {
    let server = Server::start(vec![Step::Hang]);
    let client = client(&server.url());
    let lines = recorded(&client);
    client.enable_debug();
    let short = CallOptions { timeout: Some(std::time::Duration::from_millis(50)), ..CallOptions::default() };
    client.unary(crate::FORECAST, Bytes::new(), &short).await.unwrap_err();
    assert_eq!(lines.lock().unwrap()[0].status, "DEADLINE_EXCEEDED");
}
