//! Where sensitive acts are noted.

use async_trait::async_trait;
use omni_kernel::db::TenantTx;
use omni_kernel::ports::{AuditEntry, AuditLog};
use omni_kernel::{Ctx, Error, Scope};

/// Notes them in the server's log. They are not kept with the change, and not chained.
pub(crate) struct LoggedActs;

#[async_trait]
impl AuditLog for LoggedActs {
    async fn append(&self, tx: &mut TenantTx, ctx: &Ctx, entries: &[AuditEntry]) -> Result<(), Error> {
        let scope = tx.scope();
        for entry in entries {
            note(scope, ctx, entry);
        }
        Ok(())
    }

    fn record(&self, scope: Scope, ctx: &Ctx, entry: AuditEntry) {
        note(scope, ctx, &entry);
    }
}

fn note(scope: Scope, ctx: &Ctx, entry: &AuditEntry) {
    tracing::info!(
        target: "omni_audit",
        tenant_id = %scope.tenant,
        environment = scope.environment.as_str(),
        request_id = ctx.request_id().as_str(),
        action = entry.action,
        "a sensitive act"
    );
}
