//! What the audit log is told of a refused call.

use std::time::Duration;

use futures::future::BoxFuture;
use omni_contract::{Method, Segment};
use omni_kernel::ports::AuditEntry;
use omni_kernel::{Ctx, Error};
use prost_reflect::{DynamicMessage, FieldDescriptor, Kind};
use tonic::Status;

use super::failures::{Failures, KEPT_BYTES};
use crate::call::Call;
use crate::doors::{Message, problem};

/// How long a refusal waits for the message that says what the caller wanted to act on. As a rule it is there already.
const WAIT: Duration = Duration::from_millis(250);
/// Longest id that is kept.
const KEPT: usize = 128;

/// Reads the message of a call that is refused before it would be read, where the log wants to know what is in it.
pub(crate) async fn receive(call: &mut Call, message: BoxFuture<'_, Result<Message, Error>>) {
    if field(&call.method).is_none() {
        return;
    }
    if let Ok(Ok(message)) = tokio::time::timeout(WAIT, message).await {
        call.receive(message);
    }
}

/// The entry of a refused call, with the id of what it was to act on.
pub(crate) fn entry(ctx: &Ctx, call: &Call, status: &Status, failures: &Failures) -> AuditEntry {
    let denied = AuditEntry::denied(ctx.action(), problem::reason(status));
    denied.on(&target(call, failures).unwrap_or_default())
}

/// What entries of calls that were done name, too: the first variable of the path, or the first field that holds an id.
fn field(method: &Method) -> Option<FieldDescriptor> {
    let input = method.input();
    let in_path =
        method.bindings().iter().flat_map(|binding| &binding.segments).find_map(|segment| match segment {
            Segment::Field(name) => input.get_field_by_name(name),
            Segment::Literal(_) => None,
        });
    let is_id = |field: &FieldDescriptor| field.name() == "id" || field.name().ends_with("_id");
    let found = in_path.or_else(|| input.fields().find(is_id))?;
    (found.kind() == Kind::String && !found.is_list()).then_some(found)
}

/// Its text as the caller gave it, when it can be an id: nobody checked it, and an e-mail address, say, has no place in
/// the log.
fn target(call: &Call, failures: &Failures) -> Option<String> {
    let field = field(&call.method).filter(|field| !failures.is_private(field))?;
    let decoded;
    let message = match &call.parsed {
        Some(parsed) => parsed,
        None if call.message.message.len() <= KEPT_BYTES => {
            decoded = DynamicMessage::decode(call.method.input(), call.message.message.clone()).ok()?;
            &decoded
        }
        None => return None,
    };
    let value = message.get_field(&field);
    let text = value.as_str()?;
    let of_an_id = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.:/".contains(&byte);
    (text.len() <= KEPT && text.bytes().all(of_an_id)).then(|| text.to_owned())
}
