//! Enum values by the short names that the SDKs use: `NAIVE` for `FORECAST_MODEL_NAIVE`.

use prost_reflect::EnumDescriptor;

/// The common beginning of the names of an enum's values, `FORECAST_MODEL_`; empty where a value does not begin so.
fn prefix(of: &EnumDescriptor) -> String {
    let mut prefix = String::new();
    let mut before = '_';
    for letter in of.name().chars() {
        if letter.is_ascii_uppercase() && before != '_' && !before.is_ascii_uppercase() {
            prefix.push('_');
        }
        prefix.push(letter.to_ascii_uppercase());
        before = letter;
    }
    prefix.push('_');
    let fits = |name: &str| {
        name.strip_prefix(&prefix)
            .is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_alphabetic()))
    };
    if of.values().all(|value| fits(value.name())) { prefix } else { String::new() }
}

/// The whole name of the value that a text names, by its whole or its short name, whatever the case.
pub(crate) fn whole_name(of: &EnumDescriptor, text: &str) -> Option<String> {
    if let Some(value) = of.get_value_by_name(text) {
        return Some(value.name().to_owned());
    }
    let prefix = prefix(of);
    let same = |name: &str| {
        name.eq_ignore_ascii_case(text)
            || name.strip_prefix(&prefix).is_some_and(|short| short.eq_ignore_ascii_case(text))
    };
    of.values().find(|value| same(value.name())).map(|value| value.name().to_owned())
}

/// What is expected of a value of the enum: its short names, those most like `text` first. The one that stands for
/// nothing is not offered.
pub(crate) fn expected(of: &EnumDescriptor, text: &str) -> String {
    let prefix = prefix(of);
    let wanted = text.to_ascii_uppercase();
    let wanted = wanted.strip_prefix(&prefix).unwrap_or(&wanted);
    let mut names: Vec<(f64, String)> = of
        .values()
        .map(|value| value.name().strip_prefix(&prefix).unwrap_or(value.name()).to_owned())
        .filter(|name| name != "UNSPECIFIED")
        .map(|name| (strsim::jaro_winkler(wanted, &name), name))
        .collect();
    if !wanted.is_empty() {
        names.sort_by(|a, b| b.0.total_cmp(&a.0));
    }
    let names: Vec<String> = names.into_iter().map(|(_, name)| name).collect();
    format!("must be one of {}", names.join(", "))
}
