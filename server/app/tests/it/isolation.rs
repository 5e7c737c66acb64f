//! Over every method of the contract: no caller learns of, or changes, what belongs to another tenant or to the other
//! environment.
//!
//! A victim makes what the contract's examples make. Every id in its answers, and every name of its own, is then tried by
//! strangers in every field of every request that names something, by gRPC and REST, beside one of the same kind that
//! nobody has: the two answers must be the same, and no row of the victim may change.

use std::collections::BTreeSet;
use std::time::Duration;

use bytes::Bytes;
use omni_client_core::Error as ClientError;
use omni_contract::{Access, Method};
use omni_kernel::{Environment, Grants, Rng};
use prost_reflect::prost::Message;
use prost_reflect::{DynamicMessage, Kind, MessageDescriptor};
use serde_json::{Value as Json, json};

use crate::harness::{Server, example};

/// The prefix and the rest of a typed id.
fn typed_id(text: &str) -> Option<(&str, &str)> {
    let (prefix, rest) = text.split_once('_')?;
    let formed = (2..=8).contains(&prefix.len())
        && prefix.bytes().all(|byte| byte.is_ascii_lowercase())
        && rest.len() == 26
        && rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    formed.then_some((prefix, rest))
}

fn harvest(json: &Json, into: &mut BTreeSet<String>) {
    match json {
        Json::String(text) if typed_id(text).is_some() => {
            into.insert(text.clone());
        }
        Json::Array(items) => items.iter().for_each(|item| harvest(item, into)),
        Json::Object(members) => members.values().for_each(|member| harvest(member, into)),
        _ => {}
    }
}

/// Every id a caller gets to see by the examples of all methods, asked for twice: lists show on the second round what
/// was made in the first.
async fn ids_seen_by(server: &Server, key: &str) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    // These end the session, or put it elsewhere.
    let ends = ["/Logout", "/Leave", "/SwitchTenant"];
    let open = |method: &&std::sync::Arc<Method>| {
        matches!(method.access(), Access::Key | Access::User)
            && !ends.iter().any(|end| method.path().ends_with(end))
    };
    for _ in 0..2 {
        for method in server.contract.methods().filter(open) {
            let (status, answer) = server.rest(Some(key), method, &example(method)).await;
            if status == 200 {
                harvest(&answer, &mut seen);
            }
        }
    }
    seen
}

/// Fields that name something without being called an id.
const NAMING: [&str; 7] = ["actor", "created_by", "default_role", "domain", "name", "role", "target"];

/// Something like it that nobody has.
fn absent_like(thing: &str) -> String {
    let never = Server::never_used_id();
    match (typed_id(thing), thing.split_once('.')) {
        (Some((prefix, _)), _) => format!("{prefix}_{never}"),
        (None, Some((_, zone))) => format!("{never}.{zone}"),
        (None, None) => format!("r{never}"),
    }
}

/// The paths of a request's fields that may name something.
fn id_fields(message: &MessageDescriptor, above: &[String], into: &mut Vec<Vec<String>>) {
    for field in message.fields() {
        let mut path = above.to_vec();
        path.push(field.json_name().to_owned());
        let name = field.name();
        let id_like = NAMING.contains(&name)
            || ["id", "ids", "_id", "_ids"]
                .iter()
                .any(|end| name == *end || (end.len() > 2 && name.ends_with(end)));
        match field.kind() {
            Kind::String if id_like => into.push(path),
            Kind::Message(inner) if !field.is_map() && path.len() < 4 => id_fields(&inner, &path, into),
            _ => {}
        }
    }
}

/// The example with this id in that field.
fn with_id(method: &Method, path: &[String], id: &str) -> Option<Json> {
    let mut request = example(method);
    let mut descriptor = method.input();
    let mut at = &mut request;
    for (depth, name) in path.iter().enumerate() {
        let field = descriptor.fields().find(|field| field.json_name() == name)?;
        let last = depth + 1 == path.len();
        at = &mut at[name.as_str()];
        if field.is_list() {
            if last {
                *at = json!([id]);
                return Some(request);
            }
            if at.as_array().is_none_or(Vec::is_empty) {
                *at = json!([{}]);
            }
            at = &mut at[0];
        } else if last {
            *at = json!(id);
            return Some(request);
        }
        let Kind::Message(inner) = field.kind() else { return None };
        descriptor = inner;
    }
    None
}

/// An answer without what differs between two requests for two ids that are both not there.
fn plain(text: &str, ids: &[&str]) -> String {
    let mut plain = ids.iter().fold(text.to_owned(), |text, id| text.replace(id, "ID"));
    while let Some(at) = plain.find("req_") {
        let end = plain[at..].find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
        plain.replace_range(at..end.map_or(plain.len(), |end| at + end), "REQUEST");
    }
    plain
}

