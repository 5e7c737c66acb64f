//! The one error type, and its one way into `google.rpc.Status`.
//!
//! An error has two faces: a public message with a stable reason and details, and a context that is only logged.
//! Neither repeats the other.

use std::collections::HashMap;
use std::fmt;
use std::time::Duration;

use tonic::{Code, Status};
use tonic_types::{ErrorDetails, QuotaViolation, StatusExt};

pub use tonic_types::FieldViolation;

/// What kind of failure it is; decides the gRPC code and with it the HTTP status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The request is wrong, whatever the state of the system.
    InvalidArgument,
    /// No credential, or none that is valid.
    Unauthenticated,
    /// A valid credential that may not do this.
    PermissionDenied,
    /// It is not there, or it is another tenant's.
    NotFound,
    /// It is there already.
    AlreadyExists,
    /// The state of the system must change first.
    FailedPrecondition,
    /// Somebody else was faster; read again and retry.
    Aborted,
    /// A limit or a quota is used up, or a queue is full.
    ResourceExhausted,
    /// The caller went away.
    Cancelled,
    /// The deadline passed.
    DeadlineExceeded,
    /// The method, the path or the protocol is not served here.
    Unimplemented,
    /// Not now; a retry may succeed.
    Unavailable,
    /// A fault of ours.
    Internal,
}

impl Kind {
    /// The gRPC code.
    pub fn code(self) -> Code {
        match self {
            Self::InvalidArgument => Code::InvalidArgument,
            Self::Unauthenticated => Code::Unauthenticated,
            Self::PermissionDenied => Code::PermissionDenied,
            Self::NotFound => Code::NotFound,
            Self::AlreadyExists => Code::AlreadyExists,
            Self::FailedPrecondition => Code::FailedPrecondition,
            Self::Aborted => Code::Aborted,
            Self::ResourceExhausted => Code::ResourceExhausted,
            Self::Cancelled => Code::Cancelled,
            Self::DeadlineExceeded => Code::DeadlineExceeded,
            Self::Unimplemented => Code::Unimplemented,
            Self::Unavailable => Code::Unavailable,
            Self::Internal => Code::Internal,
        }
    }
}

impl Kind {
    /// The gRPC code by name, as google.rpc.Code spells it.
    pub fn name(self) -> &'static str {
        code_name(self.code())
    }
}

/// The name of a gRPC code, as google.rpc.Code spells it.
pub fn code_name(code: Code) -> &'static str {
    match code {
        Code::Ok => "OK",
        Code::Cancelled => "CANCELLED",
        Code::Unknown => "UNKNOWN",
        Code::InvalidArgument => "INVALID_ARGUMENT",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        Code::NotFound => "NOT_FOUND",
        Code::AlreadyExists => "ALREADY_EXISTS",
        Code::PermissionDenied => "PERMISSION_DENIED",
        Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
        Code::FailedPrecondition => "FAILED_PRECONDITION",
        Code::Aborted => "ABORTED",
        Code::OutOfRange => "OUT_OF_RANGE",
        Code::Unimplemented => "UNIMPLEMENTED",
        Code::Internal => "INTERNAL",
        Code::Unavailable => "UNAVAILABLE",
        Code::DataLoss => "DATA_LOSS",
        Code::Unauthenticated => "UNAUTHENTICATED",
    }
}

/// A stable reason, as `google.rpc.ErrorInfo` carries it. Reasons are never renamed or reused.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Reason {
    /// The part of Omni that gives it, such as `edge` or `intelligence`.
    pub domain: &'static str,
    /// UPPER_SNAKE_CASE, at most 63 characters.
    pub name: &'static str,
    /// What kind of failure it is.
    pub kind: Kind,
    /// What brings it about; a sentence for the docs.
    pub cause: &'static str,
    /// What the caller does about it; a sentence for the docs.
    pub cure: &'static str,
}

