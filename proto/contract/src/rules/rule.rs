//! Rules as read from the contract.

use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, OneofDescriptor, Value};
use regex::Regex;

use super::RuleError;
use crate::Contract;

/// A number of any of the fifteen protobuf kinds, exact for integers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// A whole one.
    Integer(i128),
    /// Any other.
    Float(f64),
}

impl Number {
    /// The number that a value is; none for texts, bytes, lists and messages.
    pub fn of(value: &Value) -> Option<Self> {
        Some(match value {
            Value::I32(number) | Value::EnumNumber(number) => Self::Integer((*number).into()),
            Value::I64(number) => Self::Integer((*number).into()),
            Value::U32(number) => Self::Integer((*number).into()),
            Value::U64(number) => Self::Integer((*number).into()),
            Value::F32(number) => Self::Float((*number).into()),
            Value::F64(number) => Self::Float(*number),
            _ => return None,
        })
    }

    /// None where a NaN takes part: then no comparison holds.
    pub fn compare(self, other: Self) -> Option<std::cmp::Ordering> {
        match (self, other) {
            (Self::Integer(a), Self::Integer(b)) => Some(a.cmp(&b)),
            (Self::Float(a), Self::Float(b)) => a.partial_cmp(&b),
            _ => None,
        }
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Integer(number) => write!(f, "{number}"),
            Self::Float(number) => write!(f, "{number}"),
        }
    }
}

/// One rule on one value.
#[derive(Debug, Clone)]
pub enum Rule {
    /// `gt`.
    Above(Number),
    /// `gte`.
    AtLeast(Number),
    /// `lt`.
    Below(Number),
    /// `lte`.
    AtMost(Number),
    /// Neither infinite nor NaN.
    Finite,
    /// `in`.
    OneOf(Vec<Value>),
    /// `not_in`.
    NoneOf(Vec<Value>),
    /// `const`.
    Exactly(Value),
    /// Bounds of the number of characters of a text, both inside.
    Chars {
        /// The least.
        least: u64,
        /// The most.
        most: u64,
    },
    /// Bounds of the number of bytes, both inside.
    Bytes {
        /// The least.
        least: u64,
        /// The most.
        most: u64,
    },
    /// A text has to match.
    Pattern(Regex),
    /// How a text begins.
    Prefix(String),
    /// How a text ends.
    Suffix(String),
    /// What a text holds.
    Contains(String),
    /// An e-mail address, as HTML has it.
    Email,
    /// 36 characters of RFC 9562.
    Uuid,
    /// An absolute URI of RFC 3986.
    Uri,
    /// A host name of RFC 1123.
    Hostname,
    /// A value that the enum has.
    DefinedOnly,
    /// Bounds of the number of items or pairs, both inside.
    Items {
        /// The least.
        least: u64,
        /// The most.
        most: u64,
    },
    /// No item twice.
    Unique,
}

/// The rules of one field.
#[derive(Debug)]
pub struct FieldRules {
    /// The field.
    pub field: FieldDescriptor,
    /// Whether it has to be set.
    pub required: bool,
    /// Whether rules do not hold for its zero.
    pub skip_zero: bool,
    /// On the value, or on the list or map as a whole.
    pub whole: Vec<Rule>,
    /// On each item of a list or each value of a map.
    pub items: Vec<Rule>,
    /// On each key of a map.
    pub keys: Vec<Rule>,
    /// The sibling list of positions whose items were not observed: rules on items do not hold there.
    pub missing: Option<FieldDescriptor>,
    /// The sibling that has to be set where this field is.
    pub needs: Option<FieldDescriptor>,
}

