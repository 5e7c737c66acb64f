//! The use cases of tenants and of those who administer them.

use std::sync::Arc;

use jiff::Timestamp;
use omni_kernel::db::TenantTx;
use omni_kernel::effects::{Begun, Effects};
use omni_kernel::page::Pages;
use omni_kernel::ports::{AuditEntry, Invitations, LimitUse, Quota};
use omni_kernel::{Ctx, Environment, Error, Rng, Scope, TenantId};
use prost::Message;
use serde_json::Value as Json;
use tonic::Response;

use crate::catalogue::{Catalogue, Tier, UNLIMITED_PERIOD};
use crate::entitlements::{Asked, Override, resolve, unknown};
use crate::error::{LIVE_CREDENTIAL_NEEDED, TENANT_CHANGED, TIER_BY_OPERATOR, TIER_TOO_SMALL, absent};
use crate::ledger::Ledger;
use crate::model::{Tenant, checked_metadata, checked_name};
use crate::service::Tenants;
use crate::store::{overrides, tenants, tenants::Filter, usage};

/// The role of the first person of a tenant.
const OWNER: &str = "owner";

/// What tenants do with their own tenant, and the operator with all of them.
pub struct Administration {
    pub(crate) tenants: Arc<Tenants>,
    effects: Effects,
    ledger: Arc<Ledger>,
    in_use: Vec<Arc<dyn LimitUse>>,
    invitations: Arc<dyn Invitations>,
    rng: Rng,
}

/// What a tenant may use, and what of that is its own.
pub(crate) struct Features {
    pub(crate) tenant: Tenant,
    pub(crate) entitlements: Arc<omni_kernel::ports::Entitlements>,
    pub(crate) overrides: Vec<Override>,
}

/// What was used of one meter in the running period.
pub(crate) struct Reading {
    pub(crate) meter: Arc<str>,
    pub(crate) used: u64,
    pub(crate) quota: Option<Quota>,
    pub(crate) period: omni_kernel::ports::Period,
    pub(crate) start: Timestamp,
    pub(crate) reset: Timestamp,
    pub(crate) notices: Vec<(i16, Timestamp)>,
}

/// How much there is of something that is limited.
pub(crate) struct Fill {
    pub(crate) name: &'static str,
    pub(crate) used: u64,
    pub(crate) limit: Option<u64>,
}

/// What the operator may do at the machine itself.
#[derive(Debug, Clone)]
pub enum Act {
    /// Makes a tenant of a tier.
    Create {
        /// What people call it.
        name: String,
        /// The name of the tier.
        tier: String,
    },
    /// Suspends a tenant.
    Suspend {
        /// Its id.
        id: String,
        /// Why.
        reason: String,
    },
    /// Resumes a tenant.
    Resume {
        /// Its id.
        id: String,
    },
}

/// What may be changed of a tenant; what is absent stays.
#[derive(Default)]
pub(crate) struct Change {
    pub(crate) name: Option<String>,
    pub(crate) metadata: Option<Vec<(String, String)>>,
    pub(crate) etag: String,
}

impl Administration {
    /// The use cases over these parts. `in_use` count what tiers limit; `invitations` invites first owners.
    pub fn new(
        tenants: Arc<Tenants>,
        effects: Effects,
        ledger: Arc<Ledger>,
        in_use: Vec<Arc<dyn LimitUse>>,
        invitations: Arc<dyn Invitations>,
        rng: Rng,
    ) -> Self {
        Self { tenants, effects, ledger, in_use, invitations, rng }
    }

    fn now(&self) -> Timestamp {
        self.tenants.clock().now()
    }

