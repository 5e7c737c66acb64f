//! Changing and resetting passwords.

use std::sync::Arc;

use jiff::Timestamp;
use omni_kernel::effects::AnonymousBegun;
use omni_kernel::error::reason::OVERLOADED;
use omni_kernel::ports::AuditEntry;
use omni_kernel::{Ctx, Effect, Error, Secret, SessionId, TenantId, UserId};
use prost::Message;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tonic::Response;
use uuid::Uuid;

use super::{Identity, Inner, live};
use crate::crypto::password::Password;
use crate::crypto::token::Kind;
use crate::error;
use crate::lockout::MailFor;
use crate::model::{Email, Person};
use crate::store::{people, sessions};

/// A reset that waits for the token of its mail.
#[derive(Serialize, Deserialize)]
struct Pending {
    user: Uuid,
    tenant: Uuid,
    /// SHA-256 of the stored hash that is to be replaced: the token ends with it.
    replaces: [u8; 32],
}

/// A password that is proven and hashed, to be set by [`Identity::change_password`].
#[derive(Debug)]
pub struct Change {
    hash: String,
}

impl Identity {
    /// Checks the current password of the caller and hashes the new one; outside of any transaction, since it takes long.
    ///
    /// # Errors
    /// `INVALID_FIELD`; `CREDENTIALS_INVALID` when the current password is wrong or they wait after wrong ones;
    /// `OVERLOADED`; UNAVAILABLE.
    pub async fn prove_password(&self, ctx: &Ctx, current: &Secret, new: &Secret) -> Result<Change, Error> {
        let this = &*self.0;
        let (user, _) = ctx.user()?;
        let current = Password::typed("current_password", current)?;
        let (person, company, stored) = this.whose_password(user, ctx.scope()?.tenant).await?;
        let Person { email, full_name, .. } =
            person.ok_or_else(|| Error::internal("the person of a call is not there"))?;
        self.require_password(ctx, "identity.password.change", &email, current, stored).await?;
        let own = [&*email, &*full_name, &*company];
        Ok(Change { hash: this.hasher.hash_chosen("new_password", new, &own).await? })
    }

    /// Refuses what somebody who is signed in would do unless this is their password; what they get wrong counts.
    pub(super) async fn require_password(
        &self,
        ctx: &Ctx,
        action: &str,
        email: &str,
        current: Password,
        stored: Option<String>,
    ) -> Result<(), Error> {
        if self.check_own_password(ctx, &Email::lenient(email), current, stored).await? {
            return Ok(());
        }
        let denied = AuditEntry::denied(action, error::CREDENTIALS_INVALID.name).on(&ctx.user()?.0);
        self.0.effects.audit().record(live(ctx.scope()?.tenant), ctx, denied);
        Err(Error::new(&error::CREDENTIALS_INVALID, "current_password: it is not right"))
    }

    /// Sets the password and ends the person's other sessions; gives their ids for [`Identity::forget`].
    ///
    /// # Errors
    /// UNAVAILABLE.
    pub async fn change_password(
        &self,
        effect: &mut Effect,
        change: &Change,
    ) -> Result<Vec<SessionId>, Error> {
        let (user, session) = effect.ctx().user()?;
        let ended = self.0.set_password(effect, user, &change.hash, Some(session)).await?;
        effect.audit(AuditEntry::success("identity.password.change").on(&user));
        Ok(ended)
    }

    /// Has a mail sent that resets the password, if the address has an account with one. Does not wait to find out, so that
    /// the answer takes as long for every address.
    ///
    /// # Errors
    /// `INVALID_FIELD`; `OVERLOADED` when very many are under way; UNAVAILABLE.
    pub async fn request_password_reset<M: Message + Default>(
        &self,
        ctx: &Ctx,
        email: &str,
        answer: M,
    ) -> Result<Response<M>, Error> {
        let email = Email::parse("email", email)?;
        let permit = Arc::clone(&self.0.background)
            .try_acquire_owned()
            .map_err(|_| Error::new(&OVERLOADED, "the server has too much mail to send; retry later"))?;
        let effect = match self.0.effects.begin_anonymous(ctx).await? {
            AnonymousBegun::Replay(answer) => return Ok(answer),
            AnonymousBegun::New(effect) => effect,
        };
        let answer = effect.commit(answer).await?;
        let this = Arc::clone(&self.0);
        tokio::spawn(async move {
            let _permit = permit;
            if let Err(error) = this.prepare_reset(&email).await {
                tracing::warn!(?error, "a mail that resets a password was not queued");
            }
        });
        Ok(answer)
    }

