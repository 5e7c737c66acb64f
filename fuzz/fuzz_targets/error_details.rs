//! The client core's reader of error details: any bytes in `grpc-status-details-bin`, and any bytes in a detail of a known
//! type, give an error with the code of the status, and one that can be shown.

#![no_main]

use libfuzzer_sys::fuzz_target;
use omni_contract::pb::google::rpc;
use prost::Message;
use tonic::{Code, Status};

#[allow(dead_code)]
#[path = "../../sdk-rust/core/src/error/mod.rs"]
mod error;

/// Names that random bytes would hardly ever spell.
const TYPES: [&str; 8] = [
    "BadRequest",
    "ErrorInfo",
    "Help",
    "PreconditionFailure",
    "QuotaFailure",
    "RequestInfo",
    "ResourceInfo",
    "RetryInfo",
];

fn read(code: Code, details: Vec<u8>) {
    let status = Status::with_details(code, "message", details.into());
    let delay = error::retry_delay(&status);
    let error = error::api_error(&status, "req_0");
    assert!(!error.to_string().is_empty() && !error.kind().class_name().is_empty());
    if let Some(error) = error.api() {
        assert_eq!(error.code.number(), i32::from(code));
        assert_eq!(error.retry_after, delay);
    }
}

fuzz_target!(|data: &[u8]| {
    let Some((&[code, kind], bytes)) = data.split_first_chunk::<2>() else { return };
    let code = Code::from(i32::from(code % 17));
    read(code, bytes.to_vec());
    let detail = prost_types::Any {
        type_url: format!("type.googleapis.com/google.rpc.{}", TYPES[usize::from(kind) % TYPES.len()]),
        value: bytes.to_vec(),
    };
    read(code, rpc::Status { details: vec![detail], ..rpc::Status::default() }.encode_to_vec());
});
