//! The tokio runtimes of this process, waiting on it from Python, and leaving it when Python ends.

use std::future::Future;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use tokio::runtime::{Builder, Runtime};

use crate::callers::Callers;

/// How long a blocking wait goes on before it looks for signals such as Ctrl-C.
pub(crate) const SLICE: Duration = Duration::from_millis(50);
/// Two threads carry the connections of a whole program: they move bytes, Python does the rest.
const WORKERS: usize = 2;

/// What a process runs on. It is locked only by threads that hold the GIL and keep it, so that a fork, which also holds
/// the GIL, never copies it locked.
static SLOT: Mutex<Slot> = Mutex::new(Slot { process: 0, background: None, callers: None });

/// The threads of a runtime do not live through a fork; a child makes its own, and the parent's is left as it is, since
/// taking it down would wait for threads that are not there.
#[derive(Clone, Copy)]
struct Slot {
    process: u32,
    background: Option<&'static Runtime>,
    callers: Option<&'static Callers>,
}

fn slot() -> MutexGuard<'static, Slot> {
    let mut slot = SLOT.lock().unwrap_or_else(PoisonError::into_inner);
    let process = std::process::id();
    if slot.process != process {
        *slot = Slot { process, background: None, callers: None };
    }
    slot
}

fn build(mut builder: Builder) -> PyResult<Runtime> {
    let built = builder.thread_name("omni-ai").enable_io().enable_time().build();
    built.map_err(|error| not_started(&error))
}

fn not_started(error: &std::io::Error) -> PyErr {
    PyRuntimeError::new_err(format!("the threads of omni_ai cannot be started: {error}"))
}

/// The runtime of streams and of calls from asyncio, with threads of its own.
pub(crate) fn runtime(_py: Python<'_>) -> PyResult<&'static Runtime> {
    let mut slot = slot();
    if let Some(runtime) = slot.background {
        return Ok(runtime);
    }
    let mut builder = Builder::new_multi_thread();
    builder.worker_threads(WORKERS);
    let runtime: &'static Runtime = Box::leak(Box::new(build(builder)?));
    slot.background = Some(runtime);
    Ok(runtime)
}

/// The runtime of calls that block.
fn callers(_py: Python<'_>) -> PyResult<&'static Callers> {
    let mut slot = slot();
    if let Some(callers) = slot.callers {
        return Ok(callers);
    }
    let callers = Callers::new(build(Builder::new_current_thread())?);
    let callers: &'static Callers = Box::leak(Box::new(callers));
    callers.start_keeper().map_err(|error| not_started(&error))?;
    slot.callers = Some(callers);
    Ok(callers)
}

/// Waits on the background runtime; as `call`.
pub(crate) fn block_on<F>(py: Python<'_>, future: F, between: impl Fn(Python<'_>)) -> PyResult<F::Output>
where
    F: Future + Send,
    F::Output: Send,
{
    in_slices(py, Place::Background(runtime(py)?), future, between)
}

/// Waits for a call without the GIL and with an eye on signals. `between` runs with the GIL after every slice. An
/// exception of a signal handler drops the future, which cancels the call.
pub(crate) fn call<F>(py: Python<'_>, future: F, between: impl Fn(Python<'_>)) -> PyResult<F::Output>
where
    F: Future + Send,
    F::Output: Send,
{
    let callers = callers(py)?;
    let _working = callers.work();
    in_slices(py, Place::Callers(callers), future, between)
}

#[derive(Clone, Copy)]
enum Place {
    Background(&'static Runtime),
    Callers(&'static Callers),
}

fn in_slices<F>(py: Python<'_>, place: Place, future: F, between: impl Fn(Python<'_>)) -> PyResult<F::Output>
where
    F: Future + Send,
    F::Output: Send,
{
    let mut future = std::pin::pin!(future);
    loop {
        let slice = async { tokio::time::timeout(SLICE, future.as_mut()).await };
        let waited = py.detach(|| match place {
            Place::Background(runtime) => runtime.block_on(slice),
            Place::Callers(callers) => callers.block_on(slice),
        });
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
