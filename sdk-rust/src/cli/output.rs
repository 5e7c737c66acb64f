//! Answers for people and for programs.

use std::fmt::Write;

use clap::ArgMatches;
use omni_client_core::Environment;
use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MapKey, ReflectMessage, SerializeOptions, Value};

use super::Context;
use super::exit::Failure;
use super::json::short_enum_name;
use super::steps::Steps;

/// How answers are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// JSON.
    Json,
    /// Aligned text, maybe with bold names.
    Text { colour: bool },
}

impl Format {
    pub(crate) fn of(matches: &ArgMatches, terminal: bool, environment: &dyn Environment) -> Self {
        let asked = matches.get_one::<String>("output").map_or("auto", String::as_str);
        let json = matches.get_flag("json") || asked == "json" || (asked == "auto" && !terminal);
        let colour = terminal && environment.variable("NO_COLOR").is_none();
        if json { Self::Json } else { Self::Text { colour } }
    }

    /// Whether the caller chose the format, and not the terminal.
    pub(crate) fn is_asked(matches: &ArgMatches) -> bool {
        matches.get_flag("json") || matches.get_one::<String>("output").is_some_and(|format| format != "auto")
    }

    pub(crate) fn is_json(self) -> bool {
        self == Self::Json
    }

    fn bold(self, text: &str) -> String {
        match self {
            Self::Text { colour: true } => format!("\u{1b}[1m{text}\u{1b}[0m"),
            _ => text.to_owned(),
        }
    }
}

fn json(message: &DynamicMessage) -> Result<serde_json::Value, Failure> {
    // A script should find a field whether or not its value is the default.
    let options = SerializeOptions::new().skip_default_fields(false);
    message
        .serialize_with_options(serde_json::value::Serializer, &options)
        .map_err(|error| Failure::Io(std::io::Error::other(error)))
}

/// A whole answer, with its line ends.
pub(crate) fn answer(message: &DynamicMessage, format: Format) -> Result<String, Failure> {
    if format.is_json() {
        return Ok(format!("{:#}\n", json(message)?));
    }
    let mut text = String::new();
    fields(&mut text, message, "", format);
    Ok(if text.is_empty() { "(empty)\n".to_owned() } else { text })
}

/// A typed answer, as [`answer`].
pub(crate) fn typed(
    context: &Context<'_>,
    name: &str,
    message: &impl prost::Message,
) -> Result<String, Failure> {
    let unknown = || Failure::Io(std::io::Error::other(format!("the contract has no {name}")));
    let descriptor = context.contract.pool().get_message_by_name(name).ok_or_else(unknown)?;
    let dynamic = DynamicMessage::decode(descriptor, message.encode_to_vec().as_slice());
    answer(&dynamic.map_err(|error| Failure::Io(std::io::Error::other(error)))?, context.format)
}

/// One item of a stream.
pub(crate) fn line(message: &DynamicMessage) -> Result<String, Failure> {
    Ok(json(message)?.to_string())
}

fn fields(text: &mut String, message: &DynamicMessage, indent: &str, format: Format) {
    let steps = Steps::of(message);
    let shown: Vec<_> = message
        .descriptor()
        .fields()
        .filter(|field| !field.supports_presence() || message.has_field(field))
        .filter(|field| steps.as_ref().is_none_or(|steps| !steps.shows(field)))
        .collect();
    if let Some(steps) = &steps {
        indented(text, &table(&steps.head, &steps.rows, format), indent);
        text.push_str(if shown.is_empty() { "" } else { "\n" });
    }
    let width = shown.iter().map(|field| field.name().len()).max().unwrap_or_default();
    for field in &shown {
        let value = message.get_field(field);
        let padding = " ".repeat(width - field.name().len());
        let name = format.bold(field.name());
        if let Some(value) = in_line(field, &value) {
            let _ = writeln!(text, "{indent}{name}{padding}  {value}");
        } else {
            let _ = writeln!(text, "{indent}{name}");
            block(text, field, &value, &format!("{indent}  "), format);
        }
    }
}

