//! `buf.validate` rules as JSON Schema keywords and as words.

use prost_reflect::{DynamicMessage, ExtensionDescriptor, FieldDescriptor, Kind, OneofDescriptor};
use serde_json::{Map, Number, Value, json};

use omni_contract::Contract;

/// Reads the rules of fields and oneofs.
pub(crate) struct Rules {
    field: Option<ExtensionDescriptor>,
    oneof: Option<ExtensionDescriptor>,
    behavior: Option<ExtensionDescriptor>,
}

impl Rules {
    pub(crate) fn new(contract: &Contract) -> Self {
        let find = |name| contract.pool().get_extension_by_name(name);
        Self {
            field: find("buf.validate.field"),
            oneof: find("buf.validate.oneof"),
            behavior: find("google.api.field_behavior"),
        }
    }

    /// The rules of a field as protojson; null where it has none.
    pub(crate) fn of(&self, field: &FieldDescriptor) -> Value {
        option_json(&field.options(), self.field.as_ref())
    }

    /// Whether one field of the oneof must be set.
    pub(crate) fn oneof_required(&self, oneof: &OneofDescriptor) -> bool {
        option_json(&oneof.options(), self.oneof.as_ref())["required"] == true
    }

    /// Whether a request without the field is refused.
    pub(crate) fn is_required(&self, field: &FieldDescriptor) -> bool {
        let rules = self.of(field);
        let behavior = option_json(&field.options(), self.behavior.as_ref());
        let marked =
            behavior.as_array().is_some_and(|list| list.iter().any(|item| item == "REQUIRED" || item == 2));
        if marked || rules["required"] == true {
            return true;
        }
        // A field without presence that is left out holds its zero, and the rules are applied to that.
        let ignored = rules["ignore"].as_str().is_some_and(|ignore| ignore != "IGNORE_UNSPECIFIED");
        !field.supports_presence() && !ignored && zero_breaks(field, &rules)
    }
}

fn option_json(options: &DynamicMessage, extension: Option<&ExtensionDescriptor>) -> Value {
    let Some(extension) = extension.filter(|extension| options.has_extension(extension)) else {
        return Value::Null;
    };
    match &*options.get_extension(extension) {
        prost_reflect::Value::Message(message) => serde_json::to_value(message).unwrap_or_default(),
        prost_reflect::Value::List(items) => items.iter().map(|item| json!(item.as_enum_number())).collect(),
        _ => Value::Null,
    }
}

/// The key of the rules that fit a kind.
pub(crate) fn key(kind: &Kind) -> &'static str {
    match kind {
        Kind::Double => "double",
        Kind::Float => "float",
        Kind::Int32 => "int32",
        Kind::Int64 => "int64",
        Kind::Uint32 => "uint32",
        Kind::Uint64 => "uint64",
        Kind::Sint32 => "sint32",
        Kind::Sint64 => "sint64",
        Kind::Fixed32 => "fixed32",
        Kind::Fixed64 => "fixed64",
        Kind::Sfixed32 => "sfixed32",
        Kind::Sfixed64 => "sfixed64",
        Kind::Bool => "bool",
        Kind::String => "string",
        Kind::Bytes => "bytes",
        Kind::Enum(_) => "enum",
        Kind::Message(message) => match message.full_name() {
            "google.protobuf.Duration" => "duration",
            "google.protobuf.Timestamp" => "timestamp",
            "google.protobuf.FieldMask" => "fieldMask",
            "google.protobuf.Any" => "any",
            "google.protobuf.DoubleValue" => "double",
            "google.protobuf.FloatValue" => "float",
            "google.protobuf.Int32Value" => "int32",
            "google.protobuf.Int64Value" => "int64",
            "google.protobuf.UInt32Value" => "uint32",
            "google.protobuf.UInt64Value" => "uint64",
            "google.protobuf.BoolValue" => "bool",
            "google.protobuf.StringValue" => "string",
            "google.protobuf.BytesValue" => "bytes",
            _ => "",
        },
    }
}

