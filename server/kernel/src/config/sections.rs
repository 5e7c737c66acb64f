//! The sections of the settings, one struct each, with the rules that hold between their values.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use super::Problems;
use super::duration;
use crate::net::Cidr;
use crate::secret::Secret;

/// Limits of the listener and of requests.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// Largest request or answer message, in bytes.
    #[schemars(range(min = 1024, max = 1_073_741_824))]
    pub max_message_bytes: usize,
    /// Largest set of request headers, in bytes.
    #[schemars(range(min = 1024, max = 1_048_576))]
    pub max_header_bytes: u32,
    /// How long a client may take from connecting to the end of its first request's headers, TLS handshake included,
    /// and over the headers of each request after it.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub header_timeout: Duration,
    /// How long a connection without a running request is kept.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub idle_timeout: Duration,
    /// Open connections; further ones wait in the kernel's queue.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub max_connections: usize,
    /// Concurrent requests on one HTTP/2 connection.
    #[schemars(range(min = 1, max = 65_536))]
    pub max_streams_per_connection: u32,
    /// Requests worked on at once; more are answered with RESOURCE_EXHAUSTED.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub max_in_flight: usize,
    /// Time limit of a request whose caller sets none.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub default_timeout: Duration,
    /// Time limit of a streamed answer whose caller sets none.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub stream_timeout: Duration,
    /// Longest time limit a caller may set; longer ones are cut to it.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub max_timeout: Duration,
    /// How long running requests may go on once the server is told to stop.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub drain_timeout: Duration,
    /// Addresses and ranges (CIDR) of proxies whose `x-forwarded-*` headers are believed.
    #[schemars(with = "Vec<String>")]
    pub trusted_proxies: Vec<Cidr>,
}

impl Server {
    fn validate(&self, problems: &mut Problems) {
        for (key, timeout) in [
            ("server.default_timeout", self.default_timeout),
            ("server.stream_timeout", self.stream_timeout),
            ("server.max_timeout", self.max_timeout),
        ] {
            problems.require(key, !timeout.is_zero(), "expected a duration above zero");
            let fits = timeout <= self.max_timeout;
            problems.require(key, fits, "expected at most server.max_timeout");
        }
        for (key, timeout) in
            [("server.header_timeout", self.header_timeout), ("server.idle_timeout", self.idle_timeout)]
        {
            problems.require(key, timeout >= Duration::from_millis(10), "expected at least 10ms");
        }
    }
}

/// TLS of the listener. Without both files it speaks plain text.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// PEM file of the certificate and its chain.
    pub cert_file: Option<PathBuf>,
    /// PEM file of the private key.
    pub key_file: Option<PathBuf>,
}

impl Tls {
    /// Both files, when TLS is wanted.
    pub fn files(&self) -> Option<(&PathBuf, &PathBuf)> {
        self.cert_file.as_ref().zip(self.key_file.as_ref())
    }

    fn validate(&self, problems: &mut Problems) {
        let both = self.cert_file.is_some() == self.key_file.is_some();
        let (given, missing) = if self.cert_file.is_some() {
            ("tls.cert_file", "tls.key_file")
        } else {
            ("tls.key_file", "tls.cert_file")
        };
        problems.require(given, both, &format!("needs {missing} beside it"));
    }
}

/// Which web pages of other origins may call the server.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cors {
    /// Origins such as `https://app.example.com`; `*` allows every one.
    pub allowed_origins: Vec<String>,
    /// Whether browsers may send cookies along.
    pub allow_credentials: bool,
    /// How long browsers may keep the answer to a preflight.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub max_age: Duration,
}

