//! Log lines: one JSON object each, or a readable form. Texts under names of secrets are masked, whoever logs them.

use std::cell::{Cell, RefCell};
use std::fmt::{self, Write as _};
use std::io::Write as _;
use std::ops::Range;

use jiff::Timestamp;
use serde::Serialize;
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

/// The field with the text of an event.
const MESSAGE: &str = "message";

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

/// Fields in the order they were first given; the last value of a name holds. Values are kept as JSON.
#[derive(Default)]
struct Fields {
    names: Vec<(&'static str, Range<usize>)>,
    values: Vec<u8>,
    debug: String,
}

impl Fields {
    fn clear(&mut self) {
        self.names.clear();
        self.values.clear();
    }

    /// `write` writes one JSON value.
    fn set(&mut self, name: &'static str, write: impl FnOnce(&mut Vec<u8>)) {
        let start = self.values.len();
        write(&mut self.values);
        let place = start..self.values.len();
        match self.names.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = place,
            None => self.names.push((name, place)),
        }
    }

    fn text(&mut self, field: &Field, text: &str) {
        self.value(field, &*redact::text(field.name(), text));
    }

    fn value<T: Serialize + ?Sized>(&mut self, field: &Field, value: &T) {
        // `otel.*` speaks to the trace exporter, `log.*` repeats what the line says anyway.
        if !field.name().starts_with("otel.") && !field.name().starts_with("log.") {
            self.set(field.name(), |bytes| json(bytes, value));
        }
    }

    fn get(&self, place: &Range<usize>) -> &[u8] {
        self.values.get(place.clone()).unwrap_or_default()
    }

    fn iter(&self) -> impl Iterator<Item = (&'static str, &[u8])> {
        self.names.iter().map(|(name, place)| (*name, self.get(place)))
    }

    fn message(&self) -> Option<&[u8]> {
        self.iter().find(|(name, _)| *name == MESSAGE).map(|(_, value)| value)
    }

    /// The fields without the message.
    fn rest(&self) -> impl Iterator<Item = (&'static str, &[u8])> {
        self.iter().filter(|(name, _)| *name != MESSAGE)
    }
}

/// Writes a value of a kind that always can be written: a text, a number or a truth.
fn json<T: Serialize + ?Sized>(bytes: &mut Vec<u8>, value: &T) {
    let start = bytes.len();
    if serde_json::to_writer(&mut *bytes, value).is_err() {
        bytes.truncate(start);
        bytes.extend_from_slice(b"null");
    }
}

impl Visit for Fields {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.value(field, &value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.value(field, &value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.value(field, &value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.value(field, &value);
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
        let mut text = std::mem::take(&mut self.debug);
        text.clear();
        let _ = write!(text, "{value:?}");
        self.text(field, &text);
        self.debug = text;
    }
}

/// What the lines of a thread are written into, one after the other.
#[derive(Default)]
struct Scratch {
    fields: Fields,
    line: Vec<u8>,
}

/// A scratch that grew beyond this is not kept.
const KEPT: usize = 64 * 1024;

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
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
        // Taken out meanwhile: what is logged may itself log while it is written.
        let mut scratch = SCRATCH.try_with(RefCell::take).unwrap_or_default();
        let fields = &mut scratch.fields;
        fields.clear();
        let facts = Facts::current();
        if let Some(facts) = &facts {
            facts.visit(|name, value| fields.set(name, |bytes| json(bytes, value)));
        }
        for span in
            ctx.event_scope(event).into_iter().flat_map(tracing_subscriber::registry::Scope::from_root)
        {
            for (name, value) in span.extensions().get::<Fields>().into_iter().flat_map(Fields::iter) {
                fields.set(name, |bytes| bytes.extend_from_slice(value));
            }
        }
        event.record(fields);
        let line = Line {
            time: self.clock.now(),
            level: *event.metadata().level(),
            target: event.metadata().target(),
            trace: facts.as_ref().map(|facts| facts.trace()),
            fields,
        };
        scratch.line.clear();
        match self.form {
            Form::Json => line.json(&mut scratch.line),
            Form::Pretty { colour } => scratch.line.extend_from_slice(line.pretty(colour).as_bytes()),
        }
        // A log that cannot be written has nowhere to say so.
        let _ = self.writer.make_writer_for(event.metadata()).write_all(&scratch.line);
        if scratch.line.capacity() + scratch.fields.values.capacity() + scratch.fields.debug.capacity()
            <= KEPT
        {
            let _ = SCRATCH.try_with(|kept| kept.replace(scratch));
        }
    }
}