/// Declares the reasons of one domain and a list of them for the docs.
#[macro_export]
macro_rules! reasons {
    ($domain:literal: $($(#[$doc:meta])* $name:ident = $kind:ident, $cause:literal, $cure:literal;)+) => {
        $(
            $(#[$doc])*
            #[doc = $cause]
            pub const $name: $crate::error::Reason = $crate::error::Reason {
                domain: $domain,
                name: stringify!($name),
                kind: $crate::error::Kind::$kind,
                cause: $cause,
                cure: $cure,
            };
        )+
        /// Every reason of this domain.
        pub const REASONS: &[&$crate::error::Reason] = &[$(&$name),+];
    };
}

/// Reasons that any part of the server may give.
pub mod reason {
    reasons! {
        "kernel":
        INVALID_FIELD = InvalidArgument,
            "A field of the request breaks its rule.",
            "Correct the fields that the error lists; each is named with what was expected.";
        NOT_FOUND = NotFound,
            "Nothing with this id is visible to the caller.",
            "Check the id, and that the credential belongs to the tenant and the environment it lives in.";
        DATABASE_UNAVAILABLE = Unavailable,
            "The database does not answer.",
            "Retry after the time given. Operators: run `omni-server doctor`.";
        OVERLOADED = ResourceExhausted,
            "The server has more work than it can take.",
            "Retry after the time given.";
        CANCELLED = Cancelled,
            "The caller went away before the answer was ready.",
            "Nothing; the work was stopped.";
        INTERNAL = Internal,
            "A fault of the server.",
            "Retry; if it stays, give the request id to the operator, who finds the cause in the log under it.";
    }
}

/// A failure: what the caller is told, and what only the log is told.
pub struct Error(Box<Inner>);

struct Inner {
    reason: &'static Reason,
    message: String,
    metadata: HashMap<String, String>,
    violations: Vec<FieldViolation>,
    quota: Vec<QuotaViolation>,
    retry_after: Option<Duration>,
    context: Vec<String>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// A failure with a reason and a message for the caller. The message names what was wrong and what was expected;
    /// it holds no secret and nothing of another tenant.
    pub fn new(reason: &'static Reason, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            reason,
            message: message.into(),
            metadata: HashMap::new(),
            violations: Vec::new(),
            quota: Vec::new(),
            retry_after: None,
            context: Vec::new(),
            source: None,
        }))
    }

    /// One field of the request is wrong. `field` is its path as in the proto, `description` what was expected.
    pub fn invalid_field(field: impl Into<String>, description: impl Into<String>) -> Self {
        let (field, description) = (field.into(), description.into());
        Self::new(&reason::INVALID_FIELD, format!("{field}: {description}"))
            .with_violation(field, description)
    }

    /// How many wrong fields of a request are looked for and told: nobody reads more, and a long list of bad numbers
    /// would make a long answer.
    pub const MOST_VIOLATIONS: usize = 20;

    /// Several fields of the request are wrong; the message names the first. Nothing of it is asked of an empty list.
    pub fn invalid_fields(violations: Vec<FieldViolation>) -> Self {
        let first = violations.first().map(|wrong| format!("{}: {}", wrong.field, wrong.description));
        let more = match violations.len() {
            0 | 1 => String::new(),
            // Checking ends there.
            Self::MOST_VIOLATIONS.. => format!(" (and at least {} more)", Self::MOST_VIOLATIONS - 1),
            count => format!(" (and {} more)", count - 1),
        };
        let mut error = Self::new(&reason::INVALID_FIELD, format!("{}{more}", first.unwrap_or_default()));
        error.0.violations = violations;
        error
    }

    /// A fault of ours: the caller gets a fixed sentence, the log gets `context`.
    pub fn internal(context: impl Into<String>) -> Self {
        Self::new(&reason::INTERNAL, "the server failed; the request id finds the cause in its log")
            .with_context(context)
    }

    /// Adds a field that is wrong, and what was expected there.
    #[must_use]
    pub fn with_violation(mut self, field: impl Into<String>, description: impl Into<String>) -> Self {
        self.0.violations.push(FieldViolation::new(field, description));
        self
    }

    /// Adds a field that breaks a rule of the contract; `rule` is its name there, such as `gte`.
    #[must_use]
    pub fn with_rule_violation(
        mut self,
        field: impl Into<String>,
        description: impl Into<String>,
        rule: &str,
    ) -> Self {
        let mut violation = FieldViolation::new(field, description);
        rule.clone_into(&mut violation.reason);
        self.0.violations.push(violation);
        self
    }

    /// Adds a value of the message in a form programs can read.
    #[must_use]
    pub fn with_metadata(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.0.metadata.insert(key.into(), value.into());
        self
    }

    /// Says after how long a retry may succeed.
    #[must_use]
    pub fn with_retry_after(mut self, after: Duration) -> Self {
        self.0.retry_after = Some(after);
        self
    }

    /// Names a quota that is used up. `subject` is what is counted, `description` the limit.
    #[must_use]
    pub fn with_quota(mut self, subject: impl Into<String>, description: impl Into<String>) -> Self {
        self.0.quota.push(QuotaViolation::new(subject, description));
        self
    }

    /// Adds what only the log is told.
    #[must_use]
    pub fn with_context(mut self, context: impl Into<String>) -> Self {
        self.0.context.push(context.into());
        self
    }

    /// Adds the error that brought this one about; only the log is told.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The stable reason.
    pub fn reason(&self) -> &'static Reason {
        self.0.reason
    }

    /// The kind of failure.
    pub fn kind(&self) -> Kind {
        self.0.reason.kind
    }

    /// What the caller is told.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The fields that are wrong, each with what was expected.
    pub fn violations(&self) -> &[FieldViolation] {
        &self.0.violations
    }

    /// After how long a retry may succeed.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// What only the log is told, outermost first: contexts, then the chain of sources.
    pub fn internal_chain(&self) -> Vec<String> {
        let mut chain: Vec<String> = self.0.context.iter().rev().cloned().collect();
        let mut source: Option<&(dyn std::error::Error + 'static)> =
            self.0.source.as_deref().map(|source| source as &(dyn std::error::Error + 'static));
        while let Some(error) = source {
            chain.push(error.to_string());
            source = error.source();
        }
        chain
    }

    /// The details every protocol shows: always `ErrorInfo`, the others as they apply.
    pub fn details(&self) -> ErrorDetails {
        let inner = &self.0;
        let mut details = ErrorDetails::new();
        details.set_error_info(
            inner.reason.name,
            format!("omni.{}", inner.reason.domain),
            inner.metadata.clone(),
        );
        if !inner.violations.is_empty() {
            details.set_bad_request(inner.violations.clone());
        }
        if !inner.quota.is_empty() {
            details.set_quota_failure(inner.quota.clone());
        }
        if let Some(after) = inner.retry_after {
            details.set_retry_info(Some(after));
        }
        details
    }
}

/// The log's face of an error, carried beside a [`Status`] so that the edge can log and keep it.
#[derive(Debug, Clone)]
pub struct Cause(pub Vec<String>);

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(": "))
    }
}

