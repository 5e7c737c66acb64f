use crate::ctx::Scope;
use crate::id::RequestId;

/// A request that failed, for its caller to look up. Nothing in it is secret: the edge has masked it.
#[derive(Debug, Clone)]
pub struct Failure {
    /// Whose request it was.
    pub scope: Scope,
    /// The id the caller was shown.
    pub request_id: RequestId,
    /// `<package>.<Service>/<Method>`.
    pub method: String,
    /// The gRPC code, by name.
    pub code: &'static str,
    /// The stable reason.
    pub reason: String,
    /// What the caller was told.
    pub message: String,
    /// The request as protojson, masked; absent when it could not be read.
    pub request: Option<serde_json::Value>,
    /// The details the caller got, as protojson objects.
    pub details: Vec<serde_json::Value>,
    /// What the server noted beside the public message, outermost first.
    pub chain: Vec<String>,
}

/// Keeps failed requests for a while.
pub trait FailureLog: Send + Sync {
    /// Takes a failure without waiting. When it cannot keep up it drops failures and counts them; the request is not
    /// held up.
    fn record(&self, failure: Failure);
}
