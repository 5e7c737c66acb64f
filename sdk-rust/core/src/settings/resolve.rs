//! Argument, then environment, then profile, then default.

use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;

use super::profile::{self, Profile, Seconds};
use super::{Resolved, ResolvedSettings, Settings, Source, TargetEnvironment};
use crate::ambient::Environment;
use crate::debug::LogLevel;
use crate::error::Error;
use crate::key::ApiKey;
use crate::person::Tokens;

const DEFAULT_BASE_URL: &str = "http://127.0.0.1:8080";
const DEFAULT_TIMEOUT: Duration = Duration::from_mins(1);
const DEFAULT_RETRIES: u32 = 2;
const MAX_RETRIES: u32 = 10;

impl ResolvedSettings {
    /// Settles every setting. The key is not checked yet: a command that shows the settings needs none.
    ///
    /// # Errors
    /// [`Error::Config`] with the setting, where its value came from, and what was expected.
    pub fn resolve(given: &Settings, environment: &dyn Environment) -> Result<Self, Error> {
        Self::settle(given, environment, false)
    }

    /// The same for a command that writes the profile: neither it nor the file has to be there yet.
    ///
    /// # Errors
    /// As [`ResolvedSettings::resolve`].
    pub fn resolve_for_writing(given: &Settings, environment: &dyn Environment) -> Result<Self, Error> {
        Self::settle(given, environment, true)
    }

    fn settle(given: &Settings, environment: &dyn Environment, may_be_new: bool) -> Result<Self, Error> {
        let location = profile::location(environment);
        let mut file = match &location {
            Some((path, file_named)) => profile::read(path, *file_named && !may_be_new)?,
            None => profile::Read::default(),
        };
        let profile_name = pick(given.profile.clone(), "OMNI_PROFILE", environment, None, "")
            .or_else(|| Some(Resolved { value: file.in_use()?, source: Source::File }))
            .unwrap_or(Resolved { value: "default".to_owned(), source: Source::Default });
        let may_be_absent = may_be_new || profile_name.source == Source::Default;
        let from_file = file.profile(&profile_name.value, may_be_absent)?;
        let text = |given: &Option<String>, variable, in_file: Option<String>| {
            pick(given.clone(), variable, environment, in_file, &profile_name.value)
        };
        let (api_key, tokens) = credential(given, environment, &from_file, &profile_name.value)?;
        let log = text(&given.debug.then(|| "debug".to_owned()), "OMNI_LOG", from_file.log);
        Ok(Self {
            api_key,
            tokens,
            base_url: base_url(text(&given.base_url, "OMNI_BASE_URL", from_file.base_url))?,
            environment: parse(
                "environment",
                text(&given.environment, "OMNI_ENVIRONMENT", from_file.environment),
            )?
            .unwrap_or_else(default),
            mock_mode: match (given.mock_mode, from_file.mock_mode) {
                (Some(value), _) => Resolved { value, source: Source::Argument },
                (None, Some(value)) => {
                    Resolved { value, source: Source::Profile(profile_name.value.clone()) }
                }
                (None, None) => default(),
            },
            timeout: timeout(given.timeout, environment, from_file.timeout, &profile_name.value)?,
            max_retries: max_retries(
                given.max_retries,
                environment,
                from_file.max_retries,
                &profile_name.value,
            )?,
            tenant: text(&given.tenant, "OMNI_TENANT", from_file.tenant),
            log: parse("log", log)?.unwrap_or_else(default),
            config_file: location.map(|(path, _)| path),
            user_agent: user_agent(given.user_agent.as_deref()),
            profile: profile_name,
        })
    }
}

/// A key or a person's tokens; at most one of them is there.
type Credential = (Option<Resolved<ApiKey>>, Option<Resolved<Tokens>>);

