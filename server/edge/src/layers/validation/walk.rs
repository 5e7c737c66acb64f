//! The rules held against the bytes of a message, without taking it apart.
//!
//! The walk says of a message that it is surely good, or that it does not know. It does not know what it would have to
//! look at twice: a broken rule, bytes that are no such message, unknown fields, a field that stands twice. The exact
//! check then decides, and words the refusal.

use std::collections::HashSet;

use omni_contract::rules::{broken, is_text_good};
use prost_reflect::Value;

use super::plan::{Field, Floats, Item, MOST_COUNTS, NumberTest, Plan, Plans, Scalar, Shape};

/// Messages inside messages that the walk follows.
const DEEPEST: u32 = 16;
/// Lists up to this long are compared each with each.
const FEW: usize = 16;

/// The wire types of protobuf.
const VARINT: u64 = 0;
const FIXED64: u64 = 1;
const DELIMITED: u64 = 2;
const FIXED32: u64 = 5;

/// `Some` when everything was good so far.
type Good<T = ()> = Option<T>;

impl Plans {
    /// Whether the bytes are surely a message of this plan that keeps all its rules.
    pub(super) fn surely_good(&self, plan: Plan, message: &[u8]) -> bool {
        self.message(plan, message, DEEPEST).is_some()
    }

    fn message(&self, plan: Plan, mut data: &[u8], depth: u32) -> Good {
        let depth = depth.checked_sub(1)?;
        let plan = self.plans.get(plan.0)?;
        let mut seen = 0_u64;
        let mut counts = [0_u64; MOST_COUNTS];
        while !data.is_empty() {
            let key = varint(&mut data)?;
            let field = plan.field(key >> 3)?;
            if seen & field.excludes != 0 {
                return None;
            }
            if self.field(field, key & 7, &mut data, &mut counts, depth)? {
                seen |= field.bit;
            }
        }
        let counted = plan.counted.iter().zip(counts);
        let mut bounds = counted.filter(|(_, count)| *count > 0);
        let kept = plan.needed & !seen == 0
            && plan.choices.iter().all(|choice| choice & seen != 0)
            && bounds.all(|((least, most), count)| (*least..=*most).contains(&count));
        kept.then_some(())
    }

    /// Whether the field counts as set: the zero of a field without presence does not.
    fn field(
        &self,
        field: &Field,
        wire: u64,
        data: &mut &[u8],
        counts: &mut [u64; MOST_COUNTS],
        depth: u32,
    ) -> Good<bool> {
        match &field.shape {
            Shape::One { item, presence } => self.one(item, *presence, wire, data, depth),
            Shape::Packed { scalar, test, least, most, unique } => {
                let chunk = (wire == DELIMITED).then(|| delimited(data)).flatten()?;
                let count = test.list(*scalar, chunk, *unique)?;
                (count == 0 || (*least..=*most).contains(&count)).then_some(count > 0)
            }
            Shape::Counted { item, place } => {
                let count = counts.get_mut(*place)?;
                *count += 1;
                self.one(item, true, wire, data, depth)
            }
            Shape::Beyond => None,
        }
    }

    fn one(&self, item: &Item, presence: bool, wire: u64, data: &mut &[u8], depth: u32) -> Good<bool> {
        if let Item::Number(scalar, test) = item {
            let bits = scalar.read(wire, data)?;
            let zero = bits == 0 && !presence;
            if !zero && !presence && scalar.is_negative_zero(bits) {
                return None;
            }
            return (zero || test.holds(*scalar, bits)).then_some(!zero);
        }
        let inner = (wire == DELIMITED).then(|| delimited(data)).flatten()?;
        let zero = inner.is_empty() && !presence;
        let length = u64::try_from(inner.len()).ok()?;
        let good = match item {
            Item::Text(rules) => {
                let text = std::str::from_utf8(inner).ok()?;
                zero || rules.iter().all(|rule| is_text_good(rule, text))
            }
            Item::Bytes { least, most } => zero || (*least..=*most).contains(&length),
            Item::Message(plan) => self.message(*plan, inner, depth).is_some(),
            Item::Number(..) => false,
        };
        good.then_some(!zero)
    }
}

fn varint(data: &mut &[u8]) -> Good<u64> {
    if let Some((&first, rest)) = data.split_first()
        && first < 0x80
    {
        *data = rest;
        return Some(first.into());
    }
    let mut value = 0_u64;
    for (at, &byte) in data.iter().take(10).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * at);
        if byte < 0x80 {
            // The tenth byte has room for one bit.
            if at == 9 && byte > 1 {
                return None;
            }
            *data = &data[at + 1..];
            return Some(value);
        }
    }
    None
}

fn delimited<'a>(data: &mut &'a [u8]) -> Good<&'a [u8]> {
    let length = usize::try_from(varint(data)?).ok()?;
    let (inner, rest) = data.split_at_checked(length)?;
    *data = rest;
    Some(inner)
}

