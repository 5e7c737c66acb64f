//! Stand-ins for the parts of other domains that a domain meets through ports.

mod audit;

pub use audit::RecordingAuditLog;
