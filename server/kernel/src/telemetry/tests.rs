use std::io;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http::HeaderMap;
use jiff::Timestamp;
use serde_json::Value as Json;
use tonic::Code;
use tracing::dispatcher::with_default;
use uuid::Uuid;

use super::*;
use crate::config::Inputs;
use crate::ctx::{Caller, Ctx, Environment, Grants, Scope};
use crate::error::Cause;
use crate::id::{KeyId, RequestId, TenantId};
use crate::secret::Secret;

/// Bytes written by a log.
#[derive(Clone, Default)]
pub(super) struct Written(Arc<Mutex<Vec<u8>>>);

impl io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Written {
    pub(super) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    pub(super) fn lines(&self) -> Vec<Json> {
        self.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

pub(super) fn started(settings: &[(&str, &str)], form: Form) -> (Dispatch, Telemetry, Written) {
    let env = settings.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    let config = Config::load(&Inputs { env, ..Inputs::default() }).unwrap();
    let written = Written::default();
    let writer = written.clone();
    let clock = Clock::manual(Timestamp::from_second(1_700_000_000).unwrap());
    let (dispatch, telemetry) =
        Telemetry::build(&config, "1.2.3", &clock, &Rng::seeded(1), form, move || writer.clone()).unwrap();
    (dispatch, telemetry, written)
}

pub(super) fn request_id() -> RequestId {
    RequestId::from_caller("req_test").unwrap()
}

fn ctx() -> Ctx {
    let scope = Scope { tenant: TenantId::from_uuid(Uuid::from_u128(1)), environment: Environment::Test };
    Ctx::new(request_id(), scope, Caller::Key(KeyId::from_uuid(Uuid::from_u128(2))), Grants::all())
}

#[test]
fn a_line_of_a_request_has_the_fields_that_were_promised() {
    let (dispatch, telemetry, written) = started(&[], Form::Json);
    let trace = with_default(&dispatch, || {
        let request = telemetry.request("omni.a.v1.A/Get", &request_id(), &HeaderMap::new());
        request.caller(&ctx());
        request.in_scope(|| tracing::info!(target: "omni_test", rows = 3, "loaded"));
        request.finish(Code::Ok, Duration::from_micros(1234), "", None);
        request.trace().clone()
    });
    let lines = written.lines();
    assert_eq!(lines.len(), 2, "{}", written.text());
    for line in &lines {
        assert_eq!(line["timestamp"], "2023-11-14T22:13:20.000000Z");
        assert_eq!(line["service"], "omni-server");
        assert_eq!(line["level"], "INFO");
        assert_eq!(line["trace_id"], trace.trace_id());
        assert_eq!(line["span_id"], trace.span_id());
        assert_eq!(line["endpoint"], "omni.a.v1.A/Get");
        assert_eq!(line["request_id"], "req_test");
        assert_eq!(line["user_id"], KeyId::from_uuid(Uuid::from_u128(2)).to_string());
        assert_eq!(line["tenant_id"], TenantId::from_uuid(Uuid::from_u128(1)).to_string());
        assert_eq!(line["environment"], "test");
        assert!(line.get("otel.name").is_none());
    }
    assert_eq!((&lines[0]["message"], &lines[0]["rows"]), (&"loaded".into(), &3.into()));
    assert_eq!(lines[1]["message"], "request answered");
    assert_eq!(lines[1]["duration_ms"], 1.234);
    assert_eq!(lines[1]["code"], "OK");
    assert!(lines[1].get("error").is_none());
}

#[test]
fn a_failure_is_logged_with_what_the_caller_was_told_and_what_he_was_not() {
    let (dispatch, telemetry, written) = started(&[], Form::Json);
    with_default(&dispatch, || {
        let cause = Cause(vec!["pool timed out".into(), "connection refused".into()]);
        for code in [Code::Internal, Code::Unavailable, Code::NotFound] {
            let request = telemetry.request("e", &request_id(), &HeaderMap::new());
            request.finish(code, Duration::ZERO, "it failed", Some(&cause));
        }
    });
    let lines = written.lines();
    let levels: Vec<&Json> = lines.iter().map(|line| &line["level"]).collect();
    assert_eq!(levels, ["ERROR", "WARN", "INFO"]);
    assert_eq!(lines[0]["error"], "it failed");
    assert_eq!(lines[0]["cause"], "pool timed out: connection refused");
    assert_eq!(lines[2]["code"], "NOT_FOUND");
}

#[test]
fn the_callers_trace_goes_on_and_goes_out_again() {
    let (dispatch, telemetry, written) = started(&[], Form::Json);
    let mut came = HeaderMap::new();
    came.insert("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".parse().unwrap());
    with_default(&dispatch, || {
        assert_eq!(current(), None);
        let request = telemetry.request("e", &request_id(), &came);
        request.in_scope(|| {
            tracing::info_span!("inner").in_scope(|| {
                assert_eq!(current().as_ref(), Some(request.trace()));
                tracing::info!("deep");
            });
        });
        assert_ne!(request.trace().span_id(), "b7ad6b7169203331");
    });
    assert_eq!(written.lines()[0]["trace_id"], "0af7651916cd43dd8448eb211c80319c");
}

#[test]
fn secrets_are_not_logged() {
    let (dispatch, _telemetry, written) = started(&[], Form::Json);
    with_default(&dispatch, || {
        let span = tracing::info_span!("s", api_key = "hunter2", password = tracing::field::Empty);
        span.record("password", "hunter2");
        span.in_scope(|| {
            tracing::error!(
                authorization = "Bearer hunter2",
                value = %Secret::new("hunter2"),
                prompt_tokens = 12,
                "cannot reach postgres://owner:hunter2@db/omni"
            );
        });
        let source = io::Error::other("redis://:hunter2@r");
        tracing::warn!(error = &source as &dyn std::error::Error, "x");
    });
    assert!(!written.text().contains("hunter2"), "{}", written.text());
    let line = &written.lines()[0];
    assert_eq!(line["api_key"], "***");
    assert_eq!(line["message"], "cannot reach postgres://owner:***@db/omni");
    assert_eq!(line["prompt_tokens"], 12);
}

#[test]
fn the_level_rules_lines_but_trace_ids_stay() {
    let (dispatch, telemetry, written) =
        started(&[("OMNI_LOG_LEVEL", "warn,noisy=off,omni_test=debug")], Form::Json);
    with_default(&dispatch, || {
        let request = telemetry.request("e", &request_id(), &HeaderMap::new());
        request.in_scope(|| {
            tracing::info!(target: "other", "no");
            tracing::error!(target: "noisy", "no");
            tracing::debug!(target: "omni_test", "yes");
            tracing::warn!(target: "other", "yes");
        });
    });
    let lines = written.lines();
    assert_eq!(lines.len(), 2, "{}", written.text());
    assert!(
        lines.iter().all(|line| line["message"] == "yes" && line["trace_id"].as_str().unwrap().len() == 32)
    );
}

#[test]
fn a_field_cannot_pass_for_one_of_the_lines_own() {
    let (dispatch, _telemetry, written) = started(&[], Form::Json);
    with_default(&dispatch, || {
        tracing::info!(level = "FORGED", trace_id = "forged", "line\n{{\"level\":\"ERROR\"}}");
    });
    let lines = written.lines();
    assert_eq!(lines.len(), 1);
    assert_eq!((&lines[0]["level"], &lines[0]["field.level"]), (&"INFO".into(), &"FORGED".into()));
    assert!(lines[0].get("trace_id").is_none());
}

#[test]
fn the_readable_form_is_one_line_without_control_characters() {
    let (dispatch, telemetry, written) = started(&[], Form::Pretty { colour: false });
    with_default(&dispatch, || {
        let request = telemetry.request("e", &request_id(), &HeaderMap::new());
        request.in_scope(|| tracing::warn!(target: "t", count = 2, "two\nlines\x1b[2J"));
    });
    let text = written.text();
    assert!(
        text.starts_with("2023-11-14T22:13:20.000000Z  WARN t two\\nlines\\u{1b}[2J endpoint=e"),
        "{text}"
    );
    assert_eq!(text.lines().count(), 1);
    assert!(text.contains(" count=2 trace_id="), "{text}");

    let (dispatch, _telemetry, written) = started(&[], Form::Pretty { colour: true });
    with_default(&dispatch, || tracing::error!("x"));
    assert!(written.text().contains("\x1b[31mERROR\x1b[0m"), "{}", written.text());
}

#[test]
fn without_a_log_a_request_still_has_a_place_in_a_trace() {
    let request = Telemetry::off(&Rng::seeded(3)).request("e", &request_id(), &HeaderMap::new());
    assert_eq!(request.trace().trace_id().len(), 32);
    request.finish(Code::Ok, Duration::ZERO, "", None);
}

#[test]
fn spans_and_events_that_nobody_reads_cost_nothing() {
    let (dispatch, _telemetry, _written) = started(&[], Form::Json);
    with_default(&dispatch, || {
        assert!(tracing::debug_span!(target: "h2", "connection").is_disabled());
        assert!(!tracing::info_span!(target: "omni::x", "ours").is_disabled());
    });
}

#[test]
fn whoever_asks_whether_something_would_be_logged_silences_nothing() {
    let asked = with_default(&Dispatch::new(Registry::default()), || {
        tracing::debug_span!(target: "sqlx::query", "asked").metadata()
    });
    let (dispatch, _telemetry, written) = started(&[], Form::Json);
    let say = || tracing::info!(target: "omni_test", "said");
    with_default(&dispatch, || {
        say();
        // What `log::log_enabled!` comes to, with which sqlx begins a statement.
        dispatch.enabled(asked.unwrap());
        say();
    });
    assert_eq!(written.lines().len(), 2, "{}", written.text());
}
