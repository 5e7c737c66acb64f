//! Members: who they are, which role they have, how they go.

use omni_kernel::db::TenantTx;
use omni_kernel::error::reason::NOT_FOUND;
use omni_kernel::nearest::nearest;
use omni_kernel::page::Pages;
use omni_kernel::ports::AuditEntry;
use omni_kernel::{Ctx, Effect, Error, SessionId, UserId};
use serde_json::{Value as Json, json};

use super::model::{Member, Role, role_name};
use super::{Inner, error, store};
use crate::roles::OWNER;

impl Inner {
    pub(super) async fn list_members(
        &self,
        ctx: &Ctx,
        size: i32,
        token: &str,
    ) -> Result<(Vec<Member>, String), Error> {
        let (scope, limit) = (ctx.scope()?, Pages::size(size)?);
        let pages = Pages::new(self.effects.vault(), "members", &scope.tenant);
        let after = pages.start(token)?.map(|id| id.parse::<UserId>()).transpose();
        let after = after.map_err(|error| error.in_field("page_token"))?;
        let mut tx = self.effects.database().begin(&scope).await?;
        let mut members =
            store::members::list(&mut tx, self.effects.vault(), after, limit.saturating_add(1)).await?;
        let more = members.len() > usize::from(limit);
        members.truncate(limit.into());
        let next = members.last().filter(|_| more).map(|member| member.user.to_string());
        Ok((members, pages.token(next.as_deref())?))
    }

    pub(super) async fn get_member(&self, ctx: &Ctx, user: UserId) -> Result<Member, Error> {
        let mut tx = self.effects.database().begin(&ctx.scope()?).await?;
        self.member(&mut tx, user).await
    }

    pub(super) async fn update_member_role(
        &self,
        effect: &mut Effect,
        user: UserId,
        role: &str,
    ) -> Result<Member, Error> {
        let (_, holder) = self.lock(effect).await?;
        let old = self.member(effect.tx(), user).await?;
        let new = self.role_to_give(effect.tx(), role).await?;
        holder.require(&self.granted(effect.tx(), &old.role).await?)?;
        holder.require(&new.grants)?;
        if old.role == new.name {
            return Ok(old);
        }
        self.keep_an_owner(effect.tx(), &old).await?;
        store::members::set_role(effect.tx(), user, &new.name, self.now()).await?;
        let entry = AuditEntry::success("identity.members.update").on(&user);
        effect.audit(entry.change(json!({ "role": old.role }), json!({ "role": new.name })));
        self.member(effect.tx(), user).await
    }

    pub(super) async fn remove_member(
        &self,
        effect: &mut Effect,
        user: UserId,
    ) -> Result<Vec<SessionId>, Error> {
        let (_, holder) = self.lock(effect).await?;
        let old = self.member(effect.tx(), user).await?;
        holder.require(&self.granted(effect.tx(), &old.role).await?)?;
        self.end(effect, &old, "identity.members.remove").await
    }

    pub(super) async fn leave(&self, effect: &mut Effect) -> Result<Vec<SessionId>, Error> {
        let (user, _) = self.lock(effect).await?;
        let old = self.member(effect.tx(), user).await?;
        self.end(effect, &old, "identity.members.leave").await
    }

    async fn end(
        &self,
        effect: &mut Effect,
        old: &Member,
        action: &'static str,
    ) -> Result<Vec<SessionId>, Error> {
        self.keep_an_owner(effect.tx(), old).await?;
        let ended = store::members::remove(effect.tx(), old.user, self.now()).await?;
        let before = json!({ "role": old.role });
        effect.audit(
            AuditEntry::success(action)
                .on(&old.user)
                .change(before, Json::Null)
                .with_personal(&old.user, "email", &old.email),
        );
        Ok(ended)
    }

    /// Refuses to take the last owner away. The team lock is held, so that of two owners who go at once one stays.
    async fn keep_an_owner(&self, tx: &mut TenantTx, going: &Member) -> Result<(), Error> {
        if going.role == OWNER && store::members::count(tx).await?.1 <= 1 {
            return Err(error::last_owner());
        }
        Ok(())
    }

    /// The role of a request, which has to be there.
    pub(super) async fn role_to_give(&self, tx: &mut TenantTx, name: &str) -> Result<Role, Error> {
        let name = role_name("role", name)?;
        if let Some(role) = self.builtins.role(tx, &name).await? {
            return Ok(role);
        }
        let own = store::roles::list(tx).await?;
        let known = self.builtins.iter().chain(&own).map(|role| role.name.as_str());
        let hint = nearest(&name, known);
        Err(Error::invalid_field("role", format!("expected the name of a role, found {name:?}{hint}")))
    }

    /// What a role grants; nothing when it is not there any more.
    pub(super) async fn granted(&self, tx: &mut TenantTx, role: &str) -> Result<omni_kernel::Grants, Error> {
        Ok(self.builtins.role(tx, role).await?.map(|role| role.grants).unwrap_or_default())
    }

    async fn member(&self, tx: &mut TenantTx, user: UserId) -> Result<Member, Error> {
        let found = store::members::find(tx, self.effects.vault(), user).await?;
        found.ok_or_else(|| Error::new(&NOT_FOUND, format!("there is no member {user}")))
    }
}
