//! The keys of the settings, read from their schema, so that a struct's field is all it takes to make a new one.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value as Json;
use toml::Value;

/// One key.
#[derive(Debug)]
pub(super) struct Key {
    /// Path with dots, such as `database.url`.
    pub(super) path: String,
    /// What its value is.
    pub(super) kind: Kind,
    /// Whether its value is never shown and may be read from a file.
    pub(super) secret: bool,
    minimum: Option<f64>,
    maximum: Option<f64>,
    example: Option<String>,
    /// The texts that an enum takes; empty where any text fits.
    choices: Vec<String>,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Integer,
    Number,
    Boolean,
    /// A list of texts.
    List,
}

impl Key {
    /// The environment variable.
    pub(super) fn variable(&self) -> String {
        format!("{}{}", super::PREFIX, self.path.replace('.', "_").to_ascii_uppercase())
    }

    /// Reads the text of a variable or a flag.
    pub(super) fn parse(&self, text: &str) -> Result<Value, String> {
        let value = match self.kind {
            Kind::Text => Some(Value::String(text.to_owned())),
            Kind::Integer => text.trim().replace('_', "").parse().ok().map(Value::Integer),
            Kind::Number => text.trim().parse().ok().map(Value::Float),
            Kind::Boolean => text.trim().parse().ok().map(Value::Boolean),
            Kind::List => Some(Value::Array(
                text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(Value::from).collect(),
            )),
        };
        value.ok_or_else(|| format!("{}, found \"{text}\"", self.expectation()))
    }

    /// Whether a value is of the kind and within the range.
    pub(super) fn check(&self, value: &Value) -> Result<(), String> {
        let number = match (self.kind, value) {
            (Kind::Text, Value::String(text)) if self.takes(text) => return Ok(()),
            (Kind::Boolean, Value::Boolean(_)) => return Ok(()),
            (Kind::List, Value::Array(items)) => {
                let Some(index) = items.iter().position(|item| !item.is_str()) else { return Ok(()) };
                return Err(format!(
                    "expected a text as item [{index}], found {}",
                    self.describe(&items[index])
                ));
            }
            #[expect(clippy::cast_precision_loss, reason = "ranges lie far below 2^53")]
            (Kind::Integer | Kind::Number, Value::Integer(number)) => *number as f64,
            (Kind::Number, Value::Float(number)) => *number,
            _ => return Err(format!("{}, found {}", self.expectation(), self.describe(value))),
        };
        let below = self.maximum.is_none_or(|maximum| number <= maximum);
        let above = self.minimum.is_none_or(|minimum| number >= minimum);
        if below && above {
            return Ok(());
        }
        Err(format!("{}, found {}", self.expectation(), self.describe(value)))
    }

    fn takes(&self, text: &str) -> bool {
        self.choices.is_empty() || self.choices.iter().any(|choice| choice == text)
    }

    fn expectation(&self) -> String {
        if let [first @ .., last] = self.choices.as_slice() {
            return format!("expected {} or {last}", first.join(", "));
        }
        let what = match self.kind {
            Kind::Text => "a text",
            Kind::Integer => "a whole number",
            Kind::Number => "a number",
            Kind::Boolean => "true or false",
            Kind::List => "a list of texts in brackets",
        };
        let range = match (self.minimum, self.maximum) {
            (Some(minimum), Some(maximum)) => format!(" from {minimum} to {maximum}"),
            (Some(minimum), None) => format!(" of at least {minimum}"),
            (None, Some(maximum)) => format!(" of at most {maximum}"),
            (None, None) => String::new(),
        };
        let example = self.example.as_ref().map(|text| format!(" such as \"{text}\"")).unwrap_or_default();
        format!("expected {what}{range}{example}")
    }

    fn describe(&self, value: &Value) -> String {
        match value {
            Value::Table(_) => "a table".to_owned(),
            Value::Array(_) => "a list".to_owned(),
            _ if self.secret => format!("a value of type {}", value.type_str()),
            _ => value.to_string(),
        }
    }
}

/// The schema as the structs give it, every part in its place.
pub(super) fn schema_of<T: JsonSchema>() -> Json {
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    settings.into_generator().into_root_schema_for::<T>().to_value()
}

/// Every key of a schema, in order of its path.
pub(super) fn keys_of(schema: &Json) -> Vec<Key> {
    let mut keys = Vec::new();
    collect(schema, "", &mut keys);
    keys.sort_by(|a, b| a.path.cmp(&b.path));
    keys
}

fn collect(schema: &Json, prefix: &str, keys: &mut Vec<Key>) {
    let Some(properties) = schema.get("properties").and_then(Json::as_object) else { return };
    for (name, property) in properties {
        let path = format!("{prefix}{name}");
        if property.get("properties").is_some() {
            collect(property, &format!("{path}."), keys);
            continue;
        }
        keys.push(Key {
            path,
            kind: kind_of(property),
            secret: property.get("writeOnly") == Some(&Json::Bool(true)),
            minimum: property.get("minimum").and_then(Json::as_f64),
            maximum: property.get("maximum").and_then(Json::as_f64),
            choices: choices_of(property),
            example: property.pointer("/examples/1").and_then(Json::as_str).map(str::to_owned),
        });
    }
}

/// The texts of an enum, whose variants have their own descriptions or none.
fn choices_of(property: &Json) -> Vec<String> {
    let items = |name: &str| property.get(name).and_then(Json::as_array).into_iter().flatten();
    let described = items("oneOf").filter_map(|variant| variant.get("const"));
    items("enum").chain(described).filter_map(Json::as_str).map(str::to_owned).collect()
}

fn kind_of(property: &Json) -> Kind {
    let of = |kind: &str| match property.get("type") {
        Some(Json::String(name)) => name == kind,
        Some(Json::Array(names)) => names.iter().any(|name| name == kind),
        _ => false,
    };
    if of("integer") {
        Kind::Integer
    } else if of("number") {
        Kind::Number
    } else if of("boolean") {
        Kind::Boolean
    } else if of("array") {
        Kind::List
    } else {
        Kind::Text
    }
}
