//! The walk over the bytes and the exact check agree.

use proptest::prelude::*;
use prost_reflect::prost::Message;
use prost_reflect::prost::encoding::encode_varint;
use prost_reflect::{FieldDescriptor, Kind};

use super::*;
use crate::layers::testing::contract;

const BODY: &str = r#"
    message In {
        int32 n = 1 [(buf.validate.field).int32.gt = 0];
        R again = 2;
        string s = 3;
    }
    message Free { sint64 a = 1; fixed32 b = 2; bool c = 3; repeated string d = 4; map<int32, bool> e = 5; }
    message R {
        repeated double x = 1 [(buf.validate.field).repeated = {min_items: 1, max_items: 6, items: {double: {finite: true}}}];
        int32 steps = 2 [(buf.validate.field).int32 = {gte: 1, lte: 100}];
        repeated int32 seasons = 3 [(buf.validate.field).repeated = {max_items: 20, unique: true, items: {int32: {gte: 0}}}];
        E e = 4 [(buf.validate.field).enum = {defined_only: true}];
        repeated double levels = 5 [(buf.validate.field).repeated = {unique: true, items: {double: {gt: -1, lt: 100}}}];
        optional string mail = 6 [(buf.validate.field).string.max_len = 3];
        string name = 7 [(buf.validate.field).string = {min_len: 2, max_len: 3}, (buf.validate.field).ignore = IGNORE_IF_ZERO_VALUE];
        bytes raw = 8 [(buf.validate.field).bytes.max_len = 2];
        repeated string tags = 9 [(buf.validate.field).repeated = {max_items: 3, items: {string: {min_len: 1}}}];
        repeated In list = 10 [(buf.validate.field).repeated.max_items = 2];
        map<string, In> map = 11 [(buf.validate.field).map.max_pairs = 2];
        In one = 12;
        Free free = 13;
        oneof choice { option (buf.validate.oneof).required = true; int32 a = 14; string b = 15 [(buf.validate.field).string.len = 1]; In c = 16; }
        float f = 17 [(buf.validate.field).float = {gte: -1, lte: 1}];
        string code = 18 [(buf.validate.field).string.in = "a", (buf.validate.field).string.in = "žž"];
        uint64 u = 19 [(buf.validate.field).uint64 = {not_in: [7]}];
        repeated E es = 20 [(buf.validate.field).repeated = {unique: true, items: {enum: {not_in: [0]}}}];
        repeated float fs = 21 [(buf.validate.field).repeated.unique = true];
        sint32 z = 22 [(buf.validate.field).sint32.lt = 3];
        map<string, int32> sizes = 23 [(buf.validate.field).map.values.int32.gt = 0];
    }"#;

/// Turns noise into bytes that mostly are a message: fields of the descriptor with values near the bounds, and now and
/// then, unless it is tame, what is unknown or of the wrong type.
struct Maker<'a> {
    noise: std::slice::Iter<'a, u8>,
    tame: bool,
}

impl<'a> Maker<'a> {
    fn of(noise: &'a [u8], tame: bool) -> Self {
        Self { noise: noise.iter(), tame }
    }

    fn next(&mut self) -> usize {
        self.noise.next().copied().unwrap_or_default().into()
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.next() % from.len()].clone()
    }

    fn message(&mut self, descriptor: &MessageDescriptor, depth: u32) -> Vec<u8> {
        let fields: Vec<_> = descriptor.fields().collect();
        let mut wire = Vec::new();
        for _ in 0..self.next() % (2 * fields.len() + 1) {
            let field = self.pick(&fields);
            self.field(&field, depth, &mut wire);
        }
        wire
    }

    fn field(&mut self, field: &FieldDescriptor, depth: u32, wire: &mut Vec<u8>) {
        let number = u64::from(field.number());
        let (mut kind, value) = self.value(&field.kind(), depth);
        let mut value = value;
        let packed = field.is_packed() && field.is_list() && !self.next().is_multiple_of(8);
        if packed {
            for _ in 0..self.next() % 8 {
                value.extend(self.value(&field.kind(), depth).1);
            }
            kind = 2;
        }
        if self.next().is_multiple_of(64) && !self.tame {
            kind = self.pick(&[0, 1, 2, 3, 4, 5, 6, 7]);
        }
        let unknown = if self.next().is_multiple_of(64) && !self.tame { 100 } else { 0 };
        encode_varint((number + unknown) << 3 | kind, wire);
        if kind == 2 {
            encode_varint(value.len() as u64, wire);
        }
        wire.extend(value);
    }

    fn value(&mut self, kind: &Kind, depth: u32) -> (u64, Vec<u8>) {
        let mut out = Vec::new();
        let number = self.pick(&[1_u64, 0, 2, 3, 7, 99, 100, 101, u64::MAX, 1 << 31, 1 << 32, (1 << 32) + 1]);
        let float =
            self.pick(&[1.0_f64, 0.0, -0.0, 0.5, -1.0, 99.5, 100.0, f64::NAN, -f64::NAN, f64::INFINITY]);
        let wire = match kind {
            Kind::Double => {
                out.extend(float.to_le_bytes());
                1
            }
            #[expect(clippy::cast_possible_truncation, reason = "any float will do")]
            Kind::Float => {
                out.extend((float as f32).to_le_bytes());
                5
            }
            Kind::Fixed64 | Kind::Sfixed64 => {
                out.extend(number.to_le_bytes());
                1
            }
            Kind::Fixed32 | Kind::Sfixed32 => {
                out.extend(&number.to_le_bytes()[..4]);
                5
            }
            Kind::String | Kind::Bytes => {
                out.extend(self.pick(&[&b"a"[..], b"", b"ab", b"abc", "žž".as_bytes(), b"\xff", b"abcd"]));
                2
            }
            Kind::Message(inner) => {
                if depth > 0 {
                    out = self.message(inner, depth - 1);
                }
                2
            }
            _ => {
                encode_varint(number, &mut out);
                0
            }
        };
        (wire, out)
    }
}