/// The credential of the first source that has one: a key or a person's tokens, never both.
fn credential(
    given: &Settings,
    environment: &dyn Environment,
    in_file: &Profile,
    profile: &str,
) -> Result<Credential, Error> {
    let of_environment = Tokens {
        access_token: environment.variable("OMNI_ACCESS_TOKEN"),
        refresh_token: environment.variable("OMNI_REFRESH_TOKEN"),
    };
    let of_arguments =
        Tokens { access_token: given.access_token.clone(), refresh_token: given.refresh_token.clone() };
    let sources = [
        (given.api_key.clone(), of_arguments, Source::Argument),
        (environment.variable("OMNI_API_KEY"), of_environment, Source::Environment("OMNI_API_KEY")),
        (in_file.api_key.clone(), in_file.tokens(), Source::Profile(profile.to_owned())),
    ];
    for (key, tokens, source) in sources {
        match (key, tokens.is_empty()) {
            (None, true) => {}
            (Some(key), true) => {
                let value = ApiKey::new(key.trim());
                return Ok((Some(Resolved { value, source }), None));
            }
            (None, false) => {
                let source = match (&source, &tokens.access_token) {
                    (Source::Environment(_), Some(_)) => Source::Environment("OMNI_ACCESS_TOKEN"),
                    (Source::Environment(_), None) => Source::Environment("OMNI_REFRESH_TOKEN"),
                    _ => source,
                };
                return Ok((None, Some(Resolved { value: trimmed(tokens), source })));
            }
            (Some(_), false) => return Err(Error::config("api_key", both(&source))),
        }
    }
    Ok((None, None))
}

fn both(source: &Source) -> String {
    let both = match source {
        Source::Environment(_) => {
            "OMNI_API_KEY and OMNI_ACCESS_TOKEN or OMNI_REFRESH_TOKEN are both set".to_owned()
        }
        Source::Profile(name) => format!("profile {name} has both an API key and a person's tokens"),
        _ => "api_key and access_token or refresh_token are both given".to_owned(),
    };
    format!("{both}; a call is made either with a key or as a person")
}

fn trimmed(tokens: Tokens) -> Tokens {
    let trim = |token: Option<String>| token.map(|token| token.trim().to_owned());
    Tokens { access_token: trim(tokens.access_token), refresh_token: trim(tokens.refresh_token) }
}

fn default<T: Default>() -> Resolved<T> {
    Resolved { value: T::default(), source: Source::Default }
}

fn pick(
    given: Option<String>,
    variable: &'static str,
    environment: &dyn Environment,
    in_file: Option<String>,
    profile: &str,
) -> Option<Resolved<String>> {
    given
        .map(|value| Resolved { value, source: Source::Argument })
        .or_else(|| {
            let value = environment.variable(variable)?;
            Some(Resolved { value, source: Source::Environment(variable) })
        })
        .or_else(|| Some(Resolved { value: in_file?, source: Source::Profile(profile.to_owned()) }))
}

fn wrong(setting: &str, source: &Source, why: impl Display) -> Error {
    let from = match source {
        Source::Argument | Source::Default => String::new(),
        other => format!("from {other}: "),
    };
    Error::config(setting, format!("{from}{why}"))
}

fn parse<T: FromStr<Err = String>>(
    setting: &str,
    text: Option<Resolved<String>>,
) -> Result<Option<Resolved<T>>, Error> {
    let Some(Resolved { value, source }) = text else { return Ok(None) };
    let value = value.parse().map_err(|why: String| wrong(setting, &source, why))?;
    Ok(Some(Resolved { value, source }))
}

impl FromStr for TargetEnvironment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "production" => Ok(Self::Production),
            "sandbox" => Ok(Self::Sandbox),
            other => Err(format!("{other:?} is not an environment; expected production or sandbox")),
        }
    }
}

