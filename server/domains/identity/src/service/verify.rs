//! The check of a presented access token.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use omni_kernel::ports::Principal;
use omni_kernel::{Caller, Error, Secret, SessionId, TenantId, UserId};

use super::{Inner, live};
use crate::crypto::jwt::{Claims, Unverified};
use crate::store::{people, sessions};
use crate::team::grants_of;

/// How long an answer of the database counts. The end of a session and a change of role have to be seen by every server
/// within a second; the rest is for the look-up that may be under way.
const FRESH: Duration = Duration::from_millis(750);
const _: () = assert!(FRESH.as_millis() < 1000, "the end of a session has to be seen within a second");

/// Most sessions that are remembered.
const MOST: u64 = 100_000;

/// What clocks of servers may differ by, in seconds.
const SKEW: i64 = 60;

/// Sessions as they stood a moment ago; `None` for those that have ended.
pub(super) type Cache = moka::future::Cache<SessionId, Option<Arc<Known>>>;

pub(super) fn cache() -> Cache {
    Cache::builder().max_capacity(MOST).time_to_live(FRESH).build()
}

/// A session that held when it was looked up.
pub(super) struct Known {
    user: UserId,
    tenant: TenantId,
    expire_time: Timestamp,
    principal: Principal,
}

/// What a token that we signed says.
struct Claimed {
    user: UserId,
    session: SessionId,
    tenant: TenantId,
}

impl Inner {
    pub(super) async fn verify(&self, token: &Secret) -> Result<Option<Principal>, Error> {
        let Some(token) = Unverified::parse(token.expose()) else { return Ok(None) };
        let Some(key) = self.keyring.find(&token.kid).await? else { return Ok(None) };
        let claimed = token.verify(&key).and_then(|claims| self.claimed(&claims));
        let Some(claimed) = claimed else { return Ok(None) };
        let known = self
            .cache
            .try_get_with(claimed.session, self.look_up_session(&claimed))
            .await
            .map_err(|error: Arc<Error>| again(&error))?;
        let now = self.now();
        let holds = known.filter(|known| {
            known.user == claimed.user && known.tenant == claimed.tenant && known.expire_time > now
        });
        Ok(holds.map(|known| known.principal.clone()))
    }

    /// Whether the token is for here and for now.
    fn claimed(&self, claims: &Claims) -> Option<Claimed> {
        let now = self.now().as_second();
        let fits = claims.iss == self.settings.issuer
            && claims.aud == self.settings.audience
            && claims.exp > now
            && claims.iat <= now.saturating_add(SKEW);
        fits.then_some(())?;
        Some(Claimed {
            user: claims.sub.parse().ok()?,
            session: claims.sid.parse().ok()?,
            tenant: claims.tid.parse().ok()?,
        })
    }

    async fn look_up_session(&self, claimed: &Claimed) -> Result<Option<Arc<Known>>, Error> {
        let mut tx = self.database().begin_user(claimed.user).await?;
        let session = sessions::find(tx.raw(), self.effects.vault(), claimed.user, claimed.session).await?;
        let Some(session) = session.filter(|session| session.holds(self.now())) else { return Ok(None) };
        let scope = live(session.tenant);
        let mut tx = tx.enter(scope).await?;
        let Some(role) = people::role(&mut tx, claimed.user).await? else { return Ok(None) };
        let grants = grants_of(&mut tx, &self.builtins, &role).await?;
        let tenant = self.tenants.standing(&mut tx).await?;
        let tenant =
            tenant.ok_or_else(|| Error::internal(format!("the session {} has no tenant", session.id)))?;
        Ok(Some(Arc::new(Known {
            user: claimed.user,
            tenant: session.tenant,
            expire_time: session.expire_time,
            principal: Principal {
                scope,
                caller: Caller::User { user: claimed.user, session: session.id },
                grants,
                staff: tenant.operator,
                tenant,
            },
        })))
    }
}

/// The same failure for another who waited for it.
pub(crate) fn again(error: &Error) -> Error {
    let copy = Error::new(error.reason(), error.message()).with_context(error.internal_chain().join(": "));
    match error.retry_after() {
        Some(after) => copy.with_retry_after(after),
        None => copy,
    }
}
