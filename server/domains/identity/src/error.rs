//! The reasons of this domain.

use std::time::Duration;

use omni_kernel::{Error, TenantId};

omni_kernel::reasons! {
    "identity":
    CREDENTIALS_INVALID = Unauthenticated,
        "The person cannot be signed in with what was given: no such account, a wrong password, an account that signs in \
         through its company only, or one that waits after failed sign-ins.",
        "Check the address and the password and try again in a while; reset the password, or sign in through the company.";
    MFA_CHALLENGE_INVALID = Unauthenticated,
        "The challenge is unknown, used or expired.",
        "Sign in again with the password.";
    MFA_CODE_INVALID = Unauthenticated,
        "The code or the recovery code is wrong or was used before.",
        "Wait for the next code of the authenticator, check the clock of its device, or use another recovery code.";
    REFRESH_TOKEN_INVALID = Unauthenticated,
        "The refresh token is unknown, used up or expired, or its session has ended.",
        "Sign in again.";
    MAIL_TOKEN_INVALID = Unauthenticated,
        "The token is unknown, used or expired.",
        "Use the latest mail, or ask for a new one.";
    ACCOUNT_EXISTS = FailedPrecondition,
        "The address has an account already.",
        "Sign in, or reset the password.";
    REGISTRATION_CLOSED = FailedPrecondition,
        "This installation takes no registrations.",
        "Ask somebody of the company for an invitation, or the operator. Operators: `auth.registration`.";
    NO_MEMBERSHIP = FailedPrecondition,
        "The person belongs to no tenant that is served: to none, or to cancelled ones.",
        "Ask somebody of the company for an invitation; the operator can tell why a tenant was cancelled.";
    TOO_MANY_ATTEMPTS = ResourceExhausted,
        "Too many attempts failed.",
        "Retry after the time given.";
    MFA_ACTIVE = FailedPrecondition,
        "A second factor is on already.",
        "Turn it off first.";
    SIGN_IN_TOO_OLD = FailedPrecondition,
        "The person has no password to prove who they are with, and signed in more than ten minutes ago.",
        "Sign in again through the company, and retry.";
    MFA_ABSENT = FailedPrecondition,
        "There is no second factor to confirm or to turn off.",
        "Enrol one first.";
}

/// The one answer to every sign-in that fails, so that it tells nothing about who has an account.
pub(crate) fn credentials_invalid() -> Error {
    Error::new(&CREDENTIALS_INVALID, "the e-mail address or the password is not right")
}

/// For one who belongs to no tenant that is served.
pub(crate) fn no_membership() -> Error {
    Error::new(&NO_MEMBERSHIP, "you belong to no tenant that is served; ask for an invitation")
}

/// For a member of a tenant that is cancelled.
pub(crate) fn cancelled(tenant: TenantId) -> Error {
    Error::new(&NO_MEMBERSHIP, format!("the tenant {tenant} is cancelled and not served any more"))
}

pub(crate) fn challenge_invalid() -> Error {
    Error::new(&MFA_CHALLENGE_INVALID, "the challenge is not valid; sign in again")
}

pub(crate) fn code_invalid() -> Error {
    Error::new(&MFA_CODE_INVALID, "the code is not right")
}

pub(crate) fn refresh_invalid() -> Error {
    Error::new(&REFRESH_TOKEN_INVALID, "the refresh token is not valid; sign in again")
}

pub(crate) fn mail_token_invalid() -> Error {
    Error::new(&MAIL_TOKEN_INVALID, "the token is not valid; ask for a new mail")
}

pub(crate) fn too_many(wait: Duration) -> Error {
    Error::new(&TOO_MANY_ATTEMPTS, format!("too many attempts failed; retry in {} s", wait.as_secs().max(1)))
        .with_retry_after(wait.max(Duration::from_secs(1)))
}
