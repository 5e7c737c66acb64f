//! An error to inject, with the details that a server would send.

use std::time::Duration;

use omni_contract::pb::google::rpc;
use omni_contract::rules::Violation;
use prost::Message;
use tonic::Status;

use crate::error::{Code, Error};

/// An error for [`Mock::fail`](crate::Mock::fail): a google.rpc.Status.
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorSpec {
    code: Code,
    message: String,
    details: Vec<prost_types::Any>,
    pushback: Option<i64>,
}

impl ErrorSpec {
    /// An error without details.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), details: Vec::new(), pushback: None }
    }

    /// The error of a google.rpc.Status in JSON, its details with `@type`.
    ///
    /// # Errors
    /// [`Error::Config`] when the JSON is not one.
    pub fn from_json(json: &str) -> Result<Self, Error> {
        let wrong = |why: String| Error::config("error", format!("not a google.rpc.Status: {why}"));
        let status = crate::contract()?
            .pool()
            .get_message_by_name("google.rpc.Status")
            .ok_or_else(|| wrong("the contract does not define it".to_owned()))?;
        let message = super::answer::from_json(&status, json).map_err(wrong)?;
        Self::from_bytes(&message.encode_to_vec())
    }

    /// The error of an encoded google.rpc.Status.
    ///
    /// # Errors
    /// [`Error::Config`] when the bytes are not one.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let status = rpc::Status::decode(bytes)
            .map_err(|error| Error::config("error", format!("not a google.rpc.Status: {error}")))?;
        let code = Code::from_number(status.code);
        Ok(Self { code, message: status.message, details: status.details, pushback: None })
    }

    /// With google.rpc.ErrorInfo.
    #[must_use]
    pub fn reason(self, reason: &str, domain: &str) -> Self {
        let info =
            rpc::ErrorInfo { reason: reason.to_owned(), domain: domain.to_owned(), ..Default::default() };
        self.detail("google.rpc.ErrorInfo", &info)
    }

    /// With one wrong field in google.rpc.BadRequest.
    #[must_use]
    pub fn field(self, field: &str, description: &str) -> Self {
        let violation = rpc::bad_request::FieldViolation {
            field: field.to_owned(),
            description: description.to_owned(),
            ..Default::default()
        };
        self.detail("google.rpc.BadRequest", &rpc::BadRequest { field_violations: vec![violation] })
    }

    /// With the fields that break rules, in google.rpc.BadRequest.
    pub(super) fn violations(self, violations: &[Violation]) -> Self {
        let each = violations.iter().map(|broken| rpc::bad_request::FieldViolation {
            field: broken.field.clone(),
            description: broken.description.clone(),
            reason: broken.rule.to_owned(),
            ..Default::default()
        });
        self.detail("google.rpc.BadRequest", &rpc::BadRequest { field_violations: each.collect() })
    }

    /// With google.rpc.RetryInfo.
    #[must_use]
    pub fn retry_after(self, delay: Duration) -> Self {
        let retry_delay = prost_types::Duration::try_from(delay).ok();
        self.detail("google.rpc.RetryInfo", &rpc::RetryInfo { retry_delay })
    }

    /// With google.rpc.QuotaFailure.
    #[must_use]
    pub fn quota(self, subject: &str, description: &str) -> Self {
        let violation = rpc::quota_failure::Violation {
            subject: subject.to_owned(),
            description: description.to_owned(),
            ..Default::default()
        };
        self.detail("google.rpc.QuotaFailure", &rpc::QuotaFailure { violations: vec![violation] })
    }

    /// With a link in google.rpc.Help.
    #[must_use]
    pub fn help(self, url: &str) -> Self {
        let link = rpc::help::Link { description: String::new(), url: url.to_owned() };
        self.detail("google.rpc.Help", &rpc::Help { links: vec![link] })
    }

    /// With `grpc-retry-pushback-ms`; negative says never.
    #[must_use]
    pub fn pushback(mut self, millis: i64) -> Self {
        self.pushback = Some(millis);
        self
    }

    fn detail(mut self, name: &str, message: &impl Message) -> Self {
        let type_url = format!("type.googleapis.com/{name}");
        self.details.push(prost_types::Any { type_url, value: message.encode_to_vec() });
        self
    }

    /// The encoded google.rpc.Status.
    pub fn to_bytes(&self) -> Vec<u8> {
        let code = self.code.number();
        rpc::Status { code, message: self.message.clone(), details: self.details.clone() }.encode_to_vec()
    }

    /// The error that a caller gets.
    pub fn into_error(self, request_id: &str) -> Error {
        crate::error::api_error(&self.status(), request_id)
    }

    pub(crate) fn status(&self) -> Status {
        let code = tonic::Code::from_i32(self.code.number());
        let mut status = Status::with_details(code, &self.message, self.to_bytes().into());
        if let Some(value) = self.pushback.and_then(|millis| millis.to_string().parse().ok()) {
            status.metadata_mut().insert(crate::metadata::PUSHBACK, value);
        }
        status
    }
}
