//! One mutation of a request: its effect and what the audit log says of it, in one transaction.

use std::fmt;
use std::sync::Arc;

use prost::Message;
use tonic::Response;

use crate::clock::Clock;
use crate::ctx::{Caller, Ctx, Scope};
use crate::db::{Database, TenantTx};
use crate::error::Error;
use crate::ports::{AuditEntry, AuditLog};
use crate::vault::Vault;

/// Begins the transactions of mutations. Cheap to clone.
#[derive(Clone)]
pub struct Effects(Arc<Inner>);

struct Inner {
    database: Database,
    audit: Arc<dyn AuditLog>,
    vault: Vault,
    clock: Clock,
}

/// What [`Effects::begin`] finds.
#[derive(Debug)]
pub enum Begun<M> {
    /// Nothing was done yet.
    New(Effect),
    /// The same request was answered before; this is that answer.
    Replay(Response<M>),
}

/// A mutation under way. Dropped without [`Effect::commit`], nothing happened.
pub struct Effect {
    tx: TenantTx,
    ctx: Ctx,
    entries: Vec<AuditEntry>,
    effects: Effects,
}

impl Effects {
    /// Mutations of a database whose acts go to this log.
    pub fn new(database: Database, audit: Arc<dyn AuditLog>, vault: Vault, clock: Clock) -> Self {
        Self(Arc::new(Inner { database, audit, vault, clock }))
    }

    /// The database.
    pub fn database(&self) -> &Database {
        &self.0.database
    }

    /// The log of sensitive acts.
    pub fn audit(&self) -> &Arc<dyn AuditLog> {
        &self.0.audit
    }

    /// What seals secrets.
    pub fn vault(&self) -> &Vault {
        &self.0.vault
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Begins the mutation of a request in its caller's tenant. A person who is signed in also sees their own rows.
    ///
    /// # Errors
    /// `IDEMPOTENCY_KEY_REUSED` when another request used the same key; `DATABASE_UNAVAILABLE`.
    pub async fn begin<M: Message + Default>(&self, ctx: &Ctx) -> Result<Begun<M>, Error> {
        self.begin_in(ctx, ctx.scope()?).await
    }

    /// Begins the mutation of a request in a tenant that the handler has found out or makes: for callers who are not
    /// signed in yet, and for the operator acting on another tenant.
    ///
    /// # Errors
    /// As [`Effects::begin`].
    pub async fn begin_in<M: Message + Default>(&self, ctx: &Ctx, scope: Scope) -> Result<Begun<M>, Error> {
        let user = match ctx.caller() {
            Caller::User { user, .. } => Some(*user),
            Caller::Anonymous | Caller::Key(_) => None,
        };
        let tx = self.0.database.begin_as(&scope, user).await?;
        Ok(Begun::New(Effect { tx, ctx: ctx.clone(), entries: Vec::new(), effects: self.clone() }))
    }
}

impl Effect {
    /// The transaction.
    pub fn tx(&mut self) -> &mut TenantTx {
        &mut self.tx
    }

    /// The request.
    pub fn ctx(&self) -> &Ctx {
        &self.ctx
    }

    /// Has the log say what was done. It is written last, by [`Effect::commit`].
    pub fn audit(&mut self, entry: AuditEntry) {
        self.entries.push(entry);
    }

    /// Keeps what was done, with its rows in the audit log. A method whose policy demands a row gets one even when the
    /// handler said nothing.
    ///
    /// # Errors
    /// As [`TenantTx::commit`].
    pub async fn commit<M: Message>(mut self, answer: M) -> Result<Response<M>, Error> {
        if self.entries.is_empty() && self.ctx.facts().audited {
            self.entries.push(AuditEntry::success(&*self.ctx.facts().permission));
        }
        if !self.entries.is_empty() {
            self.effects.0.audit.append(&mut self.tx, &self.ctx, &self.entries).await?;
        }
        self.tx.commit().await?;
        Ok(Response::new(answer))
    }
}

impl fmt::Debug for Effects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Effects").field("database", &self.0.database).finish_non_exhaustive()
    }
}

impl fmt::Debug for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Effect").field("tx", &self.tx).field("entries", &self.entries).finish_non_exhaustive()
    }
}