    /// Sets a new password with the token of a mail, and ends all sessions.
    ///
    /// # Errors
    /// `INVALID_FIELD`; `MAIL_TOKEN_INVALID`; `OVERLOADED`; UNAVAILABLE.
    pub async fn reset_password<M: Message + Default>(
        &self,
        ctx: &Ctx,
        token: &Secret,
        new: &Secret,
        answer: M,
    ) -> Result<Response<M>, Error> {
        let this = &*self.0;
        // Before the effect, since it takes long.
        let hash = this.hash_for_reset(token, new).await?;
        let mut effect = match this.effects.begin_anonymous(ctx).await? {
            AnonymousBegun::Replay(answer) => return Ok(answer),
            AnonymousBegun::New(effect) => effect,
        };
        let pending: Option<Pending> = this.take_once(effect.tx().raw(), Kind::Reset, token).await?;
        let pending = pending.ok_or_else(error::mail_token_invalid)?;
        let (user, tenant) = (UserId::from_uuid(pending.user), TenantId::from_uuid(pending.tenant));
        let mut effect = effect.enter_user(user).await?.enter(live(tenant)).await?;
        let stored = people::password(effect.tx().raw(), user).await?;
        if stored.map(|stored| digest(&stored)) != Some(pending.replaces) {
            return Err(error::mail_token_invalid());
        }
        let ended = this.set_password(&mut effect, user, &hash, None).await?;
        effect.audit(AuditEntry::success("identity.password.reset").on(&user));
        let answer = effect.commit(answer).await?;
        this.forget(&ended).await;
        Ok(answer)
    }
}

pub(super) fn digest(stored: &str) -> [u8; 32] {
    Sha256::digest(stored.as_bytes()).into()
}

impl Inner {
    async fn set_password(
        &self,
        effect: &mut Effect,
        user: UserId,
        hash: &str,
        kept: Option<SessionId>,
    ) -> Result<Vec<SessionId>, Error> {
        let now = self.now();
        let tx = effect.tx().raw();
        people::put_password(tx, user, hash, now).await?;
        let ended = sessions::revoke_others(tx, user, kept, now).await?;
        if let Some(person) = people::person(tx, self.effects.vault(), user).await? {
            self.mail_password_changed(tx, &Email::lenient(&person.email)).await?;
        }
        Ok(ended)
    }

    /// A person, what their company is called, and the hash of their password.
    async fn whose_password(
        &self,
        user: UserId,
        tenant: TenantId,
    ) -> Result<(Option<Person>, String, Option<String>), Error> {
        let mut tx = self.database().begin_user(user).await?;
        let person = people::person(tx.raw(), self.effects.vault(), user).await?;
        let stored = people::password(tx.raw(), user).await?;
        let mut tx = tx.enter(live(tenant)).await?;
        let company = self.tenants.name(&mut tx).await?.unwrap_or_default();
        tx.commit().await?;
        Ok((person, company, stored))
    }

    /// Hashes a new password for whom the token of a mail is about. The token is used up later; a request that is repeated
    /// has used it up already.
    async fn hash_for_reset(&self, token: &Secret, new: &Secret) -> Result<String, Error> {
        let mut tx = self.database().begin_unscoped().await?;
        let pending: Option<Pending> = self.peek_once(tx.raw(), Kind::Reset, token).await?;
        tx.commit().await?;
        let Some(pending) = pending else { return self.hasher.hash_chosen("new_password", new, &[]).await };
        let (user, tenant) = (UserId::from_uuid(pending.user), TenantId::from_uuid(pending.tenant));
        let (person, company, _) = self.whose_password(user, tenant).await?;
        let (email, name) = person.map_or_else(Default::default, |person| (person.email, person.full_name));
        self.hasher.hash_chosen("new_password", new, &[&email, &name, &company]).await
    }

    async fn prepare_reset(&self, email: &Email) -> Result<(), Error> {
        let mut tx = self.database().begin_unscoped().await?;
        let allowed = self.may_mail(tx.raw(), MailFor::Reset, email).await?;
        let found = people::by_email(tx.raw(), self.effects.vault(), email, None, Timestamp::MAX).await?;
        let (Some(user), Some(tenant), true) = (found.user, found.tenants.first().copied(), allowed) else {
            return tx.commit().await;
        };
        let mut tx = tx.enter_user(user).await?;
        if let (Some(person), Some(stored)) = (
            people::person(tx.raw(), self.effects.vault(), user).await?,
            people::password(tx.raw(), user).await?,
        ) {
            let pending = Pending { user: user.uuid(), tenant: tenant.uuid(), replaces: digest(&stored) };
            let (token, _) = self.give_once(tx.raw(), Kind::Reset, &pending, self.settings.reset_ttl).await?;
            self.mail_reset(tx.raw(), &Email::lenient(&person.email), &token).await?;
        }
        tx.commit().await
    }
}
