//! Rules held against values.

use std::collections::HashSet;

use prost_reflect::{DynamicMessage, Kind, MapKey, MessageDescriptor, Value};

use super::rule::{FieldRules, Number, Rule, enum_name};
use crate::enums;

/// Violations beyond this many are not listed: nobody reads them, and a long list of bad numbers would make a long
/// answer.
pub const MOST_VIOLATIONS: usize = 20;

/// One field that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The path to it, such as `requests[2].time_series[0]`.
    pub field: String,
    /// What was expected.
    pub description: String,
    /// The name of the rule, such as `gte`.
    pub rule: &'static str,
}

/// Broken rules with the path to each.
#[derive(Debug, Default)]
pub(super) struct Violations {
    path: Vec<String>,
    list: Vec<Violation>,
}

impl Violations {
    pub(super) fn below(&mut self, part: &str, check: impl FnOnce(&mut Self)) {
        if self.list.len() < MOST_VIOLATIONS {
            self.path.push(part.to_owned());
            check(self);
            self.path.pop();
        }
    }

    pub(super) fn add_at(&mut self, part: &str, rule: &'static str, expected: impl Into<String>) {
        self.below(part, |violations| violations.add(rule, expected));
    }

    fn add(&mut self, rule: &'static str, expected: impl Into<String>) {
        self.list.push(Violation { field: self.path.join("."), description: expected.into(), rule });
    }

    pub(super) fn into_list(self) -> Vec<Violation> {
        self.list
    }
}

impl FieldRules {
    /// Whether a message without the field keeps the field's rules.
    pub fn hold_absent(&self, message: &MessageDescriptor) -> bool {
        let mut violations = Violations::default();
        self.check(&DynamicMessage::new(message.clone()), &mut violations);
        violations.into_list().is_empty()
    }

    pub(super) fn check(&self, message: &DynamicMessage, violations: &mut Violations) {
        let set = message.has_field(&self.field);
        let name = self.field.name();
        if self.required && !set {
            violations.add_at(name, "required", "expected a value");
            return;
        }
        if let Some(needed) = self.needs.as_ref().filter(|needed| set && !message.has_field(needed)) {
            violations.add_at(needed.name(), "needs", format!("must be given where {name} is given"));
        }
        if !set && (self.field.supports_presence() || self.skip_zero) {
            return;
        }
        let value = message.get_field(&self.field);
        violations.below(name, |violations| {
            for rule in &self.whole {
                check(rule, &value, &self.field.kind(), violations);
            }
        });
        match &*value {
            Value::List(items) if !self.items.is_empty() => {
                let missing = self.missing_positions(message);
                for (index, item) in items.iter().enumerate().filter(|(index, _)| !missing.contains(index)) {
                    self.check_item(&format!("{name}[{index}]"), &self.items, item, violations);
                }
            }
            Value::Map(entries) => {
                for (key, item) in entries {
                    let at = format!("{name}[{}]", key_text(key));
                    self.check_item(&at, &self.keys, &Value::from(key.clone()), violations);
                    self.check_item(&at, &self.items, item, violations);
                }
            }
            _ => {}
        }
    }

    /// Positions of items that are ignored.
    fn missing_positions(&self, message: &DynamicMessage) -> HashSet<usize> {
        let Some(sibling) = &self.missing else { return HashSet::new() };
        let list = message.get_field(sibling);
        let positions = list.as_list().unwrap_or_default().iter();
        positions.filter_map(|position| usize::try_from(position.as_i32()?).ok()).collect()
    }

    fn check_item(&self, at: &str, rules: &[Rule], item: &Value, violations: &mut Violations) {
        for rule in rules {
            violations.below(at, |violations| check(rule, item, &self.field.kind(), violations));
        }
    }
}

pub(super) fn key_text(key: &MapKey) -> String {
    match key {
        MapKey::String(text) => text.clone(),
        MapKey::Bool(key) => key.to_string(),
        MapKey::I32(key) => key.to_string(),
        MapKey::I64(key) => key.to_string(),
        MapKey::U32(key) => key.to_string(),
        MapKey::U64(key) => key.to_string(),
    }
}

fn check(rule: &Rule, value: &Value, kind: &Kind, violations: &mut Violations) {
    if let Some((name, expected)) = broken(rule, value, kind) {
        violations.add(name, expected);
    }
}

