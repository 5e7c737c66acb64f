//! The audit log, as the configuration says.

use std::path::{Path, PathBuf};

use omni_audit::{Settings, Trail};
use omni_kernel::config::Config;
use omni_kernel::telemetry::Metrics;

/// How the log is kept.
pub(crate) fn settings(config: &Config) -> Settings {
    let audit = &config.audit;
    Settings {
        checkpoint_interval: audit.checkpoint_interval,
        checkpoint_entries: audit.checkpoint_entries,
        checkpoint_file: Some(checkpoint_file(config)),
        queue_size: audit.queue_size,
    }
}

/// Where checkpoints are written besides the database.
pub(crate) fn checkpoint_file(config: &Config) -> PathBuf {
    let beside = || config.data_dir.join("audit-checkpoints.ndjson");
    config.audit.checkpoint_file.clone().unwrap_or_else(beside)
}

/// The folder of the file that the settings name, where it is not there.
fn missing_folder(config: &Config) -> Option<&Path> {
    let folder = config.audit.checkpoint_file.as_ref()?.parent()?;
    (!folder.as_os_str().is_empty() && !folder.is_dir()).then_some(folder)
}

/// Counts what the log could not take, and says at once when the file of checkpoints has no place to be.
pub(crate) fn watch(config: &Config, metrics: &Metrics, trail: &Trail) {
    if let (Some(path), Some(folder)) = (&config.audit.checkpoint_file, missing_folder(config)) {
        tracing::warn!(
            path = %path.display(),
            "audit.checkpoint_file: the folder {} is not there; checkpoints of the audit log are kept in the database \
             alone until it is",
            folder.display()
        );
    }
    let counts = trail.counts();
    metrics.counter(
        "omni_audit_refusals_dropped",
        "Refused acts that are not on the audit log because the queue was full or the database did not take them.",
        move || counts.dropped() as f64,
    );
    let counts = trail.counts();
    metrics.counter(
        "omni_audit_checkpoint_file_failures",
        "Times the file of audit checkpoints could not be written; what it lacks is tried again every minute.",
        move || counts.file_failures() as f64,
    );
}
