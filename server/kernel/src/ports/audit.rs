use async_trait::async_trait;
use serde_json::Value;

use crate::ctx::{Ctx, Scope};
use crate::db::TenantTx;
use crate::error::Error;

/// How an audited act ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    Success,
    /// The caller may not do it, or failed to prove who they are.
    Denied,
}

/// Something a person or a service did. Who, when, from where and by which request come from the [`Ctx`].
#[derive(Debug, Clone, PartialEq)]
pub struct AuditEntry {
    /// What was done: the permission that it takes, such as `keys.create`, or for acts that take none a name of the
    /// same form, such as `identity.login`.
    pub action: String,
    /// How it ended.
    pub outcome: Outcome,
    /// The id of what it was done to, with its prefix; empty when there is no one thing.
    pub target: String,
    /// The stable reason of a refusal; empty on success.
    pub reason: String,
    /// What it was before, as a JSON object without personal data; null when it was not there.
    pub before: Value,
    /// What it is after, likewise.
    pub after: Value,
    /// Personal data of the act. The log holds a commitment to each; the clear text lies under a key of the person, and
    /// is gone when that key is destroyed.
    pub personal: Vec<PersonalFact>,
}

/// One piece of personal data in an audit entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalFact {
    /// The id of the person it is about, such as `usr_...`; for somebody without an account, any stable name.
    pub subject: String,
    /// What it is, such as `email`.
    pub field: &'static str,
    /// The clear text.
    pub value: String,
}

impl AuditEntry {
    /// An act that succeeded, with nothing else said of it.
    pub fn success(action: impl Into<String>) -> Self {
        Self {
            action: action.into(),
            outcome: Outcome::Success,
            target: String::new(),
            reason: String::new(),
            before: Value::Null,
            after: Value::Null,
            personal: Vec::new(),
        }
    }

    /// An act that was refused for this reason.
    pub fn denied(action: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { outcome: Outcome::Denied, reason: reason.into(), ..Self::success(action) }
    }

    /// What it was done to.
    #[must_use]
    pub fn on(mut self, target: &impl ToString) -> Self {
        self.target = target.to_string();
        self
    }

    /// What changed. Null stands for not there.
    #[must_use]
    pub fn change(mut self, before: Value, after: Value) -> Self {
        (self.before, self.after) = (before, after);
        self
    }

    /// Adds a piece of personal data.
    #[must_use]
    pub fn with_personal(
        mut self,
        subject: &impl ToString,
        field: &'static str,
        value: impl Into<String>,
    ) -> Self {
        self.personal.push(PersonalFact { subject: subject.to_string(), field, value: value.into() });
        self
    }
}

/// The log of sensitive acts.
#[async_trait]
pub trait AuditLog: Send + Sync {
    /// Adds entries to the log of the transaction's tenant; they are there when it commits. Call it last: it locks the
    /// head of the tenant's chain until the transaction ends.
    ///
    /// # Errors
    /// UNAVAILABLE when they cannot be written; the act must then not happen either.
    async fn append(&self, tx: &mut TenantTx, ctx: &Ctx, entries: &[AuditEntry]) -> Result<(), Error>;

    /// Takes a refused act without waiting, to be written in a transaction of its own: a refusal has no effect to be in
    /// one transaction with. When it cannot keep up it drops entries, counts and logs them.
    fn record(&self, scope: Scope, ctx: &Ctx, entry: AuditEntry);
}

/// Erases persons from what cannot be changed.
#[async_trait]
pub trait PersonalDataShredder: Send + Sync {
    /// Destroys the key of a person in the transaction's tenant and environment, so that personal data of theirs in the
    /// log can never be read again; the log still verifies. `subject` is what [`PersonalFact::subject`] said, or the id
    /// of the person whose requests they were. `false` when the log knows nothing of them.
    ///
    /// # Errors
    /// UNAVAILABLE when it cannot be written.
    async fn shred(&self, tx: &mut TenantTx, subject: &str) -> Result<bool, Error>;
}
