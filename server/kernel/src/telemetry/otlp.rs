//! Traces and metrics to an OpenTelemetry collector, by OTLP over gRPC.

use opentelemetry_otlp::tonic_types::metadata::MetadataMap;
use opentelemetry_otlp::tonic_types::transport::ClientTlsConfig;
use opentelemetry_otlp::{MetricExporter, SpanExporter, WithExportConfig as _, WithTonicConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::metrics::{PeriodicReader, SdkMeterProvider};
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};

use super::Error;
use super::log::SERVICE;
use crate::config::Otlp;

/// The two pipelines. Each has a thread of its own; the connections are made when first needed.
pub(super) struct Exporters {
    pub(super) tracer: SdkTracerProvider,
    pub(super) meter: SdkMeterProvider,
}

impl Exporters {
    pub(super) fn new(otlp: &Otlp, endpoint: &str, version: &'static str) -> Result<Self, Error> {
        let resource = Resource::builder()
            .with_service_name(SERVICE)
            .with_attribute(opentelemetry::KeyValue::new("service.version", version))
            .build();
        let spans = SpanExporter::builder().with_tonic().with_endpoint(endpoint).with_timeout(otlp.timeout);
        let spans = with_transport(spans, otlp, endpoint)?.build()?;
        let sampler = Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(otlp.sample_ratio)));
        let tracer = SdkTracerProvider::builder()
            .with_batch_exporter(spans)
            .with_sampler(sampler)
            .with_resource(resource.clone())
            .build();

        let numbers =
            MetricExporter::builder().with_tonic().with_endpoint(endpoint).with_timeout(otlp.timeout);
        let numbers = with_transport(numbers, otlp, endpoint)?.build()?;
        let reader = PeriodicReader::builder(numbers).with_interval(otlp.metrics_interval).build();
        let meter = SdkMeterProvider::builder().with_reader(reader).with_resource(resource).build();
        Ok(Self { tracer, meter })
    }

    /// Sends what is left. Blocks, at most for the timeout of a sending each.
    pub(super) fn shutdown(&self) {
        for (what, result) in [("traces", self.tracer.shutdown()), ("metrics", self.meter.shutdown())] {
            if let Err(error) = result {
                tracing::warn!(what, error = %error, "the last telemetry could not be sent");
            }
        }
    }
}

fn with_transport<B: WithTonicConfig>(builder: B, otlp: &Otlp, endpoint: &str) -> Result<B, Error> {
    let headers = otlp.header_pairs().map_err(Error::Headers)?;
    let metadata = MetadataMap::from_headers(headers.into_iter().collect());
    let builder = builder.with_metadata(metadata);
    if endpoint.starts_with("https://") {
        return Ok(builder.with_tls_config(ClientTlsConfig::new().with_enabled_roots()));
    }
    Ok(builder)
}
