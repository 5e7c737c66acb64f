use std::sync::LazyLock;

use super::*;

/// Compiling it takes a while.
static CONTRACT: LazyLock<Contract> = LazyLock::new(|| {
    let body = r#"
        enum Colour { COLOUR_UNSPECIFIED = 0; COLOUR_RED = 1; COLOUR_DARK_BLUE = 2; }
        message In { Colour colour = 1; sint64 big = 2; }
        message R {
            repeated double x = 1 [(omni.options.v1.missing_positions) = "gaps"];
            repeated int32 gaps = 2;
            Colour colour = 3;
            repeated Colour colours = 4;
            map<string, Colour> by_name = 5;
            map<int32, In> by_number = 6;
            In one = 7;
            google.protobuf.Timestamp start = 8;
            google.protobuf.Duration wait = 9;
            bool flag = 10;
            bytes data = 11;
            float f = 12;
            uint32 small = 13;
            string text = 14;
            oneof choice { int32 a = 15; int32 b = 16; }
        }"#;
    crate::layers::testing::contract(body)
});

fn read(text: &str) -> Result<Json, Error> {
    let input = CONTRACT.methods().next().unwrap().input();
    read_value(&CONTRACT, &input, &mut parse(&input, None, text.as_bytes())?)
        .map(|message| serde_json::to_value(message.parsed.unwrap()).unwrap())
}

fn refused(text: &str) -> (String, String) {
    let error = read(text).unwrap_err();
    assert_eq!(error.kind(), omni_kernel::Kind::InvalidArgument, "{text}");
    let found = &error.violations()[0];
    assert!(error.message().starts_with(&found.field), "{text}: {error}");
    (found.field.clone(), found.description.clone())
}

#[test]
fn enum_values_are_taken_by_whole_and_by_short_name_whatever_the_case() {
    let text = r#"{"colour": "red", "colours": ["DARK_BLUE", "Colour_Red", 2], "byName": {"k": "dark_blue"},
        "byNumber": {"7": {"colour": "COLOUR_RED"}}}"#;
    let read = read(text).unwrap();
    assert_eq!(read["colour"], "COLOUR_RED");
    assert_eq!(read["colours"], serde_json::json!(["COLOUR_DARK_BLUE", "COLOUR_RED", "COLOUR_DARK_BLUE"]));
    assert_eq!(read["byName"]["k"], "COLOUR_DARK_BLUE");
    assert_eq!(read["byNumber"]["7"]["colour"], "COLOUR_RED");
}

#[test]
fn an_unknown_enum_value_is_refused_with_the_nearest_first() {
    assert_eq!(
        refused(r#"{"colour": "dark_bleu"}"#),
        ("colour".into(), "must be one of DARK_BLUE, RED".into())
    );
    assert_eq!(
        refused(r#"{"colours": ["red", "rad"]}"#),
        ("colours[1]".into(), "must be one of RED, DARK_BLUE".into())
    );
    assert_eq!(refused(r#"{"byName": {"k": ""}}"#).0, "by_name[k]");
}

#[test]
fn a_field_that_is_given_twice_is_named() {
    assert_eq!(refused(r#"{"flag": true, "flag": false}"#).0, "flag");
    assert_eq!(refused(r#"{"byName": {}, "by_name": {}}"#).0, "by_name");
    assert_eq!(refused(r#"{"byNumber": {"7": {"big": 1, "big": 2}}}"#).0, "by_number[7].big");
    assert_eq!(refused(r#"{"a": 1, "b": 2}"#), ("b".into(), "must not be given together with a".into()));
    assert!(read(r#"{"a": 1, "b": null}"#).is_ok());
}

#[test]
fn what_is_wrong_is_said_in_our_words() {
    for (text, field, expected) in [
        (
            r#"{"gaps": [3000000000]}"#,
            "gaps[0]",
            "must be a whole number from -2147483648 to 2147483647, not 3000000000",
        ),
        (r#"{"small": -1}"#, "small", "must be a whole number from 0 to 4294967295, not -1"),
        (r#"{"small": 1.5}"#, "small", "must be a whole number from 0 to 4294967295, not 1.5"),
        (
            r#"{"one": {"big": "x"}}"#,
            "one.big",
            "must be a whole number from -9223372036854775808 to 9223372036854775807, not a text",
        ),
        (r#"{"x": [1, "ten"]}"#, "x[1]", "must be a number, not a text"),
        (r#"{"x": 1}"#, "x", "must be a list, not 1"),
        (r#"{"x": [1, 2, 1e999]}"#, "x[2]", "must be a number that a double can hold, up to 1.8e308"),
        (r#"{"f": 1e200}"#, "f", "must be a number of at most 3.4e38 either way, not 1e+200"),
        (r#"{"flag": "yes"}"#, "flag", "must be true or false, not a text"),
        (r#"{"data": "%"}"#, "data", "must be a text in base64"),
        (r#"{"text": 1}"#, "text", "must be a text, not 1"),
        (r#"{"start": "soon"}"#, "start", "must be an RFC 3339 time such as 2026-01-01T00:00:00Z"),
        (r#"{"wait": "long"}"#, "wait", "must be seconds with an s at the end, such as \"1.5s\""),
        (r#"{"one": 3}"#, "one", "must be an object, not 3"),
        (r#"{"byName": 3}"#, "by_name", "must be an object, not 3"),
        (r#"{"colour": 1.5}"#, "colour", "must be one of RED, DARK_BLUE, not 1.5"),
    ] {
        assert_eq!(refused(text), (field.to_owned(), expected.to_owned()), "{text}");
    }
}

#[test]
fn text_that_is_no_json_is_named_by_field_and_index() {
    let error = read(r#"{"x": [1, 2, 3, NaN]}"#).unwrap_err();
    assert_eq!(error.reason().name, "MALFORMED_REQUEST");
    assert_eq!(error.violations()[0].field, "x[3]");
    assert!(error.message().starts_with("x[3]: ") && error.message().contains("NaN"), "{error}");
}

#[test]
fn no_text_of_a_library_reaches_the_caller() {
    let values = [
        "1e999",
        "-1",
        "1.5",
        "99999999999999999999999",
        "\"x\"",
        "\"\"",
        "null",
        "true",
        "[]",
        "[[1]]",
        "{}",
        r#"{"a": 1}"#,
        "\"1e5\"",
        "\"NaN\"",
        "\"\\u0000\"",
        "NaN",
        "'",
        "",
    ];
    let names = [
        "x", "gaps", "colour", "colours", "byName", "byNumber", "one", "start", "wait", "flag", "data", "f",
        "small", "text",
    ];
    for name in names {
        for value in values {
            let text = format!(r#"{{"{name}": {value}}}"#);
            let Err(error) = read(&text) else { continue };
            for raw in
                ["invalid", "expected a map", "integral", "literal", "trailing", "EOF", "unknown variant"]
            {
                assert!(!error.message().contains(raw), "{text}: {error}");
            }
        }
    }
}
