//! The rules of each message made ready for the walk over its bytes.

use std::collections::HashMap;

use omni_contract::rules::{FieldRules, MessageRules, Number, Rule, Rules};
use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor};

/// Most fields of a message that the walk keeps account of.
const MOST_FIELDS: usize = 64;
/// Highest field number that the walk looks up.
const HIGHEST: u32 = 255;
/// Most lists of texts or messages in one message.
pub(super) const MOST_COUNTS: usize = 8;
/// Stands in [`Walk::by_number`] for a number that no field has.
const NONE: u8 = u8::MAX;

/// The plans of all messages that requests hold.
#[derive(Debug, Default)]
pub(super) struct Plans {
    pub(super) plans: Vec<Walk>,
    by_name: HashMap<String, usize>,
}

/// The plan of a message, by its place in [`Plans`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan(pub(super) usize);

/// What the walk has to know of one message.
#[derive(Debug, Default)]
pub(super) struct Walk {
    fields: Vec<Field>,
    by_number: Vec<u8>,
    /// Fields whose absence breaks a rule, one bit each.
    pub(super) needed: u64,
    /// Of each of these, one has to be there.
    pub(super) choices: Vec<u64>,
    /// Bounds of the lists that are counted, by their place.
    pub(super) counted: Vec<(u64, u64)>,
}

#[derive(Debug)]
pub(super) struct Field {
    pub(super) bit: u64,
    /// Fields that were not there before if this one is to be taken as it stands: itself, where a second value would
    /// replace the first or merge with it, and the others of its oneof.
    pub(super) excludes: u64,
    pub(super) shape: Shape,
}

#[derive(Debug)]
pub(super) enum Shape {
    One {
        item: Item,
        presence: bool,
    },
    Packed {
        scalar: Scalar,
        test: NumberTest,
        least: u64,
        most: u64,
        unique: bool,
    },
    /// Counted at this place.
    Counted {
        item: Item,
        place: usize,
    },
    /// Something the walk does not know.
    Beyond,
}

#[derive(Debug)]
pub(super) enum Item {
    Number(Scalar, NumberTest),
    Text(Vec<Rule>),
    Bytes { least: u64, most: u64 },
    Message(Plan),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scalar {
    Bool,
    Int32,
    Int64,
    Uint32,
    Uint64,
    Sint32,
    Sint64,
    Fixed32,
    Fixed64,
    Sfixed32,
    Sfixed64,
    Float,
    Double,
    Enum,
}

/// The rules on a number.
#[derive(Debug)]
pub(super) struct NumberTest {
    pub(super) kind: Kind,
    pub(super) integers: (i128, i128),
    pub(super) floats: Floats,
    /// The numbers of a closed enum, sorted.
    pub(super) defined: Option<Vec<i32>>,
    pub(super) others: Vec<Rule>,
}

/// Bounds of floats; the flags say whether the bound itself is inside.
#[derive(Debug)]
pub(super) struct Floats {
    pub(super) low: Option<(f64, bool)>,
    pub(super) high: Option<(f64, bool)>,
    pub(super) finite: bool,
}

impl Walk {
    pub(super) fn field(&self, number: u64) -> Option<&Field> {
        let at = *self.by_number.get(usize::try_from(number).ok()?)?;
        self.fields.get(usize::from(at))
    }
}

impl Plans {
    /// The plan of a request.
    pub(super) fn of(&self, message: &str) -> Option<Plan> {
        self.by_name.get(message).copied().map(Plan)
    }

    /// Makes the plan of a message and of all it holds.
    pub(super) fn add(&mut self, rules: &Rules, message: &MessageDescriptor) -> Plan {
        if let Some(known) = self.of(message.full_name()) {
            return known;
        }
        // Entered before its fields are read, so that a message that holds itself ends here.
        let at = self.plans.len();
        self.plans.push(Walk::default());
        self.by_name.insert(message.full_name().to_owned(), at);
        let plan = self.plan(rules, message);
        self.plans[at] = plan;
        Plan(at)
    }