fn zero_breaks(field: &FieldDescriptor, rules: &Value) -> bool {
    let rules = if field.is_map() {
        return count(&rules["map"]["minPairs"]) > 0;
    } else if field.is_list() {
        return count(&rules["repeated"]["minItems"]) > 0;
    } else {
        &rules[key(&field.kind())]
    };
    match field.kind() {
        Kind::String | Kind::Bytes => {
            let formats = ["email", "hostname", "ip", "ipv4", "ipv6", "uri", "uuid", "address"];
            count(&rules["minLen"]) > 0
                || count(&rules["len"]) > 0
                || formats.iter().any(|format| rules[format] == true)
                || outside_list(rules, &json!(""))
        }
        Kind::Enum(_) => outside_list(rules, &json!(0)),
        Kind::Bool => rules["const"] == true,
        _ => {
            let bound = |name: &str| rules.get(name).and_then(number);
            bound("gt").is_some_and(|limit| limit >= 0.0)
                || bound("gte").is_some_and(|limit| limit > 0.0)
                || bound("lt").is_some_and(|limit| limit <= 0.0)
                || bound("lte").is_some_and(|limit| limit < 0.0)
                || outside_list(rules, &json!(0))
        }
    }
}

fn outside_list(rules: &Value, zero: &Value) -> bool {
    let same =
        |value: &Value| value == zero || number(value).is_some_and(|value| Some(value) == number(zero));
    rules.get("const").is_some_and(|value| !same(value))
        || rules["in"].as_array().is_some_and(|list| !list.iter().any(same))
        || rules["notIn"].as_array().is_some_and(|list| list.iter().any(same))
}

/// A number that protojson may have written as text.
fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}

fn count(value: &Value) -> u64 {
    value.as_u64().or_else(|| value.as_str()?.parse().ok()).unwrap_or(0)
}

/// A whole number without its decimal point.
fn plain(value: &Value) -> Value {
    let Some(number) = value.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < 9e15) else {
        return value.clone();
    };
    format!("{number:.0}").parse::<Number>().map_or_else(|_| value.clone(), Value::Number)
}

/// Adds the rules of one value, those under [`key`], to its schema.
pub(crate) fn apply(schema: &mut Map<String, Value>, kind: &Kind, rules: &Value) {
    let rules = &rules[key(kind)];
    let numeric = schema.get("type").is_some_and(|kind| kind != "string" && kind != "boolean");
    if numeric {
        for (rule, keyword) in
            [("gt", "exclusiveMinimum"), ("gte", "minimum"), ("lt", "exclusiveMaximum"), ("lte", "maximum")]
        {
            if let Some(limit) = rules.get(rule) {
                schema.insert(keyword.to_owned(), plain(limit));
            }
        }
    }
    if !matches!(kind, Kind::Enum(_) | Kind::Message(_)) {
        if let Some(value) = rules.get("const") {
            schema.insert("const".to_owned(), plain(value));
        }
        if let Some(list) = rules["in"].as_array() {
            schema.insert("enum".to_owned(), list.iter().map(plain).collect());
        }
        if let Some(list) = rules["notIn"].as_array() {
            schema.insert("not".to_owned(), json!({"enum": list.iter().map(plain).collect::<Vec<_>>()}));
        }
    }
    if matches!(key(kind), "string") {
        apply_string(schema, rules);
    }
}

fn apply_string(schema: &mut Map<String, Value>, rules: &Value) {
    for (rule, keywords) in
        [("minLen", &["minLength"][..]), ("maxLen", &["maxLength"]), ("len", &["minLength", "maxLength"])]
    {
        if rules.get(rule).is_some() {
            for keyword in keywords {
                schema.insert((*keyword).to_owned(), json!(count(&rules[rule])));
            }
        }
    }
    if let Some(pattern) = rules.get("pattern") {
        schema.insert("pattern".to_owned(), pattern.clone());
    }
    for (rule, format) in [
        ("email", "email"),
        ("hostname", "hostname"),
        ("ipv4", "ipv4"),
        ("ipv6", "ipv6"),
        ("uri", "uri"),
        ("uriRef", "uri-reference"),
        ("uuid", "uuid"),
    ] {
        if rules[rule] == true {
            schema.insert("format".to_owned(), json!(format));
        }
    }
}

