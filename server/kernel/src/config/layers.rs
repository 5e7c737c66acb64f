//! The layers: each source read into leaves, the later over the earlier.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use toml::de::DeTable;
use toml::{Table, Value};

use crate::nearest::nearest;

use super::error::Problems;
use super::keys::Key;
use super::{Inputs, PREFIX, Source};

/// The value of one key and where it comes from.
#[derive(Clone)]
pub(super) struct Leaf {
    pub(super) value: Value,
    pub(super) source: Source,
    /// The file a secret was read from.
    pub(super) secret_file: Option<PathBuf>,
}

impl std::fmt::Debug for Leaf {
    /// Without the value, which may be a secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.source)
    }
}

/// Values by key.
pub(super) type Leaves = BTreeMap<String, Leaf>;

/// Variables of this prefix that other programs read.
const FOREIGN: &[&str] = &[
    "API_KEY",
    "BASE_URL",
    "CONFIG",
    "CONFIG_FILE",
    "ENVIRONMENT",
    "LOG",
    "MAX_RETRIES",
    "PROFILE",
    "SERVER_BIN",
    "TENANT",
    "TIMEOUT",
];

/// Reads all layers. Values of the wrong kind are reported and left out.
pub(super) fn read(inputs: &Inputs, keys: &[Key], problems: &mut Problems) -> Leaves {
    let mut layers = Layers { keys, leaves: Leaves::new(), problems };
    layers.add_file(super::DEFAULTS, |_| Source::Default);
    if let Some(path) = &inputs.file {
        match std::fs::read_to_string(path) {
            Ok(text) => layers.add_file(&text, |line| Source::File { path: path.clone(), line }),
            Err(error) => {
                layers.problems.add(path.display().to_string(), None, format!("cannot be read: {error}"));
            }
        }
    }
    inputs.env.iter().for_each(|(name, text)| layers.add_variable(name, text));
    inputs.flags.iter().for_each(|flag| layers.add_flag(&flag.flag, &flag.key, &flag.value));
    layers.read_secret_files();
    layers.leaves
}

struct Layers<'a> {
    keys: &'a [Key],
    leaves: Leaves,
    problems: &'a mut Problems,
}

