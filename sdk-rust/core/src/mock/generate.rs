//! Makes a message from its descriptor: from a template where there is one, else the same for the same seed, within the
//! rules of its fields.

use prost_reflect::{
    DynamicMessage, ExtensionDescriptor, FieldDescriptor, Kind, MapKey, MessageDescriptor, ReflectMessage,
    Value,
};

use super::likeness::{Likeness, same_thing};
use super::rules::{Rules, as_f64, as_i128};
use super::series;

/// Messages inside messages are made to this depth; a message type may hold itself.
const DEPTH: usize = 4;
/// 2026-01-01T00:00:00Z, the time around which timestamps are made.
const EPOCH_SECONDS: i64 = 1_767_225_600;
const DAY_SECONDS: usize = 86_400;
/// Lists and maps without rules have one to three items.
const FEW: usize = 3;

pub(super) struct Generator<'a> {
    rules: Option<ExtensionDescriptor>,
    request: &'a DynamicMessage,
    likeness: Likeness,
    state: u64,
}

impl<'a> Generator<'a> {
    /// `rules` is the extension `buf.validate.field`; `example` the request of the contract's example.
    pub(super) fn new(
        rules: Option<ExtensionDescriptor>,
        seed: u64,
        request: &'a DynamicMessage,
        example: Option<&DynamicMessage>,
    ) -> Self {
        let likeness = Likeness::new(example, request);
        Self { rules, request, likeness, state: seed }
    }

    /// How many items a stream has whose answers follow a list of the request.
    pub(super) fn items(&self, answer: &MessageDescriptor) -> Option<usize> {
        answer.get_field_by_name("index")?;
        self.likeness.only_list().map(|(count, _)| count)
    }

    /// An answer. What the request says of a field with the same name and type is repeated, and a whole number called
    /// `index` counts the items of a stream.
    pub(super) fn answer(
        &mut self,
        descriptor: &MessageDescriptor,
        template: Option<&DynamicMessage>,
        position: usize,
    ) -> DynamicMessage {
        let list = descriptor.get_field_by_name("index").and_then(|_| self.likeness.only_list());
        if let Some((_, list)) = &list {
            // The template is the answer to the first.
            self.likeness.enter(list, position, 0);
        }
        let mut message = self.message(descriptor, template, 0);
        if list.is_some() {
            self.likeness.leave();
        }
        for (field, value) in same_thing(self.request, descriptor).iter().flat_map(DynamicMessage::fields) {
            message.set_field(&field, value.clone());
        }
        for field in descriptor.fields() {
            let asked = self.request.descriptor().get_field_by_name(field.name()).filter(|asked| {
                let same = asked.kind() == field.kind() && asked.cardinality() == field.cardinality();
                same && self.request.has_field(asked)
            });
            if let Some(asked) = asked {
                message.set_field(&field, self.request.get_field(&asked).into_owned());
            } else if field.name() == "index" && field.kind() == Kind::Int32 && !field.is_list() {
                message.set_field(&field, Value::I32(i32::try_from(position).unwrap_or(i32::MAX)));
            }
        }
        message
    }

    fn message(
        &mut self,
        descriptor: &MessageDescriptor,
        template: Option<&DynamicMessage>,
        depth: usize,
    ) -> DynamicMessage {
        if let Some(known) = self.well_known(descriptor, template) {
            return known;
        }
        let mut message = DynamicMessage::new(descriptor.clone());
        for oneof in descriptor.oneofs().filter(|oneof| !oneof.is_synthetic()) {
            let fields: Vec<_> = oneof.fields().collect();
            let shown =
                template.and_then(|template| fields.iter().position(|field| template.has_field(field)));
            let chosen = shown.unwrap_or_else(|| self.below(fields.len()));
            if let Some(field) = fields.get(chosen) {
                self.set(&mut message, field, template, depth);
            }
        }
        for field in descriptor.fields() {
            let in_oneof = field.containing_oneof().is_some_and(|oneof| !oneof.is_synthetic());
            // The template shows which fields such an answer has.
            let absent = template.is_some_and(|template| !template.has_field(&field));
            if !in_oneof && !absent {
                self.set(&mut message, &field, template, depth);
            }
        }
        let asked = self.likeness.innermost().unwrap_or(self.request);
        if let Some((field, times)) = series::times(descriptor, asked) {
            message.set_field(&field, times);
        }
        message
    }

