//! The reasons of this domain.

use omni_kernel::Error;

omni_kernel::reasons! {
    "keys":
    API_KEY_MALFORMED = Unauthenticated,
        "The API key is not one: its form or its checksum is wrong.",
        "Copy the whole key again; it begins with `omni_live_` or `omni_test_` and has 58 characters.";
    API_KEY_INVALID = Unauthenticated,
        "The API key is unknown, revoked, expired or wrong.",
        "Use a key that is valid, or create one.";
}

pub(crate) fn malformed() -> Error {
    Error::new(
        &API_KEY_MALFORMED,
        "the API key is malformed; expected omni_live_ or omni_test_ and 48 more characters as they were shown",
    )
}

/// The one answer for every key that is well formed and not good, so that it tells nothing about which are known.
pub(crate) fn invalid() -> Error {
    Error::new(&API_KEY_INVALID, "the API key is not valid")
}
