//! A request from the flags of a command.

use std::ffi::OsString;
use std::io::Read;

use clap::ArgMatches;
use clap::parser::ValueSource;
use omni_contract::{Contract, Method};
use prost_reflect::{DynamicMessage, FieldDescriptor, Kind};
use serde_json::{Map, Number, Value};

use super::command::{flag_id, flag_name};
use super::exit::Failure;
use super::json;

/// Ties a list that begins with a negative number to the flag before it: clap takes `-1` for a number, `-1,-2` for flags.
pub(crate) fn tie_negative_lists(arguments: Vec<OsString>) -> Vec<OsString> {
    let mut tied: Vec<OsString> = Vec::with_capacity(arguments.len());
    for argument in arguments {
        let flag = tied.last().and_then(|last| last.to_str());
        let flag = flag.filter(|flag| flag.starts_with("--") && flag.len() > 2 && !flag.contains('='));
        match (flag, argument.to_str().filter(|text| is_negative_list(text))) {
            (Some(flag), Some(list)) => {
                let joined = format!("{flag}={list}").into();
                tied.pop();
                tied.push(joined);
            }
            _ => tied.push(argument),
        }
    }
    tied
}

fn is_negative_list(text: &str) -> bool {
    let (first, rest) = text.split_once(',').unwrap_or_default();
    let number = |part: &str| part.trim().parse::<f64>().is_ok();
    first.starts_with('-')
        && number(first)
        && rest.split(',').all(|part| {
            let part = part.trim();
            number(part) || part.is_empty() || matches!(part.to_ascii_lowercase().as_str(), "null" | "none")
        })
}

/// The request of a method's own command: `-d`, with the flags over it.
pub(crate) fn request(
    contract: &Contract,
    method: &Method,
    matches: &ArgMatches,
) -> Result<DynamicMessage, Failure> {
    let mut object = data(matches)?;
    for field in method.input().fields() {
        let by_position = format!("position:{}", field.name());
        let positional = method.sdk().positional.iter().any(|name| name == field.name());
        let by_flag = flag_id(field.name());
        let id = if positional && matches.contains_id(&by_position) { by_position } else { by_flag };
        if matches.value_source(&id) != Some(ValueSource::CommandLine) {
            continue;
        }
        let texts: Vec<_> = matches.get_many::<String>(&id).into_iter().flatten().cloned().collect();
        let value = value(contract, &field, &texts)
            .map_err(|why| Failure::Usage(format!("--{}: {why}", flag_name(field.name()))))?;
        // Either spelling in the JSON gives way.
        object.remove(field.json_name());
        object.insert(field.name().to_owned(), value);
    }
    json::message(contract, &method.input(), Value::Object(object)).map_err(Failure::Usage)
}

/// The request of `omni call`: `-d` alone; without it an empty one.
pub(crate) fn from_data(
    contract: &Contract,
    method: &Method,
    matches: &ArgMatches,
) -> Result<DynamicMessage, Failure> {
    json::message(contract, &method.input(), Value::Object(data(matches)?)).map_err(Failure::Usage)
}

fn data(matches: &ArgMatches) -> Result<Map<String, Value>, Failure> {
    let Some(text) = matches.get_one::<String>("data") else { return Ok(Map::new()) };
    let text = if text == "-" { read_file("-") } else { read(text) }.map_err(Failure::Usage)?;
    match serde_json::from_str(&text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Failure::Usage("--data: expected a JSON object".to_owned())),
        Err(error) => Err(Failure::Usage(format!("--data: not JSON: {error}"))),
    }
}

/// The text itself, or of `@file` the file's; `@-` is standard input.
fn read(text: &str) -> Result<String, String> {
    text.strip_prefix('@').map_or_else(|| Ok(text.to_owned()), read_file)
}

fn read_file(path: &str) -> Result<String, String> {
    if path == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map_err(|error| format!("standard input: {error}"))?;
        return Ok(text);
    }
    std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))
}

fn value(contract: &Contract, field: &FieldDescriptor, texts: &[String]) -> Result<Value, String> {
    if field.is_map() {
        return map(field, texts);
    }
    if !field.is_list() {
        let text = texts.last().map(String::as_str).unwrap_or_default();
        return single(field, &read(text)?);
    }
    let nulls = contract.missing_positions(field).is_some();
    let mut items = Vec::new();
    for text in texts {
        let text = read(text)?;
        if text.trim_start().starts_with('[') {
            let list: Vec<Value> =
                serde_json::from_str(&text).map_err(|error| format!("not a JSON list: {error}"))?;
            items.extend(list);
        } else if matches!(field.kind(), Kind::Message(_)) {
            items.push(single(field, &text)?);
        } else {
            for part in parts(&text, field.kind() == Kind::String) {
                let missing = nulls && matches!(part.to_ascii_lowercase().as_str(), "" | "null" | "none");
                let item = if missing { Value::Null } else { single(field, part)? };
                if nulls && item == "NaN" {
                    return Err(format!(
                        "{part:?} is not a number; leave a missing value empty, or write null"
                    ));
                }
                items.push(item);
            }
        }
    }
    Ok(Value::Array(items))
}

