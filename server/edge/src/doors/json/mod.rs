//! protojson in and out: both name cases are taken, unknown fields are refused with the nearest name, and what is wrong
//! is named by its path.

pub(crate) mod enums;
mod expected;
#[cfg(test)]
mod tests;
mod text;

use bytes::Bytes;
use omni_contract::Contract;
use omni_kernel::Error;
use omni_kernel::error::reason;
use prost::Message as _;
use prost_reflect::{
    DeserializeOptions, DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, SerializeOptions,
};
use serde_json::Value as Json;

use super::Message;
use crate::reason::malformed;
use text::{Fault, Step};

/// Names further away than this (Jaro-Winkler similarity) are no help.
const NEAR: f64 = 0.75;
const GIVEN_TWICE: &str = "must be given once only";

/// Whether fields at their default are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Defaults {
    Omitted,
    Written,
}

/// The JSON value of a text: that of a message, or of its field `body`.
pub(crate) fn parse(message: &MessageDescriptor, body: Option<&str>, text: &[u8]) -> Result<Json, Error> {
    if text.iter().all(u8::is_ascii_whitespace) {
        return Ok(Json::Object(serde_json::Map::new()));
    }
    text::parse(text).map_err(|fault| refusal(message, body, fault))
}

fn refusal(message: &MessageDescriptor, body: Option<&str>, fault: Fault) -> Error {
    let path = |steps: Vec<Step>| {
        let steps: Vec<_> =
            body.map(|field| Step::Member(field.to_owned())).into_iter().chain(steps).collect();
        expected::place(message, None, &steps).path
    };
    let wrong = |field: String, expected: &str, rule: &str| {
        Error::new(&reason::INVALID_FIELD, format!("{field}: {expected}"))
            .with_rule_violation(field, expected, rule)
    };
    match fault {
        Fault::Twice(steps) => wrong(path(steps), GIVEN_TWICE, "duplicate_field"),
        Fault::TooLarge(steps) => {
            wrong(path(steps), "must be a number that a double can hold, up to 1.8e308", "double")
        }
        Fault::Syntax(steps, expected) => match path(steps) {
            field if field.is_empty() => malformed(format!("the body is not JSON: {expected}")),
            field => malformed(format!("{field}: the body is not JSON: {expected}"))
                .with_violation(field, expected),
        },
    }
}

/// What is wrong in a value, found before it is read as a message.
struct Wrong {
    field: String,
    expected: String,
    rule: &'static str,
}

/// Reads a message from a JSON value.
pub(crate) fn read_value(
    contract: &Contract,
    message: &MessageDescriptor,
    value: &mut Json,
) -> Result<Message, Error> {
    if !value.is_object() && message.full_name().starts_with("omni.") {
        return Err(malformed(format!("the body is {}; expected a JSON object", kind_of(value))));
    }
    let mut wrong = Vec::new();
    prepare(contract, message, value, "", &mut wrong);
    if let Some(first) = wrong.first() {
        let error = Error::new(&reason::INVALID_FIELD, format!("{}: {}", first.field, first.expected));
        return Err(wrong
            .into_iter()
            .take(Error::MOST_VIOLATIONS)
            .fold(error, |error, wrong| error.with_rule_violation(wrong.field, wrong.expected, wrong.rule)));
    }
    let options = DeserializeOptions::new();
    match DynamicMessage::deserialize_with_options(message.clone(), &*value, &options) {
        Ok(parsed) => Ok(Message { bytes: parsed.encode_to_vec().into(), parsed: Some(parsed) }),
        Err(error) => Err(locate(message, value, error)),
    }
}

/// Writes a message as JSON text.
pub(crate) fn write(message: &MessageDescriptor, bytes: Bytes, defaults: Defaults) -> Result<Bytes, Error> {
    let decoded = decode(message, bytes)?;
    let mut text = Vec::with_capacity(256);
    let mut serializer = serde_json::Serializer::new(&mut text);
    decoded
        .serialize_with_options(&mut serializer, &options(defaults))
        .map_err(|error| Error::internal("an answer could not be written as JSON").with_source(error))?;
    Ok(text.into())
}

