//! Over every method of the contract: what changes something acts once, and what is sensitive is on the log.

use omni_contract::{Access, Method};
use omni_kernel::Grants;
use prost_reflect::Kind;
use serde_json::{Value as Json, json};

use crate::harness::{Server, example};

/// The methods that a key may call.
fn callable(server: &Server) -> Vec<Method> {
    let methods = server.contract.methods();
    let keys = methods.filter(|method| matches!(method.access(), Access::Key | Access::Staff));
    keys.map(|method| (**method).clone()).collect()
}

const EXPORT: &str = "/omni.audit.v1.AuditService/ExportAudit";

/// The entries of a method on the log, without the one of this question.
async fn entries(server: &Server, method: &str) -> Vec<Json> {
    let export = server.contract.method(EXPORT).unwrap().clone();
    let lines = server.rest_lines(&server.live_key, &export, &json!({})).await;
    let all = lines.into_iter().map(|line| line["entry"].clone());
    let mut found: Vec<Json> = all.filter(|entry| entry["method"] == method).collect();
    if method == export.name() {
        // The last one is this question.
        found.pop();
    }
    found
}

/// Every method whose policy demands it: one entry for a call that was done, with who, what and from where.
#[tokio::test]
async fn what_the_contract_calls_audited_is_on_the_log() {
    let server = Server::start().await;
    let mut seen = 0;
    for method in callable(&server).iter().filter(|method| method.policy().audit) {
        if method.access() == Access::Staff {
            // What the operator does to a tenant is on the log of that tenant.
            let before = server.logged(method.name()).await;
            let (status, answer) = server.rest(Some(&server.live_key), method, &example(method)).await;
            let done = i64::from(status == 200);
            assert_eq!(server.logged(method.name()).await, before + done, "{}: {answer}", method.name());
            continue;
        }
        let before = entries(&server, method.name()).await.len();
        let (status, answer) = server.rest(Some(&server.live_key), method, &example(method)).await;
        let after = entries(&server, method.name()).await;
        if status != 200 {
            // The example names something that this server does not have; nothing was done.
            assert_eq!((status, answer["reason"].as_str()), (404, Some("NOT_FOUND")), "{}", method.name());
            continue;
        }
        // The question before was a call of the export, too.
        let asked = usize::from(method.path() == EXPORT);
        assert_eq!(after.len(), before + 1 + asked, "{}", method.name());
        let entry = after.last().unwrap();
        assert_eq!(entry["outcome"], "AUDIT_OUTCOME_SUCCESS", "{}", method.name());
        // Under the same name a refused one is found.
        let named = in_path(method);
        assert!(named.is_empty() || entry["target"] == named, "{}: {entry}", method.name());
        assert!(entry["actor"].as_str().unwrap().starts_with("key_"), "{entry}");
        assert!(entry["requestId"].as_str().is_some_and(|id| !id.is_empty()), "{entry}");
        let from = entry["personal"].as_array().unwrap();
        assert!(from.iter().any(|one| one["field"] == "ip" && one["value"] == "127.0.0.1"), "{entry}");
        seen += 1;
    }
    assert!(seen >= 4, "the log's own methods at least");
    server.running.unwrap().stop().await;
}

