//! Errors of calls, the same in every language.

mod code;
mod decode;

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

pub use code::Code;
pub(crate) use decode::{api_error, reason, retry_delay};

/// Why a call gave no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// The server refused the call or failed.
    #[error("{0}")]
    Api(Box<ApiError>),
    /// The server could not be reached, or the connection was lost.
    #[error("{message}{}", in_request(request_id))]
    Connection {
        /// What happened, with the address.
        message: String,
        /// The id the call was sent with; empty when it was not sent.
        request_id: String,
    },
    /// The deadline passed, here or on the server.
    #[error("{message}{}", in_request(request_id))]
    Timeout {
        /// What took too long.
        message: String,
        /// The id the call was sent with; empty when it was not sent.
        request_id: String,
    },
    /// The caller cancelled the call.
    #[error("the call was cancelled")]
    Cancelled,
    /// A setting is missing or wrong; nothing was sent.
    #[error("{setting}: {message}")]
    Config {
        /// The setting, as the argument is called.
        setting: String,
        /// What is wrong, and what was expected.
        message: String,
    },
}

/// What a server said about a failed call.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiError {
    /// The google.rpc.Code.
    pub code: Code,
    /// The stable reason of google.rpc.ErrorInfo in UPPER_SNAKE_CASE; empty where the server sent none.
    pub reason: String,
    /// The domain of the reason; empty where the server sent none.
    pub domain: String,
    /// The message for people.
    pub message: String,
    /// The id of the request, to be looked up or told to support.
    pub request_id: String,
    /// Whether the same call may succeed later.
    pub retryable: bool,
    /// How long to wait before that, where the server said so.
    pub retry_after: Option<Duration>,
    /// The fields of the request that are wrong.
    pub field_violations: Vec<FieldViolation>,
    /// The subjects of google.rpc.QuotaFailure and google.rpc.PreconditionFailure, `subject: description` each.
    pub failures: Vec<String>,
    /// The metadata of google.rpc.ErrorInfo.
    pub metadata: BTreeMap<String, String>,
    /// The first link of google.rpc.Help: the page of the server that explains the reason, where its operator told it its
    /// public address.
    pub help_url: Option<String>,
    /// Whether a quota, not a rate limit, was used up.
    pub(crate) quota: bool,
}

/// One wrong field of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldViolation {
    /// The path of the field, such as `requests[3].forecast_steps`.
    pub field: String,
    /// What was expected.
    pub description: String,
    /// The stable reason in UPPER_SNAKE_CASE, or empty.
    pub reason: String,
}

/// Reasons of RESOURCE_EXHAUSTED that time does not cure: the request itself is too large.
const TOO_LARGE: [&str; 2] = ["HEADERS_TOO_LARGE", "MESSAGE_TOO_LARGE"];

/// The class of an error; every SDK has one exception type for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// INVALID_ARGUMENT, OUT_OF_RANGE, UNIMPLEMENTED (the server takes no such request), and RESOURCE_EXHAUSTED of a
    /// request that is too large: sent again as it is, it fails again.
    InvalidArgument,
    /// UNAUTHENTICATED.
    Authentication,
    /// PERMISSION_DENIED.
    PermissionDenied,
    /// NOT_FOUND.
    NotFound,
    /// ALREADY_EXISTS.
    AlreadyExists,
    /// RESOURCE_EXHAUSTED for now: too many calls in a short time.
    RateLimit,
    /// RESOURCE_EXHAUSTED by a quota, told by google.rpc.QuotaFailure.
    Quota,
    /// ABORTED or FAILED_PRECONDITION.
    Conflict,
    /// UNAVAILABLE, said by a server.
    Unavailable,
    /// Every other code.
    Internal,
    /// No server answered.
    Connection,
    /// The deadline passed; DEADLINE_EXCEEDED.
    Timeout,
    /// A setting is missing or wrong.
    Config,
    /// The caller cancelled.
    Cancelled,
}