    fn set(
        &mut self,
        message: &mut DynamicMessage,
        field: &FieldDescriptor,
        template: Option<&DynamicMessage>,
        depth: usize,
    ) {
        if depth >= DEPTH && matches!(field.kind(), Kind::Message(_)) {
            return;
        }
        let rules = Rules::of(field, self.rules.as_ref());
        let shown = template.filter(|template| template.has_field(field));
        let shown = shown.map(|template| template.get_field(field).into_owned());
        let value = if field.is_map() {
            self.map(field, &rules, shown.as_ref(), depth)
        } else if field.is_list() {
            self.list(field, &rules, shown.as_ref(), depth)
        } else {
            self.single(field, &rules, shown.as_ref(), depth)
        };
        message.set_field(field, value);
    }

    fn list(
        &mut self,
        field: &FieldDescriptor,
        rules: &Rules,
        template: Option<&Value>,
        depth: usize,
    ) -> Value {
        let shown = template.and_then(Value::as_list).unwrap_or_default();
        if let Some((key, values)) = self.likeness.named(field, self.request) {
            let items = values.into_iter().enumerate().map(|(at, value)| {
                let mut item = self.single(field, rules, shown.get(at % shown.len().max(1)), depth);
                if let Value::Message(item) = &mut item {
                    series::widen(item, &key, &value);
                    item.set_field(&key, value);
                }
                item
            });
            return Value::List(items.collect());
        }
        let like = self.likeness.count(shown.len());
        let count = match &like {
            _ if shown.is_empty() => self.count(rules, "min_items", "max_items"),
            Some((count, _)) => *count,
            None => shown.len(),
        };
        let items = rules.inner("items");
        let mut list: Vec<Value> = Vec::with_capacity(count);
        // A narrow range may not hold as many different values as are tried for.
        for attempt in 0..count * 4 {
            if list.len() == count {
                break;
            }
            let followed = like.as_ref().and_then(|(_, list)| list.as_ref());
            if let Some(followed) = followed {
                self.likeness.enter(followed, attempt, attempt);
            }
            let value = self.single(field, &items, shown.get(attempt % shown.len().max(1)), depth);
            if followed.is_some() {
                self.likeness.leave();
            }
            if !rules.is("unique") || !list.contains(&value) {
                list.push(value);
            }
        }
        Value::List(list)
    }

    fn map(
        &mut self,
        field: &FieldDescriptor,
        rules: &Rules,
        template: Option<&Value>,
        depth: usize,
    ) -> Value {
        let Kind::Message(entry) = field.kind() else { return Value::Map(std::collections::HashMap::new()) };
        let (key, value) = (entry.map_entry_key_field(), entry.map_entry_value_field());
        let (keys, values) = (rules.inner("keys"), rules.inner("values"));
        if let Some(shown) = template.and_then(Value::as_map).filter(|shown| !shown.is_empty()) {
            // A map has no order of its own; the random numbers must not depend on it.
            let mut sorted: Vec<_> = shown.iter().collect();
            sorted.sort_by_key(|(key, _)| format!("{key:?}"));
            let pairs = sorted
                .into_iter()
                .map(|(key, shown)| (key.clone(), self.single(&value, &values, Some(shown), depth)));
            return Value::Map(pairs.collect());
        }
        let count = self.count(rules, "min_pairs", "max_pairs");
        let pairs = (0..count).filter_map(|_| {
            let key: Option<MapKey> = self.single(&key, &keys, None, depth).into_map_key();
            Some((key?, self.single(&value, &values, None, depth)))
        });
        Value::Map(pairs.collect())
    }

