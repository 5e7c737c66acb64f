//! The mock of a client in mock mode.

use bytes::Bytes;
use omni_client_core::{Client, Code, Error, ErrorSpec, Mock};
use pyo3::exceptions::{PyAttributeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyType};

use crate::client::seconds;
use crate::codec::{Encoder, MessageTable};
use crate::errors;

/// Details of an error to inject, all optional.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
struct Failure {
    code: String,
    message: String,
    reason: String,
    domain: String,
    field_violations: Vec<(String, String)>,
    retry_after: Option<f64>,
    quota: Option<(String, String)>,
    help_url: Option<String>,
}

/// One recorded call: path, request, metadata, attempt.
type Call<'py> = (String, Bound<'py, PyBytes>, Vec<(String, String)>, u32);

/// The mock under `client.mock`.
#[pyclass(frozen, name = "Mock", module = "omni_ai._core")]
pub(crate) struct NativeMock {
    /// In mock mode, which is checked when this is made.
    core: Client,
}

#[pymethods]
impl NativeMock {
    /// Answers a method with these messages of `class`, given as objects or mappings.
    fn seed(
        &self,
        py: Python<'_>,
        path: &str,
        class: &Bound<'_, PyType>,
        answers: &Bound<'_, PyList>,
    ) -> PyResult<()> {
        let table = MessageTable::of(class)?;
        let encode =
            |answer: Bound<'_, PyAny>| Encoder { json: false }.encode(&table, &answer).map(Bytes::from);
        let answers: Vec<Bytes> = answers.iter().map(encode).collect::<PyResult<_>>()?;
        self.mock()?.seed_stream(path, answers).map_err(|error| errors::exception(py, &error))
    }

    fn fail(&self, py: Python<'_>, path: &str, failure: Failure, times: u32) -> PyResult<()> {
        let code = Code::from_name(&failure.code).ok_or_else(|| {
            PyValueError::new_err(format!("code: expected a google.rpc.Code, got {:?}", failure.code))
        })?;
        let mut spec = ErrorSpec::new(code, failure.message);
        if !failure.reason.is_empty() {
            spec = spec.reason(&failure.reason, &failure.domain);
        }
        for (field, description) in &failure.field_violations {
            spec = spec.field(field, description);
        }
        if let Some(delay) = failure.retry_after {
            spec = spec.retry_after(seconds(delay)?);
        }
        if let Some((subject, description)) = &failure.quota {
            spec = spec.quota(subject, description);
        }
        if let Some(url) = &failure.help_url {
            spec = spec.help(url);
        }
        self.mock()?.fail(path, spec, times).map_err(|error| errors::exception(py, &error))
    }

    /// As `fail`, with a google.rpc.Status in JSON.
    fn fail_status(&self, py: Python<'_>, path: &str, status: &str, times: u32) -> PyResult<()> {
        let fail = || {
            self.mock().map(|mock| ErrorSpec::from_json(status).and_then(|spec| mock.fail(path, spec, times)))
        };
        fail()?.map_err(|error: Error| errors::exception(py, &error))
    }

    fn delay(&self, py: Python<'_>, path: &str, delay: f64) -> PyResult<()> {
        self.mock()?.delay(path, seconds(delay)?).map_err(|error| errors::exception(py, &error))
    }

    fn calls<'py>(&self, py: Python<'py>) -> PyResult<Vec<Call<'py>>> {
        let calls = self.mock()?.calls();
        Ok(calls
            .into_iter()
            .map(|call| (call.path, PyBytes::new(py, &call.request), call.metadata, call.attempt))
            .collect())
    }

    fn reset(&self) -> PyResult<()> {
        self.mock()?.reset();
        Ok(())
    }
}

impl NativeMock {
    pub(crate) fn new(core: &Client) -> PyResult<Self> {
        let mock = Self { core: core.clone() };
        mock.mock()?;
        Ok(mock)
    }

    fn mock(&self) -> PyResult<&Mock> {
        self.core
            .mock()
            .ok_or_else(|| PyAttributeError::new_err("the client is not in mock mode; give mock_mode=True"))
    }
}
