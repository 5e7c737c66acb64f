//! Refresh tokens: each works once, and one that is shown again later ends the session.

use std::time::Duration;

use jiff::Timestamp;
use omni_kernel::ctx::Facts;
use omni_kernel::db::TenantTx;
use omni_kernel::effects::AnonymousBegun;
use omni_kernel::ports::{AuditEntry, TenantStatus};
use omni_kernel::{Begun, Ctx, Effect, Error, Secret, UserId};
use prost::Message;
use tonic::Response;

use super::{Identity, Inner, live};
use crate::crypto::token::{self, Hash, Kind};
use crate::error;
use crate::model::{Session, Tokens};
use crate::sso::ConnectionId;
use crate::sso::store::connections;
use crate::store::people;
use crate::store::sessions::{self, Owner};
use crate::tenants::is_cancelled;

/// The audit log's reason for a session that was ended because a used token was shown.
const REUSED: &str = "REFRESH_TOKEN_REUSED";

/// What a refresh token turned out to be.
enum Outcome {
    /// Its successor, made now or a moment ago.
    Successor(Secret),
    /// It was used before; somebody has a copy.
    Reused,
    /// It has expired.
    Expired,
}

impl Identity {
    /// Trades a refresh token for new tokens.
    ///
    /// # Errors
    /// `REFRESH_TOKEN_INVALID` when it is unknown, used up or expired, or its session or membership has ended;
    /// UNAVAILABLE.
    pub async fn refresh<M: Message + Default>(
        &self,
        ctx: &Ctx,
        presented: &Secret,
        answer: impl FnOnce(Tokens) -> M,
    ) -> Result<Response<M>, Error> {
        let this = &*self.0;
        let hash = token::hash(presented);
        let signer = this.keyring.signer().await?;
        let mut effect = match this.token_effects.begin_anonymous(ctx).await? {
            AnonymousBegun::Replay(answer) => return Ok(answer),
            AnonymousBegun::New(effect) => effect,
        };
        let owner = sessions::owner(effect.tx().raw(), &hash).await?.ok_or_else(error::refresh_invalid)?;
        let mut effect = effect.enter_user(owner.user).await?.enter(live(owner.tenant)).await?;
        let session = this.session_of(&mut effect, &owner).await?;
        match this.rotate(&mut effect, &owner, &session, &hash).await? {
            Outcome::Successor(refresh) => {
                let expire = this.refresh_expiry(&session, this.now())?;
                let tokens = this.tokens(owner.user, &session, refresh, expire, &signer)?;
                effect.commit(answer(tokens)).await
            }
            Outcome::Reused => {
                drop(effect);
                Err(this.end_family(ctx, &owner).await?)
            }
            Outcome::Expired => Err(error::refresh_invalid()),
        }
    }
}

impl Inner {
    /// The session of a refresh token, if it holds and the person still belongs to its tenant.
    async fn session_of(&self, effect: &mut Effect, owner: &Owner) -> Result<Session, Error> {
        let session =
            sessions::find(effect.tx().raw(), self.effects.vault(), owner.user, owner.session).await?;
        let session =
            session.filter(|session| session.holds(self.now())).ok_or_else(error::refresh_invalid)?;
        if !self.still_in(effect.tx(), owner.user, session.connection).await? {
            return Err(error::refresh_invalid());
        }
        Ok(session)
    }

    /// Whether a person still belongs to the transaction's tenant, which is not cancelled, and, if a connection brought
    /// them, may still be signed in by it: it is on and vouches for their role, and the tenant is neither suspended nor
    /// cancelled.
    pub(crate) async fn still_in(
        &self,
        tx: &mut TenantTx,
        user: UserId,
        connection: Option<ConnectionId>,
    ) -> Result<bool, Error> {
        let Some(role) = people::role(tx, user).await? else { return Ok(false) };
        let Some(connection) = connection else { return Ok(!is_cancelled(&*self.tenants, tx).await?) };
        let Some(vouched) = connections::vouched_if_on(tx, connection).await? else { return Ok(false) };
        let Some(role) = self.builtins.role(tx, &role).await? else { return Ok(false) };
        let standing = self.tenants.standing(tx).await?;
        let open = standing
            .is_some_and(|standing| matches!(standing.status, TenantStatus::Trial | TenantStatus::Active));
        Ok(open && role.grants.iter().all(|pattern| vouched.cover(pattern)))
    }

    /// Uses the token up and keeps its successor with it; of many at once one does, and the others get what it made.
    async fn rotate(
        &self,
        effect: &mut Effect,
        owner: &Owner,
        session: &Session,
        hash: &Hash,
    ) -> Result<Outcome, Error> {
        let now = self.now();
        let tx = effect.tx().raw();
        let successor = token::generate(Kind::Refresh, &self.rng);
        let sealed = self.effects.vault().seal(&place(hash), successor.expose().as_bytes())?;
        if sessions::use_refresh(tx, owner.user, hash, &sealed, now).await? {
            let expire = self.refresh_expiry(session, now)?;
            let next = token::hash(&successor);
            sessions::insert_refresh(tx, owner.user, session.id, &next, now, expire).await?;
            sessions::touch(tx, owner.user, session.id, now).await?;
            return Ok(Outcome::Successor(successor));
        }
        let Some((used, sealed)) = sessions::refresh_use(tx, owner.user, hash).await? else {
            return Ok(Outcome::Expired);
        };
        if !within(used, now, self.settings.refresh_grace) {
            return Ok(Outcome::Reused);
        }
        let successor = self.effects.vault().open(&place(hash), &sealed)?;
        let successor = String::from_utf8(successor)
            .map_err(|_| Error::internal("a kept refresh token is not a text"))?;
        Ok(Outcome::Successor(Secret::new(successor)))
    }

    /// Ends the session of a token that was used before, and says so in the log.
    async fn end_family(&self, ctx: &Ctx, owner: &Owner) -> Result<Error, Error> {
        // A refusal is not the answer that a repeated request gets.
        let ctx = Ctx::from(Facts { idempotency: None, ..ctx.facts().clone() });
        let mut effect = match self.effects.begin_in(&ctx, live(owner.tenant)).await? {
            Begun::Replay::<()>(_) => return Ok(error::refresh_invalid()),
            Begun::New(effect) => effect,
        };
        effect.tx().enter_user(owner.user).await?;
        sessions::revoke(effect.tx().raw(), owner.user, owner.session, self.now()).await?;
        effect.audit(AuditEntry::denied("identity.session.refresh", REUSED).on(&owner.session));
        effect.commit(()).await?;
        self.forget(&[owner.session]).await;
        tracing::warn!(session = %owner.session, "a used refresh token was shown again; its session was ended");
        Ok(error::refresh_invalid())
    }
}

/// What the vault binds a successor to.
fn place(hash: &Hash) -> String {
    use std::fmt::Write as _;
    let mut place = "refresh:".to_owned();
    for byte in hash {
        // A String takes everything.
        let _ = write!(place, "{byte:02x}");
    }
    place
}

fn within(used: Timestamp, now: Timestamp, grace: Duration) -> bool {
    // A clock of another server may be a little ahead.
    Duration::try_from(now.duration_since(used)).unwrap_or_default() <= grace
}