impl std::error::Error for Cause {}

impl From<Error> for Status {
    fn from(error: Error) -> Self {
        let mut status =
            Self::with_error_details(error.kind().code(), error.message().to_owned(), error.details());
        let chain = error.internal_chain();
        if !chain.is_empty() {
            status.set_source(std::sync::Arc::new(Cause(chain)));
        }
        status
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("reason", &self.0.reason.name)
            .field("message", &self.0.message)
            .field("internal", &self.internal_chain())
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn std::error::Error + 'static))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_status_carries_the_reason_and_nothing_internal() {
        let error = Error::internal("pool timed out").with_source(std::io::Error::other("secret host"));
        let status = Status::from(error);
        let details = status.get_error_details();
        assert_eq!(details.error_info().map(|info| info.reason.as_str()), Some("INTERNAL"));
        assert!(!status.message().contains("pool"));
        assert!(!String::from_utf8_lossy(status.details()).contains("secret host"));
    }

    #[test]
    fn a_wrong_field_is_named_in_message_and_details() {
        let status = Status::from(Error::invalid_field("levels[1]", "expected a number in (0, 100)"));
        assert_eq!(status.code(), Code::InvalidArgument);
        assert_eq!(status.message(), "levels[1]: expected a number in (0, 100)");
        let request = status.get_error_details().bad_request().cloned().unwrap();
        assert_eq!(request.field_violations[0].field, "levels[1]");
    }

    #[test]
    fn reasons_are_upper_snake_case_and_short() {
        for reason in reason::REASONS {
            assert!(reason.name.len() <= 63);
            assert!(
                reason.name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_'),
                "{}",
                reason.name
            );
        }
    }
}
