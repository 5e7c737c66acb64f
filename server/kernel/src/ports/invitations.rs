use async_trait::async_trait;

use crate::effects::Effect;
use crate::error::Error;

/// Invites people to tenants in the name of the operator of the installation: the first owner of a tenant, whom nobody in
/// it can invite.
#[async_trait]
pub trait Invitations: Send + Sync {
    /// Invites the person of an address to the tenant that the effect is of, with a built-in role such as `owner`, in the
    /// place of an invitation that the address has. The mail leaves when the effect is committed. Gives the id of the
    /// invitation, `inv_...`. `field` names the address in errors.
    ///
    /// # Errors
    /// `INVALID_FIELD` for what is no address or no built-in role; `ALREADY_MEMBER`; `USERS_FULL`; `TEAM_CLOSED` when the
    /// tenant is not served; `TOO_MANY_MAILS`; UNAVAILABLE when it cannot be written.
    async fn invite(
        &self,
        effect: &mut Effect,
        field: &str,
        email: &str,
        role: &str,
    ) -> Result<String, Error>;
}
