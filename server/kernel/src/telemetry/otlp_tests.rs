//! The exporters against a collector that listens for real.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http::HeaderMap;
use opentelemetry_proto::tonic::collector::metrics::v1 as metrics_api;
use opentelemetry_proto::tonic::collector::trace::v1 as trace_api;
use opentelemetry_proto::tonic::common::v1::{KeyValue, any_value};
use opentelemetry_proto::tonic::metrics::v1::{Metric, metric, number_data_point};
use opentelemetry_proto::tonic::trace::v1::{Span, span, status};
use tokio::net::TcpListener;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::{Code, Request, Response, Status};
use tracing::dispatcher::with_default;

use super::tests::{request_id, started};
use super::*;

/// What a collector was sent.
#[derive(Clone, Default)]
struct Collector(Arc<Mutex<Sent>>);

#[derive(Default)]
struct Sent {
    traces: Vec<trace_api::ExportTraceServiceRequest>,
    metrics: Vec<metrics_api::ExportMetricsServiceRequest>,
    keys: Vec<String>,
}

impl Collector {
    fn note<T>(&self, request: Request<T>, put: impl FnOnce(&mut Sent, T)) {
        let mut sent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = request.metadata().get("x-collector-key").map(|key| key.to_str().unwrap().to_owned());
        sent.keys.extend(key);
        put(&mut sent, request.into_inner());
    }

    fn spans(&self) -> Vec<Span> {
        let sent = self.0.lock().unwrap();
        let scopes =
            sent.traces.iter().flat_map(|request| &request.resource_spans).flat_map(|all| &all.scope_spans);
        scopes.flat_map(|scope| scope.spans.clone()).collect()
    }

    fn metrics(&self) -> Vec<Metric> {
        let sent = self.0.lock().unwrap();
        let last = sent.metrics.last().unwrap();
        let scopes = last.resource_metrics.iter().flat_map(|all| &all.scope_metrics);
        scopes.flat_map(|scope| scope.metrics.clone()).collect()
    }
}

#[tonic::async_trait]
impl trace_api::trace_service_server::TraceService for Collector {
    async fn export(
        &self,
        request: Request<trace_api::ExportTraceServiceRequest>,
    ) -> Result<Response<trace_api::ExportTraceServiceResponse>, Status> {
        self.note(request, |sent, body| sent.traces.push(body));
        Ok(Response::new(trace_api::ExportTraceServiceResponse::default()))
    }
}

#[tonic::async_trait]
impl metrics_api::metrics_service_server::MetricsService for Collector {
    async fn export(
        &self,
        request: Request<metrics_api::ExportMetricsServiceRequest>,
    ) -> Result<Response<metrics_api::ExportMetricsServiceResponse>, Status> {
        self.note(request, |sent, body| sent.metrics.push(body));
        Ok(Response::new(metrics_api::ExportMetricsServiceResponse::default()))
    }
}

async fn collector() -> (Collector, String) {
    let collector = Collector::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let server = tonic::transport::Server::builder()
        .add_service(trace_api::trace_service_server::TraceServiceServer::new(collector.clone()))
        .add_service(metrics_api::metrics_service_server::MetricsServiceServer::new(collector.clone()));
    tokio::spawn(server.serve_with_incoming(TcpListenerStream::new(listener)));
    (collector, endpoint)
}

