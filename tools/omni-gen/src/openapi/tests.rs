use std::path::Path;

use omni_contract::{Access, Contract};
use serde_json::{Value, json};

use super::{document, samples};

fn contract() -> Contract {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (source, protos) = (here.join("src/openapi"), here.join("../../proto"));
    let mut compiler = protox::Compiler::new([source.clone(), protos.join("vendor"), protos]).unwrap();
    compiler.include_imports(true).include_source_info(true).open_file(source.join("shapes.proto")).unwrap();
    Contract::read(&compiler.encode_file_descriptor_set()).unwrap()
}

fn description() -> Value {
    document(&contract()).unwrap()
}

fn shape(field: &str) -> Value {
    let mut schema =
        description()["components"]["schemas"]["omni.shapes.v1.Shape"]["properties"][field].take();
    schema.as_object_mut().unwrap().shift_remove("description");
    schema
}

#[test]
fn values_have_the_types_that_protojson_gives_them() {
    assert_eq!(shape("signed"), json!({"type": "string", "format": "int64", "pattern": "^-?[0-9]{1,19}$"}));
    assert_eq!(shape("unsigned")["type"], "string");
    assert_eq!(shape("small"), json!({"type": "integer", "minimum": 0, "maximum": 4_294_967_295_u32}));
    assert_eq!(shape("raw"), json!({"type": "string", "contentEncoding": "base64"}));
    assert_eq!(shape("time")["format"], "date-time");
    assert_eq!(shape("length")["type"], "string");
    assert_eq!(shape("anything"), json!({"type": "object", "additionalProperties": true}));
    assert_eq!(shape("perhaps")["type"], json!(["integer", "null"]));
    assert_eq!(shape("kind"), json!({"$ref": "#/components/schemas/omni.shapes.v1.Kind"}));
    assert_eq!(shape("old")["deprecated"], true);
    assert_eq!(shape("inner")["items"]["$ref"], "#/components/schemas/omni.shapes.v1.Shape");
}

#[test]
fn rules_become_keywords() {
    assert_eq!(shape("label"), json!({"type": "string", "minLength": 1, "maxLength": 40}));
    assert_eq!(shape("email")["format"], "email");
    let ratio = json!({"type": "number", "format": "double", "exclusiveMinimum": 0, "maximum": 1.5});
    assert_eq!(shape("ratio"), ratio);
    let counts = json!({
        "type": "object",
        "additionalProperties": {"type": "integer", "format": "int32", "exclusiveMinimum": 0},
        "maxProperties": 5,
        "propertyNames": {"pattern": "^[a-z]+$"},
    });
    assert_eq!(shape("counts"), counts);
}

#[test]
fn a_field_whose_zero_breaks_its_rules_is_required() {
    let schemas = description()["components"]["schemas"].take();
    assert_eq!(schemas["omni.shapes.v1.Shape"]["required"], json!(["label", "kind"]));
}

#[test]
fn a_field_that_says_nothing_alone_comes_with_its_sibling() {
    let schemas = description()["components"]["schemas"].take();
    assert_eq!(schemas["omni.shapes.v1.Shape"]["dependentRequired"], json!({"time": ["length"]}));
}

#[test]
fn fields_of_a_oneof_exclude_each_other() {
    let schema = description()["components"]["schemas"]["omni.shapes.v1.Shape"].take();
    assert_eq!(schema["dependentSchemas"]["this"], json!({"properties": {"that": false}}));
    assert_eq!(schema["allOf"][0]["anyOf"][1], json!({"properties": {"that": true}, "required": ["that"]}));
}

