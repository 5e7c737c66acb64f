//! Request metrics by method, code and tier, and the numbers of the process.
//!
//! A request costs a few atomic additions: methods and tiers are rows and columns of a table made at start. No label
//! comes from a caller, so the number of series is bounded. Prometheus reads the table through [`Metrics::render`];
//! OTLP reads the same numbers through observable instruments.

mod process;
mod prometheus;
mod table;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::metrics::{Histogram, Meter};
use tokio::time::Instant;
use tonic::Code;

use crate::clock::Clock;
use crate::error::code_name;
use table::{CODES, Row};

/// The `content-type` of [`Metrics::render`]: OpenMetrics 1.0, which Prometheus and its kin read.
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The method label of what no known method was called for.
pub const OTHER_METHOD: &str = "other";
/// The tier label of callers without a tier.
pub const NO_TIER: &str = "none";
/// The tier label of tiers that were not known at start.
pub const OTHER_TIER: &str = "other";

/// The metrics of one server. Cheap to clone; clones count together.
#[derive(Clone)]
pub struct Metrics(Arc<Inner>);

struct Inner {
    version: String,
    started: Instant,
    started_unix: f64,
    methods: Vec<Arc<str>>,
    index: HashMap<Arc<str>, MethodId>,
    tiers: Vec<Arc<str>>,
    rows: Vec<Row>,
    readings: Mutex<Readings>,
    durations: OnceLock<Histogram<f64>>,
}

/// Numbers that are read when they are asked for, and the meter that exports them.
#[derive(Default)]
struct Readings {
    list: Vec<Reading>,
    meter: Option<Meter>,
}

#[derive(Clone)]
struct Reading {
    name: &'static str,
    help: &'static str,
    counter: bool,
    read: Arc<dyn Fn() -> f64 + Send + Sync>,
}

/// A method's row in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MethodId(usize);

impl Metrics {
    /// A table for these methods (such as `omni.platform.v1.PlatformService/GetSummary`) and tiers. `version` is the
    /// server's, for the build information.
    pub fn new<M, T>(version: &str, clock: &Clock, methods: M, tiers: T) -> Self
    where
        M: IntoIterator<Item: AsRef<str>>,
        T: IntoIterator<Item: AsRef<str>>,
    {
        let mut methods: Vec<Arc<str>> = methods.into_iter().map(|name| name.as_ref().into()).collect();
        methods.push(OTHER_METHOD.into());
        let mut tiers: Vec<Arc<str>> = tiers
            .into_iter()
            .map(|name| name.as_ref().into())
            .filter(|name: &Arc<str>| ![NO_TIER, OTHER_TIER].contains(&name.as_ref()))
            .collect();
        tiers.extend([NO_TIER.into(), OTHER_TIER.into()]);
        let index = methods.iter().enumerate().map(|(at, name)| (name.clone(), MethodId(at))).collect();
        let rows = methods.iter().map(|_| Row::new(tiers.len())).collect();
        let started_unix = clock.now().as_duration().as_secs_f64();
        Self(Arc::new(Inner {
            version: version.to_owned(),
            started: Instant::now(),
            started_unix,
            methods,
            index,
            tiers,
            rows,
            readings: Mutex::default(),
            durations: OnceLock::new(),
        }))
    }

    /// The row of a method; [`OTHER_METHOD`] for one that was not named at start.
    pub fn method(&self, name: &str) -> MethodId {
        self.0.index.get(name).copied().unwrap_or(MethodId(self.0.methods.len() - 1))
    }

    /// Counts a request in. Dropped without [`InFlight::finish`], it counts as cancelled.
    pub fn start(&self, method: MethodId) -> InFlight {
        self.0.rows[method.0].enter();
        InFlight { metrics: self.clone(), method, started: Instant::now(), finished: false }
    }

    /// Requests of all methods being worked on.
    pub fn in_flight(&self) -> u64 {
        self.0.rows.iter().map(Row::in_flight).sum()
    }

    /// How long the server has been up.
    pub fn uptime(&self) -> Duration {
        self.0.started.elapsed()
    }

    /// Adds a number that may go up and down, read whenever metrics are. `name` is such as
    /// `omni_database_connections_idle`.
    pub fn gauge(
        &self,
        name: &'static str,
        help: &'static str,
        read: impl Fn() -> f64 + Send + Sync + 'static,
    ) {
        self.add(Reading { name, help, counter: false, read: Arc::new(read) });
    }

    /// Adds a number that only goes up, read whenever metrics are. `name` is without the ending `_total`.
    pub fn counter(
        &self,
        name: &'static str,
        help: &'static str,
        read: impl Fn() -> f64 + Send + Sync + 'static,
    ) {
        self.add(Reading { name, help, counter: true, read: Arc::new(read) });
    }

