//! Invitations: how they are accepted.

use omni_kernel::db::TenantTx;
use omni_kernel::effects::AnonymousBegun;
use omni_kernel::ports::{AuditEntry, TenantStatus};
use omni_kernel::{Ctx, Effect, Error, Secret, TenantId, UserId, names};
use prost::Message;
use serde_json::{Value as Json, json};
use tonic::Response;

use super::invitations::hash;
use super::model::Invitation;
use super::store::invitations::Hash;
use super::{Inner, error, live, store};
use crate::model::{Email, Person};
use crate::store::people;
use crate::tenants::first_served;

/// What one who invites needs, still when the invitation is accepted.
const INVITE: &str = "identity.invitations.create";

/// What became of an invitation.
pub(super) struct Joined {
    pub(super) tenant: TenantId,
    pub(super) user: UserId,
    pub(super) role: String,
}

/// An account to make with the membership.
struct NewAccount {
    person: Person,
    password_hash: String,
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
        // Takes long, so it comes before the effect; a repeated request has used the token up and gets its answer whatever
        // comes of it.
        let prepared = self.prepare(&hash, full_name, password).await;
        let mut begun = match self.effects.begin_anonymous(ctx).await? {
            AnonymousBegun::Replay(answer) => return Ok(answer),
            AnonymousBegun::New(effect) => effect,
        };
        let (prepared, tx) = (prepared?, begun.tx().raw());
        let (tenant, email_key) =
            store::invitations::by_token(tx, &hash).await?.ok_or_else(error::invitation_invalid)?;
        let found = people::by_email_key(tx, &email_key, None, self.now()).await?;
        if let Some(user) = found.user {
            let effect = begun.enter(live(tenant)).await?;
            return self.join(effect, &hash, user, None, answer).await;
        }
        // None when their account went a moment ago.
        let new = prepared.ok_or_else(error::invitation_invalid)?;
        let id = new.person.id;
        let effect = begun.enter_user(id).await?.enter(live(tenant)).await?;
        self.join(effect, &hash, id, Some(new), answer).await
    }

    /// Looks at an invitation without using it up, and hashes the password of the account that it will make, if it makes
    /// one: outside of any transaction, since hashes wait for each other longer than there are connections.
    async fn prepare(
        &self,
        hash: &Hash,
        full_name: &str,
        password: &Secret,
    ) -> Result<Option<NewAccount>, Error> {
        let mut tx = self.effects.database().begin_unscoped().await?;
        let (tenant, email_key) =
            store::invitations::by_token(tx.raw(), hash).await?.ok_or_else(error::invitation_invalid)?;
        let found = people::by_email_key(tx.raw(), &email_key, None, self.now()).await?;
        tx.commit().await?;
        if found.user.is_some() {
            let elsewhere = first_served(self.effects.database(), &*self.tenants, &found.tenants).await?;
            return if elsewhere.is_some() { Err(error::sign_in_to_accept()) } else { Ok(None) };
        }
        let full_name = names::checked("full_name", full_name)?;
        let mut tx = self.effects.database().begin(&live(tenant)).await?;
        let invitation = store::invitations::find_by_token(&mut tx, self.effects.vault(), hash).await?;
        let invitation = invitation.ok_or_else(error::invitation_invalid)?;
        self.check(&mut tx, &invitation).await?;
        let members = store::members::count(&mut tx).await?.0;
        self.place_left(&mut tx, members).await?;
        let company = self.tenants.name(&mut tx).await?.unwrap_or_default();
        tx.commit().await?;
        let own = [&*invitation.email, &*full_name, &*company];
        let password_hash = self.accounts.hash_password("password", password, &own).await?;
        let id = UserId::from_uuid(self.rng.uuid(self.now()));
        // The address is the invitation's, which is read once nobody else can take it.
        Ok(Some(NewAccount { person: Person { id, email: String::new(), full_name }, password_hash }))
    }

    /// For one who is signed in, to whatever tenant.
    pub(super) async fn join_team<M: Message + Default>(
        &self,
        ctx: &Ctx,
        token: &Secret,
        answer: impl FnOnce(Joined) -> M,
    ) -> Result<Response<M>, Error> {
        let (user, _) = ctx.user()?;
        let begun = match self.effects.begin_anonymous(ctx).await? {
            AnonymousBegun::Replay(answer) => return Ok(answer),
            AnonymousBegun::New(effect) => effect,
        };
        let (vault, hash, mut begun) = (self.effects.vault(), hash(token), begun.enter_user(user).await?);
        let tx = begun.tx().raw();
        let (tenant, email_key) =
            store::invitations::by_token(tx, &hash).await?.ok_or_else(error::invitation_invalid)?;
        let person = people::person(tx, vault, user).await?;
        if person.is_none_or(|person| Email::lenient(&person.email).hash(vault) != email_key) {
            return Err(error::invitation_invalid());
        }
        self.join(begun.enter(live(tenant)).await?, &hash, user, None, answer).await
    }

    async fn join<M: Message + Default>(
        &self,
        mut effect: Effect,
        hash: &Hash,
        user: UserId,
        new: Option<NewAccount>,
        answer: impl FnOnce(Joined) -> M,
    ) -> Result<Response<M>, Error> {
        store::lock(effect.tx()).await?;
        let invitation = self.take(&mut effect, hash).await?;
        if let Some(mut new) = new {
            new.person.email.clone_from(&invitation.email);
            self.make(&mut effect, &new).await?;
        }
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
        let tenant = effect.tx().scope().tenant;
        effect.commit(answer(Joined { tenant, user, role: invitation.role })).await
    }

    /// Uses an invitation up, if it still gives what it says.
    async fn take(&self, effect: &mut Effect, hash: &Hash) -> Result<Invitation, Error> {
        let taken = store::invitations::take(effect.tx(), self.effects.vault(), hash).await?;
        let invitation = taken.ok_or_else(error::invitation_invalid)?;
        self.check(effect.tx(), &invitation).await?;
        Ok(invitation)
    }

    /// Refuses unless the invitation still gives what it says.
    async fn check(&self, tx: &mut TenantTx, invitation: &Invitation) -> Result<(), Error> {
        self.require_open(tx).await?;
        if invitation.expire_time <= self.now() || !self.holds(tx, invitation).await? {
            return Err(error::invitation_invalid());
        }
        Ok(())
    }

    /// Whether the one who sent the invitation may still give its role. The operator may, as long as it is there.
    async fn holds(&self, tx: &mut TenantTx, invitation: &Invitation) -> Result<bool, Error> {
        let Some(role) = self.builtins.role(tx, &invitation.role).await? else { return Ok(false) };
        let Some(inviter) = invitation.inviter else { return Ok(true) };
        let inviter = self.builtins.grants_of_member(tx, inviter).await?;
        Ok(inviter.is_some_and(|inviter| {
            inviter.allow(INVITE) && role.grants.iter().all(|pattern| inviter.cover(pattern))
        }))
    }

    /// Refuses unless the tenant takes new members.
    pub(super) async fn require_open(&self, tx: &mut TenantTx) -> Result<(), Error> {
        let standing = self.tenants.standing(tx).await?;
        match standing.map(|standing| standing.status) {
            Some(TenantStatus::Trial | TenantStatus::Active) => Ok(()),
            Some(TenantStatus::Suspended | TenantStatus::Cancelled) | None => Err(error::closed()),
        }
    }

    async fn make(&self, effect: &mut Effect, new: &NewAccount) -> Result<(), Error> {
        let (now, person, tx) = (self.now(), &new.person, effect.tx().raw());
        if !people::insert(tx, self.effects.vault(), person, now).await? {
            // They got an account a moment ago.
            return Err(error::sign_in_to_accept());
        }
        people::put_password(tx, person.id, &new.password_hash, now).await?;
        effect.audit(
            AuditEntry::success("identity.register")
                .on(&person.id)
                .with_personal(&person.id, "email", &person.email)
                .with_personal(&person.id, "full_name", &person.full_name),
        );
        Ok(())
    }
}