    pub(crate) async fn create<M: Message + Default>(
        &self,
        ctx: &Ctx,
        name: &str,
        tier: &str,
        metadata: Vec<(String, String)>,
        owner_email: &str,
        answer: impl FnOnce(&Tenant) -> M,
    ) -> Result<Response<M>, Error> {
        let now = self.now();
        let id = TenantId::from_uuid(self.rng.uuid(now));
        let mut tenant = Tenant::new(id, name, self.tenants.tier(tier)?, false, now)?;
        tenant.metadata = checked_metadata(metadata)?;
        match self.effects.begin_in(ctx, live(id)).await? {
            Begun::Replay(answer) => Ok(answer),
            Begun::New(mut effect) => {
                tenants::insert(effect.tx(), &tenant).await?;
                effect.audit(entry(ctx, id).change(Json::Null, tenant.facts()));
                if !owner_email.is_empty() {
                    self.invitations.invite(&mut effect, "owner_email", owner_email, OWNER).await?;
                }
                effect.commit(answer(&tenant)).await
            }
        }
    }

    pub(crate) async fn get(&self, ctx: &Ctx, id: &str) -> Result<Tenant, Error> {
        let id = reach(ctx, id)?;
        let mut tx = self.tenants.database().begin(&live(id)).await?;
        tenants::find(&mut tx).await?.ok_or_else(|| absent(id))
    }

    /// What the operator does at the machine itself.
    ///
    /// # Errors
    /// As the methods of the contract.
    pub async fn operate(&self, ctx: &Ctx, act: Act) -> Result<Tenant, Error> {
        let mut kept = None;
        let keep = |tenant: &Tenant| kept = Some(tenant.clone());
        match act {
            Act::Create { name, tier } => self.create::<()>(ctx, &name, &tier, Vec::new(), "", keep).await?,
            Act::Suspend { id, reason } => self.suspend::<()>(ctx, &id, &reason, keep).await?,
            Act::Resume { id } => self.resume::<()>(ctx, &id, keep).await?,
        };
        kept.ok_or_else(|| Error::internal("an act of the operator was replayed"))
    }

    /// The tenants of a page, and the token of the next one.
    ///
    /// # Errors
    /// `INVALID_FIELD` for a size or a token that is none; UNAVAILABLE when they cannot be read.
    pub async fn list(
        &self,
        filter: &Filter,
        size: i32,
        token: &str,
    ) -> Result<(Vec<Tenant>, String), Error> {
        let pages = Pages::new(self.effects.vault(), "tenants", filter);
        let size = Pages::size(size)?;
        let after = pages.start(token)?.map(|id| id.parse()).transpose();
        let after = after.map_err(|_| Error::internal("a page token of ours holds no tenant"))?;
        let mut tx = self.tenants.database().begin_unscoped().await?;
        let mut found = tenants::page(&mut tx, filter, after, self.now(), size + 1).await?;
        let more = found.len() > usize::from(size);
        found.truncate(usize::from(size));
        let next = found.last().filter(|_| more).map(|tenant| tenant.id.to_string());
        Ok((found, pages.token(next.as_deref())?))
    }

    /// Changes a tenant as `act` says, in one transaction with its row in the audit log.
    async fn change<M: Message + Default>(
        &self,
        ctx: &Ctx,
        id: &str,
        act: impl AsyncFnOnce(&mut TenantTx, &mut Tenant) -> Result<(), Error>,
        answer: impl FnOnce(&Tenant) -> M,
    ) -> Result<Response<M>, Error> {
        let id = reach(ctx, id)?;
        writes(ctx)?;
        match self.effects.begin_in(ctx, live(id)).await? {
            Begun::Replay(answer) => Ok(answer),
            Begun::New(mut effect) => {
                let before = tenants::hold(effect.tx()).await?.ok_or_else(|| absent(id))?;
                let mut after = before.clone();
                act(effect.tx(), &mut after).await?;
                if after != before {
                    (after.update_time, after.revision) = (self.now(), before.revision + 1);
                    tenants::update(effect.tx(), &after).await?;
                }
                effect.audit(entry(ctx, id).change(before.facts(), after.facts()));
                effect.commit(answer(&after)).await
            }
        }
    }

    pub(crate) async fn update<M: Message + Default>(
        &self,
        ctx: &Ctx,
        id: &str,
        change: Change,
        answer: impl FnOnce(&Tenant) -> M,
    ) -> Result<Response<M>, Error> {
        let name = change.name.as_deref().map(checked_name).transpose()?;
        let metadata = change.metadata.map(checked_metadata).transpose()?;
        let act = async |_: &mut TenantTx, tenant: &mut Tenant| {
            if !change.etag.is_empty() && change.etag != tenant.revision.to_string() {
                return Err(Error::new(&TENANT_CHANGED, "the tenant was changed since it was read"));
            }
            tenant.name = name.unwrap_or_else(|| tenant.name.clone());
            tenant.metadata = metadata.unwrap_or_else(|| tenant.metadata.clone());
            Ok(())
        };
        self.change(ctx, id, act, answer).await
    }