async fn by_rest(server: &Server, key: &str, method: &Method, request: &Json, id: &str) -> String {
    let (status, answer) = server.rest(Some(key), method, request).await;
    plain(&format!("{status} {answer}"), &[id])
}

async fn by_grpc(server: &Server, key: &str, method: &Method, request: &Json, id: &str) -> String {
    let Ok(message) = DynamicMessage::deserialize(method.input(), request.clone()) else {
        return String::new();
    };
    let answer = server.grpc(key, method, Bytes::from(message.encode_to_vec())).await;
    let text = match answer {
        Ok(bytes) => {
            let message = DynamicMessage::decode(method.output(), bytes).unwrap();
            serde_json::to_string(&message).unwrap()
        }
        Err(ClientError::Api(error)) => format!("{} {} {}", error.code.name(), error.reason, error.message),
        Err(other) => panic!("{}: {other}", method.name()),
    };
    plain(&text, &[id])
}

/// Whether an answer that was given differs from request to request by its nature: it made something new.
fn made_something(answer: &str) -> bool {
    answer.starts_with("200") || answer.starts_with('{')
}

/// Tries every id in every field for one, by REST and gRPC, beside one that nobody has; how many were tried.
async fn try_ids(
    server: &Server,
    attacker: &str,
    key: &str,
    ids: &BTreeSet<String>,
    victim: omni_kernel::TenantId,
) -> usize {
    let mut tried = 0;
    let mut methods: Vec<_> = server.contract.methods().collect();
    // With a name of the victim's they make the stranger something of their own, which is no secret to them afterwards.
    methods.sort_by_key(|method| {
        ["Create", "Claim"].iter().any(|make| method.descriptor().name().starts_with(make))
    });
    for method in methods {
        let mut fields = Vec::new();
        id_fields(&method.input(), &[], &mut fields);
        for (path, id) in fields.iter().flat_map(|path| ids.iter().map(move |id| (path, id))) {
            let never = absent_like(id);
            let (Some(foreign), Some(absent)) = (with_id(method, path, id), with_id(method, path, &never))
            else {
                continue;
            };
            let told =
                |door: &str| format!("{attacker} tries {id} as {path:?} of {} by {door}", method.name());
            let (theirs, nobodys) = (
                by_rest(server, key, method, &foreign, id).await,
                by_rest(server, key, method, &absent, &never).await,
            );
            if !(made_something(&theirs) && made_something(&nobodys)) {
                assert_eq!(theirs, nobodys, "{}", told("REST"));
            }
            let (theirs, nobodys) = (
                by_grpc(server, key, method, &foreign, id).await,
                by_grpc(server, key, method, &absent, &never).await,
            );
            if !(made_something(&theirs) && made_something(&nobodys)) {
                assert_eq!(theirs, nobodys, "{}", told("gRPC"));
            }
            assert!(!theirs.contains(&victim.to_string()), "{}: {theirs}", told("gRPC"));
            tried += 1;
        }
    }
    tried
}

#[tokio::test]
async fn another_tenants_ids_are_as_absent_as_ids_that_never_were() {
    let server = Server::start().await;
    let (victim, victims_key) = server.tenant_with_key(Environment::Live).await;
    let victims_test_key = server.key_in(victim, Environment::Test, Grants::all()).await;
    let (_, stranger) = server.tenant_with_key(Environment::Live).await;
    let (_, strangers_test_key) = server.tenant_with_key(Environment::Test).await;
    let live = ids_seen_by(&server, &victims_key).await;
    let test = ids_seen_by(&server, &victims_test_key).await;
    assert!(!live.is_empty(), "the examples make nothing with an id");
    // What both environments see is there once for both, such as the tenant itself.
    let live_only: BTreeSet<String> = live.difference(&test).cloned().collect();
    // What the victim's own calls leave behind is written within a moment: counts, times of last use.
    tokio::time::sleep(Duration::from_secs(3)).await;
    let mut before = server.rows_of(victim, false).await;
    let mut tried = 0;
    for (attacker, key, ids) in [
        ("a stranger", &stranger, &live),
        ("a stranger's test key", &strangers_test_key, &live),
        ("the victim's own test key", &victims_test_key, &live_only),
    ] {
        if key == &victims_test_key {
            // Its calls leave traces among the victim's test rows.
            assert_eq!(server.rows_of(victim, false).await, before, "strangers changed rows of the victim");
            before = server.rows_of(victim, true).await;
        }
        tried += try_ids(&server, attacker, key, ids, victim).await;
    }
    assert!(tried > 0, "no request has a field for an id");
    let after = server.rows_of(victim, true).await;
    assert_eq!(after, before, "a test key changed live rows");
    server.running.unwrap().stop().await;
}

