//! From a gRPC status to an [`Error`]: google.rpc.Status in `grpc-status-details-bin`.

use std::time::Duration;

use omni_contract::pb::google::rpc;
use prost::Message;
use tonic::Status;

use super::{ApiError, Code, Error, FieldViolation};

/// The error of a status that a server sent. `request_id` is the one of the response's headers, or the one sent.
pub(crate) fn api_error(status: &Status, request_id: &str) -> Error {
    let mut error = ApiError {
        code: Code::from_number(i32::from(status.code())),
        reason: String::new(),
        domain: String::new(),
        message: status.message().to_owned(),
        request_id: request_id.to_owned(),
        retryable: false,
        retry_after: None,
        field_violations: Vec::new(),
        failures: Vec::new(),
        metadata: std::collections::BTreeMap::new(),
        help_url: None,
        quota: false,
    };
    for detail in details(status) {
        add(&mut error, &detail);
    }
    error.retryable = error.code == Code::Unavailable || error.retry_after.is_some();
    if error.code == Code::DeadlineExceeded {
        let message = if error.message.is_empty() { "the deadline passed".to_owned() } else { error.message };
        return Error::Timeout { message, request_id: error.request_id };
    }
    Error::Api(Box::new(error))
}

/// The reason of google.rpc.ErrorInfo; empty where there is none.
pub(crate) fn reason(status: &Status) -> String {
    let info = details(status).iter().find(|detail| name(detail) == "google.rpc.ErrorInfo").map(read);
    info.flatten().map(|info: rpc::ErrorInfo| info.reason).unwrap_or_default()
}

/// The delay of google.rpc.RetryInfo.
pub(crate) fn retry_delay(status: &Status) -> Option<Duration> {
    details(status).iter().find(|detail| name(detail) == "google.rpc.RetryInfo").and_then(delay)
}

fn details(status: &Status) -> Vec<prost_types::Any> {
    // Details that cannot be read must not hide the error itself.
    rpc::Status::decode(status.details()).map(|status| status.details).unwrap_or_default()
}

fn name(detail: &prost_types::Any) -> &str {
    detail.type_url.rsplit('/').next().unwrap_or_default()
}

fn read<M: Message + Default>(detail: &prost_types::Any) -> Option<M> {
    M::decode(detail.value.as_slice()).ok()
}

fn delay(detail: &prost_types::Any) -> Option<Duration> {
    let delay = read::<rpc::RetryInfo>(detail)?.retry_delay?;
    Duration::try_from(delay).ok()
}

fn add(error: &mut ApiError, detail: &prost_types::Any) {
    match name(detail) {
        "google.rpc.ErrorInfo" => {
            if let Some(info) = read::<rpc::ErrorInfo>(detail) {
                error.reason = info.reason;
                error.domain = info.domain;
                error.metadata = info.metadata.into_iter().collect();
            }
        }
        "google.rpc.BadRequest" => {
            let violations = read::<rpc::BadRequest>(detail).unwrap_or_default().field_violations;
            error.field_violations.extend(violations.into_iter().map(|violation| FieldViolation {
                field: violation.field,
                description: violation.description,
                reason: violation.reason,
            }));
        }
        "google.rpc.RetryInfo" => error.retry_after = delay(detail),
        "google.rpc.QuotaFailure" => {
            error.quota = true;
            let violations = read::<rpc::QuotaFailure>(detail).unwrap_or_default().violations;
            error
                .failures
                .extend(violations.iter().map(|one| format!("{}: {}", one.subject, one.description)));
        }
        "google.rpc.PreconditionFailure" => {
            let violations = read::<rpc::PreconditionFailure>(detail).unwrap_or_default().violations;
            error
                .failures
                .extend(violations.iter().map(|one| format!("{}: {}", one.subject, one.description)));
        }
        "google.rpc.RequestInfo" if error.request_id.is_empty() => {
            error.request_id = read::<rpc::RequestInfo>(detail).unwrap_or_default().request_id;
        }
        "google.rpc.Help" => {
            let links = read::<rpc::Help>(detail).unwrap_or_default().links;
            error.help_url = links.into_iter().next().map(|link| link.url);
        }
        _ => {}
    }
}
