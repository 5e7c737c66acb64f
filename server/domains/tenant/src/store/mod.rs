//! SQL.

pub(crate) mod overrides;
pub(crate) mod tenants;
pub(crate) mod usage;
