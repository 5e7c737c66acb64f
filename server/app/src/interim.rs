//! What stands in for the audit log of an installation until its domain is there: acts go to the log of the server.

use async_trait::async_trait;
use omni_kernel::db::TenantTx;
use omni_kernel::ports::{AuditEntry, AuditLog};
use omni_kernel::{Ctx, Error, Scope};

/// Acts as lines of the server's log, without personal data.
pub(crate) struct LoggedAudit;

fn log(scope: Scope, ctx: &Ctx, entry: &AuditEntry) {
    tracing::info!(
        tenant = %scope.tenant,
        request_id = %ctx.request_id(),
        action = entry.action,
        outcome = ?entry.outcome,
        target_id = entry.target,
        reason = entry.reason,
        "audit"
    );
}

#[async_trait]
impl AuditLog for LoggedAudit {
    async fn append(&self, tx: &mut TenantTx, ctx: &Ctx, entries: &[AuditEntry]) -> Result<(), Error> {
        for entry in entries {
            log(tx.scope(), ctx, entry);
        }
        Ok(())
    }

    fn record(&self, scope: Scope, ctx: &Ctx, entry: AuditEntry) {
        log(scope, ctx, &entry);
    }
}
