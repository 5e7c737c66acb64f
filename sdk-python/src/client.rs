//! The client: calls that block, calls for asyncio, streams.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use omni_client_core::{CallOptions, Client, LogLevel, Response, Settings, Tokens};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyType;

use crate::codec::{Encoder, MessageTable, decode};
use crate::debug::LogQueue;
use crate::mock::NativeMock;
use crate::outbox::Outbox;
use crate::stream::NativeStream;
use crate::{completion, errors, runtime};

/// A method: its path and the classes of its messages.
pub(crate) type MethodRef<'py> = (String, Bound<'py, PyType>, Bound<'py, PyType>);

/// What one call sets: timeout in seconds, retries, idempotency key, metadata.
type Options = (Option<f64>, Option<u32>, Option<String>, Vec<(String, String)>);

/// The native client under `OmniClient` and `AsyncOmniClient`.
#[pyclass(frozen, name = "Client", module = "omni_ai._core")]
pub(crate) struct NativeClient {
    core: Client,
    outbox: Arc<Outbox>,
    process: u32,
}

impl Drop for NativeClient {
    fn drop(&mut self) {
        if self.process != std::process::id() {
            // In a forked child the connection belongs to threads that are not there; dropping it would wake them.
            std::mem::forget(self.core.clone());
        }
    }
}

#[pymethods]
impl NativeClient {
    #[new]
    #[pyo3(signature = (*, api_key, access_token, refresh_token, on_tokens, base_url, environment, mock_mode, timeout, max_retries, profile, tenant, user_agent))]
    #[expect(clippy::too_many_arguments, reason = "the settings, by name")]
    fn new(
        py: Python<'_>,
        api_key: Option<String>,
        access_token: Option<String>,
        refresh_token: Option<String>,
        on_tokens: Option<Py<PyAny>>,
        base_url: Option<String>,
        environment: Option<String>,
        mock_mode: Option<bool>,
        timeout: Option<f64>,
        max_retries: Option<u32>,
        profile: Option<String>,
        tenant: Option<String>,
        user_agent: String,
    ) -> PyResult<Self> {
        let settings = Settings {
            api_key,
            access_token,
            refresh_token,
            base_url,
            environment,
            mock_mode,
            timeout: timeout.map(seconds).transpose()?,
            max_retries,
            profile,
            debug: false,
            user_agent: Some(user_agent),
            tenant,
        };
        let core = Client::new(settings).map_err(|error| errors::exception(py, &error))?;
        let (log, sink) = LogQueue::new(core.settings().log.value != LogLevel::Off);
        core.set_debug_sink(sink);
        Ok(Self::of(core, log, on_tokens))
    }

    /// A client for the person of these tokens. It shares connection and debug log.
    fn with_tokens(
        &self,
        py: Python<'_>,
        access_token: Option<String>,
        refresh_token: Option<String>,
        on_tokens: Option<Py<PyAny>>,
    ) -> PyResult<Self> {
        let core = self.core.with_tokens(Tokens { access_token, refresh_token });
        let core = core.map_err(|error| errors::exception(py, &error))?;
        Ok(Self::of(core, Arc::clone(self.outbox.log()), on_tokens))
    }

    /// Calls a method and waits, without the GIL. With `raw`: the answer, the request id, the headers, the
    /// milliseconds and the attempts.
    fn unary(
        &self,
        py: Python<'_>,
        method: MethodRef<'_>,
        fields: &Bound<'_, PyAny>,
        options: Options,
        raw: bool,
    ) -> PyResult<Py<PyAny>> {
        let (path, request, options, table) = prepare(method, fields, options)?;
        let called =
            runtime::call(py, self.core.unary(&path, request, &options), |py| self.outbox.flush(py))?;
        match called {
            Ok(response) => answer(py, &table, &response, raw),
            Err(error) => Err(errors::exception(py, &error)),
        }
    }

    /// Calls a method; gives a future of `event_loop`. Cancelling the future cancels the call.
    fn unary_async<'py>(
        &self,
        event_loop: &Bound<'py, PyAny>,
        method: MethodRef<'py>,
        fields: &Bound<'py, PyAny>,
        options: Options,
        raw: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (path, request, options, table) = prepare(method, fields, options)?;
        let core = self.core.clone();
        let call = async move { core.unary(&path, request, &options).await };
        completion::spawn(event_loop, &self.outbox, call, move |py, called| match called {
            Ok(response) => answer(py, &table, &response, raw),
            Err(error) => Err(errors::exception(py, &error)),
        })
    }

    /// Calls a streaming method. The call starts at once.
    fn stream(
        &self,
        py: Python<'_>,
        method: MethodRef<'_>,
        fields: &Bound<'_, PyAny>,
        options: Options,
    ) -> PyResult<NativeStream> {
        let (path, request, options, table) = prepare(method, fields, options)?;
        NativeStream::open(py, self.core.clone(), path, request, options, table, Arc::clone(&self.outbox))
    }

    fn close(&self, py: Python<'_>) {
        self.outbox.flush(py);
        self.core.close();
    }

    fn enable_debug(&self) {
        self.outbox.log().want();
        self.core.enable_debug();
    }

    #[getter]
    fn is_debugging(&self) -> bool {
        self.outbox.log().is_wanted()
    }

    #[getter]
    fn base_url(&self) -> &str {
        &self.core.settings().base_url.value
    }

    #[getter]
    fn environment(&self) -> &'static str {
        self.core.settings().environment.value.as_str()
    }

    /// The mock; a `RuntimeError` outside mock mode.
    fn mock(&self) -> PyResult<NativeMock> {
        NativeMock::new(&self.core)
    }
}

impl NativeClient {
    fn of(core: Client, log: Arc<LogQueue>, on_tokens: Option<Py<PyAny>>) -> Self {
        let (outbox, sink) = Outbox::new(log, on_tokens);
        if let Some(sink) = sink {
            core.set_token_sink(sink);
        }
        Self { core, outbox, process: std::process::id() }
    }
}

/// Seconds above zero.
pub(crate) fn seconds(value: f64) -> PyResult<Duration> {
    match Duration::try_from_secs_f64(value) {
        Ok(duration) if !duration.is_zero() => Ok(duration),
        _ => Err(PyValueError::new_err(format!("timeout: expected seconds above 0, got {value}"))),
    }
}

fn prepare(
    (path, request, response): MethodRef<'_>,
    fields: &Bound<'_, PyAny>,
    (timeout, max_retries, idempotency_key, metadata): Options,
) -> PyResult<(String, Bytes, CallOptions, Arc<MessageTable>)> {
    let bytes = Encoder { json: false }.encode(&*MessageTable::of(&request)?, fields)?;
    let timeout = timeout.map(seconds).transpose()?;
    let options = CallOptions { timeout, max_retries, idempotency_key, metadata };
    Ok((path, bytes.into(), options, MessageTable::of(&response)?))
}

fn answer(py: Python<'_>, table: &MessageTable, response: &Response, raw: bool) -> PyResult<Py<PyAny>> {
    let message = decode(py, table, &response.message)
        .map_err(|error| errors::unreadable(py, &error, &response.request_id))?;
    if !raw {
        return Ok(message.unbind());
    }
    let milliseconds = response.latency.as_secs_f64() * 1000.0;
    let parts = (message, &response.request_id, &response.headers, milliseconds, response.attempts);
    Ok(parts.into_pyobject(py)?.into_any().unbind())
}
