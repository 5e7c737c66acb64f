//! Over every method of the contract: what no method may get wrong.

use bytes::Bytes;
use omni_client_core::CallOptions;
use omni_contract::Access;
use omni_kernel::Grants;
use prost_reflect::Kind;
use serde_json::{Value as Json, json};

use crate::harness::{Server, example, example_bytes, reason};

#[tokio::test]
async fn nobody_gets_in_without_a_key() {
    let server = Server::start().await;
    for method in server.contract.methods().filter(|method| method.access() != Access::Public) {
        let (status, problem) = server.rest(None, method, &example(method)).await;
        assert_eq!(
            (status, problem["reason"].as_str()),
            (401, Some("CREDENTIAL_MISSING")),
            "{}",
            method.name()
        );
        let (rest, last) = server.live_key.split_at(server.live_key.len() - 1);
        let wrong = format!("{rest}{}", if last == "x" { "y" } else { "x" });
        let (status, _) = server.rest(Some(&wrong), method, &example(method)).await;
        assert_eq!(status, 401, "{}", method.name());
    }
    server.running.unwrap().stop().await;
}

#[tokio::test]
async fn a_key_without_the_permission_is_refused_whatever_it_asks_for() {
    let server = Server::start().await;
    let key = server.key_with(Grants::from_iter(["nothing.at.all"])).await;
    for method in server.contract.methods().filter(|method| method.access() != Access::Public) {
        // What is for people only is refused to keys before anything else.
        let expected = if method.access() == Access::User { "ACCESS_DENIED" } else { "PERMISSION_MISSING" };
        let error = server.grpc(&key, method, example_bytes(method)).await.unwrap_err();
        assert_eq!(reason(&error), expected, "{}", method.name());
        let (status, problem) = server.rest(Some(&key), method, &example(method)).await;
        assert_eq!((status, problem["reason"].as_str()), (403, Some(expected)), "{}", method.name());
    }
    server.running.unwrap().stop().await;
}

#[tokio::test]
async fn the_permission_alone_is_enough() {
    let server = Server::start().await;
    for method in server.contract.methods().filter(|method| method.access() == Access::Key) {
        let key = server.key_with(Grants::from_iter([method.policy().permission.as_str()])).await;
        match server.grpc(&key, method, example_bytes(method)).await {
            Ok(_) => {}
            // What is asked for may not be there, or not be the caller's to hand on; but nothing else is missing.
            Err(error) => {
                let expected = ["NOT_FOUND", "SCOPE_NOT_HELD"];
                assert!(expected.contains(&&*reason(&error)), "{}: {error}", method.name());
            }
        }
    }
    server.running.unwrap().stop().await;
}

/// By a field that nobody knows, as a newer client may send one.
#[tokio::test]
async fn a_message_as_large_as_the_settings_allow_is_taken_by_every_method() {
    let server = Server::start_with(&[("server.max_message_bytes", "16777216")]).await;
    let person = server.sign_in().await;
    let mut unknown = vec![0xfa, 0x7f];
    prost_reflect::prost::encoding::encode_varint(5 << 20, &mut unknown);
    unknown.resize(unknown.len() + (5 << 20), b'x');
    for method in server.contract.methods() {
        let large = Bytes::from([&example_bytes(method)[..], &unknown].concat());
        let caller = if method.access() == Access::User { &person } else { &server.live_key };
        if let Err(error) = server.grpc(caller, method, large).await {
            let reason = reason(&error);
            assert!(!["OUT_OF_RANGE", "MESSAGE_TOO_LARGE"].contains(&&*reason), "{}: {error}", method.name());
        }
    }
    server.running.unwrap().stop().await;
}

#[tokio::test]
async fn garbage_bytes_are_an_invalid_argument() {
    let server = Server::start().await;
    let key = server.live_key.clone();
    for method in server.contract.methods() {
        for garbage in [&b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"[..], b"\x0a\xff", b"\x0b"] {
            let error = server.grpc(&key, method, Bytes::from_static(garbage)).await.unwrap_err();
            // Keys may not call what is for people, whatever they send.
            let expected =
                if method.access() == Access::User { "ACCESS_DENIED" } else { "MALFORMED_REQUEST" };
            assert_eq!(reason(&error), expected, "{}", method.name());
        }
    }
    server.running.unwrap().stop().await;
}

