//! The one place where what sqlx says becomes what a caller is told.

use std::time::Duration;

use crate::error::Error;
use crate::error::reason::DATABASE_UNAVAILABLE;

/// Reasons of the database layer, beside `DATABASE_UNAVAILABLE`.
pub mod reason {
    crate::reasons! {
        "kernel":
        DATABASE_SETUP = FailedPrecondition,
            "The database cannot be started, reached or migrated as it is set up.",
            "Operators: the message says what was found and what was expected; `omni-server doctor` checks it again.";
        CONCURRENT_CHANGE = Aborted,
            "Another request changed the same rows at the same time.",
            "Read again and retry.";
    }
}

/// After how long a caller should try again.
pub(super) const RETRY_AFTER: Duration = Duration::from_secs(1);

/// A database that cannot be used as it is set up; for the operator.
pub(super) fn setup(message: impl Into<String>) -> Error {
    Error::new(&reason::DATABASE_SETUP, message)
}

/// A database that does not answer; `context` is for the log.
pub(super) fn unavailable(context: impl Into<String>) -> Error {
    Error::new(&DATABASE_UNAVAILABLE, "the database does not answer; retry in a second")
        .with_retry_after(RETRY_AFTER)
        .with_context(context)
}

/// Whether the error is a unique or primary key violation of the constraint or index of this name.
pub fn is_unique_violation(error: &sqlx::Error, constraint: &str) -> bool {
    error
        .as_database_error()
        .is_some_and(|error| error.is_unique_violation() && error.constraint() == Some(constraint))
}

/// Whether the connection is of no more use, so that another one may do better.
pub(super) fn connection_lost(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(error) => error.code().is_some_and(|code| is_going_away(&code)),
        _ => false,
    }
}

/// Connection exceptions, shutdowns, a server that starts, and one that became a replica.
fn is_going_away(code: &str) -> bool {
    code.starts_with("08") || matches!(code, "57P01" | "57P02" | "57P03" | "57P05" | "25P03" | "25006")
}

/// No resources (53: disk, memory, connections), system errors (58), a statement over its time.
fn is_overload(code: &str) -> bool {
    code.starts_with("53") || code.starts_with("58") || code == "57014"
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(|error| error.code().map(String::from));
        let code = code.as_deref();
        let lost = connection_lost(&error) || code.is_some_and(is_overload);
        if lost || matches!(error, sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Tls(_))
        {
            return unavailable("the database failed").with_source(error);
        }
        if matches!(code, Some("40001" | "40P01" | "55P03")) {
            return Self::new(&reason::CONCURRENT_CHANGE, "another request changed the same rows; retry")
                .with_retry_after(RETRY_AFTER)
                .with_source(error);
        }
        Self::internal("a statement failed").with_source(error)
    }
}

#[cfg(test)]
mod tests {
    use crate::error::Kind;

    use super::*;

    #[test]
    fn a_database_that_does_not_answer_is_a_reason_to_retry() {
        let refused = std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
        for error in [sqlx::Error::PoolTimedOut, sqlx::Error::PoolClosed, sqlx::Error::Io(refused)] {
            let error = Error::from(error);
            assert_eq!(error.reason().name, "DATABASE_UNAVAILABLE");
            assert_eq!(error.retry_after(), Some(RETRY_AFTER));
        }
    }

    #[test]
    fn what_nobody_foresaw_is_internal_and_tells_the_caller_nothing() {
        let error = Error::from(sqlx::Error::ColumnNotFound("secret_hash".into()));
        assert_eq!(error.kind(), Kind::Internal);
        assert!(!error.message().contains("secret_hash"));
    }
}
