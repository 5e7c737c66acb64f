//! What is known of the request being worked on: for its log lines, its place in the trace and, where an exporter
//! listens, its span.
//!
//! Without an exporter there is no `tracing` span: a task-local value carries the same at a fraction of the cost, and
//! every request pays it.

use std::fmt::{self, Write as _};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::HeaderMap;
use opentelemetry::trace::TraceContextExt as _;
use tonic::Code;
use tracing::{Instrument as _, Span, field};
use tracing_opentelemetry::{OpenTelemetrySpanExt as _, get_otel_context};

use super::{Telemetry, TraceContext};
use crate::ctx::{Caller, Ctx, Scope};
use crate::error::{Cause, code_name};
use crate::id::RequestId;

tokio::task_local! {
    static CURRENT: Arc<Facts>;
}

/// What every log line of a request says.
#[derive(Debug)]
pub(super) struct Facts {
    endpoint: Box<str>,
    request_id: RequestId,
    trace: TraceContext,
    caller: OnceLock<CallerFacts>,
}

/// As ids: their texts are made where a line is written.
#[derive(Debug)]
struct CallerFacts {
    caller: Caller,
    scope: Option<Scope>,
}

impl CallerFacts {
    fn visit(&self, mut set: impl FnMut(&'static str, &str)) {
        match self.caller {
            Caller::Anonymous | Caller::Operator => {}
            Caller::Key(key) => set("user_id", IdText::of(key).as_str()),
            Caller::User { user, .. } => set("user_id", IdText::of(user).as_str()),
        }
        if let Some(scope) = self.scope {
            set("tenant_id", IdText::of(scope.tenant).as_str());
            set("environment", scope.environment.as_str());
        }
    }
}

/// The text of an id, without an allocation.
struct IdText {
    letters: [u8; 48],
    length: usize,
}

impl IdText {
    fn of(id: impl fmt::Display) -> Self {
        let mut text = Self { letters: [0; 48], length: 0 };
        // No id is longer; one that were would be cut.
        let _ = write!(text, "{id}");
        text
    }

    fn as_str(&self) -> &str {
        str::from_utf8(&self.letters[..self.length]).unwrap_or_default()
    }
}

impl fmt::Write for IdText {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        let end = self.length + part.len();
        self.letters.get_mut(self.length..end).ok_or(fmt::Error)?.copy_from_slice(part.as_bytes());
        self.length = end;
        Ok(())
    }
}

impl Facts {
    /// The facts of the request that the running code works for.
    pub(super) fn current() -> Option<Arc<Self>> {
        CURRENT.try_with(Arc::clone).ok()
    }

    pub(super) fn trace(&self) -> &TraceContext {
        &self.trace
    }

    /// Names and values in the order in which they are logged.
    pub(super) fn visit(&self, mut set: impl FnMut(&'static str, &str)) {
        set("endpoint", &self.endpoint);
        set("request_id", self.request_id.as_str());
        if let Some(caller) = self.caller.get() {
            caller.visit(set);
        }
    }
}

/// The span of one request, and its place in the trace.
#[derive(Debug, Clone)]
pub struct RequestSpan {
    /// Disabled where no exporter listens.
    span: Span,
    facts: Arc<Facts>,
}

impl Telemetry {
    /// Opens the span of a request. It continues the caller's trace if the headers name one. `endpoint` is the
    /// method's name or the path of a page, never a path a caller made up.
    pub fn request(&self, endpoint: &str, request_id: &RequestId, headers: &HeaderMap) -> RequestSpan {
        let caller = TraceContext::from_headers(headers);
        let span = if self.exporters.is_some() { exported(endpoint, request_id) } else { Span::none() };
        let place = self.exporters.is_some().then(|| join(&span, caller.as_ref())).flatten();
        let trace = place.unwrap_or_else(|| match &caller {
            Some(caller) => caller.child(&self.rng),
            None => TraceContext::root(&self.rng),
        });
        let facts = Facts {
            endpoint: endpoint.into(),
            request_id: request_id.clone(),
            trace,
            caller: OnceLock::new(),
        };
        RequestSpan { span, facts: Arc::new(facts) }
    }
}

fn exported(endpoint: &str, request_id: &RequestId) -> Span {
    tracing::info_span!(
        target: "omni::request",
        "request",
        otel.name = endpoint,
        otel.kind = "server",
        otel.status_code = field::Empty,
        endpoint,
        request_id = request_id.as_str(),
        user_id = field::Empty,
        tenant_id = field::Empty,
        environment = field::Empty,
        code = field::Empty,
    )
}

/// Puts the span into the caller's trace; gives the place that the exporter gave it.
fn join(span: &Span, caller: Option<&TraceContext>) -> Option<TraceContext> {
    if let Some(caller) = caller {
        let parent = opentelemetry::Context::new().with_remote_span_context(caller.to_remote());
        // Fails only where no exporter listens, and then there is no context to give either.
        let _ = span.set_parent(parent);
    }
    TraceContext::from_otel(span.context().span().span_context())
}

impl RequestSpan {
    /// Runs the request's work, so that its log lines and outgoing calls know it.
    pub fn run<F: Future>(&self, work: F) -> impl Future<Output = F::Output> + use<F> {
        CURRENT.scope(Arc::clone(&self.facts), work).instrument(self.span.clone())
    }

    /// The same for work that does not wait.
    pub fn in_scope<T>(&self, work: impl FnOnce() -> T) -> T {
        CURRENT.sync_scope(Arc::clone(&self.facts), || self.span.in_scope(work))
    }

    /// Its place in the trace.
    pub fn trace(&self) -> &TraceContext {
        &self.facts.trace
    }

    /// Says who calls, once that is known.
    pub fn caller(&self, ctx: &Ctx) {
        let facts = CallerFacts { caller: *ctx.caller(), scope: ctx.maybe_scope() };
        if !self.span.is_disabled() {
            facts.visit(|name, value| {
                self.span.record(name, value);
            });
        }
        // Who calls does not change in the course of a request; the first word counts.
        let _ = self.facts.caller.set(facts);
    }

    /// Writes the request's line: the code, how long it took, and for a failure what the caller was told (`message`)
    /// and what only the log may know. Faults of ours are errors, what may pass is a warning, the rest is information.
    pub fn finish(&self, status: Code, took: Duration, message: &str, cause: Option<&Cause>) {
        let duration_ms = (took.as_secs_f64() * 1e6).round() / 1e3;
        let code = code_name(status);
        self.span.record("code", code);
        let error = Some(message).filter(|_| status != Code::Ok);
        let cause = cause.map(field::display);
        self.in_scope(|| match status {
            Code::Internal | Code::Unknown | Code::DataLoss => {
                self.span.record("otel.status_code", "ERROR");
                tracing::error!(target: "omni::request", code, duration_ms, error, cause, "request failed");
            }
            Code::Unavailable | Code::DeadlineExceeded => {
                self.span.record("otel.status_code", "ERROR");
                tracing::warn!(target: "omni::request", code, duration_ms, error, cause, "request failed");
            }
            _ => tracing::info!(target: "omni::request", code, duration_ms, error, cause, "request answered"),
        });
    }
}

/// The place in the trace of the code that asks, to be put into the headers of an outgoing request.
pub fn current() -> Option<TraceContext> {
    let exported = Span::current().with_subscriber(|(id, dispatch)| {
        let context = get_otel_context(id, dispatch)?;
        TraceContext::from_otel(context.span().span_context())
    });
    exported.flatten().or_else(|| Facts::current().map(|facts| facts.trace.clone()))
}
