//! What a caller may set, and where it comes from: argument, environment, profile file, default.

pub(crate) mod profile;
mod resolve;
#[cfg(test)]
mod tests;

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use crate::debug::LogLevel;
use crate::error::Error;
use crate::key::{ApiKey, KeyMode};
use crate::person::{ProfileFile, Tokens};

/// What a caller may set. `None` is taken from the environment, then the profile file, then the default.
#[derive(Default, Clone)]
pub struct Settings {
    /// The API key; in mock mode any text. `OMNI_API_KEY`.
    pub api_key: Option<String>,
    /// The access token of a person who is signed in, in place of a key. `OMNI_ACCESS_TOKEN`.
    pub access_token: Option<String>,
    /// What the access token is renewed with by itself. `OMNI_REFRESH_TOKEN`.
    pub refresh_token: Option<String>,
    /// `http://` or `https://`, host, port, and a path where a proxy needs one. `OMNI_BASE_URL`.
    pub base_url: Option<String>,
    /// `production` or `sandbox`; the sandbox refuses live keys, and people act on test data there. `OMNI_ENVIRONMENT`.
    pub environment: Option<String>,
    /// Answer every call in process, from the contract.
    pub mock_mode: Option<bool>,
    /// How long a call may take with all its retries; above zero. `OMNI_TIMEOUT`, in seconds.
    pub timeout: Option<Duration>,
    /// How many times a failed call is tried again, 0 to 10. `OMNI_MAX_RETRIES`.
    pub max_retries: Option<u32>,
    /// The profile of the profile file. `OMNI_PROFILE`.
    pub profile: Option<String>,
    /// Write one line per attempt to the debug log. `OMNI_LOG=debug`.
    pub debug: bool,
    /// Language, version and runtime of the binding, such as `omni-python/0.1.0 cpython/3.11`.
    pub user_agent: Option<String>,
    /// The tenant to act in, for credentials that reach several. `OMNI_TENANT`.
    pub tenant: Option<String>,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("api_key", &self.api_key.as_ref().map(|key| ApiKey::new(key).masked()))
            .field("access_token", &self.access_token.as_ref().map(|_| "…"))
            .field("refresh_token", &self.refresh_token.as_ref().map(|_| "…"))
            .field("base_url", &self.base_url)
            .field("environment", &self.environment)
            .field("mock_mode", &self.mock_mode)
            .field("timeout", &self.timeout)
            .field("max_retries", &self.max_retries)
            .field("profile", &self.profile)
            .field("debug", &self.debug)
            .field("user_agent", &self.user_agent)
            .field("tenant", &self.tenant)
            .finish()
    }
}

/// Where a setting came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Given by the caller.
    Argument,
    /// An environment variable, by name.
    Environment(&'static str),
    /// A profile of the profile file.
    Profile(String),
    /// The profile file, outside its profiles.
    File,
    /// Nobody set it.
    Default,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Argument => f.write_str("argument"),
            Self::Environment(name) => f.write_str(name),
            Self::Profile(name) => write!(f, "profile {name}"),
            Self::File => f.write_str("profile file"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A value and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved<T> {
    /// The value.
    pub value: T,
    /// Where it came from.
    pub source: Source,
}

/// The data that a client means to reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TargetEnvironment {
    /// Real data, or test data by a test key.
    #[default]
    Production,
    /// Test data only; live keys are refused, and the calls of people ask for test data.
    Sandbox,
}

impl TargetEnvironment {
    /// The name, as it is set.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Sandbox => "sandbox",
        }
    }
}

/// All settings, each with its source. `Debug` masks credentials.
#[derive(Debug, Clone)]
pub struct ResolvedSettings {
    /// The API key, where one is set.
    pub api_key: Option<Resolved<ApiKey>>,
    /// The tokens of a person, where they are set; never beside a key.
    pub tokens: Option<Resolved<Tokens>>,
    /// Where the server is, without a slash at the end.
    pub base_url: Resolved<String>,
    /// The data that the client means to reach.
    pub environment: Resolved<TargetEnvironment>,
    /// Whether calls are answered in process.
    pub mock_mode: Resolved<bool>,
    /// How long a call may take with all its retries.
    pub timeout: Resolved<Duration>,
    /// How many times a failed call is tried again.
    pub max_retries: Resolved<u32>,
    /// The tenant to act in.
    pub tenant: Option<Resolved<String>>,
    /// What goes to the debug log.
    pub log: Resolved<LogLevel>,
    /// The profile, whether or not it exists.
    pub profile: Resolved<String>,
    /// The profile file, whether or not it exists.
    pub config_file: Option<PathBuf>,
    /// What the client calls itself.
    pub user_agent: String,
}

/// One setting, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingLine {
    /// The setting, as the argument is called.
    pub name: &'static str,
    /// The value; a key without its secret; empty where there is none.
    pub value: String,
    /// Where it came from.
    pub source: Source,
}

