//! Whether the caller may.

use omni_contract::{Access, Method};
use omni_kernel::ports::Principal;
use omni_kernel::{Caller, Error};

use crate::reason;

/// Refuses a caller of the wrong kind, then one without the permission. Whether the thing asked for exists plays no
/// part: a caller without the permission learns nothing about it.
pub(crate) fn authorise(method: &Method, principal: Option<&Principal>) -> Result<(), Error> {
    let Some(principal) = principal else {
        return if method.access() == Access::Public {
            Ok(())
        } else {
            Err(Error::internal("a method for callers with a credential was reached without one"))
        };
    };
    match (method.access(), &principal.caller) {
        (Access::Public, _) | (Access::Key, Caller::Key(_)) => {}
        (Access::User, Caller::Key(_)) => {
            return Err(denied("is for people who are signed in, not for API keys"));
        }
        (Access::Staff, Caller::Key(_)) => return Err(denied("is for the operator of this installation")),
        (_, Caller::Anonymous) | (Access::Unspecified, _) => return Err(denied("is not for this caller")),
    }
    let permission = method.policy().permission.as_str();
    if permission.is_empty() || principal.grants.allow(permission) {
        return Ok(());
    }
    Err(Error::new(&reason::PERMISSION_MISSING, format!("the credential does not grant {permission}"))
        .with_metadata("permission", permission))
}

fn denied(why: &str) -> Error {
    Error::new(&reason::ACCESS_DENIED, format!("the method {why}"))
}
