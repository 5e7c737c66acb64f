//! Errors as plain objects; TypeScript makes the classes.

use napi_derive::napi;
use omni_client_core::{Error, FieldViolation};

/// An error of the core.
#[napi(object, object_from_js = false)]
pub struct ErrorParts {
    /// The class in TypeScript.
    pub kind: String,
    /// What happened, for people.
    pub message: String,
    /// The id of the request; empty where nothing was sent.
    pub request_id: String,
    /// The setting that is wrong, in snake case; else empty.
    pub setting: String,
    /// The google.rpc.Code by name; empty where no server answered.
    pub code: String,
    /// The stable reason; may be empty.
    pub reason: String,
    /// The domain of the reason; may be empty.
    pub domain: String,
    /// Whether the same call may succeed later.
    pub retryable: bool,
    /// When to come back, in milliseconds.
    pub retry_after_ms: Option<f64>,
    /// The fields that were refused.
    pub field_violations: Vec<Violation>,
    /// Name, value, name, value.
    pub metadata: Vec<String>,
    /// Where to read more.
    pub help_url: Option<String>,
}

/// One refused field.
#[napi(object, object_from_js = false)]
pub struct Violation {
    /// The path of the field.
    pub field: String,
    /// What was expected.
    pub description: String,
    /// The stable name of the rule; may be empty.
    pub reason: String,
}

impl From<&FieldViolation> for Violation {
    fn from(violation: &FieldViolation) -> Self {
        Self {
            field: violation.field.clone(),
            description: violation.description.clone(),
            reason: violation.reason.clone(),
        }
    }
}

impl From<Error> for ErrorParts {
    fn from(error: Error) -> Self {
        let mut parts = Self {
            kind: error.kind().class_name().to_owned(),
            message: String::new(),
            request_id: error.request_id().to_owned(),
            setting: String::new(),
            code: String::new(),
            reason: String::new(),
            domain: String::new(),
            retryable: error.is_retryable(),
            retry_after_ms: None,
            field_violations: Vec::new(),
            metadata: Vec::new(),
            help_url: None,
        };
        match error {
            Error::Api(api) => {
                api.code.name().clone_into(&mut parts.code);
                parts.retry_after_ms = api.retry_after.map(|delay| delay.as_secs_f64() * 1000.0);
                parts.field_violations = api.field_violations.iter().map(Violation::from).collect();
                parts.metadata = api.metadata.into_iter().flat_map(|(name, value)| [name, value]).collect();
                parts.message = api.message;
                parts.reason = api.reason;
                parts.domain = api.domain;
                parts.help_url = api.help_url;
            }
            Error::Config { setting, message } => {
                parts.message = message;
                parts.setting = setting;
            }
            Error::Connection { message, .. } | Error::Timeout { message, .. } => parts.message = message,
            Error::Cancelled => parts.message = error.to_string(),
        }
        parts
    }
}
