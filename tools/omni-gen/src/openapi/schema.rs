//! Messages, enums and fields as JSON Schema, in the shapes that protojson gives them.

use std::collections::BTreeMap;
use std::fmt::Write;

use omni_contract::{Contract, comment_at};
use prost_reflect::{EnumDescriptor, FieldDescriptor, Kind, MessageDescriptor};
use serde_json::{Map, Value, json};

use super::rules::{self, Rules};

/// Messages and enums by full name.
pub(crate) type Types = BTreeMap<String, Kind>;

/// Writes schemas of one contract.
pub(crate) struct Schemas<'a> {
    pub(crate) contract: &'a Contract,
    pub(crate) rules: Rules,
}

impl<'a> Schemas<'a> {
    pub(crate) fn new(contract: &'a Contract) -> Self {
        Self { contract, rules: Rules::new(contract) }
    }

    /// The schema of a message under `components`. `closed` refuses unknown members, as the server does in requests.
    pub(crate) fn message(&self, message: &MessageDescriptor, closed: bool) -> Value {
        let mut schema = self.object(message.fields(), message, closed);
        schema.insert("title".to_owned(), json!(message.name()));
        describe(&mut schema, &message_comment(message));
        Value::Object(schema)
    }

    /// An object with some fields of a message.
    pub(crate) fn object(
        &self,
        fields: impl Iterator<Item = FieldDescriptor>,
        message: &MessageDescriptor,
        closed: bool,
    ) -> Map<String, Value> {
        let (mut properties, mut required, mut needed) = (Map::new(), Vec::new(), Map::new());
        for field in fields {
            if let Some(sibling) =
                self.contract.needs(&field).and_then(|name| message.get_field_by_name(&name))
            {
                needed.insert(field.json_name().to_owned(), json!([sibling.json_name()]));
            }
            properties.insert(field.json_name().to_owned(), self.field(&field));
            if self.rules.is_required(&field) {
                required.push(json!(field.json_name()));
            }
        }
        let mut schema = Map::new();
        schema.insert("type".to_owned(), json!("object"));
        if !properties.is_empty() {
            schema.insert("properties".to_owned(), Value::Object(properties));
        }
        if !required.is_empty() {
            schema.insert("required".to_owned(), Value::Array(required));
        }
        if !needed.is_empty() {
            schema.insert("dependentRequired".to_owned(), Value::Object(needed));
        }
        if closed {
            schema.insert("additionalProperties".to_owned(), json!(false));
        }
        self.exclusive(&mut schema, message);
        schema
    }

    /// Fields of a oneof exclude each other.
    fn exclusive(&self, schema: &mut Map<String, Value>, message: &MessageDescriptor) {
        let (mut exclusions, mut needed) = (Map::new(), Vec::new());
        for oneof in message.oneofs().filter(|oneof| !oneof.is_synthetic()) {
            let names: Vec<_> = oneof.fields().map(|field| field.json_name().to_owned()).collect();
            for name in &names {
                let others = names.iter().filter(|other| *other != name);
                let never: Map<_, _> = others.map(|other| (other.clone(), json!(false))).collect();
                if !never.is_empty() {
                    exclusions.insert(name.clone(), json!({"properties": never}));
                }
            }
            if self.rules.oneof_required(&oneof) {
                let each = names.iter().map(|name| json!({"properties": {name: true}, "required": [name]}));
                needed.push(json!({"anyOf": each.collect::<Vec<_>>()}));
            }
        }
        if !exclusions.is_empty() {
            schema.insert("dependentSchemas".to_owned(), Value::Object(exclusions));
        }
        if !needed.is_empty() {
            schema.insert("allOf".to_owned(), Value::Array(needed));
        }
    }

    /// The schema of a field, with its comment and its rules.
    pub(crate) fn field(&self, field: &FieldDescriptor) -> Value {
        let rules = self.rules.of(field);
        let mut schema = if field.is_map() {
            map_schema(field, &rules)
        } else if field.is_list() {
            let mut items = value_schema(&field.kind(), &rules["repeated"]["items"]);
            if self.contract.missing_positions(field).is_some()
                && let Some(kind) = items.get("type").cloned()
            {
                items.insert("type".to_owned(), json!([kind, "null"]));
            }
            let mut list = object_of(json!({"type": "array", "items": items}));
            rules::apply_list(&mut list, &rules);
            list
        } else {
            value_schema(&field.kind(), &rules)
        };
        let mut comment = field_comment(field);
        if let Some(oneof) = field.containing_oneof().filter(|oneof| !oneof.is_synthetic()) {
            let names: Vec<_> = oneof.fields().map(|field| format!("`{}`", field.json_name())).collect();
            let _ = write!(comment, "\n\nAt most one of {} is set.", names.join(", "));
        }
        describe(&mut schema, &comment);
        if is_deprecated(&field.options()) {
            schema.insert("deprecated".to_owned(), json!(true));
        }
        Value::Object(schema)
    }

    /// The schema of an enum under `components`.
    pub(crate) fn enumeration(descriptor: &EnumDescriptor) -> Value {
        let file = descriptor.parent_file();
        let values: Vec<_> = descriptor.values().map(|value| value.name().to_owned()).collect();
        let meanings: Map<_, _> = descriptor
            .values()
            .map(|value| {
                (value.name().to_owned(), json!(comment_at(file.file_descriptor_proto(), value.path())))
            })
            .collect();
        let mut schema = object_of(json!({
            "type": "string", "title": descriptor.name(), "enum": values, "x-enumDescriptions": meanings,
        }));
        describe(&mut schema, &comment_at(file.file_descriptor_proto(), descriptor.path()));
        Value::Object(schema)
    }
}

