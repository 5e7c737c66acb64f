//! Settings: built-in defaults, `omni.toml`, the environment, flags, in this order.
//!
//! `default.toml` beside this file is both the defaults and their documentation. The structs in `sections.rs` give the
//! keys, their kinds and ranges by way of their JSON Schema; a new setting is a field there and a line in
//! `default.toml`. A [`Config`] is a value handed down; nothing here is global.

mod audit;
mod auth;
mod cache;
mod duration;
mod error;
mod idempotency;
mod keys;
mod layers;
mod limits;
mod mail;
mod print;
mod redis;
mod sections;
mod tenants;
#[cfg(test)]
mod tests;
mod vault;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::Deserialize;
use toml::{Table, Value};

pub use audit::Audit;
pub use auth::{Auth, Sso};
pub use cache::Cache;
pub use error::{Error, Problem, Source};
use error::{Problems, whole};
pub use idempotency::Idempotency;
use keys::{Key, keys_of, schema_of};
use layers::Leaves;
pub use limits::Limits;
pub use mail::{Mail, StartTls};
pub use redis::Redis;
pub use sections::{
    Cors, Database, Errors, Forecasting, Log, LogFormat, MetricsPage, Otlp, Postgres, Server, Tls,
};
pub use tenants::Tenants;
pub use vault::Vault;

/// The defaults, commented: also what a user reads.
pub const DEFAULTS: &str = include_str!("default.toml");

const PREFIX: &str = "OMNI_";

/// The settings of a server.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Address and port of every protocol.
    #[schemars(with = "String")]
    #[serde(deserialize_with = "address")]
    pub listen: SocketAddr,
    /// Folder of the private Postgres, models and uploads.
    pub data_dir: PathBuf,
    /// Library of ONNX Runtime.
    pub onnxruntime: Option<PathBuf>,
    /// Limits of the listener and of requests.
    pub server: Server,
    /// TLS of the listener.
    pub tls: Tls,
    /// Which web pages of other origins may call the server.
    pub cors: Cors,
    /// The database.
    pub database: Database,
    /// The private Postgres.
    pub postgres: Postgres,
    /// The optional Redis.
    pub redis: Redis,
    /// Mail to people.
    pub mail: Mail,
    /// How many calls a caller may make in a time.
    pub limits: Limits,
    /// The response cache.
    pub cache: Cache,
    /// The log.
    pub log: Log,
    /// Traces and metrics to an OpenTelemetry collector.
    pub otlp: Otlp,
    /// Failures that fell to callers.
    pub errors: Errors,
    /// How people sign in.
    pub auth: Auth,
    /// Answers of mutations with an idempotency key.
    pub idempotency: Idempotency,
    /// Encryption at rest.
    pub vault: Vault,
    /// The tenants of the installation.
    pub tenants: Tenants,
    /// The audit log.
    pub audit: Audit,
    /// Forecasts.
    pub forecasting: Forecasting,
    /// The Prometheus page.
    pub metrics: MetricsPage,
    #[serde(skip)]
    #[schemars(skip)]
    leaves: Leaves,
}

/// What settings are read from. [`Inputs::default`] has nothing but the built-in defaults.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// The settings file, if there is one; it must be readable.
    pub file: Option<PathBuf>,
    /// The environment; only names that begin with `OMNI_` count.
    pub env: BTreeMap<String, String>,
    /// Flags, the later over the earlier.
    pub flags: Vec<Flag>,
}

/// A setting given on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// The flag as typed, such as `--listen`; named in errors.
    pub flag: String,
    /// The key it sets, such as `listen`.
    pub key: String,
    /// Its value, written as in an environment variable.
    pub value: String,
}

impl Inputs {
    /// The process's environment and flags, and the file: the one given, else the one `OMNI_CONFIG` names, else
    /// `omni.toml` in the current folder if it is there. This is the one place where the server reads its environment.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where settings are read from the environment"
    )]
    pub fn from_process(file: Option<PathBuf>, flags: Vec<Flag>) -> Self {
        let env: BTreeMap<String, String> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
            .filter(|(name, _)| name.starts_with(PREFIX))
            .map(|(name, value)| (name, value.to_string_lossy().into_owned()))
            .collect();
        let named = env.get("OMNI_CONFIG").filter(|path| !path.is_empty()).map(PathBuf::from);
        let local = || Some(Path::new("omni.toml")).filter(|path| path.exists()).map(Path::to_path_buf);
        Self { file: file.or(named).or_else(local), env, flags }
    }
}

