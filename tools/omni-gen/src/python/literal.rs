//! ProtoJSON examples as Python code.

use std::error::Error;

use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor};
use serde_json::Value;

use super::names;

/// The fields of an example as keyword arguments.
pub(super) fn arguments(
    message: &MessageDescriptor,
    example: &str,
) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let value: Value = serde_json::from_str(example)?;
    let Value::Object(fields) = value else { return Err("an example is not a JSON object".into()) };
    fields
        .iter()
        .map(|(name, value)| {
            let field = find(message, name)?;
            Ok((names::parameter(&field), literal(&field, value)?))
        })
        .collect()
}

fn find(message: &MessageDescriptor, name: &str) -> Result<FieldDescriptor, Box<dyn Error>> {
    let field = message.get_field_by_json_name(name).or_else(|| message.get_field_by_name(name));
    field.ok_or_else(|| {
        format!("{}: the example names {name:?}, which is no field", message.full_name()).into()
    })
}

fn literal(field: &FieldDescriptor, value: &Value) -> Result<String, Box<dyn Error>> {
    let inner = names::value_field(field);
    match value {
        Value::Array(items) if field.is_list() => {
            let items: Result<Vec<_>, _> = items.iter().map(|item| single(&inner, item)).collect();
            Ok(format!("[{}]", items?.join(", ")))
        }
        Value::Object(entries) if field.is_map() => {
            let entries: Result<Vec<String>, Box<dyn Error>> = entries
                .iter()
                .map(|(key, item)| Ok(format!("{}: {}", text(key), single(&inner, item)?)))
                .collect();
            Ok(format!("{{{}}}", entries?.join(", ")))
        }
        _ => single(&inner, value),
    }
}

fn single(field: &FieldDescriptor, value: &Value) -> Result<String, Box<dyn Error>> {
    match (field.kind(), value) {
        (Kind::Message(message), Value::Object(entries)) if names::well_known(&message).is_none() => {
            let entries: Result<Vec<String>, Box<dyn Error>> = entries
                .iter()
                .map(|(name, item)| {
                    let inner = find(&message, name)?;
                    Ok(format!("\"{}\": {}", names::attribute(&inner), literal(&inner, item)?))
                })
                .collect();
            Ok(format!("{{{}}}", entries?.join(", ")))
        }
        (Kind::Message(message), Value::String(time)) if names::well_known(&message) == Some("timestamp") => {
            let time = time.strip_suffix('Z').map_or_else(|| time.clone(), |time| format!("{time}+00:00"));
            Ok(format!("datetime.fromisoformat({})", text(&time)))
        }
        (Kind::Message(message), Value::String(duration))
            if names::well_known(&message) == Some("duration") =>
        {
            Ok(format!("timedelta(seconds={})", duration.trim_end_matches('s')))
        }
        (Kind::Enum(item), Value::String(name)) => {
            Ok(text(name.strip_prefix(&names::enum_prefix(&item)).unwrap_or(name)))
        }
        (
            Kind::Int64 | Kind::Uint64 | Kind::Sint64 | Kind::Fixed64 | Kind::Sfixed64,
            Value::String(number),
        ) => Ok(number.clone()),
        (Kind::Bytes, Value::String(_)) => {
            Err(format!("{}: examples of bytes are not supported", field.full_name()).into())
        }
        _ => Ok(plain(value)),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(string) => text(string),
        Value::Array(items) => format!("[{}]", items.iter().map(plain).collect::<Vec<_>>().join(", ")),
        Value::Object(entries) => {
            let entries: Vec<_> =
                entries.iter().map(|(key, item)| format!("{}: {}", text(key), plain(item))).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

/// A Python string literal; the escapes of JSON are those of Python.
pub(super) fn text(value: &str) -> String {
    Value::String(value.to_owned()).to_string()
}
