//! What every tenant's roles have in common; what they grant is in `team`.

/// What every person may do with their own account, whatever their role.
pub(crate) const SELF: &str = "identity.self.*";

/// The role of the one who registered the company. It grants everything, and a tenant always has somebody with it.
pub(crate) const OWNER: &str = "owner";