impl Scalar {
    fn wire(self) -> u64 {
        match self {
            Self::Fixed64 | Self::Sfixed64 | Self::Double => FIXED64,
            Self::Fixed32 | Self::Sfixed32 | Self::Float => FIXED32,
            _ => VARINT,
        }
    }

    /// The bits of the value; all zero for zero.
    fn read(self, wire: u64, data: &mut &[u8]) -> Good<u64> {
        if wire != self.wire() {
            return None;
        }
        let bits = match wire {
            FIXED64 => {
                let (bits, rest) = data.split_first_chunk()?;
                *data = rest;
                u64::from_le_bytes(*bits)
            }
            FIXED32 => {
                let (bits, rest) = data.split_first_chunk()?;
                *data = rest;
                u64::from(u32::from_le_bytes(*bits))
            }
            _ => varint(data)?,
        };
        let word = bits & u64::from(u32::MAX);
        Some(match self {
            Self::Int32 | Self::Uint32 | Self::Enum => word,
            Self::Bool => u64::from(bits != 0),
            // Zigzag: the lowest bit is the sign.
            Self::Sint32 => ((word >> 1) ^ (word & 1).wrapping_neg()) & u64::from(u32::MAX),
            Self::Sint64 => (bits >> 1) ^ (bits & 1).wrapping_neg(),
            _ => bits,
        })
    }

    /// The default value in other bits.
    fn is_negative_zero(self, bits: u64) -> bool {
        match self {
            Self::Float => bits == u64::from((-0.0_f32).to_bits()),
            Self::Double => bits == (-0.0_f64).to_bits(),
            _ => false,
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "the bits of 32-bit kinds fill the lower half")]
    fn value(self, bits: u64) -> Value {
        let word = bits as u32;
        match self {
            Self::Bool => Value::Bool(bits != 0),
            Self::Int32 | Self::Sint32 | Self::Sfixed32 => Value::I32(word.cast_signed()),
            Self::Int64 | Self::Sint64 | Self::Sfixed64 => Value::I64(bits.cast_signed()),
            Self::Uint32 | Self::Fixed32 => Value::U32(word),
            Self::Uint64 | Self::Fixed64 => Value::U64(bits),
            Self::Float => Value::F32(f32::from_bits(word)),
            Self::Double => Value::F64(f64::from_bits(bits)),
            Self::Enum => Value::EnumNumber(word.cast_signed()),
        }
    }
}

impl NumberTest {
    fn holds(&self, scalar: Scalar, bits: u64) -> bool {
        let value = scalar.value(bits);
        let inside = match value {
            Value::F64(float) => self.floats.hold(float),
            Value::F32(float) => self.floats.hold(float.into()),
            Value::I32(number) => self.between(number.into()),
            Value::I64(number) => self.between(number.into()),
            Value::U32(number) => self.between(number.into()),
            Value::U64(number) => self.between(number.into()),
            Value::EnumNumber(number) => {
                self.between(number.into())
                    && self.defined.as_ref().is_none_or(|known| known.binary_search(&number).is_ok())
            }
            _ => true,
        };
        inside && self.others.iter().all(|rule| broken(rule, &value, &self.kind).is_none())
    }

    fn between(&self, number: i128) -> bool {
        (self.integers.0..=self.integers.1).contains(&number)
    }

    /// How many numbers a packed list has, all of them good.
    fn list(&self, scalar: Scalar, mut chunk: &[u8], unique: bool) -> Good<u64> {
        let mut seen = Seen::default();
        let mut count = 0;
        while !chunk.is_empty() {
            let bits = scalar.read(scalar.wire(), &mut chunk)?;
            if !self.holds(scalar, bits) || (unique && !seen.is_new(scalar, bits)) {
                return None;
            }
            count += 1;
        }
        Some(count)
    }
}

impl Floats {
    fn hold(&self, float: f64) -> bool {
        (!self.finite || float.is_finite())
            && self.low.is_none_or(|(low, inside)| if inside { float >= low } else { float > low })
            && self.high.is_none_or(|(high, inside)| if inside { float <= high } else { float < high })
    }
}

/// What stood in a list before.
#[derive(Default)]
struct Seen {
    few: [u64; FEW],
    length: usize,
    many: HashSet<u64>,
}

impl Seen {
    fn is_new(&mut self, scalar: Scalar, bits: u64) -> bool {
        // Not-a-numbers with different bits are one value.
        let bits = match scalar.value(bits) {
            Value::F64(float) if float.is_nan() => f64::NAN.to_bits(),
            Value::F32(float) if float.is_nan() => f64::NAN.to_bits(),
            _ => bits,
        };
        if self.length < FEW {
            let new = !self.few[..self.length].contains(&bits);
            self.few[self.length] = bits;
            self.length += 1;
            return new;
        }
        if self.many.is_empty() {
            self.many.extend(self.few);
        }
        self.many.insert(bits)
    }
}