/// Reads the rules of one field; none when it has none.
pub(super) fn read_field(
    contract: &Contract,
    field: &FieldDescriptor,
) -> Result<Option<FieldRules>, RuleError> {
    let wrong = |why: String| RuleError { field: field.full_name().to_owned(), why };
    let sibling = |name: String| {
        let found = field.parent_message().get_field_by_name(&name);
        found.ok_or_else(|| wrong(format!("it needs {name}, and the message has no such field")))
    };
    let needs = contract.needs(field).map(sibling).transpose()?;
    let options = field.options();
    let extension = contract
        .pool()
        .get_extension_by_name("buf.validate.field")
        .filter(|extension| options.has_extension(extension));
    if extension.is_none() && needs.is_none() {
        return Ok(None);
    }
    let mut read = FieldRules {
        field: field.clone(),
        required: false,
        skip_zero: false,
        whole: Vec::new(),
        items: Vec::new(),
        keys: Vec::new(),
        missing: contract
            .missing_positions(field)
            .and_then(|sibling| field.parent_message().get_field_by_name(&sibling)),
        needs,
    };
    let value = extension.map(|extension| options.get_extension(&extension).into_owned());
    let rules = value.as_ref().and_then(Value::as_message);
    for (name, value) in rules.map(set_fields).unwrap_or_default() {
        match (name.as_str(), &value) {
            ("required", Value::Bool(required)) => read.required = *required,
            ("ignore", Value::EnumNumber(0)) => {}
            ("ignore", Value::EnumNumber(1)) => read.skip_zero = true,
            ("repeated" | "map", Value::Message(inner)) => {
                read_collection(inner, &mut read).map_err(wrong)?;
            }
            (_, Value::Message(inner)) => read.whole = read_value(&name, inner).map_err(wrong)?,
            _ => return Err(wrong(format!("the rule {name} is not supported"))),
        }
    }
    Ok(Some(read))
}

/// The oneofs of a message of which one field must be set.
pub(super) fn required_oneofs(
    contract: &Contract,
    message: &MessageDescriptor,
) -> Result<Vec<OneofDescriptor>, RuleError> {
    if let Some(extension) = contract.pool().get_extension_by_name("buf.validate.message")
        && message.options().has_extension(&extension)
    {
        return Err(RuleError {
            field: message.full_name().to_owned(),
            why: "rules on a whole message are not supported".to_owned(),
        });
    }
    let Some(extension) = contract.pool().get_extension_by_name("buf.validate.oneof") else {
        return Ok(Vec::new());
    };
    let required = |oneof: &OneofDescriptor| {
        let value = oneof.options().get_extension(&extension).into_owned();
        value.as_message().is_some_and(|rules| {
            rules.get_field_by_name("required").is_some_and(|value| value.as_bool() == Some(true))
        })
    };
    Ok(message.oneofs().filter(required).collect())
}

fn read_collection(rules: &DynamicMessage, read: &mut FieldRules) -> Result<(), String> {
    let (mut least, mut most) = (0, u64::MAX);
    for (name, value) in set_fields(rules) {
        match (name.as_str(), value) {
            ("min_items" | "min_pairs", Value::U64(count)) => least = count,
            ("max_items" | "max_pairs", Value::U64(count)) => most = count,
            ("unique", Value::Bool(true)) => read.whole.push(Rule::Unique),
            ("unique", Value::Bool(false)) => {}
            ("items" | "values", Value::Message(inner)) => read.items = read_inner(&inner)?,
            ("keys", Value::Message(inner)) => read.keys = read_inner(&inner)?,
            (name, _) => return Err(format!("the rule {name} is not supported")),
        }
    }
    if (least, most) != (0, u64::MAX) {
        read.whole.push(Rule::Items { least, most });
    }
    Ok(())
}

/// The rules on each item: a `FieldRules` message of its own, of which only the typed part makes sense.
fn read_inner(rules: &DynamicMessage) -> Result<Vec<Rule>, String> {
    let mut read = Vec::new();
    for (name, value) in set_fields(rules) {
        match value {
            Value::Message(inner) if !matches!(name.as_str(), "repeated" | "map") => {
                read.extend(read_value(&name, &inner)?);
            }
            _ => return Err(format!("the rule {name} is not supported on items")),
        }
    }
    Ok(read)
}

