//! What happens to a failure besides its line in the log: the caller's status gets the id of the request, and the
//! tenant's record of it is kept with secrets and personal data masked.

use std::sync::Arc;

use omni_contract::{Contract, Personal};
use omni_kernel::RequestId;
use omni_kernel::error::Cause;
use omni_kernel::ports::{Failure, FailureLog, Principal};
use omni_kernel::secret::MASK;
use prost_reflect::{
    DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, ReflectMessage, SerializeOptions, Value,
};
use serde_json::{Map, Value as Json};
use tonic::Status;
use tonic_types::StatusExt;

use crate::call::Call;
use crate::doors::{json, problem};
use crate::pages::ERRORS_PAGE;

/// Longest list and text kept of a failed request; enough to see what was wrong.
const KEPT_ITEMS: usize = 200;
const KEPT_CHARS: usize = 4_000;
/// Longest name kept of a field that the request does not have.
const KEPT_NAME: usize = 100;
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
        if !call.received {
            return call.legible.get().cloned();
        }
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

    /// A JSON object that is not the message it should be, masked: of fields that the message has not, the names alone
    /// are kept, and of the others what has the form of their values. None for what is no object, or too large.
    pub(crate) fn legible(&self, message: &MessageDescriptor, value: &Json) -> Option<Json> {
        let mut kept = self.masked_members(message, value.as_object()?);
        shorten(&mut kept);
        (kept.to_string().len() <= KEPT_BYTES).then_some(kept)
    }

    fn masked_members(&self, message: &MessageDescriptor, members: &Map<String, Json>) -> Json {
        let members = members.iter().take(KEPT_ITEMS).map(|(name, value)| {
            let field = json::field_of(message, name).filter(|field| !self.is_private(field));
            let kept = field.and_then(|field| self.masked_value(&field, value));
            (name.chars().take(KEPT_NAME).collect(), kept.unwrap_or_else(|| MASK.into()))
        });
        Json::Object(members.collect())
    }

    /// None for what the field cannot hold: it may be anything.
    fn masked_value(&self, field: &FieldDescriptor, value: &Json) -> Option<Json> {
        let kind = match field.kind() {
            Kind::Message(entry) if field.is_map() => entry.map_entry_value_field().kind(),
            kind => kind,
        };
        let one = |value: &Json| match (&kind, value) {
            (Kind::Message(inner), Json::Object(members)) if inner.full_name().starts_with("omni.") => {
                Some(self.masked_members(inner, members))
            }
            // Well-known types have a JSON form of their own.
            (Kind::Message(inner), _) if !inner.full_name().starts_with("omni.") => Some(value.clone()),
            (_, Json::Object(_) | Json::Array(_)) | (Kind::Message(_), _) => None,
            (_, scalar) => Some(scalar.clone()),
        };
        let each = |value: &Json| one(value).unwrap_or_else(|| MASK.into());
        match value {
            Json::Array(items) if field.is_list() => Some(items.iter().take(KEPT_ITEMS).map(each).collect()),
            Json::Object(entries) if field.is_map() => {
                let entries = entries.iter().take(KEPT_ITEMS).map(|(key, value)| (key.clone(), each(value)));
                Some(Json::Object(entries.collect()))
            }
            value => one(value),
        }
    }

    fn mask(&self, message: &mut DynamicMessage) {
        let descriptor: MessageDescriptor = message.descriptor();
        for field in descriptor.fields() {
            if !message.has_field(&field) {
                continue;
            }
            if self.is_private(&field) {
                let masked = match (field.is_list() || field.is_map(), field.kind()) {
                    (false, Kind::String) => Some(Value::String(MASK.to_owned())),
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::layers::testing::contract;

    struct Nowhere;

    impl FailureLog for Nowhere {
        fn record(&self, _: Failure) {}
    }

    #[test]
    fn of_json_that_is_no_message_only_what_is_known_and_not_private_is_kept() {
        let contract = contract(
            r"message Inner { string password = 1 [debug_redact = true]; string kind = 2; }
            message R {
                string name = 1;
                string mail = 2 [(omni.options.v1.personal) = PERSONAL_CONTACT];
                repeated Inner inner = 3;
                map<string, Inner> by_name = 4;
                repeated double numbers = 5;
                google.protobuf.Timestamp when = 6;
            }",
        );
        let input = contract.methods().next().unwrap().input();
        let failures = Failures::new(Arc::new(contract), Arc::new(Nowhere), None);
        let secret = json!("hunter2");
        let sent = json!({
            "name": "ada", "mail": "ada@example.com", "nmae": secret, "byName": {"a": {"password": secret}},
            "inner": [{"password": secret, "kind": {"any": secret}, "pasword": secret}, secret, {"kind": "x"}],
            "numbers": [1, "ten", {"a": secret}], "when": "soon",
        });
        let kept = failures.legible(&input, &sent).unwrap();
        let expected = json!({
            "name": "ada", "mail": "***", "nmae": "***", "byName": {"a": {"password": "***"}},
            "inner": [{"password": "***", "kind": "***", "pasword": "***"}, "***", {"kind": "x"}],
            "numbers": [1, "ten", "***"], "when": "soon",
        });
        assert_eq!(kept, expected);
        assert_eq!(failures.legible(&input, &json!({"name": [secret]})).unwrap(), json!({"name": "***"}));
        assert!(failures.legible(&input, &json!(["ada"])).is_none());
        let long = json!({"numbers": vec![1; KEPT_ITEMS + 1], "name": "x".repeat(KEPT_CHARS + 1)});
        let kept = failures.legible(&input, &long).unwrap();
        assert_eq!(kept["numbers"].as_array().unwrap().len(), KEPT_ITEMS);
        assert_eq!(kept["name"].as_str().unwrap().chars().count(), KEPT_CHARS + 1);
    }
}
