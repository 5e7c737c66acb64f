//! An example request as a literal of each language.

use std::fmt::Write;

use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor};
use serde_json::{Map, Value};

const WIDTH: usize = 88;

/// The members of an example with their fields, in the order of the example.
pub(crate) fn members<'a>(
    message: &MessageDescriptor,
    example: &'a Map<String, Value>,
) -> Vec<(FieldDescriptor, &'a Value)> {
    let field = |name: &str| message.get_field_by_json_name(name).or_else(|| message.get_field_by_name(name));
    example.iter().filter_map(|(name, value)| Some((field(name)?, value))).collect()
}

/// `open`, the parts separated by commas, `close`: on one line where that fits, else one part a line.
pub(crate) fn listed(open: &str, parts: &[String], close: &str, indent: usize) -> String {
    stepped(open, parts, close, indent, 4)
}

fn stepped(open: &str, parts: &[String], close: &str, indent: usize, step: usize) -> String {
    let line = format!("{open}{}{close}", parts.join(", "));
    if parts.is_empty() || (!line.contains('\n') && line.len() + indent <= WIDTH) {
        return line;
    }
    let inner = " ".repeat(indent + step);
    let mut text = open.trim_end().to_owned();
    for part in parts {
        let _ = write!(text, "\n{inner}{part},");
    }
    let _ = write!(text, "\n{}{}", " ".repeat(indent), close.trim_start());
    text
}

/// A value in Python: messages as dicts with the names of the proto.
pub(crate) fn python(field: &FieldDescriptor, value: &Value, indent: usize) -> String {
    each(field, value, indent, ("[", "]"), ("{", "}"), |value, indent| match (value, field.kind()) {
        (Value::Object(object), Kind::Message(message)) if has_fields(&message) => {
            let parts: Vec<_> = members(&message, object)
                .iter()
                .map(|(field, value)| format!("\"{}\": {}", field.name(), python(field, value, indent + 4)))
                .collect();
            listed("{", &parts, "}", indent)
        }
        (Value::String(text), Kind::Message(message)) => python_well_known(message.full_name(), text, indent),
        (value, _) => python_json(value, indent),
    })
}

/// A message that ProtoJSON writes as a text, of the type that the SDK takes.
fn python_well_known(message: &str, text: &str, indent: usize) -> String {
    match message {
        "google.protobuf.Duration" => format!("timedelta(seconds={})", text.trim_end_matches('s')),
        "google.protobuf.Timestamp" => {
            let time = text.strip_suffix('Z').map_or_else(|| text.to_owned(), |time| format!("{time}+00:00"));
            format!("datetime.fromisoformat({time:?})")
        }
        "google.protobuf.FieldMask" => python_json(&text.split(',').map(snake_case).collect(), indent),
        _ => python_json(&Value::from(text), indent),
    }
}

fn python_json(value: &Value, indent: usize) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Array(items) => {
            let parts: Vec<_> = items.iter().map(|item| python_json(item, indent + 4)).collect();
            listed("[", &parts, "]", indent)
        }
        Value::Object(object) => {
            let parts: Vec<_> = object
                .iter()
                .map(|(key, value)| format!("\"{key}\": {}", python_json(value, indent + 4)))
                .collect();
            listed("{", &parts, "}", indent)
        }
        other => other.to_string(),
    }
}

/// A value in JavaScript: messages as objects with the names of JSON.
pub(crate) fn javascript(value: &Value, indent: usize) -> String {
    match value {
        Value::Array(items) => {
            let parts: Vec<_> = items.iter().map(|item| javascript(item, indent + 2)).collect();
            stepped("[", &parts, "]", indent, 2)
        }
        Value::Object(object) => {
            let plain = |key: &str| {
                key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
                    && key.chars().all(|next| next.is_ascii_alphanumeric() || next == '_')
            };
            let parts: Vec<_> = object
                .iter()
                .map(|(key, value)| {
                    let key = if plain(key) { key.clone() } else { Value::from(key.as_str()).to_string() };
                    format!("{key}: {}", javascript(value, indent + 2))
                })
                .collect();
            stepped("{ ", &parts, " }", indent, 2)
        }
        other => other.to_string(),
    }
}

/// A message in Rust, as a literal of the generated struct.
pub(crate) fn rust_message(
    message: &MessageDescriptor,
    example: &Map<String, Value>,
    indent: usize,
) -> String {
    let mut parts: Vec<_> = members(message, example)
        .iter()
        .map(|(field, value)| format!("{}: {}", field.name(), rust(field, value, indent + 4)))
        .collect();
    if parts.len() < message.fields().len() {
        parts.push("..Default::default()".to_owned());
    }
    let name = message.name();
    if example.is_empty() {
        return format!("{name}::default()");
    }
    // Nothing may stand behind the rest of a struct literal, also no comma.
    listed(&format!("{name} {{ "), &parts, " }", indent)
        .replace("..Default::default(),\n", "..Default::default()\n")
}

