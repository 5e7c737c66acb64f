//! Teams: the members of a tenant, the roles they have, and how people become members.
//!
//! Everything that changes a team first takes the tenant's team lock, so that what a decision was made on still holds when
//! it is written: how many owners there are, what the caller holds, how many places are left.

mod accept;
mod custom;
mod error;
mod grpc;
mod invitations;
mod members;
mod model;
mod roles;
mod store;

use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;
use omni_kernel::db::TenantTx;
use omni_kernel::permissions::Catalogue;
use omni_kernel::ports::{LimitUse, MailQueue, TenantRegistry};
use omni_kernel::{Ctx, Effect, Effects, Error, Grants, Rng, Scope, Secret, SessionId, UserId};

use crate::tenants::live;

pub use error::REASONS;
pub(crate) use error::live_only;
pub use roles::{Builtins, grants_of};
pub(crate) use store::invitations::place as invited_place;

/// The limit of tiers that members and open invitations count against.
const USERS: &str = "users";

/// What teams need of the accounts of people.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// The PHC string of a password that somebody chose; `field` names it in errors. `own`: what is known of the person,
    /// which is no password.
    ///
    /// # Errors
    /// `INVALID_FIELD` when it is too short, too long or easy to guess; `OVERLOADED` when too many wait.
    async fn hash_password(&self, field: &str, password: &Secret, own: &[&str]) -> Result<String, Error>;

    /// Has this server see at once that sessions have ended; the others see it within a second.
    async fn forget(&self, sessions: &[SessionId]);
}

/// What the use cases stand on.
pub struct TeamParts {
    /// Mutations, with the database, the vault and the clock.
    pub effects: Effects,
    /// Takes mail.
    pub mail: Arc<dyn MailQueue>,
    /// Knows how tenants stand.
    pub tenants: Arc<dyn TenantRegistry>,
    /// The accounts of people.
    pub accounts: Arc<dyn Accounts>,
    /// Random bytes.
    pub rng: Rng,
    /// The permissions that roles may grant.
    pub catalogue: Catalogue,
    /// The address of the server in mails, without a slash at the end.
    pub public_url: String,
}

/// The teams of the installation. Cheap to clone.
#[derive(Clone)]
pub struct Team(Arc<Inner>);

pub(crate) struct Inner {
    effects: Effects,
    mail: Arc<dyn MailQueue>,
    tenants: Arc<dyn TenantRegistry>,
    accounts: Arc<dyn Accounts>,
    rng: Rng,
    catalogue: Catalogue,
    builtins: Builtins,
    public_url: String,
}

impl Team {
    /// The use cases over these parts.
    pub fn new(parts: TeamParts) -> Self {
        let TeamParts { effects, mail, tenants, accounts, rng, catalogue, public_url } = parts;
        let builtins = Builtins::new(&catalogue);
        Self(Arc::new(Inner { effects, mail, tenants, accounts, rng, catalogue, builtins, public_url }))
    }

    /// The gRPC service.
    pub fn server(
        self,
    ) -> omni_proto_identity::v1::team_service_server::TeamServiceServer<
        impl omni_proto_identity::v1::team_service_server::TeamService,
    > {
        // The edge holds messages to the configured size.
        omni_proto_identity::v1::team_service_server::TeamServiceServer::new(self)
            .max_decoding_message_size(usize::MAX)
    }

    /// The built-in roles.
    pub fn builtins(&self) -> &Builtins {
        &self.0.builtins
    }
}

#[async_trait]
impl LimitUse for Team {
    fn limit(&self) -> &'static str {
        USERS
    }

    async fn in_use(&self, tx: &mut TenantTx) -> Result<u64, Error> {
        self.0.taken(tx).await
    }
}

/// What the one who acts may hand on.
///
/// Both what the edge let them in with and what their role grants now, under the team lock: a grant that was taken back
/// a moment ago is not handed on any more.
pub(crate) struct Holder {
    shown: Grants,
    now: Grants,
}

impl Holder {
    /// What the role grants now.
    pub(crate) fn grants(&self) -> &Grants {
        &self.now
    }

    /// # Errors
    /// `GRANTS_NOT_HELD` naming what is missing.
    pub(crate) fn require(&self, grants: &Grants) -> Result<(), Error> {
        match grants.iter().find(|pattern| !(self.shown.cover(pattern) && self.now.cover(pattern))) {
            None => Ok(()),
            Some(missing) => Err(error::not_held(missing)),
        }
    }
}

impl Inner {
    fn now(&self) -> Timestamp {
        self.effects.clock().now()
    }

    /// The tenant's live environment, which a team belongs to.
    ///
    /// # Errors
    /// `LIVE_ONLY` for a sign-in to test.
    fn live(ctx: &Ctx) -> Result<Scope, Error> {
        let scope = ctx.scope()?;
        if scope.environment.is_live() { Ok(scope) } else { Err(live_only()) }
    }

    /// Takes the team lock and finds out what the caller holds.
    async fn lock(&self, effect: &mut Effect) -> Result<(UserId, Holder), Error> {
        let (user, _) = effect.ctx().user()?;
        Ok((user, holder(effect, &self.builtins).await?))
    }

    /// Refuses when the tier has no place for one more.
    async fn place_left(&self, tx: &mut TenantTx, taken: u64) -> Result<(), Error> {
        place_left(&*self.tenants, tx, taken).await
    }
}

/// Takes the tenant's team lock until the transaction ends.
pub(crate) async fn lock(tx: &mut TenantTx) -> Result<(), Error> {
    store::lock(tx).await
}

/// Refuses when the tier has no place for another member. The team lock is held.
pub(crate) async fn place_for_member(tenants: &dyn TenantRegistry, tx: &mut TenantTx) -> Result<(), Error> {
    let taken = store::members::count(tx).await?.0;
    place_left(tenants, tx, taken).await
}

async fn place_left(tenants: &dyn TenantRegistry, tx: &mut TenantTx, taken: u64) -> Result<(), Error> {
    let standing = tenants.standing(tx).await?;
    let standing = standing.ok_or_else(|| Error::internal("a team has no tenant"))?;
    match standing.entitlements.limits.get(USERS) {
        Some(&limit) if taken >= limit => Err(error::full(limit, &standing.tier)),
        _ => Ok(()),
    }
}

/// Takes the team lock and finds out what the caller holds.
pub(crate) async fn holder(effect: &mut Effect, builtins: &Builtins) -> Result<Holder, Error> {
    let (user, _) = effect.ctx().user()?;
    let shown = effect.ctx().grants().clone();
    store::lock(effect.tx()).await?;
    let now = builtins.grants_of_member(effect.tx(), user).await?;
    Ok(Holder { shown, now: now.unwrap_or_default() })
}
