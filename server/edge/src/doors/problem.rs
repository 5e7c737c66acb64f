//! Failures as HTTP shows them: the status code by google.rpc's table, and RFC 9457 problem JSON.

use http::StatusCode;
use omni_contract::Contract;
pub(crate) use omni_kernel::error::code_name;
use prost::Message;
use serde_json::{Map, Value as Json, json};
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt, pb};

/// The media type of problem JSON.
pub(crate) const PROBLEM_JSON: &str = "application/problem+json";

/// The stable reason of a status; empty when it has none.
pub(crate) fn reason(status: &Status) -> String {
    status.get_error_details().error_info().map(|info| info.reason.clone()).unwrap_or_default()
}

/// The HTTP status of a failure: google.rpc's table, but for the few reasons HTTP has a word of its own for.
pub(crate) fn http_status(status: &Status, reason: &str) -> StatusCode {
    match reason {
        "HEADERS_TOO_LARGE" => return StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
        "REQUEST_TIMEOUT" => return StatusCode::REQUEST_TIMEOUT,
        "MESSAGE_TOO_LARGE" => return StatusCode::PAYLOAD_TOO_LARGE,
        "CONTENT_TYPE_UNSUPPORTED" | "ENCODING_UNSUPPORTED" => return StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "VERB_NOT_ALLOWED" => return StatusCode::METHOD_NOT_ALLOWED,
        "METHOD_UNKNOWN" => return StatusCode::NOT_FOUND,
        // draft-ietf-httpapi-idempotency-key-header-07, section 2.7.
        "IDEMPOTENCY_KEY_REUSED" => return StatusCode::UNPROCESSABLE_ENTITY,
        _ => {}
    }
    match status.code() {
        Code::Ok => StatusCode::OK,
        Code::Cancelled => StatusCode::from_u16(499).unwrap_or(StatusCode::BAD_REQUEST),
        Code::InvalidArgument | Code::FailedPrecondition | Code::OutOfRange => StatusCode::BAD_REQUEST,
        Code::DeadlineExceeded => StatusCode::GATEWAY_TIMEOUT,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::AlreadyExists | Code::Aborted => StatusCode::CONFLICT,
        Code::PermissionDenied => StatusCode::FORBIDDEN,
        Code::ResourceExhausted => StatusCode::TOO_MANY_REQUESTS,
        Code::Unimplemented => StatusCode::NOT_IMPLEMENTED,
        Code::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Code::Unauthenticated => StatusCode::UNAUTHORIZED,
        Code::Internal | Code::Unknown | Code::DataLoss => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The problem JSON of a failure (RFC 9457), with what gRPC callers get in the details.
pub(crate) fn problem(contract: &Contract, status: &Status) -> (StatusCode, Json) {
    let details = status.get_error_details();
    let reason = details.error_info().map(|info| info.reason.clone()).unwrap_or_default();
    let http = http_status(status, &reason);
    let docs = format!("/api/docs/errors#{reason}");
    let mut problem = Map::new();
    problem.insert("type".into(), docs.clone().into());
    problem.insert("title".into(), http.canonical_reason().unwrap_or("Client Closed Request").into());
    problem.insert("status".into(), http.as_u16().into());
    problem.insert("detail".into(), status.message().into());
    problem.insert("code".into(), code_name(status.code()).into());
    problem.insert("reason".into(), reason.into());
    if let Some(info) = details.request_info() {
        problem.insert("requestId".into(), info.request_id.clone().into());
    }
    add_members(&mut problem, &details);
    problem.insert("docs".into(), docs.into());
    problem.insert("details".into(), details_json(contract, status).into());
    (http, Json::Object(problem))
}

fn add_members(problem: &mut Map<String, Json>, details: &ErrorDetails) {
    if let Some(request) = details.bad_request() {
        let errors = request.field_violations.iter().map(|violation| {
            let mut error = json!({"field": violation.field, "message": violation.description});
            if !violation.reason.is_empty() {
                error["rule"] = violation.reason.clone().into();
            }
            error
        });
        problem.insert("errors".into(), errors.collect());
    }
    if let Some(after) = details.retry_info().and_then(|info| info.retry_delay) {
        problem.insert("retryAfter".into(), json!(after.as_secs_f64()));
    }
    let metadata = details.error_info().map(|info| &info.metadata).filter(|metadata| !metadata.is_empty());
    if let Some(metadata) = metadata {
        let sorted: std::collections::BTreeMap<_, _> = metadata.iter().collect();
        problem.insert("metadata".into(), json!(sorted));
    }
}

/// The details of a status as protojson objects with their `@type`.
pub(crate) fn details_json(contract: &Contract, status: &Status) -> Vec<Json> {
    let Ok(decoded) = pb::Status::decode(status.details()) else { return Vec::new() };
    decoded.details.iter().filter_map(|any| any_json(contract, any)).collect()
}

/// One detail as protojson; none when its type is not in the contract.
pub(crate) fn any_json(contract: &Contract, any: &prost_types::Any) -> Option<Json> {
    let name = any.type_url.rsplit('/').next()?;
    let descriptor = contract.pool().get_message_by_name(name)?;
    let message = prost_reflect::DynamicMessage::decode(descriptor, any.value.as_slice()).ok()?;
    let mut json = serde_json::to_value(message).ok()?;
    let object = json.as_object_mut()?;
    object.shift_insert(0, "@type".to_owned(), any.type_url.clone().into());
    Some(json)
}
