//! What a tenant may use: what its tier says, with its own overrides over it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use omni_kernel::Error;
use omni_kernel::ports::{Enforcement, Entitlements, Period, Quota};
use serde_json::{Value as Json, json};

use crate::catalogue::{CALLS_PER_MINUTE, Catalogue, MOST, Sort, Tier};
use crate::error::ENTITLEMENT_UNKNOWN;

/// What a tenant may use of one name, whatever its tier says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Override {
    /// A feature, a limit or a meter of the catalogue, or `calls_per_minute`.
    pub name: String,
    /// For a feature: whether it is on.
    pub enabled: Option<bool>,
    /// For a limit or a meter: the most; none is unlimited.
    pub amount: Option<u64>,
    /// For a meter: after which the count starts again.
    pub period: Option<Period>,
    /// For a meter: what happens past the limit.
    pub enforcement: Option<Enforcement>,
    /// Why.
    pub reason: String,
}

/// What the operator asks for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    pub(crate) name: String,
    pub(crate) enabled: Option<bool>,
    pub(crate) limit: Option<f64>,
    pub(crate) unlimited: bool,
    pub(crate) period: Option<Period>,
    pub(crate) enforcement: Option<Enforcement>,
    pub(crate) reason: String,
}

impl Override {
    /// What was asked for, if it fits what the name stands for. A meter takes from the tier what is not said.
    ///
    /// # Errors
    /// `ENTITLEMENT_UNKNOWN`, or `INVALID_FIELD` with the field that does not fit.
    pub(crate) fn new(catalogue: &Catalogue, tier: &Tier, asked: &Asked) -> Result<Self, Error> {
        let sort = catalogue.sort(&asked.name).ok_or_else(|| unknown(catalogue, &asked.name))?;
        let mut made = Self { name: asked.name.clone(), reason: asked.reason.clone(), ..Self::default() };
        let unfit = |field: &'static str, expected: String| Err(Error::invalid_field(field, expected));
        if sort == Sort::Feature {
            if asked.limit.is_some() || asked.unlimited {
                return unfit("limit", format!("expected nothing: {} is a feature", asked.name));
            }
            made.enabled = asked.enabled;
            if made.enabled.is_none() {
                return unfit("enabled", format!("expected true or false: {} is a feature", asked.name));
            }
        } else {
            if asked.enabled.is_some() {
                return unfit("enabled", format!("expected nothing: {} is not a feature", asked.name));
            }
            if asked.limit.is_some() == asked.unlimited {
                return unfit("limit", "expected either a limit or unlimited".to_owned());
            }
            made.amount = asked.limit.map(whole).transpose()?;
        }
        if sort == Sort::Meter && made.amount.is_some() {
            let has = tier.entitlements.quotas.get(asked.name.as_str());
            made.period = asked.period.or(has.map(|quota| quota.period)).or(Some(Period::Month));
            made.enforcement =
                asked.enforcement.or(has.map(|quota| quota.enforcement)).or(Some(Enforcement::Hard));
        } else if asked.period.is_some() || asked.enforcement.is_some() {
            return unfit("period", "expected nothing: only a meter with a limit has one".to_owned());
        }
        if sort == Sort::CallsPerMinute && made.amount == Some(0) {
            return unfit(
                "limit",
                "expected at least 1 call a minute; suspend a tenant to shut it out".to_owned(),
            );
        }
        Ok(made)
    }

    /// What the audit log says of it.
    pub(crate) fn facts(&self) -> Json {
        json!({
            "name": self.name,
            "enabled": self.enabled,
            "limit": self.amount,
            "period": self.period.map(period_name),
            "enforcement": self.enforcement.map(enforcement_name),
            "reason": self.reason,
        })
    }
}

/// A number of the contract as it is kept.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be a whole number within bounds"
)]
fn whole(number: f64) -> Result<u64, Error> {
    if number.fract() != 0.0 || !(0.0..=MOST as f64).contains(&number) {
        return Err(Error::invalid_field("limit", "expected a whole number from 0 to 2^53 - 1"));
    }
    Ok(number as u64)
}

/// The error for a name that the catalogue does not have.
pub(crate) fn unknown(catalogue: &Catalogue, name: &str) -> Error {
    let known: BTreeSet<&str> = [&catalogue.features, &catalogue.limits, &catalogue.meters]
        .into_iter()
        .flat_map(|names| names.keys().map(|name| &**name))
        .chain([CALLS_PER_MINUTE])
        .collect();
    let expected = format!("expected one of {}", known.into_iter().collect::<Vec<_>>().join(", "));
    Error::new(&ENTITLEMENT_UNKNOWN, format!("name: {expected}, found {name}"))
        .with_violation("name", expected)
}

/// What a tenant of this tier with these overrides may use.
pub(crate) fn resolve(catalogue: &Catalogue, tier: &Tier, overrides: &[Override]) -> Arc<Entitlements> {
    if overrides.is_empty() {
        return Arc::clone(&tier.entitlements);
    }
    let mut made = (*tier.entitlements).clone();
    for set in overrides {
        let name: Arc<str> = Arc::from(set.name.as_str());
        match (catalogue.sort(&set.name), set.enabled) {
            (Some(Sort::Feature), Some(true)) => drop(made.features.insert(name)),
            (Some(Sort::Feature), Some(false)) => drop(made.features.remove(&name)),
            (Some(Sort::Limit), None) => put(&mut made.limits, name, set.amount),
            (Some(Sort::CallsPerMinute), None) => made.calls_per_minute = set.amount,
            (Some(Sort::Meter), None) => put(&mut made.quotas, name, quota(set)),
            // Of a name that is no more, or means something else since the catalogue was changed.
            _ => {}
        }
    }
    Arc::new(made)
}