#[tokio::test]
async fn a_wrong_type_in_any_field_names_the_field() {
    let server = Server::start().await;
    let person = server.sign_in().await;
    for method in server.contract.methods().filter(|method| method.bindings()[0].body.as_deref() == Some("*"))
    {
        let credential = if method.access() == Access::User { &person } else { &server.live_key };
        for field in method.input().fields() {
            let wrong = match field.kind() {
                _ if field.is_list() || field.is_map() => json!("neither list nor map"),
                Kind::String | Kind::Bytes => json!(17.5),
                _ => json!([["a list in a list"]]),
            };
            let mut request = example(method);
            request[field.json_name()] = wrong;
            let (status, problem) = server.rest(Some(credential), method, &request).await;
            assert_eq!(
                (status, problem["reason"].as_str()),
                (400, Some("INVALID_FIELD")),
                "{}: {problem}",
                field.full_name()
            );
            let named = problem["errors"][0]["field"].as_str().unwrap();
            assert!(named.starts_with(field.name()), "{named} for {}", field.full_name());
        }
        let mut request = example(method);
        request["noSuchField"] = json!(1);
        let (status, problem) = server.rest(Some(credential), method, &request).await;
        assert_eq!(
            (status, problem["errors"][0]["rule"].as_str()),
            (400, Some("unknown_field")),
            "{}",
            method.name()
        );
    }
    server.running.unwrap().stop().await;
}

#[tokio::test]
async fn rest_and_grpc_answer_alike() {
    let server = Server::start().await;
    for method in server.contract.methods() {
        // A mutation is done once: the second door gives the first one's answer.
        let once = format!("alike-{}", method.descriptor().name());
        let headers = [("x-api-key", server.live_key.as_str()), ("idempotency-key", &once)];
        let (status, _, mut by_rest) = server.rest_with(&headers, method, &example(method)).await;
        let options = CallOptions { idempotency_key: Some(once.clone()), ..CallOptions::default() };
        match server.grpc_with(&server.live_key, method, example_bytes(method), &options).await {
            Ok(bytes) => {
                assert_eq!(status, 200, "{}: {by_rest}", method.name());
                if method.is_streaming() {
                    continue;
                }
                let message = prost_reflect::DynamicMessage::decode(method.output(), bytes).unwrap();
                let options = prost_reflect::SerializeOptions::new().skip_default_fields(false);
                let mut by_grpc =
                    message.serialize_with_options(serde_json::value::Serializer, &options).unwrap();
                settle(&mut by_rest);
                settle(&mut by_grpc);
                assert_eq!(by_rest, by_grpc, "{}", method.name());
            }
            Err(error) => {
                assert_eq!(by_rest["reason"].as_str(), Some(reason(&error).as_str()), "{}", method.name());
            }
        }
    }
    server.running.unwrap().stop().await;
}

/// Takes out what differs from call to call: times, and the ids of what a call makes.
fn settle(json: &mut Json) {
    match json {
        Json::Object(members) => {
            members.remove("uptime");
            members.values_mut().for_each(settle);
        }
        Json::Array(items) => items.iter_mut().for_each(settle),
        Json::String(text) => {
            let id = text.split_once('_').is_some_and(|(kind, body)| kind.len() == 3 && body.len() == 26);
            let time = text.len() >= 20 && text.as_bytes()[10] == b'T' && text.ends_with('Z');
            if id || time {
                text.clear();
            }
        }
        _ => {}
    }
}

/// Every id-like field of every request, with an id that another tenant has and with one that nobody has: the same
/// answer, so that nobody learns what others have.
#[tokio::test]
async fn what_another_tenant_has_looks_as_if_it_were_not_there() {
    let server = Server::start().await;
    let own = server.client(&server.live_key);
    let method =
        server.contract.method("/omni.intelligence.v1.IntelligenceService/Forecast").unwrap().clone();
    let failed = own.unary(method.path(), Bytes::new(), &CallOptions::default()).await.unwrap_err();
    let omni_client_core::Error::Api(failed) = failed else { panic!("the server answers") };
    let find = server.contract.method("/omni.platform.v1.PlatformService/GetError").unwrap().clone();
    let ask = |id: &str| json!({"failedRequestId": id});
    for _ in 0..200 {
        if server.rest(Some(&server.live_key), &find, &ask(&failed.request_id)).await.0 == 200 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(server.rest(Some(&server.live_key), &find, &ask(&failed.request_id)).await.0, 200);
    for key in [server.foreign_key().await, server.test_key.clone()] {
        let (status, mut foreign) = server.rest(Some(&key), &find, &ask(&failed.request_id)).await;
        let (_, mut absent) = server.rest(Some(&key), &find, &ask("req_00000000000000000000000000")).await;
        assert_eq!(status, 404);
        for answer in [&mut foreign, &mut absent] {
            for member in ["requestId", "detail", "details"] {
                answer.as_object_mut().unwrap().remove(member);
            }
        }
        assert_eq!(foreign, absent);
    }
    server.running.unwrap().stop().await;
}
