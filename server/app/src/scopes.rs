//! The permissions that the contract declares.

use omni_contract::Contract;
use omni_descriptors::DESCRIPTOR_SET;
use omni_kernel::permissions::Catalogue;
use omni_kernel::{Error, Grants};

/// All of them.
pub(crate) fn catalogue(contract: &Contract) -> Catalogue {
    contract
        .permissions()
        .iter()
        .map(|(name, permission)| (name.as_str(), permission.description.as_str()))
        .collect()
}

/// The contract of this build.
///
/// # Errors
/// INTERNAL when it cannot be read.
pub(crate) fn contract() -> Result<Contract, Error> {
    Contract::read(DESCRIPTOR_SET)
        .map_err(|error| Error::internal("the contract cannot be read").with_source(error))
}

/// The grants of scopes on a command line, each of which the contract declares.
///
/// # Errors
/// INVALID_FIELD for one that grants nothing, with the nearest that would.
pub(crate) fn grants(scopes: &[String]) -> Result<Grants, Error> {
    let known = catalogue(&contract()?);
    scopes.iter().try_for_each(|scope| known.check("scope", scope))?;
    Ok(scopes.iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissions_and_stars_above_them_are_scopes() {
        for scope in ["*", "intelligence.*", "intelligence.forecasts.*", "intelligence.forecasts.create"] {
            assert_eq!(grants(&[scope.to_owned()]).unwrap().iter().collect::<Vec<_>>(), [scope]);
        }
        for wrong in ["foo.bar", "", "**", "intelligence", ".*", "Intelligence.*"] {
            assert_eq!(grants(&[wrong.to_owned()]).unwrap_err().violations()[0].field, "scope");
        }
    }
}
