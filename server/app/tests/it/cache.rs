//! The response cache through the whole server.

use omni_kernel::Grants;
use omni_testkit::RedisServer;
use serde_json::{Value as Json, json};

use crate::harness::Server;

const FORECAST: &str = "omni.intelligence.v1.IntelligenceService/Forecast";

/// Forecasts; what the cache did, and the answer.
async fn forecast(server: &Server, key: &str, first: f64, control: Option<&str>) -> (String, Json) {
    let mut request = reqwest::Client::new()
        .post(format!("{}/api/v1/ai-intelligence/forecast", server.base_url))
        .header("x-api-key", key)
        .body(json!({"timeSeries": [first, 120.0, 145.0, 160.0], "forecastSteps": 3}).to_string());
    if let Some(control) = control {
        request = request.header("cache-control", control);
    }
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 200);
    let entry = response.headers()["x-omni-cache"].to_str().unwrap().to_owned();
    (entry, serde_json::from_str(&response.text().await.unwrap()).unwrap())
}

/// Calls a method of the cache; the JSON of its answer.
async fn ask(server: &Server, method: &str, request: Json) -> (u16, Json) {
    let path = format!("/omni.platform.v1.CacheService/{method}");
    let method = server.contract.method(&path).unwrap();
    server.rest(Some(&server.live_key), method, &request).await
}

async fn answers_are_kept_apart_purged_and_timed(server: &Server, store: &str) {
    let key = server.live_key.clone();
    let first = forecast(server, &key, 100.0, None).await;
    assert_eq!(first.0, "miss");
    let again = forecast(server, &key, 100.0, None).await;
    assert_eq!(again, ("hit".to_owned(), first.1.clone()));
    assert_eq!(forecast(server, &key, 101.0, None).await.0, "miss");
    assert_eq!(forecast(server, &key, 100.0, Some("no-cache")).await.0, "bypass");

    let (narrow, foreign) =
        (server.key_with(Grants::from_iter(["intelligence.*"])).await, server.foreign_key().await);
    for other in [server.test_key.as_str(), &narrow, &foreign] {
        assert_eq!(forecast(server, other, 100.0, None).await.0, "miss");
        assert_eq!(forecast(server, other, 100.0, None).await.0, "hit");
    }
    let (_, statistics) = ask(server, "GetCacheStatistics", json!({})).await;
    assert_eq!(
        statistics,
        json!({"store": store, "methods": [{"method": FORECAST, "hits": 2, "misses": 3, "bypasses": 1}]}),
        "the calls of the tenant's live keys"
    );

    let (_, purged) = ask(server, "PurgeCache", json!({"method": "omni.intelligence.*"})).await;
    assert_eq!(purged, json!({"methods": [FORECAST]}));
    assert_eq!(forecast(server, &key, 100.0, None).await.0, "miss");
    assert_eq!(forecast(server, &server.test_key, 100.0, None).await.0, "hit", "test keeps what it has");
    assert_eq!(forecast(server, &foreign, 100.0, None).await.0, "hit", "others keep what they have");
    let (_, purged) = ask(server, "PurgeCache", json!({"method": "omni.unknown.*"})).await;
    assert_eq!(purged, json!({"methods": []}));

    let setting = |ttl: &str| json!({"settings": [{"method": FORECAST, "ttl": ttl, "defaultTtl": "1800s"}]});
    assert_eq!(ask(server, "GetCacheSettings", json!({})).await.1, setting("1800s"));
    assert_eq!(ask(server, "SetCacheTtl", json!({"method": FORECAST, "ttl": "0s"})).await.1, setting("0s"));
    assert_eq!(forecast(server, &key, 100.0, None).await.0, "bypass");
    assert_eq!(forecast(server, &foreign, 100.0, None).await.0, "hit", "a setting is the tenant's own");
    assert_eq!(ask(server, "SetCacheTtl", json!({"method": FORECAST})).await.1, setting("1800s"));
    assert_eq!(forecast(server, &key, 100.0, None).await.0, "hit");
    for wrong in [json!({"method": "omni.a.v1.A/Get"}), json!({"method": FORECAST, "ttl": "100000s"})] {
        assert_eq!(ask(server, "SetCacheTtl", wrong).await.0, 400);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_in_the_process_are_kept_apart_purged_and_timed() {
    let server = Server::start().await;
    answers_are_kept_apart_purged_and_timed(&server, "process").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_in_redis_are_kept_apart_purged_and_timed_and_without_redis_they_are_made() {
    let mut redis = RedisServer::start();
    let server = Server::start_with(&[("redis.url", &redis.url()), ("redis.timeout", "10s")]).await;
    answers_are_kept_apart_purged_and_timed(&server, "redis").await;
    redis.kill();
    assert_eq!(forecast(&server, &server.live_key, 100.0, None).await.0, "miss");
    let (status, problem) = ask(&server, "PurgeCache", json!({"method": "*"})).await;
    assert_eq!((status, &problem["reason"]), (503, &json!("REDIS_UNAVAILABLE")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cache_that_is_off_keeps_nothing() {
    let server = Server::start_with(&[("cache.enabled", "false")]).await;
    let request = reqwest::Client::new()
        .post(format!("{}/api/v1/ai-intelligence/forecast", server.base_url))
        .header("x-api-key", &server.live_key)
        .body(json!({"timeSeries": [1, 2, 3, 4], "forecastSteps": 1}).to_string());
    assert!(!request.send().await.unwrap().headers().contains_key("x-omni-cache"));
    assert_eq!(ask(&server, "GetCacheStatistics", json!({})).await.1, json!({"store": "off", "methods": []}));
}
