use omni_contract::Contract;

const GENERATED: &str = include_str!("../../src/generated.rs");

pub(crate) fn contract() -> &'static Contract {
    omni_client_core::contract().unwrap()
}

/// The text of `impl <kind> { … }`.
fn block(kind: &str) -> &'static str {
    let start = GENERATED.find(&format!("\nimpl {kind} {{")).unwrap_or_else(|| panic!("no impl of {kind}"));
    let rest = &GENERATED[start..];
    &rest[..rest.find("\n}\n").unwrap()]
}

fn camel(group: &str) -> String {
    group.split('_').map(|word| word[..1].to_ascii_uppercase() + &word[1..]).collect()
}

#[test]
fn every_rpc_has_a_typed_method_under_each_of_its_names() {
    let mut count = 0;
    for method in contract().methods() {
        assert!(!method.sdk().names.is_empty(), "{} has no name in the SDKs", method.name());
        for name in &method.sdk().names {
            let kind = if name.group.is_empty() { "OmniClient".to_owned() } else { camel(&name.group) };
            let block = block(&kind);
            let start = block.find(&format!("pub async fn {}(", name.name));
            let start = start.unwrap_or_else(|| panic!("client.{}.{} is missing", name.group, name.name));
            let body = &block[start..];
            let body = &body[..body.find("\n    }").unwrap()];
            assert!(body.contains(&format!("\"{}\"", method.path())), "{}", method.path());
            assert_eq!(body.contains(".stream("), method.is_streaming(), "{}", method.path());
            count += 1;
        }
    }
    assert_eq!(GENERATED.matches("pub async fn ").count(), count, "a typed method that no RPC has");
}

#[test]
fn every_typed_method_is_documented_with_an_example() {
    for part in GENERATED.split("pub async fn ").collect::<Vec<_>>().windows(2) {
        let docs = part[0].rsplit("\n    }\n").next().unwrap();
        assert!(docs.contains("/// # Example\n"), "{}", part[1].lines().next().unwrap());
    }
}

#[test]
fn the_table_of_methods_is_that_of_the_contract() {
    let mut expected: Vec<_> = contract()
        .methods()
        .map(|method| {
            let public = method.access() == omni_contract::Access::Public;
            (method.path(), method.has_side_effects(), public)
        })
        .collect();
    expected.sort_unstable();
    assert_eq!(omni_client_core::METHODS, expected);
}
