//! An API key and the rules of its parts.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use omni_kernel::net::Cidr;
use omni_kernel::{Caller, Environment, Error, Grants, KeyId, Secret, UserId};

use crate::key::{PublicId, SecretHash};

/// Who made a key, and so has seen its secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Creator {
    /// Somebody at the machine itself, or the first start.
    Operator,
    /// Another key.
    Key(KeyId),
    /// A person.
    User(UserId),
}

impl Creator {
    /// The caller of a request.
    pub(crate) fn of(caller: Caller) -> Result<Self, Error> {
        match caller {
            Caller::Key(key) => Ok(Self::Key(key)),
            Caller::User { user, .. } => Ok(Self::User(user)),
            Caller::Operator => Ok(Self::Operator),
            Caller::Anonymous => Err(Error::internal("nobody in particular makes no key")),
        }
    }
}

impl fmt::Display for Creator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operator => f.write_str("operator"),
            Self::Key(key) => key.fmt(f),
            Self::User(user) => user.fmt(f),
        }
    }
}

impl FromStr for Creator {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text == "operator" {
            return Ok(Self::Operator);
        }
        let key = text.parse().map(Self::Key);
        key.or_else(|_| text.parse().map(Self::User)).map_err(|_| {
            let expected = "expected the id of a person (usr_…) or of a key (key_…), or `operator`";
            Error::invalid_field("created_by", expected)
        })
    }
}

/// An API key as its owner sees it: everything but the secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Its id.
    pub id: KeyId,
    /// Live or test.
    pub environment: Environment,
    /// The part of the key that follows `omni_live_` or `omni_test_`; by it a key is recognised in a list.
    pub public_id: String,
    /// What people call it.
    pub name: String,
    /// What it may do.
    pub grants: Grants,
    /// The addresses it may come from; none is every address.
    pub allowed_ips: Vec<Cidr>,
    /// Who made it; nobody knows of keys that are older than the question.
    pub created_by: Option<Creator>,
    /// When it was made.
    pub create_time: Timestamp,
    /// From when on it is not valid; never when absent.
    pub expire_time: Option<Timestamp>,
    /// Since when it is not valid any more.
    pub revoke_time: Option<Timestamp>,
    /// When it was used last, to the minute.
    pub last_use_time: Option<Timestamp>,
}

/// A key that was just made, with its secret, which nobody can show again.
#[derive(Debug, Clone)]
pub struct CreatedKey {
    /// What is kept.
    pub key: ApiKey,
    /// The whole key.
    pub secret: Secret,
}

/// What somebody wants of a new key. Its parts are checked by [`NewKey::new`]; the operator makes it, unless
/// [`NewKey::by`] says otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    pub(crate) name: String,
    pub(crate) grants: Grants,
    pub(crate) allowed_ips: Vec<Cidr>,
    pub(crate) expire_time: Option<Timestamp>,
    pub(crate) created_by: Creator,
}

/// Most grants of one key.
const MOST_GRANTS: usize = 100;
/// Most addresses of one key.
const MOST_ADDRESSES: usize = 100;

impl NewKey {
    /// A key of a name of 1 to 100 characters, with 1 to 100 grants such as `intelligence.forecasts.create`,
    /// `intelligence.*` or `*`.
    ///
    /// # Errors
    /// `INVALID_FIELD` naming what breaks its rule.
    pub fn new(
        name: &str,
        grants: Grants,
        expire_time: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let name = name.trim();
        if !(1..=100).contains(&name.chars().count()) || name.chars().any(char::is_control) {
            return Err(Error::invalid_field(
                "name",
                "expected 1 to 100 characters, none of them control characters",
            ));
        }
        if !(1..=MOST_GRANTS).contains(&grants.iter().count()) || !grants.iter().all(is_grant) {
            return Err(Error::invalid_field(
                "scopes",
                "expected 1 to 100 permissions such as intelligence.forecasts.create, intelligence.* or *",
            ));
        }
        if expire_time.is_some_and(|time| time <= now) {
            return Err(Error::invalid_field("expire_time", "expected a time in the future"));
        }
        let (name, created_by) = (name.to_owned(), Creator::Operator);
        Ok(Self { name, grants, allowed_ips: Vec::new(), expire_time, created_by })
    }