/// Adds the rules of a list to its schema.
pub(crate) fn apply_list(schema: &mut Map<String, Value>, rules: &Value) {
    let rules = &rules["repeated"];
    for (rule, keyword) in [("minItems", "minItems"), ("maxItems", "maxItems")] {
        if rules.get(rule).is_some() {
            schema.insert(keyword.to_owned(), json!(count(&rules[rule])));
        }
    }
    if rules["unique"] == true {
        schema.insert("uniqueItems".to_owned(), json!(true));
    }
}

/// Adds the rules of a map to its schema.
pub(crate) fn apply_map(schema: &mut Map<String, Value>, rules: &Value) {
    let rules = &rules["map"];
    for (rule, keyword) in [("minPairs", "minProperties"), ("maxPairs", "maxProperties")] {
        if rules.get(rule).is_some() {
            schema.insert(keyword.to_owned(), json!(count(&rules[rule])));
        }
    }
    let mut keys = Map::new();
    apply_string(&mut keys, &rules["keys"]["string"]);
    if !keys.is_empty() {
        schema.insert("propertyNames".to_owned(), Value::Object(keys));
    }
}

/// The rules of a field in words, such as `1 to 100000 items`, `each finite`.
pub(crate) fn words(field: &FieldDescriptor, rules: &Value) -> Vec<String> {
    let mut words = Vec::new();
    if field.is_list() {
        let list = &rules["repeated"];
        words.extend(range(&list["minItems"], &list["maxItems"]).map(|range| format!("{range} items")));
        if list["unique"] == true {
            words.push("no value twice".to_owned());
        }
        words.extend(
            value_words(&field.kind(), &list["items"]).into_iter().map(|word| format!("each {word}")),
        );
    } else if field.is_map() {
        words.extend(
            range(&rules["map"]["minPairs"], &rules["map"]["maxPairs"])
                .map(|range| format!("{range} entries")),
        );
    } else {
        words.extend(value_words(&field.kind(), rules));
    }
    let cel = rules["cel"].as_array().into_iter().flatten();
    words.extend(cel.filter_map(|rule| rule["message"].as_str()).map(str::to_owned));
    words
}

fn value_words(kind: &Kind, rules: &Value) -> Vec<String> {
    let rules = &rules[key(kind)];
    let mut words = Vec::new();
    if rules["finite"] == true {
        words.push("finite".to_owned());
    }
    if let (Some(low), Some(high)) = (rules.get("gte"), rules.get("lte")) {
        words.push(format!("{} to {}", shown(low), shown(high)));
    } else {
        for (rule, word) in [("gt", "above"), ("gte", "at least"), ("lt", "below"), ("lte", "at most")] {
            words.extend(rules.get(rule).map(|limit| format!("{word} {}", shown(limit))));
        }
    }
    words.extend(range(&rules["minLen"], &rules["maxLen"]).map(|range| format!("{range} characters")));
    words.extend(range(&rules["minBytes"], &rules["maxBytes"]).map(|range| format!("{range} bytes")));
    if let Some(pattern) = rules["pattern"].as_str() {
        words.push(format!("matches `{pattern}`"));
    }
    for format in ["email", "hostname", "ip", "ipv4", "ipv6", "uri", "uuid"] {
        if rules[format] == true {
            words.push(format!("a valid {format}"));
        }
    }
    if let Some(list) = rules["in"].as_array() {
        words.push(format!("one of {}", list.iter().map(shown).collect::<Vec<_>>().join(", ")));
    }
    words
}

fn range(low: &Value, high: &Value) -> Option<String> {
    match (count(low), count(high)) {
        (0, 0) => None,
        (low, 0) => Some(format!("at least {low}")),
        (0, high) => Some(format!("at most {high}")),
        (low, high) => Some(format!("{low} to {high}")),
    }
}

fn shown(value: &Value) -> String {
    match plain(value) {
        Value::String(text) => text,
        other => other.to_string(),
    }
}
