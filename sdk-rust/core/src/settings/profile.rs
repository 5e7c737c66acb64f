//! The profile file: `[profiles.<name>]` tables in TOML.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::ambient::Environment;
use crate::error::Error;

/// One profile. A key it does not know is an error, so that a typing mistake is not silently a default.
#[derive(Default, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Profile {
    pub(super) api_key: Option<String>,
    pub(super) base_url: Option<String>,
    pub(super) environment: Option<String>,
    pub(super) tenant: Option<String>,
    pub(super) timeout: Option<Seconds>,
    pub(super) max_retries: Option<u32>,
    pub(super) log: Option<String>,
    pub(super) mock_mode: Option<bool>,
}

/// Seconds, whole or decimal.
#[derive(Clone, Copy, serde::Deserialize)]
#[serde(untagged)]
pub(super) enum Seconds {
    Whole(u32),
    Decimal(f64),
}

#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    profiles: BTreeMap<String, Profile>,
}

/// Where the profile file is, and whether the caller named it.
pub(super) fn location(environment: &dyn Environment) -> Option<(PathBuf, bool)> {
    if let Some(path) = environment.variable("OMNI_CONFIG_FILE") {
        return Some((PathBuf::from(path), true));
    }
    let folder = environment.variable("XDG_CONFIG_HOME").map(PathBuf::from).or_else(|| {
        let home = environment.variable("HOME").or_else(|| environment.variable("USERPROFILE"))?;
        Some(Path::new(&home).join(".config"))
    })?;
    Some((folder.join("omni").join("config.toml"), false))
}

/// Reads one profile. A file or profile that nobody named may be absent.
pub(super) fn read(path: &Path, file_named: bool, name: &str, profile_named: bool) -> Result<Profile, Error> {
    let shown = path.display();
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !file_named => String::new(),
        Err(error) => {
            return Err(Error::config("OMNI_CONFIG_FILE", format!("{shown} cannot be read: {error}")));
        }
    };
    // The parser's own message quotes the line, which may hold a key.
    let file: File = toml::from_str(&text).map_err(|error| {
        let line =
            error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        Error::config("profile", format!("{shown}, line {line}: {}", error.message()))
    })?;
    match file.profiles.get(name) {
        Some(profile) => Ok(profile.clone()),
        None if !profile_named => Ok(Profile::default()),
        None => {
            let known: Vec<_> = file.profiles.keys().map(String::as_str).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            Err(Error::config("profile", format!("{shown} has no [profiles.{name}]; it has: {known}")))
        }
    }
}
