//! What the threads of the runtime have for Python: lines of the debug log, and tokens that were renewed.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use omni_client_core::{TokenSink, Tokens};
use pyo3::prelude::*;

use crate::debug::LogQueue;

/// Waits for a thread with the GIL: those who fill it have none and must not wait for it.
pub(crate) struct Outbox {
    log: Arc<LogQueue>,
    renewed: Option<Renewed>,
}

/// Tokens that wait for the function that keeps them.
struct Renewed {
    tokens: Mutex<Receiver<Tokens>>,
    keep: Py<PyAny>,
}

impl Outbox {
    /// The outbox of a client, and the sink that fills it where there is a function to take tokens.
    pub(crate) fn new(log: Arc<LogQueue>, keep: Option<Py<PyAny>>) -> (Arc<Self>, Option<TokenSink>) {
        let Some(keep) = keep else { return (Arc::new(Self { log, renewed: None }), None) };
        let (sender, receiver): (Sender<Tokens>, _) = channel();
        let renewed = Some(Renewed { tokens: Mutex::new(receiver), keep });
        // A client that is gone keeps no tokens any more.
        let sink: TokenSink = Arc::new(move |tokens: &Tokens| drop(sender.send(tokens.clone())));
        (Arc::new(Self { log, renewed }), Some(sink))
    }

    pub(crate) fn log(&self) -> &Arc<LogQueue> {
        &self.log
    }

    /// Whether something may wait while a call runs.
    pub(crate) fn is_wanted(&self) -> bool {
        self.log.is_wanted() || self.renewed.is_some()
    }

    /// Hands on what waits.
    pub(crate) fn flush(&self, py: Python<'_>) {
        self.log.flush(py);
        let Some(renewed) = &self.renewed else { return };
        let waiting: Vec<Tokens> =
            renewed.tokens.lock().unwrap_or_else(PoisonError::into_inner).try_iter().collect();
        for tokens in waiting {
            let pair = py.import("omni_ai._tokens").and_then(|module| {
                module.getattr("TokenPair")?.call1((tokens.access_token, tokens.refresh_token))
            });
            if let Err(error) = pair.and_then(|pair| renewed.keep.bind(py).call1((pair,))) {
                // A function that raises must not fail the call, which was answered.
                error.write_unraisable(py, Some(renewed.keep.bind(py)));
            }
        }
    }
}
