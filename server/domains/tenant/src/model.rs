//! What a tenant is, and what may become of it.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use omni_kernel::ports::TenantStatus;
use omni_kernel::{Error, TenantId};
use serde_json::{Value as Json, json};

use crate::catalogue::Tier;
use crate::error::{OPERATOR_TENANT, TENANT_CLOSED};

/// A company that the installation serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenant {
    /// Its id.
    pub id: TenantId,
    /// What people call it; 1 to 100 characters.
    pub name: String,
    /// The name of its tier in the catalogue, such as `enterprise`.
    pub tier: String,
    /// Whether it is served, as it was set; see [`Tenant::status_at`].
    pub status: TenantStatus,
    /// Why it is suspended; empty when it is not.
    pub suspend_reason: String,
    /// What the operator's other systems know it by.
    pub metadata: BTreeMap<String, String>,
    /// Whether it is the operator's own, which the first start made.
    pub operator: bool,
    /// When its trial ends; none without.
    pub trial_end_time: Option<Timestamp>,
    /// When it was made.
    pub create_time: Timestamp,
    /// When it was changed last.
    pub update_time: Timestamp,
    /// Counts its changes, from 1.
    pub revision: i64,
}

/// Most pairs of metadata, and the longest of their keys and values, in characters.
const MOST_METADATA: usize = 64;
const LONGEST_KEY: usize = 64;
const LONGEST_VALUE: usize = 500;

/// The name of a status, as in the database.
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

/// A name as it is kept.
///
/// # Errors
/// `INVALID_FIELD` when it breaks its rule.
pub(crate) fn checked_name(name: &str) -> Result<String, Error> {
    omni_kernel::names::checked("name", name)
}

/// Metadata as it is kept.
///
/// # Errors
/// `INVALID_FIELD` when it breaks its rule.
pub(crate) fn checked_metadata(
    pairs: impl IntoIterator<Item = (String, String)>,
) -> Result<BTreeMap<String, String>, Error> {
    let pairs: BTreeMap<_, _> = pairs.into_iter().collect();
    let fits = |(key, value): (&String, &String)| {
        (1..=LONGEST_KEY).contains(&key.chars().count())
            && value.chars().count() <= LONGEST_VALUE
            && !key.contains('\0')
            && !value.contains('\0')
    };
    if pairs.len() > MOST_METADATA || !pairs.iter().all(fits) {
        let expected =
            "expected at most 64 pairs, keys of 1 to 64 and values of up to 500 characters, without NUL";
        return Err(Error::invalid_field("metadata", expected));
    }
    Ok(pairs)
}

impl Tenant {
    /// A new tenant of a tier: on trial when the tier has one, else active.
    ///
    /// # Errors
    /// `INVALID_FIELD` when the name breaks its rule.
    pub(crate) fn new(
        id: TenantId,
        name: &str,
        tier: &Tier,
        operator: bool,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let trial = tier.trial_days.filter(|_| !operator);
        let trial_end_time = trial.map(|days| now + SignedDuration::from_hours(i64::from(days) * 24));
        Ok(Self {
            id,
            name: checked_name(name)?,
            tier: tier.name.to_string(),
            status: if trial.is_some() { TenantStatus::Trial } else { TenantStatus::Active },
            suspend_reason: String::new(),
            metadata: BTreeMap::new(),
            operator,
            trial_end_time,
            create_time: now,
            update_time: now,
            revision: 1,
        })
    }

    /// Whether it is served at a time: a trial that has ended is a suspension.
    pub fn status_at(&self, now: Timestamp) -> TenantStatus {
        match self.status {
            TenantStatus::Trial if self.trial_end_time.is_some_and(|end| end <= now) => {
                TenantStatus::Suspended
            }
            status => status,
        }
    }

    /// Moves it to a tier. A trial ends with it; a suspension does not.
    ///
    /// # Errors
    /// `TENANT_CLOSED` when it is cancelled.
    pub(crate) fn upgrade(&mut self, tier: &Tier) -> Result<(), Error> {
        self.open()?;
        self.tier = tier.name.to_string();
        if self.status == TenantStatus::Trial {
            self.status = TenantStatus::Active;
        }
        self.trial_end_time = None;
        Ok(())
    }

    /// Suspends it, or tells another reason for its suspension.
    ///
    /// # Errors
    /// `OPERATOR_TENANT`, or `TENANT_CLOSED` when it is cancelled.
    pub(crate) fn suspend(&mut self, reason: &str) -> Result<(), Error> {
        self.not_the_operators()?;
        self.open()?;
        self.status = TenantStatus::Suspended;
        reason.trim().clone_into(&mut self.suspend_reason);
        Ok(())
    }