/// Every method that a key may call, by one without the permission: the refusal is on the log.
#[tokio::test]
async fn what_a_known_caller_may_not_do_is_on_the_log() {
    let server = Server::start().await;
    let stranger = server.key_with(Grants::from_iter(["nothing.at.all"])).await;
    let methods = callable(&server);
    for method in &methods {
        server.rest(Some(&stranger), method, &example(method)).await;
    }
    for method in &methods {
        let mut found = Vec::new();
        // Refusals are written behind the caller's back.
        for _ in 0..100 {
            found = entries(&server, method.name()).await;
            found.retain(|entry| entry["outcome"] == "AUDIT_OUTCOME_DENIED");
            if !found.is_empty() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        assert_eq!(found.len(), 1, "{}", method.name());
        assert_eq!(found[0]["reason"], "PERMISSION_MISSING");
        assert_eq!(found[0]["action"], method.policy().permission.as_str());
        assert_eq!(found[0]["target"].as_str().unwrap_or_default(), in_path(method), "{}", method.name());
    }
    server.running.unwrap().stop().await;
}

/// What the example of a method names in the path: the first text there, or the first id where the path has none.
fn in_path(method: &Method) -> String {
    let request = example(method);
    let path = method.bindings()[0].template.split(['{', '}']).nth(1);
    let input = method.input();
    let id = || input.fields().map(|field| field.name().to_owned()).find(|name| name.ends_with("_id"));
    let field = path.map(str::to_owned).or_else(id).and_then(|name| input.get_field_by_name(&name));
    field.and_then(|field| request[field.json_name()].as_str().map(str::to_owned)).unwrap_or_default()
}

/// Every method that changes something, twice with one idempotency key: one effect, the same answer. The same key with
/// another request is refused.
#[tokio::test]
async fn a_mutation_that_is_repeated_with_its_key_acts_once() {
    let server = Server::start().await;
    for method in
        callable(&server).iter().filter(|method| method.has_side_effects() && !method.is_streaming())
    {
        let (name, request) = (method.name(), example(method));
        let send = async |request: &Json| {
            server.rest_once(&server.live_key, method, request, "a-key-of-its-own").await
        };
        let logged = server.logged(name).await;
        let (first, second) = (send(&request).await, send(&request).await);
        assert_eq!(first.status, second.status, "{name}");
        if first.status != 200 {
            assert_eq!(first.body["reason"], second.body["reason"], "{name}");
            continue;
        }
        assert_eq!(first.body, second.body, "{name}: the handler does not go through Effects");
        if method.is_idempotent() {
            // Its effect is one however often it comes; it may be done again.
            continue;
        }
        assert_eq!((first.replayed, second.replayed), (false, true), "{name}");
        if method.policy().audit {
            assert_eq!(server.logged(name).await, logged + 1, "{name}");
        }
        if let Some(other) = changed(method, &request) {
            let refused = send(&other).await;
            assert_eq!(
                (refused.status, &refused.body["reason"]),
                (422, &json!("IDEMPOTENCY_KEY_REUSED")),
                "{name}"
            );
        }
    }
    server.running.unwrap().stop().await;
}

/// The request with one text that is not in the path made longer; none when it has no such text.
fn changed(method: &Method, request: &Json) -> Option<Json> {
    let binding = &method.bindings()[0].template;
    let field = method.input().fields().find(|field| {
        let plain = field.kind() == Kind::String && !field.is_list() && !field.is_map();
        plain && request[field.json_name()].is_string() && !binding.contains(field.name())
    })?;
    let mut other = request.clone();
    other[field.json_name()] = format!("{}x", request[field.json_name()].as_str()?).into();
    Some(other)
}

/// Who took a sign-in over does not hide it behind test data.
#[tokio::test]
async fn what_is_done_to_a_sign_in_is_on_the_live_log_whatever_data_the_call_asks_for() {
    let server = Server::start().await;
    let person = server.sign_in().await;
    let enrol = server.contract.method("/omni.identity.v1.AuthService/EnrolTotp").unwrap();
    let bearer = format!("Bearer {person}");
    let headers = [("authorization", bearer.as_str()), ("x-omni-environment", "test")];
    let (status, _, answer) = server.rest_with(&headers, enrol, &example(enrol)).await;
    assert_eq!(status, 200, "{answer}");
    let live: Vec<bool> = sqlx::query_scalar("SELECT live FROM omni.audit_entries WHERE method = $1")
        .bind(enrol.name())
        .fetch_all(&mut server.db.superuser().await)
        .await
        .unwrap();
    assert_eq!(live, [true]);
    server.running.unwrap().stop().await;
}