#[test]
fn fields_go_where_the_binding_puts_them() {
    let paths = description()["paths"].take();
    let list = &paths["/api/v1/shapes"]["get"];
    let names: Vec<_> =
        list["parameters"].as_array().unwrap().iter().filter_map(|p| p["name"].as_str()).collect();
    assert_eq!(names, ["pageSize", "filter.labelPart", "kinds"]);
    assert_eq!(list["parameters"][0]["example"], 2);
    assert_eq!(list["security"], json!([]));
    assert!(list.get("requestBody").is_none());

    let update = &paths["/api/v1/shapes/{shapeId}"]["patch"];
    assert_eq!(update["parameters"][0]["in"], "path");
    assert_eq!(update["parameters"][0]["required"], true);
    assert_eq!(update["parameters"][0]["schema"]["format"], "uuid");
    assert_eq!(update["parameters"][1]["name"], "updateMask");
    let body = &update["requestBody"]["content"]["application/json"];
    assert_eq!(body["schema"]["$ref"], "#/components/schemas/omni.shapes.v1.Shape");
    assert_eq!(body["example"], json!({"label": "it's"}));
    assert_eq!(update["deprecated"], true);

    let second = &paths["/api/v1/shapes/{shapeId}:update"]["post"];
    assert_eq!(second["operationId"], "ShapeService_UpdateShape_2");
    let rest = &second["requestBody"]["content"]["application/json"]["schema"];
    assert_eq!(rest["required"], json!(["shape"]));
    assert!(rest["properties"].get("shapeId").is_none());
}

#[test]
fn a_method_that_changes_something_takes_an_idempotency_key() {
    let paths = description()["paths"].take();
    let key = json!({"$ref": "#/components/parameters/IdempotencyKey"});
    let takes = |operation: &Value| operation["parameters"].as_array().unwrap().contains(&key);
    assert!(takes(&paths["/api/v1/shapes/{shapeId}"]["patch"]));
    assert!(!takes(&paths["/api/v1/shapes"]["get"]));
}

#[test]
fn messages_of_requests_refuse_unknown_members_and_those_of_answers_do_not() {
    let contract = Contract::read(omni_descriptors::DESCRIPTOR_SET).unwrap();
    let schemas = document(&contract).unwrap()["components"]["schemas"].take();
    assert_eq!(schemas["omni.intelligence.v1.ForecastRequest"]["additionalProperties"], false);
    assert!(schemas["omni.intelligence.v1.ForecastResponse"].get("additionalProperties").is_none());
}

