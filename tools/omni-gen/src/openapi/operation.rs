//! One operation per REST binding.

use std::fmt::Write;

use omni_contract::{Access, HttpBinding, Method, Segment};
use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor};
use serde_json::{Map, Value, json};

use super::common::{FAILURES, Failure, request_id_header};
use super::samples;
use super::schema::{Schemas, Types, is_deprecated, is_well_known, reach, unwrap_lines};

/// The path of a binding with the JSON names of its fields.
pub(crate) fn path(method: &Method, binding: &HttpBinding) -> String {
    let segments = binding.segments.iter().map(|segment| match segment {
        Segment::Literal(text) => text.clone(),
        Segment::Field(field) => format!("{{{}}}", json_path(&method.input(), field)),
    });
    let verb = binding.custom_verb.as_ref().map(|verb| format!(":{verb}")).unwrap_or_default();
    format!("/{}{verb}", segments.collect::<Vec<_>>().join("/"))
}

/// A dotted field path with the JSON name of each part.
fn json_path(message: &MessageDescriptor, path: &str) -> String {
    resolve(message, path).iter().map(FieldDescriptor::json_name).collect::<Vec<_>>().join(".")
}

fn resolve(message: &MessageDescriptor, path: &str) -> Vec<FieldDescriptor> {
    let mut fields: Vec<FieldDescriptor> = Vec::new();
    let mut at = Some(message.clone());
    for part in path.split('.') {
        let Some(field) = at.as_ref().and_then(|message| message.get_field_by_name(part)) else { break };
        at = field.kind().as_message().cloned();
        fields.push(field);
    }
    fields
}

fn path_fields(binding: &HttpBinding) -> impl Iterator<Item = &str> {
    binding.segments.iter().filter_map(|segment| match segment {
        Segment::Field(field) => Some(field.as_str()),
        Segment::Literal(_) => None,
    })
}

/// Whether the whole request, and nothing less, is the body.
fn is_whole_body(binding: &HttpBinding) -> bool {
    binding.body.as_deref() == Some("*") && path_fields(binding).next().is_none()
}

/// The fields of the request that neither the path nor the body carries.
fn remaining(method: &Method, binding: &HttpBinding) -> Vec<FieldDescriptor> {
    let taken: Vec<_> = path_fields(binding).collect();
    method.input().fields().filter(|field| !taken.contains(&field.name())).collect()
}

fn query_fields(method: &Method, binding: &HttpBinding) -> Vec<FieldDescriptor> {
    match binding.body.as_deref() {
        Some("*") => Vec::new(),
        body => remaining(method, binding).into_iter().filter(|field| Some(field.name()) != body).collect(),
    }
}

/// Adds every type that the request of a binding refers to.
pub(crate) fn reach_input(method: &Method, binding: &HttpBinding, types: &mut Types) {
    if is_whole_body(binding) {
        reach(&Kind::Message(method.input()), types);
        return;
    }
    for field in remaining(method, binding) {
        let in_query = query_fields(method, binding).iter().any(|other| other.name() == field.name());
        match field.kind() {
            Kind::Message(message) if in_query && !is_well_known(&message) => {
                message.fields().for_each(|inner| reach(&inner.kind(), types));
            }
            kind => reach(&kind, types),
        }
    }
}

/// Whether an operation of this method can fail in this way.
pub(crate) fn can_fail(method: &Method, failure: &Failure) -> bool {
    match failure.status {
        "401" | "403" => method.access() != Access::Public,
        "404" => method.bindings().iter().any(|binding| path_fields(binding).next().is_some()),
        "400" => method.input().fields().len() > 0,
        _ => true,
    }
}

/// The operation of a binding; `number` counts the bindings of the method from 0.
pub(crate) fn operation(schemas: &Schemas<'_>, method: &Method, number: usize, tag: &str) -> Value {
    let Some(binding) = method.bindings().get(number) else { return Value::Null };
    let example = example(&method.sdk().example);
    let suffix = if number == 0 { String::new() } else { format!("_{}", number + 1) };
    let service = method.descriptor().parent_service().name().to_owned();
    let mut operation = json!({
        "operationId": format!("{service}_{}{suffix}", method.descriptor().name()),
        "tags": [tag],
        "summary": title(method.descriptor().name()),
        "description": description(method),
        "parameters": parameters(schemas, method, binding, &example),
    });
    if let Some(body) = body(schemas, method, binding, &example) {
        operation["requestBody"] = body;
    }
    operation["responses"] = responses(method);
    operation["security"] = match method.access() {
        Access::Public => json!([]),
        Access::User => json!([{"accessToken": []}]),
        _ => json!([{"apiKey": []}, {"bearer": []}, {"accessToken": []}]),
    };
    if is_deprecated(&method.descriptor().options()) {
        operation["deprecated"] = json!(true);
    }
    operation["x-grpc-method"] = json!(method.name());
    if !method.policy().permission.is_empty() {
        operation["x-permission"] = json!(method.policy().permission);
    }
    let samples = samples::all(method, Some(binding)).into_iter();
    operation["x-codeSamples"] = samples
        .map(|sample| json!({"lang": sample.lang, "label": sample.label, "source": sample.code}))
        .collect();
    operation
}

fn example(text: &str) -> Map<String, Value> {
    serde_json::from_str(text).unwrap_or_default()
}

/// Words of method names that are abbreviations, and the one pronoun.
const UPPER: [&str; 9] = ["api", "i", "id", "mfa", "oidc", "saml", "sso", "totp", "url"];

