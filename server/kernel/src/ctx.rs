//! Who calls, for which tenant, in which environment, with what they may do.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::error::Error;
use crate::id::{KeyId, RequestId, TenantId};

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// Nobody in particular; only public methods.
    Anonymous,
    /// A service with an API key.
    Key(KeyId),
}

/// What a caller may do: permission names, where `intelligence.*` grants all below it and `*` grants everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grants(BTreeSet<String>);

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

    /// The grants in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl<S: Into<String>> FromIterator<S> for Grants {
    fn from_iter<I: IntoIterator<Item = S>>(grants: I) -> Self {
        Self(grants.into_iter().map(Into::into).collect())
    }
}

/// What a request carries through the server. Made by the edge from the credential; handlers only read it.
#[derive(Debug, Clone)]
pub struct Ctx(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    request_id: RequestId,
    scope: Option<Scope>,
    caller: Caller,
    grants: Grants,
}

impl Ctx {
    /// The context of a caller with a credential.
    pub fn new(request_id: RequestId, scope: Scope, caller: Caller, grants: Grants) -> Self {
        Self(Arc::new(Inner { request_id, scope: Some(scope), caller, grants }))
    }

    /// The context of a caller without a credential.
    pub fn anonymous(request_id: RequestId) -> Self {
        Self(Arc::new(Inner {
            request_id,
            scope: None,
            caller: Caller::Anonymous,
            grants: Grants::default(),
        }))
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

    /// What the caller may do.
    pub fn grants(&self) -> &Grants {
        &self.0.grants
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
    fn a_request_past_the_edge_serves_nobody() {
        assert!(Ctx::of(&tonic::Request::new(())).is_err());
    }
}
