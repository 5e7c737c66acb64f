use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use prost_reflect::DynamicMessage;
use prost_reflect::prost::Message;
use serde_json::Value;

use crate::server::{KEY, LONGEST, Server};

/// A run of the real binary without anything of this machine's environment.
fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_omni"));
    command.env_clear().env("HOME", env!("CARGO_TARGET_TMPDIR")).args(arguments);
    command
}

fn omni(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

fn mock(arguments: &[&str]) -> Output {
    omni(&[&["--mock"], arguments].concat())
}

fn stdout(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_str(&stdout(output)).unwrap()
}

/// The exit code, and what was said.
fn refused(output: &Output) -> (i32, String) {
    assert!(output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
    (output.status.code().unwrap(), String::from_utf8(output.stderr.clone()).unwrap())
}

fn at(server: &Server, arguments: &[&str]) -> Output {
    command(arguments).env("OMNI_API_KEY", KEY).env("OMNI_BASE_URL", server.url()).output().unwrap()
}

#[test]
fn the_example_that_help_shows_for_every_method_gives_the_example_answer() {
    for method in omni_client_core::contract().unwrap().methods() {
        let read = |json: &str| {
            let mut reader = serde_json::Deserializer::from_str(json);
            // JSON tells an empty list from an absent one; on the wire they are the same.
            let message = DynamicMessage::deserialize(method.output(), &mut reader).unwrap();
            DynamicMessage::decode(method.output(), message.encode_to_vec().as_slice()).unwrap()
        };
        let expected = read(&method.sdk().example_response);
        for name in &method.sdk().names {
            let words = [name.group.replace('_', "-"), name.name.replace('_', "-"), "--help".to_owned()];
            let words: Vec<_> = words.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
            let help = stdout(&omni(&words));
            assert!(help.contains(method.name()), "{help}");
            let line = help.lines().rev().find(|line| line.trim_start().starts_with("omni ")).unwrap().trim();
            let shell = format!(
                "{} --mock --json {}",
                env!("CARGO_BIN_EXE_omni"),
                line.strip_prefix("omni ").unwrap()
            );
            let output = Command::new("sh").env_clear().args(["-c", &shell]).output().unwrap();
            assert_eq!(read(&stdout(&output)), expected, "{line}");
        }
    }
}

#[test]
fn a_request_may_come_from_flags_json_files_or_standard_input() {
    let server = Server::start();
    let folder = tempfile::tempdir().unwrap();
    let series = folder.path().join("series.txt");
    std::fs::write(&series, "1, 2\n3 4\n").unwrap();
    let body = folder.path().join("request.json");
    std::fs::write(&body, r#"{"timeSeries": [1, 9], "forecast_steps": 2}"#).unwrap();
    let (series, body) = (format!("@{}", series.display()), format!("@{}", body.display()));
    let forecast = |arguments: &[&str]| json(&at(&server, &[&["ml", "predict-revenue"], arguments].concat()));
    assert_eq!(
        forecast(&["--time-series", "5,7", "--forecast-steps", "2"])["predictions"],
        serde_json::json!([7.0, 7.0])
    );
    assert_eq!(
        forecast(&["--time-series", "5", "--time-series", "-6.5", "--forecast-steps=1"])["predictions"][0],
        -6.5
    );
    assert_eq!(forecast(&["--time-series", &series, "--forecast-steps", "1"])["predictions"][0], 4.0);
    assert_eq!(forecast(&["-d", &body])["predictions"], serde_json::json!([9.0, 9.0]));
    assert_eq!(forecast(&["-d", &body, "--forecast-steps", "1"])["predictions"], serde_json::json!([9.0]));

    for name in
        ["omni.intelligence.v1.IntelligenceService/Forecast", "IntelligenceService/Forecast", "forecast"]
    {
        let mut child = command(&["call", name, "-d", "-"])
            .env("OMNI_API_KEY", KEY)
            .env("OMNI_BASE_URL", server.url())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(br#"{"time_series": [3], "forecastSteps": 1}"#).unwrap();
        assert_eq!(json(&child.wait_with_output().unwrap())["predictions"][0], 3.0);
    }
}

#[test]
fn enums_times_maps_and_missing_values_are_understood() {
    // The mock repeats nothing of these fields, so a wrong one shows as a refusal only.
    let whole = ["--time-series", "1,2", "--forecast-steps", "1"];
    let good = [
        ["--model", "theta"],
        ["--model", "FORECAST_MODEL_THETA"],
        ["--frequency", "Daily"],
        ["--start=2026-01-31T00:00:00Z", "--frequency=daily"],
        ["--time-series", "1,,3,null"],
        ["--time-series", "[1, null, 3]"],
        [
            "-d",
            r#"{"model": "ets", "frequency": "FREQUENCY_DAILY", "timeSeries": [1, null], "forecastSteps": 1}"#,
        ],
    ];
    for arguments in good {
        let whole = if arguments[0] == "-d" { &[][..] } else { &whole };
        json(&mock(&[&["ml", "predict-revenue"], &arguments[..], whole].concat()));
    }
    let wrong = [
        (["--model", "thetta"], "theta"),
        (["--start", "yesterday"], "start"),
        (["--forecast-steps", "three"], "--forecast-steps: \"three\" is not a whole number"),
        (["--time-series", "1,x"], "--time-series: \"x\" is not a number"),
        (["--time-series", "1,nan,3"], "--time-series: \"nan\" is not a number; leave a missing value empty"),
        (["--time-series", "@/nowhere"], "/nowhere"),
        (["--forecast-steps", "99999999999"], "forecast_steps"),
        (
            ["-d", r#"{"forecastStep": 1}"#],
            "ForecastRequest has no field \"forecastStep\"; did you mean \"forecast_steps\"?",
        ),
        (["-d", r#"{"forecastSteps": 1, "forecast_steps": 2}"#], "given twice"),
        (["-d", r#"{"timeSeries": 5}"#], "time_series: expected a JSON list"),
        (["-d", r#"{"model": "best"}"#], "is not one of"),
        (["-d", "[]"], "expected a JSON object"),
        (["-d", "{"], "not JSON"),
        (["--forecast-stps", "1"], "--forecast-steps"),
    ];
    for (arguments, expected) in wrong {
        let (code, said) = refused(&mock(&[&["ml", "predict-revenue"], &arguments[..]].concat()));
        assert!(code == 2 && said.contains(expected), "{arguments:?}: {code} {said}");
    }
}

#[test]
fn a_missing_value_is_sent_as_zero_with_its_position() {
    // The debug log tells the size of the request: eight bytes a value and one a position.
    let sent = |series: &str| {
        let output = mock(&["--debug", "ml", "predict-revenue", "--time-series", series]);
        let said = String::from_utf8(output.stderr).unwrap();
        let (_, rest) = said.split_once("sent=").unwrap();
        rest.split('B').next().unwrap().parse::<usize>().unwrap()
    };
    assert_eq!(sent("1,2,3,4"), 2 + 32);
    assert_eq!(sent("1,,3,null"), 2 + 32 + 2 + 2);
}

#[test]
fn a_stream_is_one_json_object_a_line() {
    let server = Server::start();
    let series = |last: u8| format!(r#"{{"timeSeries": [1, {last}], "forecastSteps": 1}}"#);
    let output = at(&server, &["ml", "forecast-batch", "--requests", &series(5), "--requests", &series(6)]);
    let lines: Vec<Value> = stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let last: Vec<_> =
        lines.iter().map(|line| line["forecast"]["predictions"][0].as_f64().unwrap()).collect();
    assert_eq!(last, [5.0, 6.0]);
}

#[test]
fn text_is_aligned_and_colourless_without_a_terminal() {
    let text = stdout(&mock(&[
        "--output",
        "text",
        "ml",
        "predict-revenue",
        "--time-series",
        "112,118,132,129,121,135,148,148,136,119,104,118,115,126,141,135,125,149,170,170,158,133,114,140,145,150,178,163,\
         172,178,199,199,184,162,146,166",
        "--forecast-steps",
        "3",
        "--levels",
        "80",
    ]));
    let head = text.lines().next().unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(head, "step prediction lower 80 upper 80", "{text}");
    assert!(text.contains("\n1     165.29") && text.contains("\n3     189.79"), "{text}");
    assert!(text.contains("\n\nmodel_type ") && !text.contains("predictions"), "{text}");
    assert!(!text.contains('\u{1b}'));
    let text = stdout(&mock(&["--output", "text", "platform", "get-summary"]));
    assert!(text.contains("uptime    1h\n"), "{text}");
}

#[test]
fn exit_codes_tell_what_went_wrong() {
    let server = Server::start();
    let steps = ["ml", "predict-revenue", "--time-series", "1,2", "--forecast-steps"];
    let (code, said) = refused(&at(&server, &[&steps[..], &["0"]].concat()));
    assert_eq!(code, 4);
    assert!(
        said.starts_with("error: INVALID_ARGUMENT: forecast_steps: must be") && said.contains("request req_"),
        "{said}"
    );
    let (_, said) = refused(&at(&server, &[&["--json"], &steps[..], &["0"]].concat()));
    let error: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(error["error"]["class"], "InvalidArgumentError");
    assert_eq!(error["error"]["fieldViolations"][0]["field"], "forecast_steps");

    let long = vec!["1"; LONGEST + 1].join(",");
    let words = ["ml", "predict-revenue", "--time-series", &long, "--forecast-steps", "1"];
    let (code, said) = refused(&at(&server, &words));
    assert!(code == 4 && said.contains("reason MESSAGE_TOO_LARGE"), "{code} {said}");
    let (code, said) = refused(&at(&server, &["platform", "get-health"]));
    assert!(code == 4 && said.starts_with("error: UNIMPLEMENTED"), "{code} {said}");

    let (code, said) = refused(&omni(&[&steps[..], &["1"]].concat()));
    assert!(code == 3 && said.contains("OMNI_API_KEY"), "{code} {said}");
    let mistyped = format!("{}x", &KEY[..KEY.len() - 1]);
    let (code, said) = refused(&omni(&[&["--api-key", &mistyped], &steps[..], &["1"]].concat()));
    assert!(code == 3 && said.contains("checksum") && !said.contains("0123456789"), "{code} {said}");

    drop(server);
    let away = ["--base-url", "http://127.0.0.1:1", "--api-key", KEY, "--max-retries", "0"];
    let (code, said) = refused(&omni(&[&away, &steps[..], &["1"]].concat()));
    assert!(code == 6 && said.contains("cannot connect to http://127.0.0.1:1"), "{code} {said}");
    assert_eq!(refused(&omni(&["nonsense"])).0, 2);
    assert_eq!(refused(&omni(&["--timeout", "0", "platform", "get-health"])).0, 2);
    assert_eq!(refused(&omni(&["--base-url", "nowhere", "platform", "get-health"])).0, 2);
    // Every code that may come is in the help.
    let help = stdout(&omni(&["--help"]));
    for code in 0..=6 {
        assert!(help.contains(&format!("\n  {code}  ")), "{code}");
    }
}

#[test]
fn an_unknown_method_is_refused_with_the_nearest() {
    let (code, said) = refused(&mock(&["call", "Forecats"]));
    assert!(code == 2 && said.contains("did you mean \"Forecast\"?"), "{said}");
    let (_, said) = refused(&mock(&["ml", "predict-revenu"]));
    assert!(said.contains("predict-revenue"), "{said}");
    let (code, said) = refused(&mock(&["get-helth"]));
    assert!(code == 2 && said.contains("tip: there is `omni platform get-health`"), "{said}");
}

#[test]
fn negative_numbers_are_values_in_a_list_too() {
    let server = Server::start();
    let ask = |series: &[&str]| {
        let words = [&["ml", "predict-revenue"], series, &["--forecast-steps", "2", "--model", "naive"]];
        json(&at(&server, &words.concat()))["predictions"].clone()
    };
    assert_eq!(ask(&["--time-series", "-1,-2"]), ask(&["--time-series=-1,-2"]));
    assert_eq!(ask(&["--time-series", "-1", "--time-series", "-2"]), ask(&["--time-series", "[-1, -2]"]));
    let (code, said) = refused(&mock(&["ml", "predict-revenue", "--time-series", "--forecast-steps", "2"]));
    assert!(code == 2 && said.contains("a value is required for '--time-series"), "{code} {said}");
}

#[test]
fn config_shows_each_setting_with_its_source_and_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    std::fs::write(&file, format!("[profiles.work]\napi_key = '{KEY}'\ntimeout = 5\n")).unwrap();
    let run = |arguments: &[&str], file: &Path| {
        command(arguments)
            .env("OMNI_CONFIG_FILE", file)
            .env("OMNI_BASE_URL", "http://env:1")
            .output()
            .unwrap()
    };
    let shown = json(&run(&["config", "--profile", "work", "--max-retries", "7"], &file));
    let setting =
        |name: &str| (shown[name]["value"].as_str().unwrap(), shown[name]["source"].as_str().unwrap());
    assert_eq!(setting("api_key"), ("omni_test_AbCd1234_…", "profile work"));
    assert_eq!(setting("base_url"), ("http://env:1", "OMNI_BASE_URL"));
    assert_eq!(setting("timeout"), ("5s", "profile work"));
    assert_eq!(setting("max_retries"), ("7", "argument"));
    assert_eq!(setting("environment"), ("production", "default"));
    let shown = json(&run(&["config", "--profile", "work", "--environment", "sandbox"], &file));
    assert_eq!(shown["environment"], serde_json::json!({"value": "sandbox", "source": "argument"}));
    let (code, said) = refused(&run(&["config", "--environment", "sandboxx"], &file));
    assert!(code == 2 && said.contains("environment") && said.contains("sandbox"), "{code} {said}");
    let text = stdout(&run(&["config", "--output", "text", "--profile", "work"], &file));
    assert!(text.contains("omni_test_AbCd1234_…") && !text.contains("0123456789"), "{text}");
}

#[test]
fn debug_writes_a_line_for_each_attempt() {
    let output = mock(&["--debug", "platform", "get-health"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with("omni omni.platform.v1.PlatformService/GetHealth OK "), "{said}");
    assert_eq!(said.lines().count(), 1);
}

#[test]
fn completions_know_every_group_and_flag() {
    for shell in ["bash", "zsh", "fish"] {
        let script = stdout(&omni(&["completions", shell]));
        for word in ["predict-revenue", "forecast-steps", "get-error", "completions"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    assert_eq!(refused(&omni(&["completions", "tcsh"])).0, 2);
}

#[test]
fn both_binaries_are_the_same_command() {
    let version = stdout(&omni(&["--version"]));
    assert_eq!(version, format!("omni {}\n", env!("CARGO_PKG_VERSION")));
    let other = Command::new(env!("CARGO_BIN_EXE_omni_cli")).arg("--version").output().unwrap();
    assert_eq!(stdout(&other), version);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let script =
        format!("{} completions bash | head -n 1; echo ${{PIPESTATUS[0]}}", env!("CARGO_BIN_EXE_omni"));
    let output = Command::new("bash").args(["-c", &script]).output().unwrap();
    let text = stdout(&output);
    assert_eq!(text.lines().last(), Some("0"), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_server_with_a_certificate_of_ones_own_is_reached_when_its_authority_is_trusted() {
    let folder = tempfile::tempdir().unwrap();
    let authority = folder.path().join("ca.pem");
    let (server, certificate) = Server::start_tls();
    std::fs::write(&authority, certificate).unwrap();
    let url = format!("https://localhost:{}", server.address.port());
    let run = |trusted: bool| {
        let arguments =
            ["ml", "predict-revenue", "--time-series", "1,2", "--forecast-steps", "1", "--max-retries", "0"];
        let mut command = command(&arguments);
        command.env("OMNI_API_KEY", KEY).env("OMNI_BASE_URL", &url);
        if trusted {
            command.env("SSL_CERT_FILE", &authority);
        }
        command.output().unwrap()
    };
    assert_eq!(json(&run(true))["predictions"][0], 2.0);
    let (code, said) = refused(&run(false));
    assert!(code == 6 && said.contains("certificate") && said.contains("SSL_CERT_FILE"), "{code} {said}");
}

#[test]
fn a_certificate_that_is_an_authoritys_is_called_that_where_it_is_trusted() {
    let folder = tempfile::tempdir().unwrap();
    let authority = folder.path().join("ca.pem");
    let is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let (server, certificate) = Server::start_tls_as(is_ca);
    std::fs::write(&authority, certificate).unwrap();
    let arguments =
        ["ml", "predict-revenue", "--time-series", "1,2", "--forecast-steps", "1", "--max-retries", "0"];
    let mut command = command(&arguments);
    command.env("OMNI_API_KEY", KEY).env("SSL_CERT_FILE", &authority);
    command.env("OMNI_BASE_URL", format!("https://localhost:{}", server.address.port()));
    let (code, said) = refused(&command.output().unwrap());
    assert!(code == 6 && said.contains("basicConstraints=CA:FALSE"), "{code} {said}");
}

#[test]
fn a_wrong_scheme_of_the_address_is_told() {
    let run = |url: &str| {
        let arguments =
            ["ml", "predict-revenue", "--time-series", "1,2", "--forecast-steps", "1", "--max-retries", "0"];
        refused(&command(&arguments).env("OMNI_API_KEY", KEY).env("OMNI_BASE_URL", url).output().unwrap())
    };
    let (secure, _) = Server::start_tls();
    let (code, said) = run(&format!("http://localhost:{}", secure.address.port()));
    assert!(code == 6 && said.contains("begin with https://"), "{code} {said}");
    let plain = Server::start();
    let (code, said) = run(&format!("https://{}", plain.address));
    assert!(code == 6 && said.contains("begin with http://"), "{code} {said}");
}

#[test]
fn the_docs_tell_the_same_exit_codes_settings_and_commands() {
    let docs = include_str!("../../../docs/cli.md");
    let help = stdout(&omni(&["--help"]));
    let codes = help.lines().filter(|line| line.starts_with("  ") && line.as_bytes()[2].is_ascii_digit());
    let mut count = 0;
    for line in codes {
        let (code, meaning) = line.trim().split_once("  ").unwrap();
        assert!(docs.contains(&format!("| {code} | {meaning} |")), "{line}");
        count += 1;
    }
    assert_eq!(count, 8);
    for (variable, _) in omni_client_core::environment_variables() {
        assert!(docs.contains(&format!("`{variable}`")) && help.contains(variable), "{variable}");
    }
    for command in [
        "omni login",
        "omni logout",
        "omni whoami",
        "omni profiles",
        "omni call <method>",
        "omni config",
        "omni completions",
        "omni audit verify",
    ] {
        assert!(docs.contains(command), "{command}");
    }
}