    pub(crate) async fn upgrade<M: Message + Default>(
        &self,
        ctx: &Ctx,
        id: &str,
        tier: &str,
        answer: impl FnOnce(&Tenant) -> M,
    ) -> Result<Response<M>, Error> {
        let act = async |tx: &mut TenantTx, tenant: &mut Tenant| {
            let tier = self.tenants.tier(tier)?;
            if !tier.self_service && !ctx.is_staff() {
                return Err(by_operator(self.tenants.catalogue(), tier));
            }
            tenant.upgrade(tier)?;
            let overrides = overrides::all(tx).await?;
            let has = resolve(self.tenants.catalogue(), tier, &overrides);
            for fill in self.fills(tx, &has).await? {
                if let Some(limit) = fill.limit.filter(|limit| fill.used > *limit) {
                    return Err(too_small(&fill, limit, &tier.name));
                }
            }
            Ok(())
        };
        self.change(ctx, id, act, answer).await
    }

    pub(crate) async fn suspend<M: Message + Default>(
        &self,
        ctx: &Ctx,
        id: &str,
        reason: &str,
        answer: impl FnOnce(&Tenant) -> M,
    ) -> Result<Response<M>, Error> {
        self.change(ctx, id, async |_, tenant| tenant.suspend(reason), answer).await
    }

    pub(crate) async fn resume<M: Message + Default>(
        &self,
        ctx: &Ctx,
        id: &str,
        answer: impl FnOnce(&Tenant) -> M,
    ) -> Result<Response<M>, Error> {
        self.change(ctx, id, async |_, tenant| tenant.resume(), answer).await
    }

    pub(crate) async fn cancel<M: Message + Default>(
        &self,
        ctx: &Ctx,
        id: &str,
        answer: impl FnOnce(&Tenant) -> M,
    ) -> Result<Response<M>, Error> {
        self.change(ctx, id, async |_, tenant| tenant.cancel(), answer).await
    }

    pub(crate) async fn features(&self, ctx: &Ctx, id: &str) -> Result<Features, Error> {
        let id = reach(ctx, id)?;
        let mut tx = self.tenants.database().begin(&live(id)).await?;
        let tenant = tenants::find(&mut tx).await?.ok_or_else(|| absent(id))?;
        self.features_of(&mut tx, tenant).await
    }

    async fn features_of(&self, tx: &mut TenantTx, tenant: Tenant) -> Result<Features, Error> {
        let overrides = overrides::all(tx).await?;
        let entitlements = resolve(self.tenants.catalogue(), self.tenants.tier_of(&tenant)?, &overrides);
        Ok(Features { tenant, entitlements, overrides })
    }

    /// Sets an override, or removes the one of the name.
    pub(crate) async fn entitle<M: Message + Default>(
        &self,
        ctx: &Ctx,
        id: &str,
        name: &str,
        asked: Option<Asked>,
        answer: impl FnOnce(&Features) -> M,
    ) -> Result<Response<M>, Error> {
        let id = reach(ctx, id)?;
        writes(ctx)?;
        let catalogue = self.tenants.catalogue();
        match self.effects.begin_in(ctx, live(id)).await? {
            Begun::Replay(answer) => Ok(answer),
            Begun::New(mut effect) => {
                let tenant = tenants::hold(effect.tx()).await?.ok_or_else(|| absent(id))?;
                let before = overrides::all(effect.tx()).await?.into_iter().find(|set| set.name == name);
                let tier = self.tenants.tier_of(&tenant)?;
                let after = asked.map(|asked| Override::new(catalogue, tier, &asked)).transpose()?;
                match &after {
                    Some(set) => overrides::set(effect.tx(), set, self.now()).await?,
                    None if before.is_none() && catalogue.sort(name).is_none() => {
                        return Err(unknown(catalogue, name));
                    }
                    None => overrides::remove(effect.tx(), name).await?,
                }
                let facts = |set: Option<&Override>| set.map_or(Json::Null, Override::facts);
                effect.audit(entry(ctx, id).change(facts(before.as_ref()), facts(after.as_ref())));
                let features = self.features_of(effect.tx(), tenant).await?;
                effect.commit(answer(&features)).await
            }
        }
    }

