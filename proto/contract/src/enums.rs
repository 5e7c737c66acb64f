//! The short names of enum values, which the SDKs and the REST door use: `NAIVE` for `FORECAST_MODEL_NAIVE`.

use prost_reflect::EnumDescriptor;

/// The common beginning of the names of an enum's values, `FORECAST_MODEL_`; empty where a value does not begin so.
pub fn prefix(of: &EnumDescriptor) -> String {
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

/// The short names of the values that may be chosen: the one that stands for nothing is not offered.
pub fn choices(of: &EnumDescriptor) -> Vec<String> {
    let prefix = prefix(of);
    of.values()
        .map(|value| value.name().strip_prefix(&prefix).unwrap_or(value.name()).to_owned())
        .filter(|name| name != "UNSPECIFIED")
        .collect()
}
