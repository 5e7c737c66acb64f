//! The contract, read when it is first needed: mock mode and the command line need it, plain calls do not.

use std::sync::OnceLock;

use omni_contract::Contract;

use crate::Error;

/// The contract that this build embeds. The first call parses the descriptor set, which takes some milliseconds.
///
/// # Errors
/// [`Error::Config`] when the embedded descriptor set cannot be read, which is a defect of the build.
pub fn contract() -> Result<&'static Contract, Error> {
    static CONTRACT: OnceLock<Result<Contract, String>> = OnceLock::new();
    CONTRACT
        .get_or_init(|| Contract::read(omni_descriptors::DESCRIPTOR_SET).map_err(|error| error.to_string()))
        .as_ref()
        .map_err(|why| Error::config("contract", format!("the embedded contract cannot be read: {why}")))
}
