//! Stand-ins for what other domains do, which remember what they were asked.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use omni_kernel::ctx::Facts;
use omni_kernel::db::{Database, RawTx, TenantTx};
use omni_kernel::ports::{AuditEntry, AuditLog, Mail, MailQueue};
use omni_kernel::{Caller, Clock, Ctx, Effects, Error, Grants, RequestId, Rng, Scope, Vault};

/// An audit log in memory. It also holds what transactions wrote that were not committed.
#[derive(Debug, Default)]
pub struct RecordingAudit(Mutex<Vec<(Scope, AuditEntry)>>);

impl RecordingAudit {
    /// What was logged, in order.
    pub fn entries(&self) -> Vec<AuditEntry> {
        let entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.iter().map(|(_, entry)| entry.clone()).collect()
    }

    /// What was logged, in order, with whose log it was.
    pub fn scoped(&self) -> Vec<(Scope, AuditEntry)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The actions that were logged, in order.
    pub fn actions(&self) -> Vec<String> {
        self.entries().into_iter().map(|entry| entry.action).collect()
    }

    fn push(&self, scope: Scope, entry: AuditEntry) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((scope, entry));
    }
}

#[async_trait]
impl AuditLog for RecordingAudit {
    async fn append(&self, tx: &mut TenantTx, _: &Ctx, entries: &[AuditEntry]) -> Result<(), Error> {
        for entry in entries {
            self.push(tx.scope(), entry.clone());
        }
        Ok(())
    }

    fn record(&self, scope: Scope, _: &Ctx, entry: AuditEntry) {
        self.push(scope, entry);
    }
}

/// A mail queue in memory. It also holds what transactions queued that were not committed.
#[derive(Debug, Default)]
pub struct RecordingMail(Mutex<Vec<Mail>>);

impl RecordingMail {
    /// What was queued, in order.
    pub fn sent(&self) -> Vec<Mail> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The last message to an address.
    pub fn last_to(&self, address: &str) -> Option<Mail> {
        self.sent().into_iter().rfind(|mail| mail.to == address)
    }
}

#[async_trait]
impl MailQueue for RecordingMail {
    async fn enqueue(&self, _: &mut RawTx, mail: &Mail) -> Result<(), Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(mail.clone());
        Ok(())
    }
}

/// A vault with a key of its own from a test's generator.
pub fn vault(rng: &Rng) -> Vault {
    Vault::new(&rng.bytes(), rng.clone())
}

/// Mutations of a database with an audit log in memory.
pub fn effects(database: &Database, clock: &Clock, rng: &Rng) -> (Effects, Arc<RecordingAudit>) {
    let audit = Arc::new(RecordingAudit::default());
    (Effects::new(database.clone(), audit.clone(), vault(rng), clock.clone()), audit)
}

/// The request of a caller with these grants, as the edge hands it on.
pub fn request<T>(message: T, rng: &Rng, scope: Scope, caller: Caller, grants: Grants) -> tonic::Request<T> {
    let facts = Facts {
        scope: Some(scope),
        caller,
        grants,
        ..Facts::anonymous(RequestId::from_uuid(rng.uuid(crate::START)))
    };
    let mut request = tonic::Request::new(message);
    request.extensions_mut().insert(Ctx::from(facts));
    request
}
