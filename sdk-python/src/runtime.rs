//! The tokio runtime of this process, waiting on it from Python, and leaving it when Python ends.

use std::future::Future;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use tokio::runtime::{Builder, Runtime};

/// How long a blocking wait goes on before it looks for signals such as Ctrl-C.
pub(crate) const SLICE: Duration = Duration::from_millis(50);
/// Two threads carry the connections of a whole program: they move bytes, Python does the rest.
const WORKERS: usize = 2;

/// The runtime and the process it belongs to. It is locked only by threads that hold the GIL and keep it, so that a
/// fork, which also holds the GIL, never copies it locked.
static SLOT: Mutex<Option<(u32, &'static Runtime)>> = Mutex::new(None);

/// The runtime of this process. The threads of a runtime do not live through a fork; a child makes its own, and the
/// parent's is left as it is, since taking it down would wait for threads that are not there.
pub(crate) fn runtime(_py: Python<'_>) -> PyResult<&'static Runtime> {
    let process = std::process::id();
    let mut slot = SLOT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((owner, runtime)) = *slot
        && owner == process
    {
        return Ok(runtime);
    }
    let runtime = Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .thread_name("omni-ai")
        .enable_io()
        .enable_time()
        .build()
        .map_err(|error| {
            PyRuntimeError::new_err(format!("the threads of omni_ai cannot be started: {error}"))
        })?;
    let runtime: &'static Runtime = Box::leak(Box::new(runtime));
    *slot = Some((process, runtime));
    Ok(runtime)
}

/// Waits for a future without the GIL and with an eye on signals. `between` runs with the GIL after every slice. An
/// exception of a signal handler drops the future, which cancels the call.
pub(crate) fn block_on<F>(py: Python<'_>, future: F, between: impl Fn(Python<'_>)) -> PyResult<F::Output>
where
    F: Future + Send,
    F::Output: Send,
{
    let runtime = runtime(py)?;
    let mut future = Box::pin(future);
    loop {
        let waited =
            py.detach(|| runtime.block_on(async { tokio::time::timeout(SLICE, future.as_mut()).await }));
        between(py);
        match waited {
            Ok(output) => return Ok(output),
            Err(_) => py.check_signals()?,
        }
    }
}

/// Lets threads of the runtime into Python until Python ends. A thread that asks for the GIL of an interpreter that is
/// being torn down would be killed inside Rust, so the end waits for those inside and lets no more in.
struct Gate {
    closed: AtomicBool,
    inside: AtomicUsize,
}

static GATE: Gate = Gate { closed: AtomicBool::new(false), inside: AtomicUsize::new(0) };

/// Runs with the GIL on a thread of the runtime; not at all once Python is ending.
pub(crate) fn attach(run: impl FnOnce(Python<'_>)) {
    GATE.inside.fetch_add(1, Ordering::SeqCst);
    if !GATE.closed.load(Ordering::SeqCst) {
        Python::try_attach(run);
    }
    GATE.inside.fetch_sub(1, Ordering::SeqCst);
}

/// Called by `atexit`: lets no thread in any more and waits for those inside, at most two seconds.
#[pyfunction]
pub(crate) fn shut_down(py: Python<'_>) {
    GATE.closed.store(true, Ordering::SeqCst);
    py.detach(|| {
        for _ in 0..2000 {
            if GATE.inside.load(Ordering::SeqCst) == 0 {
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    });
}

/// Called in a child after a fork: nobody is inside, whatever the parent's threads were doing.
#[pyfunction]
pub(crate) fn after_fork() {
    GATE.inside.store(0, Ordering::SeqCst);
    GATE.closed.store(false, Ordering::SeqCst);
}