    fn count(&mut self, rules: &Rules, min: &str, max: &str) -> usize {
        let least = rules.length(min).unwrap_or(1);
        let most = rules.length(max).unwrap_or(usize::MAX).min(least.max(1) + FEW - 1).max(least);
        least + self.below(most - least + 1)
    }

    fn single(
        &mut self,
        field: &FieldDescriptor,
        rules: &Rules,
        shown: Option<&Value>,
        depth: usize,
    ) -> Value {
        let allowed = rules.allowed();
        if !allowed.is_empty() {
            return allowed[self.below(allowed.len())].clone();
        }
        match field.kind() {
            Kind::Double => Value::F64(self.real(rules, shown)),
            Kind::Float => {
                #[expect(clippy::cast_possible_truncation, reason = "a float field holds a float")]
                let number = self.real(rules, shown) as f32;
                Value::F32(number)
            }
            Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => Value::I32(
                self.whole(rules, shown, i32::MIN.into(), i32::MAX.into()).try_into().unwrap_or_default(),
            ),
            Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => Value::I64(
                self.whole(rules, shown, i64::MIN.into(), i64::MAX.into()).try_into().unwrap_or_default(),
            ),
            Kind::Uint32 | Kind::Fixed32 => {
                Value::U32(self.whole(rules, shown, 0, u32::MAX.into()).try_into().unwrap_or_default())
            }
            Kind::Uint64 | Kind::Fixed64 => {
                Value::U64(self.whole(rules, shown, 0, u64::MAX.into()).try_into().unwrap_or_default())
            }
            Kind::Bool => shown.cloned().unwrap_or_else(|| Value::Bool(self.below(2) == 1)),
            Kind::String => Value::String(match shown.and_then(Value::as_str) {
                Some(text) => self.likeness.text(text).unwrap_or_else(|| text.to_owned()),
                None => self.text(field.name(), rules),
            }),
            Kind::Bytes => {
                let length = rules.length("len").or(rules.length("min_len")).unwrap_or(8);
                let made = (0..length).map(|_| self.next().to_le_bytes()[0]).collect::<Vec<u8>>();
                shown.cloned().unwrap_or(Value::Bytes(made.into()))
            }
            Kind::Enum(kind) => shown.cloned().unwrap_or_else(|| {
                let named: Vec<_> = kind.values().filter(|value| value.number() != 0).collect();
                Value::EnumNumber(
                    named.get(self.below(named.len())).map_or(0, prost_reflect::EnumValueDescriptor::number),
                )
            }),
            Kind::Message(inner) => {
                Value::Message(self.message(&inner, shown.and_then(Value::as_message), depth + 1))
            }
        }
    }

    /// The template's number, or one inside the bounds, up to 100 where there are none.
    fn real(&mut self, rules: &Rules, shown: Option<&Value>) -> f64 {
        if let Some(number) = shown.and_then(as_f64) {
            return number;
        }
        let low = rules.number("gte").or(rules.number("gt"));
        let high = rules.number("lte").or(rules.number("lt"));
        let from = low.unwrap_or_else(|| high.map_or(0.0, |high| high - 100.0));
        let to = high.unwrap_or(from + 100.0);
        let near = from + (to - from) * (0.001 + 0.998 * self.unit());
        let digits = if near.abs() < 1.0 { 1e6 } else { 1e3 };
        let rounded = (near * digits).round() / digits;
        let inside = |number: f64| {
            rules.number("gt").is_none_or(|low| number > low)
                && rules.number("lt").is_none_or(|high| number < high)
                && rules.number("gte").is_none_or(|low| number >= low)
                && rules.number("lte").is_none_or(|high| number <= high)
        };
        if inside(rounded) {
            return rounded;
        }
        match (low, high) {
            _ if inside(near) => near,
            (Some(low), Some(high)) => f64::midpoint(low, high),
            (Some(low), None) => low + 1.0,
            (None, Some(high)) => high - 1.0,
            (None, None) => near,
        }
    }

