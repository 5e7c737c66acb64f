//! One mutation of a request: its effect, what the audit log says of it, and the answer that a repeated request gets, in
//! one transaction.
//!
//! # How a handler is written
//!
//! ```ignore
//! async fn create_key(&self, request: Request<pb::CreateKeyRequest>) -> Result<Response<pb::CreateKeyResponse>, Status> {
//!     let ctx = Ctx::of(&request)?;
//!     let new = new_key(request.into_inner())?;
//!     match self.effects.begin(&ctx).await? {
//!         Begun::Replay(answer) => Ok(answer),
//!         Begun::New(effect) => Ok(self.keys.create(effect, new).await?),
//!     }
//! }
//! ```
//!
//! and the use case works on [`Effect::tx`], says what it did with [`Effect::audit`], and ends with
//! [`Effect::commit`]. What makes a repeated request safe follows from these rules:
//!
//! - Everything the request changes is changed in the effect's transaction. What leaves the database (mail, events)
//!   leaves through a table of that transaction.
//! - One request begins one effect, and answers with what [`Effect::commit`] gives. A second effect of the same request
//!   would wait for the first one, or replay it.
//! - The whole answer is in the message. Metadata that a handler adds to the response is not replayed.
//! - What the answer says is decided inside the effect, not before [`Effects::begin`]: a duplicate that waits there must
//!   not have acted yet. Checks that only read may come before.
//! - A failure is returned as an error, dropping the effect: nothing is kept of it, and the same request may be tried
//!   again under the same key.
//!
//! # What is promised
//!
//! A request with an idempotency key takes effect once, for as long as the key is kept ([`KEEP`], or as configured),
//! whatever dies meanwhile and however many servers are asked at once. A key belongs to its tenant, environment, caller
//! and method. The same key with another request is refused (`IDEMPOTENCY_KEY_REUSED`). A replayed answer carries the
//! metadata `idempotency-replayed: true`, changes nothing and adds nothing to the audit log.
//!
//! Duplicates on one server wait for each other in memory, so that they do not take connections from others; those on
//! different servers wait on the unique index of the table.

mod anonymous;
mod claim;
mod effect;
mod store;
mod sweep;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use prost::Message;
use tonic::Response;

pub use anonymous::{AnonymousBegun, AnonymousEffect, PersonalEffect};
pub use effect::Effect;
pub use sweep::sweep;

use crate::clock::Clock;
use crate::ctx::{Caller, Ctx, Scope};
use crate::db::Database;
use crate::error::Error;
use crate::ports::AuditLog;
use crate::turns::Turns;
use crate::vault::{Rows, SealedColumn, SealedTable, Vault};

use claim::{Claim, Claimed};

/// Reasons of mutations.
pub mod reason {
    crate::reasons! {
        "kernel":
        IDEMPOTENCY_KEY_REUSED = FailedPrecondition,
            "The idempotency key was used before, with another request.",
            "Make a new key for each request; send the same key only with the same request.";
    }
}

/// How long the answer of an idempotency key is kept unless configured.
pub const KEEP: Duration = Duration::from_hours(24);

/// The metadata of a replayed answer; its value is `true`.
pub const REPLAYED: &str = "idempotency-replayed";

/// The columns of sealed answers.
pub fn sealed_columns() -> Vec<Box<dyn SealedColumn>> {
    let of_tenants = SealedTable {
        table: "idempotency_keys",
        column: "answer",
        rows: Rows::Tenants,
        place: store::place_of_tenant,
    };
    let of_nobody = SealedTable {
        table: "anonymous_idempotency_keys",
        rows: Rows::Installation,
        place: store::place_of_nobody,
        ..of_tenants
    };
    vec![Box::new(of_tenants), Box::new(of_nobody)]
}

/// Begins the transactions of mutations. Cheap to clone.
#[derive(Clone)]
pub struct Effects(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    database: Database,
    audit: Arc<dyn AuditLog>,
    vault: Vault,
    clock: Clock,
    keep: Duration,
    turns: Turns,
}

