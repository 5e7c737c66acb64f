//! Invitations: how they are sent.

use std::time::Duration;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use omni_kernel::db::TenantTx;
use omni_kernel::error::reason::NOT_FOUND;
use omni_kernel::page::Pages;
use omni_kernel::ports::{AuditEntry, Invitations, Mail};
use omni_kernel::{Ctx, Effect, Error, Secret, UserId};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use super::model::{Invitation, InvitationId};
use super::store::invitations::Hash;
use super::{Inner, Team, error, store};
use crate::lockout::MailFor;
use crate::model::Email;
use crate::service::count_mail;

/// How long an invitation holds.
const HOLDS: Duration = Duration::from_hours(7 * 24);
/// How long to wait before it is mailed again.
const PAUSE: Duration = Duration::from_mins(1);

/// What is kept of a token: 256 random bits need neither salt nor stretching.
pub(super) fn hash(token: &Secret) -> Hash {
    Sha256::digest(token.expose().trim().as_bytes()).into()
}

impl Inner {
    pub(super) async fn invite(
        &self,
        effect: &mut Effect,
        email: &str,
        role: &str,
    ) -> Result<Invitation, Error> {
        let (user, holder) = self.lock(effect).await?;
        let email = Email::parse("email", email)?;
        let role = self.role_to_give(effect.tx(), role).await?;
        holder.require(&role.grants)?;
        if let Some(there) = self.there(effect.tx(), &email).await? {
            if there.expire_time > self.now() {
                return Err(error::invitation_exists(&there.id));
            }
            store::invitations::remove(effect.tx(), there.id).await?;
        }
        self.add(effect, email, role.name, Some(user), Json::Null).await
    }

    /// The same for the operator of the installation, who holds everything and is no member. An open invitation of the
    /// address is replaced, since there may be nobody in the team who could revoke it.
    async fn invite_for_operator(
        &self,
        effect: &mut Effect,
        field: &str,
        email: &str,
        role: &str,
    ) -> Result<Invitation, Error> {
        store::lock(effect.tx()).await?;
        let email = Email::parse(field, email)?;
        let Some(role) = self.builtins.get(role) else {
            let names: Vec<_> = self.builtins.iter().map(|role| role.name.as_str()).collect();
            let expected = format!("expected one of {}, found {role:?}", names.join(", "));
            return Err(Error::invalid_field("role", expected));
        };
        self.require_open(effect.tx()).await?;
        let there = self.there(effect.tx(), &email).await?;
        if let Some(there) = &there {
            store::invitations::remove(effect.tx(), there.id).await?;
        }
        let before = there.as_ref().map_or(Json::Null, facts);
        self.add(effect, email, role.name.clone(), None, before).await
    }

    /// The invitation that an address has. Refuses when it is a member's.
    async fn there(&self, tx: &mut TenantTx, email: &Email) -> Result<Option<Invitation>, Error> {
        let (vault, email_key) = (self.effects.vault(), email.hash(self.effects.vault()));
        if store::members::has_email(tx, &email_key).await? {
            return Err(error::already_member());
        }
        store::invitations::find_by_email(tx, vault, &email_key).await
    }

    /// Adds an invitation and mails it. The team lock is held.
    async fn add(
        &self,
        effect: &mut Effect,
        email: Email,
        role: String,
        inviter: Option<UserId>,
        before: Json,
    ) -> Result<Invitation, Error> {
        let now = self.now();
        let taken = self.taken(effect.tx()).await?;
        self.place_left(effect.tx(), taken).await?;
        let invitation = Invitation {
            id: InvitationId::from_uuid(self.rng.uuid(now)),
            email_key: email.hash(self.effects.vault()),
            email: email.shown,
            role,
            inviter,
            create_time: now,
            send_time: now,
            expire_time: later(now, HOLDS)?,
        };
        self.send(effect.tx(), &invitation).await?;
        effect.audit(entry("identity.invitations.create", &invitation).change(before, facts(&invitation)));
        Ok(invitation)
    }

    pub(super) async fn resend(&self, effect: &mut Effect, id: InvitationId) -> Result<Invitation, Error> {
        let (user, holder) = self.lock(effect).await?;
        let (old, now) = (self.invitation(effect.tx(), id).await?, self.now());
        let role = self.role_to_give(effect.tx(), &old.role).await?;
        holder.require(&role.grants)?;
        let due = later(old.send_time, PAUSE)?;
        if due > now {
            return Err(error::resent_lately(Duration::try_from(due.duration_since(now)).unwrap_or(PAUSE)));
        }
        if old.expire_time <= now {
            let taken = self.taken(effect.tx()).await?;
            self.place_left(effect.tx(), taken).await?;
        }
        let new = Invitation {
            inviter: Some(user),
            send_time: now,
            expire_time: later(now, HOLDS)?,
            ..old.clone()
        };
        self.send(effect.tx(), &new).await?;
        effect.audit(entry("identity.invitations.create", &new).change(facts(&old), facts(&new)));
        Ok(new)
    }

