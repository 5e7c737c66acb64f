//! What the built-in roles grant.

use omni_kernel::Grants;

/// What every person may do with their own account, whatever their role.
pub(crate) const SELF: &str = "identity.self.*";

/// The role of the one who registered the company.
pub(crate) const OWNER: &str = "owner";

/// What a role grants. One that is not known grants nothing but the person's own account.
pub(crate) fn grants(role: &str) -> Grants {
    let granted: &[&str] = match role {
        OWNER => &["*"],
        _ => &[],
    };
    granted.iter().copied().chain([SELF]).collect()
}
