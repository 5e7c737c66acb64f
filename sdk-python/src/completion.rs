//! Futures of asyncio that are completed from the threads of the runtime.

use std::sync::{Arc, Mutex, PoisonError};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::{PyClass, PyClassInitializer};
use tokio::task::AbortHandle;

use crate::outbox::Outbox;
use crate::runtime::{self, SLICE};

type Finish = Box<dyn FnOnce(Python<'_>) -> PyResult<Py<PyAny>> + Send>;

/// Runs on the thread of the event loop and settles the future.
#[pyclass(frozen, module = "omni_ai._core")]
struct Completion {
    future: Py<PyAny>,
    finish: Mutex<Option<Finish>>,
    outbox: Arc<Outbox>,
}

#[pymethods]
impl Completion {
    fn __call__(&self, py: Python<'_>) -> PyResult<()> {
        self.outbox.flush(py);
        let finish = self.finish.lock().unwrap_or_else(PoisonError::into_inner).take();
        let future = self.future.bind(py);
        // The future may have been cancelled meanwhile.
        let (Some(finish), false) = (finish, future.call_method0("done")?.is_truthy()?) else {
            return Ok(());
        };
        match finish(py) {
            Ok(value) => future.call_method1("set_result", (value,))?,
            Err(error) => future.call_method1("set_exception", (error.into_value(py),))?,
        };
        Ok(())
    }
}

/// Hands log lines and tokens on while a call runs.
#[pyclass(frozen, module = "omni_ai._core")]
struct Flush(Arc<Outbox>);

#[pymethods]
impl Flush {
    fn __call__(&self, py: Python<'_>) {
        self.0.flush(py);
    }
}

/// Cancels the call when its future is done; nothing happens where the call has ended.
#[pyclass(frozen, module = "omni_ai._core")]
struct Canceller(AbortHandle);

#[pymethods]
impl Canceller {
    fn __call__(&self, _future: &Bound<'_, PyAny>) {
        self.0.abort();
    }
}

/// A future of `event_loop` for the output of `work`, made into a Python value by `finish` on the loop's thread.
/// Cancelling the future drops `work`.
pub(crate) fn spawn<'py, T: Send + 'static>(
    event_loop: &Bound<'py, PyAny>,
    outbox: &Arc<Outbox>,
    work: impl Future<Output = T> + Send + 'static,
    finish: impl FnOnce(Python<'_>, T) -> PyResult<Py<PyAny>> + Send + 'static,
) -> PyResult<Bound<'py, PyAny>> {
    let py = event_loop.py();
    let future = event_loop.call_method0("create_future")?;
    let (held_loop, held_future, outbox) =
        (event_loop.clone().unbind(), future.clone().unbind(), Arc::clone(outbox));
    let task = runtime::runtime(py)?.spawn(async move {
        let mut work = Box::pin(work);
        let output = loop {
            match tokio::time::timeout(SLICE, work.as_mut()).await {
                Ok(output) => break output,
                Err(_) if outbox.is_wanted() => {
                    runtime::attach(|py| call_soon(py, &held_loop, Flush(Arc::clone(&outbox))));
                }
                Err(_) => {}
            }
        };
        runtime::attach(|py| {
            let finish: Finish = Box::new(move |py| finish(py, output));
            let completion = Completion { future: held_future, finish: Mutex::new(Some(finish)), outbox };
            call_soon(py, &held_loop, completion);
        });
    });
    future.call_method1("add_done_callback", (Bound::new(py, Canceller(task.abort_handle()))?,))?;
    Ok(future)
}

/// `call_soon_threadsafe` on a loop that may be closed: then nobody waits for the answer any more.
fn call_soon<T>(py: Python<'_>, event_loop: &Py<PyAny>, callback: T)
where
    T: PyClass + Into<PyClassInitializer<T>>,
{
    let event_loop = event_loop.bind(py);
    let is_closed =
        || event_loop.call_method0("is_closed").and_then(|closed| closed.is_truthy()).unwrap_or(true);
    if is_closed() {
        return;
    }
    let called = Bound::new(py, callback)
        .and_then(|callback| event_loop.call_method1("call_soon_threadsafe", (callback,)));
    match called {
        Err(error) if error.is_instance_of::<PyRuntimeError>(py) && is_closed() => {}
        Err(error) => error.write_unraisable(py, Some(event_loop)),
        Ok(_) => {}
    }
}
