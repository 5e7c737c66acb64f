use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use omni_kernel::db::TenantTx;
use omni_kernel::ports::{AuditEntry, AuditLog};
use omni_kernel::{Ctx, Error, Scope};

/// An audit log that only remembers. It does not know of transactions: what was appended stays, also when the
/// transaction is rolled back afterwards.
#[derive(Debug, Clone, Default)]
pub struct RecordingAuditLog(Arc<Mutex<Vec<(Scope, AuditEntry)>>>);

impl RecordingAuditLog {
    /// What was said, in order, with whose log it was said to.
    pub fn entries(&self) -> Vec<(Scope, AuditEntry)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The actions, in order.
    pub fn actions(&self) -> Vec<String> {
        self.entries().into_iter().map(|(_, entry)| entry.action).collect()
    }
}

#[async_trait]
impl AuditLog for RecordingAuditLog {
    async fn append(&self, tx: &mut TenantTx, _ctx: &Ctx, entries: &[AuditEntry]) -> Result<(), Error> {
        let scope = tx.scope();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.extend(entries.iter().map(|entry| (scope, entry.clone())));
        Ok(())
    }

    fn record(&self, scope: Scope, _ctx: &Ctx, entry: AuditEntry) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((scope, entry));
    }
}
