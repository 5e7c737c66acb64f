//! Mutations of callers of whom no tenant is known at first.

use std::fmt;

use prost::Message;
use tonic::Response;

use super::claim::Claim;
use super::{Effect, Effects};
use crate::ctx::{Ctx, Scope};
use crate::db::{UnscopedTx, UserTx};
use crate::error::Error;
use crate::id::UserId;

/// What [`Effects::begin_anonymous`] finds.
#[derive(Debug)]
pub enum AnonymousBegun<M> {
    /// Nothing was done yet.
    New(AnonymousEffect),
    /// The same request was answered before; this is that answer.
    Replay(Response<M>),
}

/// A mutation under way that has not found its tenant. Dropped without a commit, nothing happened.
pub struct AnonymousEffect {
    tx: UnscopedTx,
    ctx: Ctx,
    effects: Effects,
    claim: Option<Claim>,
}

impl AnonymousEffect {
    pub(super) fn new(tx: UnscopedTx, ctx: Ctx, effects: Effects, claim: Option<Claim>) -> Self {
        Self { tx, ctx, effects, claim }
    }

    /// The transaction.
    pub fn tx(&mut self) -> &mut UnscopedTx {
        &mut self.tx
    }

    /// The request.
    pub fn ctx(&self) -> &Ctx {
        &self.ctx
    }

    /// Goes on in the tenant that was found or is made.
    ///
    /// # Errors
    /// What the database says.
    pub async fn enter(self, scope: Scope) -> Result<Effect, Error> {
        let tx = self.tx.enter(scope).await?;
        Ok(Effect::new(tx, self.ctx, self.effects, self.claim))
    }

    /// Goes on with the rows of the person that was found.
    ///
    /// # Errors
    /// What the database says.
    pub async fn enter_user(self, user: UserId) -> Result<PersonalEffect, Error> {
        let tx = self.tx.enter_user(user).await?;
        Ok(PersonalEffect { tx, ctx: self.ctx, effects: self.effects, claim: self.claim })
    }

    /// Keeps what was done and the answer for a repeated request. Nothing is said to the audit log: it is a tenant's.
    ///
    /// # Errors
    /// As [`UnscopedTx::commit`].
    pub async fn commit<M: Message>(mut self, answer: M) -> Result<Response<M>, Error> {
        if let Some(claim) = &self.claim {
            self.effects.keep_answer(self.tx.raw(), claim, &answer).await?;
        }
        self.tx.commit().await?;
        Ok(Response::new(answer))
    }
}

/// A mutation under way on the rows of one person. Dropped without a commit, nothing happened.
pub struct PersonalEffect {
    tx: UserTx,
    ctx: Ctx,
    effects: Effects,
    claim: Option<Claim>,
}

impl PersonalEffect {
    /// The transaction.
    pub fn tx(&mut self) -> &mut UserTx {
        &mut self.tx
    }

    /// The request.
    pub fn ctx(&self) -> &Ctx {
        &self.ctx
    }

    /// Goes on in one of the person's tenants, still with the person's own rows.
    ///
    /// # Errors
    /// What the database says.
    pub async fn enter(self, scope: Scope) -> Result<Effect, Error> {
        let tx = self.tx.enter(scope).await?;
        Ok(Effect::new(tx, self.ctx, self.effects, self.claim))
    }

    /// As [`AnonymousEffect::commit`].
    ///
    /// # Errors
    /// As [`UserTx::commit`].
    pub async fn commit<M: Message>(mut self, answer: M) -> Result<Response<M>, Error> {
        if let Some(claim) = &self.claim {
            self.effects.keep_answer(self.tx.raw(), claim, &answer).await?;
        }
        self.tx.commit().await?;
        Ok(Response::new(answer))
    }
}

impl fmt::Debug for AnonymousEffect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnonymousEffect").field("tx", &self.tx).finish_non_exhaustive()
    }
}

impl fmt::Debug for PersonalEffect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PersonalEffect").field("tx", &self.tx).finish_non_exhaustive()
    }
}