fn block(text: &mut String, field: &FieldDescriptor, value: &Value, indent: &str, format: Format) {
    match value {
        Value::Message(message) => fields(text, message, indent, format),
        Value::List(items) => {
            let messages: Vec<_> = items.iter().filter_map(Value::as_message).collect();
            if let Some(rows) = rows(&messages) {
                indented(text, &table(&heads(&messages), &rows, format), indent);
            } else {
                for (position, message) in messages.iter().enumerate() {
                    let _ = writeln!(text, "{indent}[{position}]");
                    fields(text, message, &format!("{indent}  "), format);
                }
            }
        }
        Value::Map(map) => {
            let mut pairs: Vec<_> = map.iter().map(|(key, value)| (key_text(key), value)).collect();
            pairs.sort_by(|left, right| left.0.cmp(&right.0));
            let messages: Vec<_> = pairs.iter().filter_map(|(_, value)| value.as_message()).collect();
            let Kind::Message(entry) = field.kind() else { return };
            let of = entry.map_entry_value_field();
            let (head, rows) = match rows(&messages) {
                Some(rows) if !messages.is_empty() => (heads(&messages), rows),
                _ => {
                    (vec!["value".to_owned()], pairs.iter().map(|(_, value)| vec![one(&of, value)]).collect())
                }
            };
            let head: Vec<_> = std::iter::once("name".to_owned()).chain(head).collect();
            let rows =
                pairs.into_iter().zip(rows).map(|((key, _), row)| std::iter::once(key).chain(row).collect());
            indented(text, &table(&head, &rows.collect::<Vec<_>>(), format), indent);
        }
        _ => {}
    }
}

fn indented(text: &mut String, block: &str, indent: &str) {
    for line in block.lines() {
        let _ = writeln!(text, "{indent}{line}");
    }
}

/// A value that fits behind its name; `None` for one that takes lines of its own.
pub(super) fn in_line(field: &FieldDescriptor, value: &Value) -> Option<String> {
    match value {
        Value::List(items) if items.is_empty() => Some("-".to_owned()),
        Value::Map(pairs) if pairs.is_empty() => Some("-".to_owned()),
        Value::List(items) => {
            let plain = !matches!(field.kind(), Kind::Message(_))
                || items.iter().all(|item| is_well_known(field, item));
            plain.then(|| items.iter().map(|item| one(field, item)).collect::<Vec<_>>().join(", "))
        }
        Value::Map(_) => None,
        Value::Message(message) if !message.descriptor().full_name().starts_with("google.protobuf.") => None,
        single => Some(one(field, single)),
    }
}

fn is_well_known(field: &FieldDescriptor, value: &Value) -> bool {
    value.as_message().is_some()
        && matches!(field.kind(), Kind::Message(kind) if kind.full_name().starts_with("google.protobuf."))
}

/// A server must not be able to move the cursor or change the colours of a terminal.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_control() && letter != '\n' { '\u{fffd}' } else { letter })
        .collect()
}

/// A number with at most four decimals; a small one as it is. JSON has every digit.
fn readable(number: f64) -> String {
    let rounded = (number * 1e4).round() / 1e4;
    if number.abs() < 0.01 || !rounded.is_finite() { number.to_string() } else { rounded.to_string() }
}

/// One value on one line.
pub(super) fn one(field: &FieldDescriptor, value: &Value) -> String {
    match value {
        Value::Bool(flag) => flag.to_string(),
        Value::I32(number) => number.to_string(),
        Value::I64(number) => number.to_string(),
        Value::U32(number) => number.to_string(),
        Value::U64(number) => number.to_string(),
        Value::F32(number) => readable(f64::from(*number)),
        Value::F64(number) => readable(*number),
        Value::String(text) if text.is_empty() => "-".to_owned(),
        Value::String(text) => printable(text),
        Value::Bytes(bytes) => format!("{} bytes", bytes.len()),
        Value::EnumNumber(number) => match field.kind() {
            Kind::Enum(kind) => kind
                .get_value(*number)
                .map_or_else(|| number.to_string(), |value| short_enum_name(&kind, value.name())),
            _ => number.to_string(),
        },
        Value::Message(message) if message.descriptor().full_name() == "google.protobuf.Duration" => {
            let part = |name| message.get_field_by_name(name).map(std::borrow::Cow::into_owned);
            let seconds = part("seconds").and_then(|value| value.as_i64()).unwrap_or_default();
            let nanos = part("nanos").and_then(|value| value.as_i32()).unwrap_or_default();
            duration(seconds, nanos)
        }
        Value::Message(message) => match serde_json::to_value(message) {
            Ok(serde_json::Value::String(text)) => text,
            Ok(other) => other.to_string(),
            Err(error) => error.to_string(),
        },
        Value::List(items) => items.iter().map(|item| one(field, item)).collect::<Vec<_>>().join(", "),
        Value::Map(_) => "…".to_owned(),
    }
}

