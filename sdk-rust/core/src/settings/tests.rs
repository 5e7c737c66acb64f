use std::collections::HashMap;
use std::time::Duration;

use super::*;
use crate::ambient::Environment;

const LIVE: &str = "omni_live_AbCd1234_0123456789abcdefghijABCDEFGHIJxy";
const TEST: &str = "omni_test_AbCd1234_0123456789abcdefghijABCDEFGHIJxy";

#[derive(Default)]
struct Fake(HashMap<&'static str, String>);

impl Environment for Fake {
    fn variable(&self, name: &str) -> Option<String> {
        self.0.get(name).cloned()
    }
}

fn with(pairs: &[(&'static str, &str)]) -> Fake {
    Fake(pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect())
}

fn message(result: Result<ResolvedSettings, Error>) -> String {
    result.unwrap_err().to_string()
}

/// The checksum of the two keys above, worked out by another CRC-32 (Python's zlib).
fn whole(body: &str) -> String {
    let crc = if body == LIVE { LIVE_CHECKSUM } else { TEST_CHECKSUM };
    format!("{body}_{crc}")
}
const LIVE_CHECKSUM: &str = "16FPNW";
const TEST_CHECKSUM: &str = "299qi3";

#[test]
fn without_anything_the_defaults_hold() {
    let settings = ResolvedSettings::resolve(&Settings::default(), &Fake::default()).unwrap();
    assert_eq!(settings.base_url.value, "http://127.0.0.1:8080");
    assert_eq!(settings.environment.value, TargetEnvironment::Production);
    assert_eq!(settings.timeout.value, Duration::from_mins(1));
    assert_eq!(settings.max_retries.value, 2);
    assert!(settings.describe().iter().all(|line| line.source == Source::Default));
}

#[test]
fn arguments_rule_over_environment_over_profile() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    let text =
        "[profiles.default]\nbase_url = 'http://file:1'\ntimeout = 5\nmax_retries = 7\ntenant = 'ten_file'\n";
    std::fs::write(&file, text).unwrap();
    let environment = with(&[
        ("OMNI_CONFIG_FILE", file.to_str().unwrap()),
        ("OMNI_BASE_URL", "http://env:2/"),
        ("OMNI_TIMEOUT", "2.5"),
    ]);
    let given = Settings { timeout: Some(Duration::from_secs(1)), ..Settings::default() };
    let settings = ResolvedSettings::resolve(&given, &environment).unwrap();
    assert_eq!((settings.timeout.value, settings.timeout.source), (Duration::from_secs(1), Source::Argument));
    assert_eq!(settings.base_url.value, "http://env:2");
    assert_eq!(settings.base_url.source, Source::Environment("OMNI_BASE_URL"));
    assert_eq!(
        (settings.max_retries.value, settings.max_retries.source),
        (7, Source::Profile("default".to_owned()))
    );
    assert_eq!(settings.tenant.unwrap().value, "ten_file");
}

#[test]
fn the_file_is_found_below_the_home_and_may_be_absent() {
    let home = tempfile::tempdir().unwrap();
    let environment = with(&[("HOME", home.path().to_str().unwrap())]);
    let settings = ResolvedSettings::resolve(&Settings::default(), &environment).unwrap();
    assert_eq!(settings.config_file.unwrap(), home.path().join(".config/omni/config.toml"));

    let other = tempfile::tempdir().unwrap();
    std::fs::create_dir(other.path().join("omni")).unwrap();
    std::fs::write(other.path().join("omni/config.toml"), "[profiles.work]\nmax_retries = 1\n").unwrap();
    let environment = with(&[
        ("HOME", home.path().to_str().unwrap()),
        ("XDG_CONFIG_HOME", other.path().to_str().unwrap()),
        ("OMNI_PROFILE", "work"),
    ]);
    let settings = ResolvedSettings::resolve(&Settings::default(), &environment).unwrap();
    assert_eq!(settings.max_retries.value, 1);
    let absent = Settings { profile: Some("wrok".to_owned()), ..Settings::default() };
    let said = message(ResolvedSettings::resolve(&absent, &environment));
    assert!(said.contains("no [profiles.wrok]; it has: work"), "{said}");
}

#[test]
fn a_broken_file_is_reported_by_line_without_its_text() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    for text in [
        "[profiles.default]\napi_keey = 'omni_live_secret'\n",
        "[profiles.default]\napi_key = 'omni_live_secret\n",
    ] {
        std::fs::write(&file, text).unwrap();
        let environment = with(&[("OMNI_CONFIG_FILE", file.to_str().unwrap())]);
        let said = message(ResolvedSettings::resolve(&Settings::default(), &environment));
        assert!(said.contains("line 2") && !said.contains("omni_live_secret"), "{said}");
    }
    let environment = with(&[("OMNI_CONFIG_FILE", "/nowhere/config.toml")]);
    assert!(
        message(ResolvedSettings::resolve(&Settings::default(), &environment)).contains("cannot be read")
    );
}

#[test]
fn wrong_values_name_the_setting_its_source_and_what_was_expected() {
    for (variable, value, parts) in [
        ("OMNI_TIMEOUT", "soon", ["timeout", "OMNI_TIMEOUT", "expected seconds above 0"]),
        ("OMNI_TIMEOUT", "0", ["timeout", "OMNI_TIMEOUT", "expected seconds above 0"]),
        ("OMNI_TIMEOUT", "-1", ["timeout", "OMNI_TIMEOUT", "expected seconds above 0"]),
        ("OMNI_TIMEOUT", "NaN", ["timeout", "OMNI_TIMEOUT", "expected seconds above 0"]),
        ("OMNI_MAX_RETRIES", "11", ["max_retries", "OMNI_MAX_RETRIES", "from 0 to 10"]),
        ("OMNI_ENVIRONMENT", "prod", ["environment", "OMNI_ENVIRONMENT", "production or sandbox"]),
        ("OMNI_LOG", "loud", ["log", "OMNI_LOG", "debug, info or off"]),
        ("OMNI_BASE_URL", "localhost:8080", ["base_url", "OMNI_BASE_URL", "expected http:// or https://"]),
        ("OMNI_BASE_URL", "ftp://host", ["base_url", "OMNI_BASE_URL", "expected http:// or https://"]),
        ("OMNI_BASE_URL", "http://me:pw@host", ["base_url", "OMNI_BASE_URL", "a password"]),
    ] {
        let said = message(ResolvedSettings::resolve(&Settings::default(), &with(&[(variable, value)])));
        assert!(parts.iter().all(|part| said.contains(part)), "{variable}={value}: {said}");
        assert!(!said.contains("pw@"), "{said}");
    }
}

#[test]
fn a_key_is_needed_whole_and_for_the_right_data() {
    let check = |key: Option<String>, environment: &str| {
        let given =
            Settings { api_key: key, environment: Some(environment.to_owned()), ..Settings::default() };
        ResolvedSettings::resolve(&given, &Fake::default())
            .unwrap()
            .check_credential()
            .map_err(|error| error.to_string())
    };
    // Public methods need none; the first call that needs one tells how to set it.
    assert_eq!(check(None, "production"), Ok(()));
    let settings = ResolvedSettings::resolve(&Settings::default(), &Fake::default()).unwrap();
    let missing = settings.no_credential().to_string();
    assert!(missing.contains("OMNI_API_KEY") && missing.contains("bootstrap.json"), "{missing}");
    let mistyped = check(Some(format!("{TEST}_000000")), "production").unwrap_err();
    assert!(mistyped.contains("checksum") && !mistyped.contains("0123456789"), "{mistyped}");
    assert_eq!(check(Some(whole(LIVE)), "production"), Ok(()));
    assert_eq!(check(Some(whole(TEST)), "production"), Ok(()));
    assert_eq!(check(Some(format!(" {}\n", whole(TEST))), "sandbox"), Ok(()));
    let refused = check(Some(whole(LIVE)), "sandbox").unwrap_err();
    assert!(
        refused.contains("sandbox") && refused.contains("live") && !refused.contains("0123456789"),
        "{refused}"
    );
}

#[test]
fn the_first_source_with_a_credential_gives_it_whole() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    std::fs::write(&file, "[profiles.default]\naccess_token = 'a.b.c'\nrefresh_token = 'omni_refresh_f'\n")
        .unwrap();
    let path = file.to_str().unwrap();
    let resolve = |pairs: &[(&'static str, &str)], given: &Settings| {
        let mut all = vec![("OMNI_CONFIG_FILE", path)];
        all.extend_from_slice(pairs);
        ResolvedSettings::resolve(given, &with(&all))
    };
    let of_file = resolve(&[], &Settings::default()).unwrap();
    let tokens = of_file.tokens.as_ref().unwrap();
    assert_eq!(tokens.value.refresh_token.as_deref(), Some("omni_refresh_f"));
    assert_eq!(tokens.source, Source::Profile("default".to_owned()));
    let shown: Vec<_> = of_file
        .describe()
        .into_iter()
        .filter(|line| line.name.ends_with("_token"))
        .map(|line| line.value)
        .collect();
    assert_eq!(shown, ["…", "…"]);

    let key = whole(TEST);
    let of_environment = resolve(&[("OMNI_API_KEY", &key)], &Settings::default()).unwrap();
    assert!(of_environment.tokens.is_none() && of_environment.api_key.is_some());
    let token = Settings { access_token: Some(" x.y.z\n".to_owned()), ..Settings::default() };
    let of_arguments = resolve(&[("OMNI_API_KEY", &key)], &token).unwrap();
    assert!(of_arguments.api_key.is_none());
    let expected = Tokens { access_token: Some("x.y.z".to_owned()), refresh_token: None };
    assert_eq!(of_arguments.tokens.unwrap().value, expected, "the refresh token of the file is another's");

    let both = message(resolve(
        &[("OMNI_API_KEY", &key), ("OMNI_REFRESH_TOKEN", "omni_refresh_e")],
        &Settings::default(),
    ));
    assert!(both.contains("OMNI_API_KEY and OMNI_ACCESS_TOKEN or OMNI_REFRESH_TOKEN"), "{both}");
    std::fs::write(&file, format!("[profiles.default]\napi_key = '{key}'\naccess_token = 'a.b.c'\n"))
        .unwrap();
    let both = message(resolve(&[], &Settings::default()));
    assert!(both.contains("profile default has both an API key and a person's tokens"), "{both}");
}

#[test]
fn mock_mode_takes_any_key_or_none() {
    for key in [None, Some("test-123".to_owned())] {
        let given = Settings { api_key: key, mock_mode: Some(true), ..Settings::default() };
        let settings = ResolvedSettings::resolve(&given, &Fake::default()).unwrap();
        assert_eq!(settings.check_credential(), Ok(()));
        assert!(!format!("{settings:?}{given:?}").contains("test-123"));
    }
}

#[test]
fn the_user_agent_is_a_header_whatever_the_binding_says() {
    let given = Settings { user_agent: Some("omni-python/0.1.0 é\r\nx".to_owned()), ..Settings::default() };
    let settings = ResolvedSettings::resolve(&given, &Fake::default()).unwrap();
    assert!(settings.user_agent.starts_with("omni-python/0.1.0 x omni-core/"), "{}", settings.user_agent);
}
