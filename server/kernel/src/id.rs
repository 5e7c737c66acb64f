//! Typed ids: a prefix that names the kind, and a UUIDv7 in 26 characters of Crockford base32 (the TypeID format).
//!
//! They sort by time of creation, read aloud without doubt, and cannot be mixed up: a `TenantId` is not a `KeyId`.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;
use std::sync::Arc;

use uuid::Uuid;

use crate::error::Error;

/// What an id identifies.
pub trait Entity {
    /// The prefix before the underscore, two to eight lower-case letters.
    const PREFIX: &'static str;
}

/// Declares an entity and the type of its ids.
#[macro_export]
macro_rules! entity_id {
    ($(#[$doc:meta])* $id:ident, $entity:ident, $prefix:literal) => {
        #[doc = concat!("What `", $prefix, "_` ids identify.")]
        #[derive(Debug)]
        pub enum $entity {}
        impl $crate::id::Entity for $entity {
            const PREFIX: &'static str = $prefix;
        }
        $(#[$doc])*
        pub type $id = $crate::id::Id<$entity>;
    };
}

entity_id!(
    /// A company that the installation serves.
    TenantId,
    Tenant,
    "ten"
);
entity_id!(
    /// An API key.
    KeyId,
    Key,
    "key"
);
entity_id!(
    /// A person. One person may be a member of several tenants.
    UserId,
    User,
    "usr"
);
entity_id!(
    /// A person's sign-in, from login to logout.
    SessionId,
    Session,
    "ses"
);

/// An id of one kind of entity.
pub struct Id<E> {
    uuid: Uuid,
    entity: PhantomData<fn() -> E>,
}

impl<E: Entity> Id<E> {
    /// The id with this UUID.
    pub fn from_uuid(uuid: Uuid) -> Self {
        Self { uuid, entity: PhantomData }
    }

    /// The UUID, as the database keeps it.
    pub fn uuid(self) -> Uuid {
        self.uuid
    }
}

impl<E> Clone for Id<E> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<E> Copy for Id<E> {}
impl<E> PartialEq for Id<E> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}
impl<E> Eq for Id<E> {}
impl<E> PartialOrd for Id<E> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<E> Ord for Id<E> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.uuid.cmp(&other.uuid)
    }
}
impl<E> Hash for Id<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}

impl<E: Entity> fmt::Display for Id<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(E::PREFIX)?;
        f.write_str("_")?;
        f.write_str(as_text(&encode(self.uuid.as_u128())))
    }
}

impl<E: Entity> fmt::Debug for Id<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<E: Entity> FromStr for Id<E> {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || ParseIdError { prefix: E::PREFIX };
        let body = text.strip_prefix(E::PREFIX).and_then(|rest| rest.strip_prefix('_')).ok_or_else(wrong)?;
        decode(body).map(|value| Self::from_uuid(Uuid::from_u128(value))).ok_or_else(wrong)
    }
}

/// A text that is not an id of the expected kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected an id of the form {prefix}_ and 26 characters of lower-case base32")]
pub struct ParseIdError {
    prefix: &'static str,
}

impl ParseIdError {
    /// The error for a request whose `field` holds this text.
    pub fn in_field(&self, field: &str) -> Error {
        Error::invalid_field(field, self.to_string())
    }
}

/// Crockford's base32 alphabet in lower case: no i, l, o, u.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 26 characters carry 130 bits; the first holds only the top three of 128.
const LENGTH: usize = 26;

fn encode(value: u128) -> [u8; LENGTH] {
    // In words of 64 bits: every request makes ids, and shifts of 128 bits cost several times as much.
    let mut text = [0; LENGTH];
    let mut rest = value;
    for chunk in text.rchunks_mut(12) {
        let mut low = u64::try_from(rest & ((1 << 60) - 1)).unwrap_or_default();
        rest >>= 60;
        for letter in chunk.iter_mut().rev() {
            *letter = ALPHABET[usize::try_from(low & 31).unwrap_or_default()];
            low >>= 5;
        }
    }
    text
}

fn as_text(encoded: &[u8; LENGTH]) -> &str {
    // Made of letters of the alphabet only.
    str::from_utf8(encoded).unwrap_or_default()
}

fn decode(text: &str) -> Option<u128> {
    if text.len() != LENGTH || text.as_bytes()[0] > b'7' {
        return None;
    }
    text.bytes().try_fold(0_u128, |value, byte| {
        let digit = ALPHABET.iter().position(|&letter| letter == byte)?;
        Some((value << 5) | u128::try_from(digit).ok()?)
    })
}

/// The id of one request, in logs, errors and answers: ours, `req_` and a UUIDv7, or the caller's `x-request-id`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RequestId(Arc<str>);

impl RequestId {
    /// A new id from a UUIDv7.
    pub fn from_uuid(uuid: Uuid) -> Self {
        let mut text = [0; 4 + LENGTH];
        text[..4].copy_from_slice(b"req_");
        text[4..].copy_from_slice(&encode(uuid.as_u128()));
        Self(str::from_utf8(&text).unwrap_or_default().into())
    }

    /// The caller's own id, if it is 1 to 128 letters, digits or `_ . : -`.
    pub fn from_caller(text: &str) -> Option<Self> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_.:-".contains(&byte);
        ((1..=128).contains(&text.len()) && text.bytes().all(allowed)).then(|| Self(text.into()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn text_and_id_are_one(value: u128) {
            let id = TenantId::from_uuid(Uuid::from_u128(value));
            prop_assert_eq!(id.to_string().parse::<TenantId>(), Ok(id));
        }

        #[test]
        fn text_sorts_as_ids_sort(a: u128, b: u128) {
            let (first, second) = (KeyId::from_uuid(Uuid::from_u128(a)), KeyId::from_uuid(Uuid::from_u128(b)));
            prop_assert_eq!(first.cmp(&second), first.to_string().cmp(&second.to_string()));
        }

        #[test]
        fn parsing_never_panics(text: String) {
            let _ = text.parse::<TenantId>();
        }
    }

    #[test]
    fn another_kind_is_refused() {
        let id = TenantId::from_uuid(Uuid::nil());
        assert_eq!(id.to_string(), "ten_00000000000000000000000000");
        assert!(id.to_string().parse::<KeyId>().is_err());
        assert!("ten_80000000000000000000000000".parse::<TenantId>().is_err());
    }

    #[test]
    fn a_callers_request_id_is_taken_only_when_it_is_safe_to_print() {
        assert!(RequestId::from_caller("order-17:retry.2").is_some());
        for wrong in ["", "a b", "a\nb", "ü", &"x".repeat(129)] {
            assert!(RequestId::from_caller(wrong).is_none());
        }
    }
}
