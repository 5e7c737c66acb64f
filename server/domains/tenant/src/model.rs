//! What a tenant is.

use jiff::Timestamp;
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
    pub status: Status,
    /// When it was made.
    pub create_time: Timestamp,
}

/// How the installation stands to a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Served, for a while without pay.
    Trial,
    /// Served.
    Active,
    /// Not served until something is settled.
    Suspended,
    /// Not served any more.
    Cancelled,
}

impl Status {
    /// Whether its credentials are good.
    pub fn is_served(self) -> bool {
        matches!(self, Self::Trial | Self::Active)
    }

    /// As in the database and the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Trial => "trial",
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Cancelled => "cancelled",
        }
    }

    /// The status of this name.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        [Self::Trial, Self::Active, Self::Suspended, Self::Cancelled]
            .into_iter()
            .find(|status| status.as_str() == text)
            .ok_or_else(|| Error::internal(format!("the database holds the tenant status {text}")))
    }
}

impl Tenant {
    /// A new tenant, active from the start.
    ///
    /// # Errors
    /// `INVALID_FIELD` when the name or the tier breaks its rule.
    pub(crate) fn new(id: TenantId, display_name: &str, tier: &str, now: Timestamp) -> Result<Self, Error> {
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
            status: Status::Active,
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
        let make = |name: &str, tier: &str| Tenant::new(id, name, tier, Timestamp::UNIX_EPOCH);
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
            assert_eq!(Status::parse(name).unwrap().as_str(), name);
        }
        assert!(Status::parse("Trial").is_err());
    }
}
