//! An example request as a Rust expression.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write;

use omni_contract::Method;
use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MapKey, OneofDescriptor, ReflectMessage, Value};

use super::upper_camel;
use crate::openapi::snake_case;

/// An expression and the types of the request's package that it names.
pub(super) struct Literal {
    pub(super) text: String,
    pub(super) types: BTreeSet<String>,
}

/// The example of a method; the text alone where the method takes one text by position. `None` where there is no
/// example, or one with types that have no short literal.
pub(super) fn request(method: &Method) -> Result<Option<Literal>, Box<dyn Error>> {
    if method.sdk().example.is_empty() {
        return Ok(None);
    }
    let mut reader = serde_json::Deserializer::from_str(&method.sdk().example);
    let message = DynamicMessage::deserialize(method.input(), &mut reader)
        .map_err(|error| format!("{}: the example is not a request: {error}", method.name()))?;
    if let [field] = method.sdk().positional.as_slice()
        && let Some(Value::String(text)) = message.get_field_by_name(field).as_deref()
        && message.fields().count() == 1
    {
        return Ok(Some(Literal { text: format!("{text:?}"), types: BTreeSet::new() }));
    }
    let mut writer = Writer { types: BTreeSet::new(), package: method.input().package_name().to_owned() };
    Ok(writer.message(&message, 0).map(|text| Literal { text, types: writer.types }))
}

struct Writer {
    types: BTreeSet<String>,
    package: String,
}

impl Writer {
    fn message(&mut self, message: &DynamicMessage, depth: usize) -> Option<String> {
        let descriptor = message.descriptor();
        let number = |name| {
            message.get_field_by_name(name).and_then(|value| value.as_i64().or(value.as_i32().map(i64::from)))
        };
        if matches!(descriptor.full_name(), "google.protobuf.Timestamp" | "google.protobuf.Duration") {
            let (seconds, nanos) = (number("seconds")?, number("nanos")?);
            let name = descriptor.name();
            return Some(format!("omni_ai::prost_types::{name} {{ seconds: {seconds}, nanos: {nanos} }}"));
        }
        if descriptor.full_name() == "google.protobuf.FieldMask" {
            let paths = message.get_field_by_name("paths")?;
            let paths = paths.as_list()?.iter().map(|path| Some(format!("{:?}.into()", path.as_str()?)));
            let paths = paths.collect::<Option<Vec<_>>>()?.join(", ");
            return Some(format!("omni_ai::prost_types::FieldMask {{ paths: vec![{paths}] }}"));
        }
        if descriptor.package_name() != self.package || descriptor.parent_message().is_some() {
            return None;
        }
        self.types.insert(descriptor.name().to_owned());
        let set: Vec<_> = message.fields().collect();
        if set.is_empty() {
            let braces = if descriptor.fields().len() == 0 { " {}" } else { "::default()" };
            return Some(format!("{}{braces}", descriptor.name()));
        }
        let indent = "    ".repeat(depth + 1);
        let mut text = format!("{} {{\n", descriptor.name());
        for (field, value) in &set {
            if let Some(oneof) = real_oneof(field) {
                let module = snake_case(oneof.parent_message().name()).trim_start_matches('_').to_owned();
                let value = self.single(field, value, depth + 1)?;
                let (of, case) = (upper_camel(oneof.name()), upper_camel(field.name()));
                let _ = writeln!(text, "{indent}{}: Some({module}::{of}::{case}({value})),", oneof.name());
                self.types.insert(module);
                continue;
            }
            let value = self.field(field, value, depth + 1)?;
            let name = if is_keyword(field.name()) {
                format!("r#{}", field.name())
            } else {
                field.name().to_owned()
            };
            let _ = writeln!(text, "{indent}{name}: {value},");
        }
        let oneofs = descriptor.oneofs().filter(|oneof| !oneof.is_synthetic()).count();
        if set.len() < descriptor.fields().filter(|field| real_oneof(field).is_none()).count() + oneofs {
            let _ = writeln!(text, "{indent}..Default::default()");
        }
        let _ = write!(text, "{}}}", "    ".repeat(depth));
        Some(text)
    }

    fn field(&mut self, field: &FieldDescriptor, value: &Value, depth: usize) -> Option<String> {
        match value {
            Value::List(items) => {
                let items: Option<Vec<_>> =
                    items.iter().map(|item| self.single(field, item, depth)).collect();
                Some(format!("vec![{}]", items?.join(", ")))
            }
            Value::Map(map) => {
                let Kind::Message(entry) = field.kind() else { return None };
                let of = entry.map_entry_value_field();
                let mut pairs = map
                    .iter()
                    .map(|(key, value)| {
                        Some(format!("({}, {})", map_key(key), self.single(&of, value, depth)?))
                    })
                    .collect::<Option<Vec<_>>>()?;
                pairs.sort();
                Some(format!("[{}].into()", pairs.join(", ")))
            }
            single => {
                let text = self.single(field, single, depth)?;
                Some(if field.supports_presence() { format!("Some({text})") } else { text })
            }
        }
    }

    fn single(&mut self, field: &FieldDescriptor, value: &Value, depth: usize) -> Option<String> {
        Some(match value {
            Value::Bool(flag) => flag.to_string(),
            Value::I32(number) => number.to_string(),
            Value::I64(number) => number.to_string(),
            Value::U32(number) => number.to_string(),
            Value::U64(number) => number.to_string(),
            Value::F32(number) => format!("{number:?}"),
            Value::F64(number) => format!("{number:?}"),
            Value::String(text) => format!("{text:?}.into()"),
            Value::Bytes(bytes) => format!("vec!{:?}.into()", bytes.as_ref()),
            Value::EnumNumber(number) => {
                let Kind::Enum(kind) = field.kind() else { return None };
                if kind.package_name() != self.package || kind.parent_message().is_some() {
                    return None;
                }
                let value = upper_camel(&kind.get_value(*number)?.name().to_ascii_lowercase());
                self.types.insert(kind.name().to_owned());
                let short = value.strip_prefix(kind.name()).filter(|rest| !rest.is_empty()).unwrap_or(&value);
                format!("{}::{short}.into()", kind.name())
            }
            Value::Message(message) => self.message(message, depth)?,
            Value::List(_) | Value::Map(_) => return None,
        })
    }
}

/// The oneof of a field, but for that of a single optional field.
fn real_oneof(field: &FieldDescriptor) -> Option<OneofDescriptor> {
    field.containing_oneof().filter(|oneof| !oneof.is_synthetic())
}

fn map_key(key: &MapKey) -> String {
    match key {
        MapKey::Bool(flag) => flag.to_string(),
        MapKey::I32(number) => number.to_string(),
        MapKey::I64(number) => number.to_string(),
        MapKey::U32(number) => number.to_string(),
        MapKey::U64(number) => number.to_string(),
        MapKey::String(text) => format!("{text:?}.into()"),
    }
}

fn is_keyword(name: &str) -> bool {
    const KEYWORDS: [&str; 12] =
        ["as", "async", "const", "dyn", "enum", "fn", "loop", "match", "mod", "ref", "type", "use"];
    KEYWORDS.contains(&name)
}
