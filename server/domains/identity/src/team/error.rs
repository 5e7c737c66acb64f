//! The reasons of teams.

use std::time::Duration;

use omni_kernel::Error;

omni_kernel::reasons! {
    "identity":
    GRANTS_NOT_HELD = PermissionDenied,
        "A role that the caller would give, take or change grants more than the caller holds.",
        "Have somebody do it who holds as much, such as an owner.";
    LAST_OWNER = FailedPrecondition,
        "The tenant would be left without an owner.",
        "Make another member an owner first.";
    ROLE_IN_USE = FailedPrecondition,
        "A member or an open invitation has the role, or single sign-on gives it.",
        "Give them another role, or revoke the invitation, first.";
    ROLE_BUILT_IN = FailedPrecondition,
        "The role is built in and stays as it is.",
        "Make a role of your own.";
    ROLE_EXISTS = AlreadyExists,
        "The tenant has a role of this name.",
        "Take another name, or update the role.";
    ROLES_FULL = ResourceExhausted,
        "The tenant has as many roles of its own as there may be.",
        "Delete one that nobody has.";
    USERS_FULL = ResourceExhausted,
        "The tenant's members and open invitations fill what its tier includes.",
        "Remove a member, revoke an invitation, or upgrade.";
    ALREADY_MEMBER = AlreadyExists,
        "The person is a member of the tenant.",
        "Give them another role instead.";
    INVITATION_EXISTS = AlreadyExists,
        "The address has an open invitation to the tenant.",
        "Resend or revoke that one.";
    INVITATION_INVALID = Unauthenticated,
        "The token of the invitation is unknown, used, revoked, expired or for another address, or the one who sent it may \
         not invite or not give its role any more.",
        "Use the latest mail, sign in as the person of its address, or ask for a new invitation.";
    SIGN_IN_TO_ACCEPT = FailedPrecondition,
        "The address of the invitation has an account.",
        "Sign in and call JoinTeam.";
    RESENT_LATELY = ResourceExhausted,
        "The invitation was mailed less than a minute ago.",
        "Retry after the time given.";
    TOO_MANY_MAILS = ResourceExhausted,
        "The address got as many mails in an hour as others may have sent to it.",
        "Retry after the time given.";
    TEAM_CLOSED = FailedPrecondition,
        "The tenant takes no new members: it is suspended or cancelled.",
        "Ask the one who sent the invitation.";
    LIVE_ONLY = FailedPrecondition,
        "A team is the same in live and test, and a sign-in to test does not change it.",
        "Leave out `x-omni-environment: test`.";
}

pub(super) fn not_held(missing: &str) -> Error {
    Error::new(&GRANTS_NOT_HELD, format!("the role grants {missing}, which the caller does not hold"))
        .with_metadata("permission", missing)
}

pub(super) fn last_owner() -> Error {
    Error::new(&LAST_OWNER, "the tenant would be left without an owner; make another member an owner first")
}

pub(super) fn too_many_mails(wait: Duration) -> Error {
    let wait = wait.max(Duration::from_secs(1));
    let text = format!("email: too many mails went to the address; retry in {} s", wait.as_secs());
    Error::new(&TOO_MANY_MAILS, text).with_retry_after(wait)
}

pub(super) fn full(limit: u64, tier: &str) -> Error {
    let text = format!("members and open invitations fill the {limit} that the tier {tier} has for users");
    Error::new(&USERS_FULL, text).with_quota("users", format!("{limit} in the tier {tier}"))
}

pub(super) fn invitation_invalid() -> Error {
    Error::new(&INVITATION_INVALID, "the invitation is not valid; ask for a new one")
}

pub(super) fn resent_lately(wait: Duration) -> Error {
    Error::new(&RESENT_LATELY, "the invitation was mailed less than a minute ago").with_retry_after(wait)
}

pub(crate) fn live_only() -> Error {
    Error::new(&LIVE_ONLY, "a team is changed with a sign-in to live, not to test")
}

pub(super) fn built_in(name: &str) -> Error {
    Error::new(&ROLE_BUILT_IN, format!("the role {name} is built in and stays as it is"))
}

pub(super) fn role_exists(name: &str) -> Error {
    Error::new(&ROLE_EXISTS, format!("there is a role {name}"))
}

pub(super) fn roles_full(most: usize) -> Error {
    Error::new(&ROLES_FULL, format!("the tenant has {most} roles of its own"))
        .with_quota("roles", format!("{most} a tenant"))
}

pub(super) fn in_use(name: &str) -> Error {
    Error::new(&ROLE_IN_USE, format!("a member or an open invitation has the role {name}"))
}

pub(super) fn invitation_exists(id: &super::model::InvitationId) -> Error {
    Error::new(&INVITATION_EXISTS, format!("the address has the open invitation {id}"))
        .with_metadata("invitation_id", id.to_string())
}

pub(super) fn already_member() -> Error {
    Error::new(&ALREADY_MEMBER, "the address is a member's")
}

pub(super) fn sign_in_to_accept() -> Error {
    Error::new(&SIGN_IN_TO_ACCEPT, "the address of the invitation has an account; sign in and call JoinTeam")
}

pub(super) fn closed() -> Error {
    Error::new(&TEAM_CLOSED, "the tenant takes no new members now")
}
