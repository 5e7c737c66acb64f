//! What the benchmarks share: servers to measure, and a load.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a benchmark that cannot run has to say so and end"
)]
#![expect(clippy::disallowed_methods, reason = "benchmarks measure time and read their environment")]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use omni_proto_intelligence::v1::ForecastRequest;
use omni_proto_intelligence::v1::intelligence_service_client::IntelligenceServiceClient;
use tonic::metadata::AsciiMetadataValue;
use tonic::transport::{Channel, Endpoint};

/// Linux shows processor times in hundredths of a second, whatever the kernel counts in.
const MILLIS_A_TICK: u64 = 10;

/// A server process; killed when dropped.
pub struct Process {
    child: Child,
    /// Kept open: a server need not bear a closed output.
    output: BufReader<ChildStdout>,
    /// Where it listens.
    pub address: String,
}

impl Drop for Process {
    fn drop(&mut self) {
        let pid = self.child.id().to_string();
        let _ = Command::new("kill").args(["-TERM", &pid]).status();
        let _ = self.child.wait();
    }
}

impl Process {
    /// The process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Processor time used so far, by all threads, from `/proc`.
    pub fn processor_time(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.id())).expect("the process runs");
        // proc(5): utime and stime are fields 14 and 15, in ticks; the name before may hold spaces.
        let (_, fields) = stat.rsplit_once(')').expect("a name in parentheses");
        let ticks: u64 =
            fields.split_whitespace().skip(11).take(2).filter_map(|text| text.parse::<u64>().ok()).sum();
        Duration::from_millis(ticks * MILLIS_A_TICK)
    }

    /// Resident memory now, in MiB, from `/proc`.
    pub fn resident_mib(&self) -> f64 {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", self.id())).expect("the process runs");
        let line =
            status.lines().find(|line| line.starts_with("VmRSS:")).expect("the kernel tells resident memory");
        let kib: f64 =
            line.split_whitespace().nth(1).and_then(|text| text.parse().ok()).expect("a number of KiB");
        kib / 1024.0
    }
}

/// The folder of release binaries.
pub fn release() -> PathBuf {
    let here = std::env::current_exe().expect("the path of this program");
    here.parent().expect("a program lies in a folder").to_path_buf()
}

/// Starts the Omni server on a data directory with settings from the environment, and waits until it is ready. Gives the
/// time that took.
pub fn omni_with(data_dir: &Path, settings: &[(&str, &str)]) -> (Process, Duration) {
    let mut command = Command::new(release().join("omni-server"));
    command
        .env("OMNI_DATA_DIR", data_dir)
        .env("OMNI_LISTEN", "127.0.0.1:0")
        .envs(settings.iter().copied())
        .stderr(Stdio::null());
    start(command, "is ready at http://")
}

/// Starts the bare tonic server of the same RPC.
pub fn bare() -> Process {
    start(Command::new(release().join("omni-bench-bare")), "listening on ").0
}

fn start(mut command: Command, marker: &str) -> (Process, Duration) {
    let begun = Instant::now();
    let mut child =
        command.stdout(Stdio::piped()).spawn().expect("the server starts; run `make build` first");
    let output = BufReader::new(child.stdout.take().expect("the output is piped"));
    let mut process = Process { child, output, address: String::new() };
    let mut line = String::new();
    while process.output.read_line(&mut line).expect("the server writes text") > 0 {
        if let Some((_, rest)) = line.split_once(marker) {
            rest.split_whitespace().next().unwrap_or_default().clone_into(&mut process.address);
            return (process, begun.elapsed());
        }
        line.clear();
    }
    panic!("the server ended before it was ready; run it by hand to see why");
}

/// The live key that a first start left.
pub fn live_key(data_dir: &Path) -> String {
    let text = std::fs::read_to_string(data_dir.join("bootstrap.json")).expect("bootstrap.json");
    let json: serde_json::Value = serde_json::from_str(&text).expect("bootstrap.json is JSON");
    json["live_key"].as_str().expect("a live key").to_owned()
}

/// Calls that ended within a time.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// How many.
    pub calls: u32,
    /// How long they took together.
    pub took: Duration,
}

impl Load {
    /// Calls a second.
    pub fn rate(&self) -> f64 {
        f64::from(self.calls) / self.took.as_secs_f64()
    }
}

/// One client of the RPC.
#[derive(Clone)]
pub struct Caller {
    client: IntelligenceServiceClient<Channel>,
    key: AsciiMetadataValue,
    request: ForecastRequest,
}

impl Caller {
    /// Connects.
    pub async fn connect(address: &str, key: &str, request: ForecastRequest) -> Self {
        let endpoint =
            Endpoint::from_shared(format!("http://{address}")).expect("an address").tcp_nodelay(true);
        let channel = endpoint.connect().await.expect("the server answers");
        let key = key.parse().expect("a key is ASCII");
        Self { client: IntelligenceServiceClient::new(channel), key, request }
    }

    /// One call; how long it took.
    pub async fn call(&mut self) -> Duration {
        let mut request = tonic::Request::new(self.request.clone());
        request.metadata_mut().insert("x-api-key", self.key.clone());
        let begun = Instant::now();
        let response = self.client.forecast(request).await.expect("the call succeeds");
        assert_eq!(response.into_inner().predictions.len(), 3);
        begun.elapsed()
    }

    /// How many calls end with `in_flight` calls at once, over `time`.
    pub async fn throughput(&self, in_flight: usize, time: Duration) -> Load {
        let end = Instant::now() + time;
        let begun = Instant::now();
        let tasks: Vec<_> = (0..in_flight)
            .map(|_| {
                let mut caller = self.clone();
                tokio::spawn(async move {
                    let mut calls = 0_u32;
                    while Instant::now() < end {
                        caller.call().await;
                        calls += 1;
                    }
                    calls
                })
            })
            .collect();
        let mut calls = 0;
        for task in tasks {
            calls += task.await.expect("a task of the load ends");
        }
        Load { calls, took: begun.elapsed() }
    }

    /// Latencies of `count` calls, one after the other, sorted.
    pub async fn latencies(&mut self, count: usize) -> Vec<Duration> {
        let mut all = Vec::with_capacity(count);
        for _ in 0..count {
            all.push(self.call().await);
        }
        all.sort();
        all
    }
}

/// The value below which the share of a sorted list lies.
pub fn quantile(sorted: &[Duration], share: f64) -> Duration {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a length is an index"
    )]
    let at = ((sorted.len() - 1) as f64 * share) as usize;
    sorted[at]
}

/// The middle one.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