impl Cors {
    fn validate(&self, problems: &mut Problems) {
        let expectation =
            "expected an origin such as \"https://app.example.com\" (no path, no slash at the end) or \"*\"";
        let fits = |origin: &str| origin == "*" || is_origin(origin);
        problems.require_each("cors.allowed_origins", &self.allowed_origins, fits, expectation);
        let every = self.allowed_origins.iter().any(|origin| origin == "*");
        problems.require(
            "cors.allow_credentials",
            !(every && self.allow_credentials),
            "expected false while cors.allowed_origins holds \"*\": browsers refuse both together",
        );
    }
}

/// Whether it is `http(s)://host[:port]` and no more.
fn is_origin(text: &str) -> bool {
    let Ok(uri) = text.parse::<http::Uri>() else { return false };
    let Some(authority) = uri.authority() else { return false };
    let plain = format!("{}://{authority}", uri.scheme_str().unwrap_or_default());
    matches!(uri.scheme_str(), Some("http" | "https")) && !authority.as_str().contains('@') && plain == text
}

/// The database. Without a URL the server runs its own private Postgres.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// URL of the owner role, which migrates. Without it, a private Postgres runs under the data directory.
    #[schemars(with = "Option<String>", extend("writeOnly" = true))]
    pub url: Option<Secret>,
    /// URL of another login for requests, a member of the app role. Without it, the owner's login is used and every
    /// transaction changes to the app role.
    #[schemars(with = "Option<String>", extend("writeOnly" = true))]
    pub app_url: Option<Secret>,
    /// Most connections of the pool.
    #[schemars(range(min = 1, max = 1000))]
    pub pool_size: u32,
    /// How long a request waits for a connection.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub acquire_timeout: Duration,
    /// Longest a statement may run.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub statement_timeout: Duration,
    /// Whether a PgBouncer in transaction mode stands between; turns named prepared statements off.
    pub pgbouncer: bool,
}

impl Database {
    fn validate(&self, problems: &mut Problems) {
        for (key, url) in [("database.url", &self.url), ("database.app_url", &self.app_url)] {
            check_scheme(problems, key, url.as_ref(), &["postgres", "postgresql"]);
        }
        let alone = self.app_url.is_some() && self.url.is_none();
        problems.require("database.app_url", !alone, "expected database.url beside it");
        for (key, timeout) in [
            ("database.acquire_timeout", self.acquire_timeout),
            ("database.statement_timeout", self.statement_timeout),
        ] {
            let long = timeout >= Duration::from_millis(1);
            problems.require(key, long, "expected a duration of at least one millisecond");
        }
    }
}

/// The private Postgres.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Postgres {
    /// Folder with `initdb` and `postgres`. Without it, the known places are searched.
    pub bin: Option<PathBuf>,
    /// Whether commits wait for the disk. Off loses data in a crash; for tests only.
    pub fsync: bool,
}

pub(super) fn check_scheme(problems: &mut Problems, key: &str, url: Option<&Secret>, schemes: &[&str]) {
    let Some(url) = url else { return };
    let known = url.expose().split_once("://").is_some_and(|(scheme, _)| schemes.contains(&scheme));
    problems.require(key, known, &format!("expected a URL that begins with {}://", schemes.join(":// or ")));
}

/// The log.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// `off`, `error`, `warn`, `info`, `debug` or `trace`, and exceptions by target: `info,sqlx=warn`.
    pub level: String,
    /// How lines look.
    pub format: LogFormat,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Readable on a terminal, JSON elsewhere.
    Auto,
    /// One JSON object a line.
    Json,
    /// Readable.
    Pretty,
}

impl Log {
    fn validate(&self, problems: &mut Problems) {
        let fits = self.level.split(',').all(|part| {
            let (target, level) = part.rsplit_once('=').unwrap_or(("any", part));
            let levels = ["off", "error", "warn", "info", "debug", "trace"];
            !target.trim().is_empty() && levels.contains(&level.trim().to_ascii_lowercase().as_str())
        });
        let expectation =
            "expected off, error, warn, info, debug or trace, or several as in \"info,sqlx=warn\"";
        problems.require("log.level", fits, expectation);
    }
}

