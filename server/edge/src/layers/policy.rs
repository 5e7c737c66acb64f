//! Whether the caller may.

use omni_contract::{Access, Method};
use omni_kernel::ports::{Principal, TenantStatus};
use omni_kernel::{Caller, Environment, Error};

use crate::{TiersOf, reason};

/// Refuses a caller of the wrong kind, one without the permission, one whose tenant is not served, and one whose tenant
/// lacks the feature, in this order. Whether the thing asked for exists plays no part: a caller without the permission
/// learns nothing about it.
pub(crate) fn authorise(
    method: &Method,
    principal: Option<&Principal>,
    tiers: &TiersOf,
) -> Result<(), Error> {
    let Some(principal) = principal else {
        return if method.access() == Access::Public {
            Ok(())
        } else {
            Err(Error::internal("a method for callers with a credential was reached without one"))
        };
    };
    kind_of_caller(method, principal)?;
    permission(method, principal)?;
    standing(method, principal)?;
    feature(method, principal, tiers)
}

fn kind_of_caller(method: &Method, principal: &Principal) -> Result<(), Error> {
    match (method.access(), principal.caller) {
        (Access::Public | Access::Key, Caller::Key(_) | Caller::User { .. })
        | (Access::User, Caller::User { .. }) => Ok(()),
        (Access::User, Caller::Key(_)) => Err(denied("is for people who are signed in, not for API keys")),
        (Access::Staff, Caller::Key(_) | Caller::User { .. }) => staff(principal),
        (_, Caller::Anonymous | Caller::Operator) | (Access::Unspecified, _) => {
            Err(denied("is not for this caller"))
        }
    }
}

/// The operator's test credentials see and change nothing of it: it is there once, for live and test, and holds whom the
/// operator serves.
fn staff(principal: &Principal) -> Result<(), Error> {
    if !principal.staff {
        return Err(denied("is for the operator of this installation"));
    }
    if principal.scope.environment == Environment::Test {
        return Err(denied("is about what live goes by, and not for a test credential"));
    }
    Ok(())
}

fn permission(method: &Method, principal: &Principal) -> Result<(), Error> {
    let permission = method.policy().permission.as_str();
    if permission.is_empty() || principal.grants.allow(permission) {
        return Ok(());
    }
    Err(Error::new(&reason::PERMISSION_MISSING, format!("the credential does not grant {permission}"))
        .with_metadata("permission", permission))
}

/// A suspended tenant reads and exports; a cancelled one does nothing. What is metered is made, not read.
fn standing(method: &Method, principal: &Principal) -> Result<(), Error> {
    let reads = !method.has_side_effects() && method.policy().meter.is_none();
    match principal.tenant.status {
        TenantStatus::Trial | TenantStatus::Active => Ok(()),
        TenantStatus::Suspended if reads || method.policy().when_suspended => Ok(()),
        TenantStatus::Suspended => Err(Error::new(
            &reason::TENANT_SUSPENDED,
            "the tenant is suspended: it may read and export, not change",
        )),
        TenantStatus::Cancelled => Err(Error::new(&reason::TENANT_CANCELLED, "the tenant is cancelled")),
    }
}

fn feature(method: &Method, principal: &Principal, tiers: &TiersOf) -> Result<(), Error> {
    let feature = method.policy().feature.as_str();
    if feature.is_empty() || principal.tenant.entitlements.features.contains(feature) {
        return Ok(());
    }
    let tier = &principal.tenant.tier;
    let with = tiers.get(feature).map(|tiers| tiers.join(", ")).unwrap_or_default();
    let named = if with.is_empty() { "none" } else { with.as_str() };
    let text =
        format!("the tenant, on the tier {tier}, does not have {feature}; tiers that include it: {named}");
    Err(Error::new(&reason::FEATURE_MISSING, text)
        .with_metadata("feature", feature)
        .with_metadata("tier", &**tier)
        .with_metadata("tiers", with))
}

fn denied(why: &str) -> Error {
    Error::new(&reason::ACCESS_DENIED, format!("the method {why}"))
}
