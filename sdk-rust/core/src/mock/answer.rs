//! What the mock answers: the example, or something like it.

use std::collections::VecDeque;

use bytes::Bytes;
use omni_contract::rules::Violation;
use omni_contract::{Contract, Method};
use prost_reflect::prost::Message as _;
use prost_reflect::{DynamicMessage, Kind, MessageDescriptor, ReflectMessage, Value};
use tonic::Status;

use super::generate::Generator;
use super::refusal::Checked;
use crate::error::Code;

pub(super) fn from_json(descriptor: &MessageDescriptor, json: &str) -> Result<DynamicMessage, String> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let message =
        DynamicMessage::deserialize(descriptor.clone(), &mut reader).map_err(|error| error.to_string())?;
    reader.end().map_err(|error| error.to_string())?;
    Ok(message)
}

/// The message as it comes off the wire: JSON tells an empty list from an absent one, the wire does not.
fn wire_form(message: &DynamicMessage) -> Result<DynamicMessage, Status> {
    DynamicMessage::decode(message.descriptor(), message.encode_to_vec().as_slice())
        .map_err(|error| Status::internal(error.to_string()))
}

/// The messages of the answer to a request.
pub(super) fn of(contract: &Contract, method: &Method, request: &Checked) -> Result<VecDeque<Bytes>, Status> {
    let Checked { message: decoded, bytes, failing } = request;
    let example = |json: &str, descriptor: MessageDescriptor| match json {
        "" => Ok(None),
        json => wire_form(&from_json(&descriptor, json).map_err(Status::internal)?).map(Some),
    };
    let example_request = example(&method.sdk().example, method.input())?;
    let example_answer = example(&method.sdk().example_response, method.output())?;
    let is_example = example_request.as_ref().is_some_and(|example| example == decoded);
    let rules = contract.pool().get_extension_by_name("buf.validate.field");
    let seed = seed_of(method.path(), bytes);
    let mut generator = Generator::new(rules, seed, decoded, example_request.as_ref());
    let count = if method.is_streaming() { generator.items(&method.output()).unwrap_or(1) } else { 1 };
    let failed = |position: usize| failing.iter().find(|(at, _)| *at == position);
    let items = (0..count).map(|position| match &example_answer {
        _ if failed(position).is_some() => {
            let violations = failed(position).map_or(&[][..], |(_, violations)| violations);
            failure(&method.output(), position, violations).encode_to_vec().into()
        }
        Some(answer) if is_example && position == 0 => answer.encode_to_vec().into(),
        template => generator.answer(&method.output(), template.as_ref(), position).encode_to_vec().into(),
    });
    Ok(items.collect())
}

/// The answer to an item that breaks rules while the others are answered.
fn failure(output: &MessageDescriptor, position: usize, violations: &[Violation]) -> DynamicMessage {
    let mut answer = DynamicMessage::new(output.clone());
    let index = Value::I32(i32::try_from(position).unwrap_or(i32::MAX));
    // A contract without these fields has nowhere to put it.
    let _ = answer.try_set_field_by_name("index", index);
    let kind = output.get_field_by_name("failure").map(|field| field.kind());
    if let (Some(Kind::Message(kind)), Some(first)) = (kind, violations.first()) {
        let mut failure = DynamicMessage::new(kind);
        let said = [
            ("reason", "INVALID_FIELD".to_owned()),
            ("message", format!("{}: {}", first.field, first.description)),
            ("field", first.field.clone()),
            ("code", Code::InvalidArgument.name().to_owned()),
        ];
        for (name, text) in said {
            let _ = failure.try_set_field_by_name(name, Value::String(text));
        }
        let _ = answer.try_set_field_by_name("failure", Value::Message(failure));
    }
    answer
}

/// FNV-1a over the path and the request, so that every platform and every version answers alike.
fn seed_of(path: &str, request: &[u8]) -> u64 {
    path.bytes().chain(request.iter().copied()).fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