impl ErrorKind {
    /// Every kind.
    pub const ALL: [Self; 14] = [
        Self::InvalidArgument,
        Self::Authentication,
        Self::PermissionDenied,
        Self::NotFound,
        Self::AlreadyExists,
        Self::RateLimit,
        Self::Quota,
        Self::Conflict,
        Self::Unavailable,
        Self::Internal,
        Self::Connection,
        Self::Timeout,
        Self::Config,
        Self::Cancelled,
    ];

    /// The name of the exception type in Python and TypeScript.
    pub fn class_name(self) -> &'static str {
        match self {
            Self::InvalidArgument => "InvalidArgumentError",
            Self::Authentication => "AuthenticationError",
            Self::PermissionDenied => "PermissionDeniedError",
            Self::NotFound => "NotFoundError",
            Self::AlreadyExists => "AlreadyExistsError",
            Self::RateLimit => "RateLimitError",
            Self::Quota => "QuotaError",
            Self::Conflict => "ConflictError",
            Self::Unavailable => "UnavailableError",
            Self::Internal => "InternalError",
            Self::Connection => "APIConnectionError",
            Self::Timeout => "APITimeoutError",
            Self::Config => "ConfigError",
            Self::Cancelled => "OmniError",
        }
    }
}

impl Error {
    /// A wrong setting.
    pub fn config(setting: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Config { setting: setting.into(), message: message.into() }
    }

    /// The class of the error.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Api(error) => error.kind(),
            Self::Connection { .. } => ErrorKind::Connection,
            Self::Timeout { .. } => ErrorKind::Timeout,
            Self::Cancelled => ErrorKind::Cancelled,
            Self::Config { .. } => ErrorKind::Config,
        }
    }

    /// The id of the request; empty where nothing was sent.
    pub fn request_id(&self) -> &str {
        match self {
            Self::Api(error) => &error.request_id,
            Self::Connection { request_id, .. } | Self::Timeout { request_id, .. } => request_id,
            Self::Cancelled | Self::Config { .. } => "",
        }
    }

    /// What the server said, where it said something.
    pub fn api(&self) -> Option<&ApiError> {
        match self {
            Self::Api(error) => Some(error),
            _ => None,
        }
    }

    /// Whether the same call may succeed later.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Api(error) => error.retryable,
            Self::Connection { .. } => true,
            Self::Timeout { .. } | Self::Cancelled | Self::Config { .. } => false,
        }
    }
}

impl ApiError {
    /// The class of the error.
    pub fn kind(&self) -> ErrorKind {
        match self.code {
            Code::InvalidArgument | Code::OutOfRange | Code::Unimplemented => ErrorKind::InvalidArgument,
            Code::Unauthenticated => ErrorKind::Authentication,
            Code::PermissionDenied => ErrorKind::PermissionDenied,
            Code::NotFound => ErrorKind::NotFound,
            Code::AlreadyExists => ErrorKind::AlreadyExists,
            Code::ResourceExhausted if TOO_LARGE.contains(&self.reason.as_str()) => {
                ErrorKind::InvalidArgument
            }
            Code::ResourceExhausted if self.quota => ErrorKind::Quota,
            Code::ResourceExhausted => ErrorKind::RateLimit,
            Code::Aborted | Code::FailedPrecondition => ErrorKind::Conflict,
            Code::Unavailable => ErrorKind::Unavailable,
            Code::DeadlineExceeded => ErrorKind::Timeout,
            _ => ErrorKind::Internal,
        }
    }
}

/// `CODE: message (reason R, request req_…)`; the fields of a wrong request follow where the message lacks them.
impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code.name())?;
        if !self.message.is_empty() {
            write!(f, ": {}", self.message)?;
        }
        for violation in &self.field_violations {
            if !self.message.contains(&violation.field) {
                write!(f, "; {}: {}", violation.field, violation.description)?;
            }
        }
        let mut notes = Vec::new();
        if !self.reason.is_empty() {
            notes.push(format!("reason {}", self.reason));
        }
        if !self.request_id.is_empty() {
            notes.push(format!("request {}", self.request_id));
        }
        if notes.is_empty() { Ok(()) } else { write!(f, " ({})", notes.join(", ")) }
    }
}

impl std::error::Error for ApiError {}

fn in_request(request_id: &str) -> String {
    if request_id.is_empty() { String::new() } else { format!(" (request {request_id})") }
}