/// `GetHealth` -> `Get health`, `CompleteMfa` -> `Complete MFA`.
pub(crate) fn title(method: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for letter in method.chars() {
        match words.last_mut() {
            Some(word) if !letter.is_uppercase() => word.push(letter),
            None => words.push(letter.to_string()),
            Some(_) => words.push(letter.to_ascii_lowercase().to_string()),
        }
    }
    for word in words.iter_mut().filter(|word| UPPER.contains(&word.as_str())) {
        word.make_ascii_uppercase();
    }
    words.join(" ")
}

fn description(method: &Method) -> String {
    let mut text = unwrap_lines(method.comment());
    let _ = write!(text, "\n\ngRPC: `{}`.", method.name());
    let names: Vec<_> = method
        .sdk()
        .names
        .iter()
        .map(|name| {
            let group = if name.group.is_empty() { String::new() } else { format!("{}.", name.group) };
            format!("`client.{group}{}`", name.name)
        })
        .collect();
    if !names.is_empty() {
        let _ = write!(text, " SDKs: {}.", names.join(", "));
    }
    text
}

fn parameters(
    schemas: &Schemas<'_>,
    method: &Method,
    binding: &HttpBinding,
    example: &Map<String, Value>,
) -> Vec<Value> {
    let input = method.input();
    let mut parameters = Vec::new();
    for name in path_fields(binding) {
        if let Some(field) = resolve(&input, name).last() {
            parameters.push(parameter(schemas, field, &json_path(&input, name), "path", example));
        }
    }
    for field in query_fields(method, binding) {
        match field.kind() {
            Kind::Message(message) if !is_well_known(&message) && !field.is_list() && !field.is_map() => {
                for inner in message.fields() {
                    let name = format!("{}.{}", field.json_name(), inner.json_name());
                    parameters.push(parameter(schemas, &inner, &name, "query", example));
                }
            }
            _ => parameters.push(parameter(schemas, &field, field.json_name(), "query", example)),
        }
    }
    let shared = |name: &str| json!({"$ref": format!("#/components/parameters/{name}")});
    if input.get_field_by_json_name("fields").is_none() {
        parameters.push(shared("Fields"));
    }
    if method.access() != Access::Public {
        parameters.push(shared("Environment"));
    }
    parameters.push(shared("RequestId"));
    parameters.push(shared("Timeout"));
    if method.has_side_effects() {
        parameters.push(shared("IdempotencyKey"));
    }
    parameters
}

fn parameter(
    schemas: &Schemas<'_>,
    field: &FieldDescriptor,
    name: &str,
    place: &str,
    example: &Map<String, Value>,
) -> Value {
    let mut schema = schemas.field(field);
    let description = schema.as_object_mut().and_then(|schema| schema.shift_remove("description"));
    let mut parameter = json!({"name": name, "in": place});
    if let Some(description) = description {
        parameter["description"] = description;
    }
    if place == "path" || schemas.rules.is_required(field) {
        parameter["required"] = json!(true);
    }
    parameter["schema"] = schema;
    if let Some(value) = example.get(name) {
        parameter["example"] = value.clone();
    }
    parameter
}

fn body(
    schemas: &Schemas<'_>,
    method: &Method,
    binding: &HttpBinding,
    example: &Map<String, Value>,
) -> Option<Value> {
    let name = binding.body.as_deref()?;
    let input = method.input();
    let (schema, shown) = if is_whole_body(binding) {
        let reference = json!({"$ref": format!("#/components/schemas/{}", input.full_name())});
        (reference, Value::Object(example.clone()))
    } else if name == "*" {
        let fields = remaining(method, binding);
        let names: Vec<_> = fields.iter().map(|field| field.json_name().to_owned()).collect();
        let part = example.iter().filter(|(name, _)| names.contains(name));
        let part = part.map(|(name, value)| (name.clone(), value.clone())).collect();
        (Value::Object(schemas.object(fields.into_iter(), &input, true)), Value::Object(part))
    } else {
        let field = input.get_field_by_name(name)?;
        (schemas.field(&field), example.get(field.json_name()).cloned().unwrap_or_default())
    };
    Some(json!({
        "required": true,
        "content": {"application/json": {"schema": schema, "example": shown}},
    }))
}

fn responses(method: &Method) -> Value {
    let output = method.output();
    let schema = json!({"$ref": format!("#/components/schemas/{}", output.full_name())});
    let mut media = json!({"schema": schema});
    if let Ok(example) = serde_json::from_str::<Value>(&method.sdk().example_response) {
        media["example"] = example;
    }
    let (description, content) = if method.is_streaming() {
        let description = "A stream of these messages, each sent as soon as it is ready. As `application/x-ndjson`, \
            which is the default, one JSON object a line; as `text/event-stream` one `message` event each, with the \
            object as its data, and an `end` event. A failure on the way ends the stream with a problem object: as \
            the member `error` of the last line, or as the data of an `error` event.";
        (description.to_owned(), json!({"application/x-ndjson": media, "text/event-stream": media}))
    } else {
        (first_sentence(&super::schema::message_comment(&output)), json!({"application/json": media}))
    };
    let mut responses = Map::new();
    let success = json!({"description": description, "headers": request_id_header(), "content": content});
    responses.insert("200".to_owned(), success);
    for failure in FAILURES.iter().filter(|failure| can_fail(method, failure)) {
        let reference = json!({"$ref": format!("#/components/responses/{}", failure.name)});
        responses.insert(failure.status.to_owned(), reference);
    }
    Value::Object(responses)
}

fn first_sentence(comment: &str) -> String {
    let text = unwrap_lines(comment);
    let sentence = text.split_once(". ").map_or(text.as_str(), |(first, _)| first).trim_end_matches('.');
    if sentence.is_empty() { "The answer.".to_owned() } else { format!("{sentence}.") }
}
