//! One encoding for each message, whatever order and form its bytes came in: what digests of messages are made over.
//!
//! Fields stand in the order of their numbers, a field that was sent in pieces is one, defaults that say nothing are left
//! out, the entries of a map stand in the order of their keys; fields that the contract does not know come last, in the
//! order they came in.

use bytes::{Bytes, BytesMut};
use omni_kernel::Error;
use prost::Message;
use prost::encoding::{WireType, encode_key, encode_varint};
use prost_reflect::{
    DynamicMessage, FieldDescriptor, Kind, MapKey, MessageDescriptor, ReflectMessage, Value,
};

use crate::reason;

/// The canonical encoding of a message that came as `bytes`.
///
/// # Errors
/// `MALFORMED_REQUEST` when they are no message of this type.
pub(crate) fn canonical(descriptor: MessageDescriptor, bytes: Bytes) -> Result<Bytes, Error> {
    let message = DynamicMessage::decode(descriptor, bytes)
        .map_err(|error| reason::malformed("the message cannot be read").with_source(error))?;
    Ok(encode(&message).freeze())
}

fn encode(message: &DynamicMessage) -> BytesMut {
    let mut out = BytesMut::new();
    for (field, value) in message.fields() {
        match value {
            Value::Map(entries) => {
                let Kind::Message(entry) = field.kind() else { continue };
                let mut sorted: Vec<_> = entries.iter().collect();
                sorted.sort_by(|(a, _), (b, _)| order(a, b));
                for (key, value) in sorted {
                    nested(&mut out, &field, &map_entry(&entry, key, value));
                }
            }
            Value::Message(inner) => nested(&mut out, &field, &encode(inner)),
            Value::List(items) if matches!(field.kind(), Kind::Message(_)) => {
                items
                    .iter()
                    .filter_map(Value::as_message)
                    .for_each(|item| nested(&mut out, &field, &encode(item)));
            }
            _ => out.extend_from_slice(&alone(message.descriptor(), &field, value)),
        }
    }
    for unknown in message.unknown_fields() {
        let mut set = DynamicMessage::new(message.descriptor());
        // Merged back as it came: there is no other way to write an unknown field.
        let mut bytes = Vec::new();
        unknown.encode(&mut bytes);
        if set.merge(bytes.as_slice()).is_ok() {
            out.extend_from_slice(&bytes);
        }
    }
    out
}

/// A message with one field of scalars.
fn alone(descriptor: MessageDescriptor, field: &FieldDescriptor, value: &Value) -> Vec<u8> {
    let mut message = DynamicMessage::new(descriptor);
    message.set_field(field, value.clone());
    message.encode_to_vec()
}

fn nested(out: &mut BytesMut, field: &FieldDescriptor, bytes: &[u8]) {
    if field.is_group() {
        encode_key(field.number(), WireType::StartGroup, out);
        out.extend_from_slice(bytes);
        encode_key(field.number(), WireType::EndGroup, out);
        return;
    }
    encode_key(field.number(), WireType::LengthDelimited, out);
    encode_varint(bytes.len() as u64, out);
    out.extend_from_slice(bytes);
}

fn map_entry(entry: &MessageDescriptor, key: &MapKey, value: &Value) -> BytesMut {
    let (key_field, value_field) = (entry.map_entry_key_field(), entry.map_entry_value_field());
    let mut out = BytesMut::from(alone(entry.clone(), &key_field, &Value::from(key.clone())).as_slice());
    match value {
        Value::Message(inner) => nested(&mut out, &value_field, &encode(inner)),
        scalar => out.extend_from_slice(&alone(entry.clone(), &value_field, scalar)),
    }
    out
}