/// The name of the rule and what was expected, if the value breaks it.
pub fn broken(rule: &Rule, value: &Value, kind: &Kind) -> Broken {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let compare = |bound: &Number| Number::of(value).and_then(|number| number.compare(*bound));
    let text = value.as_str().unwrap_or_default();
    match rule {
        Rule::Above(bound) => {
            fails(compare(bound) == Some(Greater), "gt", || format!("must be greater than {bound}"))
        }
        Rule::AtLeast(bound) => {
            let holds = matches!(compare(bound), Some(Greater | Equal));
            fails(holds, "gte", || format!("must be greater than or equal to {bound}"))
        }
        Rule::Below(bound) => {
            fails(compare(bound) == Some(Less), "lt", || format!("must be less than {bound}"))
        }
        Rule::AtMost(bound) => {
            let holds = matches!(compare(bound), Some(Less | Equal));
            fails(holds, "lte", || format!("must be less than or equal to {bound}"))
        }
        Rule::Finite => {
            let finite = value.as_f64().or_else(|| value.as_f32().map(f64::from)).is_none_or(f64::is_finite);
            fails(finite, "finite", || "must be a finite number".to_owned())
        }
        Rule::OneOf(values) => fails(values.iter().any(|known| same(known, value)), "in", || {
            format!("must be one of {}", list(values, kind))
        }),
        Rule::NoneOf(values) => fails(!values.iter().any(|known| same(known, value)), "not_in", || {
            format!("must not be one of {}", list(values, kind))
        }),
        Rule::Exactly(only) => fails(same(only, value), "const", || format!("must be {}", shown(only, kind))),
        Rule::Chars { least, most } => {
            between(count(text.chars().count()), *least, *most, "characters", "len")
        }
        Rule::Bytes { least, most } => {
            let length = value.as_bytes().map_or(text.len(), prost::bytes::Bytes::len);
            between(count(length), *least, *most, "bytes", "len")
        }
        Rule::Items { least, most } => {
            let length = value
                .as_list()
                .map(<[Value]>::len)
                .or_else(|| value.as_map().map(std::collections::HashMap::len));
            between(count(length.unwrap_or(0)), *least, *most, "items", "items")
        }
        Rule::Unique => {
            let mut seen = HashSet::new();
            let doubled =
                value.as_list().unwrap_or_default().iter().position(|item| !seen.insert(format!("{item:?}")));
            doubled.map(|index| {
                ("unique", format!("must not hold a value twice; item {index} repeats one before it"))
            })
        }
        Rule::DefinedOnly => {
            let known = match (value.as_enum_number(), kind) {
                (Some(number), Kind::Enum(descriptor)) => descriptor.get_value(number).is_some(),
                _ => true,
            };
            fails(known, "defined_only", || match (value.as_enum_number(), kind) {
                (Some(number), Kind::Enum(of)) => {
                    format!("must be one of {}, not {number}", enums::choices(of).join(", "))
                }
                _ => "must be a defined value of the enum".to_owned(),
            })
        }
        _ => broken_text(rule, text),
    }
}

/// The rules on texts.
fn broken_text(rule: &Rule, text: &str) -> Broken {
    match rule {
        Rule::Pattern(pattern) => {
            fails(pattern.is_match(text), "pattern", || format!("must match {}", pattern.as_str()))
        }
        Rule::Prefix(prefix) => {
            fails(text.starts_with(prefix), "prefix", || format!("must start with {prefix:?}"))
        }
        Rule::Suffix(suffix) => {
            fails(text.ends_with(suffix), "suffix", || format!("must end with {suffix:?}"))
        }
        Rule::Contains(part) => fails(text.contains(part), "contains", || format!("must contain {part:?}")),
        Rule::Email => fails(is_email(text), "email", || "must be an e-mail address".to_owned()),
        Rule::Uuid => fails(is_uuid(text), "uuid", || "must be a UUID".to_owned()),
        Rule::Uri => {
            let absolute = text.parse::<http::Uri>().is_ok_and(|uri| uri.scheme().is_some());
            fails(absolute, "uri", || "must be an absolute URI".to_owned())
        }
        Rule::Hostname => fails(is_hostname(text), "hostname", || "must be a host name".to_owned()),
        // Rules on other values were held before.
        _ => None,
    }
}

/// The name of a broken rule, and what was expected.
pub type Broken = Option<(&'static str, String)>;

/// Words what was expected only where it was not met.
fn fails(holds: bool, name: &'static str, expected: impl FnOnce() -> String) -> Broken {
    if holds { None } else { Some((name, expected())) }
}

/// Whether a text keeps a rule.
pub fn is_text_good(rule: &Rule, text: &str) -> bool {
    match rule {
        Rule::Chars { least, most } => {
            let length = if text.is_ascii() { text.len() } else { text.chars().count() };
            (*least..=*most).contains(&count(length))
        }
        Rule::Bytes { least, most } => (*least..=*most).contains(&count(text.len())),
        Rule::OneOf(_) | Rule::NoneOf(_) | Rule::Exactly(_) => {
            broken(rule, &Value::String(text.to_owned()), &Kind::String).is_none()
        }
        _ => broken_text(rule, text).is_none(),
    }
}

fn between(length: u64, least: u64, most: u64, what: &str, rule: &'static str) -> Broken {
    if (least..=most).contains(&length) {
        return None;
    }
    // The things are named in the plural; of one, the last letter goes.
    let of = |count: u64| if count == 1 { what.trim_end_matches('s') } else { what };
    let expected = match (least, most) {
        (least, u64::MAX) => format!("must have at least {least} {}", of(least)),
        (0, most) => format!("must have at most {most} {}", of(most)),
        (least, most) if least == most => format!("must have exactly {least} {}", of(least)),
        (least, most) => format!("must have {least} to {most} {what}"),
    };
    Some((rule, format!("{expected}, not {length}")))
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

fn same(known: &Value, value: &Value) -> bool {
    match (Number::of(known), Number::of(value)) {
        (Some(known), Some(value)) => known == value,
        _ => known == value,
    }
}

fn list(values: &[Value], kind: &Kind) -> String {
    values.iter().map(|value| shown(value, kind)).collect::<Vec<_>>().join(", ")
}

fn shown(value: &Value, kind: &Kind) -> String {
    match (value, Number::of(value)) {
        (Value::String(text), _) => format!("{text:?}"),
        (_, Some(Number::Integer(number))) => {
            i32::try_from(number).map_or(number.to_string(), |n| enum_name(kind, n))
        }
        (_, Some(number)) => number.to_string(),
        _ => format!("{value:?}"),
    }
}

/// The form of the HTML standard's `input type=email`: what mail systems in use take, not all RFC 5322 allows.
fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.rsplit_once('@') else { return false };
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte);
    !local.is_empty() && local.len() <= 64 && local.bytes().all(allowed) && is_hostname(host)
}

fn is_hostname(text: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253 && text.split('.').all(label)
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