    /// The same, made by somebody else than the operator.
    #[must_use]
    pub fn by(self, created_by: Creator) -> Self {
        Self { created_by, ..self }
    }

    /// Lets the key come from these addresses only: at most 100 IP addresses or CIDR blocks; none is every address.
    ///
    /// # Errors
    /// `INVALID_FIELD` naming the one that is neither.
    pub fn allow_ips<S: AsRef<str>>(mut self, addresses: &[S]) -> Result<Self, Error> {
        if addresses.len() > MOST_ADDRESSES {
            return Err(Error::invalid_field("allowed_ips", "expected at most 100 addresses"));
        }
        self.allowed_ips = addresses
            .iter()
            .enumerate()
            .map(|(at, text)| {
                let parsed: Result<Cidr, _> = text.as_ref().parse();
                parsed.map_err(|error| Error::invalid_field(format!("allowed_ips[{at}]"), error.to_string()))
            })
            .collect::<Result<_, _>>()?;
        Ok(self)
    }
}

/// Words of small letters, digits and underscores with dots between them; the last may be `*`.
fn is_grant(grant: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty()
            && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    let (last, above) = match grant.rsplit_once('.') {
        Some((above, last)) => (last, Some(above)),
        None => (grant, None),
    };
    grant.len() <= 100 && (last == "*" || word(last)) && above.is_none_or(|above| above.split('.').all(word))
}

impl ApiKey {
    /// Whether it is good at this time.
    pub(crate) fn is_active(&self, now: Timestamp) -> bool {
        self.revoke_time.is_none() && self.expire_time.is_none_or(|time| now < time)
    }

    /// How the key begins.
    pub(crate) fn prefix(&self) -> String {
        format!("omni_{}_{}", self.environment.as_str(), self.public_id)
    }
}

/// A row to keep: a key with what its secret is checked by.
#[derive(Debug, Clone)]
pub(crate) struct KeyRecord {
    pub(crate) key: ApiKey,
    pub(crate) public_id: PublicId,
    pub(crate) secret_hash: SecretHash,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_is_words_and_dots() {
        for right in ["*", "intelligence.*", "platform.errors.read", "a_b.c2.*"] {
            assert!(is_grant(right), "{right}");
        }
        for wrong in
            ["", ".", "a.", ".a", "a..b", "*.a", "a.*.b", "**", "A.b", "a b", "a.b*", &"a".repeat(101)]
        {
            assert!(!is_grant(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_creator_is_its_id() {
        let id = "01k9z8v6m3e8qsb4x7n2h5d0ya";
        for text in ["operator", &format!("key_{id}"), &format!("usr_{id}")] {
            assert_eq!(text.parse::<Creator>().unwrap().to_string(), text);
        }
        for wrong in ["", "Operator", &format!("ten_{id}"), "usr_1"] {
            let error = wrong.parse::<Creator>().unwrap_err();
            assert_eq!(error.violations()[0].field, "created_by", "{wrong}");
        }
    }

    #[test]
    fn each_part_is_named_when_it_is_wrong() {
        let now = Timestamp::UNIX_EPOCH;
        let later = now.checked_add(jiff::SignedDuration::from_secs(1)).unwrap();
        assert!(NewKey::new("ci", Grants::all(), Some(later), now).is_ok());
        for (name, grants, expires, field) in [
            ("  ", Grants::all(), None, "name"),
            ("ci", Grants::default(), None, "scopes"),
            ("ci", Grants::from_iter(["Everything"]), None, "scopes"),
            ("ci", Grants::all(), Some(now), "expire_time"),
        ] {
            assert_eq!(NewKey::new(name, grants, expires, now).unwrap_err().violations()[0].field, field);
        }
    }
}