/// The keys of one map are of one kind.
fn order(a: &MapKey, b: &MapKey) -> std::cmp::Ordering {
    match (a, b) {
        (MapKey::String(a), MapKey::String(b)) => a.cmp(b),
        (MapKey::I32(a), MapKey::I32(b)) => a.cmp(b),
        (MapKey::I64(a), MapKey::I64(b)) => a.cmp(b),
        (MapKey::U32(a), MapKey::U32(b)) => a.cmp(b),
        (MapKey::U64(a), MapKey::U64(b)) => a.cmp(b),
        (MapKey::Bool(a), MapKey::Bool(b)) => a.cmp(b),
        _ => std::cmp::Ordering::Equal,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use proptest::prelude::*;

    use super::*;
    use crate::layers::testing::contract;

    const BODY: &str = "message R {
        string name = 1; repeated double numbers = 2; map<string, Inner> parts = 3; map<int32, string> words = 4;
        repeated Inner list = 5; optional int32 maybe = 6; Inner one = 7; sint64 small = 8;
    }
    message Inner { string text = 1; map<bool, uint64> flags = 2; R deep = 3; }";

    fn input() -> MessageDescriptor {
        static INPUT: OnceLock<MessageDescriptor> = OnceLock::new();
        INPUT.get_or_init(|| contract(BODY).method("/omni.t.v1.T/M").unwrap().input()).clone()
    }

    fn of(json: &str) -> DynamicMessage {
        let mut reader = serde_json::Deserializer::from_str(json);
        DynamicMessage::deserialize(input(), &mut reader).unwrap()
    }

    fn same(a: &[u8], b: &[u8]) -> bool {
        let read = |bytes: &[u8]| canonical(input(), Bytes::copy_from_slice(bytes)).unwrap();
        read(a) == read(b)
    }

    #[test]
    fn it_says_the_same_as_the_message_it_is_of() {
        let message = of(
            r#"{"name": "é", "numbers": [1, 0, -0.0, 2.5], "parts": {"b": {"text": "x"}, "a": {"flags": {"true": "7"}}},
            "words": {"7": "seven", "-3": ""}, "list": [{}, {"deep": {"small": "-5"}}], "maybe": 0, "one": {}}"#,
        );
        let bytes = canonical(input(), message.encode_to_vec().into()).unwrap();
        assert!(DynamicMessage::decode(input(), bytes.clone()).unwrap() == message);
        assert_eq!(canonical(input(), bytes.clone()).unwrap(), bytes);
    }

    #[test]
    fn the_form_of_the_bytes_does_not_matter_and_what_they_say_does() {
        let name = b"\x0a\x01n";
        let packed = b"\x12\x10\0\0\0\0\0\0\xf0\x3f\0\0\0\0\0\0\0\x40";
        let pieces = b"\x11\0\0\0\0\0\0\xf0\x3f\x11\0\0\0\0\0\0\0\x40";
        let swapped = b"\x11\0\0\0\0\0\0\0\x40\x11\0\0\0\0\0\0\xf0\x3f";
        assert!(same(&[&name[..], packed].concat(), &[packed, &name[..]].concat()));
        assert!(same(packed, pieces));
        assert!(!same(packed, swapped));
        assert!(same(&[&b"\x0a\x01x"[..], name].concat(), name), "the last of several counts");
        assert!(same(b"\x0a\x00", b""), "an empty text is none");
        assert!(!same(b"\x30\x00", b""), "a zero that may be absent is not absent");
        assert!(same(b"\x40\x80\x00", b"\x40\x00"), "a long form of zero");
        let (a, b) = (b"\x22\x05\x08\x01\x12\x01a", b"\x22\x05\x08\x02\x12\x01b");
        assert!(same(&[&a[..], b].concat(), &[&b[..], a].concat()));
        let (unknown, other) = (b"\xa2\x06\x01x", b"\xa2\x06\x01y");
        assert!(!same(unknown, b""));
        assert!(same(&[&unknown[..], name].concat(), &[&name[..], unknown].concat()));
        assert!(!same(&[&unknown[..], other].concat(), &[&other[..], unknown].concat()));
        assert!(canonical(input(), Bytes::from_static(b"\x0a\x09")).is_err());
    }

    proptest! {
        #[test]
        fn a_map_in_any_order_is_the_same_message(words in proptest::collection::hash_map(any::<i32>(), ".{0,5}", 0..20), seed in any::<u64>()) {
            let field = |key: i32, text: &str| {
                let mut message = DynamicMessage::new(input());
                message.set_field_by_name("words", Value::Map([(MapKey::I32(key), Value::String(text.into()))].into()));
                message.encode_to_vec()
            };
            let mut entries: Vec<_> = words.iter().map(|(key, text)| field(*key, text)).collect();
            let first = entries.concat();
            let by = usize::try_from(seed % 20).unwrap().min(entries.len());
            entries.rotate_left(by);
            entries.reverse();
            prop_assert!(same(&first, &entries.concat()));
        }
    }
}
