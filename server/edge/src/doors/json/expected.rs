//! What a field takes in JSON, in words.

use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor};
use serde_json::Value as Json;

use super::text::Step;
use super::{enums, field_of, inner_message, join, kind_of};

/// Longest number that is shown as it came.
const SHOWN: usize = 40;

/// A place in a message, as a path of proto names, and what was expected there.
pub(super) struct Place {
    pub(super) path: String,
    pub(super) expected: String,
}

/// Follows a path of JSON names through the message and the value.
pub(super) fn place(message: &MessageDescriptor, value: Option<&Json>, steps: &[Step]) -> Place {
    let mut path = String::new();
    let mut inside = Some(message.clone());
    let mut field: Option<FieldDescriptor> = None;
    let mut is_item = false;
    let mut value = value;
    for step in steps {
        match step {
            Step::Item(index) => {
                path = format!("{path}[{index}]");
                is_item = true;
                value = value.and_then(|value| value.get(index));
            }
            // The key of a map.
            Step::Member(key) if field.as_ref().is_some_and(FieldDescriptor::is_map) && !is_item => {
                path = format!("{path}[{key}]");
                is_item = true;
                value = value.and_then(|value| value.get(key));
            }
            Step::Member(name) => {
                field = inside.as_ref().and_then(|message| field_of(message, name));
                path = join(&path, field.as_ref().map_or(name.as_str(), FieldDescriptor::name));
                inside = field.as_ref().and_then(inner_message);
                is_item = false;
                value = value.and_then(|value| value.get(name));
            }
        }
    }
    let expected = field
        .map_or_else(|| "must be as the contract says".to_owned(), |field| of_field(&field, is_item, value));
    Place { path, expected }
}

fn of_field(field: &FieldDescriptor, is_item: bool, value: Option<&Json>) -> String {
    let (expected, takes_text) = match field.kind() {
        Kind::Message(entry) if field.is_map() => {
            let kind = if is_item {
                entry.map_entry_value_field().kind()
            } else {
                entry.map_entry_key_field().kind()
            };
            match value {
                Some(Json::Object(_)) if !is_item => {
                    let (expected, _) = of_kind(&kind, value);
                    return format!("must have keys each of which {expected}");
                }
                _ if !is_item => ("must be an object".to_owned(), false),
                _ => of_kind(&kind, value),
            }
        }
        _ if field.is_list() && !is_item => ("must be a list".to_owned(), false),
        kind => of_kind(&kind, value),
    };
    match value {
        Some(Json::String(_)) if takes_text => expected,
        Some(value) => format!("{expected}, not {}", shown(value)),
        None => expected,
    }
}

/// What is expected, and whether a text may be what is wrong in form only.
fn of_kind(kind: &Kind, value: Option<&Json>) -> (String, bool) {
    let whole =
        |least: String, most: String| (format!("must be a whole number from {least} to {most}"), false);
    match kind {
        Kind::Double => ("must be a number".to_owned(), false),
        Kind::Float => ("must be a number of at most 3.4e38 either way".to_owned(), false),
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => whole(i32::MIN.to_string(), i32::MAX.to_string()),
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => whole(i64::MIN.to_string(), i64::MAX.to_string()),
        Kind::Uint32 | Kind::Fixed32 => whole("0".to_owned(), u32::MAX.to_string()),
        Kind::Uint64 | Kind::Fixed64 => whole("0".to_owned(), u64::MAX.to_string()),
        Kind::Bool => ("must be true or false".to_owned(), false),
        Kind::String => ("must be a text".to_owned(), true),
        Kind::Bytes => ("must be a text in base64".to_owned(), true),
        Kind::Enum(of) => (enums::expected(of, value.and_then(Json::as_str).unwrap_or_default()), true),
        Kind::Message(message) => match message.full_name() {
            "google.protobuf.Timestamp" => {
                ("must be an RFC 3339 time such as 2026-01-01T00:00:00Z".to_owned(), true)
            }
            "google.protobuf.Duration" => {
                ("must be seconds with an s at the end, such as \"1.5s\"".to_owned(), true)
            }
            "google.protobuf.FieldMask" => ("must be names of fields with commas between".to_owned(), true),
            name if name.starts_with("google.protobuf.")
                && name.ends_with("Value")
                && name != "google.protobuf.Value" =>
            {
                message.get_field_by_name("value").map_or_else(
                    || ("must be a list".to_owned(), false),
                    |inner| of_kind(&inner.kind(), value),
                )
            }
            _ => ("must be an object".to_owned(), false),
        },
    }
}

fn shown(value: &Json) -> String {
    match value {
        Json::Number(number) if number.to_string().len() <= SHOWN => number.to_string(),
        Json::Bool(flag) => flag.to_string(),
        other => kind_of(other).to_owned(),
    }
}
