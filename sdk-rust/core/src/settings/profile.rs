//! The profile file: `[profiles.<name>]` tables in TOML.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::ambient::Environment;
use crate::error::Error;
use crate::person::Tokens;

/// One profile. A key it does not know is an error, so that a typing mistake is not silently a default.
#[derive(Default, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Profile {
    pub(super) api_key: Option<String>,
    pub(super) access_token: Option<toml::Spanned<String>>,
    pub(super) refresh_token: Option<toml::Spanned<String>>,
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
    /// The profile in use where nobody names one.
    profile: Option<String>,
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

/// What was read of a profile file.
#[derive(Default)]
pub(super) struct Read {
    file: File,
    shown: String,
}

/// Reads the file. One that nobody named may be absent.
pub(super) fn read(path: &Path, file_named: bool) -> Result<Read, Error> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !file_named => String::new(),
        Err(error) => return Err(unreadable(path, &error)),
    };
    Ok(Read { file: parse(path, &text)?, shown: path.display().to_string() })
}

impl Read {
    /// The profile in use where nobody names one.
    pub(super) fn in_use(&self) -> Option<String> {
        self.file.profile.clone()
    }

    /// One profile; an empty one where it is absent and may be.
    pub(super) fn profile(&mut self, name: &str, may_be_absent: bool) -> Result<Profile, Error> {
        match self.file.profiles.remove(name) {
            Some(profile) => Ok(profile),
            None if may_be_absent => Ok(Profile::default()),
            None => {
                let known: Vec<_> = self.file.profiles.keys().map(String::as_str).collect();
                let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
                let shown = &self.shown;
                Err(Error::config("profile", format!("{shown} has no [profiles.{name}]; it has: {known}")))
            }
        }
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    Error::config("OMNI_CONFIG_FILE", format!("{} cannot be read: {error}", path.display()))
}

fn parse(path: &Path, text: &str) -> Result<File, Error> {
    // The parser's own message quotes the line, which may hold a key.
    toml::from_str(text).map_err(|error| {
        let line =
            error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        Error::config("profile", format!("{}, line {line}: {}", path.display(), error.message()))
    })
}

impl Profile {
    pub(super) fn tokens(&self) -> Tokens {
        let text = |spot: &Option<toml::Spanned<String>>| spot.as_ref().map(|spot| spot.get_ref().clone());
        Tokens { access_token: text(&self.access_token), refresh_token: text(&self.refresh_token) }
    }
}

/// A file and where in it the tokens of one profile stand.
pub(crate) struct Spots {
    text: String,
    access: Option<Range<usize>>,
    refresh: Option<Range<usize>>,
}

impl Spots {
    /// The file with other tokens in their places, and everything else as it was. Tokens are visible characters without
    /// quotes, so they need no escapes.
    pub(crate) fn with(&self, tokens: &Tokens) -> String {
        let pairs = [(&self.access, &tokens.access_token), (&self.refresh, &tokens.refresh_token)];
        let mut changes: Vec<_> =
            pairs.into_iter().filter_map(|(spot, token)| spot.clone().zip(token.as_deref())).collect();
        // From the end, so that what is still to be changed does not move.
        changes.sort_by_key(|(spot, _)| std::cmp::Reverse(spot.start));
        let mut text = self.text.clone();
        for (spot, token) in changes {
            text.replace_range(spot, &format!("\"{token}\""));
        }
        text
    }
}

/// The tokens that a profile has now, and their places.
///
/// # Errors
/// [`Error::Config`] when the file cannot be read or understood.
pub(crate) fn saved_tokens(path: &Path, name: &str) -> Result<(Tokens, Spots), Error> {
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
    let profile = parse(path, &text)?.profiles.remove(name).unwrap_or_default();
    let spot = |value: &Option<toml::Spanned<String>>| value.as_ref().map(toml::Spanned::span);
    let spots = Spots { access: spot(&profile.access_token), refresh: spot(&profile.refresh_token), text };
    Ok((profile.tokens(), spots))
}
