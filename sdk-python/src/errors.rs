//! Errors of the core as exceptions of `omni_ai`.

use omni_client_core::Error;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// The exception of an error. The class is the one the core names, so that all languages agree.
pub(crate) fn exception(py: Python<'_>, error: &Error) -> PyErr {
    build(py, error).unwrap_or_else(|failure| failure)
}

fn build(py: Python<'_>, error: &Error) -> PyResult<PyErr> {
    let class = py.import("omni_ai._errors")?.getattr(error.kind().class_name())?;
    let details = PyDict::new(py);
    details.set_item("request_id", error.request_id())?;
    match error {
        Error::Api(api) => {
            details.set_item("message", &api.message)?;
            details.set_item("code", api.code.name())?;
            details.set_item("reason", &api.reason)?;
            details.set_item("domain", &api.domain)?;
            details.set_item("retryable", api.retryable)?;
            details.set_item("retry_after", api.retry_after.map(|delay| delay.as_secs_f64()))?;
            details.set_item("help_url", &api.help_url)?;
            details.set_item("metadata", &api.metadata)?;
            details.set_item("failures", &api.failures)?;
            let violations: Vec<_> = api
                .field_violations
                .iter()
                .map(|one| (one.field.as_str(), one.description.as_str(), one.reason.as_str()))
                .collect();
            details.set_item("field_violations", violations)?;
        }
        Error::Config { setting, message } => {
            details.set_item("setting", setting)?;
            details.set_item("message", message)?;
        }
        Error::Connection { message, .. } | Error::Timeout { message, .. } => {
            details.set_item("message", message)?;
        }
        Error::Cancelled => details.set_item("message", error.to_string())?,
    }
    let instance = class.call_method1("_from_core", (error.to_string(), details))?;
    Ok(PyErr::from_value(instance))
}

/// An answer that is no message of its class: the server's fault, so an `InternalError` with the request id.
pub(crate) fn unreadable(py: Python<'_>, why: &PyErr, request_id: &str) -> PyErr {
    let build = || -> PyResult<PyErr> {
        let class = py.import("omni_ai._errors")?.getattr("InternalError")?;
        let details = PyDict::new(py);
        details.set_item("code", "INTERNAL")?;
        details.set_item("reason", "UNREADABLE_RESPONSE")?;
        details.set_item("request_id", request_id)?;
        let message =
            format!("INTERNAL: the answer cannot be read: {} (request {request_id})", why.value(py));
        let error = PyErr::from_value(class.call_method1("_from_core", (message, details))?);
        error.set_cause(py, Some(why.clone_ref(py)));
        Ok(error)
    };
    build().unwrap_or_else(|failure| failure)
}
