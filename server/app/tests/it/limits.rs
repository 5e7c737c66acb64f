//! Rate limits through the whole server: what callers see of them, on every door.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use omni_client_core::CallOptions;
use omni_contract::Method;
use omni_kernel::{Grants, TenantId};
use omni_testkit::RedisServer;
use reqwest::header::HeaderMap;
use serde_json::{Value as Json, json};

use crate::harness::Server;

const SUMMARY: &str = "/api/v1/omni/summary";

/// The status, the headers and the JSON of a GET.
async fn get(server: &Server, path: &str, key: Option<&str>) -> (u16, HeaderMap, Json) {
    let mut request = reqwest::Client::new().get(format!("{}{path}", server.base_url));
    if let Some(key) = key {
        request = request.header("x-api-key", key);
    }
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    (status, headers, serde_json::from_str(&response.text().await.unwrap()).unwrap())
}

/// The number of a parameter of a structured field, such as `r` in `"key";r=4;t=1`.
fn parameter(headers: &HeaderMap, header: &str, name: &str) -> u64 {
    let text = headers[header].to_str().unwrap();
    let value = text.split(';').find_map(|part| part.trim().strip_prefix(&format!("{name}="))).unwrap();
    value.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_calls_too_often_is_told_so_on_every_door_and_others_are_served() {
    let server = Server::start_with(&[("limits.per_principal", "3"), ("limits.burst", "60s")]).await;
    let key = server.key_with(Grants::all()).await;
    for left in [2, 1] {
        let (status, headers, _) = get(&server, SUMMARY, Some(&key)).await;
        assert_eq!(status, 200);
        assert_eq!(headers["ratelimit-policy"], r#""key";q=3;w=60"#);
        assert_eq!(parameter(&headers, "ratelimit", "r"), left);
        assert_eq!(headers["x-omni-environment"], "live");
    }
    // gRPC says it in headers and in trailers.
    let method = server.contract.method("/omni.platform.v1.PlatformService/GetSummary").unwrap();
    let options = CallOptions::default();
    let answer = server.client(&key).unary(method.path(), Vec::new().into(), &options).await.unwrap();
    let said: Vec<_> = answer.headers.iter().filter(|(name, _)| name == "ratelimit").collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said.iter().all(|(_, value)| value.starts_with(r#""key";r=0;t="#)), "{said:?}");
    let refused = server.client(&key).unary(method.path(), Vec::new().into(), &options).await.unwrap_err();
    let refused = refused.api().expect("the server's refusal");
    assert_eq!((refused.code.name(), refused.reason.as_str()), ("RESOURCE_EXHAUSTED", "RATE_LIMITED"));
    assert!(refused.retry_after.is_some_and(|after| after <= Duration::from_secs(20)), "{refused:?}");

    let (status, headers, problem) = get(&server, SUMMARY, Some(&key)).await;
    assert_eq!(status, 429);
    assert_eq!(problem["reason"], "RATE_LIMITED");
    assert_eq!(problem["metadata"]["dimension"], "key");
    let wait: u64 = headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=20).contains(&wait), "{headers:?}");
    assert_eq!(parameter(&headers, "ratelimit", "r"), 0);
    assert_eq!(headers["x-omni-environment"], "live");
    let details = problem["details"].as_array().unwrap();
    let of_type =
        |name: &str| details.iter().find(|detail| detail["@type"].as_str().unwrap().ends_with(name));
    assert_eq!(of_type("QuotaFailure").unwrap()["violations"][0]["subject"], "key");
    assert!(of_type("RetryInfo").is_some());

    // Looking takes nothing of it and passes.
    for _ in 0..3 {
        let (status, headers, limits) = get(&server, "/api/v1/limits", Some(&key)).await;
        assert_eq!((status, parameter(&headers, "ratelimit", "r")), (200, 0));
        assert_eq!(limits["limits"][0]["dimension"], "key");
        assert_eq!(
            (&limits["limits"][0]["limit"], &limits["limits"][0]["remaining"]),
            (&json!(3), &json!(0))
        );
    }
    let (status, headers, _) = get(&server, SUMMARY, Some(&server.test_key)).await;
    assert_eq!((status, parameter(&headers, "ratelimit", "r")), (200, 2));
    assert_eq!(headers["x-omni-environment"], "test");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_without_a_credential_has_a_limit_of_its_own_also_for_wrong_credentials() {
    let server = Server::start_with(&[("limits.anonymous_per_ip", "4")]).await;
    assert_eq!(get(&server, SUMMARY, Some(&server.live_key)).await.0, 200);
    let (status, headers, _) = get(&server, "/api/health", None).await;
    assert_eq!((status, parameter(&headers, "ratelimit", "r")), (200, 3));
    assert_eq!(headers["ratelimit-policy"], r#""ip";q=4;w=60"#);
    assert!(!headers.contains_key("x-omni-environment"));
    assert_eq!(get(&server, SUMMARY, None).await.0, 401);
    assert_eq!(get(&server, SUMMARY, Some("om_live_wrong")).await.0, 401);
    assert_eq!(get(&server, "/api/health", None).await.0, 200);
    for (path, key) in [("/api/health", None), (SUMMARY, None), (SUMMARY, Some("om_live_wrong"))] {
        let (status, _, problem) = get(&server, path, key).await;
        assert_eq!((status, &problem["reason"]), (429, &json!("RATE_LIMITED")), "{path}");
    }
    // A key that nobody has seen yet is not even looked up, one that was good before is served, out of memory or not.
    let (status, _, problem) = get(&server, SUMMARY, Some(&server.test_key)).await;
    assert_eq!((status, &problem["reason"]), (429, &json!("RATE_LIMITED")));
    for _ in 0..2 {
        assert_eq!(get(&server, SUMMARY, Some(&server.live_key)).await.0, 200, "a good credential is served");
        tokio::time::sleep(Duration::from_millis(800)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_an_identity_provider_sends_passes_the_limit_of_its_address() {
    let server = Server::start_with(&[("limits.anonymous_per_ip", "3")]).await;
    let path = "/auth/sso/sso_00000000000000000000000000/callback?state=x&code=y";
    let browse = || reqwest::get(format!("{}{path}", server.base_url));
    for left in [2, 1, 0] {
        let page = browse().await.unwrap();
        assert!(page.status().is_client_error() && page.status() != 429, "{}", page.status());
        assert_eq!(parameter(page.headers(), "ratelimit", "r"), left);
    }
    let page = browse().await.unwrap();
    assert_eq!(page.status(), 429);
    assert!(page.headers().contains_key("retry-after"));
    assert!(page.text().await.unwrap().contains("RATE_LIMITED"));
    assert_eq!(get(&server, "/api/health", None).await.0, 429, "calls and browsers share the limit");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_share_a_limit_by_redis_and_a_redis_that_stops_stops_nobody() {
    let mut redis = RedisServer::start();
    let url = redis.url();
    let settings = [
        ("redis.url", url.as_str()),
        ("redis.timeout", "200ms"),
        ("limits.anonymous_per_ip", "6"),
        ("limits.nodes", "2"),
    ];
    let servers = [Server::start_with(&settings).await, Server::start_with(&settings).await];
    // Seen to be good before its address has used up its limit.
    assert_eq!(get(&servers[0], SUMMARY, Some(&servers[0].live_key)).await.0, 200);
    let mut passed = 0;
    for call in 0..12 {
        passed += u32::from(get(&servers[call % 2], "/api/health", None).await.0 == 200);
    }
    // Should the machine be so slow that Redis missed its budget, each node had its own share besides.
    assert!((6..=12).contains(&passed), "{passed}");
    let (_, _, summary) = get(&servers[0], SUMMARY, Some(&servers[0].live_key)).await;
    assert_eq!(summary["services"]["redis"]["status"], "ok");
    redis.kill();
    let mut alone = 0;
    for _ in 0..8 {
        let (status, ..) = get(&servers[0], "/api/health", None).await;
        assert!([200, 429].contains(&status), "{status}");
        alone += u32::from(status == 200);
    }
    assert!(alone <= 3, "a node of two alone passes half of six, {alone}");
    let (_, _, summary) = get(&servers[0], SUMMARY, Some(&servers[0].live_key)).await;
    assert_eq!(summary["services"]["redis"]["status"], "down");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idempotency_key_that_is_none_is_refused_where_something_changes_and_ignored_elsewhere() {
    let server = Server::start().await;
    let client = reqwest::Client::new();
    let purge = |key: &'static str| {
        client
            .post(format!("{}/api/v1/cache/purge", server.base_url))
            .header("x-api-key", &server.live_key)
            .header("idempotency-key", key)
            .body(r#"{"method": "*"}"#)
            .send()
    };
    assert_eq!(purge("0b9c1e").await.unwrap().status(), 200);
    let refused = purge("two words").await.unwrap();
    assert_eq!(refused.status(), 400);
    let problem: Json = serde_json::from_str(&refused.text().await.unwrap()).unwrap();
    assert_eq!(problem["reason"], "IDEMPOTENCY_KEY_INVALID");
    let read = client
        .get(format!("{}{SUMMARY}", server.base_url))
        .header("x-api-key", &server.live_key)
        .header("idempotency-key", "two words");
    assert_eq!(read.send().await.unwrap().status(), 200);
}

fn find(server: &Server, path: &str) -> Arc<Method> {
    Arc::clone(server.contract.method(&format!("/omni.{path}")).unwrap())
}

/// The request as bytes, to go by gRPC.
fn bytes(method: &Method, request: &Json) -> Bytes {
    let message = prost_reflect::DynamicMessage::deserialize(method.input(), request).unwrap();
    prost_reflect::prost::Message::encode_to_vec(&message).into()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_whose_limits_and_quotas_are_used_up_can_still_put_itself_in_order() {
    let server = Server::start_with(&[("limits.administration", "60")]).await;
    let owner = server.sign_in().await;
    let who_am_i = find(&server, "identity.v1.AuthService/WhoAmI");
    let (_, who) = server.rest(Some(&owner), &who_am_i, &json!({})).await;
    let tenant: TenantId = who["tenantId"].as_str().unwrap().parse().unwrap();
    let set = find(&server, "tenant.v1.TenantService/SetEntitlement");
    for name in ["calls", "calls_per_minute"] {
        let set_to = json!({"tenantId": tenant.to_string(), "name": name, "limit": 1, "reason": "a test"});
        assert_eq!(server.rest(Some(&server.live_key), &set, &set_to).await.0, 200);
    }
    let key = server.key_of(tenant, Grants::all()).await;
    let mut refusals = std::collections::BTreeSet::new();
    for _ in 0..40 {
        let (status, _, problem) = get(&server, SUMMARY, Some(&key)).await;
        refusals.extend(problem["reason"].as_str().filter(|_| status == 429).map(str::to_owned));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(refusals.contains("RATE_LIMITED"), "{refusals:?}");
    // The quota, where the rate limit does not stand in front of it.
    let free = json!({"tenantId": tenant.to_string(), "name": "calls_per_minute", "unlimited": true});
    assert_eq!(server.rest(Some(&server.live_key), &set, &free).await.0, 200);
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    let (status, _, problem) = get(&server, SUMMARY, Some(&key)).await;
    assert_eq!((status, &problem["reason"]), (429, &json!("QUOTA_EXCEEDED")), "{problem}");

    let id = tenant.to_string();
    let leaked = |name: &str| json!({"name": name, "scopes": ["intelligence.*"]});
    let create = find(&server, "keys.v1.KeyService/CreateKey");
    let (status, first) = server.rest(Some(&key), &create, &leaked("leaked")).await;
    assert_eq!(status, 200, "{first}");
    let (_, second) = server.rest(Some(&owner), &create, &leaked("leaked too")).await;
    let acts = |key_id: &Json| {
        [
            ("keys.v1.KeyService/RevokeKey", json!({"keyId": key_id})),
            ("keys.v1.KeyService/ListKeys", json!({})),
            ("tenant.v1.TenantService/GetUsage", json!({"tenantId": id})),
            ("tenant.v1.TenantService/UpgradeTenant", json!({"tenantId": id, "subscriptionTier": "pro"})),
            ("audit.v1.AuditService/ListAuditEntries", json!({})),
            ("audit.v1.AuditService/VerifyAudit", json!({})),
            ("identity.v1.TeamService/ListMembers", json!({})),
            ("platform.v1.LimitsService/GetRateLimits", json!({})),
        ]
    };
    for (path, request) in acts(&first["key"]["keyId"]) {
        let (status, answer) = server.rest(Some(&key), &find(&server, path), &request).await;
        assert_eq!(status, 200, "{path}: {answer}");
    }
    for (path, request) in acts(&second["key"]["keyId"]) {
        let method = find(&server, path);
        let answer = server.grpc(&owner, &method, bytes(&method, &request)).await;
        assert!(answer.is_ok(), "{path}: {answer:?}");
    }
    assert_eq!(
        server.rest(Some(&owner), &find(&server, "identity.v1.AuthService/ListSessions"), &json!({})).await.0,
        200
    );
    let (_, usage) = server
        .rest(Some(&owner), &find(&server, "tenant.v1.TenantService/GetUsage"), &json!({"tenantId": id}))
        .await;
    let calls = usage["meters"].as_array().unwrap().iter().find(|meter| meter["meter"] == "calls").unwrap();
    assert_eq!(calls["used"].as_f64(), Some(1.0), "administration is no call");
}

/// Sixty at once, by default, and not one more; by this server alone or by two that share a Redis.
#[tokio::test(flavor = "multi_thread")]
async fn administration_has_a_limit_of_its_own_for_each_key_on_every_door() {
    let redis = RedisServer::start();
    let url = redis.url();
    let alone = vec![("limits.administration", "60"), ("limits.burst", "60s")];
    let shared = [alone.clone(), vec![("redis.url", url.as_str()), ("redis.timeout", "2s")]].concat();
    for settings in [alone, shared] {
        let server = Server::start_with(&settings).await;
        let key = server.key_with(Grants::all()).await;
        let list = find(&server, "keys.v1.KeyService/ListKeys");
        let (by_grpc, mut passed) = (server.client(&key), 0);
        let begun = tokio::time::Instant::now();
        let refused = loop {
            let answer = by_grpc.unary(list.path(), Bytes::new(), &CallOptions::default()).await;
            match answer {
                Ok(_) => passed += 1,
                Err(error) => break error,
            }
        };
        // One comes back each second.
        let back = begun.elapsed().as_secs() + 1;
        assert!((60..=60 + back).contains(&passed), "{passed} in {:?}", begun.elapsed());
        let refused = refused.api().expect("the server's refusal");
        assert_eq!((refused.code.name(), refused.reason.as_str()), ("RESOURCE_EXHAUSTED", "RATE_LIMITED"));
        assert!(refused.retry_after.is_some_and(|after| after <= Duration::from_secs(1)), "{refused:?}");
        let mut refused = get(&server, "/api/v1/audit/verification", Some(&key)).await;
        assert_eq!((refused.0, refused.2["metadata"]["dimension"].take()), (429, json!("administration")));
        assert_eq!(
            refused.1["ratelimit-policy"],
            r#""administration";q=60;w=60, "keys_administration";q=600;w=60"#
        );
        assert_eq!(parameter(&refused.1, "ratelimit", "r"), 0);
        // It takes nothing from the rest, nor from others.
        assert_eq!(get(&server, SUMMARY, Some(&key)).await.0, 200);
        let (status, headers, _) = get(&server, "/api/v1/keys", Some(&server.live_key)).await;
        assert_eq!((status, parameter(&headers, "ratelimit", "r")), (200, 59));
        server.running.unwrap().stop().await;
    }
}
