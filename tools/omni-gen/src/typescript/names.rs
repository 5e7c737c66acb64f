//! Names as protobuf-es gives them, and types of fields in requests.

use prost_reflect::{Cardinality, EnumDescriptor, FieldDescriptor, FileDescriptor, Kind, MessageDescriptor};

use super::Imports;

const WKT: &str = "@bufbuild/protobuf/wkt";

/// `time_series` as `timeSeries`, by the rules of protobuf's JSON names.
pub(super) fn camel(snake: &str) -> String {
    let mut out = String::new();
    let mut upper = false;
    for character in snake.chars() {
        match character {
            '_' => upper = true,
            '0'..='9' => {
                out.push(character);
                upper = false;
            }
            _ if upper => {
                out.push(character.to_ascii_uppercase());
                upper = false;
            }
            _ => out.push(character),
        }
    }
    out
}

/// `time_series` as `TimeSeries`.
pub(super) fn pascal(snake: &str) -> String {
    let camel = camel(snake);
    let mut characters = camel.chars();
    characters
        .next()
        .map(|first| first.to_ascii_uppercase().to_string() + characters.as_str())
        .unwrap_or_default()
}

/// The property of a field: names that objects already have get a dollar sign.
pub(super) fn property(field: &str) -> String {
    let name = camel(field);
    if matches!(name.as_str(), "constructor" | "toString" | "toJSON" | "valueOf") { name + "$" } else { name }
}

/// The property of a method in its service descriptor.
pub(super) fn method_property(method: &str) -> String {
    let mut characters = method.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase().to_string()).unwrap_or_default();
    property(&(first + characters.as_str()))
}

/// The module of the messages of a file, from the folder of the generated files.
pub(super) fn module(file: &FileDescriptor) -> String {
    format!("./pb/{}_pb.js", file.name().trim_end_matches(".proto"))
}

/// The type of a message: nested ones join the names with an underscore.
pub(super) fn message(message: &MessageDescriptor) -> String {
    local(message.full_name(), message.package_name())
}

/// The type of an enum.
pub(super) fn enumeration(one: &EnumDescriptor) -> String {
    local(one.full_name(), one.package_name())
}

fn local(full_name: &str, package: &str) -> String {
    full_name.strip_prefix(package).unwrap_or(full_name).trim_start_matches('.').replace('.', "_")
}

/// What the values of an enum share at the start, such as `FORECAST_MODEL_`; empty where they share nothing.
pub(super) fn shared_prefix(one: &EnumDescriptor) -> String {
    let mut prefix = String::new();
    for (index, character) in one.name().chars().enumerate() {
        if character.is_ascii_uppercase() && index > 0 {
            prefix.push('_');
        }
        prefix.push(character.to_ascii_uppercase());
    }
    prefix.push('_');
    let shared = one.values().all(|value| {
        let rest = value.name().strip_prefix(&prefix);
        rest.is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_alphabetic()))
    });
    if shared { prefix } else { String::new() }
}

/// The kind of the field's values: of the map's values where it is a map.
pub(super) fn value_kind(field: &FieldDescriptor) -> Kind {
    match field.kind() {
        Kind::Message(entry) if field.is_map() => entry.map_entry_value_field().kind(),
        kind => kind,
    }
}

/// The type of a field in a request.
pub(super) fn input_type(field: &FieldDescriptor, missing: bool, imports: &mut Imports) -> String {
    let kind = value_kind(field);
    let value = value_type(&kind, imports);
    if field.is_map() {
        return format!("Readonly<Record<string, {value}>>");
    }
    if field.cardinality() != Cardinality::Repeated {
        return value;
    }
    let value = if missing { format!("{value} | null | undefined") } else { value };
    // Typed arrays are lists of numbers as well.
    if value.starts_with("number") && !matches!(kind, Kind::Enum(_)) {
        format!("ArrayLike<{value}>")
    } else if value.contains(' ') {
        format!("readonly ({value})[]")
    } else {
        format!("readonly {value}[]")
    }
}

fn value_type(kind: &Kind, imports: &mut Imports) -> String {
    match kind {
        Kind::Bool => "boolean".to_owned(),
        Kind::String => "string".to_owned(),
        Kind::Bytes => "Uint8Array".to_owned(),
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 | Kind::Uint64 | Kind::Fixed64 => {
            "bigint | number | string".to_owned()
        }
        Kind::Double
        | Kind::Float
        | Kind::Int32
        | Kind::Sint32
        | Kind::Sfixed32
        | Kind::Uint32
        | Kind::Fixed32 => "number".to_owned(),
        Kind::Enum(one) => format!("{}Input", enumeration(one)),
        Kind::Message(message) => message_type(message, imports),
    }
}

fn message_type(message_descriptor: &MessageDescriptor, imports: &mut Imports) -> String {
    let name = message(message_descriptor);
    match message_descriptor.full_name() {
        full_name if full_name.starts_with("omni.") => format!("{name}Input"),
        "google.protobuf.Struct" => {
            imports.add_type("@bufbuild/protobuf", "JsonObject");
            "JsonObject".to_owned()
        }
        full_name => {
            let wkt = full_name.starts_with("google.protobuf.");
            let module = if wkt { WKT.to_owned() } else { module(&message_descriptor.parent_file()) };
            imports.add_type("@bufbuild/protobuf", "MessageInitShape");
            imports.add_type(module, format!("{name}Schema"));
            let init = format!("MessageInitShape<typeof {name}Schema>");
            match full_name {
                "google.protobuf.Timestamp" => format!("Date | {init}"),
                "google.protobuf.FieldMask" => format!("readonly string[] | {init}"),
                _ => init,
            }
        }
    }
}
