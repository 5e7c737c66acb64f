//! Whether the server's memory stays flat under a mixed load: calls that succeed, calls that fail, calls that change
//! something, streams, sign-ins that fail. The argument is how many minutes (10 without one).

#![expect(clippy::print_stdout, clippy::expect_used, clippy::disallowed_methods, reason = "a benchmark")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use omni_bench::{Caller, Process, live_key, omni_with};
use omni_proto_intelligence::v1::{ForecastModel, ForecastRequest};
use reqwest::{Client, Method};
use serde_json::{Value, json};

/// Between two looks at the memory.
const SAMPLE: Duration = Duration::from_secs(5);
/// How long each caller rests between two calls, so that the database does not become the subject.
const REST: Duration = Duration::from_millis(5);
/// The share of the time in which caches and pools fill, which tells nothing about a leak.
const WARM_UP: f64 = 0.3;
/// Small enough to be full before the warm-up ends: a cache that fills is no leak.
const CACHE_BYTES: &str = "4000000";

#[tokio::main]
async fn main() {
    let minutes: f64 =
        std::env::args().nth(1).map_or(10.0, |text| text.parse().expect("a number of minutes"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data_dir = folder.path().join("data");
    let (server, _) =
        omni_with(&data_dir, &[("OMNI_CACHE_MAX_BYTES", CACHE_BYTES), ("OMNI_LIMITS_ADMINISTRATION", "0")]);
    let load = Load {
        client: Client::new(),
        base: format!("http://{}", server.address),
        key: live_key(&data_dir),
        calls: Arc::default(),
        refused: Arc::default(),
    };
    println!("before the load: {:.1} MiB", server.resident_mib());
    let mut tasks = load.start();
    tasks.extend(grpc(&server, &load).await);
    let samples = watch(&server, Duration::from_secs_f64(minutes * 60.0)).await;
    tasks.iter().for_each(tokio::task::JoinHandle::abort);
    println!(
        "{} calls in {minutes} minutes, {} of them refused as they should be",
        load.calls.load(Ordering::Relaxed),
        load.refused.load(Ordering::Relaxed)
    );
    report(&samples);
}

/// Resident memory over time: minutes since the start, MiB.
async fn watch(server: &Process, time: Duration) -> Vec<(f64, f64)> {
    let begun = Instant::now();
    let mut samples = Vec::new();
    while begun.elapsed() < time {
        tokio::time::sleep(SAMPLE).await;
        samples.push((begun.elapsed().as_secs_f64() / 60.0, server.resident_mib()));
    }
    samples
}

fn report(samples: &[(f64, f64)]) {
    let last = samples.last().map_or(0.0, |(minute, _)| *minute);
    let steady: Vec<_> = samples.iter().copied().filter(|(minute, _)| *minute > last * WARM_UP).collect();
    for (minute, mib) in samples.iter().step_by(samples.len().div_ceil(10).max(1)) {
        println!("  minute {minute:4.1}: {mib:.1} MiB");
    }
    let count = steady.len() as f64;
    let mean = |pick: fn(&(f64, f64)) -> f64| steady.iter().map(pick).sum::<f64>() / count;
    let (minute, mib) = (mean(|sample| sample.0), mean(|sample| sample.1));
    let covariance: f64 = steady.iter().map(|(x, y)| (x - minute) * (y - mib)).sum();
    let variance: f64 = steady.iter().map(|(x, _)| (x - minute).powi(2)).sum();
    let most = steady.iter().map(|(_, y)| *y).fold(0.0, f64::max);
    println!(
        "after the warm-up: mean {mib:.1} MiB, most {most:.1} MiB, slope {:+.2} MiB a minute (least squares)",
        covariance / variance
    );
}

/// The callers over REST.
#[derive(Clone)]
struct Load {
    client: Client,
    base: String,
    key: String,
    calls: Arc<AtomicU64>,
    refused: Arc<AtomicU64>,
}

impl Load {
    fn start(&self) -> Vec<tokio::task::JoinHandle<()>> {
        let mut tasks = Vec::new();
        macro_rules! callers {
            ($count:expr, $act:ident) => {
                for caller in 0..$count {
                    let load = self.clone();
                    tasks.push(tokio::spawn(async move {
                        for turn in 0_u64.. {
                            load.$act(caller + turn * $count).await;
                            tokio::time::sleep(REST).await;
                        }
                    }));
                }
            };
        }
        callers!(3, forecast);
        callers!(1, stream);
        callers!(2, bad_request);
        callers!(1, wrong_key);
        callers!(1, wrong_password);
        callers!(1, key_of_an_hour);
        callers!(1, audit_log);
        tasks
    }

    async fn send(&self, method: Method, path: &str, key: &str, body: Option<Value>) -> (u16, String) {
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        if !key.is_empty() {
            request = request.header("x-api-key", key);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.expect("the server answers");
        let status = response.status().as_u16();
        assert!(status < 500, "{path} is answered with {status}");
        self.calls.fetch_add(1, Ordering::Relaxed);
        if status >= 400 {
            self.refused.fetch_add(1, Ordering::Relaxed);
        }
        (status, response.text().await.expect("the answer is text"))
    }

    /// A new question each time, so that the cache fills and evicts.
    async fn forecast(&self, turn: u64) {
        let series: Vec<f64> = (0..96).map(|step| f64::from(step % 12) + (turn % 10_007) as f64).collect();
        let body = json!({"timeSeries": series, "forecastSteps": 12, "model": "SEASONAL_NAIVE", "seasonLengths": [12]});
        let (status, text) =
            self.send(Method::POST, "/api/v1/ai-intelligence/forecast", &self.key, Some(body)).await;
        assert_eq!(status, 200, "{text}");
    }

    async fn stream(&self, _: u64) {
        let series: Vec<Value> = (0..20)
            .map(|id| json!({"timeSeries": [1, 2, 3, 4, id], "forecastSteps": 3, "model": "NAIVE"}))
            .collect();
        let body = json!({"requests": series});
        let (status, text) =
            self.send(Method::POST, "/api/v1/ai-intelligence/forecast-batch", &self.key, Some(body)).await;
        assert_eq!(status, 200, "{text}");
    }

    /// Each is kept for a while, for who asks what went wrong.
    async fn bad_request(&self, turn: u64) {
        let body = json!({"timeSeries": [1, "NaN", 3], "forecastSteps": 3, "unknown": turn});
        let (status, text) =
            self.send(Method::POST, "/api/v1/ai-intelligence/forecast", &self.key, Some(body)).await;
        assert_eq!(status, 400, "{text}");
    }

    async fn wrong_key(&self, turn: u64) {
        let key = format!("omni_live_{turn:08}_nobody");
        self.send(Method::GET, "/api/v1/omni/summary", &key, None).await;
    }

    async fn wrong_password(&self, turn: u64) {
        let body = json!({"email": format!("nobody{turn}@example.com"), "password": "not the password"});
        self.send(Method::POST, "/auth/login", "", Some(body)).await;
        // Each costs the time of an Argon2id hash on purpose; the rest of the load wants the processor, too.
        tokio::time::sleep(Duration::from_millis(200)).await;
    }

    /// Made and revoked: two acts with audit entries, one of them with a sealed answer.
    async fn key_of_an_hour(&self, turn: u64) {
        let body = json!({"name": format!("key {turn}"), "scopes": ["intelligence.*"]});
        let (status, text) = self.send(Method::POST, "/api/v1/keys", &self.key, Some(body)).await;
        assert_eq!(status, 200, "{text}");
        let made: Value = serde_json::from_str(&text).expect("JSON");
        let id = made["key"]["keyId"].as_str().expect("the id of the key").to_owned();
        let (status, text) = self.send(Method::DELETE, &format!("/api/v1/keys/{id}"), &self.key, None).await;
        assert_eq!(status, 200, "{text}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }

    async fn audit_log(&self, _: u64) {
        let (status, text) =
            self.send(Method::GET, "/api/v1/audit/entries?pageSize=50", &self.key, None).await;
        assert_eq!(status, 200, "{text}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The callers over gRPC: the same question again, which the cache answers.
async fn grpc(server: &Process, load: &Load) -> Vec<tokio::task::JoinHandle<()>> {
    let request = ForecastRequest {
        time_series: vec![100.0, 120.0, 145.0, 160.0],
        forecast_steps: 3,
        model: ForecastModel::Naive.into(),
        ..ForecastRequest::default()
    };
    let mut tasks = Vec::new();
    for _ in 0..4 {
        let mut caller = Caller::connect(&server.address, &load.key, request.clone()).await;
        let calls = load.calls.clone();
        tasks.push(tokio::spawn(async move {
            loop {
                caller.call().await;
                calls.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(REST).await;
            }
        }));
    }
    tasks
}