#[test]
fn samples_quote_what_they_are_given() {
    let contract = contract();
    let method = contract.method("/omni.shapes.v1.ShapeService/UpdateShape").unwrap();
    let all = samples::all(method, method.bindings().first());
    let code = |label: &str| all.iter().find(|sample| sample.label == label).unwrap().code.clone();
    assert!(code("curl").contains("/api/v1/shapes/a%2Fb"));
    assert!(code("curl").contains("--request PATCH"));
    assert!(code("curl").contains(r#"--data '{"label":"it'\''s"}'"#));
    assert!(code("Python").contains(r#"shape={"label": "it's"}"#));
    assert!(code("Node").contains(r#"{ shapeId: "a/b", shape: { label: "it's" } }"#));
    assert!(code("Rust").contains(r#"shape: Some(Shape { label: "it's".into(), ..Default::default() })"#));
    assert!(code("grpcurl").ends_with("omni.shapes.v1.ShapeService/UpdateShape"));
}

#[test]
fn every_sample_writes_a_field_mask_as_its_tool_reads_it() {
    let contract = contract();
    let method = contract.method("/omni.shapes.v1.ShapeService/UpdateShape").unwrap();
    let example =
        json!({"shapeId": "a/b", "updateMask": "label,innerShapes.smallPart", "shape": {"label": "a,b"}});
    let spelled = samples::masks_as_messages(&method.input(), example.as_object().unwrap());
    let paths = json!({"paths": ["label", "inner_shapes.small_part"]});
    assert_eq!(json!(spelled), json!({"shapeId": "a/b", "updateMask": paths, "shape": {"label": "a,b"}}));

    let contract = Contract::read(omni_descriptors::DESCRIPTOR_SET).unwrap();
    let method = contract.method("/omni.identity.v1.TeamService/UpdateRole").unwrap();
    let all = samples::all(method, method.bindings().first());
    let code = |label: &str| all.iter().find(|sample| sample.label == label).unwrap().code.clone();
    assert!(code("grpcurl").contains(r#""updateMask":{"paths":["permissions"]}"#));
    assert!(code("Node").contains(r#"updateMask: ["permissions"]"#));
    assert!(code("Python").contains(r#"update_mask=["permissions"]"#));
    assert!(
        code("Rust")
            .contains(r#"Some(omni_ai::prost_types::FieldMask { paths: vec!["permissions".into()] })"#)
    );
}

#[test]
fn lists_are_read_item_by_item_in_python() {
    let contract = Contract::read(omni_descriptors::DESCRIPTOR_SET).unwrap();
    let method = contract.method("/omni.tenant.v1.TenantService/ListTenants").unwrap();
    let all = samples::all(method, method.bindings().first());
    let python = all.iter().find(|sample| sample.label == "Python").unwrap();
    assert!(python.code.contains("for item in client.tenants.list("), "{}", python.code);
}

#[test]
fn lengths_of_time_have_the_types_of_the_sdks() {
    let contract = Contract::read(omni_descriptors::DESCRIPTOR_SET).unwrap();
    let method = contract.method("/omni.keys.v1.KeyService/RotateKey").unwrap();
    let all = samples::all(method, method.bindings().first());
    let code = |label: &str| all.iter().find(|sample| sample.label == label).unwrap().code.clone();
    assert!(
        code("Python").starts_with("from datetime import timedelta\n\nfrom omni_ai"),
        "{}",
        code("Python")
    );
    assert!(code("Python").contains("overlap=timedelta(seconds=86400)"), "{}", code("Python"));
    assert!(code("Node").contains("overlap: { seconds: 86400n, nanos: 0 }"), "{}", code("Node"));
    assert!(code("Rust").contains("omni_ai::prost_types::Duration { seconds: 86400, nanos: 0 }"));
}

#[test]
fn samples_show_the_credential_that_the_method_takes() {
    let contract = Contract::read(omni_descriptors::DESCRIPTOR_SET).unwrap();
    for method in contract.methods() {
        let all = samples::all(method, method.bindings().first());
        let (has, lacks): (&[&str], &[&str]) = match method.access() {
            Access::Public => (&[], &["OMNI_API_KEY", "OMNI_ACCESS_TOKEN"]),
            Access::User => (&["OMNI_ACCESS_TOKEN"], &["OMNI_API_KEY", "x-api-key"]),
            _ => (&["OMNI_API_KEY"], &["OMNI_ACCESS_TOKEN"]),
        };
        // The command line takes it from the environment without a word.
        for sample in all.iter().filter(|sample| sample.label != "CLI") {
            let told = format!("{} by {}: {}", method.name(), sample.label, sample.code);
            assert!(has.iter().all(|part| sample.code.contains(part)), "{told}");
            assert!(lacks.iter().all(|part| !sample.code.contains(part)), "{told}");
        }
    }
}

#[test]
fn the_sample_of_each_path_is_by_that_path() {
    let contract = Contract::read(omni_descriptors::DESCRIPTOR_SET).unwrap();
    let paths = document(&contract).unwrap()["paths"].take();
    let mut further = 0;
    for (path, item) in paths.as_object().unwrap() {
        for (verb, operation) in item.as_object().unwrap() {
            let fixed = path.split('{').next().unwrap();
            let samples = operation["x-codeSamples"].as_array().unwrap();
            let curl = samples.iter().find(|sample| sample["label"] == "curl").unwrap();
            let curl = curl["source"].as_str().unwrap();
            assert!(curl.contains(&format!("{}{fixed}", samples::BASE_URL)), "{verb} {path}: {curl}");
            further += usize::from(operation["operationId"].as_str().unwrap().ends_with("_2"));
        }
    }
    assert!(further > 0, "no method has a second path");
}
