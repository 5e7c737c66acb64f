//! What the log is asked for, and how it is kept.

use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use omni_audit_chain::{Break, Link, Outcome, Report, Signed};

/// How the log is kept.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How often a checkpoint is signed of every chain that has grown.
    pub checkpoint_interval: Duration,
    /// After how many entries of a chain a checkpoint is signed in between; while it is young, more often.
    pub checkpoint_entries: u64,
    /// Where checkpoints are written besides the database, a JSON object a line.
    pub checkpoint_file: Option<PathBuf>,
    /// Refused acts waiting to be written; past that, new ones are only counted and logged.
    pub queue_size: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            checkpoint_interval: Duration::from_hours(1),
            checkpoint_entries: 1000,
            checkpoint_file: None,
            queue_size: 1024,
        }
    }
}

/// Which entries; what is set has to fit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Done at this time or later.
    pub start_time: Option<Timestamp>,
    /// Done before this time.
    pub end_time: Option<Timestamp>,
    /// By this key or person; empty: by anybody.
    pub actor: String,
    /// This action, or with `.*` at its end all that lie below it; empty: any.
    pub action: String,
    /// Done to this; empty: to anything.
    pub target: String,
    /// With this outcome.
    pub outcome: Option<Outcome>,
}

/// An entry with what is still known of its persons.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) link: Link,
    /// Positions of personal data whose clear text is there and does not open: it was changed.
    pub(crate) damaged: Vec<usize>,
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What was read up to the end, or up to the first break.
    pub report: Report,
    /// The first break.
    pub first_break: Option<Break>,
    /// A checkpoint of the end, of a whole chain without a break.
    pub checkpoint: Option<Signed>,
}