struct Line<'a> {
    time: Timestamp,
    level: Level,
    target: &'a str,
    trace: Option<&'a TraceContext>,
    fields: &'a Fields,
}

impl Line<'_> {
    fn json(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(b"{\"timestamp\":\"");
        write_time(bytes, self.time);
        bytes.extend_from_slice(b"\",\"level\":\"");
        bytes.extend_from_slice(self.level.as_str().as_bytes());
        bytes.extend_from_slice(b"\",\"service\":\"");
        bytes.extend_from_slice(SERVICE.as_bytes());
        bytes.extend_from_slice(b"\",\"target\":");
        json(bytes, self.target);
        if let Some(trace) = self.trace {
            bytes.extend_from_slice(b",\"trace_id\":\"");
            bytes.extend_from_slice(&trace.trace_id_digits());
            bytes.extend_from_slice(b"\",\"span_id\":\"");
            bytes.extend_from_slice(&trace.span_id_digits());
            bytes.push(b'"');
        }
        bytes.extend_from_slice(b",\"message\":");
        bytes.extend_from_slice(self.fields.message().unwrap_or(b"\"\""));
        for (name, value) in self.fields.rest() {
            bytes.push(b',');
            if OWN.contains(&name) {
                json(bytes, &format!("field.{name}"));
            } else {
                json(bytes, name);
            }
            bytes.push(b':');
            bytes.extend_from_slice(value);
        }
        bytes.extend_from_slice(b"}\n");
    }

    fn pretty(&self, colour: bool) -> String {
        let (paint, dim, plain) = match (colour, self.level) {
            (false, _) => ("", "", ""),
            (true, Level::ERROR) => ("\x1b[31m", "\x1b[2m", "\x1b[0m"),
            (true, Level::WARN) => ("\x1b[33m", "\x1b[2m", "\x1b[0m"),
            (true, Level::INFO) => ("\x1b[32m", "\x1b[2m", "\x1b[0m"),
            (true, _) => ("\x1b[34m", "\x1b[2m", "\x1b[0m"),
        };
        let message = self.fields.message().map(readable).unwrap_or_default();
        let mut text = format!(
            "{dim}{:.6}{plain} {paint}{:>5}{plain} {dim}{}{plain} {message}",
            self.time,
            self.level.as_str(),
            self.target
        );
        for (name, value) in self.fields.rest() {
            let _ = write!(text, " {dim}{name}={plain}{}", readable(value));
        }
        if let Some(trace) = self.trace {
            let _ = write!(text, " {dim}trace_id={}{plain}", trace.trace_id());
        }
        text.push('\n');
        text
    }
}

/// The letters of a time up to its seconds, as in `2023-11-14T22:13:20`.
const SECONDS: usize = 19;

thread_local! {
    /// The second that was written last: most lines are of the same one as the line before.
    static SECOND: Cell<(i64, [u8; SECONDS])> = const { Cell::new((-1, [0; SECONDS])) };
}

/// Writes a time in UTC (RFC 3339) with six digits of a second.
fn write_time(bytes: &mut Vec<u8>, time: Timestamp) {
    let Ok(micros) = u64::try_from(time.as_microsecond()) else {
        bytes.extend_from_slice(format!("{time:.6}").as_bytes());
        return;
    };
    let (mut known, mut letters) = SECOND.get();
    if known != time.as_second() {
        let text = format!("{time:.6}");
        if let Some(new) = text.as_bytes().first_chunk() {
            (known, letters) = (time.as_second(), *new);
            SECOND.set((known, letters));
        }
    }
    let mut end = *b".000000Z";
    let mut rest = micros % 1_000_000;
    for digit in end[1..7].iter_mut().rev() {
        *digit = b'0' + u8::try_from(rest % 10).unwrap_or_default();
        rest /= 10;
    }
    bytes.extend_from_slice(&letters);
    bytes.extend_from_slice(&end);
}

/// A value on one line: control characters are escaped, so that no value can forge a line or steer a terminal.
fn readable(value: &[u8]) -> String {
    let Ok(value) = serde_json::from_slice::<String>(value) else {
        return String::from_utf8_lossy(value).into_owned();
    };
    let mut text = String::new();
    for letter in value.chars() {
        if letter.is_control() { text.extend(letter.escape_default()) } else { text.push(letter) }
    }
    text
}