/// The answer to a person's call on test data.
async fn in_test(server: &Server, token: &str, method: &Method, request: &Json) -> (u16, Json) {
    let headers = [("authorization", format!("Bearer {token}")), ("x-omni-environment", "test".to_owned())];
    let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
    let (status, answered, body) = server.rest_with(&headers, method, request).await;
    if status == 200 {
        assert_eq!(answered["x-omni-environment"], "test", "{}", method.name());
    }
    (status, body)
}

/// What a person may be asked to do here without losing the session that the test goes on with.
fn keeps_the_session(method: &Method) -> bool {
    match method.access() {
        Access::Key => true,
        Access::User => !method.has_side_effects(),
        _ => false,
    }
}

#[tokio::test]
async fn a_persons_test_calls_meet_no_live_row() {
    let server = Server::start().await;
    let person = server.sign_in().await;
    let methods: Vec<_> = server.contract.methods().filter(|method| keeps_the_session(method)).collect();
    let (mut live, mut test) = (BTreeSet::new(), BTreeSet::new());
    let mut tenant = None;
    for _ in 0..2 {
        for method in &methods {
            let (status, answer) = server.rest(Some(&person), method, &example(method)).await;
            if status == 200 {
                harvest(&answer, &mut live);
            }
            if method.name().ends_with("/WhoAmI") {
                assert_eq!(answer["environment"], "live");
                tenant = answer["tenantId"].as_str().and_then(|id| id.parse().ok());
            }
        }
    }
    let tenant = tenant.expect("the person has a tenant");
    tokio::time::sleep(Duration::from_secs(3)).await;
    let before = server.rows_of(tenant, true).await;
    for _ in 0..2 {
        for method in methods.iter().filter(|method| !method.has_side_effects()) {
            let (status, answer) = in_test(&server, &person, method, &example(method)).await;
            if status == 200 {
                harvest(&answer, &mut test);
            }
            if method.name().ends_with("/WhoAmI") {
                assert_eq!(answer["environment"], "test");
            }
        }
    }
    let live_only: BTreeSet<String> = live.difference(&test).cloned().collect();
    assert!(!live_only.is_empty(), "the examples make nothing that only live data has");
    for method in server.contract.methods() {
        let mut fields = Vec::new();
        id_fields(&method.input(), &[], &mut fields);
        for (path, id) in fields.iter().flat_map(|path| live_only.iter().map(move |id| (path, id))) {
            let never = absent_like(id);
            let (Some(foreign), Some(absent)) = (with_id(method, path, id), with_id(method, path, &never))
            else {
                continue;
            };
            let (code, answer) = in_test(&server, &person, method, &foreign).await;
            let theirs = plain(&format!("{code} {answer}"), &[id]);
            let (code, answer) = in_test(&server, &person, method, &absent).await;
            let nobodys = plain(&format!("{code} {answer}"), &[&never]);
            if !(made_something(&theirs) && made_something(&nobodys)) {
                assert_eq!(theirs, nobodys, "{id} as {path:?} of {}", method.name());
            }
        }
    }
    assert_eq!(server.rows_of(tenant, true).await, before, "a person's test calls changed live rows");
    server.running.unwrap().stop().await;
}

#[tokio::test]
async fn an_environment_that_is_none_is_refused_and_a_keys_own_always_wins() {
    let server = Server::start().await;
    let person = format!("Bearer {}", server.sign_in().await);
    for method in server.contract.methods().filter(|method| method.access() != Access::Public) {
        let headers = [("authorization", person.as_str()), ("x-omni-environment", "sandbox")];
        let (status, _, answer) = server.rest_with(&headers, method, &example(method)).await;
        assert_eq!((status, &answer["reason"]), (400, &json!("ENVIRONMENT_INVALID")), "{}", method.name());
        assert!(answer["detail"].as_str().unwrap().contains("x-omni-environment"), "{answer}");
        for (key, other) in [(&server.live_key, "test"), (&server.test_key, "live")] {
            let headers = [("x-api-key", key.as_str()), ("x-omni-environment", other)];
            let (status, _, answer) = server.rest_with(&headers, method, &example(method)).await;
            let refused = (400, &json!("ENVIRONMENT_CONTRADICTED"));
            assert_eq!((status, &answer["reason"]), refused, "{}", method.name());
        }
    }
    let whole = server.contract.methods().find(|method| method.access() == Access::Key).unwrap();
    let headers = [("x-api-key", server.test_key.as_str()), ("x-omni-environment", "test")];
    let (_, answered, answer) = server.rest_with(&headers, whole, &example(whole)).await;
    assert_eq!(answered["x-omni-environment"], "test", "{answer}");
    server.running.unwrap().stop().await;
}

