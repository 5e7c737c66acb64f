//! How the command line ends: exit codes, and errors on standard error.

use std::io::{ErrorKind as IoErrorKind, Write};
use std::process::ExitCode;

use omni_client_core::{ApiError, Error, ErrorKind};
use serde_json::{Value, json};

use super::output;

pub(crate) const USAGE: u8 = 2;

/// The exit codes, as `omni --help` shows them.
pub(crate) const HELP: &str = "\
Exit codes:
  0  the call was answered
  1  the server failed, or something unforeseen happened
  2  the command line or a setting is wrong; nothing was sent
  3  the key or the sign-in is missing, wrong, or lacks a permission
  4  the request is wrong: invalid argument, too large, no such method, not found, already exists, conflict
  5  a rate limit or a quota is used up
  6  no answer: unavailable, cannot connect, timeout
  7  the audit log is broken";

/// Why a command gave no result.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line is wrong.
    Usage(String),
    /// The call failed, or a setting is wrong.
    Omni(Error),
    /// Reading or writing failed.
    Io(std::io::Error),
    /// What was to be verified does not hold.
    Broken(String),
    /// A sign-in elsewhere was refused.
    Refused(String),
    /// What was waited for did not come in time.
    Late(String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Omni(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

impl Failure {
    fn code(&self) -> u8 {
        match self {
            Self::Usage(_) => USAGE,
            Self::Io(_) => 1,
            Self::Broken(_) => 7,
            Self::Refused(_) => 3,
            Self::Late(_) => 6,
            Self::Omni(Error::Config { setting, .. })
                if ["api_key", "access_token", "refresh_token"].contains(&setting.as_str()) =>
            {
                3
            }
            Self::Omni(error) => match error.kind() {
                ErrorKind::Config => USAGE,
                ErrorKind::Authentication | ErrorKind::PermissionDenied => 3,
                ErrorKind::InvalidArgument
                | ErrorKind::NotFound
                | ErrorKind::AlreadyExists
                | ErrorKind::Conflict => 4,
                ErrorKind::RateLimit | ErrorKind::Quota => 5,
                ErrorKind::Unavailable | ErrorKind::Connection | ErrorKind::Timeout => 6,
                ErrorKind::Internal | ErrorKind::Cancelled => 1,
            },
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Usage(message) | Self::Broken(message) | Self::Refused(message) | Self::Late(message) => {
                format!("error: {message}")
            }
            Self::Io(error) => format!("error: {error}"),
            Self::Omni(error) => {
                let mut text = format!("error: {error}");
                if let Some(api) = error.api() {
                    details(&mut text, api);
                }
                text
            }
        }
    }

    fn json(&self) -> Value {
        let body = match self {
            Self::Usage(message) => json!({"class": "UsageError", "message": message}),
            Self::Io(error) => json!({"class": "IoError", "message": error.to_string()}),
            Self::Broken(message) => json!({"class": "BrokenError", "message": message}),
            Self::Refused(message) => {
                json!({"class": ErrorKind::Authentication.class_name(), "message": message})
            }
            Self::Late(message) => json!({"class": ErrorKind::Timeout.class_name(), "message": message}),
            Self::Omni(error) => match error.api() {
                Some(api) => api_json(api),
                None => json!({
                    "class": error.kind().class_name(),
                    "message": error.to_string(),
                    "requestId": error.request_id(),
                }),
            },
        };
        json!({ "error": body })
    }
}

fn details(text: &mut String, api: &ApiError) {
    let mut line = |what: String| {
        text.push_str("\n  ");
        text.push_str(&what);
    };
    api.failures.iter().cloned().for_each(&mut line);
    if let Some(delay) = api.retry_after {
        line(format!("try again in {}s", delay.as_secs_f64()));
    }
    if let Some(url) = &api.help_url {
        line(format!("see {url}"));
    }
}

fn api_json(api: &ApiError) -> Value {
    let violations = api.field_violations.iter().map(|violation| {
        json!({"field": violation.field, "description": violation.description, "reason": violation.reason})
    });
    json!({
        "class": api.kind().class_name(),
        "code": api.code.name(),
        "reason": api.reason,
        "domain": api.domain,
        "message": api.message,
        "requestId": api.request_id,
        "retryable": api.retryable,
        "retryAfterSeconds": api.retry_after.map(|delay| delay.as_secs_f64()),
        "fieldViolations": violations.collect::<Vec<_>>(),
        "metadata": api.metadata,
        "helpUrl": api.help_url,
    })
}

/// Reports a failure and gives the exit code.
pub(crate) fn code(result: Result<(), Failure>, as_json: bool) -> ExitCode {
    let Err(failure) = result else { return ExitCode::SUCCESS };
    if matches!(&failure, Failure::Io(error) if error.kind() == IoErrorKind::BrokenPipe) {
        // `omni … | head` has what it wanted.
        return ExitCode::SUCCESS;
    }
    let text = if as_json { failure.json().to_string() } else { output::printable(&failure.text()) };
    let _ = writeln!(std::io::stderr(), "{text}");
    ExitCode::from(failure.code())
}
