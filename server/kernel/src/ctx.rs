//! Who calls, for which tenant, in which environment, with what they may do.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;

use crate::error::Error;
use crate::id::{KeyId, RequestId, SessionId, TenantId, UserId};
use crate::limits::Held;

/// Live data or test data of a tenant. The two never meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Environment {
    /// Real customers, real money.
    Live,
    /// The sandbox.
    Test,
}

impl Environment {
    /// Whether it is live, as the database keeps it.
    pub fn is_live(self) -> bool {
        self == Self::Live
    }

    /// `live` or `test`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Test => "test",
        }
    }
}

/// The rows a transaction may see: those of one tenant in one environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Scope {
    /// The tenant.
    pub tenant: TenantId,
    /// Live or test.
    pub environment: Environment,
}

/// The one who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Caller {
    /// Nobody in particular; only public methods.
    Anonymous,
    /// The operator of the installation, by a command at the machine itself. No credential makes one: the edge never sees it.
    Operator,
    /// A service with an API key.
    Key(KeyId),
    /// A person who is signed in.
    User {
        /// Who.
        user: UserId,
        /// Since which sign-in.
        session: SessionId,
    },
}

/// Where a request came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Client {
    /// The address of the caller, past the proxies that the configuration trusts. `None` where there is no connection,
    /// as in commands of the operator.
    pub ip: Option<IpAddr>,
    /// What the caller's program says it is, cut to 256 characters.
    pub user_agent: Option<String>,
}

/// The caller's promise that a repeated request is the same one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idempotency {
    /// The `idempotency-key` header: 1 to 255 visible ASCII characters.
    pub key: String,
    /// SHA-256 over the method and the whole request message in its canonical encoding. Requests hold
    /// passwords: it is kept under a key only.
    pub fingerprint: [u8; 32],
}

/// What a caller may do: permission names, where `intelligence.*` grants all below it and `*` grants everything.
///
/// Clones share the names: every request carries them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grants(Arc<BTreeSet<String>>);

impl Grants {
    /// Everything.
    pub fn all() -> Self {
        Self::from_iter(["*"])
    }

    /// Whether the permission is granted.
    pub fn allow(&self, permission: &str) -> bool {
        self.0.contains("*") || self.0.contains(permission) || {
            permission
                .match_indices('.')
                .any(|(at, _)| self.0.contains(format!("{}.*", &permission[..at]).as_str()))
        }
    }

    /// Whether everything that `pattern` grants is granted: what the holder may hand on.
    pub fn cover(&self, pattern: &str) -> bool {
        let Some(below) = pattern.strip_suffix("*") else { return self.allow(pattern) };
        self.0.iter().any(|held| held.strip_suffix('*').is_some_and(|prefix| below.starts_with(prefix)))
    }

    /// The grants in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl<S: Into<String>> FromIterator<S> for Grants {
    fn from_iter<I: IntoIterator<Item = S>>(grants: I) -> Self {
        Self(Arc::new(grants.into_iter().map(Into::into).collect()))
    }
}

/// What a request carries through the server. Made by the edge from the credential; handlers only read it.
#[derive(Debug, Clone)]
pub struct Ctx(Arc<Facts>);

/// All that the edge knows of a request when it hands it to a domain.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The id of the request.
    pub request_id: RequestId,
    /// `<package>.<Service>/<Method>`, or the command of the operator at the machine, such as `omni-server tenants suspend`;
    /// empty outside both.
    pub method: Arc<str>,
    /// The permission that let the caller in; the audit log's name of the action. Empty for public methods.
    pub permission: Arc<str>,
    /// The tenant and environment; none for a caller without a credential.
    pub scope: Option<Scope>,
    /// The one who calls.
    pub caller: Caller,
    /// What the caller may do.
    pub grants: Grants,
    /// Whether the caller belongs to the operator of the installation.
    pub staff: bool,
    /// Where the request came from.
    pub client: Client,
    /// Present when the caller sent an `idempotency-key` with a mutation.
    pub idempotency: Option<Idempotency>,
    /// Whether the method's policy demands a row in the audit log.
    pub audited: bool,
    /// Where the caller stands with each rate limit after this call; empty where none holds.
    pub limits: Vec<Held>,
}

