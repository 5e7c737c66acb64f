//! `omni-server doctor`: looks at everything the server depends on and says how to mend what is wrong.
//!
//! It changes nothing. A private Postgres that is not running is started for the look and stopped again.

mod database;
mod files;
mod network;
#[cfg(test)]
mod tests;

use std::fmt;
use std::process::ExitCode;

use omni_kernel::Clock;
use omni_kernel::config::Config;

use crate::cli::{block_on, complain, print};

/// What was found about one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    /// How it stands.
    verdict: Verdict,
    /// What was found.
    what: String,
    /// How to mend it; empty where nothing is to be mended.
    cure: String,
}

/// How a thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// It works.
    Ok,
    /// The server starts, but something is missing or unwise.
    Warn,
    /// The server does not work so.
    Fail,
}

impl Finding {
    fn ok(what: impl Into<String>) -> Self {
        Self { verdict: Verdict::Ok, what: what.into(), cure: String::new() }
    }

    fn warn(what: impl Into<String>, cure: impl Into<String>) -> Self {
        Self { verdict: Verdict::Warn, what: what.into(), cure: cure.into() }
    }

    fn fail(what: impl Into<String>, cure: impl Into<String>) -> Self {
        Self { verdict: Verdict::Fail, what: what.into(), cure: cure.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = match self.verdict {
            Verdict::Ok => "ok",
            Verdict::Warn => "warn",
            Verdict::Fail => "fail",
        };
        write!(f, "{verdict:<4}  {}", self.what)?;
        if self.cure.is_empty() { Ok(()) } else { write!(f, " — {}", self.cure) }
    }
}

/// Looks at everything and prints one line for each finding. Fails when one of them does.
pub(crate) fn run(config: &Config) -> ExitCode {
    let clock = Clock::system();
    match block_on(look(config, &clock, |finding| print(&finding.to_string()))) {
        Ok(Verdict::Ok | Verdict::Warn) => ExitCode::SUCCESS,
        Ok(Verdict::Fail) => ExitCode::FAILURE,
        Err(problem) => {
            complain(&problem);
            ExitCode::FAILURE
        }
    }
}

/// Tells each finding as it is made and returns the worst verdict.
async fn look(config: &Config, clock: &Clock, mut tell: impl FnMut(&Finding)) -> Verdict {
    let mut worst = Verdict::Ok;
    let mut note = |findings: Vec<Finding>| {
        for finding in &findings {
            worst = worst.max(finding.verdict);
            tell(finding);
        }
    };
    note(files::clock(clock, &config.data_dir));
    note(files::data_dir(&config.data_dir));
    note(files::checkpoint_file(config));
    note(files::tls(config, clock));
    note(files::onnxruntime(config.onnxruntime.as_deref()).await);
    note(network::listen(config).await);
    note(network::redis(config).await);
    note(network::otlp(config).await);
    note(network::mail(config).await);
    note(network::public_url(config));
    note(database::check(config, clock).await);
    worst
}
