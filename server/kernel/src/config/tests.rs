use super::*;
use crate::secret::MASK;

fn load(file: &str, env: &[(&str, &str)], flags: &[(&str, &str)]) -> Result<Config, Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("omni.toml");
    std::fs::write(&path, file).unwrap();
    let flag = |&(key, value): &(&str, &str)| Flag {
        flag: format!("--set {key}"),
        key: key.to_owned(),
        value: value.to_owned(),
    };
    Config::load(&Inputs {
        file: Some(path),
        env: env.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect(),
        flags: flags.iter().map(flag).collect(),
    })
}

fn problems(file: &str, env: &[(&str, &str)], flags: &[(&str, &str)]) -> String {
    load(file, env, flags).unwrap_err().to_string()
}

#[test]
fn the_built_in_defaults_are_valid_and_complete() {
    let config = Config::load(&Inputs::default()).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.server.max_message_bytes, 4 << 20);
    assert_eq!(config.errors.keep.as_secs(), 7 * 86_400);
    assert_eq!(config.log.format, LogFormat::Auto);
    assert!(config.cors.allowed_origins.is_empty());
    assert!(config.database.url.is_none());
    assert!(config.forecasting.threads() >= 1);
    assert!(!config.listens_publicly());
}

#[test]
fn the_default_file_documents_every_key_and_no_other() {
    let mut section = String::new();
    let mut documented = std::collections::BTreeSet::new();
    for line in DEFAULTS.lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = format!("{name}.");
        } else if let Some((name, _)) = line.trim_start_matches("# ").split_once(" = ") {
            assert!(documented.insert(format!("{section}{name}")), "{line} stands twice");
        }
    }
    let keys: std::collections::BTreeSet<String> =
        keys_of(&schema_of::<Config>()).into_iter().map(|key| key.path).collect();
    assert_eq!(documented, keys);
}

#[test]
fn no_two_keys_share_a_variable_and_only_secrets_are_hidden() {
    let keys = keys_of(&schema_of::<Config>());
    let variables: std::collections::BTreeSet<String> = keys.iter().map(Key::variable).collect();
    assert_eq!(variables.len(), keys.len());
    for name in ["OMNI_LISTEN", "OMNI_DATABASE_URL", "OMNI_ONNXRUNTIME", "OMNI_CORS_ALLOWED_ORIGINS"] {
        assert!(variables.contains(name), "{name}");
    }
    let secrets: Vec<&str> = keys.iter().filter(|key| key.secret).map(|key| key.path.as_str()).collect();
    assert_eq!(
        secrets,
        [
            "database.app_url",
            "database.url",
            "mail.url",
            "otlp.headers",
            "redis.url",
            "vault.key",
            "vault.new_key"
        ]
    );
}

#[test]
fn each_layer_goes_over_the_one_before_and_every_value_knows_its_source() {
    let file =
        "listen = \"127.0.0.1:1\"\n[server]\nmax_connections = 1\nmax_in_flight = 1\nmax_header_bytes = 2048";
    let env = [("OMNI_SERVER_MAX_IN_FLIGHT", "2"), ("OMNI_LISTEN", "127.0.0.1:2"), ("PATH", "/bin")];
    let config = load(file, &env, &[("listen", "127.0.0.1:3")]).unwrap();
    assert_eq!(config.listen.port(), 3);
    assert_eq!((config.server.max_connections, config.server.max_in_flight), (1, 2));
    let source = |key: &str| config.source(key).unwrap().to_string();
    assert_eq!(source("listen"), "--set listen");
    assert_eq!(source("server.max_in_flight"), "OMNI_SERVER_MAX_IN_FLIGHT");
    assert!(
        source("server.max_connections").ends_with("omni.toml:3"),
        "{}",
        source("server.max_connections")
    );
    assert_eq!(source("data_dir"), "default");
    assert!(config.source("redis.url").is_none());
}

#[test]
fn lists_numbers_and_switches_are_read_from_variables() {
    let env = [
        ("OMNI_CORS_ALLOWED_ORIGINS", "https://a.example, http://localhost:5173"),
        ("OMNI_OTLP_SAMPLE_RATIO", "0.25"),
        ("OMNI_DATABASE_PGBOUNCER", "true"),
        ("OMNI_LOG_FORMAT", "json"),
        ("OMNI_REDIS_URL", ""),
    ];
    let config = load("", &env, &[]).unwrap();
    assert_eq!(config.cors.allowed_origins, ["https://a.example", "http://localhost:5173"]);
    assert!((config.otlp.sample_ratio - 0.25).abs() < f64::EPSILON);
    assert!(config.database.pgbouncer);
    assert_eq!(config.log.format, LogFormat::Json);
    assert!(config.redis.url.is_none(), "an empty variable counts as not set");
}