impl Facts {
    /// A request of nobody, to be filled in.
    pub fn anonymous(request_id: RequestId) -> Self {
        Self {
            request_id,
            method: Arc::default(),
            permission: Arc::default(),
            scope: None,
            caller: Caller::Anonymous,
            grants: Grants::default(),
            staff: false,
            client: Client::default(),
            idempotency: None,
            audited: false,
            limits: Vec::new(),
        }
    }
}

impl From<Facts> for Ctx {
    fn from(facts: Facts) -> Self {
        Self(Arc::new(facts))
    }
}

impl Ctx {
    /// The context of a caller with a credential, and nothing else known.
    pub fn new(request_id: RequestId, scope: Scope, caller: Caller, grants: Grants) -> Self {
        Facts { scope: Some(scope), caller, grants, ..Facts::anonymous(request_id) }.into()
    }

    /// The context of a caller without a credential.
    pub fn anonymous(request_id: RequestId) -> Self {
        Facts::anonymous(request_id).into()
    }

    /// What the audit log calls the act of the request: the permission that it takes, or the method when it takes none.
    pub fn action(&self) -> &str {
        if self.0.permission.is_empty() { &self.0.method } else { &self.0.permission }
    }

    /// All that is known of the request.
    pub fn facts(&self) -> &Facts {
        &self.0
    }

    /// Adds what was learned of the request since. In place, as long as nobody else holds this context.
    pub fn amend(&mut self, change: impl FnOnce(&mut Facts)) {
        change(Arc::make_mut(&mut self.0));
    }

    /// The id of the request.
    pub fn request_id(&self) -> &RequestId {
        &self.0.request_id
    }

    /// The tenant and environment.
    ///
    /// # Errors
    /// INTERNAL when the caller is anonymous: the edge lets nobody without a credential reach a handler that asks.
    pub fn scope(&self) -> Result<Scope, Error> {
        self.0.scope.ok_or_else(|| Error::internal("a handler asked for the tenant of an anonymous caller"))
    }

    /// The tenant and environment, if there is a credential.
    pub fn maybe_scope(&self) -> Option<Scope> {
        self.0.scope
    }

    /// The one who calls.
    pub fn caller(&self) -> &Caller {
        &self.0.caller
    }

    /// The person who is signed in, and since which sign-in.
    ///
    /// # Errors
    /// INTERNAL when the caller is no person: the edge lets nobody else reach a method of `ACCESS_USER`.
    pub fn user(&self) -> Result<(UserId, SessionId), Error> {
        match self.0.caller {
            Caller::User { user, session } => Ok((user, session)),
            Caller::Anonymous | Caller::Operator | Caller::Key(_) => {
                Err(Error::internal("a handler asked for the person behind a caller who is none"))
            }
        }
    }

    /// What the caller may do.
    pub fn grants(&self) -> &Grants {
        &self.0.grants
    }

    /// Whether the caller belongs to the operator of the installation.
    pub fn is_staff(&self) -> bool {
        self.0.staff
    }

    /// The context the edge put into a request.
    ///
    /// # Errors
    /// INTERNAL when there is none, so that a handler mounted past the edge serves nobody.
    pub fn of<T>(request: &tonic::Request<T>) -> Result<Self, Error> {
        request
            .extensions()
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Error::internal("a request reached a handler without passing the edge"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grants_cover_what_lies_below_them_and_nothing_else() {
        let grants = Grants::from_iter(["intelligence.*", "platform.errors.read"]);
        assert!(grants.allow("intelligence.forecasts.create"));
        assert!(grants.allow("platform.errors.read"));
        assert!(!grants.allow("platform.summary.read"));
        assert!(!grants.allow("intelligences.forecasts.create"));
        assert!(!Grants::default().allow("platform.errors.read"));
        assert!(Grants::all().allow("anything.at.all"));
    }

    #[test]
    fn a_holder_hands_on_no_more_than_they_hold() {
        let grants = Grants::from_iter(["intelligence.*", "keys.keys.read"]);
        for within in
            ["intelligence.*", "intelligence.forecasts.*", "intelligence.forecasts.create", "keys.keys.read"]
        {
            assert!(grants.cover(within), "{within}");
        }
        for beyond in ["*", "keys.*", "keys.keys.*", "intelligences.*", "platform.errors.read"] {
            assert!(!grants.cover(beyond), "{beyond}");
        }
        assert!(Grants::all().cover("*"));
        assert!(!Grants::default().cover("*"));
    }

    #[test]
    fn a_request_past_the_edge_serves_nobody() {
        assert!(Ctx::of(&tonic::Request::new(())).is_err());
    }
}
