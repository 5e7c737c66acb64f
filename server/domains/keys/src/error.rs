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
    API_KEY_ADDRESS = PermissionDenied,
        "The API key is good, but not for calls from this address.",
        "Call from an address that the key's `allowed_ips` holds, or make a key that allows this one.";
    API_KEY_ENDED = FailedPrecondition,
        "The API key is revoked or expired and cannot be rotated.",
        "Make a new key.";
    TOO_MANY_KEYS = FailedPrecondition,
        "The tenant has as many keys in this environment as it can have: 1,000 that are neither revoked nor expired.",
        "Revoke keys that nobody needs, give keys that are made for a task an `expire_time`, and rotate without an overlap.";
    SCOPE_NOT_HELD = PermissionDenied,
        "A caller can make, rotate and revoke only keys whose scopes it holds itself.",
        "Ask for scopes that the caller's own credential grants, or have somebody who holds them make, rotate or revoke the key.";
    KEY_RESTRICTED = PermissionDenied,
        "A key that ends, or comes from some addresses only, makes and rotates no key that is held less.",
        "Ask for an end and for addresses within those of the calling key, or have a person make or rotate the key.";
    ENVIRONMENT_NOT_HELD = PermissionDenied,
        "A test credential makes and sees test keys only.",
        "Use a live credential.";
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

pub(crate) fn wrong_address() -> Error {
    Error::new(&API_KEY_ADDRESS, "the API key is not for calls from this address")
}

pub(crate) fn ended() -> Error {
    Error::new(&API_KEY_ENDED, "key_id: expected a key that has not ended; this one is revoked or expired")
}

pub(crate) fn too_many(most: u32) -> Error {
    let text = format!(
        "the tenant has {most} active keys in this environment, which is the most; revoke some first"
    );
    Error::new(&TOO_MANY_KEYS, text)
}

pub(crate) fn not_held(scope: &str) -> Error {
    Error::new(
        &SCOPE_NOT_HELD,
        format!("the caller's credential does not grant {scope}, so it cannot give it to a key"),
    )
    .with_metadata("scope", scope)
}

pub(crate) fn beyond(scope: &str) -> Error {
    Error::new(
        &SCOPE_NOT_HELD,
        format!("the key has the scope {scope}, which the caller's credential does not grant, so it cannot revoke it"),
    )
    .with_metadata("scope", scope)
}

/// `field` would have a key reach beyond the one that calls.
pub(crate) fn looser(field: &str, expected: &str) -> Error {
    Error::new(&KEY_RESTRICTED, format!("{field}: {expected}")).with_metadata("field", field)
}

pub(crate) fn live_not_held() -> Error {
    Error::new(
        &ENVIRONMENT_NOT_HELD,
        "environment: expected test; the caller's credential is a test credential",
    )
}
