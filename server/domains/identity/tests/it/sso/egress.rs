//! Tenants name the addresses that the server asks. It does not let itself be sent everywhere.

use serde_json::json;

use super::{house, node_sso, settings};
use crate::harness::status_reason;

#[tokio::test]
async fn a_private_address_is_not_asked_unless_the_operator_allows_it() {
    let mut house = house().await;
    let id = house.connected().await;
    let guarded = node_sso(&house.world.node, &settings(&house.dns, false), None);
    let open = std::mem::replace(&mut house.sso, guarded);
    let outcome = house.start(&id).await.map(tonic::Response::new);
    assert_eq!(status_reason(outcome), "SSO_PROVIDER_UNREACHABLE");
    assert_eq!(house.idp.state.lock().unwrap().paths.len(), 0, "a private address was asked");
    // Nor is one made that would have to be.
    let outcome = house.create(&house.admin, house.wanted()).await.map(tonic::Response::new);
    assert_eq!(status_reason(outcome), "INVALID_FIELD");
    house.sso = open;
    house.sign_in(&id).await;
}

#[tokio::test]
async fn a_provider_that_calls_itself_something_else_is_not_taken() {
    let house = house().await;
    let id = house.connected().await;
    house.idp.change(|idp| idp.metadata = Box::new(|all| all["issuer"] = json!("https://evil.example")));
    let outcome = house.start(&id).await.map(tonic::Response::new);
    assert_eq!(status_reason(outcome), "SSO_PROVIDER_UNREACHABLE");
}

#[tokio::test]
async fn redirects_endless_answers_and_silence_are_not_followed() {
    let mut house = house().await;
    let id = house.connected().await;
    let mut quick = settings(&house.dns, true);
    quick.timeout = std::time::Duration::from_millis(300);
    house.sso = node_sso(&house.world.node, &quick, None);
    let there = format!("{}/.well-known/elsewhere", house.idp.issuer());
    let redirect = format!("HTTP/1.1 302 Found\r\nlocation: {there}\r\ncontent-length: 0\r\n\r\n");
    let mut long = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{\"issuer\":\"".to_vec();
    long.resize(2 * 1024 * 1024, b'x');
    // Says more than it sends.
    let silent = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n".to_vec();
    for answer in [redirect.into_bytes(), long, silent, b"nonsense\r\n\r\n".to_vec()] {
        house.idp.change(|idp| idp.instead = Some(answer));
        let outcome = house.start(&id).await.map(tonic::Response::new);
        assert_eq!(status_reason(outcome), "SSO_PROVIDER_UNREACHABLE");
    }
    assert_eq!(house.idp.asked("/.well-known/elsewhere"), 0);
    // What failed is not remembered.
    house.idp.change(|idp| idp.instead = None);
    house.sign_in(&id).await;
}