fn text(attributes: &[KeyValue], name: &str) -> Option<String> {
    let attribute = attributes.iter().find(|attribute| attribute.key == name)?;
    match attribute.value.as_ref()?.value.as_ref()? {
        any_value::Value::StringValue(text) => Some(text.clone()),
        other => Some(format!("{other:?}")),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

fn from(parent: &str) -> HeaderMap {
    HeaderMap::from_iter([(http::HeaderName::from_static("traceparent"), parent.parse().unwrap())])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn spans_reach_the_collector_under_the_ids_of_the_log() {
    let (collector, endpoint) = collector().await;
    let settings = [("OMNI_OTLP_ENDPOINT", endpoint.as_str()), ("OMNI_OTLP_HEADERS", "x-collector-key=k1")];
    let (dispatch, telemetry, written) = started(&settings, Form::Json);
    let caller = from("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    with_default(&dispatch, || {
        let request = telemetry.request("omni.a.v1.A/Get", &request_id(), &caller);
        request.in_scope(|| {
            let inner = tracing::info_span!(target: "omni_test", "inner", rows = 3);
            inner.in_scope(|| {
                let outgoing = current().unwrap();
                assert_eq!(outgoing.trace_id(), request.trace().trace_id());
                assert_ne!(outgoing.span_id(), request.trace().span_id(), "the inner span is the parent");
            });
            tracing::info_span!(target: "h2::codec", "frames").in_scope(|| ());
        });
        request.finish(Code::Internal, Duration::from_millis(3), "it failed", None);
        // What its caller does not record is not recorded here.
        drop(telemetry.request(
            "unsampled",
            &request_id(),
            &from("00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"),
        ));
    });
    telemetry.shutdown().await;

    let spans = collector.spans();
    let names: Vec<&str> = spans.iter().map(|span| span.name.as_str()).collect();
    assert_eq!(names, ["inner", "omni.a.v1.A/Get"]);
    let (inner, request) = (&spans[0], &spans[1]);
    assert_eq!(hex(&request.trace_id), "0af7651916cd43dd8448eb211c80319c");
    assert_eq!(hex(&request.parent_span_id), "b7ad6b7169203331");
    assert_eq!(inner.parent_span_id, request.span_id);
    assert_eq!(request.kind, i32::from(span::SpanKind::Server as u8));
    assert_eq!(request.status.as_ref().unwrap().code(), status::StatusCode::Error);
    assert_eq!(text(&request.attributes, "request_id").as_deref(), Some("req_test"));
    assert_eq!(text(&request.attributes, "code").as_deref(), Some("INTERNAL"));
    let line = &written.lines()[0];
    assert_eq!(line["trace_id"], hex(&request.trace_id));
    assert_eq!(line["span_id"], hex(&request.span_id));

    let sent = collector.0.lock().unwrap();
    let resource = sent.traces[0].resource_spans[0].resource.as_ref().unwrap();
    assert_eq!(text(&resource.attributes, "service.name").as_deref(), Some("omni-server"));
    assert_eq!(text(&resource.attributes, "service.version").as_deref(), Some("1.2.3"));
    assert!(!sent.keys.is_empty() && sent.keys.iter().all(|key| key == "k1"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_collector_and_prometheus_see_the_same_numbers() {
    let (collector, endpoint) = collector().await;
    let (_dispatch, telemetry, _written) = started(&[("OMNI_OTLP_ENDPOINT", &endpoint)], Form::Json);
    let metrics = Metrics::new("1.2.3", &Clock::system(), ["m"], ["pro"]);
    metrics.gauge("omni_early", "Named before", || 1.0);
    telemetry.export(&metrics);
    metrics.counter("omni_late", "Named after", || 2.0);
    for _ in 0..3 {
        metrics.start(metrics.method("m")).finish(Code::Ok, Some("pro"));
    }
    let _running = metrics.start(metrics.method("m"));
    telemetry.shutdown().await;

    let sent = collector.metrics();
    let data = |name: &str| sent.iter().find(|metric| metric.name == name).unwrap().data.clone().unwrap();
    let metric::Data::Sum(requests) = data("omni.requests") else { panic!("a sum") };
    assert_eq!(requests.data_points.len(), 1);
    let point = &requests.data_points[0];
    assert_eq!(point.value, Some(number_data_point::Value::AsInt(3)));
    for (label, value) in [("method", "m"), ("code", "OK"), ("tier", "pro")] {
        assert_eq!(text(&point.attributes, label).as_deref(), Some(value));
    }
    let metric::Data::Histogram(durations) = data("omni.request.duration") else { panic!("a histogram") };
    assert_eq!(durations.data_points[0].count, 3);
    let metric::Data::Gauge(in_flight) = data("omni.requests.in_flight") else { panic!("a gauge") };
    let running =
        in_flight.data_points.iter().find(|point| text(&point.attributes, "method").as_deref() == Some("m"));
    assert_eq!(running.unwrap().value, Some(number_data_point::Value::AsInt(1)));
    assert!(matches!(data("omni.early"), metric::Data::Gauge(_)));
    assert!(matches!(data("omni.late"), metric::Data::Sum(_)));

    let page = metrics.render();
    assert!(page.contains(r#"omni_requests_total{method="m",code="OK",tier="pro"} 3"#), "{page}");
    assert!(page.contains(r#"omni_requests_in_flight{method="m"} 1"#), "{page}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_collector_that_is_away_keeps_no_server_from_working_and_stopping() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let settings = [("OMNI_OTLP_ENDPOINT", endpoint.as_str()), ("OMNI_OTLP_TIMEOUT", "200ms")];
    let (dispatch, telemetry, written) = started(&settings, Form::Json);
    let _log = tracing::dispatcher::set_default(&dispatch);
    let request = telemetry.request("m", &request_id(), &HeaderMap::new());
    request.finish(Code::Ok, Duration::ZERO, "", None);
    drop(request);
    // Returns although nobody takes what is left.
    telemetry.shutdown().await;
    assert_eq!(written.lines().len(), 1, "{}", written.text());
}

#[tokio::test]
async fn an_encrypted_endpoint_is_taken() {
    let settings = [("OMNI_OTLP_ENDPOINT", "https://collector.invalid:4317")];
    let (_dispatch, telemetry, _written) = started(&settings, Form::Json);
    assert!(telemetry.exporters.is_some());
}
