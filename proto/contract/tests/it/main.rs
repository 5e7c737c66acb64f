//! What a contract may not say: each mistake stops the server before it serves anything.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use omni_contract::{Access, Contract, Error, Segment};

const POLICY: &str =
    r#"option (omni.options.v1.policy) = {access: ACCESS_KEY, permission: "t.things.read"};"#;

/// The contract of a service with one method of these options.
fn read(options: &str, signature: &str) -> Result<Contract, Error> {
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        r#"syntax = "proto3";
        package omni.t.v1;
        import "google/api/annotations.proto";
        import "omni/options/v1/options.proto";
        service T {{
          option (omni.options.v1.permission) = {{name: "t.things.read", description: "Read."}};
          // M does it.
          rpc M{signature} {{ {options} }}
          rpc N(Request) returns (Answer) {{
            {POLICY}
            option (google.api.http) = {{get: "/api/v1/things/{{id}}"}};
          }}
        }}
        message Request {{ string id = 1; repeated string names = 2; Request inner = 3; }}
        message Answer {{}}"#
    );
    let path = folder.path().join("t.proto");
    std::fs::write(&path, text).unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut compiler =
        protox::Compiler::new([folder.path().to_path_buf(), root.join("vendor"), root]).unwrap();
    compiler.include_imports(true).include_source_info(true).open_file(&path).unwrap();
    Contract::read(&compiler.encode_file_descriptor_set())
}

fn refused(options: &str) -> Error {
    read(options, "(Request) returns (Answer)").unwrap_err()
}

#[test]
fn the_contract_of_the_product_can_be_read() {
    let contract = Contract::read(omni_descriptors::DESCRIPTOR_SET).unwrap();
    assert!(contract.methods().count() >= 5);
    let forecast = contract.method("/omni.intelligence.v1.IntelligenceService/Forecast").unwrap();
    assert_eq!(forecast.access(), Access::Key);
    assert!(!forecast.has_side_effects() && forecast.is_idempotent() && forecast.rate_cost() == 1);
    assert!(forecast.comment().starts_with("Forecast continues one time series"));
    let field = forecast.input().get_field_by_name("time_series").unwrap();
    assert_eq!(contract.missing_positions(&field).as_deref(), Some("missing"));
}

#[test]
fn a_method_says_who_may_call() {
    assert!(matches!(refused(""), Error::NoPolicy(_)));
    assert!(matches!(refused("option (omni.options.v1.policy) = {};"), Error::NoAccess(_)));
    let open = "option (omni.options.v1.policy) = {access: ACCESS_KEY};";
    assert!(matches!(refused(open), Error::NoPermission(_)));
}

#[test]
fn a_permission_is_one_that_a_service_declares() {
    let unknown = r#"option (omni.options.v1.policy) = {access: ACCESS_KEY, permission: "t.things.raed"};"#;
    let error = refused(unknown);
    assert!(matches!(&error, Error::UnknownPermission { permission, .. } if permission == "t.things.raed"));
    assert!(error.to_string().contains("omni.t.v1.T/M"));
}

#[test]
fn only_answers_without_side_effects_are_cached() {
    let policy = r#"option (omni.options.v1.policy) = {access: ACCESS_KEY, permission: "t.things.read", cache_ttl: {seconds: 5}};"#;
    assert!(matches!(refused(policy), Error::CacheWithSideEffects(_)));
    let pure = format!("{policy} option idempotency_level = NO_SIDE_EFFECTS;");
    let contract = read(&pure, "(Request) returns (Answer)").unwrap();
    let method = contract.method("/omni.t.v1.T/M").unwrap();
    assert_eq!(method.cache_ttl(), Some(std::time::Duration::from_secs(5)));
}

#[test]
fn administration_is_for_callers_with_a_credential_and_is_not_metered() {
    let with = |rest: &str| format!("option (omni.options.v1.policy) = {{rate_cost: -2, {rest}}};");
    let key = r#"access: ACCESS_KEY, permission: "t.things.read""#;
    for wrong in ["access: ACCESS_PUBLIC", &format!(r#"{key}, meter: {{name: "things"}}"#)] {
        assert!(matches!(refused(&with(wrong)), Error::Administration(_)), "{wrong}");
    }
    let contract = read(&with(key), "(Request) returns (Answer)").unwrap();
    let method = contract.method("/omni.t.v1.T/M").unwrap();
    assert_eq!((method.is_administration(), method.rate_cost()), (true, 2));
}

#[test]
fn clients_do_not_stream() {
    let error = read(POLICY, "(stream Request) returns (Answer)").unwrap_err();
    assert!(matches!(error, Error::ClientStreaming(_)));
}

#[test]
fn rest_paths_are_ones_that_can_be_served() {
    let with = |rule: &str| format!("{POLICY} option (google.api.http) = {rule};");
    for rule in [
        r#"{get: "no/slash"}"#,
        r#"{get: "/api/{absent}"}"#,
        r#"{get: "/api/{names}"}"#,
        r#"{get: "/api/{inner}"}"#,
        r#"{get: "/api/*"}"#,
        r#"{post: "/api", body: "absent"}"#,
        r#"{get: "/api", response_body: "id"}"#,
        r#"{custom: {kind: "HEAD", path: "/api"}}"#,
    ] {
        assert!(matches!(refused(&with(rule)), Error::Http { .. }), "{rule}");
    }
    let twice = refused(&with(r#"{get: "/api/v1/things/{inner.id}"}"#));
    assert!(matches!(twice, Error::AmbiguousBinding { .. }));
    let contract = read(
        &with(r#"{post: "/api/v1/things/{inner.id}:archive", body: "*"}"#),
        "(Request) returns (Answer)",
    )
    .unwrap();
    let binding = &contract.method("/omni.t.v1.T/M").unwrap().bindings()[0];
    assert_eq!(binding.custom_verb.as_deref(), Some("archive"));
    assert_eq!(binding.segments[3], Segment::Field("inner.id".to_owned()));
}