struct Checked {
    contract: Contract,
    rules: Rules,
}

impl Checked {
    fn new() -> Self {
        let contract = contract(BODY);
        Self { rules: Rules::read(&contract).unwrap(), contract }
    }

    fn method(&self) -> &Method {
        self.contract.methods().next().unwrap()
    }

    fn fast(&self, wire: &[u8]) -> bool {
        self.rules.plans.surely_good(self.rules.plan(self.method()).unwrap(), wire)
    }

    fn exact(&self, wire: &[u8]) -> Result<DynamicMessage, Error> {
        let mut parsed = None;
        let message = Bytes::copy_from_slice(wire);
        self.rules.check_exactly(&self.method().input(), &message, &mut parsed)?;
        Ok(parsed.unwrap())
    }
}

thread_local! {
    static CHECKED: Checked = Checked::new();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn what_the_walk_lets_pass_is_good(noise in proptest::collection::vec(any::<u8>(), 0..160)) {
        CHECKED.with(|checked| {
            let wire = Maker::of(&noise, false).message(&checked.method().input(), 3);
            if checked.fast(&wire) {
                let exact = checked.exact(&wire);
                prop_assert!(exact.is_ok(), "{wire:?}: {:?}", exact.err());
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_good_message_as_clients_write_it_is_not_taken_apart(
        noise in proptest::collection::vec(any::<u8>(), 0..160),
        flip in any::<(prop::sample::Index, u8)>(),
    ) {
        CHECKED.with(|checked| {
            let input = checked.method().input();
            // What every good message has, so that many of the made ones are good.
            let mut wire = b"\x0a\x08\0\0\0\0\0\0\0\0\x10\x01\x92\x01\x01a".to_vec();
            wire.extend(Maker::of(&noise, true).message(&input, 1));
            let Ok(mut message) = checked.exact(&wire) else { return Ok(()) };
            // Maps under rules are left to the exact check.
            message.clear_field_by_name("sizes");
            let mut written = message.encode_to_vec();
            prop_assert!(checked.fast(&written), "{written:?}");
            let at = flip.0.index(written.len());
            written[at] ^= flip.1;
            prop_assert!(!checked.fast(&written) || checked.exact(&written).is_ok(), "{written:?}");
            Ok(())
        })?;
    }

    #[test]
    fn garbage_never_passes_for_good(wire in proptest::collection::vec(any::<u8>(), 0..64)) {
        CHECKED.with(|checked| {
            prop_assert!(!checked.fast(&wire) || checked.exact(&wire).is_ok());
            Ok(())
        })?;
    }
}

#[test]
fn an_ordinary_message_passes_and_a_broken_rule_does_not() {
    let checked = Checked::new();
    let json = |text: &str| {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        DynamicMessage::deserialize(checked.method().input(), &mut deserializer).unwrap().encode_to_vec()
    };
    let good = r#"{"x": [1, -0.0, 3.5], "steps": 3, "seasons": [0, 7], "e": "E_ONE", "name": "žl", "tags": ["t"], "a": 0,
        "list": [{"n": 1}], "map": {"k": {"n": 2}}, "free": {"a": -5, "b": 1, "c": true, "d": [""], "e": {"1": true}},
        "f": 0.5, "code": "a", "u": 8, "es": ["E_ONE"], "fs": [1, 2], "z": -9}"#;
    assert!(checked.fast(&json(good)));
    for (from, to) in [
        ("3.5", "\"NaN\""),
        ("\"steps\": 3", "\"steps\": 0"),
        ("[0, 7]", "[7, 7]"),
        ("\"E_ONE\", \"name\"", "5, \"name\""),
        ("[\"t\"]", "[\"\"]"),
        ("\"n\": 1", "\"n\": 0"),
        ("\"a\": 0,", ""),
        ("\"u\": 8", "\"u\": 7"),
        ("-9", "3"),
        ("\"code\": \"a\"", "\"code\": \"b\""),
    ] {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good);
        assert!(!checked.fast(&json(&bad)), "{bad}");
        assert!(checked.exact(&json(&bad)).is_err(), "{bad}");
    }
}
