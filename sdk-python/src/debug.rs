//! Lines of the debug log, from the threads of the runtime to Python's `logging`.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use omni_client_core::{DebugLine, DebugSink};
use pyo3::prelude::*;

/// Lines that wait for a thread with the GIL: those who write them have none and must not wait for it.
pub(crate) struct LogQueue {
    wanted: AtomicBool,
    lines: Mutex<Receiver<String>>,
}

impl LogQueue {
    /// The queue, and the sink that fills it.
    pub(crate) fn new(wanted: bool) -> (Arc<Self>, DebugSink) {
        let (sender, receiver): (Sender<String>, _) = channel();
        let queue = Self { wanted: AtomicBool::new(wanted), lines: Mutex::new(receiver) };
        // A client that is gone takes no lines any more.
        (Arc::new(queue), Arc::new(move |line: &DebugLine| drop(sender.send(line.to_string()))))
    }

    pub(crate) fn want(&self) {
        self.wanted.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_wanted(&self) -> bool {
        self.wanted.load(Ordering::Relaxed)
    }

    /// Hands the waiting lines to the logger `omni_ai`.
    pub(crate) fn flush(&self, py: Python<'_>) {
        if !self.is_wanted() {
            return;
        }
        let lines: Vec<String> =
            self.lines.lock().unwrap_or_else(PoisonError::into_inner).try_iter().collect();
        if lines.is_empty() {
            return;
        }
        let written = py.import("omni_ai._debug").and_then(|module| module.call_method1("write", (lines,)));
        if let Err(error) = written {
            // A handler that raises must not fail the call.
            error.write_unraisable(py, None);
        }
    }
}
