//! Every method has what its users were promised: a REST path, an example, names in the SDKs, docs, a mock answer.

use std::path::Path;

use omni_client_core::{CallOptions, Client, Settings};
use omni_contract::Contract;

use crate::harness::example_bytes;

fn contract() -> Contract {
    Contract::read(omni_descriptors::DESCRIPTOR_SET).unwrap()
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn below(folder: &str, extension: &str) -> String {
    let mut all = String::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("node_modules") {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                all.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    all
}

#[test]
fn every_method_has_a_rest_path_an_example_and_a_name() {
    for method in contract().methods() {
        assert!(!method.bindings().is_empty(), "{} has no google.api.http", method.name());
        assert!(!method.sdk().names.is_empty(), "{} has no SDK name", method.name());
        assert!(!method.comment().is_empty(), "{} has no comment", method.name());
        for (what, json, message) in [
            ("example", &method.sdk().example, method.input()),
            ("example_response", &method.sdk().example_response, method.output()),
        ] {
            let mut read = serde_json::Deserializer::from_str(json);
            prost_reflect::DynamicMessage::deserialize(message, &mut read)
                .unwrap_or_else(|error| panic!("{}: {what}: {error}", method.name()));
        }
    }
}

#[test]
fn every_method_is_in_the_spec_the_docs_and_every_sdk() {
    let spec: serde_json::Value = serde_json::from_str(&text("server/edge/assets/openapi.json")).unwrap();
    let (python, node, rust) =
        (below("sdk-python/python", "py"), below("sdk-node/src", "ts"), below("sdk-rust/src", "rs"));
    let docs = below("docs/reference", "md");
    for method in contract().methods() {
        let binding = &method.bindings()[0];
        let mut path = binding.template.clone();
        for field in method.input().fields() {
            path = path.replace(&format!("{{{}}}", field.name()), &format!("{{{}}}", field.json_name()));
        }
        let operation = &spec["paths"][&path][binding.verb.as_str().to_lowercase()];
        assert!(
            operation["x-codeSamples"].as_array().is_some_and(|samples| samples.len() >= 4),
            "{}",
            method.name()
        );
        assert!(docs.contains(method.descriptor().name()), "{} is not in docs/reference", method.name());
        for name in &method.sdk().names {
            let camel: String = name
                .name
                .split('_')
                .enumerate()
                .map(|(at, part)| {
                    let (first, rest) = part.split_at(1);
                    if at == 0 { part.to_owned() } else { first.to_uppercase() + rest }
                })
                .collect();
            assert!(
                python.contains(&format!("def {}(", name.name)),
                "{} is not in the Python SDK",
                name.name
            );
            assert!(rust.contains(&format!("fn {}(", name.name)), "{} is not in the Rust SDK", name.name);
            assert!(node.contains(&format!("{camel}(")), "{camel} is not in the Node SDK");
        }
    }
}

#[tokio::test]
async fn the_mock_answers_every_method() {
    let client = Client::new(Settings { mock_mode: Some(true), ..Settings::default() }).unwrap();
    for method in contract().methods() {
        let options = CallOptions::default();
        let answer = if method.is_streaming() {
            let mut stream = client.stream(method.path(), example_bytes(method), &options).await.unwrap();
            stream.next().await.unwrap().unwrap()
        } else {
            client.unary(method.path(), example_bytes(method), &options).await.unwrap().message
        };
        prost_reflect::DynamicMessage::decode(method.output(), answer).unwrap();
    }
}
