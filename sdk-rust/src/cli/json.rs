//! Requests in JSON, as people write it: field names in either case, enum values by short name, `null` for a missing
//! value of a list. A field that does not exist is refused with the nearest that does.

use omni_contract::Contract;
use prost_reflect::{DynamicMessage, EnumDescriptor, FieldDescriptor, Kind, MessageDescriptor};
use serde_json::{Map, Value};

use super::lookup::did_you_mean;

/// The message of a JSON object.
pub(crate) fn message(
    contract: &Contract,
    descriptor: &MessageDescriptor,
    json: Value,
) -> Result<DynamicMessage, String> {
    let normal = object(contract, descriptor, json, "")?;
    match DynamicMessage::deserialize(descriptor.clone(), normal.clone()) {
        Ok(message) => Ok(message),
        Err(error) => Err(blame(descriptor, &normal).unwrap_or_else(|| error.to_string())),
    }
}

/// Which field it was: the error itself does not say.
fn blame(descriptor: &MessageDescriptor, object: &Value) -> Option<String> {
    object.as_object()?.iter().find_map(|(name, value)| {
        let alone = Value::Object([(name.clone(), value.clone())].into_iter().collect());
        let error = DynamicMessage::deserialize(descriptor.clone(), alone).err()?;
        Some(format!("{name}: {error}"))
    })
}

fn object(
    contract: &Contract,
    descriptor: &MessageDescriptor,
    json: Value,
    at: &str,
) -> Result<Value, String> {
    let Value::Object(given) = json else {
        let place = if at.is_empty() { "the request" } else { at };
        return Err(format!("{place}: expected a JSON object, a {}", descriptor.name()));
    };
    let mut normal = Map::new();
    let mut missing: Vec<(String, Vec<Value>)> = Vec::new();
    for (key, value) in given {
        let by_name = descriptor.get_field_by_name(&key).or_else(|| descriptor.get_field_by_json_name(&key));
        let Some(field) = by_name else {
            let names = descriptor.fields().map(|field| field.name().to_owned());
            let place = if at.is_empty() { String::new() } else { format!("{at}: ") };
            return Err(format!(
                "{place}{} has no field {key:?}{}",
                descriptor.name(),
                did_you_mean(&key, names)
            ));
        };
        let inner = if at.is_empty() { field.name().to_owned() } else { format!("{at}.{}", field.name()) };
        let value = match (contract.missing_positions(&field), value) {
            (Some(sibling), Value::Array(items)) => {
                let (items, positions) = without_nulls(items);
                if !positions.is_empty() {
                    missing.push((sibling, positions));
                }
                Value::Array(items)
            }
            (_, value) => value,
        };
        let value = self::value(contract, &field, value, &inner)?;
        if normal.insert(field.name().to_owned(), value).is_some() {
            return Err(format!("{inner} is given twice, as {} and {}", field.name(), field.json_name()));
        }
    }
    for (sibling, positions) in missing {
        let list = normal.entry(sibling).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(list) = list {
            let new: Vec<_> = positions.into_iter().filter(|position| !list.contains(position)).collect();
            list.extend(new);
        }
    }
    Ok(Value::Object(normal))
}

/// Missing values as 0, and their positions.
fn without_nulls(items: Vec<Value>) -> (Vec<Value>, Vec<Value>) {
    let positions =
        items.iter().enumerate().filter(|(_, item)| item.is_null()).map(|(at, _)| Value::from(at));
    let positions = positions.collect();
    let filled = items.into_iter().map(|item| if item.is_null() { Value::from(0) } else { item });
    (filled.collect(), positions)
}

fn value(contract: &Contract, field: &FieldDescriptor, json: Value, at: &str) -> Result<Value, String> {
    match json {
        Value::Object(map) if field.is_map() => {
            let Kind::Message(entry) = field.kind() else { return Ok(Value::Object(map)) };
            let of = entry.map_entry_value_field();
            let pairs = map.into_iter().map(|(key, value)| {
                let value = single(contract, &of, value, &format!("{at}[{key:?}]"))?;
                Ok((key, value))
            });
            pairs.collect::<Result<Map<_, _>, String>>().map(Value::Object)
        }
        Value::Array(items) if field.is_list() => {
            let items = items.into_iter().enumerate();
            let items =
                items.map(|(position, item)| single(contract, field, item, &format!("{at}[{position}]")));
            items.collect::<Result<Vec<_>, _>>().map(Value::Array)
        }
        other if field.is_list() && !other.is_null() => Err(format!("{at}: expected a JSON list")),
        other => single(contract, field, other, at),
    }
}

fn single(contract: &Contract, field: &FieldDescriptor, json: Value, at: &str) -> Result<Value, String> {
    match (field.kind(), json) {
        (_, Value::Null) => Ok(Value::Null),
        (Kind::Message(inner), json) if !inner.full_name().starts_with("google.protobuf.") => {
            object(contract, &inner, json, at)
        }
        (Kind::Enum(kind), Value::String(name)) => {
            enum_name(&kind, &name).map(Value::String).ok_or_else(|| {
                let known: Vec<_> = kind
                    .values()
                    .map(|value| short_enum_name(&kind, value.name()).to_ascii_uppercase())
                    .collect();
                format!("{at}: {name:?} is not one of {}", known.join(", "))
            })
        }
        (_, json) => Ok(json),
    }
}

/// The full name of an enum value, of its full or short name in any case.
fn enum_name(kind: &EnumDescriptor, typed: &str) -> Option<String> {
    let wanted = typed.replace('-', "_");
    let found = kind.values().find(|value| {
        value.name().eq_ignore_ascii_case(&wanted)
            || short_enum_name(kind, value.name()).replace('-', "_").eq_ignore_ascii_case(&wanted)
    });
    found.map(|value| value.name().to_owned())
}

/// `theta` for `FORECAST_MODEL_THETA` of `ForecastModel`, in kebab case.
pub(crate) fn short_enum_name(kind: &EnumDescriptor, value: &str) -> String {
    let mut prefix = String::new();
    for letter in kind.name().chars() {
        if letter.is_ascii_uppercase() && !prefix.is_empty() {
            prefix.push('_');
        }
        prefix.push(letter.to_ascii_uppercase());
    }
    prefix.push('_');
    value.strip_prefix(&prefix).unwrap_or(value).to_ascii_lowercase().replace('_', "-")
}