fn read_value(kind: &str, rules: &DynamicMessage) -> Result<Vec<Rule>, String> {
    let mut read = Vec::new();
    let (mut chars, mut bytes) = ((0, u64::MAX), (0, u64::MAX));
    for (name, value) in set_fields(rules) {
        let bound = Number::of(&value);
        let rule = match (kind, name.as_str(), value) {
            (_, "example" | "strict", _) | (_, _, Value::Bool(false)) => continue,
            ("string", "min_len", Value::U64(least)) => set(&mut chars.0, least),
            ("string", "max_len", Value::U64(most)) => set(&mut chars.1, most),
            ("string", "len", Value::U64(exact)) => set(&mut chars, (exact, exact)),
            ("string", "min_bytes", Value::U64(least)) | ("bytes", "min_len", Value::U64(least)) => {
                set(&mut bytes.0, least)
            }
            ("string", "max_bytes", Value::U64(most)) | ("bytes", "max_len", Value::U64(most)) => {
                set(&mut bytes.1, most)
            }
            ("string", "pattern", Value::String(pattern)) => {
                Some(Rule::Pattern(Regex::new(&pattern).map_err(|error| format!("pattern: {error}"))?))
            }
            ("string", "prefix", Value::String(text)) => Some(Rule::Prefix(text)),
            ("string", "suffix", Value::String(text)) => Some(Rule::Suffix(text)),
            ("string", "contains", Value::String(text)) => Some(Rule::Contains(text)),
            ("string", "email", _) => Some(Rule::Email),
            ("string", "uuid", _) => Some(Rule::Uuid),
            ("string", "uri", _) => Some(Rule::Uri),
            ("string", "hostname", _) => Some(Rule::Hostname),
            ("enum", "defined_only", _) => Some(Rule::DefinedOnly),
            ("float" | "double", "finite", _) => Some(Rule::Finite),
            (_, "in", Value::List(values)) => Some(Rule::OneOf(values)),
            (_, "not_in", Value::List(values)) => Some(Rule::NoneOf(values)),
            (_, "const", value) => Some(Rule::Exactly(value)),
            (_, "gt", _) => bound.map(Rule::Above),
            (_, "gte", _) => bound.map(Rule::AtLeast),
            (_, "lt", _) => bound.map(Rule::Below),
            (_, "lte", _) => bound.map(Rule::AtMost),
            _ => return Err(format!("the rule {kind}.{name} is not supported")),
        };
        let is_length = matches!(name.as_str(), "min_len" | "max_len" | "len" | "min_bytes" | "max_bytes");
        match rule {
            Some(rule) => read.push(rule),
            None if is_length => {}
            None => return Err(format!("the rule {kind}.{name} is not supported")),
        }
    }
    if chars != (0, u64::MAX) {
        read.push(Rule::Chars { least: chars.0, most: chars.1 });
    }
    if bytes != (0, u64::MAX) {
        read.push(Rule::Bytes { least: bytes.0, most: bytes.1 });
    }
    Ok(read)
}

fn set<T>(place: &mut T, value: T) -> Option<Rule> {
    *place = value;
    None
}

fn set_fields(message: &DynamicMessage) -> Vec<(String, Value)> {
    let fields = message.fields().map(|(field, value)| (field.name().to_owned(), value.clone()));
    let mut all: Vec<_> = fields.collect();
    // Rules that the vendored definitions do not know yet arrive as unknown fields; they must not be lost.
    all.extend(
        message.unknown_fields().map(|unknown| (format!("number {}", unknown.number()), Value::Bool(true))),
    );
    all
}

/// The name of an enum value for messages; the number where it has none.
pub(super) fn enum_name(kind: &Kind, number: i32) -> String {
    match kind {
        Kind::Enum(descriptor) => {
            descriptor.get_value(number).map_or_else(|| number.to_string(), |value| value.name().to_owned())
        }
        _ => number.to_string(),
    }
}