    fn add(&self, reading: Reading) {
        let mut readings = self.0.readings.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(meter) = &readings.meter {
            reading.observe(meter);
        }
        readings.list.push(reading);
    }

    fn readings(&self) -> Vec<Reading> {
        self.0.readings.lock().unwrap_or_else(PoisonError::into_inner).list.clone()
    }

    /// Everything in the OpenMetrics text format; serve it with [`CONTENT_TYPE`].
    pub fn render(&self) -> String {
        prometheus::render(self)
    }

    /// Sends the same numbers through a meter from now on. Only the first meter counts.
    pub(super) fn observe(&self, meter: &Meter) {
        let mut readings = self.0.readings.lock().unwrap_or_else(PoisonError::into_inner);
        if readings.meter.is_some() {
            return;
        }
        let durations = meter
            .f64_histogram("omni.request.duration")
            .with_unit("s")
            .with_description(prometheus::DURATION_HELP)
            .with_boundaries(table::BOUNDS.to_vec())
            .build();
        // The guard above lets only one caller here.
        let _ = self.0.durations.set(durations);
        let requests = self.clone();
        meter
            .u64_observable_counter("omni.requests")
            .with_description(prometheus::REQUESTS_HELP)
            .with_callback(move |observer| {
                requests.each_count(|method, code, tier, count| {
                    observer.observe(count, &labels(method, code, tier));
                });
            })
            .build();
        let in_flight = self.clone();
        meter
            .u64_observable_gauge("omni.requests.in_flight")
            .with_description(prometheus::IN_FLIGHT_HELP)
            .with_callback(move |observer| {
                for (method, row) in in_flight.0.methods.iter().zip(&in_flight.0.rows) {
                    observer.observe(row.in_flight(), &[KeyValue::new("method", method.clone())]);
                }
            })
            .build();
        readings.list.iter().for_each(|reading| reading.observe(meter));
        readings.meter = Some(meter.clone());
    }

    fn each_count(&self, mut visit: impl FnMut(&Arc<str>, &'static str, &Arc<str>, u64)) {
        for (method, row) in self.0.methods.iter().zip(&self.0.rows) {
            for (tier_at, tier) in self.0.tiers.iter().enumerate() {
                for (code_at, &code) in CODES.iter().enumerate() {
                    match row.count(code_at, tier_at) {
                        0 => {}
                        count => visit(method, code, tier, count),
                    }
                }
            }
        }
    }

    fn tier_at(&self, tier: Option<&str>) -> usize {
        let known = self.0.tiers.len();
        match tier {
            None => known - 2,
            Some(name) => self.0.tiers.iter().position(|tier| tier.as_ref() == name).unwrap_or(known - 1),
        }
    }

    fn record(&self, method: MethodId, code: Code, tier: Option<&str>, took: Duration) {
        let tier_at = self.tier_at(tier);
        self.0.rows[method.0].leave(code, tier_at, took);
        if let Some(durations) = self.0.durations.get() {
            let (method, tier) = (&self.0.methods[method.0], &self.0.tiers[tier_at]);
            durations.record(took.as_secs_f64(), &labels(method, code_name(code), tier));
        }
    }
}

fn labels(method: &Arc<str>, code: &'static str, tier: &Arc<str>) -> [KeyValue; 3] {
    [
        KeyValue::new("method", method.clone()),
        KeyValue::new("code", code),
        KeyValue::new("tier", tier.clone()),
    ]
}

impl Reading {
    fn observe(&self, meter: &Meter) {
        let read = self.read.clone();
        let name = self.name.replace('_', ".");
        if self.counter {
            let builder = meter.f64_observable_counter(name).with_description(self.help);
            builder.with_callback(move |observer| observer.observe(read(), &[])).build();
        } else {
            let builder = meter.f64_observable_gauge(name).with_description(self.help);
            builder.with_callback(move |observer| observer.observe(read(), &[])).build();
        }
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").field("methods", &self.0.methods.len()).finish_non_exhaustive()
    }
}

/// A request being worked on.
#[derive(Debug)]
pub struct InFlight {
    metrics: Metrics,
    method: MethodId,
    started: Instant,
    finished: bool,
}

impl InFlight {
    /// How long it has been worked on.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Counts the request out: its code, and the tier of the caller if there is one. Returns how long it took.
    pub fn finish(mut self, code: Code, tier: Option<&str>) -> Duration {
        self.finished = true;
        let took = self.elapsed();
        self.metrics.record(self.method, code, tier, took);
        took
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        if !self.finished {
            self.metrics.record(self.method, Code::Cancelled, None, self.elapsed());
        }
    }
}
