//! The OpenMetrics text.

use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric as _, NoLabelSet};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::{Registry, Unit};

use super::{Metrics, process};

pub(super) const REQUESTS_HELP: &str = "Requests answered, by method, gRPC code and tier";
pub(super) const DURATION_HELP: &str = "Time from the request's headers to the end of its answer";
pub(super) const IN_FLIGHT_HELP: &str = "Requests being worked on";

pub(super) fn render(metrics: &Metrics) -> String {
    let mut registry = Registry::default();
    registry.register_collector(Box::new(Page(metrics.clone())));
    let mut text = String::with_capacity(16 * 1024);
    // Writing to a String fails only if a value fails to print, and numbers and fixed labels do not.
    let _ = encode(&mut text, &registry);
    text
}

#[derive(Debug)]
struct Page(Metrics);

impl Collector for Page {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        self.requests(&mut encoder)?;
        self.durations(&mut encoder)?;
        self.in_flight(&mut encoder)?;
        self.readings(&mut encoder)?;
        self.process(&mut encoder)
    }
}

impl Page {
    fn requests(&self, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let mut family =
            encoder.encode_descriptor("omni_requests", REQUESTS_HELP, None, MetricType::Counter)?;
        let mut result = Ok(());
        self.0.each_count(|method, code, tier, count| {
            let labels = [("method", method.as_ref()), ("code", code), ("tier", tier.as_ref())];
            let written =
                family.encode_family(&labels).and_then(|metric| ConstCounter::new(count).encode(metric));
            if written.is_err() {
                result = written;
            }
        });
        result
    }

    fn durations(&self, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let (name, kind) = ("omni_request_duration", MetricType::Histogram);
        let mut family = encoder.encode_descriptor(name, DURATION_HELP, Some(&Unit::Seconds), kind)?;
        let inner = &self.0.0;
        for (method, row) in inner.methods.iter().zip(&inner.rows) {
            for (tier_at, tier) in inner.tiers.iter().enumerate() {
                let (sum, count, buckets) = row.durations(tier_at);
                if count > 0 {
                    let labels = [("method", method.as_ref()), ("tier", tier.as_ref())];
                    family
                        .encode_family(&labels)?
                        .encode_histogram::<NoLabelSet>(sum, count, &buckets, None)?;
                }
            }
        }
        Ok(())
    }

    fn in_flight(&self, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let (name, kind) = ("omni_requests_in_flight", MetricType::Gauge);
        let mut family = encoder.encode_descriptor(name, IN_FLIGHT_HELP, None, kind)?;
        let inner = &self.0.0;
        for (method, row) in inner.methods.iter().zip(&inner.rows) {
            let labels = [("method", method.as_ref())];
            ConstGauge::new(row.in_flight()).encode(family.encode_family(&labels)?)?;
        }
        Ok(())
    }

    fn readings(&self, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        for reading in self.0.readings() {
            let kind = if reading.counter { MetricType::Counter } else { MetricType::Gauge };
            number(encoder, reading.name, reading.help, kind, Some((reading.read)()))?;
        }
        Ok(())
    }

    fn process(&self, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let process = process::read();
        let inner = &self.0.0;
        let (gauge, counter) = (MetricType::Gauge, MetricType::Counter);
        let resident = process.resident_bytes;
        number(encoder, "process_resident_memory_bytes", "Resident memory", gauge, resident)?;
        number(encoder, "process_open_fds", "Open file descriptors", gauge, process.open_fds)?;
        number(encoder, "process_max_fds", "Most file descriptors that may be open", gauge, process.max_fds)?;
        number(encoder, "process_threads", "Threads", gauge, process.threads)?;
        number(encoder, "process_cpu_seconds", "User and system time used", counter, process.cpu_seconds)?;
        let started = Some(inner.started_unix);
        number(encoder, "process_start_time_seconds", "Start, in seconds of Unix time", gauge, started)?;
        let uptime = Some(self.0.uptime().as_secs_f64());
        number(encoder, "omni_uptime_seconds", "Time since the start", gauge, uptime)?;
        let mut build =
            encoder.encode_descriptor("omni_build", "The server's version", None, MetricType::Info)?;
        build.encode_info(&[("version", inner.version.as_str())])
    }
}

/// One number without labels; nothing at all where the system does not tell it.
fn number(
    encoder: &mut DescriptorEncoder<'_>,
    name: &str,
    help: &str,
    kind: MetricType,
    value: Option<f64>,
) -> fmt::Result {
    let Some(value) = value else { return Ok(()) };
    let metric = encoder.encode_descriptor(name, help, None, kind)?;
    match kind {
        MetricType::Counter => ConstCounter::new(value).encode(metric),
        _ => ConstGauge::new(value).encode(metric),
    }
}