/// A duration in the two greatest units that it has, such as `3d 4h`. JSON has every digit.
fn duration(seconds: i64, nanos: i32) -> String {
    let sign = if seconds < 0 || nanos < 0 { "-" } else { "" };
    let whole = seconds.unsigned_abs();
    let fraction = f64::from(nanos.unsigned_abs()) / 1e9;
    if whole < 60 {
        #[expect(clippy::cast_precision_loss, reason = "below 60")]
        let short = readable(whole as f64 + fraction);
        return format!("{sign}{short}s");
    }
    let units = [("d", whole / 86_400), ("h", whole / 3600 % 24), ("m", whole / 60 % 60), ("s", whole % 60)];
    let shown = units.iter().skip_while(|(_, count)| *count == 0).take(2).filter(|(_, count)| *count > 0);
    let words: Vec<_> = shown.map(|(unit, count)| format!("{count}{unit}")).collect();
    format!("{sign}{}", words.join(" "))
}

fn key_text(key: &MapKey) -> String {
    match key {
        MapKey::Bool(flag) => flag.to_string(),
        MapKey::I32(number) => number.to_string(),
        MapKey::I64(number) => number.to_string(),
        MapKey::U32(number) => number.to_string(),
        MapKey::U64(number) => number.to_string(),
        MapKey::String(text) => text.clone(),
    }
}

fn heads(messages: &[&DynamicMessage]) -> Vec<String> {
    let first = messages.first();
    first
        .map(|first| first.descriptor().fields().map(|field| field.name().to_owned()).collect())
        .unwrap_or_default()
}

/// The messages as rows of a table; `None` where a field takes lines of its own.
fn rows(messages: &[&DynamicMessage]) -> Option<Vec<Vec<String>>> {
    let row = |message: &&DynamicMessage| {
        let descriptor = message.descriptor();
        descriptor.fields().map(|field| in_line(&field, &message.get_field(&field))).collect()
    };
    messages.iter().map(row).collect()
}

/// Rows under their heads, in columns.
pub(crate) fn table(head: &[String], rows: &[Vec<String>], format: Format) -> String {
    let columns = head.len();
    let all = || std::iter::once(head).chain(rows.iter().map(Vec::as_slice));
    let width =
        |column: usize| all().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<_> = (0..columns).map(|column| width(column).unwrap_or_default()).collect();
    let mut text = String::new();
    for (position, row) in all().enumerate() {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            let padding = " ".repeat(width - cell.chars().count() + 2);
            let cell = if position == 0 { format.bold(cell) } else { cell.clone() };
            line.push_str(&cell);
            line.push_str(&padding);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_but_never_wrong_in_kind() {
        let shown = [0.0, 221.0, 179.799_781_812, 1_234_567.891_2, 0.000_012_5, -0.5, f64::NAN, f64::MAX]
            .map(readable);
        assert_eq!(shown[..6], ["0", "221", "179.7998", "1234567.8912", "0.0000125", "-0.5"]);
        assert_eq!(shown[6], "NaN");
        assert_eq!(shown[7].parse(), Ok(f64::MAX));
    }

    #[test]
    fn durations_are_shown_in_units_that_people_use() {
        let shown = [(0, 0), (0, 1_500_000), (1, 500_000_000), (59, 0), (3600, 0), (3725, 9), (90_061, 0)]
            .map(|(seconds, nanos)| duration(seconds, nanos));
        assert_eq!(shown, ["0s", "0.0015s", "1.5s", "59s", "1h", "1h 2m", "1d 1h"]);
        assert_eq!(duration(-75, -5), "-1m 15s");
        assert_eq!(duration(86_400 * 400 + 59, 0), "400d");
    }

    #[test]
    fn a_server_cannot_steer_the_terminal() {
        assert_eq!(printable("a\u{1b}[31mb\r\nc"), "a\u{fffd}[31mb\u{fffd}\nc");
    }

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let head = ["name", "n"].map(str::to_owned);
        let rows = [vec!["Größe".to_owned(), "1".to_owned()], vec!["x".to_owned(), "22".to_owned()]];
        assert_eq!(table(&head, &rows, Format::Text { colour: false }), "name   n\nGröße  1\nx      22\n");
        assert!(table(&head, &rows, Format::Text { colour: true }).starts_with("\u{1b}[1mname\u{1b}[0m"));
    }
}
