//! The reasons of this domain.

use omni_kernel::Error;

omni_kernel::reasons! {
    "audit":
    AUDIT_LOG_BROKEN = FailedPrecondition,
        "The tenant's audit log takes no entry, because it was changed past the server or restored in part; what has to be on it is not done.",
        "Operators: `omni audit verify-chain` names what was found and where; docs/audit.md says how the log is opened again.";
}

/// What cannot be put on the log is not done; `why` is what does not fit.
pub(crate) fn broken(why: &str) -> Error {
    Error::new(
        &AUDIT_LOG_BROKEN,
        format!("the audit log takes no entry, so nothing was done: {why}; verify the log"),
    )
}

/// Whether it is that one.
pub(crate) fn is_broken(error: &Error) -> bool {
    error.reason() == &AUDIT_LOG_BROKEN
}