    pub(super) async fn revoke_invitation(&self, effect: &mut Effect, id: InvitationId) -> Result<(), Error> {
        self.lock(effect).await?;
        let old = self.invitation(effect.tx(), id).await?;
        store::invitations::remove(effect.tx(), id).await?;
        effect.audit(entry("identity.invitations.revoke", &old).change(facts(&old), Json::Null));
        Ok(())
    }

    pub(super) async fn list_invitations(
        &self,
        ctx: &Ctx,
        size: i32,
        token: &str,
    ) -> Result<(Vec<Invitation>, String), Error> {
        let (scope, limit) = (ctx.scope()?, Pages::size(size)?);
        let pages = Pages::new(self.effects.vault(), "invitations", &scope.tenant);
        let after = pages.start(token)?.map(|id| id.parse::<InvitationId>()).transpose();
        let after = after.map_err(|error| error.in_field("page_token"))?;
        let mut tx = self.effects.database().begin(&scope).await?;
        let mut found =
            store::invitations::list(&mut tx, self.effects.vault(), after, limit.saturating_add(1)).await?;
        let more = found.len() > usize::from(limit);
        found.truncate(limit.into());
        let next = found.last().filter(|_| more).map(|invitation| invitation.id.to_string());
        Ok((found, pages.token(next.as_deref())?))
    }

    /// Places of the tier that are taken: by members, and by invitations that have not expired.
    pub(super) async fn taken(&self, tx: &mut TenantTx) -> Result<u64, Error> {
        let members = store::members::count(tx).await?.0;
        Ok(members + store::invitations::count_open(tx, self.now()).await?)
    }

    /// Keeps an invitation under a new token and mails that.
    async fn send(&self, tx: &mut TenantTx, invitation: &Invitation) -> Result<(), Error> {
        let vault = self.effects.vault();
        let token = Secret::new(format!("omni_invite_{}", URL_SAFE_NO_PAD.encode(self.rng.bytes::<32>())));
        store::invitations::put(tx, vault, invitation, &hash(&token)).await?;
        let sender = match invitation.inviter {
            None => "The operator of this Omni installation".to_owned(),
            Some(inviter) => {
                let inviter = store::members::find(tx, vault, inviter).await?;
                let inviter = inviter.ok_or_else(|| Error::internal("one who invites is no member"))?;
                format!("{} <{}>", inviter.full_name, inviter.email)
            }
        };
        let to = Email::lenient(&invitation.email);
        if let Some(wait) = count_mail(tx.raw(), vault, MailFor::Invitation, &to, self.now()).await? {
            return Err(error::too_many_mails(wait));
        }
        let company = self.tenants.name(tx).await?.ok_or_else(|| Error::internal("a team has no tenant"))?;
        let role = &invitation.role;
        let (url, token) = (&self.public_url, token.expose());
        let text = format!(
            "{sender} invites you to the team of {company}, with the role {role}.\n\n\
             To accept, open this link within seven days:\n\n  {url}/auth/invitation?token={token}\n\n\
             or give this token to the program you use:\n\n  {token}\n\n\
             If you do not know them, do nothing.\n"
        );
        let subject = format!("You are invited to the team of {company}");
        let mail = Mail { to: invitation.email.clone(), subject, text, purpose: "invite_member" };
        self.mail.enqueue(tx.raw(), &mail).await
    }

    async fn invitation(&self, tx: &mut TenantTx, id: InvitationId) -> Result<Invitation, Error> {
        let found = store::invitations::find(tx, self.effects.vault(), id).await?;
        found.ok_or_else(|| Error::new(&NOT_FOUND, format!("there is no invitation {id}")))
    }
}

#[async_trait]
impl Invitations for Team {
    async fn invite(
        &self,
        effect: &mut Effect,
        field: &str,
        email: &str,
        role: &str,
    ) -> Result<String, Error> {
        Ok(self.0.invite_for_operator(effect, field, email, role).await?.id.to_string())
    }
}

fn later(time: Timestamp, by: Duration) -> Result<Timestamp, Error> {
    time.checked_add(by).map_err(|error| Error::internal("a time is out of range").with_source(error))
}

/// The address is that of somebody who may have no account: the invitation stands for them.
fn entry(action: &'static str, invitation: &Invitation) -> AuditEntry {
    AuditEntry::success(action).on(&invitation.id).with_personal(&invitation.id, "email", &invitation.email)
}

fn facts(invitation: &Invitation) -> Json {
    json!({
        "role": invitation.role,
        "inviter_id": invitation.sender(),
        "expire_time": invitation.expire_time.to_string(),
    })
}
