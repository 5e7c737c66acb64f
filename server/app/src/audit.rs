//! The audit log and the mutations that go on it, as the configuration says.

use std::sync::Arc;
use std::time::Duration;

use omni_audit::{Settings, Trail};
use omni_kernel::config::Config;
use omni_kernel::db::Database;
use omni_kernel::ports::TenantDirectory;
use omni_kernel::telemetry::Metrics;
use omni_kernel::{Clock, Effects, Error, Rng, effects};

use crate::vault;

/// How often idempotency keys whose time is up are deleted.
const SWEEP_EVERY: Duration = Duration::from_hours(1);

/// The log of a migrated database and the mutations of every domain, under its vault. Starts what goes on beside
/// requests: checkpoints, and the end of idempotency keys.
pub(crate) async fn start(
    config: &Config,
    database: &Database,
    tenants: Arc<dyn TenantDirectory>,
    clock: &Clock,
    rng: &Rng,
) -> Result<(Trail, Effects), Error> {
    let vault = vault::open(config, database, clock, rng).await?;
    let audit = &config.audit;
    let beside = || config.data_dir.join("audit-checkpoints.ndjson");
    let settings = Settings {
        checkpoint_interval: audit.checkpoint_interval,
        checkpoint_entries: audit.checkpoint_entries,
        checkpoint_file: Some(audit.checkpoint_file.clone().unwrap_or_else(beside)),
        queue_size: audit.queue_size,
    };
    let trail = Trail::open(database.clone(), vault.clone(), clock.clone(), rng.clone(), settings).await?;
    let effects = Effects::new(database.clone(), Arc::new(trail.clone()), vault, clock.clone());
    let effects = effects.keeping(config.idempotency.keep);
    trail.sign_checkpoints(Arc::clone(&tenants));
    tokio::spawn(sweep(effects.clone(), tenants));
    Ok((trail, effects))
}

async fn sweep(effects: Effects, tenants: Arc<dyn TenantDirectory>) {
    loop {
        tokio::time::sleep(SWEEP_EVERY).await;
        if let Err(error) = effects::sweep(&effects, &*tenants).await {
            tracing::warn!(?error, "old idempotency keys could not be deleted; the next try is in an hour");
        }
    }
}

pub(crate) fn watch(metrics: &Metrics, trail: &Trail) {
    let counts = trail.counts();
    metrics.counter(
        "omni_audit_refusals_dropped",
        "Refused acts that are not on the audit log because the queue was full or the database did not take them.",
        move || counts.dropped() as f64,
    );
}