fn map_schema(field: &FieldDescriptor, rules: &Value) -> Map<String, Value> {
    let Kind::Message(entry) = field.kind() else { return Map::new() };
    let values = value_schema(&entry.map_entry_value_field().kind(), &rules["map"]["values"]);
    let mut map = object_of(json!({"type": "object", "additionalProperties": values}));
    rules::apply_map(&mut map, rules);
    map
}

/// The schema of one value, without a comment.
pub(crate) fn value_schema(kind: &Kind, rules: &Value) -> Map<String, Value> {
    let mut schema = object_of(match kind {
        Kind::Double => json!({"type": "number", "format": "double"}),
        Kind::Float => json!({"type": "number", "format": "float"}),
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => json!({"type": "integer", "format": "int32"}),
        Kind::Uint32 | Kind::Fixed32 => json!({"type": "integer", "minimum": 0, "maximum": u32::MAX}),
        // Beyond 2^53 JavaScript loses digits, so protojson writes 64-bit integers as text.
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => {
            json!({"type": "string", "format": "int64", "pattern": "^-?[0-9]{1,19}$"})
        }
        Kind::Uint64 | Kind::Fixed64 => {
            json!({"type": "string", "format": "uint64", "pattern": "^[0-9]{1,20}$"})
        }
        Kind::Bool => json!({"type": "boolean"}),
        Kind::String => json!({"type": "string"}),
        Kind::Bytes => json!({"type": "string", "contentEncoding": "base64"}),
        Kind::Enum(descriptor) => reference(descriptor.full_name()),
        Kind::Message(message) => {
            well_known(message.full_name()).unwrap_or_else(|| reference(message.full_name()))
        }
    });
    rules::apply(&mut schema, kind, rules);
    schema
}

fn reference(full_name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{full_name}")})
}

/// The JSON shape of a message that protojson treats in its own way.
fn well_known(full_name: &str) -> Option<Value> {
    Some(match full_name.strip_prefix("google.protobuf.")? {
        "Timestamp" => json!({"type": "string", "format": "date-time"}),
        "Duration" => {
            json!({"type": "string", "pattern": "^-?[0-9]+(\\.[0-9]{1,9})?s$", "examples": ["1.5s"]})
        }
        "FieldMask" => json!({"type": "string", "description": "Field paths, separated by commas."}),
        "Struct" => json!({"type": "object", "additionalProperties": true}),
        "Value" => json!({}),
        "ListValue" => json!({"type": "array", "items": {}}),
        "Empty" => json!({"type": "object"}),
        "Any" => {
            json!({"type": "object", "properties": {"@type": {"type": "string"}}, "additionalProperties": true})
        }
        "DoubleValue" | "FloatValue" => json!({"type": ["number", "null"]}),
        "Int32Value" => json!({"type": ["integer", "null"], "format": "int32"}),
        "UInt32Value" => json!({"type": ["integer", "null"], "minimum": 0, "maximum": u32::MAX}),
        "Int64Value" | "UInt64Value" => json!({"type": ["string", "null"], "pattern": "^-?[0-9]{1,20}$"}),
        "BoolValue" => json!({"type": ["boolean", "null"]}),
        "StringValue" => json!({"type": ["string", "null"]}),
        "BytesValue" => json!({"type": ["string", "null"], "contentEncoding": "base64"}),
        _ => return None,
    })
}

/// Whether protojson writes the message in its own way rather than as an object of its fields.
pub(crate) fn is_well_known(message: &MessageDescriptor) -> bool {
    well_known(message.full_name()).is_some()
}

/// Adds every message and enum that a value of this kind may hold.
pub(crate) fn reach(kind: &Kind, types: &mut Types) {
    match kind {
        Kind::Enum(descriptor) => {
            types.insert(descriptor.full_name().to_owned(), kind.clone());
        }
        Kind::Message(message) if is_well_known(message) => {}
        Kind::Message(message) if message.is_map_entry() => {
            reach(&message.map_entry_value_field().kind(), types);
        }
        Kind::Message(message) => {
            let seen = types.insert(message.full_name().to_owned(), kind.clone()).is_some();
            let fields = message.fields().filter(|_| !seen);
            fields.for_each(|field| reach(&field.kind(), types));
        }
        _ => {}
    }
}

pub(crate) fn is_deprecated(options: &prost_reflect::DynamicMessage) -> bool {
    options.get_field_by_name("deprecated").and_then(|value| value.as_bool()).unwrap_or(false)
}

pub(crate) fn message_comment(message: &MessageDescriptor) -> String {
    comment_at(message.parent_file().file_descriptor_proto(), message.path())
}

pub(crate) fn field_comment(field: &FieldDescriptor) -> String {
    comment_at(field.parent_file().file_descriptor_proto(), field.path())
}

fn describe(schema: &mut Map<String, Value>, comment: &str) {
    if !comment.trim().is_empty() {
        schema.insert("description".to_owned(), json!(unwrap_lines(comment)));
    }
}

/// A comment with the line breaks inside its paragraphs removed.
pub(crate) fn unwrap_lines(comment: &str) -> String {
    let mut text = String::new();
    for line in comment.lines() {
        if line.trim().is_empty() {
            text.push_str("\n\n");
            continue;
        }
        let list = line.trim_start().starts_with(['-', '*', '|']);
        if !text.is_empty() && !text.ends_with('\n') {
            text.push(if list { '\n' } else { ' ' });
        }
        text.push_str(line.trim());
    }
    text
}

pub(crate) fn object_of(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
