//! The debug log: one line per attempt, without secrets.

use std::fmt;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use arc_swap::ArcSwapOption;

/// What goes to the debug log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogLevel {
    /// Nothing.
    #[default]
    Off,
    /// Attempts that failed.
    Info,
    /// Every attempt.
    Debug,
}

impl LogLevel {
    /// The name, as it is set.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Info => "info",
            Self::Debug => "debug",
        }
    }
}

/// One attempt. `Display` is the line of the debug log.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct DebugLine {
    /// The full name of the method, `<package>.<Service>/<Method>`.
    pub method: String,
    /// The google.rpc.Code by name, or `CONNECTION` where no server answered.
    pub status: &'static str,
    /// From sending to the end of the answer.
    pub latency: Duration,
    /// Bytes of the request message.
    pub sent: usize,
    /// Bytes of the response messages.
    pub received: usize,
    /// The id of the request.
    pub request_id: String,
    /// 1 for the first attempt.
    pub attempt: u32,
    /// Who called: the API key without its secret, or the session of a person.
    pub key: String,
    /// What the error said; empty for an answer.
    pub message: String,
}

impl fmt::Display for DebugLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "omni {} {} {}ms sent={}B received={}B attempt={} request={} key={}",
            self.method,
            self.status,
            self.latency.as_millis(),
            self.sent,
            self.received,
            self.attempt,
            self.request_id,
            self.key
        )?;
        if self.message.is_empty() { Ok(()) } else { write!(f, " error={:?}", self.message) }
    }
}

/// Takes the lines of the debug log. It is called on the thread that runs the call and must not block.
pub type DebugSink = Arc<dyn Fn(&DebugLine) + Send + Sync>;

/// The debug log of one client.
pub(crate) struct DebugLog {
    level: AtomicU8,
    sink: ArcSwapOption<DebugSink>,
}

impl DebugLog {
    pub(crate) fn new(level: LogLevel) -> Self {
        Self { level: AtomicU8::new(level as u8), sink: ArcSwapOption::empty() }
    }

    pub(crate) fn set_level(&self, level: LogLevel) {
        self.level.store(level as u8, Ordering::Relaxed);
    }

    pub(crate) fn set_sink(&self, sink: DebugSink) {
        self.sink.store(Some(Arc::new(sink)));
    }

    pub(crate) fn wants(&self, failed: bool) -> bool {
        let level = self.level.load(Ordering::Relaxed);
        level == LogLevel::Debug as u8 || (failed && level == LogLevel::Info as u8)
    }

    pub(crate) fn write(&self, line: &DebugLine) {
        match &*self.sink.load() {
            Some(sink) => sink(line),
            // A log that cannot be written must not fail the call.
            None => drop(writeln!(std::io::stderr().lock(), "{line}")),
        }
    }
}
