//! Invitations: how they are accepted.

use omni_kernel::ports::{AuditEntry, TenantStatus};
use omni_kernel::{Begun, Ctx, Effect, Error, Secret, TenantId, UserId};
use prost::Message;
use serde_json::{Value as Json, json};
use tonic::Response;

use super::invitations::hash;
use super::model::Invitation;
use super::store::invitations::Hash;
use super::{Inner, error, live, store};
use crate::model::{self, Email, Person};
use crate::store::people;

/// What became of an invitation.
pub(super) struct Joined {
    pub(super) tenant: TenantId,
    pub(super) user: UserId,
    pub(super) role: String,
}

/// Who accepts.
enum Who {
    /// Somebody who has an account.
    Known(UserId),
    /// Somebody who has none yet, and the hash of their password.
    New(Box<Person>, String),
}

impl Inner {
    /// For one without a sign-in. The token has been read from their mail, which proves the address; an account gains a
    /// membership by it and nothing else, so that one who cannot sign in because they belong to no tenant may use it too.
    pub(super) async fn accept<M: Message + Default>(
        &self,
        ctx: &Ctx,
        token: &Secret,
        full_name: &str,
        password: &Secret,
        answer: impl FnOnce(Joined) -> M,
    ) -> Result<Response<M>, Error> {
        let hash = hash(token);
        let mut tx = self.effects.database().begin_unscoped().await?;
        let (tenant, email_key) =
            store::invitations::by_token(tx.raw(), &hash).await?.ok_or_else(error::invitation_invalid)?;
        let found = people::by_email(tx.raw(), &Email::lenient(&email_key), None, self.now()).await?;
        drop(tx);
        let who = match found.user {
            Some(_) if !found.tenants.is_empty() => return Err(error::sign_in_to_accept()),
            Some(user) => Who::Known(user),
            None => {
                let full_name = model::name("full_name", full_name)?;
                let password_hash = self.passwords.hash("password", password).await?;
                let id = UserId::from_uuid(self.rng.uuid(self.now()));
                // The address is that of the invitation, as it turns out to be.
                Who::New(Box::new(Person { id, email: String::new(), full_name }), password_hash)
            }
        };
        self.join(ctx, tenant, &hash, who, answer).await
    }

    /// For one who is signed in, to whatever tenant.
    pub(super) async fn join_team<M: Message + Default>(
        &self,
        ctx: &Ctx,
        token: &Secret,
        answer: impl FnOnce(Joined) -> M,
    ) -> Result<Response<M>, Error> {
        let ((user, _), hash) = (ctx.user()?, hash(token));
        let mut tx = self.effects.database().begin_user(user).await?;
        let (tenant, email_key) =
            store::invitations::by_token(tx.raw(), &hash).await?.ok_or_else(error::invitation_invalid)?;
        let person = people::person(tx.raw(), user).await?;
        drop(tx);
        if person.is_none_or(|person| Email::lenient(&person.email).key != email_key) {
            return Err(error::invitation_invalid());
        }
        self.join(ctx, tenant, &hash, Who::Known(user), answer).await
    }

    async fn join<M: Message + Default>(
        &self,
        ctx: &Ctx,
        tenant: TenantId,
        hash: &Hash,
        who: Who,
        answer: impl FnOnce(Joined) -> M,
    ) -> Result<Response<M>, Error> {
        let mut effect = match self.effects.begin_in(ctx, live(tenant)).await? {
            Begun::Replay(answer) => return Ok(answer),
            Begun::New(effect) => effect,
        };
        store::lock(effect.tx()).await?;
        let invitation = self.take(&mut effect, hash).await?;
        let user = match who {
            Who::Known(user) => user,
            Who::New(mut person, password_hash) => {
                person.email.clone_from(&invitation.email);
                self.make(&mut effect, &person, &password_hash).await?;
                person.id
            }
        };
        if store::members::role(effect.tx(), user).await?.is_some() {
            return Err(error::already_member());
        }
        let members = store::members::count(effect.tx()).await?.0;
        self.place_left(effect.tx(), members).await?;
        people::insert_member(effect.tx(), user, &invitation.role, self.now()).await?;
        let after = json!({ "role": invitation.role, "invitation_id": invitation.id.to_string() });
        effect.audit(
            AuditEntry::success("identity.invitations.accept")
                .on(&user)
                .change(Json::Null, after)
                .with_personal(&user, "email", &invitation.email),
        );
        effect.commit(answer(Joined { tenant, user, role: invitation.role })).await
    }

    /// Uses an invitation up, if it still gives what it says.
    async fn take(&self, effect: &mut Effect, hash: &Hash) -> Result<Invitation, Error> {
        let standing = self.tenants.standing(effect.tx()).await?;
        match standing.map(|standing| standing.status) {
            Some(TenantStatus::Trial | TenantStatus::Active) => {}
            Some(TenantStatus::Suspended | TenantStatus::Cancelled) | None => return Err(error::closed()),
        }
        let taken = store::invitations::take(effect.tx(), hash).await?;
        let invitation = taken.ok_or_else(error::invitation_invalid)?;
        let role = self.builtins.role(effect.tx(), &invitation.role).await?;
        let inviter = self.builtins.grants_of_member(effect.tx(), invitation.inviter).await?;
        let holds = match (&role, &inviter) {
            (Some(role), Some(inviter)) => role.grants.iter().all(|pattern| inviter.cover(pattern)),
            _ => false,
        };
        if invitation.expire_time <= self.now() || !holds {
            return Err(error::invitation_invalid());
        }
        Ok(invitation)
    }

    async fn make(&self, effect: &mut Effect, person: &Person, password_hash: &str) -> Result<(), Error> {
        let (now, tx) = (self.now(), effect.tx());
        tx.enter_user(person.id).await?;
        if !people::insert(tx.raw(), person, now).await? {
            // They got an account a moment ago.
            return Err(error::sign_in_to_accept());
        }
        people::put_password(tx.raw(), person.id, password_hash, now).await?;
        effect.audit(
            AuditEntry::success("identity.register")
                .on(&person.id)
                .with_personal(&person.id, "email", &person.email)
                .with_personal(&person.id, "full_name", &person.full_name),
        );
        Ok(())
    }
}
