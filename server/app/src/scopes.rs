//! Scopes of a key against the permissions that the contract declares.

use omni_contract::Contract;
use omni_kernel::{Error, Grants};

/// Grants of these scopes.
///
/// # Errors
/// INVALID_FIELD for one that grants nothing, with the nearest that would.
pub(crate) fn grants(contract: &Contract, scopes: Vec<String>) -> Result<Grants, Error> {
    let known = known(contract);
    for scope in &scopes {
        if !known.contains(scope) {
            let nearest = known.iter().max_by(|a, b| {
                let like = |name: &str| strsim::jaro_winkler(scope, name);
                like(a).total_cmp(&like(b))
            });
            let hint = nearest.map(|name| format!("; did you mean {name}?")).unwrap_or_default();
            let expected = format!(
                "\"{scope}\" is no permission{hint} Expected one of {}",
                known.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
            );
            return Err(Error::invalid_field("scope", expected));
        }
    }
    Ok(Grants::from_iter(scopes))
}

/// Every permission, everything that lies above one with a star, and the star that grants all.
fn known(contract: &Contract) -> Vec<String> {
    let mut known = vec!["*".to_owned()];
    for name in contract.permissions().keys() {
        let above = name.match_indices('.').map(|(at, _)| format!("{}.*", &name[..at]));
        known.extend(above.chain([name.clone()]));
    }
    known.sort();
    known.dedup();
    known
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(scope: &str) -> Result<Grants, Error> {
        let contract = Contract::read(omni_descriptors::DESCRIPTOR_SET).unwrap();
        grants(&contract, vec![scope.to_owned()])
    }

    #[test]
    fn permissions_and_stars_above_them_are_scopes() {
        for scope in ["*", "intelligence.*", "intelligence.forecasts.*", "intelligence.forecasts.create"] {
            assert_eq!(read(scope).unwrap().iter().collect::<Vec<_>>(), [scope]);
        }
    }

    #[test]
    fn a_word_that_grants_nothing_is_refused_with_the_nearest() {
        for (wrong, nearest) in [
            ("inteligence.*", "intelligence.*"),
            ("intelligence.forecast.create", "intelligence.forecasts.create"),
            ("Intelligence.*", "intelligence.*"),
        ] {
            let error = read(wrong).unwrap_err();
            assert_eq!(error.violations()[0].field, "scope");
            assert!(error.message().contains(wrong), "{error}");
            assert!(error.message().contains(&format!("did you mean {nearest}?")), "{error}");
        }
        for wrong in ["foo.bar", "", "**", "intelligence", ".*"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