impl Layers<'_> {
    fn add_file(&mut self, text: &str, source: impl Fn(usize) -> Source) {
        let parsed = text.parse::<Table>().and_then(|table| Ok((table, DeTable::parse(text)?)));
        match parsed {
            Ok((table, spans)) => {
                let line = |at: usize| source(1 + text[..at].matches('\n').count());
                self.add_table("", &table, spans.get_ref(), &line);
            }
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                let source = source(1 + text[..at].matches('\n').count());
                self.problems.add(source.to_string(), None, error.message());
            }
        }
    }

    fn add_table(
        &mut self,
        prefix: &str,
        table: &Table,
        spans: &DeTable<'_>,
        line: &impl Fn(usize) -> Source,
    ) {
        for (name, spanned) in spans {
            let Some(value) = table.get(name.get_ref().as_ref()) else { continue };
            let (path, source) = (format!("{prefix}{}", name.get_ref()), line(name.span().start));
            let section = format!("{path}.");
            if self.keys.iter().any(|key| key.path == path) {
                self.add(&path, source, Ok(value.clone()));
            } else if !self.keys.iter().any(|key| key.path.starts_with(&section)) {
                let unknown = self.unknown(&path);
                self.problems.add(path, Some(source), unknown);
            } else if let (Value::Table(table), Some(spans)) = (value, spanned.get_ref().as_table()) {
                self.add_table(&section, table, spans, line);
            } else {
                self.problems.add(path, Some(source), "expected a table");
            }
        }
    }

    /// What is wrong with a key that is none, and which may have been meant: a key, or a section.
    fn unknown(&self, path: &str) -> String {
        let sections: BTreeSet<&str> =
            self.keys.iter().filter_map(|key| Some(key.path.rsplit_once('.')?.0)).collect();
        if sections.contains(path) {
            return "is a section; set one of its keys".to_owned();
        }
        let keys = self.keys.iter().map(|key| key.path.as_str());
        let of_keys = nearest(path, keys.chain(sections.iter().copied()));
        if !of_keys.is_empty() {
            return format!("unknown key{of_keys}");
        }
        let section = path.rsplit_once('.').map_or(path, |(section, _)| section);
        format!("unknown key{}", nearest(section, sections.into_iter()))
    }

    fn add_variable(&mut self, name: &str, text: &str) {
        let Some(rest) = name.strip_prefix(PREFIX) else { return };
        if let Some(key) = self.keys.iter().find(|key| key.variable() == name) {
            if !text.is_empty() {
                let value = key.parse(text);
                self.add(&key.path, Source::Env(name.to_owned()), value);
            }
        } else if !FOREIGN.contains(&rest) && !rest.starts_with("TEST_") && !is_service_link(rest, text) {
            let variables: Vec<String> = self.keys.iter().map(Key::variable).collect();
            let nearest = nearest(name, variables.iter().map(String::as_str));
            self.problems.add(name, None, format!("unknown setting{nearest}"));
        }
    }

    fn add_flag(&mut self, flag: &str, path: &str, text: &str) {
        if let Some(key) = self.keys.iter().find(|key| key.path == path) {
            let value = key.parse(text);
            self.add(&key.path, Source::Flag(flag.to_owned()), value);
        } else {
            let unknown = self.unknown(path);
            self.problems.add(path, Some(Source::Flag(flag.to_owned())), unknown);
        }
    }

    fn add(&mut self, path: &str, source: Source, value: Result<Value, String>) {
        let Some(key) = self.keys.iter().find(|key| key.path == path) else { return };
        match value.and_then(|value| key.check(&value).map(|()| value)) {
            Ok(value) => {
                self.leaves.insert(path.to_owned(), Leaf { value, source, secret_file: None });
            }
            Err(message) => self.problems.add(path, Some(source), message),
        }
    }

    /// Puts the content of a file in the place of a secret that names one.
    fn read_secret_files(&mut self) {
        for key in self.keys.iter().filter(|key| key.secret) {
            let Some(leaf) = self.leaves.get_mut(&key.path) else { continue };
            let Some(path) =
                leaf.value.as_str().and_then(|text| text.strip_prefix("file:")).map(PathBuf::from)
            else {
                continue;
            };
            match read_secret(&path) {
                Ok(secret) => {
                    leaf.value = Value::String(secret);
                    leaf.secret_file = Some(path);
                }
                Err(message) => {
                    self.problems.add(&key.path, Some(leaf.source.clone()), message);
                    self.leaves.remove(&key.path);
                }
            }
        }
    }
}

fn read_secret(path: &Path) -> Result<String, String> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("expected a readable file {}: {error}", path.display()))?;
    let secret = text.trim_end_matches(['\r', '\n']);
    if secret.is_empty() {
        return Err(format!("expected a secret in {}, which is empty", path.display()));
    }
    Ok(secret.to_owned())
}

/// Whether Kubernetes set the variable for a service named `omni` or `omni-...`: it does so in every pod beside one.
fn is_service_link(rest: &str, text: &str) -> bool {
    let link = ["tcp://", "udp://", "sctp://"].iter().any(|scheme| text.starts_with(scheme));
    let port_of = |number: &str| {
        let (digits, protocol) = number.split_once('_').unwrap_or((number, ""));
        !digits.is_empty()
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && ["TCP", "UDP", "SCTP"].iter().any(|known| protocol.starts_with(known))
    };
    let whole = format!("_{rest}");
    whole.ends_with("_SERVICE_HOST")
        || whole.contains("_SERVICE_PORT")
        || (whole.ends_with("_PORT") && link)
        || whole.split("_PORT_").skip(1).any(port_of)
}