    /// Ends a suspension; a trial goes on if it has not ended meanwhile.
    ///
    /// # Errors
    /// `TENANT_CLOSED` when it is cancelled.
    pub(crate) fn resume(&mut self) -> Result<(), Error> {
        self.open()?;
        if self.status == TenantStatus::Suspended {
            let trial = self.trial_end_time.is_some();
            self.status = if trial { TenantStatus::Trial } else { TenantStatus::Active };
        }
        self.suspend_reason.clear();
        Ok(())
    }

    /// Ends its service for good.
    ///
    /// # Errors
    /// `OPERATOR_TENANT`.
    pub(crate) fn cancel(&mut self) -> Result<(), Error> {
        self.not_the_operators()?;
        self.status = TenantStatus::Cancelled;
        Ok(())
    }

    fn open(&self) -> Result<(), Error> {
        if self.status == TenantStatus::Cancelled {
            return Err(Error::new(&TENANT_CLOSED, "the tenant is cancelled"));
        }
        Ok(())
    }

    fn not_the_operators(&self) -> Result<(), Error> {
        if self.operator {
            let message = "the operator's own tenant cannot be suspended or cancelled";
            return Err(Error::new(&OPERATOR_TENANT, message));
        }
        Ok(())
    }

    /// What the audit log says of it: nothing personal.
    pub(crate) fn facts(&self) -> Json {
        json!({
            "name": self.name,
            "subscription_tier": self.tier,
            "status": status_name(self.status),
            "suspend_reason": self.suspend_reason,
            "metadata": self.metadata,
        })
    }
}

#[cfg(test)]
mod tests {
    use omni_kernel::Rng;

    use super::*;
    use crate::Catalogue;

    fn tenant(tier: &str, operator: bool) -> Tenant {
        let catalogue = Catalogue::load(None).unwrap();
        let id = TenantId::from_uuid(Rng::seeded(1).uuid(Timestamp::UNIX_EPOCH));
        Tenant::new(id, " Acme ", catalogue.tier(tier).unwrap(), operator, Timestamp::UNIX_EPOCH).unwrap()
    }

    #[test]
    fn a_name_is_trimmed_and_within_bounds() {
        assert_eq!(tenant("pro", false).name, "Acme");
        for name in ["", "  ", "a\nb", &"x".repeat(101)] {
            assert_eq!(checked_name(name).unwrap_err().violations()[0].field, "name");
        }
        assert!(checked_metadata([("k".to_owned(), "v".repeat(501))]).is_err());
        assert!(checked_metadata([(String::new(), String::new())]).is_err());
        assert!(checked_metadata((0..65).map(|at| (at.to_string(), String::new()))).is_err());
    }

    #[test]
    fn a_status_is_its_name() {
        for name in ["trial", "active", "suspended", "cancelled"] {
            assert_eq!(status_name(parse_status(name).unwrap()), name);
        }
        assert!(parse_status("Trial").is_err());
    }

    #[test]
    fn cancelled_is_for_good_and_the_operators_tenant_stays() {
        let mut mine = tenant("pro", false);
        mine.suspend("unpaid").unwrap();
        assert_eq!((mine.status, &*mine.suspend_reason), (TenantStatus::Suspended, "unpaid"));
        mine.resume().unwrap();
        assert_eq!((mine.status, &*mine.suspend_reason), (TenantStatus::Active, ""));
        mine.cancel().unwrap();
        mine.cancel().unwrap();
        for error in [mine.resume().unwrap_err(), mine.suspend("again").unwrap_err()] {
            assert_eq!(error.reason().name, "TENANT_CLOSED");
        }
        let mut operators = tenant("enterprise", true);
        for error in [operators.suspend("no").unwrap_err(), operators.cancel().unwrap_err()] {
            assert_eq!(error.reason().name, "OPERATOR_TENANT");
        }
    }

    #[test]
    fn a_trial_that_has_ended_is_a_suspension_until_a_tier_is_chosen() {
        let text =
            crate::catalogue::DEFAULT.replacen("title = \"Pro\"", "title = \"Pro\"\ntrial_days = 14", 1);
        let catalogue = Catalogue::read(&text).unwrap();
        let id = TenantId::from_uuid(Rng::seeded(1).uuid(Timestamp::UNIX_EPOCH));
        let tier = catalogue.tier("pro").unwrap();
        let mut mine = Tenant::new(id, "Acme", tier, false, Timestamp::UNIX_EPOCH).unwrap();
        let end = Timestamp::from_second(14 * 86_400).unwrap();
        assert_eq!(mine.trial_end_time, Some(end));
        assert_eq!(mine.status_at(Timestamp::UNIX_EPOCH), TenantStatus::Trial);
        assert_eq!(mine.status_at(end), TenantStatus::Suspended);
        mine.suspend("looked at").unwrap();
        mine.resume().unwrap();
        assert_eq!(mine.status, TenantStatus::Trial);
        mine.upgrade(tier).unwrap();
        assert_eq!(mine.status_at(end), TenantStatus::Active);
    }
}
