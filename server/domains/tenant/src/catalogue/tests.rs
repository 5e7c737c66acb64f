use omni_kernel::ports::{Enforcement, Period, Quota};

use super::super::{Catalogue, DEFAULT};

/// Name, price a month and a year in cents, calls a day, a minute, users, storage, the first features, the last ones.
type Row = (&'static str, i64, i64, Option<u64>, Option<u64>, Option<u64>, Option<u64>, bool, bool);

#[test]
fn the_built_in_catalogue_is_the_promised_table() {
    let catalogue = Catalogue::load(None).unwrap();
    let table: [Row; 4] = [
        ("free", 0, 0, Some(1_000), Some(10), Some(1), Some(100_000_000), false, false),
        ("basic", 4_900, 49_000, Some(1_000), Some(10), Some(5), Some(1_000_000_000), false, false),
        ("pro", 19_900, 199_000, Some(10_000), Some(100), Some(50), Some(10_000_000_000), true, false),
        ("enterprise", 99_900, 999_000, None, None, None, None, true, true),
    ];
    assert_eq!(catalogue.tiers.len(), table.len());
    for (tier, row) in catalogue.tiers.iter().zip(table) {
        let (name, month, year, calls, minute, users, storage, pro, enterprise) = row;
        let has = &tier.entitlements;
        assert_eq!((&*tier.name, tier.price_month, tier.price_year), (name, month, year));
        assert_eq!(tier.self_service, name != "enterprise", "{name}");
        let quota = |limit| Quota { limit, period: Period::Day, enforcement: Enforcement::Hard };
        assert_eq!(has.quotas.get("calls").copied(), calls.map(quota), "{name}");
        assert_eq!(has.calls_per_minute, minute, "{name}");
        assert_eq!(has.limits.get("users").copied(), users, "{name}");
        assert_eq!(has.limits.get("storage_bytes").copied(), storage, "{name}");
        for feature in ["ai_assistant", "advanced_analytics", "priority_support", "custom_domain"] {
            assert_eq!(has.features.contains(feature), pro, "{name} {feature}");
        }
        for feature in ["white_label", "dedicated_support", "custom_integrations"] {
            assert_eq!(has.features.contains(feature), enterprise, "{name} {feature}");
        }
    }
    assert_eq!(catalogue.tier("pro").unwrap().sla_percent.as_deref(), Some("99.9"));
    assert!(catalogue.tier("pro").unwrap().popular);
    assert_eq!(catalogue.currency.to_string(), "EUR");
    assert_eq!((&*catalogue.operator_tier, &*catalogue.sign_up_tier), ("enterprise", "free"));
}

#[test]
fn the_example_catalogue_is_one() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../examples/catalogues/three-tiers.toml");
    let catalogue = Catalogue::load(Some(file.as_ref())).unwrap();
    let names: Vec<_> = catalogue.tiers.iter().map(|tier| (&*tier.name, tier.price_month)).collect();
    assert_eq!(names, [("starter", 2_900), ("professional", 9_900), ("enterprise", 29_900)]);
}

#[test]
fn what_is_wrong_names_the_tier_and_the_field() {
    for (from, to, expected) in [
        ("popular = true", "popular = \"yes\"", "tier pro, popular: "),
        ("period = \"day\"", "period = \"week\"", "tier free, quotas.calls.period: "),
        (
            "price_month = 4_900",
            "price_month = -1",
            "tier basic, price_month: expected a price of at least 0",
        ),
        ("price_month = 4_900", "price_month = 49.00", "tier basic, price_month: "),
        (
            "users = 50",
            "usres = 50",
            "tier pro, limits: expected one of storage_bytes, users, found \"usres\"",
        ),
        (
            "quotas.calls =",
            "quotas.cals =",
            "tier free, quotas: expected one of calls, predictions, found \"cals\"",
        ),
        ("sla_percent = \"99.9\"", "sla_percent = \"999\"", "tier pro, sla_percent: expected a percentage"),
        (
            "calls_per_minute = 100",
            "calls_per_minute = 0",
            "tier pro, calls_per_minute: expected a number from 1",
        ),
        ("name = \"basic\"", "name = \"free\"", "tier free, name: expected each name once"),
        ("name = \"basic\"", "name = \"Basic!\"", "tier Basic!, name: expected lower-case"),
        ("title = \"Basic\"", "titel = \"Basic\"", "tier basic, titel: unknown field"),
        ("sign_up_tier = \"free\"", "sign_up_tier = \"gratis\"", "sign_up_tier: expected the name of a tier"),
        ("currency = \"EUR\"", "currency = \"euro\"", "currency: expected a code of ISO 4217"),
        (
            "[meters]\n",
            "[meters]\nusers = \"People.\"\n",
            "meters.users: expected a name that stands for one thing only",
        ),
        ("version = \"1\"", "version = ", "line "),
    ] {
        let text = DEFAULT.replacen(from, to, 1);
        assert_ne!(text, DEFAULT, "{from}");
        let why = Catalogue::read(&text).unwrap_err();
        assert!(why.starts_with(expected), "{why}\nexpected {expected}");
    }
}

#[test]
fn what_the_contract_goes_by_has_to_be_known() {
    let catalogue = Catalogue::load(None).unwrap();
    catalogue.covers(["ai_assistant"], ["calls"]).unwrap();
    let error = catalogue.covers(["telepathy", "ai_assistant"], ["calls", "thoughts"]).unwrap_err();
    assert!(error.message().ends_with("features.telepathy, meters.thoughts"), "{error}");
    assert_eq!(error.reason().name, "CATALOGUE_INVALID");
}
