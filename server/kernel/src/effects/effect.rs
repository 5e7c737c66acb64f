use std::fmt;

use prost::Message;
use tonic::Response;

use super::Effects;
use super::claim::Claim;
use crate::ctx::Ctx;
use crate::db::TenantTx;
use crate::error::Error;
use crate::ports::AuditEntry;

/// A mutation under way. Dropped without [`Effect::commit`], nothing happened.
pub struct Effect {
    tx: TenantTx,
    ctx: Ctx,
    entries: Vec<AuditEntry>,
    effects: Effects,
    claim: Option<Claim>,
}

impl Effect {
    pub(super) fn new(tx: TenantTx, ctx: Ctx, effects: Effects, claim: Option<Claim>) -> Self {
        Self { tx, ctx, entries: Vec::new(), effects, claim }
    }

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

    /// Keeps what was done, with its rows in the audit log and the answer for a repeated request. A method whose policy
    /// demands a row gets one even when the handler said nothing.
    ///
    /// # Errors
    /// As [`TenantTx::commit`].
    pub async fn commit<M: Message>(mut self, answer: M) -> Result<Response<M>, Error> {
        if let Some(claim) = &self.claim {
            let scope = self.tx.scope();
            self.tx.turn_to(claim.place.home.unwrap_or(scope)).await?;
            self.effects.keep_answer(self.tx.raw(), claim, &answer).await?;
            self.tx.turn_to(scope).await?;
        }
        if self.entries.is_empty() && self.ctx.facts().audited {
            self.entries.push(AuditEntry::success(self.ctx.action()));
        }
        // Last, since it locks the head of the tenant's chain.
        if !self.entries.is_empty() {
            self.effects.audit().append(&mut self.tx, &self.ctx, &self.entries).await?;
        }
        self.tx.commit().await?;
        Ok(Response::new(answer))
    }
}

impl fmt::Debug for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Effect").field("tx", &self.tx).field("entries", &self.entries).finish_non_exhaustive()
    }
}
