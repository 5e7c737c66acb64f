//! People, their memberships and their sessions.

use jiff::Timestamp;
use omni_kernel::{Error, Secret, SessionId, TenantId, UserId, Vault};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::crypto::token::Hash;
use crate::sso::ConnectionId;

/// An e-mail address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Email {
    /// As it was typed, without space around it.
    pub(crate) shown: String,
    /// In lower case: two addresses with the same key are one person's.
    pub(crate) key: String,
}

impl Email {
    /// Reads an address.
    ///
    /// # Errors
    /// `INVALID_FIELD` unless there is something on both sides of one @ and no space or control character.
    pub(crate) fn parse(field: &str, text: &str) -> Result<Self, Error> {
        let shown = text.trim();
        let parts = shown.rsplit_once('@');
        let formed = shown.len() <= 254
            && parts.is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty())
            && !shown.chars().any(|letter| letter.is_whitespace() || letter.is_control());
        if !formed {
            return Err(Error::invalid_field(field, "expected an e-mail address such as ana@example.com"));
        }
        Ok(Self::lenient(shown))
    }

    /// Whatever somebody types who signs in: what is no address belongs to nobody.
    pub(crate) fn lenient(text: &str) -> Self {
        let shown = text.trim();
        Self { shown: shown.to_owned(), key: shown.to_lowercase() }
    }

    /// What the database knows the address by.
    pub(crate) fn hash(&self, vault: &Vault) -> Hash {
        vault.keyed_hash("email", self.key.as_bytes())
    }
}

/// A person with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: UserId,
    /// The e-mail address, as it was typed.
    pub email: String,
    /// What the person is called.
    pub full_name: String,
}

/// That a person belongs to a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The tenant.
    pub tenant: TenantId,
    /// The role there, such as `owner`.
    pub role: String,
}

/// A sign-in, from login to logout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The id.
    pub id: SessionId,
    /// The tenant it is for.
    pub tenant: TenantId,
    /// How the person proved who they are: `pwd`, `otp`, `sso`, `mfa`.
    pub methods: Vec<String>,
    /// The connection to the company's identity provider that it was begun by.
    pub connection: Option<ConnectionId>,
    /// The address it was begun from.
    pub client_ip: Option<String>,
    /// What the program that began it said it was.
    pub user_agent: Option<String>,
    /// When the person signed in. A session that stands on another one has that one's time.
    pub create_time: Timestamp,
    /// When its tokens were last renewed.
    pub last_use_time: Timestamp,
    /// When it ends whatever happens.
    pub expire_time: Timestamp,
    /// When it was ended.
    pub revoke_time: Option<Timestamp>,
}

impl Session {
    /// Whether it still holds.
    pub(crate) fn holds(&self, now: Timestamp) -> bool {
        self.revoke_time.is_none() && self.expire_time > now
    }
}

/// What a sign-in stands on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Proof {
    /// By the names of RFC 8176.
    pub(crate) methods: Vec<String>,
    /// The connection whose identity provider vouches for the person.
    connection: Option<Uuid>,
    /// Seconds of the Unix epoch at which the session ends at the latest.
    until: Option<i64>,
    /// Seconds of the Unix epoch at which the person proved it, if not just now.
    #[serde(default)]
    since: Option<i64>,
}

impl Proof {
    /// These methods, with nobody else vouching.
    pub(crate) fn of(methods: &[&str]) -> Self {
        let methods = methods.iter().map(|method| (*method).to_owned()).collect();
        Self { methods, connection: None, until: None, since: None }
    }

    /// A company's identity provider, which asked for a second factor or not.
    pub(crate) fn of_connection(connection: ConnectionId, mfa: bool, until: Option<i64>) -> Self {
        let methods = if mfa { Self::of(&["sso", "mfa"]) } else { Self::of(&["sso"]) };
        Self { connection: Some(connection.uuid()), until, ..methods }
    }

    /// The same for a session that stands on another one: no new sign-in, and none that holds for longer.
    pub(crate) fn of_session(session: &Session) -> Self {
        Self {
            methods: session.methods.clone(),
            connection: session.connection.map(ConnectionId::uuid),
            until: Some(session.expire_time.as_second()),
            since: Some(session.create_time.as_second()),
        }
    }

    /// The same with a second factor of ours.
    pub(crate) fn and_otp(mut self) -> Self {
        self.methods.push("otp".to_owned());
        self
    }

    /// Whether a second factor was asked for already.
    pub(crate) fn has_second_factor(&self) -> bool {
        self.methods.iter().any(|method| method == "mfa" || method == "otp")
    }

    pub(crate) fn connection(&self) -> Option<ConnectionId> {
        self.connection.map(ConnectionId::from_uuid)
    }

    /// When the person proved it, if not just now.
    pub(crate) fn since(&self) -> Option<Timestamp> {
        self.since.and_then(|second| Timestamp::from_second(second).ok())
    }

    pub(crate) fn until(&self) -> Option<Timestamp> {
        self.until.and_then(|second| Timestamp::from_second(second).ok())
    }
}

/// What a person gets who is signed in.
#[derive(Debug, Clone)]
pub struct Tokens {
    /// A JSON Web Token.
    pub access: Secret,
    /// When it ends.
    pub access_expire_time: Timestamp,
    /// The refresh token.
    pub refresh: Secret,
    /// When it ends.
    pub refresh_expire_time: Timestamp,
    /// The session.
    pub session: SessionId,
}

/// What a right password leads to.
#[derive(Debug, Clone)]
pub enum SignIn {
    /// The person is signed in.
    Done(Tokens),
    /// The second factor is missing.
    Challenge {
        /// What `complete_mfa` wants.
        challenge: Secret,
        /// When it ends.
        expire_time: Timestamp,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_same_in_capitals() {
        let email = Email::parse("email", " Ana.Kos@Example.COM ").unwrap();
        assert_eq!(
            (email.shown.as_str(), email.key.as_str()),
            ("Ana.Kos@Example.COM", "ana.kos@example.com")
        );
        for wrong in ["", "ana", "@example.com", "ana@", "ana kos@example.com", "ana@example.com\r\nBcc: x@y"]
        {
            assert!(Email::parse("email", wrong).is_err(), "{wrong}");
        }
    }
}
