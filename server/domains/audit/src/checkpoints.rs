//! Checkpoints at an interval, of every chain that has grown.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Weak};
use std::time::Duration;

use omni_audit_chain::{Signed, hex};
use omni_kernel::ports::TenantDirectory;
use omni_kernel::{Environment, Error, Scope};
use serde_json::json;

use crate::store;
use crate::trail::{Parts, Trail};

impl Trail {
    /// Signs checkpoints at the interval until the last clone of the log is dropped.
    pub fn sign_checkpoints(&self, tenants: Arc<dyn TenantDirectory>) {
        let (parts, interval) = (Arc::downgrade(&self.parts), self.parts.settings.checkpoint_interval);
        tokio::spawn(run(parts, tenants, interval));
    }

    /// Signs a checkpoint of every chain that has grown since its last one and whose last one is old enough; gives
    /// them.
    ///
    /// # Errors
    /// `DATABASE_UNAVAILABLE`, and when the file cannot be written.
    pub async fn checkpoint(&self, tenants: &dyn TenantDirectory) -> Result<Vec<Signed>, Error> {
        self.parts.checkpoint(tenants).await
    }
}

async fn run(parts: Weak<Parts>, tenants: Arc<dyn TenantDirectory>, interval: Duration) {
    loop {
        tokio::time::sleep(interval).await;
        let Some(parts) = parts.upgrade() else { return };
        if let Err(error) = parts.checkpoint(&*tenants).await {
            tracing::warn!(
                ?error,
                "checkpoints of the audit log could not be signed; the next try is at the next interval"
            );
        }
    }
}

impl Parts {
    async fn checkpoint(&self, tenants: &dyn TenantDirectory) -> Result<Vec<Signed>, Error> {
        let mut made = Vec::new();
        for tenant in tenants.tenants().await? {
            for environment in [Environment::Live, Environment::Test] {
                made.extend(self.checkpoint_of(Scope { tenant, environment }).await?);
            }
        }
        if let Some(file) = self.settings.checkpoint_file.as_deref().filter(|_| !made.is_empty()) {
            write(file, &made).map_err(|error| {
                Error::internal(format!("the checkpoints cannot be written to {}", file.display()))
                    .with_source(error)
            })?;
        }
        Ok(made)
    }

    async fn checkpoint_of(&self, scope: Scope) -> Result<Option<Signed>, Error> {
        let mut tx = self.database.begin(&scope).await?;
        let Some(head) = store::chain::head(&mut tx).await?.filter(|head| head.sequence > 0) else {
            return Ok(None);
        };
        let last = store::checkpoints::last(&mut tx).await?;
        // Other servers sign, too; a little early is not too early.
        let due = self.settings.checkpoint_interval.mul_f64(0.9);
        let now = self.clock.now();
        let old_enough = last.is_none_or(|(_, time)| {
            Duration::try_from(now.duration_since(time)).is_ok_and(|passed| passed >= due)
        });
        if !old_enough || last.is_some_and(|(sequence, _)| sequence >= head.sequence) {
            return Ok(None);
        }
        let signed = self.sign(&mut tx, head).await?;
        tx.commit().await?;
        Ok(Some(signed))
    }
}

/// One JSON object a line, in the form of the contract's `AuditCheckpoint`.
fn write(file: &Path, signed: &[Signed]) -> std::io::Result<()> {
    let mut lines = String::new();
    for signed in signed {
        let stated = &signed.checkpoint;
        let time = jiff::Timestamp::from_microsecond(stated.time).map_err(std::io::Error::other)?;
        let line = json!({
            "tenantId": stated.tenant_id,
            "environment": stated.environment,
            "sequence": stated.sequence,
            "hash": hex(&stated.hash),
            "time": time.to_string(),
            "keyId": stated.key_id,
            "signature": hex(&signed.signature),
        });
        lines.push_str(&line.to_string());
        lines.push('\n');
    }
    let mut file = OpenOptions::new().create(true).append(true).open(file)?;
    file.write_all(lines.as_bytes())?;
    file.sync_all()
}