    fn plan(&mut self, rules: &Rules, message: &MessageDescriptor) -> Walk {
        let none = MessageRules::default();
        let own = rules.of(message.full_name()).unwrap_or(&none);
        let all: Vec<FieldDescriptor> = message.fields().collect();
        let mut plan = Walk::default();
        if all.len() > MOST_FIELDS || all.iter().any(|field| field.number() > HIGHEST) {
            // Without fields every field is unknown, and an empty message is what needs the exact check.
            plan.needed = 1;
            return plan;
        }
        let bit = |field: &FieldDescriptor| {
            all.iter().position(|known| known.number() == field.number()).map_or(0, |at| 1_u64 << at)
        };
        for (at, field) in all.iter().enumerate() {
            let number = usize::try_from(field.number()).unwrap_or_default();
            if plan.by_number.len() <= number {
                plan.by_number.resize(number + 1, NONE);
            }
            plan.by_number[number] = u8::try_from(at).unwrap_or(NONE);
            let read = own.fields.iter().find(|rules| rules.field.number() == field.number());
            let shape = self.shape(rules, &mut plan, field, read);
            let repeats = matches!(shape, Shape::Counted { .. });
            let siblings = field.containing_oneof().map_or(0, |oneof| {
                oneof.fields().map(|sibling| bit(&sibling)).fold(0, std::ops::BitOr::bitor)
            });
            let excludes = if repeats { 0 } else { bit(field) | siblings };
            if read.is_some_and(|rules| !rules.hold_absent(message)) {
                plan.needed |= bit(field);
            }
            plan.fields.push(Field { bit: bit(field), excludes, shape });
        }
        if message.is_map_entry() {
            // A pair without its message holds an empty one, on which rules may lie.
            let values = all.iter().filter(|field| matches!(field.kind(), Kind::Message(_)));
            plan.needed |= values.map(bit).fold(0, std::ops::BitOr::bitor);
        }
        plan.choices = own
            .required_oneofs
            .iter()
            .map(|oneof| oneof.fields().map(|field| bit(&field)).fold(0, std::ops::BitOr::bitor))
            .collect();
        plan
    }

    fn shape(
        &mut self,
        rules: &Rules,
        plan: &mut Walk,
        field: &FieldDescriptor,
        read: Option<&FieldRules>,
    ) -> Shape {
        let whole = read.map_or(&[][..], |rules| &rules.whole);
        // The walk sees one field at a time.
        if field.is_group() || read.is_some_and(|rules| rules.needs.is_some()) {
            return Shape::Beyond;
        }
        if !field.is_list() && !field.is_map() {
            let item = self.item(rules, &field.kind(), whole);
            return item
                .map_or(Shape::Beyond, |item| Shape::One { item, presence: field.supports_presence() });
        }
        let Some((least, most, unique)) = list_rules(whole) else { return Shape::Beyond };
        let items = read.map_or(&[][..], |rules| &rules.items);
        let keyed = read.is_some_and(|rules| !rules.keys.is_empty() || field.is_map() && !items.is_empty());
        // A key that stands twice is one pair.
        if keyed || (field.is_map() && least > 1) {
            return Shape::Beyond;
        }
        match self.item(rules, &field.kind(), items) {
            Some(Item::Number(scalar, test)) => Shape::Packed { scalar, test, least, most, unique },
            Some(item) if !unique && plan.counted.len() < MOST_COUNTS => {
                plan.counted.push((least, most));
                Shape::Counted { item, place: plan.counted.len() - 1 }
            }
            _ => Shape::Beyond,
        }
    }

