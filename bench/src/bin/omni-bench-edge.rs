//! The whole edge against a bare tonic server of the same RPC, in one run: throughput at 64 in flight, latency at 1,
//! time from start to ready, idle memory. Every layer has something to do: each call is held against the limits of its
//! key, its address and its tenant and against a hard quota, all too large to refuse any.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::path::Path;
use std::time::Duration;

use omni_bench::{Caller, Process, bare, live_key, median, omni_with, quantile};
use omni_proto_intelligence::v1::{ForecastModel, ForecastRequest};

const ROUNDS: usize = 7;
const IN_FLIGHT: usize = 64;
const ROUND: Duration = Duration::from_secs(2);
const CALLS: usize = 4_000;

/// One tier with a limit and a quota that no run reaches.
const TIERS: &str = r#"
version = "1"
currency = "EUR"
operator_tier = "limited"
sign_up_tier = "limited"
[features]
[meters]
calls = "Calls of the API."
predictions = "Predictions."
[limits]
users = "People who are members."
[[tiers]]
name = "limited"
title = "Limited"
price_month = 0
price_year = 0
features = []
calls_per_minute = 60_000_000
quotas.calls = { limit = 1_000_000_000_000, period = "day", enforcement = "hard" }
"#;

/// Starts the server without the response cache, as the same question must be answered anew each time, and with limits.
fn limited(data_dir: &Path, catalogue: &Path) -> (Process, Duration) {
    let settings = [
        ("OMNI_CACHE_ENABLED", "false"),
        ("OMNI_LIMITS_PER_PRINCIPAL", "60000000"),
        ("OMNI_LIMITS_PER_IP", "60000000"),
        ("OMNI_TENANTS_CATALOGUE", &catalogue.to_string_lossy()),
    ];
    omni_with(data_dir, &settings)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let data_dir = folder.path().join("data");
    let catalogue = folder.path().join("tiers.toml");
    std::fs::write(&catalogue, TIERS)?;
    let omni = || limited(&data_dir, &catalogue);
    drop(omni());
    let ready: Vec<f64> = (0..5).map(|_| omni().1.as_secs_f64()).collect();
    println!("start to ready, existing data directory: median {:.2} s of 5", median(ready));
    let (server, _) = omni();
    tokio::time::sleep(Duration::from_secs(5)).await;
    println!("idle memory of the server process: {:.1} MiB", server.resident_mib());
    let floor = bare();
    let key = live_key(&data_dir);
    println!("limits that hold each call: {}", dimensions(&server.address, &key).await?);
    for model in [ForecastModel::Naive, ForecastModel::Auto] {
        let request = ForecastRequest {
            time_series: vec![100.0, 120.0, 145.0, 160.0],
            forecast_steps: 3,
            model: model.into(),
            ..ForecastRequest::default()
        };
        let mut edge = Caller::connect(&server.address, &key, request.clone()).await;
        let mut bare = Caller::connect(&floor.address, "none", request).await;
        compare(model.as_str_name(), (&server, &mut edge), (&floor, &mut bare)).await;
    }
    println!("memory of the server process after the load: {:.1} MiB", server.resident_mib());
    Ok(())
}

/// The limits that a call of the benchmark draws on.
async fn dimensions(address: &str, key: &str) -> Result<String, reqwest::Error> {
    let asked =
        reqwest::Client::new().get(format!("http://{address}/api/v1/limits")).header("x-api-key", key);
    let answer: serde_json::Value = asked.send().await?.error_for_status()?.json().await?;
    let names =
        answer["limits"].as_array().into_iter().flatten().filter_map(|limit| limit["dimension"].as_str());
    // Forecasts are no administration.
    Ok(names.filter(|name| !name.ends_with("administration")).collect::<Vec<_>>().join(", "))
}

/// Calls a second, and microseconds of processor time that one took of the server.
async fn round(server: &Process, caller: &Caller) -> (f64, f64) {
    let before = server.processor_time();
    let load = caller.throughput(IN_FLIGHT, ROUND).await;
    let used = server.processor_time().saturating_sub(before);
    (load.rate(), used.as_secs_f64() * 1e6 / f64::from(load.calls))
}

type Side<'a> = (&'a Process, &'a mut Caller);

async fn compare(name: &str, (server, edge): Side<'_>, (floor, bare): Side<'_>) {
    // Both warm, then alternating, so that a slow moment of the machine falls on both.
    edge.throughput(IN_FLIGHT, Duration::from_secs(1)).await;
    bare.throughput(IN_FLIGHT, Duration::from_secs(1)).await;
    let (mut ratios, mut edges, mut bares) = (Vec::new(), Vec::new(), Vec::new());
    let mut least = (f64::INFINITY, f64::INFINITY);
    for _ in 0..ROUNDS {
        let (with_edge, cost) = round(server, edge).await;
        let (without, floor_cost) = round(floor, bare).await;
        least = (least.0.min(cost), least.1.min(floor_cost));
        ratios.push(with_edge / without);
        edges.push(with_edge);
        bares.push(without);
    }
    println!(
        "{name}: processor time a call at {IN_FLIGHT} in flight: edge {:.1} us, bare tonic {:.1} us, ratio {:.2} (least of {ROUNDS} rounds)",
        least.0,
        least.1,
        least.1 / least.0
    );
    println!(
        "{name}: throughput at {IN_FLIGHT} in flight: edge {:.0}/s, bare tonic {:.0}/s, ratio {:.2} (median of {ROUNDS} rounds)",
        median(edges),
        median(bares),
        median(ratios)
    );
    let (mut p50, mut p99) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (slow, fast) = (edge.latencies(CALLS).await, bare.latencies(CALLS).await);
        let added =
            |share| (quantile(&slow, share).as_secs_f64() - quantile(&fast, share).as_secs_f64()) * 1e3;
        p50.push(added(0.5));
        p99.push(added(0.99));
    }
    println!(
        "{name}: latency the edge adds at 1 in flight: p50 {:.3} ms, p99 {:.3} ms (median of {ROUNDS} rounds of {CALLS} calls)",
        median(p50),
        median(p99)
    );
}
