use async_trait::async_trait;

use crate::db::RawTx;
use crate::error::Error;

/// A message to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The address, such as `ana@example.com`.
    pub to: String,
    /// One line without line breaks.
    pub subject: String,
    /// The body as plain text.
    pub text: String,
    /// What it is for, such as `verify_email`; for the log, never shown.
    pub purpose: &'static str,
}

/// Takes mail on its way. A message is sent after the transaction it was queued in has committed, at least once.
#[async_trait]
pub trait MailQueue: Send + Sync {
    /// Queues a message in the transaction. It is kept encrypted until it was sent.
    ///
    /// # Errors
    /// `INVALID_FIELD` when the address or the subject holds a line break; UNAVAILABLE when it cannot be written.
    async fn enqueue(&self, tx: &mut RawTx, mail: &Mail) -> Result<(), Error>;
}