    /// A whole number inside the bounds of the rules and of its type: the template's, or one of the first hundred.
    fn whole(&mut self, rules: &Rules, shown: Option<&Value>, min: i128, max: i128) -> i128 {
        let low = rules.integer("gte").or_else(|| rules.integer("gt").map(|low| low + 1));
        let high =
            rules.integer("lte").or_else(|| rules.integer("lt").map(|high| high - 1)).unwrap_or(max).min(max);
        let low = low.unwrap_or(if high < 1 { high - 99 } else { 1 }).max(min);
        if let Some(shown) = shown.and_then(as_i128) {
            let bounded = rules.integer("gte").or(rules.integer("gt")).is_some();
            return shown.min(high).max(if bounded { low } else { min });
        }
        let width = usize::try_from((high - low).clamp(0, 99)).unwrap_or_default();
        low + i128::try_from(self.below(width + 1)).unwrap_or_default()
    }

    fn text(&mut self, name: &str, rules: &Rules) -> String {
        let number = self.below(9000) + 1000;
        let known = [
            ("email", format!("user{number}@example.com")),
            ("hostname", format!("host{number}.example.com")),
            ("uri", format!("https://example.com/{number}")),
            ("uri_ref", format!("/{number}")),
            ("ip", "192.0.2.1".to_owned()),
            ("ipv4", "192.0.2.1".to_owned()),
            ("ipv6", "2001:db8::1".to_owned()),
            ("uuid", format!("01900000-0000-7000-8000-{number:012}")),
        ];
        if let Some((_, text)) = known.into_iter().find(|(rule, _)| rules.is(rule)) {
            return text;
        }
        let prefix = rules.text("prefix").unwrap_or_default();
        let suffix = rules.text("suffix").unwrap_or_default();
        let least = rules.length("len").or(rules.length("min_len")).unwrap_or(0);
        let most = rules.length("len").or(rules.length("max_len")).unwrap_or(usize::MAX);
        let outside = prefix.chars().count() + suffix.chars().count();
        let body: String = format!("{name}-{number}").chars().take(most.saturating_sub(outside)).collect();
        let padding = "x".repeat(least.saturating_sub(outside + body.chars().count()));
        format!("{prefix}{body}{padding}{suffix}")
    }

    /// Messages whose JSON is not that of their fields.
    fn well_known(
        &mut self,
        descriptor: &MessageDescriptor,
        template: Option<&DynamicMessage>,
    ) -> Option<DynamicMessage> {
        let mut message = DynamicMessage::new(descriptor.clone());
        let seconds_shown = || template.and_then(|template| template.get_field_by_name("seconds")?.as_i64());
        match descriptor.full_name() {
            "google.protobuf.Timestamp" => {
                let seconds = seconds_shown().unwrap_or_else(|| EPOCH_SECONDS + self.part_of_a_day());
                message.set_field_by_name("seconds", Value::I64(seconds));
            }
            "google.protobuf.Duration" => {
                let seconds = seconds_shown().unwrap_or_else(|| 1 + self.part_of_a_day());
                message.set_field_by_name("seconds", Value::I64(seconds));
            }
            // Free-form or empty by their nature: only the template says what belongs there.
            "google.protobuf.Struct"
            | "google.protobuf.Value"
            | "google.protobuf.ListValue"
            | "google.protobuf.Any"
            | "google.protobuf.FieldMask" => return Some(template.cloned().unwrap_or(message)),
            _ => return None,
        }
        Some(message)
    }

    fn part_of_a_day(&mut self) -> i64 {
        i64::try_from(self.below(DAY_SECONDS)).unwrap_or_default()
    }

    /// SplitMix64.
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number from 0 to one below `limit`; 0 where there is none.
    fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % limit).unwrap_or_default()
    }
}