fn rust(field: &FieldDescriptor, value: &Value, indent: usize) -> String {
    let optional = field.supports_presence();
    let text = each(field, value, indent, ("vec![", "]"), ("[", "].into()"), |value, indent| {
        match (value, field.kind()) {
            (Value::Object(object), Kind::Message(message)) if has_fields(&message) => {
                rust_message(&message, object, indent)
            }
            (Value::String(name), Kind::Enum(descriptor)) => format!(
                "{}::{}.into()",
                descriptor.name(),
                upper_camel(name.trim_start_matches(&format!("{}_", upper_snake(descriptor.name()))))
            ),
            (Value::String(_), Kind::String) => format!("{value}.into()"),
            (Value::String(text), Kind::Message(message)) => well_known(message.full_name(), text),
            (Value::Number(number), Kind::Double | Kind::Float) if !number.is_f64() => format!("{number}.0"),
            (value, _) => value.to_string(),
        }
    });
    if optional { format!("Some({text})") } else { text }
}

/// A message that ProtoJSON writes as a text.
fn well_known(message: &str, text: &str) -> String {
    match message {
        "google.protobuf.FieldMask" => {
            let paths: Vec<_> =
                text.split(',').map(|path| format!("{:?}.into()", snake_case(path))).collect();
            format!("omni_ai::prost_types::FieldMask {{ paths: vec![{}] }}", paths.join(", "))
        }
        "google.protobuf.Duration" => {
            let (seconds, fraction) =
                text.trim_end_matches('s').split_once('.').unwrap_or((text.trim_end_matches('s'), ""));
            let nanos = format!("{fraction:0<9}");
            let nanos = nanos.trim_start_matches('0');
            let nanos = if nanos.is_empty() { "0" } else { nanos };
            let sign = if text.starts_with('-') && nanos != "0" { "-" } else { "" };
            format!("omni_ai::prost_types::Duration {{ seconds: {seconds}, nanos: {sign}{nanos} }}")
        }
        _ => format!("{text:?}"),
    }
}

/// Lists and maps by their items, single values by `one`.
fn each(
    field: &FieldDescriptor,
    value: &Value,
    indent: usize,
    list: (&str, &str),
    map: (&str, &str),
    one: impl Fn(&Value, usize) -> String,
) -> String {
    match value {
        Value::Array(items) if field.is_list() => {
            let parts: Vec<_> = items.iter().map(|item| one(item, indent + 4)).collect();
            listed(list.0, &parts, list.1, indent)
        }
        Value::Object(object) if field.is_map() => {
            let parts: Vec<_> = object
                .iter()
                .map(|(key, value)| format!("\"{key}\": {}", python_json(value, indent + 4)))
                .collect();
            listed(map.0, &parts, map.1, indent)
        }
        value => one(value, indent),
    }
}

fn has_fields(message: &MessageDescriptor) -> bool {
    !message.full_name().starts_with("google.protobuf.")
}

/// `ForecastModel` -> `FORECAST_MODEL`.
pub(crate) fn upper_snake(camel: &str) -> String {
    let mut text = String::new();
    for (at, letter) in camel.chars().enumerate() {
        if letter.is_uppercase() && at > 0 {
            text.push('_');
        }
        text.push(letter.to_ascii_uppercase());
    }
    text
}

/// `SEASONAL_NAIVE` or `seasonal_naive` -> `SeasonalNaive`.
pub(crate) fn upper_camel(snake: &str) -> String {
    let mut camel = String::new();
    for word in snake.split('_').filter(|word| !word.is_empty()) {
        let (first, rest) = word.split_at(1);
        camel.push_str(&first.to_ascii_uppercase());
        camel.push_str(&rest.to_ascii_lowercase());
    }
    camel
}

/// A path of a field mask as the proto file spells it.
pub(crate) fn snake_case(path: &str) -> String {
    path.chars().fold(String::new(), |mut snake, letter| {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
        snake
    })
}

/// `predict_revenue` -> `predictRevenue`.
pub(crate) fn lower_camel(snake: &str) -> String {
    let camel = upper_camel(snake);
    let (first, rest) = camel.split_at(camel.len().min(1));
    format!("{}{rest}", first.to_ascii_lowercase())
}
