//! What the mock answers: the example, or something like it.

use std::collections::VecDeque;

use bytes::Bytes;
use omni_contract::{Contract, Method};
use prost_reflect::prost::Message as _;
use prost_reflect::{DynamicMessage, MessageDescriptor, ReflectMessage};
use tonic::Status;

use super::generate::Generator;
use super::spec::ErrorSpec;
use crate::error::Code;

/// How many items a stream has where its request does not say it.
const ITEMS: usize = 3;

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

/// The messages of the answer to an encoded request.
pub(super) fn of(contract: &Contract, method: &Method, request: &Bytes) -> Result<VecDeque<Bytes>, Status> {
    let decoded = DynamicMessage::decode(method.input(), request.clone()).map_err(|error| {
        let why = format!("the request is not a {}: {error}", method.input().full_name());
        ErrorSpec::new(Code::InvalidArgument, why).reason("INVALID_REQUEST", "omni").status()
    })?;
    let example = |json: &str, descriptor: MessageDescriptor| match json {
        "" => Ok(None),
        json => wire_form(&from_json(&descriptor, json).map_err(Status::internal)?).map(Some),
    };
    let example_request = example(&method.sdk().example, method.input())?;
    let example_answer = example(&method.sdk().example_response, method.output())?;
    let is_example = example_request.as_ref().is_some_and(|example| *example == decoded);
    let rules = contract.pool().get_extension_by_name("buf.validate.field");
    let seed = seed_of(method.path(), request);
    let mut generator = Generator::new(rules, seed, &decoded, example_request.as_ref());
    let count = if method.is_streaming() { generator.items(&method.output()).unwrap_or(ITEMS) } else { 1 };
    let items = (0..count).map(|position| match &example_answer {
        Some(answer) if is_example && position == 0 => answer.encode_to_vec().into(),
        template => generator.answer(&method.output(), template.as_ref(), position).encode_to_vec().into(),
    });
    Ok(items.collect())
}

/// FNV-1a over the path and the request, so that every platform and every version answers alike.
fn seed_of(path: &str, request: &[u8]) -> u64 {
    path.bytes().chain(request.iter().copied()).fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
