//! The tier catalogue: which tiers there are, what they cost and what they include. Data, not code.
//!
//! Tenants hold the name of their tier only, so a changed catalogue reaches them at the next start.

mod read;

pub(crate) use read::MOST;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use crate::error::CATALOGUE_INVALID;
use omni_kernel::Error;
use omni_kernel::money::Currency;
use omni_kernel::ports::{Entitlements, Period};

/// The built-in catalogue.
pub const DEFAULT: &str = include_str!("default.toml");

/// What people call the calls a minute of a whole tenant, beside the names of the catalogue.
pub(crate) const CALLS_PER_MINUTE: &str = "calls_per_minute";

/// Every tier of an installation.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// Changes with the file; shown with what a tenant may use.
    pub version: String,
    /// The tier of the operator's own tenant.
    pub operator_tier: String,
    /// The tier of those who register themselves.
    pub sign_up_tier: String,
    /// The currency of the prices.
    pub currency: Currency,
    /// The features by name, each with a sentence.
    pub features: BTreeMap<Arc<str>, String>,
    /// The limits likewise.
    pub limits: BTreeMap<Arc<str>, String>,
    /// The meters likewise.
    pub meters: BTreeMap<Arc<str>, String>,
    /// The tiers, from the smallest to the largest.
    pub tiers: Vec<Tier>,
}

/// One tier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    /// The stable name that tenants hold.
    pub name: Arc<str>,
    /// What people read.
    pub title: String,
    /// Whether it is to be recommended.
    pub popular: bool,
    /// Whether a tenant may move to it by itself; else the operator moves it.
    pub self_service: bool,
    /// The price of a month in the currency's minor unit.
    pub price_month: i64,
    /// The price of a year likewise.
    pub price_year: i64,
    /// The promised availability in percent, such as `99.9`; none without.
    pub sla_percent: Option<String>,
    /// How long a new tenant of the tier is on trial; it begins active without.
    pub trial_days: Option<u16>,
    /// What its tenants may use.
    pub entitlements: Arc<Entitlements>,
}

/// What a name of the catalogue stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    Feature,
    Limit,
    CallsPerMinute,
    Meter,
}

impl Catalogue {
    /// The built-in catalogue, or the one in this file.
    ///
    /// # Errors
    /// `CATALOGUE_INVALID` naming the file, the tier and the field that is wrong, and what was expected.
    pub fn load(file: Option<&Path>) -> Result<Self, Error> {
        let Some(file) = file else {
            return Self::read(DEFAULT).map_err(|why| wrong("the built-in tier catalogue", &why));
        };
        let place = format!("tenants.catalogue: {}", file.display());
        let text = std::fs::read_to_string(file).map_err(|error| wrong(&place, &error.to_string()))?;
        Self::read(&text).map_err(|why| wrong(&place, &why))
    }

    /// Reads a catalogue from TOML.
    ///
    /// # Errors
    /// A sentence with the tier and the field that is wrong, and what was expected.
    pub fn read(text: &str) -> Result<Self, String> {
        read::read(text)
    }

    /// The tier of this name.
    pub fn tier(&self, name: &str) -> Option<&Tier> {
        self.tiers.iter().find(|tier| &*tier.name == name)
    }

    /// The names of the tiers, from the smallest to the largest.
    pub fn names(&self) -> Vec<Arc<str>> {
        self.tiers.iter().map(|tier| Arc::clone(&tier.name)).collect()
    }

    /// The tiers that include each feature, from the smallest.
    pub fn tiers_of_features(&self) -> BTreeMap<Arc<str>, Vec<Arc<str>>> {
        let tiers = |feature: &Arc<str>| {
            let with = self.tiers.iter().filter(|tier| tier.entitlements.features.contains(feature));
            with.map(|tier| Arc::clone(&tier.name)).collect()
        };
        self.features.keys().map(|feature| (Arc::clone(feature), tiers(feature))).collect()
    }

    /// What a name stands for.
    pub(crate) fn sort(&self, name: &str) -> Option<Sort> {
        if name == CALLS_PER_MINUTE {
            Some(Sort::CallsPerMinute)
        } else if self.features.contains_key(name) {
            Some(Sort::Feature)
        } else if self.limits.contains_key(name) {
            Some(Sort::Limit)
        } else {
            self.meters.contains_key(name).then_some(Sort::Meter)
        }
    }

    /// Refuses a catalogue that does not know what the contract enforces.
    ///
    /// # Errors
    /// `CATALOGUE_INVALID` naming each feature and meter that is missing.
    pub fn covers<'a>(
        &self,
        features: impl IntoIterator<Item = &'a str>,
        meters: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), Error> {
        let missing =
            |names: BTreeSet<&'a str>, known: &BTreeMap<Arc<str>, String>, what: &str| -> Vec<String> {
                names
                    .into_iter()
                    .filter(|name| !known.contains_key(*name))
                    .map(|name| format!("{what}.{name}"))
                    .collect()
            };
        let mut absent = missing(features.into_iter().collect(), &self.features, "features");
        absent.extend(missing(meters.into_iter().collect(), &self.meters, "meters"));
        if absent.is_empty() {
            return Ok(());
        }
        Err(Error::new(
            &CATALOGUE_INVALID,
            format!("the tier catalogue lacks what the methods of this server go by: {}", absent.join(", ")),
        ))
    }
}

/// The period that a meter without a quota is counted in.
pub(crate) const UNLIMITED_PERIOD: Period = Period::Month;

fn wrong(place: &str, why: &str) -> Error {
    Error::new(&CATALOGUE_INVALID, format!("{place}: {why}"))
}