/// Writes a message as a JSON value.
pub(crate) fn write_value(
    message: &MessageDescriptor,
    bytes: Bytes,
    defaults: Defaults,
) -> Result<Json, Error> {
    decode(message, bytes)?
        .serialize_with_options(serde_json::value::Serializer, &options(defaults))
        .map_err(|error| Error::internal("an answer could not be written as JSON").with_source(error))
}

fn options(defaults: Defaults) -> SerializeOptions {
    SerializeOptions::new().skip_default_fields(defaults == Defaults::Omitted)
}

fn decode(message: &MessageDescriptor, bytes: Bytes) -> Result<DynamicMessage, Error> {
    DynamicMessage::decode(message.clone(), bytes).map_err(|error| {
        Error::internal("an answer is not the message its method declares").with_source(error)
    })
}

/// The field of a JSON name in either case.
pub(crate) fn field_of(message: &MessageDescriptor, name: &str) -> Option<FieldDescriptor> {
    message.get_field_by_json_name(name).or_else(|| message.get_field_by_name(name))
}

/// Collects what is wrong, writes enum values by their whole names, and turns `null` in a list with missing positions
/// into a position.
fn prepare(
    contract: &Contract,
    message: &MessageDescriptor,
    value: &mut Json,
    path: &str,
    wrong: &mut Vec<Wrong>,
) {
    // Well-known types have a JSON form of their own.
    if !message.full_name().starts_with("omni.") {
        return;
    }
    let Some(object) = value.as_object_mut() else { return };
    let mut missing: Vec<(String, Vec<Json>)> = Vec::new();
    let mut given: Vec<FieldDescriptor> = Vec::new();
    for (name, value) in object.iter_mut() {
        if wrong.len() >= Error::MOST_VIOLATIONS {
            return;
        }
        let Some(field) = field_of(message, name) else {
            let expected = format!("unknown field{}", nearest(message, name));
            wrong.push(Wrong { field: join(path, name), expected, rule: "unknown_field" });
            continue;
        };
        let at = join(path, field.name());
        if let Some((expected, rule)) = clash(&field, value, &given) {
            wrong.push(Wrong { field: at, expected, rule });
            continue;
        }
        if !value.is_null() {
            given.push(field.clone());
        }
        if let (Some(sibling), Some(items)) = (contract.missing_positions(&field), value.as_array_mut()) {
            let positions = take_nulls(items);
            if !positions.is_empty() {
                missing.push((sibling, positions));
            }
        }
        prepare_field(contract, &field, value, &at, wrong);
    }
    for (sibling, positions) in missing {
        let key =
            message.get_field_by_name(&sibling).map_or(sibling.clone(), |field| field.json_name().to_owned());
        let key = if object.contains_key(&sibling) { sibling } else { key };
        if let Json::Array(given) = object.entry(key).or_insert_with(|| Json::Array(Vec::new())) {
            let new: Vec<_> = positions.into_iter().filter(|position| !given.contains(position)).collect();
            given.extend(new);
        }
    }
}

/// Why a field may not stand beside those that are given already.
fn clash(field: &FieldDescriptor, value: &Json, given: &[FieldDescriptor]) -> Option<(String, &'static str)> {
    if value.is_null() {
        return None;
    }
    if given.contains(field) {
        return Some((GIVEN_TWICE.to_owned(), "duplicate_field"));
    }
    let oneof = field.containing_oneof()?;
    let other = given.iter().find(|other| other.containing_oneof().as_ref() == Some(&oneof))?;
    Some((format!("must not be given together with {}", other.name()), "oneof"))
}

