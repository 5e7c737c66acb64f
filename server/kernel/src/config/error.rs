//! What is wrong with settings: all of it at once, each with its key, its source and what was expected.

use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The built-in defaults.
    Default,
    /// A line of a settings file.
    File {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// An environment variable.
    Env(String),
    /// A flag, such as `--listen`.
    Flag(String),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { path, line } => write!(f, "{}:{line}", path.display()),
            Self::Env(name) | Self::Flag(name) => f.write_str(name),
        }
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The key, or the file or variable where there is no such key.
    pub key: String,
    /// Where the value comes from.
    pub source: Option<Source>,
    /// What was expected.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Some(source) if source.to_string() != self.key => {
                write!(f, "{} ({source}): {}", self.key, self.message)
            }
            _ => write!(f, "{}: {}", self.key, self.message),
        }
    }
}

/// Why settings cannot be used: every problem found, one a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// The problems, in the order they were found; never empty.
    pub problems: Vec<Problem>,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the settings are wrong:")?;
        self.problems.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
    }
}

impl std::error::Error for Error {}

/// The key of a list whose item a path such as `cors.allowed_origins[1]` names; else the path.
pub(super) fn whole(path: &str) -> &str {
    path.split('[').next().unwrap_or_default()
}

/// Problems as they are found.
#[derive(Debug, Default)]
pub(super) struct Problems(Vec<Problem>);

impl Problems {
    pub(super) fn add(&mut self, key: impl Into<String>, source: Option<Source>, message: impl Into<String>) {
        self.0.push(Problem { key: key.into(), source, message: message.into() });
    }

    /// Adds a problem of a known key unless the condition holds.
    pub(super) fn require(&mut self, key: &str, holds: bool, expectation: &str) {
        if !holds {
            self.add(key, None, expectation);
        }
    }

    /// Adds a problem of every item of a list for which the condition does not hold.
    pub(super) fn require_each(
        &mut self,
        key: &str,
        items: &[String],
        holds: impl Fn(&str) -> bool,
        expectation: &str,
    ) {
        for (index, item) in items.iter().enumerate() {
            self.require(&format!("{key}[{index}]"), holds(item), expectation);
        }
    }

    /// The keys with which something is wrong, or with an item of them.
    pub(super) fn keys(&self) -> BTreeSet<String> {
        self.0.iter().map(|problem| whole(&problem.key).to_owned()).collect()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn into_error(self) -> Error {
        Error { problems: self.0 }
    }
}
