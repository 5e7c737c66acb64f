//! What roles grant.

use std::collections::BTreeMap;

use omni_kernel::db::TenantTx;
use omni_kernel::permissions::Catalogue;
use omni_kernel::{Error, Grants, UserId};

use super::model::Role;
use super::store;
use crate::roles::{OWNER, SELF};

/// What only an owner and, as far as it is about money, a member with the role `billing` may do: what a tenant is, and
/// what it pays.
const MONEY: &[&str] = &["billing.*", "payments.*", "tenant.tenants.upgrade"];
/// What a member may see who does not read everything: what the tenant is and uses.
const STANDING: &[&str] = &["tenant.tenants.read", "tenant.entitlements.read", "tenant.usage.read"];
/// What admins change besides what developers do.
const ADMINISTRATION: &[&str] = &["identity.*", "audit.*", "tenant.tenants.update"];
const DEVELOPMENT: &[&str] = &["keys.*", "intelligence.*", "platform.*"];
/// The log of who did what is not for every reader's eyes.
const UNSEEN: &[&str] = &["audit.", "identity.self."];

/// The roles that every tenant has, made from the permissions that the contract declares.
#[derive(Debug, Clone)]
pub struct Builtins(BTreeMap<&'static str, Role>);

impl Builtins {
    /// The built-in roles over these permissions.
    pub fn new(catalogue: &Catalogue) -> Self {
        let reads: Vec<&str> = catalogue
            .iter()
            .map(|(name, _)| name)
            .filter(|name| matches!(name.rsplit('.').next(), Some("read" | "list")))
            .filter(|name| !UNSEEN.iter().any(|unseen| name.starts_with(unseen)))
            .filter(|name| *name != "tenant.tenants.list")
            .collect();
        let role = |name: &'static str, description: &str, parts: &[&[&str]]| {
            let grants: Grants = parts
                .iter()
                .flat_map(|part| part.iter().copied())
                .filter(|p| grants_any(catalogue, p))
                .collect();
            (name, Role { name: name.to_owned(), description: description.to_owned(), grants, times: None })
        };
        Self(BTreeMap::from([
            role(OWNER, "Everything, ownership and payment included.", &[&["*"]]),
            role(
                "admin",
                "Everything but ownership and payment.",
                &[ADMINISTRATION, DEVELOPMENT, STANDING, &reads],
            ),
            role("developer", "Builds with the API.", &[DEVELOPMENT, STANDING]),
            role("billing", "Plans, payment and usage.", &[MONEY, STANDING]),
            role("viewer", "Sees everything but the audit log, and changes nothing.", &[&reads]),
        ]))
    }

    /// The roles, the mightiest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Role> {
        [OWNER, "admin", "developer", "billing", "viewer"].into_iter().filter_map(|name| self.0.get(name))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Role> {
        self.0.get(name)
    }

    /// A role of the transaction's tenant, built in or its own.
    pub(crate) async fn role(&self, tx: &mut TenantTx, name: &str) -> Result<Option<Role>, Error> {
        match self.get(name) {
            Some(role) => Ok(Some(role.clone())),
            None => store::roles::find(tx, name).await,
        }
    }

    /// What a person may do in the transaction's tenant; none when they are no member.
    ///
    /// # Errors
    /// UNAVAILABLE when it cannot be read.
    pub async fn grants_of_member(&self, tx: &mut TenantTx, user: UserId) -> Result<Option<Grants>, Error> {
        match store::members::role(tx, user).await? {
            Some(role) => grants_of(tx, self, &role).await.map(Some),
            None => Ok(None),
        }
    }
}

/// What a role grants in the transaction's tenant. One that is not there grants nothing but a person's own account, as
/// every role does.
///
/// # Errors
/// UNAVAILABLE when it cannot be read.
pub async fn grants_of(tx: &mut TenantTx, builtins: &Builtins, role: &str) -> Result<Grants, Error> {
    let role = builtins.role(tx, role).await?;
    let grants = role.as_ref().map(|role| role.grants.iter()).into_iter().flatten();
    Ok(grants.chain([SELF]).collect())
}

/// Whether a pattern grants any of the permissions.
fn grants_any(catalogue: &Catalogue, pattern: &str) -> bool {
    catalogue.check("grants", pattern).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue() -> Catalogue {
        [
            "audit.entries.read",
            "identity.members.read",
            "identity.members.remove",
            "identity.self.manage",
            "identity.self.read",
            "intelligence.forecasts.create",
            "keys.keys.create",
            "keys.keys.read",
            "platform.errors.read",
            "tenant.tenants.create",
            "tenant.tenants.list",
            "tenant.tenants.read",
            "tenant.tenants.suspend",
            "tenant.tenants.upgrade",
            "tenant.usage.read",
        ]
        .into_iter()
        .map(|name| (name, ""))
        .collect()
    }

    fn may(role: &str) -> Vec<String> {
        let (catalogue, builtins) = (catalogue(), Builtins::new(&catalogue()));
        let grants = &builtins.get(role).unwrap().grants;
        catalogue.iter().map(|(name, _)| name.to_owned()).filter(|name| grants.allow(name)).collect()
    }

    #[test]
    fn built_in_roles_grant_what_they_say() {
        assert_eq!(may("owner").len(), catalogue().iter().count());
        let admin = may("admin");
        for act in ["tenant.tenants.create", "tenant.tenants.suspend", "tenant.tenants.upgrade"] {
            assert!(!admin.contains(&act.to_owned()), "{act}");
        }
        for act in ["audit.entries.read", "identity.members.remove", "keys.keys.create"] {
            assert!(admin.contains(&act.to_owned()), "{act}");
        }
        assert_eq!(
            may("viewer"),
            [
                "identity.members.read",
                "keys.keys.read",
                "platform.errors.read",
                "tenant.tenants.read",
                "tenant.usage.read"
            ]
        );
        assert_eq!(may("billing"), ["tenant.tenants.read", "tenant.tenants.upgrade", "tenant.usage.read"]);
        assert!(!may("developer").iter().any(|act| act.starts_with("identity.")));
    }

    #[test]
    fn an_admin_may_make_developers_and_viewers_but_no_owner_and_no_payer() {
        let builtins = Builtins::new(&catalogue());
        let admin = &builtins.get("admin").unwrap().grants;
        let covers =
            |role: &str| builtins.get(role).unwrap().grants.iter().all(|pattern| admin.cover(pattern));
        assert_eq!(
            ["admin", "developer", "viewer", "billing", "owner"].map(covers),
            [true, true, true, false, false]
        );
    }
}
