//! What tests tell the mock, and ask it.

#![expect(clippy::needless_pass_by_value, reason = "napi hands over owned values")]

use napi::bindgen_prelude::{Buffer, Result, Uint8Array};
use napi_derive::napi;
use omni_client_core::{Code, Error, ErrorSpec, Mock};

use crate::client::{NativeClient, milliseconds};

/// An error for the mock to answer with.
#[napi(object, object_to_js = false)]
pub struct MockFailure {
    /// The google.rpc.Code by name.
    pub code: String,
    /// What is said to people.
    pub message: Option<String>,
    /// The stable reason.
    pub reason: Option<String>,
    /// When to come back, in milliseconds.
    pub retry_after_ms: Option<f64>,
    /// Whether a quota is used up.
    pub quota: Option<bool>,
    /// The field that is refused.
    pub field: Option<String>,
}

/// One attempt that reached the mock.
#[napi(object, object_from_js = false)]
pub struct MockCall {
    /// The gRPC path.
    pub path: String,
    /// The request, encoded.
    pub request: Buffer,
}

#[napi]
impl NativeClient {
    /// Answers a method with these messages from now on.
    #[napi]
    pub fn mock_seed(&self, path: String, items: Vec<Uint8Array>) -> Result<()> {
        let items = items.into_iter().map(|item| item.to_vec().into()).collect();
        self.mock()?.seed_stream(&path, items).map_err(thrown)
    }

    /// Fails the next attempts of a method.
    #[napi]
    pub fn mock_fail(&self, path: String, failure: MockFailure, times: u32) -> Result<()> {
        self.mock()?.fail(&path, error_spec(failure)?, times).map_err(thrown)
    }

    /// Lets every call of a method take this long, in milliseconds.
    #[napi]
    pub fn mock_delay(&self, path: String, delay: f64) -> Result<()> {
        self.mock()?.delay(&path, milliseconds(delay)).map_err(thrown)
    }

    /// The attempts so far, oldest first.
    #[napi]
    pub fn mock_calls(&self) -> Result<Vec<MockCall>> {
        let calls = self.mock()?.calls();
        Ok(calls
            .into_iter()
            .map(|call| MockCall { path: call.path, request: call.request.to_vec().into() })
            .collect())
    }

    fn mock(&self) -> Result<&Mock> {
        self.client.mock().ok_or_else(|| napi::Error::from_reason("the client is not in mock mode"))
    }
}

fn thrown(error: Error) -> napi::Error {
    napi::Error::from_reason(error.to_string())
}

fn error_spec(failure: MockFailure) -> Result<ErrorSpec> {
    let code = Code::from_name(&failure.code).ok_or_else(|| {
        napi::Error::from_reason(format!("{:?} is not the name of a google.rpc.Code", failure.code))
    })?;
    let message = failure.message.unwrap_or_else(|| "as told to the mock".to_owned());
    let mut spec = ErrorSpec::new(code, &message).reason(failure.reason.as_deref().unwrap_or("MOCK"), "omni");
    if let Some(delay) = failure.retry_after_ms {
        spec = spec.retry_after(milliseconds(delay));
    }
    if failure.quota.unwrap_or_default() {
        spec = spec.quota("mock", &message);
    }
    if let Some(field) = failure.field {
        spec = spec.field(&field, &message);
    }
    Ok(spec)
}
