//! The runtime of calls that block. It has no thread of its own: whoever waits for an answer polls the connection
//! meanwhile, so that a call crosses no thread. Of several callers one polls for all. When nobody has called for a
//! moment, a keeper polls, so that pings are answered and a server that leaves is noticed.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::sync::Notify;

/// After how long without a new call the keeper takes over.
const QUIET: Duration = Duration::from_millis(50);

pub(crate) struct Callers {
    runtime: Runtime,
    /// Calls that are under way.
    working: AtomicUsize,
    /// Calls that have begun.
    begun: AtomicUsize,
    /// Whether the keeper polls, or is about to.
    kept: AtomicBool,
    /// Sends the keeper away.
    leave: Notify,
}

/// A call that is under way.
pub(crate) struct Working<'a>(&'a Callers);

impl Drop for Working<'_> {
    fn drop(&mut self) {
        self.0.working.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Callers {
    /// Takes a runtime of the kind that runs on the thread that blocks on it.
    pub(crate) fn new(runtime: Runtime) -> Self {
        Self {
            runtime,
            working: AtomicUsize::new(0),
            begun: AtomicUsize::new(0),
            kept: AtomicBool::new(false),
            leave: Notify::new(),
        }
    }

    pub(crate) fn start_keeper(&'static self) -> std::io::Result<()> {
        std::thread::Builder::new().name("omni-ai-keeper".to_owned()).spawn(|| self.keep()).map(drop)
    }

    /// Begins a call.
    pub(crate) fn work(&self) -> Working<'_> {
        // In this order, and the keeper in the other: either it sees the call, or the call sees it.
        self.working.fetch_add(1, Ordering::SeqCst);
        self.begun.fetch_add(1, Ordering::Relaxed);
        if self.kept.load(Ordering::SeqCst) {
            self.leave.notify_one();
        }
        Working(self)
    }

    /// Waits for a future, and polls the connections meanwhile, or lets another caller do so.
    pub(crate) fn block_on<F: Future>(&self, future: F) -> F::Output {
        self.runtime.block_on(future)
    }

    fn keep(&self) {
        loop {
            let begun = self.begun.load(Ordering::Relaxed);
            std::thread::sleep(QUIET);
            if self.begun.load(Ordering::Relaxed) != begun || self.working.load(Ordering::SeqCst) > 0 {
                continue;
            }
            self.kept.store(true, Ordering::SeqCst);
            if self.working.load(Ordering::SeqCst) == 0 {
                self.runtime.block_on(self.leave.notified());
            }
            self.kept.store(false, Ordering::SeqCst);
        }
    }
}
