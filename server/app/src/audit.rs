//! The audit log, as the configuration says.

use omni_audit::{Settings, Trail};
use omni_kernel::config::Config;
use omni_kernel::telemetry::Metrics;

/// How the log is kept.
pub(crate) fn settings(config: &Config) -> Settings {
    let audit = &config.audit;
    let beside = || config.data_dir.join("audit-checkpoints.ndjson");
    Settings {
        checkpoint_interval: audit.checkpoint_interval,
        checkpoint_entries: audit.checkpoint_entries,
        checkpoint_file: Some(audit.checkpoint_file.clone().unwrap_or_else(beside)),
        queue_size: audit.queue_size,
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