fn prepare_field(
    contract: &Contract,
    field: &FieldDescriptor,
    value: &mut Json,
    at: &str,
    wrong: &mut Vec<Wrong>,
) {
    let kind = match field.kind() {
        Kind::Message(entry) if field.is_map() => entry.map_entry_value_field().kind(),
        kind => kind,
    };
    let mut each = |value: &mut Json, at: &dyn Fn() -> String| match &kind {
        Kind::Message(inner) => prepare(contract, inner, value, &at(), wrong),
        Kind::Enum(of) if of.full_name().starts_with("omni.") => {
            let Json::String(text) = value else { return };
            match enums::whole_name(of, text) {
                Some(name) => *text = name,
                None => wrong.push(Wrong { field: at(), expected: enums::expected(of, text), rule: "enum" }),
            }
        }
        _ => {}
    };
    match value {
        // Lists of numbers and texts may be long, and there is nothing to do for them.
        _ if !matches!(kind, Kind::Message(_) | Kind::Enum(_)) => {}
        Json::Array(items) if field.is_list() => {
            for (index, item) in items.iter_mut().enumerate() {
                each(item, &|| format!("{at}[{index}]"));
            }
        }
        Json::Object(entries) if field.is_map() => {
            for (key, item) in entries.iter_mut() {
                each(item, &|| format!("{at}[{key}]"));
            }
        }
        // Neither list nor map where one belongs is found when the message is read.
        _ if field.is_list() || field.is_map() => {}
        value => each(value, &|| at.to_owned()),
    }
}

fn take_nulls(items: &mut [Json]) -> Vec<Json> {
    let nulls = items.iter_mut().enumerate().filter(|(_, item)| item.is_null());
    nulls
        .map(|(index, item)| {
            *item = Json::from(0);
            Json::from(index)
        })
        .collect()
}

fn inner_message(field: &FieldDescriptor) -> Option<MessageDescriptor> {
    match field.kind() {
        Kind::Message(entry) if entry.is_map_entry() => match entry.map_entry_value_field().kind() {
            Kind::Message(inner) => Some(inner),
            _ => None,
        },
        Kind::Message(inner) => Some(inner),
        _ => None,
    }
}

/// A hint at the known name that is most like the unknown one.
pub(crate) fn nearest(message: &MessageDescriptor, name: &str) -> String {
    let wanted = name.to_lowercase().replace('_', "");
    let known = message.fields().map(|field| {
        let similarity = strsim::jaro_winkler(&wanted, &field.name().replace('_', ""));
        (similarity, field.name().to_owned())
    });
    let best = known.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(similarity, _)| *similarity >= NEAR);
    if let Some((_, name)) = best {
        return format!("; did you mean {name}?");
    }
    let names: Vec<_> = message.fields().map(|field| field.name().to_owned()).collect();
    if names.is_empty() {
        "; no fields are expected".to_owned()
    } else {
        format!("; expected one of {}", names.join(", "))
    }
}

/// Reads again with a note of the path, to say where it went wrong and what was expected there.
fn locate(message: &MessageDescriptor, value: &Json, error: serde_json::Error) -> Error {
    use serde_path_to_error::Segment;
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(value, &mut track);
    let again =
        DynamicMessage::deserialize_with_options(message.clone(), tracked, &DeserializeOptions::new());
    let path = track.path();
    let steps = path.iter().filter_map(|segment| match segment {
        Segment::Seq { index } => Some(Step::Item(*index)),
        Segment::Map { key } | Segment::Enum { variant: key } => Some(Step::Member(key.clone())),
        Segment::Unknown => None,
    });
    let steps: Vec<Step> = steps.collect();
    let place = expected::place(message, Some(value), &steps);
    let refused = if place.path.is_empty() {
        malformed("the body is not the message that the method takes")
    } else {
        Error::invalid_field(place.path, place.expected)
    };
    refused.with_source(again.err().unwrap_or(error))
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn kind_of(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "a boolean",
        Json::Number(_) => "a number",
        Json::String(_) => "a text",
        Json::Array(_) => "a list",
        Json::Object(_) => "an object",
    }
}
