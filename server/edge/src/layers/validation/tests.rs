use prost_reflect::prost::Message;

use super::*;
use crate::layers::testing::contract;

fn check(body: &str, json: &str) -> Result<(), Vec<(String, String)>> {
    let contract = contract(body);
    let rules = Rules::read(&contract).unwrap();
    let method = contract.methods().next().unwrap();
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let message = DynamicMessage::deserialize(method.input(), &mut deserializer).unwrap();
    let bytes = Bytes::from(message.encode_to_vec());
    let outcome = rules.check(method, rules.plan(method), &bytes, &mut None);
    outcome.map(drop).map_err(|error| {
        assert_eq!(error.reason().name, "INVALID_FIELD");
        error.violations().iter().map(|found| (found.field.clone(), found.description.clone())).collect()
    })
}

#[test]
fn numbers_keep_their_bounds() {
    let body = "message R { int32 n = 1 [(buf.validate.field).int32 = {gte: 1, lt: 10}]; }";
    assert!(check(body, r#"{"n": 1}"#).is_ok());
    assert_eq!(check(body, "{}").unwrap_err()[0].0, "n");
    assert_eq!(check(body, r#"{"n": 10}"#).unwrap_err()[0].1, "must be less than 10");
}

#[test]
fn lists_name_the_index_of_what_is_wrong() {
    let body = "message R { repeated double x = 1 [(buf.validate.field).repeated = {min_items: 1, unique: true, items: {double: {finite: true}}}]; }";
    assert!(check(body, r#"{"x": [1, 2]}"#).is_ok());
    assert_eq!(check(body, r#"{"x": [1, "NaN", 3]}"#).unwrap_err()[0].0, "x[1]");
    assert!(check(body, "{}").unwrap_err()[0].1.contains("at least 1 item, not 0"));
    assert!(check(body, r#"{"x": [1, 2, 1]}"#).unwrap_err()[0].1.contains("item 2"));
}

#[test]
fn values_at_missing_positions_are_ignored_and_the_others_keep_their_index() {
    let body = r#"message R {
        repeated double x = 1 [(buf.validate.field).repeated.items.double.finite = true, (omni.options.v1.missing_positions) = "gaps"];
        repeated int32 gaps = 2 [(buf.validate.field).repeated.items.int32.gte = 0];
    }"#;
    assert!(check(body, r#"{"x": [1, "NaN", "-Infinity", 3], "gaps": [2, 1]}"#).is_ok());
    assert_eq!(check(body, r#"{"x": [1, "NaN", 3, "NaN"], "gaps": [1]}"#).unwrap_err()[0].0, "x[3]");
    assert_eq!(check(body, r#"{"x": ["NaN"], "gaps": [-1, 7]}"#).unwrap_err().len(), 2);
}

#[test]
fn a_field_that_needs_another_is_refused_alone() {
    let body = r#"message R {
        google.protobuf.Timestamp start = 1 [(omni.options.v1.needs) = "step"];
        int32 step = 2;
    }"#;
    let start = r#""start": "2026-01-01T00:00:00Z""#;
    assert!(check(body, "{}").is_ok());
    assert!(check(body, r#"{"step": 1}"#).is_ok());
    assert!(check(body, &format!(r#"{{{start}, "step": 1}}"#)).is_ok());
    let wrong = check(body, &format!("{{{start}}}")).unwrap_err();
    assert_eq!(wrong, [("step".to_owned(), "must be given where start is given".to_owned())]);
    let nobody = contract(r#"message R { int32 start = 1 [(omni.options.v1.needs) = "step"]; }"#);
    assert!(Rules::read(&nobody).unwrap_err().to_string().contains("no such field"));
}

#[test]
fn texts_enums_and_presence_are_checked() {
    let body = r#"message R {
        string code = 1 [(buf.validate.field).string.pattern = "^[a-z]+$", (buf.validate.field).required = true];
        E e = 2 [(buf.validate.field).enum = {defined_only: true, not_in: [0]}];
        optional string mail = 3 [(buf.validate.field).string.email = true];
        string name = 4 [(buf.validate.field).string = {min_len: 2, max_len: 3}, (buf.validate.field).ignore = IGNORE_IF_ZERO_VALUE];
    }"#;
    assert!(check(body, r#"{"code": "ab", "e": 1}"#).is_ok());
    let fields =
        |json| check(body, json).unwrap_err().into_iter().map(|(field, _)| field).collect::<Vec<_>>();
    assert_eq!(fields("{}"), ["code", "e"]);
    assert_eq!(fields(r#"{"code": "A", "e": 7}"#), ["code", "e"]);
    assert_eq!(fields(r#"{"code": "a", "e": 1, "mail": "nobody", "name": "žlica"}"#), ["mail", "name"]);
}

#[test]
fn messages_inside_messages_have_paths() {
    let body = r"
        message In { int32 n = 1 [(buf.validate.field).int32.gt = 0]; R again = 2; }
        message R { repeated In list = 1; map<string, In> map = 2; In one = 3; oneof choice { option (buf.validate.oneof).required = true; int32 a = 4; int32 b = 5; } }";
    assert!(check(body, r#"{"a": 1, "list": [{"n": 1}]}"#).is_ok());
    let wrong =
        check(body, r#"{"a": 0, "list": [{"n": 1}, {}], "map": {"k": {}}, "one": {"n": 1, "again": {}}}"#)
            .unwrap_err();
    let fields: Vec<_> = wrong.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["list[1].n", "map[k].n", "one.again.choice"]);
}

#[test]
fn a_rule_nobody_keeps_stops_the_start() {
    let unknown = contract("message R { string s = 1 [(buf.validate.field).string.ipv6 = true]; }");
    assert!(Rules::read(&unknown).unwrap_err().to_string().contains("ipv6"));
    let cel = contract(
        r#"message R { int32 n = 1 [(buf.validate.field).cel = {id: "x", expression: "this > 1"}]; }"#,
    );
    assert!(Rules::read(&cel).unwrap_err().to_string().contains("cel"));
}

#[test]
fn bytes_that_are_no_message_are_malformed() {
    let contract = contract("message R { string s = 1; }");
    let rules = Rules::read(&contract).unwrap();
    let method = contract.methods().next().unwrap();
    for garbage in [&b"\x0a\xff"[..], b"\x0a\x02\xff\xfe", b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"] {
        let error =
            rules.check(method, rules.plan(method), &Bytes::from_static(garbage), &mut None).unwrap_err();
        assert_eq!(error.reason().name, "MALFORMED_REQUEST");
    }
}

#[test]
fn items_that_may_fail_alone_leave_the_request_standing() {
    let body = "message In { int32 n = 1 [(buf.validate.field).int32.gt = 0]; }
        message R { repeated In items = 1 [(buf.validate.field).repeated.min_items = 1, (omni.options.v1.items_fail_alone) = true]; }";
    let contract = contract(body);
    let rules = Rules::read(&contract).unwrap();
    let method = contract.methods().next().unwrap();
    let check = |json: &str| {
        let mut deserializer = serde_json::Deserializer::from_str(json);
        let message = DynamicMessage::deserialize(method.input(), &mut deserializer).unwrap();
        rules.check(method, rules.plan(method), &Bytes::from(message.encode_to_vec()), &mut None)
    };
    let failures = check(r#"{"items": [{"n": 1}, {"n": 0}]}"#).unwrap();
    assert!(failures.error(0).is_none());
    assert_eq!(failures.error(1).unwrap().violations()[0].field, "n");
    assert_eq!(check("{}").unwrap_err().violations()[0].field, "items");
}