/// The parts of a list: between commas or line ends, or for numbers any white space. One comma parts two values, so
/// nothing between two commas is an empty value.
fn parts(text: &str, keep_spaces: bool) -> impl Iterator<Item = &str> {
    let lines = text
        .trim()
        .split(['\n', '\r'])
        .map(|line| line.trim().trim_end_matches(','))
        .filter(|line| !line.is_empty());
    lines.flat_map(move |line| {
        line.split(',').flat_map(move |part| {
            let part = part.trim();
            let whole = keep_spaces || part.is_empty();
            let words: Vec<_> = if whole { vec![part] } else { part.split_whitespace().collect() };
            words
        })
    })
}

fn map(field: &FieldDescriptor, texts: &[String]) -> Result<Value, String> {
    let Kind::Message(entry) = field.kind() else { return Err("not a map".to_owned()) };
    let of = entry.map_entry_value_field();
    let mut pairs = Map::new();
    for text in texts {
        let text = read(text)?;
        if text.trim_start().starts_with('{') {
            let object: Map<String, Value> =
                serde_json::from_str(&text).map_err(|error| format!("not a JSON object: {error}"))?;
            pairs.extend(object);
        } else {
            let (key, value) = text.split_once('=').ok_or_else(|| format!("{text:?}: expected key=value"))?;
            pairs.insert(key.to_owned(), single(&of, value)?);
        }
    }
    Ok(Value::Object(pairs))
}

fn single(field: &FieldDescriptor, text: &str) -> Result<Value, String> {
    let trimmed = text.trim();
    match field.kind() {
        Kind::Double | Kind::Float => {
            let number: f64 = trimmed.parse().map_err(|_| format!("{trimmed:?} is not a number"))?;
            Ok(match Number::from_f64(number) {
                Some(number) => Value::Number(number),
                None if number.is_nan() => Value::from("NaN"),
                None => Value::from(if number > 0.0 { "Infinity" } else { "-Infinity" }),
            })
        }
        Kind::Bool => {
            trimmed.parse().map(Value::Bool).map_err(|_| format!("{trimmed:?} is not true or false"))
        }
        Kind::String => Ok(Value::from(text)),
        Kind::Bytes | Kind::Enum(_) => Ok(Value::from(trimmed)),
        Kind::Message(_) if trimmed.starts_with(['{', '[', '"']) => {
            serde_json::from_str(trimmed).map_err(|error| format!("not JSON: {error}"))
        }
        // Timestamps, durations and their like are a text in JSON.
        Kind::Message(message) if message.full_name().starts_with("google.protobuf.") => {
            Ok(serde_json::from_str(trimmed)
                .ok()
                .filter(|value: &Value| !value.is_string())
                .unwrap_or_else(|| trimmed.into()))
        }
        Kind::Message(message) => Err(format!("expected JSON, a {}", message.name())),
        _ => {
            // As text: JSON numbers do not hold every 64-bit integer.
            let number: i128 = trimmed.parse().map_err(|_| format!("{trimmed:?} is not a whole number"))?;
            Ok(Value::from(number.to_string()))
        }
    }
}

/// The example of a method as arguments of its command.
pub(crate) fn example(method: &Method) -> Vec<String> {
    let mut reader = serde_json::Deserializer::from_str(&method.sdk().example);
    let Ok(message) = DynamicMessage::deserialize(method.input(), &mut reader) else { return Vec::new() };
    let Ok(Value::Object(object)) = serde_json::to_value(&message) else { return Vec::new() };
    let input = method.input();
    let fields = input.fields().filter_map(|field| Some((object.get(field.json_name())?.clone(), field)));
    let order = &method.sdk().positional;
    let mut positions = vec![None; order.len()];
    let mut flags = Vec::new();
    for (value, field) in fields {
        let text = match &value {
            Value::String(text) => text.clone(),
            Value::Array(items) if items.iter().all(Value::is_number) => {
                items.iter().map(short_number).collect::<Vec<_>>().join(",")
            }
            other => other.to_string(),
        };
        match order.iter().position(|name| name == field.name()) {
            Some(position) => positions[position] = Some(text),
            // The value of a switch may be left out, so one that is given has to be tied to it.
            None if value.is_boolean() => flags.push(format!("--{}={text}", flag_name(field.name()))),
            None => flags.extend([format!("--{}", flag_name(field.name())), text]),
        }
    }
    positions.into_iter().flatten().chain(flags).collect()
}

/// `100` for 100.0.
fn short_number(value: &Value) -> String {
    let text = value.to_string();
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_negative_numbers_go_with_their_flag() {
        let tied = |words: &[&str]| tie_negative_lists(words.iter().map(OsString::from).collect());
        assert_eq!(tied(&["--series", "-1,-2.5,,null", "--x"]), ["--series=-1,-2.5,,null", "--x"]);
        for untouched in [
            &["--series", "-1"][..],
            &["--series", "-d,1"],
            &["--series=1", "-1,2"],
            &["-1,2"],
            &["--", "-1,2"],
            &["--series", "1,-2"],
        ] {
            assert_eq!(tied(untouched), untouched);
        }
    }
}
