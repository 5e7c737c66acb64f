//! Refuses what the server refuses: the rules of the contract, in the same words.

use std::sync::OnceLock;

use bytes::Bytes;
use omni_contract::rules::{Rules, Violation};
use omni_contract::{Contract, Method};
use prost_reflect::DynamicMessage;
use tonic::Status;

use super::spec::ErrorSpec;
use crate::error::Code;

/// A request that keeps the rules of the contract.
pub(super) struct Checked {
    pub(super) message: DynamicMessage,
    pub(super) bytes: Bytes,
    /// The items that fail alone, by their position.
    pub(super) failing: Vec<(usize, Vec<Violation>)>,
}

/// Takes a request apart and checks it.
pub(super) fn checked(contract: &Contract, method: &Method, request: &Bytes) -> Result<Checked, Status> {
    let message = DynamicMessage::decode(method.input(), request.clone()).map_err(|_| {
        let why = format!("the bytes are not a message {}", method.input().full_name());
        ErrorSpec::new(Code::InvalidArgument, why).reason("MALFORMED_REQUEST", "omni").status()
    })?;
    let rules = rules(contract)?;
    let violations = rules.violations(&message);
    if let Some(first) = violations.first() {
        let more = match violations.len() {
            1 => String::new(),
            2 => " (and 1 more field)".to_owned(),
            count => format!(" (and {} more fields)", count - 1),
        };
        let why = format!("{}: {}{more}", first.field, first.description);
        let refusal = ErrorSpec::new(Code::InvalidArgument, why).reason("INVALID_FIELD", "omni");
        return Err(refusal.violations(&violations).status());
    }
    let failing = rules.item_violations(&message);
    Ok(Checked { message, bytes: request.clone(), failing })
}

/// Read once: only the mock needs them.
fn rules(contract: &Contract) -> Result<&'static Rules, Status> {
    static RULES: OnceLock<Result<Rules, String>> = OnceLock::new();
    RULES
        .get_or_init(|| Rules::read(contract).map_err(|error| error.to_string()))
        .as_ref()
        .map_err(|why| Status::internal(why.as_str()))
}
