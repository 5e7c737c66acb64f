//! The answer of a streaming method, for blocking iteration and for asyncio.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex as StdMutex, OnceLock, PoisonError};

use bytes::Bytes;
use omni_client_core::{CallOptions, Client, Error, ResponseStream};
use pyo3::prelude::*;
use tokio::runtime::Handle;
use tokio::sync::Mutex;
use tokio::task::{AbortHandle, JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::codec::{MessageTable, decode};
use crate::outbox::Outbox;
use crate::{completion, errors, runtime};

/// How many messages are taken at once when they are there: one wake-up for all of them.
const BATCH: usize = 64;

/// A stream that Python reads.
#[pyclass(frozen, name = "Stream", module = "omni_ai._core")]
pub(crate) struct NativeStream {
    shared: Arc<Shared>,
    outbox: Arc<Outbox>,
}

struct Shared {
    table: Arc<MessageTable>,
    state: Mutex<State>,
    /// Messages that have come and that nobody has taken: what a cancelled reader leaves is not lost.
    ready: StdMutex<VecDeque<Bytes>>,
    about: OnceLock<(String, Vec<(String, String)>)>,
    closed: CancellationToken,
    opening: AbortHandle,
    handle: Handle,
    process: u32,
}

enum State {
    Opening(JoinHandle<Result<ResponseStream, Error>>),
    Open(Box<ResponseStream>),
    Done,
}

impl Drop for NativeStream {
    fn drop(&mut self) {
        if self.shared.process == std::process::id() {
            self.shared.close();
        } else {
            // In a forked child the connection belongs to threads that are not there; dropping it would wake them.
            std::mem::forget(Arc::clone(&self.shared));
        }
    }
}

impl Shared {
    /// Cancels the call. A reader that waits gets the end; where none does, the stream is dropped here.
    fn close(self: &Arc<Self>) {
        self.opening.abort();
        self.closed.cancel();
        self.ready.lock().unwrap_or_else(PoisonError::into_inner).clear();
        if let Ok(mut state) = self.state.try_lock() {
            *state = State::Done;
            return;
        }
        let shared = Arc::clone(self);
        self.handle.spawn(async move { *shared.state.lock().await = State::Done });
    }

    fn take(&self) -> Option<Bytes> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }

    /// Waits for messages and puts them into `ready`; puts nothing there at the end.
    async fn fetch(&self) -> Result<(), Error> {
        let mut state = self.state.lock().await;
        let fetched = tokio::select! {
            biased;
            () = self.closed.cancelled() => Ok(None),
            fetched = self.advance(&mut state) => fetched,
        };
        match fetched {
            Ok(Some(batch)) if !self.closed.is_cancelled() => {
                self.ready.lock().unwrap_or_else(PoisonError::into_inner).extend(batch);
                Ok(())
            }
            ended => {
                // Dropping the stream cancels the call.
                *state = State::Done;
                ended.map(drop)
            }
        }
    }

    async fn advance(&self, state: &mut State) -> Result<Option<Vec<Bytes>>, Error> {
        if let State::Opening(opening) = state {
            let opened = opening.await.unwrap_or(Err(Error::Cancelled))?;
            let _ = self.about.set((opened.request_id().to_owned(), opened.headers().to_vec()));
            *state = State::Open(Box::new(opened));
        }
        match state {
            State::Open(stream) => stream.next_batch(BATCH).await.transpose(),
            State::Opening(_) | State::Done => Ok(None),
        }
    }

    /// The next message after a fetch, or `None` at the end.
    fn after_fetch(self: &Arc<Self>, py: Python<'_>, fetched: Result<(), Error>) -> PyResult<Py<PyAny>> {
        fetched.map_err(|error| errors::exception(py, &error))?;
        match self.take() {
            Some(message) => self.decode(py, &message),
            None => Ok(py.None()),
        }
    }

    fn decode(self: &Arc<Self>, py: Python<'_>, message: &Bytes) -> PyResult<Py<PyAny>> {
        let request_id = self.about.get().map(|(request_id, _)| request_id.as_str()).unwrap_or_default();
        match decode(py, &self.table, message) {
            Ok(message) => Ok(message.unbind()),
            Err(error) => {
                self.close();
                Err(errors::unreadable(py, &error, request_id))
            }
        }
    }
}

impl NativeStream {
    pub(crate) fn open(
        py: Python<'_>,
        core: Client,
        path: String,
        request: Bytes,
        options: CallOptions,
        table: Arc<MessageTable>,
        outbox: Arc<Outbox>,
    ) -> PyResult<Self> {
        let runtime = runtime::runtime(py)?;
        let opening = runtime.spawn(async move { core.stream(&path, request, &options).await });
        let shared = Shared {
            table,
            opening: opening.abort_handle(),
            state: Mutex::new(State::Opening(opening)),
            ready: StdMutex::default(),
            about: OnceLock::new(),
            closed: CancellationToken::new(),
            handle: runtime.handle().clone(),
            process: std::process::id(),
        };
        Ok(Self { shared: Arc::new(shared), outbox })
    }

    fn refuse_after_fork(&self) -> PyResult<()> {
        if self.shared.process == std::process::id() {
            return Ok(());
        }
        Err(pyo3::exceptions::PyRuntimeError::new_err(
            "the stream was opened before a fork; open it in this process",
        ))
    }
}

#[pymethods]
impl NativeStream {
    /// The next message, or `None` at the end; waits without the GIL.
    fn next(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.refuse_after_fork()?;
        if let Some(message) = self.shared.take() {
            return self.shared.decode(py, &message);
        }
        let fetched = runtime::block_on(py, self.shared.fetch(), |py| self.outbox.flush(py));
        match fetched {
            Ok(fetched) => self.shared.after_fetch(py, fetched),
            Err(interrupt) => {
                self.shared.close();
                Err(interrupt)
            }
        }
    }

    /// A future of `event_loop` for the next message, or `None` at the end.
    fn next_async<'py>(&self, event_loop: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = event_loop.py();
        self.refuse_after_fork()?;
        if let Some(message) = self.shared.take() {
            let future = event_loop.call_method0("create_future")?;
            future.call_method1("set_result", (self.shared.decode(py, &message)?,))?;
            return Ok(future);
        }
        let (fetching, finishing) = (Arc::clone(&self.shared), Arc::clone(&self.shared));
        let work = async move { fetching.fetch().await };
        completion::spawn(event_loop, &self.outbox, work, move |py, fetched| {
            finishing.after_fetch(py, fetched)
        })
    }

    /// Cancels the call; whoever waits for a message gets the end.
    fn close(&self) {
        if self.shared.process == std::process::id() {
            self.shared.close();
        }
    }

    /// The request id; empty until the first message was asked for.
    #[getter]
    fn request_id(&self) -> &str {
        self.shared.about.get().map(|(request_id, _)| request_id.as_str()).unwrap_or_default()
    }

    /// The headers of the answer; empty until the first message was asked for.
    #[getter]
    fn headers(&self) -> Vec<(String, String)> {
        self.shared.about.get().map(|(_, headers)| headers.clone()).unwrap_or_default()
    }
}