#[test]
fn all_problems_are_told_at_once_with_key_source_and_expectation() {
    let file = "lsten = \"x\"\nacquire_timeout = 3\n[server]\nmax_conections = 5\ndefault_timeout = \"soon\"\nmax_in_flight = 0\n[log]\nformat = \"xml\"\n[datbase]\nurl = 1";
    let env = [("OMNI_SERVER_MAX_CONNECTIONS", "many"), ("OMNI_DATABSE_URL", "postgres://x/y")];
    let told = problems(file, &env, &[("redis.uri", "redis://x")]);
    for expected in [
        "lsten (",
        "omni.toml:1): unknown key; did you mean \"listen\"?",
        "omni.toml:2): unknown key; did you mean \"database.acquire_timeout\"?",
        "omni.toml:4): unknown key; did you mean \"server.max_connections\"?",
        "server.default_timeout (",
        "omni.toml:5): expected a duration such as",
        "found \"soon\"",
        "omni.toml:6): expected a whole number from 1 to 1000000, found 0",
        "omni.toml:8): expected auto, json or pretty, found \"xml\"",
        "datbase (",
        "server.max_connections (OMNI_SERVER_MAX_CONNECTIONS): expected a whole number from 1 to 1000000, found \"many\"",
        "OMNI_DATABSE_URL: unknown setting; did you mean \"OMNI_DATABASE_URL\"?",
        "redis.uri (--set redis.uri): unknown key; did you mean \"redis.url\"?",
    ] {
        assert!(told.contains(expected), "missing {expected:?} in\n{told}");
    }
    assert_eq!(told.lines().count(), 11, "{told}");
}

#[test]
fn a_section_or_a_key_that_is_misspelled_gets_the_nearest_name() {
    for (file, flags, meant) in [
        ("[databse]\nurl = 1", &[][..], "\"database\""),
        ("[loging]\nlevel = \"info\"", &[], "\"log\""),
        ("[limit]\nburst = \"1s\"", &[], "\"limits\""),
        ("", &[("servr.x", "1")], "\"server\""),
        ("", &[("server.lisen", "1")], "\"listen\""),
        ("", &[("log", "info")], "is a section; set one of its keys"),
    ] {
        let told = problems(file, &[], flags);
        assert!(told.contains(meant), "missing {meant} in\n{told}");
    }
}

#[test]
fn wrong_kinds_are_named() {
    for (file, expected) in [
        ("listen = 8080", "listen ("),
        ("listen = \"nowhere\"", "listen ("),
        ("server = 3", "expected a table"),
        ("[listen]\nport = 1", "expected a text, found a table"),
        ("[cors]\nallowed_origins = [1]", "expected a text as item [0], found 1"),
        ("[otlp]\nsample_ratio = 1.5", "expected a number from 0 to 1, found 1.5"),
        ("[server]\nmax_timeout = 30", "expected a text such as \"30s\", found 30"),
        ("listen = \n", "omni.toml:1: "),
    ] {
        let told = problems(file, &[], &[]);
        assert!(told.contains(expected), "{file}: {told}");
    }
}

#[test]
fn every_wrong_item_of_a_list_is_named_by_its_place() {
    let origins = "https://a.example, b.example, *, https://c.example/";
    let told = problems("", &[("OMNI_CORS_ALLOWED_ORIGINS", origins)], &[]);
    for (index, found) in [(1, "b.example"), (3, "https://c.example/")] {
        let expected =
            format!("cors.allowed_origins[{index}] (OMNI_CORS_ALLOWED_ORIGINS): expected an origin");
        assert!(told.contains(&expected) && told.contains(&format!("found \"{found}\"")), "{told}");
    }
    assert_eq!(told.lines().count(), 3, "{told}");
    let file = "[server]\ntrusted_proxies = [\"10.0.0.0/8\", \"10.0.0.300\"]\n[auth.sso]\ndns_servers = [\"1.1.1.1\"]";
    let told = problems(file, &[], &[]);
    assert!(told.contains("server.trusted_proxies[1] (") && told.contains("omni.toml:2)"), "{told}");
    assert!(told.contains("auth.sso.dns_servers[0] (") && told.contains("found \"1.1.1.1\""), "{told}");
}

