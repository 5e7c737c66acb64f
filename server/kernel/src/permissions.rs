//! The permissions that the contract declares, for those who hand them out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::error::Error;
use crate::nearest::nearest;

/// Every permission there is, by name, with its description. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Catalogue(Arc<BTreeMap<String, String>>);

impl<N: Into<String>, D: Into<String>> FromIterator<(N, D)> for Catalogue {
    fn from_iter<I: IntoIterator<Item = (N, D)>>(permissions: I) -> Self {
        Self(Arc::new(permissions.into_iter().map(|(name, text)| (name.into(), text.into())).collect()))
    }
}

impl Catalogue {
    /// The permissions in order, each with its description.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// Checks that a pattern grants something: that it is `*`, a permission, or `<above>.*` for permissions below it.
    ///
    /// # Errors
    /// `INVALID_FIELD` for `field`, with the nearest name that would do.
    pub fn check(&self, field: &str, pattern: &str) -> Result<(), Error> {
        let known = match pattern.strip_suffix('*') {
            Some("") => true,
            Some(above) => above.ends_with('.') && self.0.keys().any(|name| name.starts_with(above)),
            None => self.0.contains_key(pattern),
        };
        if known {
            return Ok(());
        }
        let patterns = self.patterns();
        let hint = nearest(pattern, patterns.iter().map(String::as_str));
        Err(Error::invalid_field(
            field,
            format!(
                "{pattern:?} is no permission; expected one such as intelligence.forecasts.create, intelligence.* or *{hint}"
            ),
        ))
    }

    /// The permissions, and the patterns with a star for those below something.
    fn patterns(&self) -> BTreeSet<String> {
        let above = |name: &str| {
            name.match_indices('.').map(|(at, _)| format!("{}.*", &name[..at])).collect::<Vec<_>>()
        };
        self.0.keys().flat_map(|name| above(name).into_iter().chain([name.clone()])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_has_to_grant_something() {
        let catalogue = Catalogue::from_iter([("keys.keys.read", ""), ("intelligence.forecasts.create", "")]);
        for right in ["*", "keys.*", "keys.keys.*", "keys.keys.read"] {
            assert!(catalogue.check("scopes", right).is_ok(), "{right}");
        }
        for wrong in ["", "keys", "key*", "keys.reads.*", "keys.keys.red", "keys.keys.read.*"] {
            assert!(catalogue.check("scopes", wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_slip_is_told_with_what_was_meant() {
        let catalogue = Catalogue::from_iter([("keys.keys.read", ""), ("intelligence.forecasts.create", "")]);
        for (wrong, meant) in [
            ("keys.keys.red", "keys.keys.read"),
            ("inteligence.*", "intelligence.*"),
            ("intelligence.forecast.*", "intelligence.forecasts.*"),
        ] {
            let error = catalogue.check("scopes[1]", wrong).unwrap_err();
            let violation = &error.violations()[0];
            assert_eq!(violation.field, "scopes[1]");
            assert!(violation.description.ends_with(&format!("; did you mean {meant:?}?")), "{error:?}");
        }
        let error = catalogue.check("scopes", "billing.*").unwrap_err();
        assert!(!error.violations()[0].description.contains("did you mean"), "{error:?}");
    }
}
