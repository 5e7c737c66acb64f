//! The OpenAPI 3.1 description of the REST door: one operation per `google.api.http` binding.
//!
//! The server embeds the file and puts its own address into it when it serves it.

mod common;
mod literal;
mod operation;
mod rules;
pub(crate) mod samples;
mod schema;
#[cfg(test)]
mod tests;

use std::error::Error;

use omni_contract::{Contract, Service};
use prost_reflect::Kind;
use serde_json::{Map, Value, json};

pub(crate) use literal::snake_case;
pub(crate) use operation::{path, title};
pub(crate) use rules::words;
pub(crate) use schema::{Schemas, Types, field_comment, is_well_known, message_comment, reach, unwrap_lines};

use crate::File;

/// Where the file lies.
const PATH: &str = "server/edge/assets/openapi.json";

pub(crate) fn generate(contract: &Contract) -> Result<Vec<File>, Box<dyn Error>> {
    check_examples(contract)?;
    let mut text = serde_json::to_string_pretty(&document(contract)?)?;
    text.push('\n');
    Ok(vec![(PATH.into(), text)])
}

/// Every example must be protojson of its message: what docs and samples show has to work.
fn check_examples(contract: &Contract) -> Result<(), String> {
    for method in contract.methods() {
        let examples =
            [(method.input(), &method.sdk().example), (method.output(), &method.sdk().example_response)];
        for (message, example) in examples {
            let mut reader = serde_json::Deserializer::from_str(example);
            prost_reflect::DynamicMessage::deserialize(message.clone(), &mut reader)
                .and_then(|_| reader.end())
                .map_err(|error| {
                    format!("{}: the example of {}: {error}", method.name(), message.full_name())
                })?;
        }
    }
    Ok(())
}

/// The whole description.
fn document(contract: &Contract) -> Result<Value, String> {
    let schemas = Schemas::new(contract);
    let with_rest: Vec<&Service> = contract
        .services()
        .iter()
        .filter(|service| service.methods.iter().any(|method| !method.bindings().is_empty()))
        .collect();
    Ok(json!({
        "openapi": "3.1.1",
        "info": info(),
        "servers": [{"url": samples::BASE_URL}],
        "tags": with_rest.iter().map(|service| tag(service)).collect::<Vec<_>>(),
        "paths": paths(&schemas, &with_rest)?,
        "components": components(&schemas),
    }))
}

fn info() -> Value {
    json!({
        "title": "Omni",
        "version": env!("CARGO_PKG_VERSION"),
        "summary": "A self-hosted AI back end.",
        "description": "The REST door of the server. The same methods answer gRPC, gRPC-web and Connect on the same \
            port; the contract is one. JSON is written with lowerCamelCase names; requests may also use the names of \
            the proto. Members that the contract does not know are refused.",
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    })
}

/// The name of a service without the word that all end in.
pub(crate) fn tag_name(service: &Service) -> String {
    let name = service.descriptor.name();
    match name.strip_suffix("Service").unwrap_or(name) {
        // Proto style spells abbreviations as words; people do not.
        "Sso" => "SSO".to_owned(),
        other => other.to_owned(),
    }
}

fn tag(service: &Service) -> Value {
    json!({"name": tag_name(service), "description": unwrap_lines(&service.comment)})
}

fn paths(schemas: &Schemas<'_>, services: &[&Service]) -> Result<Map<String, Value>, String> {
    let mut paths: Map<String, Value> = Map::new();
    for service in services {
        for method in &service.methods {
            for (number, binding) in method.bindings().iter().enumerate() {
                let verb = binding.verb.as_str().to_ascii_lowercase();
                let item = paths.entry(path(method, binding)).or_insert_with(|| json!({}));
                let operation = operation::operation(schemas, method, number, &tag_name(service));
                let present = item.as_object_mut().and_then(|item| item.insert(verb, operation));
                if present.is_some() {
                    return Err(format!("{} and another method have the same REST path", method.name()));
                }
            }
        }
    }
    Ok(paths)
}

fn components(schemas: &Schemas<'_>) -> Value {
    let methods: Vec<_> = schemas.contract.methods().filter(|method| !method.bindings().is_empty()).collect();
    let (mut inputs, mut outputs) = (Types::new(), Types::new());
    for method in &methods {
        reach(&Kind::Message(method.output()), &mut outputs);
        for binding in method.bindings() {
            operation::reach_input(method, binding, &mut inputs);
        }
    }
    let mut all: Map<String, Value> = Map::new();
    let mut types = inputs;
    let in_answers: Vec<String> = outputs.keys().cloned().collect();
    types.extend(outputs);
    for (name, kind) in &types {
        let closed = !in_answers.contains(name);
        let schema = match kind {
            Kind::Message(message) => schemas.message(message, closed),
            Kind::Enum(descriptor) => Schemas::enumeration(descriptor),
            _ => continue,
        };
        all.insert(name.clone(), schema);
    }
    all.insert("Problem".to_owned(), common::problem_schema());
    all.insert("FieldError".to_owned(), common::field_error_schema());
    let has_side_effects = methods.iter().any(|method| method.has_side_effects());
    json!({
        "schemas": all,
        "parameters": common::parameters(has_side_effects),
        "headers": common::headers(),
        "responses": common::responses(|failure| methods.iter().any(|method| operation::can_fail(method, failure))),
        "securitySchemes": common::security_schemes(),
    })
}
