//! Settings as they are shown: the effective ones with their sources, and their schema.

use std::fmt::Write as _;

use serde_json::Value as Json;
use toml::Value;

use super::Config;
use super::keys::{Key, keys_of, schema_of};
use super::layers::Leaf;
use crate::secret::MASK;

impl Config {
    /// The effective settings as TOML, each line with its source, secrets masked.
    pub fn to_toml(&self) -> String {
        let keys = keys_of(&schema_of::<Self>());
        let mut text = String::new();
        let mut parts: Vec<(&str, &str, &Key)> = keys.iter().map(parts).collect();
        // A section stands together, before those within it.
        parts.sort_by_key(|(section, name, _)| (*section, *name));
        let mut section = "";
        for (own, name, key) in parts {
            if own != section {
                section = own;
                let _ = writeln!(text, "\n[{section}]");
            }
            let _ = match self.leaves.get(&key.path) {
                Some(leaf) => writeln!(text, "{name} = {}  # {}", shown(key, leaf), source(leaf)),
                None => writeln!(text, "# {name} is not set"),
            };
        }
        text
    }

    /// The JSON Schema of a settings file, with defaults; every key may be left out.
    pub fn schema() -> Json {
        let mut schema = schema_of::<Self>();
        let defaults = super::DEFAULTS.parse().map_or(Value::Boolean(false), Value::Table);
        relax(&mut schema, &defaults);
        schema["title"] = "Settings of the Omni server (omni.toml)".into();
        schema
    }
}

/// The section, the name in it, and the key.
fn parts(key: &Key) -> (&str, &str, &Key) {
    let (section, name) = key.path.rsplit_once('.').unwrap_or(("", &key.path));
    (section, name, key)
}

fn shown(key: &Key, leaf: &Leaf) -> String {
    if key.secret { format!("\"{MASK}\"") } else { leaf.value.to_string() }
}

fn source(leaf: &Leaf) -> String {
    match &leaf.secret_file {
        Some(path) => format!("{}, content of {}", leaf.source, path.display()),
        None => leaf.source.to_string(),
    }
}

/// Makes every key optional and names its default.
fn relax(schema: &mut Json, defaults: &Value) {
    let Some(object) = schema.as_object_mut() else { return };
    object.remove("required");
    if let Some(properties) = object.get_mut("properties").and_then(Json::as_object_mut) {
        for (name, property) in properties {
            if let Some(default) = defaults.get(name) {
                relax(property, default);
            }
        }
    } else if let Ok(default) = serde_json::to_value(defaults) {
        object.insert("default".to_owned(), default);
    }
}
