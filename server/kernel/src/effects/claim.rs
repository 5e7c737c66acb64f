//! The claim of an idempotency key by the transaction of its request.

use std::sync::Arc;

use jiff::Timestamp;
use prost::Message;
use tonic::Response;
use tonic::metadata::MetadataValue;

use super::{Effects, REPLAYED, reason, store};
use crate::ctx::{Caller, Ctx, Idempotency, Scope};
use crate::db::RawTx;
use crate::error::Error;
use crate::turns::Turn;

/// Whose an idempotency key is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The tenant and environment of the caller; none before one is known.
    pub(super) home: Option<Scope>,
    pub(super) principal: String,
    pub(super) method: Arc<str>,
    pub(super) key: String,
}

impl Place {
    /// What the sealed answer is bound to. The parts before the key hold no colon.
    pub(super) fn sealed_as(&self) -> String {
        let home = self
            .home
            .map_or_else(String::new, |home| format!("{}/{}", home.tenant, home.environment.as_str()));
        format!("idempotency:{home}:{}:{}:{}", self.principal, self.method, self.key)
    }
}

/// A key that this request may claim as soon as it has a transaction: no other request of this server is at it.
pub(super) struct Waited {
    place: Place,
    fingerprint: [u8; 32],
    turn: Turn,
}

/// A key that the transaction has claimed.
pub(super) struct Claim {
    pub(super) place: Place,
    /// Until the effect is committed or dropped, the duplicates on this server wait.
    _turn: Turn,
}

/// What became of a claim.
pub(super) enum Claimed<M> {
    New(Claim),
    Replay(Response<M>),
}

/// Waits for the requests of this server that have the same key; none when the caller sent no key.
pub(super) async fn wait(effects: &Effects, ctx: &Ctx, home: Option<Scope>) -> Option<Waited> {
    let Idempotency { key, fingerprint } = ctx.facts().idempotency.clone()?;
    let principal = match ctx.caller() {
        Caller::Anonymous => "anonymous".to_owned(),
        Caller::Operator => "operator".to_owned(),
        Caller::Key(key) => key.to_string(),
        Caller::User { user, .. } => user.to_string(),
    };
    let place = Place { home, principal, method: Arc::clone(&ctx.facts().method), key };
    let turn = effects.0.turns.wait(place.sealed_as()).await;
    // Messages hold passwords, which a plain hash would give to whoever tries them on it. With the caller, so that it does
    // not tell who sent the same as somebody else.
    let said = [place.principal.as_bytes(), &[0], &fingerprint].concat();
    let fingerprint = effects.0.vault.keyed_hash("idempotency", &said);
    Some(Waited { place, fingerprint, turn })
}

/// Claims the key, or finds the answer it stands for. Waits for another server's transaction that is at it.
pub(super) async fn claim<M: Message + Default>(
    effects: &Effects,
    tx: &mut RawTx,
    waited: Waited,
) -> Result<Claimed<M>, Error> {
    let now = effects.0.clock.now();
    let expire_time = now.saturating_add(effects.0.keep).unwrap_or(Timestamp::MAX);
    let place = waited.place;
    if store::claim(tx, &place, &waited.fingerprint, now, expire_time).await? {
        return Ok(Claimed::New(Claim { place, _turn: waited.turn }));
    }
    kept(effects, tx, &place, &waited.fingerprint, now)
        .await?
        .map(Claimed::Replay)
        .ok_or_else(|| Error::internal("an idempotency key that was taken is gone"))
}

/// The answer that the key stands for, if it stands for one; claims nothing.
pub(super) async fn answered<M: Message + Default>(
    effects: &Effects,
    tx: &mut RawTx,
    waited: &Waited,
) -> Result<Option<Response<M>>, Error> {
    kept(effects, tx, &waited.place, &waited.fingerprint, effects.0.clock.now()).await
}

async fn kept<M: Message + Default>(
    effects: &Effects,
    tx: &mut RawTx,
    place: &Place,
    fingerprint: &[u8; 32],
    now: Timestamp,
) -> Result<Option<Response<M>>, Error> {
    let Some(kept) = store::kept(tx, place, now).await? else { return Ok(None) };
    if kept.fingerprint != fingerprint {
        let message = "the idempotency key was used with another request; make a new key for this one";
        return Err(Error::new(&reason::IDEMPOTENCY_KEY_REUSED, message));
    }
    let sealed = kept.answer.ok_or_else(|| Error::internal("a committed idempotency key has no answer"))?;
    let answer = effects.0.vault.open(&place.sealed_as(), &sealed)?;
    let answer = M::decode(&*answer)
        .map_err(|error| Error::internal("a kept answer cannot be read").with_source(error))?;
    let mut response = Response::new(answer);
    response.metadata_mut().insert(REPLAYED, MetadataValue::from_static("true"));
    Ok(Some(response))
}