/// What people make and see besides what keys do: members, invitations, roles, sessions, connections.
#[tokio::test]
async fn another_companys_ids_are_as_absent_to_people_as_ids_that_never_were() {
    let server = Server::start().await;
    // Nobody whom the examples name: a sign-in that fails is on the log of the company it was tried at.
    let victim_person = server.sign_in_as("vera@example.com").await;
    let stranger = server.sign_in_as("eve@example.com").await;
    let (_, strangers_key) = server.tenant_with_key(Environment::Live).await;
    let who_am_i = server.contract.method("/omni.identity.v1.AuthService/WhoAmI").unwrap();
    let me = server.rest(Some(&victim_person), who_am_i, &json!({})).await.1;
    let victim: omni_kernel::TenantId = me["tenantId"].as_str().unwrap().parse().unwrap();
    let mut ids = ids_seen_by(&server, &victim_person).await;
    for (path, field, own) in [
        ("TeamService/CreateRole", "name", "veras_own"),
        ("SsoService/ClaimDomain", "domain", "vera.example"),
    ] {
        let method = server.contract.method(&format!("/omni.identity.v1.{path}")).unwrap();
        let mut request = example(method);
        request[field] = json!(own);
        let (status, answer) = server.rest(Some(&victim_person), method, &request).await;
        assert_eq!(status, 200, "{answer}");
        ids.insert(own.to_owned());
    }
    for kind in ["usr_", "ten_", "ses_", "inv_", "key_"] {
        assert!(ids.iter().any(|id| id.starts_with(kind)), "nobody sees a {kind} id: {ids:?}");
    }
    tokio::time::sleep(Duration::from_secs(3)).await;
    let before = server.rows_of(victim, false).await;
    let tried = try_ids(&server, "a stranger who is signed in", &stranger, &ids, victim).await
        + try_ids(&server, "a stranger's key", &strangers_key, &ids, victim).await;
    assert!(tried > 0, "no request has a field for an id");
    assert_eq!(server.rows_of(victim, false).await, before, "strangers changed rows of the victim");
    server.running.unwrap().stop().await;
}

#[tokio::test]
async fn a_suspended_tenant_reads_and_changes_nothing_and_a_cancelled_one_does_neither() {
    let server = Server::start().await;
    for (status, refused_as) in [("suspended", "TENANT_SUSPENDED"), ("cancelled", "TENANT_CANCELLED")] {
        let (tenant, key) = server.tenant_with_key(Environment::Live).await;
        server.set_status(tenant, status).await;
        for method in server.contract.methods().filter(|method| method.access() == Access::Key) {
            let (code, answer) = server.rest(Some(&key), method, &example(method)).await;
            let reads = !method.has_side_effects() && method.policy().meter.is_none();
            let open = status == "suspended" && (reads || method.policy().when_suspended);
            let refused = answer["reason"] == refused_as;
            assert_eq!(refused, !open, "{status}: {} gives {code} {answer}", method.name());
        }
    }
    server.running.unwrap().stop().await;
}

#[tokio::test]
async fn what_belongs_to_the_operator_is_for_nobody_else() {
    let server = Server::start().await;
    let (_, key) = server.tenant_with_key(Environment::Live).await;
    for method in server.contract.methods().filter(|method| method.access() == Access::Staff) {
        let (status, answer) = server.rest(Some(&key), method, &example(method)).await;
        assert_eq!((status, answer["reason"].as_str()), (403, Some("ACCESS_DENIED")), "{}", method.name());
        let (status, answer) = server.rest(Some(&server.test_key), method, &example(method)).await;
        assert_eq!((status, answer["reason"].as_str()), (403, Some("ACCESS_DENIED")), "{}", method.name());
    }
    server.running.unwrap().stop().await;
}

#[tokio::test]
async fn a_key_is_no_person() {
    let server = Server::start().await;
    for method in server.contract.methods().filter(|method| method.access() == Access::User) {
        let (status, answer) = server.rest(Some(&server.live_key), method, &example(method)).await;
        assert_eq!((status, answer["reason"].as_str()), (403, Some("ACCESS_DENIED")), "{}", method.name());
    }
    server.running.unwrap().stop().await;
}

#[test]
fn an_id_is_told_from_other_texts() {
    let id = format!("key_{}", Rng::seeded(1).uuid(jiff::Timestamp::UNIX_EPOCH).simple());
    assert!(typed_id(&id[..30]).is_some());
    for other in ["key", "omni_live_ab", "2026-01-01T00:00:00Z", "forecasts of the shop"] {
        assert!(typed_id(other).is_none(), "{other}");
    }
    assert_eq!(plain("no key_a (request req_12ab) here", &["key_a"]), "no ID (request REQUEST) here");
}