    fn item(&mut self, rules: &Rules, kind: &Kind, on: &[Rule]) -> Option<Item> {
        Some(match kind {
            Kind::Message(inner) if on.is_empty() => Item::Message(self.add(rules, inner)),
            Kind::Message(_) => return None,
            Kind::String => Item::Text(on.to_vec()),
            Kind::Bytes => match on {
                [] => Item::Bytes { least: 0, most: u64::MAX },
                [Rule::Bytes { least, most }] => Item::Bytes { least: *least, most: *most },
                _ => return None,
            },
            Kind::Bool if !on.is_empty() => return None,
            kind => Item::Number(scalar(kind)?, NumberTest::of(kind, on)),
        })
    }
}

/// Least and most items, and whether each may stand only once.
fn list_rules(whole: &[Rule]) -> Option<(u64, u64, bool)> {
    let mut read = (0, u64::MAX, false);
    for rule in whole {
        match rule {
            Rule::Items { least, most } => (read.0, read.1) = (*least, *most),
            Rule::Unique => read.2 = true,
            _ => return None,
        }
    }
    Some(read)
}

fn scalar(kind: &Kind) -> Option<Scalar> {
    Some(match kind {
        Kind::Bool => Scalar::Bool,
        Kind::Int32 => Scalar::Int32,
        Kind::Int64 => Scalar::Int64,
        Kind::Uint32 => Scalar::Uint32,
        Kind::Uint64 => Scalar::Uint64,
        Kind::Sint32 => Scalar::Sint32,
        Kind::Sint64 => Scalar::Sint64,
        Kind::Fixed32 => Scalar::Fixed32,
        Kind::Fixed64 => Scalar::Fixed64,
        Kind::Sfixed32 => Scalar::Sfixed32,
        Kind::Sfixed64 => Scalar::Sfixed64,
        Kind::Float => Scalar::Float,
        Kind::Double => Scalar::Double,
        Kind::Enum(_) => Scalar::Enum,
        Kind::String | Kind::Bytes | Kind::Message(_) => return None,
    })
}

impl NumberTest {
    fn of(kind: &Kind, rules: &[Rule]) -> Self {
        let mut test = Self {
            kind: kind.clone(),
            integers: (i128::MIN, i128::MAX),
            floats: Floats { low: None, high: None, finite: false },
            defined: None,
            others: Vec::new(),
        };
        let is_float = matches!(kind, Kind::Float | Kind::Double);
        let (integers, floats) = (&mut test.integers, &mut test.floats);
        for rule in rules {
            match (rule, kind) {
                (Rule::Above(Number::Integer(bound)), _) if !is_float => {
                    integers.0 = integers.0.max(bound.saturating_add(1));
                }
                (Rule::AtLeast(Number::Integer(bound)), _) if !is_float => {
                    integers.0 = integers.0.max(*bound);
                }
                (Rule::Below(Number::Integer(bound)), _) if !is_float => {
                    integers.1 = integers.1.min(bound.saturating_sub(1));
                }
                (Rule::AtMost(Number::Integer(bound)), _) if !is_float => {
                    integers.1 = integers.1.min(*bound);
                }
                (Rule::Above(Number::Float(bound)), _) if is_float && floats.low.is_none() => {
                    floats.low = Some((*bound, false));
                }
                (Rule::AtLeast(Number::Float(bound)), _) if is_float && floats.low.is_none() => {
                    floats.low = Some((*bound, true));
                }
                (Rule::Below(Number::Float(bound)), _) if is_float && floats.high.is_none() => {
                    floats.high = Some((*bound, false));
                }
                (Rule::AtMost(Number::Float(bound)), _) if is_float && floats.high.is_none() => {
                    floats.high = Some((*bound, true));
                }
                (Rule::Finite, _) if is_float => floats.finite = true,
                (Rule::DefinedOnly, Kind::Enum(descriptor)) => {
                    let mut numbers: Vec<i32> = descriptor.values().map(|value| value.number()).collect();
                    numbers.sort_unstable();
                    test.defined = Some(numbers);
                }
                (rule, _) => test.others.push(rule.clone()),
            }
        }
        test
    }
}
