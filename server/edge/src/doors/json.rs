//! protojson in and out: both name cases are taken, unknown fields are refused with the nearest name, and what is wrong
//! is named by its path.

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

/// Names further away than this (Jaro-Winkler similarity) are no help.
const NEAR: f64 = 0.75;

/// Whether fields at their default are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Defaults {
    Omitted,
    Written,
}

/// Reads a whole message from JSON text; nothing at all is an empty message.
pub(crate) fn read(contract: &Contract, message: &MessageDescriptor, text: &[u8]) -> Result<Message, Error> {
    read_value(contract, message, parse(text)?)
}

/// The JSON value of a text.
pub(crate) fn parse(text: &[u8]) -> Result<Json, Error> {
    if text.iter().all(u8::is_ascii_whitespace) {
        return Ok(Json::Object(serde_json::Map::new()));
    }
    serde_json::from_slice(text).map_err(|error| malformed(format!("the body is not JSON: {error}")))
}

/// Reads a message from a JSON value.
pub(crate) fn read_value(
    contract: &Contract,
    message: &MessageDescriptor,
    mut value: Json,
) -> Result<Message, Error> {
    if !value.is_object() && message.full_name().starts_with("omni.") {
        return Err(malformed(format!("the body is {}; expected a JSON object", kind_of(&value))));
    }
    let mut unknown = Vec::new();
    prepare(contract, message, &mut value, "", &mut unknown);
    if let Some((first, hint)) = unknown.first() {
        let error = Error::new(&reason::INVALID_FIELD, format!("{first}: unknown field{hint}"));
        return Err(unknown.into_iter().fold(error, |error, (field, hint)| {
            error.with_rule_violation(field, format!("unknown field{hint}"), "unknown_field")
        }));
    }
    let options = DeserializeOptions::new();
    match DynamicMessage::deserialize_with_options(message.clone(), &value, &options) {
        Ok(parsed) => Ok(Message { bytes: parsed.encode_to_vec().into(), parsed: Some(parsed) }),
        Err(error) => Err(locate(message, &value, &error)),
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

/// Collects unknown fields, and turns `null` in a list with missing positions into a position.
fn prepare(
    contract: &Contract,
    message: &MessageDescriptor,
    value: &mut Json,
    path: &str,
    unknown: &mut Vec<(String, String)>,
) {
    // Well-known types have a JSON form of their own.
    if !message.full_name().starts_with("omni.") {
        return;
    }
    let Some(object) = value.as_object_mut() else { return };
    let mut missing: Vec<(String, Vec<Json>)> = Vec::new();
    for (name, value) in object.iter_mut() {
        let Some(field) = field_of(message, name) else {
            unknown.push((join(path, name), nearest(message, name)));
            continue;
        };
        let at = join(path, field.name());
        if let (Some(sibling), Some(items)) = (contract.missing_positions(&field), value.as_array_mut()) {
            let positions = take_nulls(items);
            if !positions.is_empty() {
                missing.push((sibling, positions));
            }
        }
        match (inner_message(&field), value) {
            (Some(inner), Json::Array(items)) if field.is_list() => {
                for (index, item) in items.iter_mut().enumerate() {
                    prepare(contract, &inner, item, &format!("{at}[{index}]"), unknown);
                }
            }
            (Some(inner), Json::Object(entries)) if field.is_map() => {
                for (key, item) in entries.iter_mut() {
                    prepare(contract, &inner, item, &format!("{at}[{key}]"), unknown);
                }
            }
            (Some(inner), value) => prepare(contract, &inner, value, &at, unknown),
            (None, _) => {}
        }
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

/// Reads again with a note of the path, to say where it went wrong.
fn locate(message: &MessageDescriptor, value: &Json, error: &serde_json::Error) -> Error {
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(value, &mut track);
    let again =
        DynamicMessage::deserialize_with_options(message.clone(), tracked, &DeserializeOptions::new());
    let what = again.err().map_or_else(|| error.to_string(), |error| error.to_string());
    let path = proto_path(message, &track.path());
    if path.is_empty() { malformed(format!("the body: {what}")) } else { Error::invalid_field(path, what) }
}

/// A path of JSON names as a path of proto names.
fn proto_path(message: &MessageDescriptor, path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut at = Some(message.clone());
    let mut out = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => out = format!("{out}[{index}]"),
            Segment::Map { key } | Segment::Enum { variant: key } => {
                let field = at.as_ref().and_then(|message| field_of(message, key));
                out = join(&out, field.as_ref().map_or(key.as_str(), FieldDescriptor::name));
                at = field.as_ref().and_then(inner_message);
            }
            Segment::Unknown => {}
        }
    }
    out
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
