//! How much a call counts on its meter, read from the bytes of its message.

use prost::bytes::Buf;
use prost::encoding::{DecodeContext, WireType, decode_key, decode_varint, skip_field};
use prost_reflect::{Kind, MessageDescriptor};

/// What the field says: a number counts as itself, a list by its length; no field is one. The message was validated, so
/// bytes that cannot be read do not come here; they would count as what was read of them.
pub(crate) fn quantity(message: &MessageDescriptor, field: &str, bytes: &[u8]) -> u64 {
    if field.is_empty() {
        return 1;
    }
    let Some(field) = message.get_field_by_name(field) else { return 1 };
    let (mut rest, mut found) = (bytes, 0_u64);
    while rest.has_remaining() {
        let Ok((number, wire)) = decode_key(&mut rest) else { break };
        if number != field.number() {
            if skip_field(wire, number, &mut rest, DecodeContext::default()).is_err() {
                break;
            }
            continue;
        }
        let before = rest;
        if skip_field(wire, number, &mut rest, DecodeContext::default()).is_err() {
            break;
        }
        let value = &before[..before.len() - rest.len()];
        let packed = wire == WireType::LengthDelimited && field.is_list() && is_packable(&field.kind());
        found = match (field.is_list() || field.is_map(), packed) {
            (true, true) => found.saturating_add(items(&field.kind(), value)),
            (true, false) => found.saturating_add(1),
            (false, _) => number_of(&field.kind(), value),
        };
    }
    found
}

fn is_packable(kind: &Kind) -> bool {
    !matches!(kind, Kind::String | Kind::Bytes | Kind::Message(_))
}

/// How many items a packed list has.
fn items(kind: &Kind, mut value: &[u8]) -> u64 {
    let length = decode_varint(&mut value).unwrap_or_default();
    match kind {
        Kind::Double | Kind::Fixed64 | Kind::Sfixed64 => length / 8,
        Kind::Float | Kind::Fixed32 | Kind::Sfixed32 => length / 4,
        // The last byte of a varint is the one without the high bit.
        _ => value.iter().filter(|byte| **byte < 0x80).count() as u64,
    }
}

/// A number as what is used of something; what is less than nothing is nothing.
fn number_of(kind: &Kind, mut value: &[u8]) -> u64 {
    match kind {
        Kind::Uint32 | Kind::Uint64 => decode_varint(&mut value).unwrap_or_default(),
        Kind::Int32 | Kind::Int64 => {
            decode_varint(&mut value).map_or(0, |bits| u64::try_from(bits.cast_signed()).unwrap_or(0))
        }
        Kind::Sint32 | Kind::Sint64 => {
            decode_varint(&mut value).map_or(0, |bits| if bits & 1 == 0 { bits >> 1 } else { 0 })
        }
        Kind::Fixed32 if value.len() >= 4 => u64::from(value.get_u32_le()),
        Kind::Fixed64 if value.len() >= 8 => value.get_u64_le(),
        Kind::Sfixed32 if value.len() >= 4 => u64::try_from(value.get_i32_le()).unwrap_or(0),
        Kind::Sfixed64 if value.len() >= 8 => u64::try_from(value.get_i64_le()).unwrap_or(0),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use prost::Message;
    use prost_reflect::DynamicMessage;

    use super::*;
    use crate::layers::testing::contract;

    #[test]
    fn numbers_count_as_themselves_and_lists_by_their_length() {
        let body = "message R {
            uint32 tokens = 1; int64 minutes = 2; repeated R requests = 3; repeated double series = 4;
            repeated int32 codes = 5; repeated string words = 6; map<string, string> parts = 7; sint32 z = 8;
            repeated int32 loose = 9 [packed = false]; fixed32 f = 10;
        }";
        let input = contract(body).method("/omni.t.v1.T/M").unwrap().input();
        let json = r#"{"tokens": 70000, "minutes": "-5", "requests": [{"tokens": 9}, {}, {}], "series": [1, 2, 3, 4],
            "codes": [1, 300, -1], "words": ["", "a"], "parts": {"a": "b", "c": ""}, "z": 21, "loose": [0, 0], "f": 12}"#;
        let mut reader = serde_json::Deserializer::from_str(json);
        let message = DynamicMessage::deserialize(input.clone(), &mut reader).unwrap().encode_to_vec();
        for (field, expected) in [
            ("", 1),
            ("tokens", 70_000),
            ("minutes", 0),
            ("requests", 3),
            ("series", 4),
            ("codes", 3),
            ("words", 2),
            ("parts", 2),
            ("z", 21),
            ("loose", 2),
            ("f", 12),
        ] {
            assert_eq!(quantity(&input, field, &message), expected, "{field}");
        }
        assert_eq!(quantity(&input, "requests", &[]), 0);
        assert_eq!(quantity(&input, "series", &[message.clone(), message].concat()), 8);
    }
}
