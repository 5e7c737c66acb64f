//! Logs, traces and metrics.
//!
//! Every request has a span with W3C trace ids, which stand in each log line under it. Logs go to standard error;
//! traces and metrics go to an OpenTelemetry collector when `otlp.endpoint` is set; [`Metrics`] has the Prometheus
//! page. The subscriber of [`Telemetry::init`] is the one global of the server.

mod log;
pub mod metrics;
mod otlp;
#[cfg(test)]
mod otlp_tests;
mod redact;
mod request;
#[cfg(test)]
mod tests;
mod trace;

use std::io::IsTerminal as _;
use std::sync::Arc;

use opentelemetry::metrics::MeterProvider as _;
use opentelemetry::trace::TracerProvider as _;
use tracing::subscriber::Interest;
use tracing::{Dispatch, Level, Metadata};
use tracing_subscriber::filter::{ParseError, Targets, filter_fn};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::{Context, Filter, SubscriberExt as _};
use tracing_subscriber::util::{SubscriberInitExt as _, TryInitError};
use tracing_subscriber::{Layer as _, Registry};

pub use metrics::{InFlight, MethodId, Metrics};
pub use request::{RequestSpan, current};
pub use trace::TraceContext;

use crate::clock::Clock;
use crate::config::{Config, LogFormat};
use crate::rng::Rng;
use log::{Form, LogLayer, SERVICE};
use otlp::Exporters;

/// Why telemetry cannot start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The exporter to the collector cannot be made.
    #[error("otlp: {0}")]
    Exporter(#[from] opentelemetry_otlp::ExporterBuildError),
    /// The headers for the collector cannot be read.
    #[error("otlp.headers: {0}")]
    Headers(String),
    /// The level cannot be read.
    #[error("log.level: {0}")]
    Level(#[from] ParseError),
    /// A subscriber is there already.
    #[error("the log was started twice: {0}")]
    Twice(#[from] TryInitError),
}

/// The telemetry of one server: makes request spans and holds the exporters. Clones are the same.
#[derive(Clone)]
pub struct Telemetry {
    rng: Rng,
    exporters: Option<Arc<Exporters>>,
}

impl Telemetry {
    /// Starts logs, and the exporters if they are configured, for the whole process. `version` is the server's.
    /// Call it inside the tokio runtime: the exporters' connections live there.
    ///
    /// # Errors
    /// When the collector's settings cannot be used, or on a second call.
    pub fn init(config: &Config, version: &'static str, clock: &Clock, rng: &Rng) -> Result<Self, Error> {
        let terminal = std::io::stderr().is_terminal();
        let form = match config.log.format {
            LogFormat::Json => Form::Json,
            LogFormat::Auto if !terminal => Form::Json,
            LogFormat::Auto | LogFormat::Pretty => Form::Pretty { colour: terminal },
        };
        let (dispatch, telemetry) = Self::build(config, version, clock, rng, form, std::io::stderr)?;
        dispatch.try_init()?;
        Ok(telemetry)
    }

    /// Telemetry that goes nowhere; request spans still have trace ids. For servers inside tests.
    pub fn off(rng: &Rng) -> Self {
        Self { rng: rng.clone(), exporters: None }
    }

    fn build<W>(
        config: &Config,
        version: &'static str,
        clock: &Clock,
        rng: &Rng,
        form: Form,
        writer: W,
    ) -> Result<(Dispatch, Self), Error>
    where
        W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
    {
        let exporters = match &config.otlp.endpoint {
            Some(endpoint) => Some(Arc::new(Exporters::new(&config.otlp, endpoint, version)?)),
            None => None,
        };
        let levels: Targets = config.log.level.parse()?;
        let log = LogLayer::new(form, clock.clone(), writer).with_filter(Shown(levels));
        let spans = exporters.as_ref().map(|exporters| {
            tracing_opentelemetry::layer()
                .with_tracer(exporters.tracer.tracer(SERVICE))
                .with_location(false)
                .with_threads(false)
                .with_tracked_inactivity(false)
                .with_target(false)
                .with_filter(filter_fn(is_own_span))
        });
        let registry = Registry::default().with(log);
        // Not `with(None)`: a layer without a filter keeps the spans of libraries alive, though nobody reads them.
        let dispatch = match spans {
            Some(spans) => Dispatch::new(registry.with(spans)),
            None => Dispatch::new(registry),
        };
        Ok((dispatch, Self { rng: rng.clone(), exporters }))
    }

    /// Sends the metrics to the collector from now on, if there is one.
    pub fn export(&self, metrics: &Metrics) {
        if let Some(exporters) = &self.exporters {
            metrics.observe(&exporters.meter.meter(SERVICE));
        }
    }

    /// Sends what is left and stops the exporters.
    pub async fn shutdown(&self) {
        let Some(exporters) = self.exporters.clone() else { return };
        let dispatch = tracing::dispatcher::get_default(Clone::clone);
        let stop = move || tracing::dispatcher::with_default(&dispatch, || exporters.shutdown());
        if let Err(error) = tokio::task::spawn_blocking(stop).await {
            tracing::warn!(error = %error, "the exporters did not stop in order");
        }
    }
}

/// What the log takes: what its levels let through, and our own spans.
///
/// It is asked for each event, and never says that it will always be the same. Whoever asks whether something would be
/// logged and then logs nothing (sqlx does, through `log::log_enabled!`) leaves the answer on the thread, where the next
/// event would take it for its own if it did not ask again.
struct Shown(Targets);

impl<S> Filter<S> for Shown {
    fn enabled(&self, metadata: &Metadata<'_>, cx: &Context<'_, S>) -> bool {
        is_own_span(metadata) || Filter::<S>::enabled(&self.0, metadata, cx)
    }

    fn callsite_enabled(&self, metadata: &'static Metadata<'static>) -> Interest {
        if !is_own_span(metadata) && Filter::<S>::callsite_enabled(&self.0, metadata).is_never() {
            Interest::never()
        } else {
            Interest::sometimes()
        }
    }
}

/// Spans of our own code, whatever the level of the log: trace ids hang on them, and libraries' spans would make the
/// exporter trace itself.
fn is_own_span(metadata: &Metadata<'_>) -> bool {
    metadata.is_span() && *metadata.level() <= Level::INFO && metadata.target().starts_with("omni")
}