impl ResolvedSettings {
    /// Every setting with its source, credentials masked.
    pub fn describe(&self) -> Vec<SettingLine> {
        fn line<T>(name: &'static str, setting: &Resolved<T>, value: impl Into<String>) -> SettingLine {
            SettingLine { name, value: value.into(), source: setting.source.clone() }
        }
        let absent = |name| SettingLine { name, value: String::new(), source: Source::Default };
        vec![
            self.api_key
                .as_ref()
                .map_or_else(|| absent("api_key"), |key| line("api_key", key, key.value.masked())),
            self.token_line("access_token", |tokens| tokens.access_token.is_some()),
            self.token_line("refresh_token", |tokens| tokens.refresh_token.is_some()),
            line("base_url", &self.base_url, &self.base_url.value),
            line("environment", &self.environment, self.environment.value.as_str()),
            line("mock_mode", &self.mock_mode, self.mock_mode.value.to_string()),
            line("timeout", &self.timeout, format!("{}s", self.timeout.value.as_secs_f64())),
            line("max_retries", &self.max_retries, self.max_retries.value.to_string()),
            self.tenant
                .as_ref()
                .map_or_else(|| absent("tenant"), |tenant| line("tenant", tenant, &tenant.value)),
            line("log", &self.log, self.log.value.as_str()),
            line("profile", &self.profile, &self.profile.value),
        ]
    }

    fn token_line(&self, name: &'static str, has: impl Fn(&Tokens) -> bool) -> SettingLine {
        match self.tokens.as_ref().filter(|tokens| has(&tokens.value)) {
            Some(tokens) => SettingLine { name, value: "…".to_owned(), source: tokens.source.clone() },
            None => SettingLine { name, value: String::new(), source: Source::Default },
        }
    }

    /// The profile that the tokens came from, to write their successors to.
    pub(crate) fn profile_of_tokens(&self) -> Option<ProfileFile> {
        let tokens = self.tokens.as_ref()?;
        let path = self.config_file.as_ref()?;
        matches!(tokens.source, Source::Profile(_)).then(|| ProfileFile::new(path, &self.profile.value))
    }

    /// Checks the form of the credential: a whole key, in the sandbox one for test data, or a person's tokens. That
    /// there is none is no mistake yet: public methods need none.
    ///
    /// # Errors
    /// [`Error::Config`]; the message never holds the credential.
    pub(crate) fn check_credential(&self) -> Result<(), Error> {
        if self.mock_mode.value {
            return Ok(());
        }
        if let Some(tokens) = &self.tokens {
            return tokens.value.check(&format!("from {}: ", tokens.source));
        }
        let Some(key) = &self.api_key else { return Ok(()) };
        let mode = key
            .value
            .check()
            .map_err(|why| Error::config("api_key", format!("from {}: {why}", key.source)))?;
        if self.environment.value == TargetEnvironment::Sandbox && mode == KeyMode::Live {
            return Err(Error::config(
                "api_key",
                format!(
                    "environment is \"sandbox\" (from {}) but the API key is live (from {}); the sandbox takes keys of \
                     the form omni_test_…",
                    self.environment.source, key.source
                ),
            ));
        }
        Ok(())
    }

    /// The error of a call that needs a credential where none is set.
    pub(crate) fn no_credential(&self) -> Error {
        let file =
            self.config_file.as_ref().map(|path| format!(" of {}", path.display())).unwrap_or_default();
        Error::config(
            "api_key",
            format!(
                "no API key is set, and nobody is signed in; give api_key, set OMNI_API_KEY, or write api_key into \
                 profile {:?}{file}; as a person give access_token and refresh_token, or run `omni login`. A new server \
                 writes its first keys to bootstrap.json in its data directory",
                self.profile.value
            ),
        )
    }
}

/// The environment variables that are read, each with what it sets.
pub fn environment_variables() -> &'static [(&'static str, &'static str)] {
    &[
        ("OMNI_API_KEY", "the API key"),
        ("OMNI_ACCESS_TOKEN", "the access token of a person who is signed in, in place of a key"),
        ("OMNI_REFRESH_TOKEN", "what the access token is renewed with"),
        ("OMNI_BASE_URL", "where the server is; default http://127.0.0.1:8080"),
        (
            "OMNI_ENVIRONMENT",
            "production (default) or sandbox, which refuses live keys and gives people test data",
        ),
        ("OMNI_TENANT", "the tenant to act in, for credentials that reach several"),
        ("OMNI_TIMEOUT", "seconds a call may take with all its retries; default 60"),
        ("OMNI_MAX_RETRIES", "how many times a failed call is tried again, 0 to 10; default 2"),
        ("OMNI_LOG", "debug: a line per attempt; info: a line per failed attempt; off (default)"),
        ("OMNI_PROFILE", "the profile of the profile file; default the one in use, else \"default\""),
        ("OMNI_CONFIG_FILE", "the profile file; default ~/.config/omni/config.toml"),
    ]
}
