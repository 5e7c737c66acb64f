//! `inputs.ts`: what a caller may give for each request message.

use std::collections::BTreeMap;

use omni_contract::{Contract, comment_at};
use prost_reflect::{DynamicMessage, EnumDescriptor, FieldDescriptor, Kind, MessageDescriptor, Value};

use super::{Imports, doc, names, request_messages};

pub(super) fn text(contract: &Contract) -> String {
    let mut imports = Imports::default();
    let mut body = String::new();
    let mut enums = BTreeMap::new();
    for message in request_messages(contract) {
        for field in message.fields() {
            if let Kind::Enum(one) = names::value_kind(&field) {
                enums.insert(one.full_name().to_owned(), one);
            }
        }
        body.push_str(&interface(contract, &message, &mut imports));
    }
    let enums: String = enums.values().map(|one| enumeration(one, &mut imports)).collect();
    format!("{}{enums}{body}", imports.text())
}

/// Whether a request can do without any field.
pub(super) fn all_optional(contract: &Contract, message: &MessageDescriptor) -> bool {
    message.fields().all(|field| !is_required(contract, &field))
}

fn enumeration(one: &EnumDescriptor, imports: &mut Imports) -> String {
    let name = names::enumeration(one);
    imports.add_type(names::module(&one.parent_file()), name.clone());
    let prefix = names::shared_prefix(one);
    let values: Vec<_> = one
        .values()
        .filter(|value| value.number() != 0)
        .map(|value| format!("\"{}\"", value.name().strip_prefix(&prefix).unwrap_or(value.name())))
        .collect();
    let comment = comment_at(one.parent_file().file_descriptor_proto(), one.path());
    let full = if prefix.is_empty() { String::new() } else { format!(" | `{prefix}${{{name}Name}}`") };
    format!(
        "\n{}export type {name}Name = {};\n\n/** {{@link {name}}} by value, or by name in either case. */\n\
         export type {name}Input = {name} | {name}Name | Lowercase<{name}Name>{full};\n",
        doc(&comment, None, ""),
        values.join(" | "),
    )
}

fn interface(contract: &Contract, message: &MessageDescriptor, imports: &mut Imports) -> String {
    let proto = message.parent_file();
    let proto = proto.file_descriptor_proto();
    let comment = comment_at(proto, message.path());
    let mut text =
        format!("\n{}export interface {}Input {{", doc(&comment, None, ""), names::message(message));
    for (index, field) in message.fields().enumerate() {
        let missing = contract.missing_positions(&field).is_some();
        let kind = names::input_type(&field, missing, imports);
        let comment = doc(&comment_at(proto, field.path()), None, "  ");
        let property = names::property(field.name());
        text.push_str(if index == 0 { "\n" } else { "\n\n" });
        if is_required(contract, &field) {
            text.push_str(&format!("{comment}  {property}: {kind};"));
        } else {
            text.push_str(&format!("{comment}  {property}?: {kind} | undefined;"));
        }
    }
    text.push_str(if message.fields().len() == 0 { "}\n" } else { "\n}\n" });
    text
}

/// Whether the server refuses a request without the field, by its `buf.validate` rules.
fn is_required(contract: &Contract, field: &FieldDescriptor) -> bool {
    let Some(extension) = contract.pool().get_extension_by_name("buf.validate.field") else { return false };
    let options = field.options();
    if field.containing_oneof().is_some() || !options.has_extension(&extension) {
        return false;
    }
    let rules = options.get_extension(&extension);
    let Some(rules) = rules.as_message() else { return false };
    if rules.get_field_by_name("required").is_some_and(|value| value.as_bool() == Some(true)) {
        return true;
    }
    // A field with presence that is not set is not looked at.
    !field.supports_presence()
        && ["repeated", "map", "string", "bytes"].iter().any(|kind| has_minimum(rules, kind))
        || !field.supports_presence() && excludes_zero(rules)
}

fn has_minimum(rules: &DynamicMessage, kind: &str) -> bool {
    let Some(inner) = set_message(rules, kind) else { return false };
    ["min_items", "min_pairs", "min_len", "len", "min_bytes"].iter().any(|name| {
        inner.has_field_by_name(name)
            && inner
                .get_field_by_name(name)
                .and_then(|value| value.as_u64())
                .is_some_and(|minimum| minimum > 0)
    })
}

fn excludes_zero(rules: &DynamicMessage) -> bool {
    let kinds = ["double", "float", "int32", "int64", "uint32", "uint64", "sint32", "sint64"];
    kinds.iter().filter_map(|kind| set_message(rules, kind)).any(|inner| {
        let bound = |name: &str| {
            inner.has_field_by_name(name).then(|| inner.get_field_by_name(name).map(|v| number(&v)))
        };
        bound("gt").flatten().is_some_and(|bound| bound >= 0.0)
            || bound("gte").flatten().is_some_and(|bound| bound > 0.0)
    })
}

fn set_message(rules: &DynamicMessage, name: &str) -> Option<DynamicMessage> {
    if !rules.has_field_by_name(name) {
        return None;
    }
    rules.get_field_by_name(name)?.as_message().cloned()
}

fn number(value: &Value) -> f64 {
    match value {
        Value::I32(number) => f64::from(*number),
        Value::U32(number) => f64::from(*number),
        Value::I64(number) => *number as f64,
        Value::U64(number) => *number as f64,
        Value::F32(number) => f64::from(*number),
        Value::F64(number) => *number,
        _ => f64::NAN,
    }
}