#[test]
fn a_value_out_of_its_range_is_shown_unless_it_is_a_secret() {
    for (key, text) in [
        ("auth.access_token_ttl", "1h"),
        ("auth.public_url", "omni.example.com"),
        ("otlp.endpoint", "localhost:4317"),
        ("limits.burst", "3d"),
    ] {
        let told = problems("", &[], &[(key, text)]);
        assert!(told.contains(&format!("{key} (--set {key}): expected ")), "{told}");
        assert!(told.contains(&format!("found \"{text}\"")), "{told}");
    }
    for (key, text, form) in [
        ("vault.key", "hunter2", "64 hexadecimal digits"),
        ("redis.url", "redis://hunter2:x@h:p/0", "a URL such as redis://"),
        ("otlp.headers", "hunter2", "name=value"),
    ] {
        let told = problems("", &[], &[(key, text)]);
        assert!(told.contains(&format!("{key} (--set {key}): expected")) && told.contains(form), "{told}");
        assert!(!told.contains("hunter2"), "{told}");
    }
}

#[test]
fn a_start_error_names_the_source_of_the_setting() {
    let config = load("", &[("OMNI_POSTGRES_BIN", "/nowhere")], &[]).unwrap();
    let told = config.with_source("postgres.bin: no working postgres in /nowhere: none");
    assert_eq!(told, "postgres.bin (OMNI_POSTGRES_BIN): no working postgres in /nowhere: none");
    for sentence in ["redis.url: expected a URL", "the disk is full: 0 bytes", "no colon"] {
        assert_eq!(config.with_source(sentence), sentence);
    }
}

#[test]
fn values_that_do_not_fit_together_are_refused() {
    for (file, expected) in [
        ("[server]\ndefault_timeout = \"20m\"", "expected at most server.max_timeout"),
        ("[server]\nmax_timeout = \"0s\"", "expected a duration above zero"),
        ("[tls]\ncert_file = \"a.pem\"", "tls.cert_file ("),
        ("[cors]\nallowed_origins = [\"*\"]\nallow_credentials = true", "cors.allow_credentials ("),
        ("[cors]\nallowed_origins = [\"https://a.example/\"]", "no slash at the end"),
        ("[cors]\nallowed_origins = [\"a.example\"]", "no path"),
        ("[database]\napp_url = \"postgres://a/b\"", "expected database.url beside it"),
        ("[database]\nurl = \"mysql://a/b\"", "postgres:// or postgresql://"),
        ("[log]\nlevel = \"inof\"", "expected off, error, warn"),
        ("[otlp]\nendpoint = \"localhost:4317\"", "expected a URL such as"),
        ("[otlp]\nheaders = \"key\"", "name=value"),
        ("[redis]\nurl = \"localhost\"", "redis:// or rediss://"),
        ("[mail]\nurl = \"mail.example.com\"", "smtp:// or smtps://"),
        ("[mail]\nurl = \"smtps://mail.example.com\"", "expected mail.from beside it"),
        ("[mail]\nfrom = \"Omni\"", "expected an address such as"),
        (
            "[mail]\nurl = \"smtp://u:p@mail.example.com\"\nfrom = \"a@b.example\"\nstarttls = \"off\"",
            "without encryption",
        ),
        ("[mail]\ntimeout = \"1ms\"", "mail.timeout ("),
    ] {
        let told = problems(file, &[], &[]);
        assert!(told.contains(expected), "{file}: {told}");
    }
    load("[log]\nlevel = \"info,sqlx=warn,omni_kernel::db=TRACE\"", &[], &[]).unwrap();
}

#[test]
fn variables_of_other_programs_are_left_alone() {
    let env = [
        ("OMNI_API_KEY", "k"),
        ("OMNI_BASE_URL", "u"),
        ("OMNI_TEST_POSTGRES", "x"),
        ("OMNI_LOG", "debug"),
        // What Kubernetes sets beside services named omni, omni-server and omni-postgres.
        ("OMNI_SERVICE_HOST", "10.0.0.1"),
        ("OMNI_SERVICE_PORT", "80"),
        ("OMNI_SERVICE_PORT_HTTP", "80"),
        ("OMNI_PORT", "tcp://10.0.0.1:80"),
        ("OMNI_PORT_80_TCP", "tcp://10.0.0.1:80"),
        ("OMNI_PORT_80_TCP_ADDR", "10.0.0.1"),
        ("OMNI_SERVER_SERVICE_HOST", "10.0.0.1"),
        ("OMNI_POSTGRES_PORT_5432_TCP_PROTO", "tcp"),
    ];
    load("", &env, &[]).unwrap();
    let told = problems("", &[("OMNI_PORT", "8080")], &[]);
    assert!(told.contains("OMNI_PORT: unknown setting"), "{told}");
}

