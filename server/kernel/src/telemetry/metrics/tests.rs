use std::collections::{BTreeMap, HashMap, HashSet};

use super::*;

const METHODS: [&str; 2] = ["omni.a.v1.A/Get", "omni.a.v1.A/List"];

fn metrics() -> Metrics {
    Metrics::new("1.2.3", &Clock::system(), METHODS, ["free", "pro"])
}

/// Samples by name and labels, after checks of the format (OpenMetrics 1.0, "Text Format").
fn read(text: &str) -> BTreeMap<String, f64> {
    assert!(text.ends_with("# EOF\n"), "the text ends with EOF");
    let (mut kinds, mut samples) = (HashMap::new(), BTreeMap::new());
    let mut family = String::new();
    for line in text.lines().filter(|line| *line != "# EOF") {
        if let Some(rest) = line.strip_prefix("# ") {
            let mut words = rest.splitn(3, ' ');
            let (word, name, value) = (words.next().unwrap(), words.next().unwrap(), words.next().unwrap());
            assert!(["HELP", "TYPE", "UNIT"].contains(&word), "{line}");
            if word == "TYPE" {
                assert!(kinds.insert(name.to_owned(), value.to_owned()).is_none(), "{name} stands twice");
            }
            family = name.to_owned();
            continue;
        }
        let (series, value) = line.rsplit_once(' ').unwrap();
        let name = series.split('{').next().unwrap();
        let suffix =
            name.strip_prefix(family.as_str()).unwrap_or_else(|| panic!("{name} lies under {family}"));
        let allowed: &[&str] = match kinds[&family].as_str() {
            "counter" => &["_total"],
            "gauge" => &[""],
            "histogram" => &["_bucket", "_sum", "_count"],
            "info" => &["_info"],
            other => panic!("unknown type {other}"),
        };
        assert!(allowed.contains(&suffix), "{line}");
        assert!(samples.insert(series.to_owned(), value.parse().unwrap()).is_none(), "{series} stands twice");
    }
    samples
}

#[test]
fn requests_are_counted_by_method_code_and_tier() {
    let metrics = metrics();
    let get = metrics.method(METHODS[0]);
    metrics.start(get).finish(Code::Ok, Some("free"));
    metrics.start(get).finish(Code::Ok, Some("free"));
    metrics.start(get).finish(Code::NotFound, None);
    metrics.start(metrics.method("no/such")).finish(Code::Unimplemented, Some("made-up"));
    let samples = read(&metrics.render());
    let count = |method: &str, code: &str, tier: &str| {
        let series = format!(r#"omni_requests_total{{method="{method}",code="{code}",tier="{tier}"}}"#);
        samples.get(&series).copied()
    };
    assert_eq!(count(METHODS[0], "OK", "free"), Some(2.0));
    assert_eq!(count(METHODS[0], "NOT_FOUND", NO_TIER), Some(1.0));
    assert_eq!(count(OTHER_METHOD, "UNIMPLEMENTED", OTHER_TIER), Some(1.0));
    assert_eq!(count(METHODS[1], "OK", "free"), None);
    assert_eq!(samples[r#"omni_build_info{version="1.2.3"}"#].to_string(), "1");
}

#[test]
fn requests_in_flight_are_seen_and_one_dropped_counts_as_cancelled() {
    let metrics = metrics();
    let series = format!(r#"omni_requests_in_flight{{method="{}"}}"#, METHODS[1]);
    let request = metrics.start(metrics.method(METHODS[1]));
    assert_eq!((metrics.in_flight(), read(&metrics.render())[&series].to_string()), (1, "1".into()));
    drop(request);
    let samples = read(&metrics.render());
    assert_eq!((metrics.in_flight(), samples[&series].to_string()), (0, "0".into()));
    let cancelled = format!(r#"omni_requests_total{{method="{}",code="CANCELLED",tier="none"}}"#, METHODS[1]);
    assert_eq!(samples[&cancelled].to_string(), "1");
}

#[test]
fn durations_fall_into_cumulative_buckets() {
    let metrics = metrics();
    let row = &metrics.0.rows[0];
    let tier = metrics.tier_at(Some("pro"));
    for millis in [1, 2, 400, 60_000] {
        row.enter();
        row.leave(Code::Ok, tier, Duration::from_millis(millis));
    }
    let samples = read(&metrics.render());
    let labels = format!(r#"method="{}",tier="pro""#, METHODS[0]);
    let bucket = |le: &str| {
        let end = format!(r#"le="{le}""#);
        let found = samples.iter().find(|(series, _)| {
            series.starts_with("omni_request_duration_seconds_bucket")
                && series.contains(&end)
                && series.contains(&labels)
        });
        *found.unwrap_or_else(|| panic!("no bucket {le}")).1
    };
    let counts: Vec<f64> = ["0.001", "0.0025", "0.25", "0.5", "30.0", "+Inf"].map(bucket).to_vec();
    assert_eq!(counts, [1.0, 2.0, 2.0, 3.0, 3.0, 4.0]);
    assert_eq!(samples[&format!("omni_request_duration_seconds_count{{{labels}}}")].to_string(), "4");
    assert_eq!(samples[&format!("omni_request_duration_seconds_sum{{{labels}}}")].to_string(), "60.403");
}

#[test]
fn every_code_has_its_own_name() {
    let names: HashSet<&str> = (0..17).map(|number| code_name(Code::from(number))).collect();
    assert_eq!(names.len(), 17);
    assert_eq!(code_name(Code::Ok), "OK");
    assert_eq!(code_name(Code::Unauthenticated), "UNAUTHENTICATED");
    assert_eq!(code_name(Code::DeadlineExceeded), "DEADLINE_EXCEEDED");
}

#[test]
fn numbers_of_others_are_read_when_asked_for() {
    let metrics = metrics();
    let value = Arc::new(std::sync::atomic::AtomicU32::new(3));
    let (idle, taken) = (value.clone(), value.clone());
    let read_at =
        |value: &std::sync::atomic::AtomicU32| f64::from(value.load(std::sync::atomic::Ordering::Relaxed));
    metrics.gauge("omni_test_idle", "Idle", move || read_at(&idle));
    metrics.counter("omni_test_taken", "Taken", move || read_at(&taken));
    assert_eq!(read(&metrics.render())["omni_test_idle"].to_string(), "3");
    value.store(5, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(read(&metrics.render())["omni_test_taken_total"].to_string(), "5");
}

#[test]
fn many_threads_lose_no_count() {
    let metrics = metrics();
    let get = metrics.method(METHODS[0]);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                (0..10_000).for_each(|_| {
                    metrics.start(get).finish(Code::Ok, Some("pro"));
                });
            });
        }
    });
    let samples = read(&metrics.render());
    let series = format!(r#"omni_requests_total{{method="{}",code="OK",tier="pro"}}"#, METHODS[0]);
    assert_eq!(samples[&series].to_string(), "40000");
    assert_eq!(metrics.in_flight(), 0);
}
