//! Enum values by the short names that the SDKs use: `NAIVE` for `FORECAST_MODEL_NAIVE`.

use omni_contract::enums::{choices, prefix};
use prost_reflect::EnumDescriptor;

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
    let mut names: Vec<(f64, String)> =
        choices(of).into_iter().map(|name| (strsim::jaro_winkler(wanted, &name), name)).collect();
    if !wanted.is_empty() {
        names.sort_by(|a, b| b.0.total_cmp(&a.0));
    }
    let names: Vec<String> = names.into_iter().map(|(_, name)| name).collect();
    format!("must be one of {}", names.join(", "))
}