    pub(crate) async fn usage(&self, ctx: &Ctx, id: &str) -> Result<(Vec<Reading>, Vec<Fill>), Error> {
        let id = reach(ctx, id)?;
        let scope = Scope { tenant: id, environment: ctx.scope()?.environment };
        self.ledger.settle(scope).await;
        let mut tx = self.tenants.database().begin(&scope).await?;
        let tenant = tenants::find(&mut tx).await?.ok_or_else(|| absent(id))?;
        let features = self.features_of(&mut tx, tenant).await?;
        let mut readings = Vec::new();
        for meter in self.tenants.catalogue().meters.keys() {
            let quota = features.entitlements.quotas.get(meter).copied();
            let period = quota.map_or(UNLIMITED_PERIOD, |quota| quota.period);
            let (start, reset) = period.around(self.now());
            let used = usage::used(&mut tx, meter, period, start).await?;
            let notices = usage::notices(&mut tx, meter, period, start).await?;
            readings.push(Reading { meter: Arc::clone(meter), used, quota, period, start, reset, notices });
        }
        let fills = self.fills(&mut tx, &features.entitlements).await?;
        Ok((readings, fills))
    }

    async fn fills(
        &self,
        tx: &mut TenantTx,
        has: &omni_kernel::ports::Entitlements,
    ) -> Result<Vec<Fill>, Error> {
        let mut fills = Vec::new();
        for counted in &self.in_use {
            let (name, used) = (counted.limit(), counted.in_use(tx).await?);
            fills.push(Fill { name, used, limit: has.limits.get(name).copied() });
        }
        Ok(fills)
    }
}

/// The tenant that a caller means: their own, or any when they are the operator. One that they may not see is answered
/// like one that is not there, without a look.
fn reach(ctx: &Ctx, id: &str) -> Result<TenantId, Error> {
    let id: TenantId =
        id.parse().map_err(|error: omni_kernel::id::ParseIdError| error.in_field("tenant_id"))?;
    if ctx.scope()?.tenant == id || ctx.is_staff() { Ok(id) } else { Err(absent(id)) }
}

/// There is one tenant for live and test; test credentials do not change it.
fn writes(ctx: &Ctx) -> Result<(), Error> {
    if ctx.scope()?.environment == Environment::Live {
        return Ok(());
    }
    Err(Error::new(&LIVE_CREDENTIAL_NEEDED, "a test credential does not change the tenant; use a live one"))
}

fn live(tenant: TenantId) -> Scope {
    Scope { tenant, environment: Environment::Live }
}

fn entry(ctx: &Ctx, id: TenantId) -> AuditEntry {
    AuditEntry::success(&*ctx.facts().permission).on(&id)
}

fn by_operator(catalogue: &Catalogue, tier: &Tier) -> Error {
    let own: Vec<&str> =
        catalogue.tiers.iter().filter(|tier| tier.self_service).map(|tier| &*tier.name).collect();
    let own = if own.is_empty() { "none".to_owned() } else { own.join(", ") };
    let name = &*tier.name;
    let message = format!(
        "only the operator of the installation moves a tenant to the tier {name}; tenants choose by themselves: {own}"
    );
    Error::new(&TIER_BY_OPERATOR, message).with_metadata("tier", name)
}

fn too_small(fill: &Fill, limit: u64, tier: &str) -> Error {
    let message = format!("the tenant has {} {}; the tier {tier} has room for {limit}", fill.used, fill.name);
    Error::new(&TIER_TOO_SMALL, message)
        .with_metadata("limit", fill.name)
        .with_metadata("used", fill.used.to_string())
        .with_metadata("allowed", limit.to_string())
}
