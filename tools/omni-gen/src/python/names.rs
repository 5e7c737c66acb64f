//! Names of Python things.

use prost_reflect::{EnumDescriptor, FieldDescriptor, Kind, MessageDescriptor, OneofDescriptor};

const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
    "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is",
    "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];
/// What every message class has.
const MESSAGE_METHODS: [&str; 6] = ["to_dict", "from_dict", "to_json", "from_json", "to_bytes", "from_bytes"];
/// Parameters that every method has.
pub(super) const OPTIONS: [&str; 4] = ["timeout", "max_retries", "idempotency_key", "extra_metadata"];

/// The module of a proto package: `omni.intelligence.v1` is `intelligence_v1`.
pub(super) fn module(package: &str) -> String {
    package.strip_prefix("omni.").unwrap_or(package).replace('.', "_")
}

/// The class of a message or enum; nested ones carry the name of what they are nested in.
fn class(package: &str, full_name: &str) -> String {
    full_name.strip_prefix(package).unwrap_or(full_name).trim_start_matches('.').replace('.', "")
}

pub(super) fn message(message: &MessageDescriptor) -> String {
    class(message.package_name(), message.full_name())
}

pub(super) fn enumeration(item: &EnumDescriptor) -> String {
    class(item.package_name(), item.full_name())
}

/// A name that Python takes.
pub(super) fn identifier(name: &str) -> String {
    if KEYWORDS.contains(&name) { format!("{name}_") } else { name.to_owned() }
}

/// The attribute of a field.
pub(super) fn attribute(field: &FieldDescriptor) -> String {
    let name = field.name();
    if KEYWORDS.contains(&name) || MESSAGE_METHODS.contains(&name) {
        format!("{name}_")
    } else {
        name.to_owned()
    }
}

/// The parameter of a field in a method.
pub(super) fn parameter(field: &FieldDescriptor) -> String {
    let name = attribute(field);
    if OPTIONS.contains(&name.as_str()) || name == "self" { format!("{name}_") } else { name }
}

/// The common beginning of the names of an enum's values, `FORECAST_MODEL_`; empty where a value does not begin so.
pub(super) fn enum_prefix(item: &EnumDescriptor) -> String {
    let prefix = format!("{}_", screaming(item.name()));
    let fits = |name: &str| {
        name.strip_prefix(&prefix)
            .is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_alphabetic()))
    };
    if item.values().all(|value| fits(value.name())) { prefix } else { String::new() }
}

fn screaming(camel: &str) -> String {
    let mut out = String::new();
    let mut before = '_';
    for character in camel.chars() {
        if character.is_ascii_uppercase() && before.is_ascii_lowercase() {
            out.push('_');
        }
        out.push(character.to_ascii_uppercase());
        before = character;
    }
    out
}

/// `predict_revenue` as `PredictRevenue`.
pub(super) fn camel(snake: &str) -> String {
    let capital = |word: &str| {
        let mut characters = word.chars();
        let first = characters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(characters).collect::<String>()
    };
    snake.split('_').map(capital).collect()
}

/// The kind word in the codec's table of a message that appears as a plain value.
pub(super) fn well_known(message: &MessageDescriptor) -> Option<&'static str> {
    Some(match message.full_name() {
        "google.protobuf.Timestamp" => "timestamp",
        "google.protobuf.Duration" => "duration",
        "google.protobuf.Struct" => "struct",
        "google.protobuf.Value" => "value",
        "google.protobuf.ListValue" => "list_value",
        "google.protobuf.FieldMask" => "field_mask",
        "google.protobuf.DoubleValue" => "wrapped_double",
        "google.protobuf.FloatValue" => "wrapped_float",
        "google.protobuf.Int32Value" => "wrapped_int32",
        "google.protobuf.Int64Value" => "wrapped_int64",
        "google.protobuf.UInt32Value" => "wrapped_uint32",
        "google.protobuf.UInt64Value" => "wrapped_uint64",
        "google.protobuf.BoolValue" => "wrapped_bool",
        "google.protobuf.StringValue" => "wrapped_string",
        "google.protobuf.BytesValue" => "wrapped_bytes",
        _ => return None,
    })
}

/// The field itself, or of a map the field that holds the value.
pub(super) fn value_field(field: &FieldDescriptor) -> FieldDescriptor {
    match field.kind() {
        Kind::Message(entry) if field.is_map() => entry.map_entry_value_field(),
        _ => field.clone(),
    }
}

/// The key type of a map, as the codec's table names it.
pub(super) fn key_kind(field: &FieldDescriptor) -> Option<&'static str> {
    match field.kind() {
        Kind::Message(entry) if field.is_map() => Some(scalar_kind(&entry.map_entry_key_field().kind())),
        _ => None,
    }
}

/// The kind word of a scalar.
pub(super) fn scalar_kind(kind: &Kind) -> &'static str {
    match kind {
        Kind::Double => "double",
        Kind::Float => "float",
        Kind::Int32 => "int32",
        Kind::Int64 => "int64",
        Kind::Uint32 => "uint32",
        Kind::Uint64 => "uint64",
        Kind::Sint32 => "sint32",
        Kind::Sint64 => "sint64",
        Kind::Fixed32 => "fixed32",
        Kind::Fixed64 => "fixed64",
        Kind::Sfixed32 => "sfixed32",
        Kind::Sfixed64 => "sfixed64",
        Kind::Bool => "bool",
        Kind::String => "string",
        Kind::Bytes => "bytes",
        Kind::Message(_) => "message",
        Kind::Enum(_) => "enum",
    }
}

/// The oneof of a field that the proto declares; `optional` makes one that nobody declared.
pub(super) fn oneof(field: &FieldDescriptor) -> Option<OneofDescriptor> {
    field.containing_oneof().filter(|oneof| !oneof.is_synthetic())
}
