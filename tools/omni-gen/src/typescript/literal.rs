//! An example request as TypeScript.

use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor};
use serde_json::Value;

use super::names;

const WIDTH: usize = 90;

/// The literal of a protojson object of this type. Objects and lists that are too long for a line are broken.
pub(crate) fn object(value: &Value, message: &MessageDescriptor, indent: usize) -> String {
    let Value::Object(entries) = value else { return value.to_string() };
    let parts: Vec<_> = entries
        .iter()
        .map(|(key, value)| {
            let field = message.get_field_by_json_name(key).or_else(|| message.get_field_by_name(key));
            let (name, text) = match &field {
                Some(field) => (names::property(field.name()), field_value(value, field, indent + 2)),
                None => (quoted_key(key), plain(value, indent + 2)),
            };
            format!("{name}: {text}")
        })
        .collect();
    joined("{", &parts, "}", indent)
}

/// The literal of a field's value.
pub(crate) fn field_value(value: &Value, field: &FieldDescriptor, indent: usize) -> String {
    let kind = names::value_kind(field);
    match value {
        Value::Array(items) if field.is_list() => {
            let parts: Vec<_> = items.iter().map(|item| single(item, &kind, indent + 2)).collect();
            joined("[", &parts, "]", indent)
        }
        Value::Object(entries) if field.is_map() => {
            let parts: Vec<_> = entries
                .iter()
                .map(|(key, item)| format!("{}: {}", quoted_key(key), single(item, &kind, indent + 2)))
                .collect();
            joined("{", &parts, "}", indent)
        }
        value => single(value, &kind, indent),
    }
}

fn single(value: &Value, kind: &Kind, indent: usize) -> String {
    match kind {
        Kind::Message(message) if message.full_name() == "google.protobuf.Timestamp" => {
            format!("new Date({value})")
        }
        Kind::Message(message) if message.full_name() == "google.protobuf.Duration" => duration(value),
        Kind::Message(message) if message.full_name() == "google.protobuf.FieldMask" => {
            // In JSON one text, its names between commas.
            let names = value.as_str().unwrap_or_default().split(',').filter(|name| !name.is_empty());
            plain(&names.collect(), indent)
        }
        Kind::Double | Kind::Float if value.is_string() => value.as_str().unwrap_or_default().to_owned(),
        Kind::Message(message) if message.full_name().starts_with("omni.") => object(value, message, indent),
        _ => plain(value, indent),
    }
}

/// `"3.5s"` as `{ seconds: 3n, nanos: 500000000 }`.
fn duration(value: &Value) -> String {
    let text = value.as_str().unwrap_or_default().trim_end_matches('s');
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, ""));
    let nanos = format!("{fraction:0<9}");
    let nanos = nanos.trim_start_matches('0');
    let sign = if text.starts_with('-') && !nanos.is_empty() { "-" } else { "" };
    let nanos = if nanos.is_empty() { "0" } else { nanos };
    format!("{{ seconds: {seconds}n, nanos: {sign}{nanos} }}")
}

fn plain(value: &Value, indent: usize) -> String {
    match value {
        Value::Object(entries) => {
            let parts: Vec<_> = entries
                .iter()
                .map(|(key, item)| format!("{}: {}", quoted_key(key), plain(item, indent + 2)))
                .collect();
            joined("{", &parts, "}", indent)
        }
        Value::Array(items) => {
            let parts: Vec<_> = items.iter().map(|item| plain(item, indent + 2)).collect();
            joined("[", &parts, "]", indent)
        }
        value => value.to_string(),
    }
}

fn quoted_key(key: &str) -> String {
    let plain = key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && key.chars().all(|character| character.is_ascii_alphanumeric() || character == '_');
    if plain { key.to_owned() } else { Value::from(key).to_string() }
}

fn joined(open: &str, parts: &[String], close: &str, indent: usize) -> String {
    let pad = if open == "{" { " " } else { "" };
    if parts.is_empty() {
        return format!("{open}{close}");
    }
    let line = format!("{open}{pad}{}{pad}{close}", parts.join(", "));
    if line.len() + indent <= WIDTH && !line.contains('\n') {
        return line;
    }
    let inner = " ".repeat(indent + 2);
    let body: String = parts.iter().map(|part| format!("{inner}{part},\n")).collect();
    format!("{open}\n{body}{}{close}", " ".repeat(indent))
}