/// What [`Effects::begin`] finds.
#[derive(Debug)]
pub enum Begun<M> {
    /// Nothing was done yet.
    New(Effect),
    /// The same request was answered before; this is that answer.
    Replay(Response<M>),
}

impl Effects {
    /// Mutations of a database whose acts go to this log.
    pub fn new(database: Database, audit: Arc<dyn AuditLog>, vault: Vault, clock: Clock) -> Self {
        Self(Arc::new(Inner { database, audit, vault, clock, keep: KEEP, turns: Turns::default() }))
    }

    /// The same, keeping the answers of idempotency keys for so long.
    #[must_use]
    pub fn keeping(&self, keep: Duration) -> Self {
        Self(Arc::new(Inner { keep, ..(*self.0).clone() }))
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

    /// Begins the mutation of a request in a tenant that the handler has found out: for the operator acting on another
    /// tenant, and for callers who are not signed in. The idempotency key stays the caller's own: it is claimed in their
    /// tenant, if they have one.
    ///
    /// # Errors
    /// As [`Effects::begin`].
    pub async fn begin_in<M: Message + Default>(&self, ctx: &Ctx, scope: Scope) -> Result<Begun<M>, Error> {
        let user = match ctx.caller() {
            Caller::User { user, .. } => Some(*user),
            Caller::Anonymous | Caller::Operator | Caller::Key(_) => None,
        };
        let home = ctx.maybe_scope().unwrap_or(scope);
        let turn = claim::wait(self, ctx, Some(home)).await;
        let mut tx = self.0.database.begin_as(&home, user).await?;
        let claim = match turn {
            None => None,
            Some(turn) => match claim::claim(self, tx.raw(), turn).await? {
                Claimed::New(claim) => Some(claim),
                Claimed::Replay(answer) => return Ok(Begun::Replay(answer)),
            },
        };
        tx.turn_to(scope).await?;
        Ok(Begun::New(Effect::new(tx, ctx.clone(), self.clone(), claim)))
    }

    /// The answer to an earlier request with the same idempotency key, if there is one; for handlers that do what counts
    /// or takes long before they begin.
    ///
    /// # Errors
    /// As [`Effects::begin`].
    pub async fn answered<M: Message + Default>(&self, ctx: &Ctx) -> Result<Option<Response<M>>, Error> {
        let home = ctx.scope()?;
        let Some(waited) = claim::wait(self, ctx, Some(home)).await else { return Ok(None) };
        let mut tx = self.0.database.begin(&home).await?;
        claim::answered(self, tx.raw(), &waited).await
    }

    /// Begins the mutation of a request whose tenant is not known yet, or that makes one: to register, to log in. The
    /// effect enters a tenant when it has found one.
    ///
    /// # Errors
    /// As [`Effects::begin`].
    pub async fn begin_anonymous<M: Message + Default>(&self, ctx: &Ctx) -> Result<AnonymousBegun<M>, Error> {
        let turn = claim::wait(self, ctx, None).await;
        let mut tx = self.0.database.begin_unscoped().await?;
        let claim = match turn {
            None => None,
            Some(turn) => match claim::claim(self, tx.raw(), turn).await? {
                Claimed::New(claim) => Some(claim),
                Claimed::Replay(answer) => return Ok(AnonymousBegun::Replay(answer)),
            },
        };
        Ok(AnonymousBegun::New(AnonymousEffect::new(tx, ctx.clone(), self.clone(), claim)))
    }

    /// Keeps the answer of a claimed key, sealed, in the transaction that claimed it.
    async fn keep_answer<M: Message>(
        &self,
        tx: &mut crate::db::RawTx,
        claim: &Claim,
        answer: &M,
    ) -> Result<(), Error> {
        let sealed = self.0.vault.seal(&claim.place.sealed_as(), &answer.encode_to_vec())?;
        store::keep_answer(tx, &claim.place, &sealed).await
    }
}

impl fmt::Debug for Effects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Effects").field("database", &self.0.database).finish_non_exhaustive()
    }
}