fn base_url(text: Option<Resolved<String>>) -> Result<Resolved<String>, Error> {
    let Some(Resolved { value, source }) = text else {
        return Ok(Resolved { value: DEFAULT_BASE_URL.to_owned(), source: Source::Default });
    };
    let expected = "expected http:// or https://, a host, and maybe a port and a path";
    let uri: http::Uri = value.parse().map_err(|error| {
        wrong("base_url", &source, format!("{value:?} is not a URL ({error}); {expected}"))
    })?;
    let scheme_known = matches!(uri.scheme_str(), Some("http" | "https"));
    let authority = uri.authority().map(http::uri::Authority::as_str).unwrap_or_default();
    if !scheme_known || authority.is_empty() {
        return Err(wrong("base_url", &source, format!("{value:?} is not the URL of a server; {expected}")));
    }
    if authority.contains('@') || uri.query().is_some() {
        // The value may hold a password, so it is not repeated.
        return Err(wrong(
            "base_url",
            &source,
            format!("a user, a password or a query does not belong there; {expected}"),
        ));
    }
    Ok(Resolved { value: value.trim_end_matches('/').to_owned(), source })
}

fn timeout(
    given: Option<Duration>,
    environment: &dyn Environment,
    in_file: Option<Seconds>,
    profile: &str,
) -> Result<Resolved<Duration>, Error> {
    let expected = "expected seconds above 0, such as 2.5";
    let seconds = |value: f64, source: &Source| {
        Duration::try_from_secs_f64(value)
            .map_err(|_| wrong("timeout", source, format!("{value} is not a timeout; {expected}")))
    };
    let resolved = if let Some(value) = given {
        Resolved { value, source: Source::Argument }
    } else if let Some(text) = environment.variable("OMNI_TIMEOUT") {
        let source = Source::Environment("OMNI_TIMEOUT");
        let number: f64 = text
            .trim()
            .parse()
            .map_err(|_| wrong("timeout", &source, format!("{text:?} is not a number; {expected}")))?;
        Resolved { value: seconds(number, &source)?, source }
    } else if let Some(number) = in_file {
        let source = Source::Profile(profile.to_owned());
        let number = match number {
            Seconds::Whole(number) => f64::from(number),
            Seconds::Decimal(number) => number,
        };
        Resolved { value: seconds(number, &source)?, source }
    } else {
        Resolved { value: DEFAULT_TIMEOUT, source: Source::Default }
    };
    if resolved.value.is_zero() {
        return Err(wrong("timeout", &resolved.source, format!("0 is not a timeout; {expected}")));
    }
    Ok(resolved)
}

fn max_retries(
    given: Option<u32>,
    environment: &dyn Environment,
    in_file: Option<u32>,
    profile: &str,
) -> Result<Resolved<u32>, Error> {
    let expected = format!("expected a whole number from 0 to {MAX_RETRIES}");
    let resolved = if let Some(value) = given {
        Resolved { value, source: Source::Argument }
    } else if let Some(text) = environment.variable("OMNI_MAX_RETRIES") {
        let source = Source::Environment("OMNI_MAX_RETRIES");
        let value = text
            .trim()
            .parse()
            .map_err(|_| wrong("max_retries", &source, format!("got {text:?}; {expected}")))?;
        Resolved { value, source }
    } else if let Some(value) = in_file {
        Resolved { value, source: Source::Profile(profile.to_owned()) }
    } else {
        Resolved { value: DEFAULT_RETRIES, source: Source::Default }
    };
    if resolved.value > MAX_RETRIES {
        return Err(wrong("max_retries", &resolved.source, format!("got {}; {expected}", resolved.value)));
    }
    Ok(resolved)
}

fn user_agent(binding: Option<&str>) -> String {
    let core = concat!("omni-core/", env!("CARGO_PKG_VERSION"));
    let platform = format!("{}/{}", std::env::consts::OS, std::env::consts::ARCH);
    // A character that a header cannot hold must not make every call fail.
    let binding: String = binding.unwrap_or_default().chars().filter(|c| (' '..='~').contains(c)).collect();
    [binding.as_str(), core, &platform].join(" ").trim().to_owned()
}

impl FromStr for LogLevel {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.to_ascii_lowercase().as_str() {
            "debug" => Ok(Self::Debug),
            "info" => Ok(Self::Info),
            "off" => Ok(Self::Off),
            other => Err(format!("{other:?} is not a log level; expected debug, info or off")),
        }
    }
}
