//! Log lines: one JSON object each, or a readable form. Texts under names of secrets are masked, whoever logs them.

use std::fmt::{self, Write as _};
use std::io::Write as _;

use serde::Serializer as _;
use serde::ser::SerializeMap as _;
use serde_json::Value as Json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::writer::BoxMakeWriter;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use super::redact;
use super::request::Facts;
use super::trace::TraceContext;
use crate::clock::Clock;

/// The name of the service in every line and every trace.
pub(super) const SERVICE: &str = "omni-server";

/// Names that every JSON line has; a field of the same name is set apart.
const OWN: &[&str] = &["timestamp", "level", "service", "target", "trace_id", "span_id", "message"];

/// Writes events, each with the fields of the spans around it.
pub(super) struct LogLayer {
    form: Form,
    clock: Clock,
    writer: BoxMakeWriter,
}

/// How a line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Json,
    Pretty { colour: bool },
}

/// Fields in the order they were first given; the last value of a name holds.
#[derive(Default)]
struct Fields(Vec<(&'static str, Json)>);

impl Fields {
    fn set(&mut self, name: &'static str, value: Json) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }

    fn text(&mut self, field: &Field, text: &str) {
        self.value(field, Json::String(redact::text(field.name(), text)));
    }

    fn value(&mut self, field: &Field, value: Json) {
        // `otel.*` speaks to the trace exporter, `log.*` repeats what the line says anyway.
        if !field.name().starts_with("otel.") && !field.name().starts_with("log.") {
            self.set(field.name(), value);
        }
    }

    fn take(&mut self, name: &str) -> Option<Json> {
        let at = self.0.iter().position(|(known, _)| *known == name)?;
        Some(self.0.remove(at).1)
    }
}

impl Visit for Fields {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.value(field, value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.value(field, value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.value(field, value.into());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.value(field, value.into());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.text(field, value);
    }

    fn record_error(&mut self, field: &Field, value: &(dyn std::error::Error + 'static)) {
        let mut text = value.to_string();
        let mut source = value.source();
        while let Some(error) = source {
            let _ = write!(text, ": {error}");
            source = error.source();
        }
        self.text(field, &text);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.text(field, &format!("{value:?}"));
    }
}

impl LogLayer {
    pub(super) fn new<W>(form: Form, clock: Clock, writer: W) -> Self
    where
        W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
    {
        Self { form, clock, writer: BoxMakeWriter::new(writer) }
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for LogLayer {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) {
        let Some(span) = ctx.span(id) else { return };
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        span.extensions_mut().insert(fields);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, ctx: Context<'_, S>) {
        let Some(span) = ctx.span(id) else { return };
        if let Some(fields) = span.extensions_mut().get_mut::<Fields>() {
            values.record(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, ctx: Context<'_, S>) {
        let mut fields = Fields::default();
        let facts = Facts::current();
        if let Some(facts) = &facts {
            facts.visit(|name, value| fields.set(name, value.into()));
        }
        for span in
            ctx.event_scope(event).into_iter().flat_map(tracing_subscriber::registry::Scope::from_root)
        {
            for (name, value) in span.extensions().get::<Fields>().into_iter().flat_map(|fields| &fields.0) {
                fields.set(name, value.clone());
            }
        }
        event.record(&mut fields);
        let line = Line {
            timestamp: format!("{:.6}", self.clock.now()),
            level: *event.metadata().level(),
            target: event.metadata().target(),
            message: fields.take("message"),
            trace: facts.as_ref().map(|facts| facts.trace()),
            fields,
        };
        let text = match self.form {
            Form::Json => line.json(),
            Form::Pretty { colour } => Some(line.pretty(colour)),
        };
        // A log that cannot be written has nowhere to say so.
        let _ = text.map(|text| self.writer.make_writer_for(event.metadata()).write_all(text.as_bytes()));
    }
}

struct Line<'a> {
    timestamp: String,
    level: Level,
    target: &'a str,
    message: Option<Json>,
    trace: Option<&'a TraceContext>,
    fields: Fields,
}

impl Line<'_> {
    fn json(&self) -> Option<String> {
        let mut bytes = Vec::with_capacity(512);
        self.write_json(&mut bytes).ok()?;
        bytes.push(b'\n');
        String::from_utf8(bytes).ok()
    }

    fn write_json(&self, bytes: &mut Vec<u8>) -> serde_json::Result<()> {
        let mut serializer = serde_json::Serializer::new(bytes);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("timestamp", &self.timestamp)?;
        map.serialize_entry("level", self.level.as_str())?;
        map.serialize_entry("service", SERVICE)?;
        map.serialize_entry("target", self.target)?;
        if let Some(trace) = self.trace {
            map.serialize_entry("trace_id", &trace.trace_id())?;
            map.serialize_entry("span_id", &trace.span_id())?;
        }
        map.serialize_entry("message", self.message.as_ref().unwrap_or(&Json::String(String::new())))?;
        for (name, value) in &self.fields.0 {
            if OWN.contains(name) {
                map.serialize_entry(&format!("field.{name}"), value)?;
            } else {
                map.serialize_entry(name, value)?;
            }
        }
        map.end()
    }

    fn pretty(&self, colour: bool) -> String {
        let (paint, dim, plain) = match (colour, self.level) {
            (false, _) => ("", "", ""),
            (true, Level::ERROR) => ("\x1b[31m", "\x1b[2m", "\x1b[0m"),
            (true, Level::WARN) => ("\x1b[33m", "\x1b[2m", "\x1b[0m"),
            (true, Level::INFO) => ("\x1b[32m", "\x1b[2m", "\x1b[0m"),
            (true, _) => ("\x1b[34m", "\x1b[2m", "\x1b[0m"),
        };
        let message = self.message.as_ref().map(readable).unwrap_or_default();
        let mut text = format!(
            "{dim}{}{plain} {paint}{:>5}{plain} {dim}{}{plain} {message}",
            self.timestamp,
            self.level.as_str(),
            self.target
        );
        for (name, value) in &self.fields.0 {
            let _ = write!(text, " {dim}{name}={plain}{}", readable(value));
        }
        if let Some(trace) = self.trace {
            let _ = write!(text, " {dim}trace_id={}{plain}", trace.trace_id());
        }
        text.push('\n');
        text
    }
}

/// A value on one line: control characters are escaped, so that no value can forge a line or steer a terminal.
fn readable(value: &Json) -> String {
    let mut text = String::new();
    match value {
        Json::String(value) => {
            for letter in value.chars() {
                if letter.is_control() { text.extend(letter.escape_default()) } else { text.push(letter) }
            }
        }
        other => text = other.to_string(),
    }
    text
}
