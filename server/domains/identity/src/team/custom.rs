//! Roles of a tenant's own.

use omni_kernel::db::TenantTx;
use omni_kernel::error::reason::NOT_FOUND;
use omni_kernel::page::Pages;
use omni_kernel::ports::AuditEntry;
use omni_kernel::{Ctx, Effect, Error, Grants};
use serde_json::{Value as Json, json};

use super::model::{Role, description, role_name};
use super::{Inner, error, store};

/// Most roles of a tenant's own.
const MOST_ROLES: usize = 100;
/// Most permissions of one role.
const MOST_PERMISSIONS: usize = 100;

/// What somebody wants of a role.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted {
    pub(super) description: Option<String>,
    pub(super) permissions: Option<Vec<String>>,
}

impl Inner {
    pub(super) async fn get_role(&self, ctx: &Ctx, name: &str) -> Result<Role, Error> {
        let mut tx = self.effects.database().begin(&ctx.scope()?).await?;
        let name = role_name("name", name)?;
        self.builtins.role(&mut tx, &name).await?.ok_or_else(|| absent(&name))
    }

    pub(super) async fn list_roles(
        &self,
        ctx: &Ctx,
        size: i32,
        token: &str,
    ) -> Result<(Vec<Role>, String), Error> {
        let scope = ctx.scope()?;
        let mut tx = self.effects.database().begin(&scope).await?;
        let own = store::roles::list(&mut tx).await?;
        let all: Vec<Role> = self.builtins.iter().cloned().chain(own).collect();
        let pages = Pages::new(self.effects.vault(), "roles", &scope.tenant);
        page(&pages, all, |role| &role.name, size, token)
    }

    pub(super) fn list_permissions(
        &self,
        ctx: &Ctx,
        size: i32,
        token: &str,
    ) -> Result<(Vec<(String, String)>, String), Error> {
        let pages = Pages::new(self.effects.vault(), "permissions", &ctx.scope()?.tenant);
        let all = self.catalogue.iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
        page(&pages, all, |(name, _)| name, size, token)
    }

    pub(super) async fn create_role(
        &self,
        effect: &mut Effect,
        name: &str,
        wanted: &Wanted,
    ) -> Result<Role, Error> {
        let (_, holder) = self.lock(effect).await?;
        let name = role_name("name", name)?;
        let now = self.now();
        let role = Role {
            description: description(wanted.description.as_deref().unwrap_or_default())?,
            grants: self.permissions(wanted.permissions.as_deref().unwrap_or_default())?,
            times: Some((now, now)),
            name,
        };
        holder.require(&role.grants)?;
        if self.builtins.role(effect.tx(), &role.name).await?.is_some() {
            return Err(error::role_exists(&role.name));
        }
        if store::roles::list(effect.tx()).await?.len() >= MOST_ROLES {
            return Err(error::roles_full(MOST_ROLES));
        }
        store::roles::put(effect.tx(), &role).await?;
        effect.audit(entry(&role.name).change(Json::Null, facts(&role)));
        Ok(role)
    }

    pub(super) async fn update_role(
        &self,
        effect: &mut Effect,
        name: &str,
        wanted: &Wanted,
    ) -> Result<Role, Error> {
        let (_, holder) = self.lock(effect).await?;
        let old = self.own_role(effect.tx(), name).await?;
        let mut new = old.clone();
        if let Some(text) = &wanted.description {
            new.description = description(text)?;
        }
        if let Some(permissions) = &wanted.permissions {
            new.grants = self.permissions(permissions)?;
        }
        holder.require(&old.grants)?;
        holder.require(&new.grants)?;
        new.times = old.times.map(|(made, _)| (made, self.now()));
        store::roles::put(effect.tx(), &new).await?;
        effect.audit(entry(&new.name).change(facts(&old), facts(&new)));
        Ok(new)
    }

    pub(super) async fn delete_role(&self, effect: &mut Effect, name: &str) -> Result<(), Error> {
        let (_, holder) = self.lock(effect).await?;
        let old = self.own_role(effect.tx(), name).await?;
        holder.require(&old.grants)?;
        let now = self.now();
        if store::members::has_role(effect.tx(), &old.name).await?
            || store::invitations::has_role(effect.tx(), &old.name, now).await?
            || crate::sso::store::connections::has_role(effect.tx(), &old.name).await?
        {
            return Err(error::in_use(&old.name));
        }
        store::roles::remove(effect.tx(), &old.name).await?;
        effect.audit(entry(&old.name).change(facts(&old), Json::Null));
        Ok(())
    }

    async fn own_role(&self, tx: &mut TenantTx, name: &str) -> Result<Role, Error> {
        let name = role_name("name", name)?;
        if self.builtins.get(&name).is_some() {
            return Err(error::built_in(&name));
        }
        store::roles::find(tx, &name).await?.ok_or_else(|| absent(&name))
    }

    /// The grants of a request. Everything is what an owner has, and no other role.
    fn permissions(&self, patterns: &[String]) -> Result<Grants, Error> {
        if !(1..=MOST_PERMISSIONS).contains(&patterns.len()) {
            return Err(Error::invalid_field("permissions", "expected 1 to 100 permissions"));
        }
        for (at, pattern) in patterns.iter().enumerate() {
            let field = format!("permissions[{at}]");
            if pattern == "*" {
                let expected = "expected permissions such as intelligence.*; everything is the role owner";
                return Err(Error::invalid_field(field, expected));
            }
            self.catalogue.check(&field, pattern)?;
        }
        Ok(patterns.iter().collect())
    }
}

/// A page of a list that is at hand as a whole; the token is the key of the last item of the page before.
fn page<T>(
    pages: &Pages<'_>,
    all: Vec<T>,
    key: impl Fn(&T) -> &str,
    size: i32,
    token: &str,
) -> Result<(Vec<T>, String), Error> {
    let limit = usize::from(Pages::size(size)?);
    let after = pages.start(token)?;
    let begin = after.and_then(|after| all.iter().position(|item| key(item) == after)).map_or(0, |at| at + 1);
    let more = all.len() > begin + limit;
    let items: Vec<T> = all.into_iter().skip(begin).take(limit).collect();
    let next = items.last().filter(|_| more).map(|item| key(item).to_owned());
    Ok((items, pages.token(next.as_deref())?))
}

fn entry(name: &str) -> AuditEntry {
    AuditEntry::success("identity.roles.manage").on(&name)
}

fn facts(role: &Role) -> Json {
    json!({ "description": role.description, "permissions": role.grants.iter().collect::<Vec<_>>() })
}

fn absent(name: &str) -> Error {
    Error::new(&NOT_FOUND, format!("there is no role {name}"))
}
