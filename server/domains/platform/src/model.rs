//! A failed request as it is kept.

use jiff::Timestamp;
use serde_json::Value as Json;

/// One failed request. Nothing in it is secret: it was masked before it came here.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FailedRequest {
    pub(crate) request_id: String,
    pub(crate) method: String,
    pub(crate) code: String,
    pub(crate) reason: String,
    pub(crate) message: String,
    pub(crate) request: Option<Json>,
    pub(crate) details: Vec<Json>,
    pub(crate) chain: Vec<String>,
    pub(crate) fail_time: Timestamp,
    pub(crate) expire_time: Timestamp,
}