impl Config {
    /// Reads the settings.
    ///
    /// # Errors
    /// Every problem at once: unknown keys with the nearest known one, values of the wrong kind or out of range,
    /// unreadable files, and values that do not fit together.
    pub fn load(inputs: &Inputs) -> Result<Self, Error> {
        let keys = keys_of(&schema_of::<Self>());
        let mut problems = Problems::default();
        let mut leaves = layers::read(inputs, &keys, &mut problems);
        let (config, leaves) = loop {
            match build(&leaves, &keys) {
                Ok(config) => break (config, leaves),
                Err((path, message)) => {
                    // The value leaves, so that the next round finds what else is wrong.
                    let key = whole(&path);
                    let Some(leaf) = leaves.remove(key) else {
                        problems.add(path, None, message);
                        return Err(problems.into_error());
                    };
                    problems.add(&path, Some(leaf.source), message);
                    restore_default(&mut leaves, key, &keys);
                }
            }
        };
        let config = Self { leaves, ..config };
        let mut rules = Problems::default();
        config.validate(&mut rules);
        let mut told = problems.keys();
        for problem in rules.into_error().problems {
            let key = whole(&problem.key);
            if told.contains(key) || !told.insert(problem.key.clone()) {
                continue;
            }
            let source = config.source(key).cloned();
            let shows = problem.message.starts_with("expected");
            let found = if shows { config.found(&problem.key, &keys) } else { String::new() };
            problems.add(problem.key, source, problem.message + &found);
        }
        if problems.is_empty() { Ok(config) } else { Err(problems.into_error()) }
    }

    /// `, found …` with the value at a path, unless it is a secret or not set.
    fn found(&self, path: &str, keys: &[Key]) -> String {
        let key = whole(path);
        let index = path[key.len()..].trim_matches(['[', ']']).parse().ok();
        let secret = keys.iter().any(|known| known.path == key && known.secret);
        let value = self.leaves.get(key).filter(|_| !secret).map(|leaf| &leaf.value);
        let value = match (value, index) {
            (Some(Value::Array(items)), index) => index.and_then(|index: usize| items.get(index)),
            (value, _) => value,
        };
        value.map(|value| format!(", found {value}")).unwrap_or_default()
    }

    /// A sentence that begins with a key, such as `tls.cert_file: …`, with the source of its value after the key.
    pub fn with_source(&self, sentence: &str) -> String {
        let named = sentence.split_once(':').and_then(|(key, rest)| Some((key, self.source(key)?, rest)));
        match named {
            Some((key, source, rest)) => format!("{key} ({source}):{rest}"),
            None => sentence.to_owned(),
        }
    }

    /// Where the value of a key comes from; `None` when it is not set.
    pub fn source(&self, key: &str) -> Option<&Source> {
        self.leaves.get(key).map(|leaf| &leaf.source)
    }
}

/// Reads an address to listen on.
fn address<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<SocketAddr, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.trim().parse().map_err(|_| {
        serde::de::Error::custom(format!(
            "expected an IP address and a port such as \"127.0.0.1:8080\", \"0.0.0.0:8080\" or \"[::]:8080\", found \"{text}\""
        ))
    })
}

/// Puts the built-in value of a key back.
fn restore_default(leaves: &mut Leaves, path: &str, keys: &[Key]) {
    let defaults = layers::read(&Inputs::default(), keys, &mut Problems::default());
    if let Some(leaf) = defaults.get(path) {
        leaves.insert(path.to_owned(), leaf.clone());
    }
}

/// The table of a section such as `auth.sso`, made where it is not there.
fn table_at<'a>(root: &'a mut Table, section: &str) -> Option<&'a mut Table> {
    section.split('.').filter(|name| !name.is_empty()).try_fold(root, |table, name| {
        table.entry(name).or_insert_with(|| Value::Table(Table::new())).as_table_mut()
    })
}

/// Makes the structs, or says which key stands in the way.
fn build(leaves: &Leaves, keys: &[Key]) -> Result<Config, (String, String)> {
    let mut root = Table::new();
    for (section, _) in keys.iter().filter_map(|key| key.path.rsplit_once('.')) {
        table_at(&mut root, section);
    }
    for (path, leaf) in leaves {
        let (section, name) = path.rsplit_once('.').unwrap_or(("", path));
        if let Some(table) = table_at(&mut root, section) {
            table.insert(name.to_owned(), leaf.value.clone());
        }
    }
    serde_path_to_error::deserialize(Value::Table(root)).map_err(|error| {
        let path = error.path().to_string();
        (path, error.into_inner().message().trim().to_owned())
    })
}