fn quota(set: &Override) -> Option<Quota> {
    Some(Quota {
        limit: set.amount?,
        period: set.period.unwrap_or(Period::Month),
        enforcement: set.enforcement.unwrap_or(Enforcement::Hard),
    })
}

fn put<T>(values: &mut BTreeMap<Arc<str>, T>, name: Arc<str>, value: Option<T>) {
    match value {
        Some(value) => drop(values.insert(name, value)),
        None => drop(values.remove(&name)),
    }
}

/// The name of a period, as in the database.
pub(crate) fn period_name(period: Period) -> &'static str {
    match period {
        Period::Day => "day",
        Period::Month => "month",
    }
}

/// The period of this name.
pub(crate) fn parse_period(text: &str) -> Result<Period, Error> {
    match text {
        "day" => Ok(Period::Day),
        "month" => Ok(Period::Month),
        _ => Err(Error::internal(format!("the database holds the period {text}"))),
    }
}

/// The name of what happens past a limit, as in the database.
pub(crate) fn enforcement_name(enforcement: Enforcement) -> &'static str {
    match enforcement {
        Enforcement::Hard => "hard",
        Enforcement::Soft => "soft",
        Enforcement::Overage => "overage",
    }
}

/// The enforcement of this name.
pub(crate) fn parse_enforcement(text: &str) -> Result<Enforcement, Error> {
    match text {
        "hard" => Ok(Enforcement::Hard),
        "soft" => Ok(Enforcement::Soft),
        "overage" => Ok(Enforcement::Overage),
        _ => Err(Error::internal(format!("the database holds the enforcement {text}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(name: &str) -> Asked {
        Asked { name: name.to_owned(), ..Asked::default() }
    }

    fn make(asked: &Asked) -> Result<Override, Error> {
        let catalogue = Catalogue::load(None).unwrap();
        Override::new(&catalogue, catalogue.tier("free").unwrap(), asked)
    }

    #[test]
    fn an_override_stands_over_the_tier_and_leaves_the_rest() {
        let catalogue = Catalogue::load(None).unwrap();
        let tier = catalogue.tier("free").unwrap();
        let overrides = [
            make(&Asked { enabled: Some(true), ..asked("white_label") }).unwrap(),
            make(&Asked { limit: Some(7.0), ..asked("users") }).unwrap(),
            make(&Asked { unlimited: true, ..asked("storage_bytes") }).unwrap(),
            make(&Asked { limit: Some(5_000.0), ..asked("calls") }).unwrap(),
            make(&Asked { unlimited: true, ..asked("calls_per_minute") }).unwrap(),
            Override { name: "gone".to_owned(), enabled: Some(true), ..Override::default() },
        ];
        let made = resolve(&catalogue, tier, &overrides);
        assert_eq!(made.features.iter().map(|name| &**name).collect::<Vec<_>>(), ["white_label"]);
        assert_eq!(
            made.limits.iter().map(|(name, most)| (&**name, *most)).collect::<Vec<_>>(),
            [("users", 7)]
        );
        assert_eq!(made.calls_per_minute, None);
        // The period and the enforcement are the tier's.
        let calls = Quota { limit: 5_000, period: Period::Day, enforcement: Enforcement::Hard };
        assert_eq!(made.quotas["calls"], calls);
        assert!(Arc::ptr_eq(&resolve(&catalogue, tier, &[]), &tier.entitlements));
        let off = make(&Asked { enabled: Some(false), ..asked("ai_assistant") }).unwrap();
        let pro = resolve(&catalogue, catalogue.tier("pro").unwrap(), &[off]);
        assert!(!pro.features.contains("ai_assistant"));
    }

    #[test]
    fn what_does_not_fit_the_name_is_refused_by_field() {
        for (asked, field) in [
            (asked("white_label"), "enabled"),
            (Asked { limit: Some(1.0), ..asked("white_label") }, "limit"),
            (asked("users"), "limit"),
            (Asked { limit: Some(1.0), unlimited: true, ..asked("users") }, "limit"),
            (Asked { limit: Some(1.5), ..asked("users") }, "limit"),
            (Asked { limit: Some(-1.0), ..asked("users") }, "limit"),
            (Asked { limit: Some(f64::NAN), ..asked("users") }, "limit"),
            (Asked { enabled: Some(true), ..asked("users") }, "enabled"),
            (Asked { limit: Some(1.0), period: Some(Period::Day), ..asked("users") }, "period"),
            (Asked { limit: Some(0.0), ..asked("calls_per_minute") }, "limit"),
            (Asked { enabled: Some(true), ..asked("telepathy") }, "name"),
        ] {
            let error = make(&asked).unwrap_err();
            assert_eq!(error.violations()[0].field, field, "{asked:?}");
        }
    }
}
