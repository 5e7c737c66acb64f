//! What happens to a failure besides its line in the log: the caller's status gets the id of the request, and the
//! tenant's record of it is kept with secrets and personal data masked.

use std::sync::Arc;

use omni_contract::{Contract, Personal};
use omni_kernel::RequestId;
use omni_kernel::error::Cause;
use omni_kernel::ports::{Failure, FailureLog, Principal};
use omni_kernel::secret::MASK;
use prost_reflect::{
    DynamicMessage, FieldDescriptor, MessageDescriptor, ReflectMessage, SerializeOptions, Value,
};
use serde_json::Value as Json;
use tonic::Status;
use tonic_types::StatusExt;

use crate::call::Call;
use crate::doors::problem;
use crate::pages::ERRORS_PAGE;

/// Longest list and text kept of a failed request; enough to see what was wrong.
const KEPT_ITEMS: usize = 200;
const KEPT_CHARS: usize = 4_000;
/// Requests larger than this are not kept.
pub(super) const KEPT_BYTES: usize = 256 * 1024;

pub(crate) struct Failures {
    contract: Arc<Contract>,
    log: Arc<dyn FailureLog>,
    /// The page that explains the reasons, where people reach the server.
    help: Option<String>,
}

impl Failures {
    /// `public_url` is the address at which people reach the server; errors link to its page of reasons.
    pub(crate) fn new(contract: Arc<Contract>, log: Arc<dyn FailureLog>, public_url: Option<&str>) -> Self {
        let help = public_url.map(|url| format!("{}{ERRORS_PAGE}", url.trim_end_matches('/')));
        Self { contract, log, help }
    }

    /// The status as the caller is shown it: with a reason, the id of the request, and a link to the page that explains
    /// the reason where the server knows its own address.
    pub(crate) fn shown(&self, status: &Status, id: &RequestId) -> Status {
        let mut details = status.get_error_details();
        match (details.error_info(), &self.help) {
            (Some(info), Some(page)) if details.help().is_none() => {
                let (text, url) = (format!("{} explained", info.reason), format!("{page}#{}", info.reason));
                details.add_help_link(text, url);
            }
            (Some(_), _) => {}
            (None, _) => {
                // Only a handler that made its own status comes here; its caller still gets a reason.
                let code = problem::code_name(status.code());
                details.set_error_info(code, "omni.kernel", std::collections::HashMap::new());
            }
        }
        details.set_request_info(id.as_str(), "");
        let mut shown = Status::with_error_details(status.code(), status.message(), details);
        *shown.metadata_mut() = status.metadata().clone();
        shown
    }

    /// Keeps the failure for its tenant, and gives the status the caller is shown.
    pub(crate) fn record(
        &self,
        call: &Call,
        principal: Option<&Principal>,
        status: &Status,
        cause: Option<Cause>,
    ) -> Status {
        let shown = self.shown(status, &call.request_id);
        if let Some(principal) = principal {
            self.log.record(Failure {
                scope: principal.scope,
                request_id: call.request_id.clone(),
                method: call.method.name().to_owned(),
                code: problem::code_name(shown.code()),
                reason: problem::reason(&shown),
                message: shown.message().to_owned(),
                request: self.masked_request(call),
                details: problem::details_json(&self.contract, &shown),
                chain: cause.map(|cause| cause.0).unwrap_or_default(),
            });
        }
        shown
    }

    fn masked_request(&self, call: &Call) -> Option<Json> {
        if call.message.message.len() > KEPT_BYTES {
            return None;
        }
        let decoded = match &call.parsed {
            Some(parsed) => parsed.clone(),
            None => DynamicMessage::decode(call.method.input(), call.message.message.clone()).ok()?,
        };
        let mut masked = decoded;
        self.mask(&mut masked);
        let mut json =
            masked.serialize_with_options(serde_json::value::Serializer, &SerializeOptions::new()).ok()?;
        shorten(&mut json);
        Some(json)
    }

    fn mask(&self, message: &mut DynamicMessage) {
        let descriptor: MessageDescriptor = message.descriptor();
        for field in descriptor.fields() {
            if !message.has_field(&field) {
                continue;
            }
            if self.is_private(&field) {
                let masked = match (field.is_list() || field.is_map(), field.kind()) {
                    (false, prost_reflect::Kind::String) => Some(Value::String(MASK.to_owned())),
                    _ => None,
                };
                match masked {
                    Some(value) => message.set_field(&field, value),
                    None => message.clear_field(&field),
                }
                continue;
            }
            match message.get_field_mut(&field) {
                Value::Message(inner) => self.mask(inner),
                Value::List(items) => {
                    items.truncate(KEPT_ITEMS);
                    items.iter_mut().filter_map(Value::as_message_mut).for_each(|inner| self.mask(inner));
                }
                Value::Map(entries) => {
                    entries.values_mut().filter_map(Value::as_message_mut).for_each(|inner| self.mask(inner));
                }
                _ => {}
            }
        }
    }

    pub(super) fn is_private(&self, field: &FieldDescriptor) -> bool {
        let redact = field.options().get_field_by_name("debug_redact").and_then(|value| value.as_bool());
        redact == Some(true) || self.contract.personal(field) != Personal::Unspecified
    }
}

fn shorten(json: &mut Json) {
    match json {
        Json::String(text) => {
            if let Some((end, _)) = text.char_indices().nth(KEPT_CHARS) {
                text.truncate(end);
                text.push('…');
            }
        }
        Json::Array(items) => items.iter_mut().for_each(shorten),
        Json::Object(entries) => entries.values_mut().for_each(shorten),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}