#[test]
fn a_secret_may_come_from_a_file_and_is_never_shown() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("url");
    std::fs::write(&path, "postgres://owner:hunter2@db/omni\n").unwrap();
    let value = format!("file:{}", path.display());
    let env = [("OMNI_DATABASE_URL", value.as_str()), ("OMNI_REDIS_URL", "redis://:hunter2@r/0")];
    let config = load("", &env, &[]).unwrap();
    assert_eq!(config.database.url.as_ref().unwrap().expose(), "postgres://owner:hunter2@db/omni");
    let printed = config.to_toml();
    assert!(
        printed.contains(&format!("url = \"{MASK}\"  # OMNI_DATABASE_URL, content of {}", path.display()))
    );
    assert!(printed.contains(&format!("url = \"{MASK}\"  # OMNI_REDIS_URL")), "{printed}");
    assert!(!printed.contains("hunter2") && !format!("{:?}", config.database).contains("hunter2"));

    let told = problems("", &[("OMNI_DATABASE_URL", "mysql://u:hunter2@db")], &[]);
    assert!(!told.contains("hunter2"), "{told}");
    let told = problems("[redis]\nurl = 5", &[], &[]);
    assert!(told.contains("expected a text, found a value of type integer"), "{told}");
    let told = problems("", &[("OMNI_REDIS_URL", "file:/nowhere/at/all")], &[]);
    assert!(told.contains("redis.url (OMNI_REDIS_URL): expected a readable file /nowhere/at/all"), "{told}");
    std::fs::write(&path, "\n").unwrap();
    assert!(problems("", &[("OMNI_DATABASE_URL", &value)], &[]).contains("which is empty"));
}

#[test]
fn a_debug_print_of_the_whole_config_shows_no_secret() {
    let config = load("", &[("OMNI_OTLP_HEADERS", "x-api-key=hunter2")], &[]).unwrap();
    assert!(!format!("{config:?}").contains("hunter2"));
}

#[test]
fn the_printed_settings_can_be_read_again() {
    let file = "[server]\nmax_in_flight = 7\n[cors]\nallowed_origins = [\"https://a.example\"]";
    let first = load(file, &[], &[]).unwrap().to_toml();
    assert!(first.contains("max_in_flight = 7  # "), "{first}");
    assert!(first.contains("# onnxruntime is not set"), "{first}");
    let again = load(&first, &[], &[]).unwrap();
    assert_eq!(again.server.max_in_flight, 7);
    assert_eq!(again.cors.allowed_origins, ["https://a.example"]);
}

#[test]
fn a_missing_file_is_named() {
    let inputs = Inputs { file: Some("/nowhere/omni.toml".into()), ..Inputs::default() };
    let told = Config::load(&inputs).unwrap_err().to_string();
    assert!(told.contains("/nowhere/omni.toml: cannot be read"), "{told}");
}

#[test]
fn the_schema_names_defaults_and_requires_nothing() {
    let schema = Config::schema();
    assert!(!schema.to_string().contains("\"required\":"));
    assert_eq!(schema.pointer("/properties/listen/default"), Some(&"127.0.0.1:8080".into()));
    assert_eq!(schema.pointer("/properties/server/properties/max_in_flight/default"), Some(&4096.into()));
    assert_eq!(schema.pointer("/properties/server/additionalProperties"), Some(&false.into()));
    assert_eq!(schema.pointer("/properties/database/properties/url/writeOnly"), Some(&true.into()));
    for key in keys_of(&schema_of::<Config>()) {
        let pointer = format!("/properties/{}/description", key.path.replace('.', "/properties/"));
        assert!(schema.pointer(&pointer).is_some(), "{} has no description", key.path);
    }
}

#[test]
fn an_address_that_is_none_is_shown_with_what_was_expected() {
    for text in ["localhost", "localhost:8080", "8080", "127.0.0.1", "127.0.0.1:99999"] {
        let message = problems("", &[("OMNI_LISTEN", text)], &[]);
        assert!(message.contains(&format!("found \"{text}\"")), "{message}");
        assert!(message.contains("OMNI_LISTEN") && message.contains("127.0.0.1:8080"), "{message}");
    }
}

#[test]
fn trusted_proxies_are_addresses_and_ranges() {
    let config = load("", &[("OMNI_SERVER_TRUSTED_PROXIES", "10.0.0.0/8, ::1")], &[]).unwrap();
    assert!(config.server.trusted_proxies[0].contains([10, 1, 2, 3].into()));
    assert!(config.server.trusted_proxies[1].contains(std::net::Ipv6Addr::LOCALHOST.into()));
    let message = problems("[server]\ntrusted_proxies = [\"everyone\"]", &[], &[]);
    assert!(
        message.contains("server.trusted_proxies") && message.contains("found \"everyone\""),
        "{message}"
    );
}
