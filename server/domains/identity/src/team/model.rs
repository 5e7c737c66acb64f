//! Members, invitations and roles.

use jiff::Timestamp;
use omni_kernel::{Error, Grants, UserId, entity_id};

entity_id!(
    /// An invitation.
    InvitationId,
    InvitationEntity,
    "inv"
);

/// A person of a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) user: UserId,
    pub(crate) email: String,
    pub(crate) full_name: String,
    pub(crate) role: String,
    pub(crate) create_time: Timestamp,
    pub(crate) update_time: Timestamp,
}

/// A way into a tenant that waits for its person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Invitation {
    pub(crate) id: InvitationId,
    pub(crate) email: String,
    /// A keyed hash of the address in lower case.
    pub(crate) email_key: [u8; 32],
    pub(crate) role: String,
    /// The member who sent it last; none when the operator of the installation did.
    pub(crate) inviter: Option<UserId>,
    pub(crate) create_time: Timestamp,
    pub(crate) send_time: Timestamp,
    pub(crate) expire_time: Timestamp,
}

impl Invitation {
    /// Who sent it, as the contract and the log call them.
    pub(crate) fn sender(&self) -> String {
        self.inviter.map_or_else(|| "operator".to_owned(), |user| user.to_string())
    }
}

/// What a member with it may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Role {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) grants: Grants,
    /// When it was made and last changed; none when it is built in.
    pub(crate) times: Option<(Timestamp, Timestamp)>,
}

/// The name of a role.
///
/// # Errors
/// `INVALID_FIELD` unless it is a small letter and up to 39 small letters, digits and underscores.
pub(crate) fn role_name(field: &str, text: &str) -> Result<String, Error> {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let formed = text.bytes().next().is_some_and(|first| first.is_ascii_lowercase())
        && text.len() <= 40
        && text.bytes().all(letter);
    if formed {
        return Ok(text.to_owned());
    }
    Err(Error::invalid_field(
        field,
        "expected a name of up to 40 small letters, digits and underscores, a letter first",
    ))
}

/// What a role is for.
///
/// # Errors
/// `INVALID_FIELD` past 200 characters, or with control characters.
pub(crate) fn description(text: &str) -> Result<String, Error> {
    let text = text.trim();
    if text.chars().count() > 200 || text.chars().any(char::is_control) {
        let expected = "expected at most 200 characters, none of them control characters";
        return Err(Error::invalid_field("description", expected));
    }
    Ok(text.to_owned())
}
