use std::collections::HashSet;
use std::sync::LazyLock;

use omni_contract::Contract;
use proptest::prelude::*;
use prost_reflect::prost::Message;
use prost_reflect::{DynamicMessage, MessageDescriptor, Value};

use super::generate::Generator;

/// Rules of every kind that the contracts do not use yet, and shapes that could run away.
const PROTO: &str = r#"
syntax = "proto3";
package omni.probe.v1;
import "buf/validate/validate.proto";
import "google/protobuf/any.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";
message Probe {
  int32 near = 1 [(buf.validate.field).int32 = {gt: 4, lt: 6}];
  int64 below = 2 [(buf.validate.field).int64.lte = -5];
  uint64 high = 3 [(buf.validate.field).uint64.gte = 18446744073709551610];
  sint32 one_of = 4 [(buf.validate.field).sint32 = {in: [3, 9]}];
  double open = 5 [(buf.validate.field).double = {gt: 0, lt: 0.0001}];
  float closed = 6 [(buf.validate.field).float = {gte: 1, lte: 1}];
  double negative = 7 [(buf.validate.field).double.lt = -1000];
  string mail = 8 [(buf.validate.field).string.email = true];
  string id = 9 [(buf.validate.field).string = {prefix: "key_", min_len: 20, max_len: 22}];
  string short = 10 [(buf.validate.field).string.max_len = 2];
  string fixed = 11 [(buf.validate.field).string.const = "yes"];
  bytes digest = 12 [(buf.validate.field).bytes.len = 32];
  repeated int32 unique = 13 [(buf.validate.field).repeated = {unique: true, min_items: 3, max_items: 3, items: {int32: {gte: 1, lte: 3}}}];
  map<string, double> named = 14 [(buf.validate.field).map = {min_pairs: 2, values: {double: {gte: 5, lte: 6}}}];
  Kind kind = 15;
  oneof choice { string left = 16; Probe right = 17; }
  Probe nested = 18;
  repeated Probe many = 19;
  google.protobuf.Timestamp when = 20;
  google.protobuf.Duration long = 21;
  google.protobuf.Struct free = 22;
  google.protobuf.Any any = 23;
  optional bool flag = 24;
}
enum Kind { KIND_UNSPECIFIED = 0; KIND_A = 1; KIND_B = 5; }
"#;

static PROBE: LazyLock<MessageDescriptor> = LazyLock::new(probe);

fn probe() -> MessageDescriptor {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("probe.proto"), PROTO).unwrap();
    let vendor = concat!(env!("CARGO_MANIFEST_DIR"), "/../../proto/vendor");
    let mut compiler = protox::Compiler::new([folder.path(), vendor.as_ref()]).unwrap();
    compiler.include_imports(true).open_file("probe.proto").unwrap();
    let pool =
        prost_reflect::DescriptorPool::decode(compiler.encode_file_descriptor_set().as_slice()).unwrap();
    pool.get_message_by_name("omni.probe.v1.Probe").unwrap()
}

fn made(descriptor: &MessageDescriptor, seed: u64) -> DynamicMessage {
    let request = DynamicMessage::new(descriptor.clone());
    let rules = descriptor.parent_pool().get_extension_by_name("buf.validate.field");
    Generator::new(rules, seed, &request, None).answer(descriptor, None, 0)
}

fn get(message: &DynamicMessage, name: &str) -> Value {
    message.get_field_by_name(name).unwrap().into_owned()
}

