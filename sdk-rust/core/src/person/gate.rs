//! One at a time, also after a fork.

use std::sync::Arc;

use arc_swap::ArcSwap;
use tokio::sync::Mutex;

/// A lock for each process: one that was held in the parent at the fork would never be let go in the child.
pub(super) struct Gate(ArcSwap<(u32, Arc<Mutex<()>>)>);

impl Default for Gate {
    fn default() -> Self {
        Self(ArcSwap::from_pointee((std::process::id(), Arc::default())))
    }
}

impl Gate {
    pub(super) fn of_this_process(&self) -> Arc<Mutex<()>> {
        let process = std::process::id();
        self.0.rcu(|current| {
            if current.0 == process { Arc::clone(current) } else { Arc::new((process, Arc::default())) }
        });
        Arc::clone(&self.0.load().1)
    }
}
