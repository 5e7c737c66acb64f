//! From TOML to a catalogue that holds together.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::sync::Arc;

use omni_kernel::ports::{Enforcement, Entitlements, Period, Quota};
use serde::Deserialize;
use toml::Value;

use super::{CALLS_PER_MINUTE, Catalogue, Tier};

/// Beyond it a number is not exact in JavaScript.
pub(crate) const MOST: u64 = (1 << 53) - 1;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: String,
    currency: String,
    operator_tier: String,
    sign_up_tier: String,
    features: BTreeMap<String, String>,
    limits: BTreeMap<String, String>,
    meters: BTreeMap<String, String>,
    tiers: Vec<RawTier>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTier {
    name: String,
    title: String,
    #[serde(default)]
    popular: bool,
    #[serde(default)]
    self_service: bool,
    price_month: i64,
    price_year: i64,
    sla_percent: Option<String>,
    trial_days: Option<u16>,
    #[serde(default)]
    features: Vec<String>,
    calls_per_minute: Option<u64>,
    #[serde(default)]
    limits: BTreeMap<String, u64>,
    #[serde(default)]
    quotas: BTreeMap<String, RawQuota>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawQuota {
    limit: u64,
    period: RawPeriod,
    enforcement: RawEnforcement,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum RawPeriod {
    Day,
    Month,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum RawEnforcement {
    Hard,
    Soft,
    Overage,
}

/// Reads and checks.
pub(super) fn read(text: &str) -> Result<Catalogue, String> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| located(text, &error))?;
    let file: File = serde_path_to_error::deserialize(Value::Table(table.clone())).map_err(|error| {
        let place = named(&table, &error.path().to_string());
        format!("{place}{}", error.into_inner().message().trim())
    })?;
    check_names(&file)?;
    let currency =
        file.currency.parse().map_err(|_| "currency: expected a code of ISO 4217, such as EUR".to_owned())?;
    let catalogue = Catalogue {
        tiers: file.tiers.iter().map(|tier| read_tier(&file, tier)).collect::<Result<_, _>>()?,
        version: file.version,
        operator_tier: file.operator_tier,
        sign_up_tier: file.sign_up_tier,
        currency,
        features: shared(file.features),
        limits: shared(file.limits),
        meters: shared(file.meters),
    };
    for (field, name) in
        [("operator_tier", &catalogue.operator_tier), ("sign_up_tier", &catalogue.sign_up_tier)]
    {
        if catalogue.tier(name).is_none() {
            return Err(format!("{field}: expected the name of a tier, found \"{name}\""));
        }
    }
    Ok(catalogue)
}

/// What is wrong with the file's form, and in which line.
fn located(text: &str, error: &toml::de::Error) -> String {
    let line = error.span().map(|span| text[..span.start.min(text.len())].lines().count().max(1));
    let line = line.map(|line| format!("line {line}: ")).unwrap_or_default();
    format!("{line}{}", error.message().trim())
}

/// A path such as `tiers[2].quotas.calls.period` with the tier by name.
fn named(table: &toml::Table, path: &str) -> String {
    let tier = path.strip_prefix("tiers[").and_then(|rest| rest.split_once(']')).and_then(|(at, field)| {
        let tier = table.get("tiers")?.get(at.parse::<usize>().ok()?)?;
        let name =
            tier.get("name").and_then(Value::as_str).map_or_else(|| format!("number {at}"), str::to_owned);
        Some(format!("tier {name}, {}: ", field.trim_start_matches('.')).replace(", : ", ": "))
    });
    tier.unwrap_or_else(|| if path == "." { String::new() } else { format!("{path}: ") })
}

fn shared(names: BTreeMap<String, String>) -> BTreeMap<Arc<str>, String> {
    names.into_iter().map(|(name, text)| (Arc::from(name), text)).collect()
}

fn is_name(name: &str, most: usize) -> bool {
    let letters = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    name.len() <= most
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(letters)
}

fn check_names(file: &File) -> Result<(), String> {
    if file.version.trim().is_empty() || file.version.len() > 40 {
        return Err("version: expected 1 to 40 characters".to_owned());
    }
    let mut seen = BTreeSet::from([CALLS_PER_MINUTE]);
    for (section, names) in [("features", &file.features), ("limits", &file.limits), ("meters", &file.meters)]
    {
        for name in names.keys() {
            if !is_name(name, 63) {
                return Err(format!("{section}.{name}: expected lower-case letters, digits and underscores"));
            }
            if !seen.insert(name) {
                return Err(format!("{section}.{name}: expected a name that stands for one thing only"));
            }
        }
    }
    if file.tiers.is_empty() {
        return Err("tiers: expected at least one".to_owned());
    }
    let mut tiers = BTreeSet::new();
    for tier in &file.tiers {
        if !is_name(&tier.name, 40) {
            return Err(format!(
                "tier {}, name: expected lower-case letters, digits and underscores",
                tier.name
            ));
        }
        if !tiers.insert(&tier.name) {
            return Err(format!("tier {}, name: expected each name once", tier.name));
        }
    }
    Ok(())
}

fn read_tier(file: &File, tier: &RawTier) -> Result<Tier, String> {
    let wrong =
        |field: &dyn Display, expected: &str| format!("tier {}, {field}: expected {expected}", tier.name);
    for (field, price) in [("price_month", tier.price_month), ("price_year", tier.price_year)] {
        if price < 0 {
            return Err(wrong(&field, "a price of at least 0"));
        }
    }
    if tier.title.trim().is_empty() || tier.title.chars().count() > 100 {
        return Err(wrong(&"title", "1 to 100 characters"));
    }
    if tier.trial_days.is_some_and(|days| !(1..=366).contains(&days)) {
        return Err(wrong(&"trial_days", "1 to 366 days"));
    }
    if tier.sla_percent.as_deref().is_some_and(|text| !is_percent(text)) {
        return Err(wrong(&"sla_percent", "a percentage such as \"99.9\""));
    }
    if tier.calls_per_minute.is_some_and(|calls| !(1..=MOST).contains(&calls)) {
        return Err(wrong(&CALLS_PER_MINUTE, "a number from 1 to 2^53 - 1, or nothing for no limit"));
    }
    check_known(tier, "features", tier.features.iter(), &file.features)?;
    check_known(tier, "limits", tier.limits.keys(), &file.limits)?;
    check_known(tier, "quotas", tier.quotas.keys(), &file.meters)?;
    for (section, name, most) in tier
        .limits
        .iter()
        .map(|(name, most)| ("limits", name, *most))
        .chain(tier.quotas.iter().map(|(name, quota)| ("quotas", name, quota.limit)))
    {
        if most > MOST {
            return Err(wrong(&format!("{section}.{name}"), "a number below 2^53"));
        }
    }
    Ok(Tier {
        name: Arc::from(tier.name.as_str()),
        title: tier.title.clone(),
        popular: tier.popular,
        self_service: tier.self_service,
        price_month: tier.price_month,
        price_year: tier.price_year,
        sla_percent: tier.sla_percent.clone(),
        trial_days: tier.trial_days,
        entitlements: Arc::new(entitlements(tier)),
    })
}

/// Up to three digits before and four behind the point, at most 100.
fn is_percent(text: &str) -> bool {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    digits(whole, 3) && digits(part, 4) && text.parse::<f64>().is_ok_and(|percent| percent <= 100.0)
}

fn check_known<'a>(
    tier: &RawTier,
    section: &str,
    names: impl Iterator<Item = &'a String>,
    known: &BTreeMap<String, String>,
) -> Result<(), String> {
    for name in names {
        if !known.contains_key(name) {
            let names: Vec<&str> = known.keys().map(String::as_str).collect();
            return Err(format!(
                "tier {}, {section}: expected one of {}, found \"{name}\"",
                tier.name,
                names.join(", ")
            ));
        }
    }
    Ok(())
}

fn entitlements(tier: &RawTier) -> Entitlements {
    Entitlements {
        features: tier.features.iter().map(|name| Arc::from(name.as_str())).collect(),
        limits: tier.limits.iter().map(|(name, most)| (Arc::from(name.as_str()), *most)).collect(),
        calls_per_minute: tier.calls_per_minute,
        quotas: tier.quotas.iter().map(|(name, quota)| (Arc::from(name.as_str()), quota.read())).collect(),
    }
}

impl RawQuota {
    fn read(&self) -> Quota {
        Quota {
            limit: self.limit,
            period: match self.period {
                RawPeriod::Day => Period::Day,
                RawPeriod::Month => Period::Month,
            },
            enforcement: match self.enforcement {
                RawEnforcement::Hard => Enforcement::Hard,
                RawEnforcement::Soft => Enforcement::Soft,
                RawEnforcement::Overage => Enforcement::Overage,
            },
        }
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