fn check_probe(message: &DynamicMessage) {
    assert_eq!(get(message, "near"), Value::I32(5));
    assert!(get(message, "below").as_i64().unwrap() <= -5);
    assert!(get(message, "high").as_u64().unwrap() >= 18_446_744_073_709_551_610);
    assert!([3, 9].contains(&get(message, "one_of").as_i32().unwrap()));
    let open = get(message, "open").as_f64().unwrap();
    assert!(open > 0.0 && open < 0.0001, "{open}");
    assert_eq!(get(message, "closed"), Value::F32(1.0));
    assert!(get(message, "negative").as_f64().unwrap() < -1000.0);
    assert!(get(message, "mail").as_str().unwrap().ends_with("@example.com"));
    let id = get(message, "id");
    let id = id.as_str().unwrap();
    assert!(id.starts_with("key_") && (20..=22).contains(&id.len()), "{id}");
    assert!(get(message, "short").as_str().unwrap().len() <= 2);
    assert_eq!(get(message, "fixed").as_str(), Some("yes"));
    assert_eq!(get(message, "digest").as_bytes().unwrap().len(), 32);
    let list = get(message, "unique");
    let unique: HashSet<_> = list.as_list().unwrap().iter().map(|item| item.as_i32().unwrap()).collect();
    assert!(
        unique.iter().all(|item| (1..=3).contains(item)) && unique.len() == list.as_list().unwrap().len()
    );
    let named = get(message, "named");
    assert!(named.as_map().unwrap().values().all(|item| (5.0..=6.0).contains(&item.as_f64().unwrap())));
    assert!([1, 5].contains(&get(message, "kind").as_enum_number().unwrap()));
    assert!(message.has_field_by_name("left") != message.has_field_by_name("right"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn answers_keep_the_rules_of_their_fields(seed: u64) {
        let descriptor = PROBE.clone();
        let message = made(&descriptor, seed);
        check_probe(&message);
        check_probe(get(&message, "nested").as_message().unwrap());
        prop_assert_eq!(&message, &made(&descriptor, seed));
        prop_assert_eq!(DynamicMessage::decode(descriptor, message.encode_to_vec().as_slice()).unwrap(), message);
    }

    #[test]
    fn requests_of_the_contract_can_be_made_too(seed: u64) {
        let contract: &Contract = crate::contract().unwrap();
        let descriptor = contract.pool().get_message_by_name("omni.intelligence.v1.ForecastRequest").unwrap();
        let message = made(&descriptor, seed);
        prop_assert!((1..=10_000).contains(&get(&message, "forecast_steps").as_i32().unwrap()));
        let levels = get(&message, "levels");
        prop_assert!(levels.as_list().unwrap().iter().all(|level| (0.0..100.0).contains(&level.as_f64().unwrap())));
        let seasons = get(&message, "season_lengths");
        prop_assert!(seasons.as_list().unwrap().iter().all(|item| (2..=10_000).contains(&item.as_i32().unwrap())));
    }
}

fn asked(path: &str, json: &str) -> Result<Vec<DynamicMessage>, crate::Error> {
    let contract = crate::contract().unwrap();
    let method = contract.method(&format!("/{path}")).unwrap();
    let request = super::answer::from_json(&method.input(), json).unwrap();
    let request = tonic::Request::new(request.encode_to_vec().into());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let answer = runtime.block_on(super::Mock::new().answer(path, request));
    let items = answer.map_err(|status| crate::error::api_error(&status, "req_x"))?;
    Ok(items.into_iter().map(|item| DynamicMessage::decode(method.output(), item).unwrap()).collect())
}

#[test]
fn a_request_that_the_server_refuses_is_refused_in_its_words() {
    let forecast = "omni.intelligence.v1.IntelligenceService/Forecast";
    for (path, json, field, description) in [
        (forecast, r#"{"timeSeries": [1, 2, 3]}"#, "forecast_steps", "must be greater than or equal to 1"),
        (forecast, r#"{"forecastSteps": 1}"#, "time_series", "must have 1 to 100000 items, not 0"),
        (
            forecast,
            r#"{"timeSeries": [1, "NaN"], "forecastSteps": 1}"#,
            "time_series[1]",
            "must be a finite number",
        ),
        (
            forecast,
            r#"{"timeSeries": [1, 2], "forecastSteps": 1, "levels": [0.8]}"#,
            "levels[0]",
            "must be greater than or equal to 1",
        ),
        (
            forecast,
            r#"{"timeSeries": [1, 2], "forecastSteps": 1, "start": "2026-01-31T00:00:00Z"}"#,
            "frequency",
            "must be given where start is given",
        ),
        ("omni.keys.v1.KeyService/CreateKey", r#"{"name": ""}"#, "name", "expected a value"),
    ] {
        let error = asked(path, json).unwrap_err();
        assert_eq!(error.kind(), crate::ErrorKind::InvalidArgument, "{json}");
        let error = error.api().unwrap();
        assert_eq!((error.reason.as_str(), error.domain.as_str()), ("INVALID_FIELD", "omni"));
        let violation = &error.field_violations[0];
        assert_eq!((violation.field.as_str(), violation.description.as_str()), (field, description));
        assert!(error.message.starts_with(&format!("{field}: {description}")), "{}", error.message);
    }
}

#[test]
fn an_item_that_breaks_a_rule_fails_alone() {
    let json = r#"{"requests": [{"timeSeries": [1, 2], "forecastSteps": 2}, {"timeSeries": [1, 2]}]}"#;
    let answers = asked("omni.intelligence.v1.IntelligenceService/ForecastBatch", json).unwrap();
    let [good, bad] = answers.as_slice() else { panic!("{answers:?}") };
    assert!(good.has_field_by_name("forecast"));
    let failure = get(bad, "failure");
    assert_eq!(get(bad, "index"), Value::I32(1));
    assert_eq!(get(failure.as_message().unwrap(), "field").as_str(), Some("forecast_steps"));
}

#[test]
fn there_is_one_interval_for_each_level_that_is_asked_for() {
    let json = r#"{"timeSeries": [1, 2, 3], "forecastSteps": 4, "levels": [50, 60, 70]}"#;
    let answer = asked("omni.intelligence.v1.IntelligenceService/Forecast", json).unwrap().remove(0);
    let intervals = get(&answer, "intervals");
    let intervals: Vec<_> =
        intervals.as_list().unwrap().iter().map(|item| item.as_message().unwrap()).collect();
    let levels: Vec<_> = intervals.iter().map(|interval| get(interval, "level").as_f64().unwrap()).collect();
    assert_eq!(levels, [50.0, 60.0, 70.0]);
    let numbers = |value: &Value| -> Vec<f64> {
        value.as_list().unwrap().iter().map(|item| item.as_f64().unwrap()).collect()
    };
    let ends = |at: usize, name: &str| numbers(&get(intervals[at], name));
    let predictions = numbers(&get(&answer, "predictions"));
    assert!((0..3).all(|at| ends(at, "lower").len() == 4 && ends(at, "upper").len() == 4));
    for (step, prediction) in predictions.iter().enumerate() {
        let lower = |at: usize| ends(at, "lower")[step];
        let upper = |at: usize| ends(at, "upper")[step];
        assert!(lower(2) < lower(1) && lower(1) < lower(0) && lower(0) < *prediction);
        assert!(*prediction < upper(0) && upper(0) < upper(1) && upper(1) < upper(2));
    }
}

#[test]
fn the_times_of_a_mocked_forecast_follow_from_its_start_and_frequency() {
    let path = "omni.intelligence.v1.IntelligenceService/Forecast";
    let times = |start: &str, frequency: &str, values: usize| -> Vec<String> {
        let json = serde_json::json!({
            "timeSeries": vec![1; values], "forecastSteps": 2, "start": start, "frequency": frequency,
        });
        let answer = asked(path, &json.to_string()).unwrap().remove(0);
        let list = get(&answer, "times");
        let of = |item: &Value| {
            let bytes = item.as_message().unwrap().encode_to_vec();
            prost_types::Timestamp::decode(bytes.as_slice()).unwrap().to_string()
        };
        list.as_list().unwrap().iter().map(of).collect()
    };
    // As the server answers the same requests.
    for (frequency, start, values, expected) in [
        ("MINUTELY", "2026-01-01T00:00:00Z", 3, ["2026-01-01T00:03:00Z", "2026-01-01T00:04:00Z"]),
        ("QUARTER_HOURLY", "2026-01-01T00:00:00Z", 3, ["2026-01-01T00:45:00Z", "2026-01-01T01:00:00Z"]),
        ("HALF_HOURLY", "2026-01-01T00:00:00Z", 3, ["2026-01-01T01:30:00Z", "2026-01-01T02:00:00Z"]),
        ("HOURLY", "2026-01-01T00:00:00Z", 3, ["2026-01-01T03:00:00Z", "2026-01-01T04:00:00Z"]),
        ("DAILY", "1969-12-30T06:00:00Z", 1, ["1969-12-31T06:00:00Z", "1970-01-01T06:00:00Z"]),
        ("BUSINESS_DAILY", "2026-11-20T12:00:00Z", 1, ["2026-11-23T12:00:00Z", "2026-11-24T12:00:00Z"]),
        ("BUSINESS_DAILY", "2026-11-21T12:00:00Z", 4, ["2026-11-27T12:00:00Z", "2026-11-30T12:00:00Z"]),
        ("WEEKLY", "2020-02-20T00:00:00Z", 1, ["2020-02-27T00:00:00Z", "2020-03-05T00:00:00Z"]),
        ("MONTHLY", "2026-01-31T01:00:00Z", 1, ["2026-02-28T01:00:00Z", "2026-03-31T01:00:00Z"]),
        ("QUARTERLY", "2020-11-30T00:00:00Z", 1, ["2021-02-28T00:00:00Z", "2021-05-30T00:00:00Z"]),
        ("YEARLY", "2020-02-29T00:00:00Z", 3, ["2023-02-28T00:00:00Z", "2024-02-29T00:00:00Z"]),
    ] {
        assert_eq!(times(start, &format!("FREQUENCY_{frequency}"), values), expected, "{frequency} {start}");
    }
    let without =
        asked(path, r#"{"timeSeries": [1, 2], "forecastSteps": 2, "frequency": "FREQUENCY_DAILY"}"#);
    assert!(get(&without.unwrap()[0], "times").as_list().unwrap().is_empty());
}

#[test]
fn every_frequency_of_the_contract_has_its_times() {
    let contract: &Contract = crate::contract().unwrap();
    let frequencies = contract.pool().get_enum_by_name("omni.intelligence.v1.Frequency").unwrap();
    for frequency in frequencies.values().filter(|value| value.number() != 0) {
        let json = serde_json::json!({
            "timeSeries": [1], "forecastSteps": 3, "start": "2026-01-31T00:00:00.5Z", "frequency": frequency.name(),
        });
        let answer =
            asked("omni.intelligence.v1.IntelligenceService/Forecast", &json.to_string()).unwrap().remove(0);
        assert_eq!(get(&answer, "times").as_list().unwrap().len(), 3, "{}", frequency.name());
    }
}