/// Traces and metrics to an OpenTelemetry collector.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Otlp {
    /// Where the collector takes OTLP over gRPC, such as `http://localhost:4317`. Without it, nothing is sent.
    pub endpoint: Option<String>,
    /// Headers for the collector, `name=value,name=value`.
    #[schemars(with = "Option<String>", extend("writeOnly" = true))]
    pub headers: Option<Secret>,
    /// Share of the traces begun here that is sent. Traces begun by a caller follow the caller's choice.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub sample_ratio: f64,
    /// How often metrics are sent.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub metrics_interval: Duration,
    /// How long one sending may take.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub timeout: Duration,
}

impl Otlp {
    /// The headers as pairs of name and value.
    ///
    /// # Errors
    /// A sentence that says what was expected, without the value.
    pub fn header_pairs(&self) -> Result<Vec<(http::HeaderName, http::HeaderValue)>, String> {
        let text = self.headers.as_ref().map(Secret::expose).unwrap_or_default();
        let pairs = text.split(',').map(str::trim).filter(|pair| !pair.is_empty());
        pairs
            .map(|pair| {
                let (name, value) = pair.split_once('=')?;
                let mut value = http::HeaderValue::from_str(value.trim()).ok()?;
                value.set_sensitive(true);
                Some((name.trim().parse().ok()?, value))
            })
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| "expected headers as \"name=value,name=value\"".to_owned())
    }

    fn validate(&self, problems: &mut Problems) {
        if let Some(endpoint) = &self.endpoint {
            let fits = endpoint.parse::<http::Uri>().is_ok_and(|uri| {
                matches!(uri.scheme_str(), Some("http" | "https")) && uri.authority().is_some()
            });
            let expectation = "expected a URL such as \"http://localhost:4317\"";
            problems.require("otlp.endpoint", fits, expectation);
        }
        if let Err(expectation) = self.header_pairs() {
            problems.require("otlp.headers", false, &expectation);
        }
        for (key, time) in [("otlp.metrics_interval", self.metrics_interval), ("otlp.timeout", self.timeout)]
        {
            problems.require(key, time >= Duration::from_millis(10), "expected at least 10ms");
        }
    }
}

/// Failures that fell to callers, kept to be looked up by request id.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Errors {
    /// How long they are kept.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub keep: Duration,
    /// Failures waiting to be stored; past that, new ones are only logged.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub queue_size: usize,
}

/// Forecasts.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Forecasting {
    /// Threads that compute forecasts; 0 takes as many as the machine has cores.
    #[schemars(range(min = 0, max = 1024))]
    pub max_threads: usize,
}

impl Forecasting {
    /// The number of threads, at least one.
    pub fn threads(&self) -> usize {
        match self.max_threads {
            0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            threads => threads,
        }
    }
}

/// The Prometheus page.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MetricsPage {
    /// Whether `/metrics` answers without a key. It names methods and tiers, never a tenant.
    pub public: bool,
}

impl super::Config {
    /// The rules between values; single values were checked against the schema before.
    pub(super) fn validate(&self, problems: &mut Problems) {
        self.server.validate(problems);
        self.tls.validate(problems);
        self.cors.validate(problems);
        self.database.validate(problems);
        self.redis.validate(problems);
        self.mail.validate(problems);
        self.limits.validate(problems);
        self.cache.validate(problems);
        self.log.validate(problems);
        self.otlp.validate(problems);
        self.auth.validate(problems);
        self.idempotency.validate(problems);
        self.vault.validate(problems);
        self.audit.validate(problems);
        let empty = self.data_dir.as_os_str().is_empty();
        problems.require("data_dir", !empty, "expected a folder");
    }

    /// Whether the listener is reachable from other machines.
    pub fn listens_publicly(&self) -> bool {
        let address: SocketAddr = self.listen;
        !address.ip().is_loopback()
    }
}
