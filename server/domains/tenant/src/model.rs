//! What a tenant is.

use jiff::Timestamp;
use omni_kernel::ports::TenantStatus;
use omni_kernel::{Error, TenantId};

/// A company that the installation serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenant {
    /// Its id.
    pub id: TenantId,
    /// What people call it; 1 to 100 characters.
    pub display_name: String,
    /// The name of its tier in the catalogue, such as `enterprise`.
    pub tier: String,
    /// Whether it is served.
    pub status: TenantStatus,
    /// Whether it is the operator's own, which the first start made.
    pub operator: bool,
    /// When it was made.
    pub create_time: Timestamp,
}

/// The name of a status, as in the database and the contract.
pub(crate) fn status_name(status: TenantStatus) -> &'static str {
    match status {
        TenantStatus::Trial => "trial",
        TenantStatus::Active => "active",
        TenantStatus::Suspended => "suspended",
        TenantStatus::Cancelled => "cancelled",
    }
}

/// The status of this name.
pub(crate) fn parse_status(text: &str) -> Result<TenantStatus, Error> {
    [TenantStatus::Trial, TenantStatus::Active, TenantStatus::Suspended, TenantStatus::Cancelled]
        .into_iter()
        .find(|status| status_name(*status) == text)
        .ok_or_else(|| Error::internal(format!("the database holds the tenant status {text}")))
}

impl Tenant {
    /// A new tenant, active from the start.
    ///
    /// # Errors
    /// `INVALID_FIELD` when the name or the tier breaks its rule.
    pub(crate) fn new(
        id: TenantId,
        display_name: &str,
        tier: &str,
        operator: bool,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let display_name = display_name.trim();
        if !(1..=100).contains(&display_name.chars().count()) || display_name.chars().any(char::is_control) {
            return Err(Error::invalid_field(
                "display_name",
                "expected 1 to 100 characters, none of them control characters",
            ));
        }
        if !(1..=40).contains(&tier.len())
            || !tier.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        {
            return Err(Error::invalid_field("tier", "expected the name of a tier, such as enterprise"));
        }
        Ok(Self {
            id,
            display_name: display_name.to_owned(),
            tier: tier.to_owned(),
            status: TenantStatus::Active,
            operator,
            create_time: now,
        })
    }
}

#[cfg(test)]
mod tests {
    use omni_kernel::Rng;

    use super::*;

    #[test]
    fn a_tenant_needs_a_name_and_a_tier() {
        let id = TenantId::from_uuid(Rng::seeded(1).uuid(Timestamp::UNIX_EPOCH));
        let make = |name: &str, tier: &str| Tenant::new(id, name, tier, false, Timestamp::UNIX_EPOCH);
        assert_eq!(make(" Acme ", "pro").unwrap().display_name, "Acme");
        for (name, tier, field) in [
            ("", "pro", "display_name"),
            ("a\nb", "pro", "display_name"),
            ("Acme", "", "tier"),
            ("Acme", "Pro!", "tier"),
        ] {
            assert_eq!(make(name, tier).unwrap_err().violations()[0].field, field);
        }
    }

    #[test]
    fn a_status_is_its_name() {
        for name in ["trial", "active", "suspended", "cancelled"] {
            assert_eq!(status_name(parse_status(name).unwrap()), name);
        }
        assert!(parse_status("Trial").is_err());
    }
}
