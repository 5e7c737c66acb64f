//! What callers do with the keys of their tenant.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use omni_kernel::db::TenantTx;
use omni_kernel::error::reason;
use omni_kernel::page::Pages;
use omni_kernel::permissions::Catalogue;
use omni_kernel::ports::AuditEntry;
use omni_kernel::{Ctx, Effect, Effects, Environment, Error, Grants, KeyId, Scope};
use serde_json::{Value as Json, json};

use crate::error::{beyond, ended, live_not_held, not_held, too_many};
use crate::model::{ApiKey, CreatedKey, Creator, NewKey};
use crate::service::Keys;
use crate::store;

/// The longest that an old key may go on beside the new one.
const LONGEST_OVERLAP: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Most keys of a tenant's environment that are neither revoked nor expired.
const MOST_ACTIVE: u32 = 1_000;

/// The use cases of callers.
pub(crate) struct Manager {
    pub(crate) keys: Arc<Keys>,
    pub(crate) effects: Effects,
    pub(crate) catalogue: Catalogue,
}

/// A page of keys and the token of the next one.
pub(crate) type Page = (Vec<ApiKey>, String);

impl Manager {
    /// The environment the caller means, if it may: a test credential knows of test keys only.
    pub(crate) fn scope(ctx: &Ctx, asked: Option<Environment>) -> Result<Scope, Error> {
        let own = ctx.scope()?;
        match asked {
            Some(Environment::Live) if !own.environment.is_live() => Err(live_not_held()),
            Some(environment) => Ok(Scope { environment, ..own }),
            None => Ok(own),
        }
    }

    /// Refuses scopes that are no permissions, or that the caller does not hold.
    pub(crate) fn check_scopes(&self, ctx: &Ctx, scopes: &[String]) -> Result<Grants, Error> {
        for (at, scope) in scopes.iter().enumerate() {
            self.catalogue.check(&format!("scopes[{at}]"), scope)?;
        }
        let grants: Grants = scopes.iter().collect();
        hold(ctx, &grants, not_held)?;
        Ok(grants)
    }

    /// The keys of an environment, or those that somebody made.
    pub(crate) async fn list(
        &self,
        scope: Scope,
        created_by: Option<Creator>,
        size: i32,
        token: &str,
    ) -> Result<Page, Error> {
        let limit = Pages::size(size)?;
        let pages = Pages::new(self.effects.vault(), "keys", &(scope, created_by));
        let after = pages.start(token)?.map(|id| id.parse::<KeyId>()).transpose();
        let after = after.map_err(|error| error.in_field("page_token"))?;
        let mut tx = self.effects.database().begin(&scope).await?;
        let mut keys = store::list(&mut tx, created_by, after, limit.saturating_add(1)).await?;
        let more = keys.len() > usize::from(limit);
        keys.truncate(limit.into());
        let next = keys.last().filter(|_| more).map(|key| key.id.to_string());
        Ok((keys, pages.token(next.as_deref())?))
    }

    /// A key of the caller's environment; a live credential also finds test keys.
    pub(crate) async fn find(&self, ctx: &Ctx, id: KeyId) -> Result<(Scope, ApiKey), Error> {
        let own = ctx.scope()?;
        let environments: &[Environment] = if own.environment.is_live() {
            &[Environment::Live, Environment::Test]
        } else {
            &[Environment::Test]
        };
        for &environment in environments {
            let scope = Scope { environment, ..own };
            let mut tx = self.effects.database().begin(&scope).await?;
            if let Some(key) = store::find(&mut tx, id, false).await? {
                return Ok((scope, key));
            }
        }
        Err(absent(id))
    }

    /// Makes a key like the old one, which ends after `overlap`.
    pub(crate) async fn rotate(
        &self,
        effect: &mut Effect,
        id: KeyId,
        overlap: SignedDuration,
        expire_time: Option<Timestamp>,
    ) -> Result<(CreatedKey, ApiKey), Error> {
        let now = self.effects.clock().now();
        let ctx = effect.ctx().clone();
        let restraint = self.restraint(&ctx).await?;
        let old = store::find(effect.tx(), id, true).await?.ok_or_else(|| absent(id))?;
        hold(&ctx, &old.grants, not_held)?;
        if !old.is_active(now) {
            return Err(ended());
        }
        let expire_time = restraint.succeed(&old, expire_time)?;
        let mut new = NewKey::new(&old.name, old.grants.clone(), expire_time, now)?
            .by(Creator::of(ctx.facts().caller)?);
        new.allowed_ips.clone_from(&old.allowed_ips);
        let end = now.checked_add(overlap).map_err(|_| overlap_wrong())?;
        // First, so that it makes room for its successor when it ends at once.
        let ending = store::expire(effect.tx(), id, end).await?.ok_or_else(|| absent(id))?;
        let created = self.keys.add(effect.tx(), &new).await?;
        effect.audit(AuditEntry::success("keys.keys.rotate").on(&id).change(facts(&old), facts(&ending)));
        effect.audit(
            AuditEntry::success("keys.keys.create")
                .on(&created.key.id)
                .change(Json::Null, facts(&created.key)),
        );
        Ok((created, ending))
    }
}

impl Keys {
    /// Makes a key for a request.
    pub(crate) async fn create_in(&self, effect: &mut Effect, new: &NewKey) -> Result<CreatedKey, Error> {
        let created = self.add(effect.tx(), new).await?;
        effect.audit(
            AuditEntry::success("keys.keys.create")
                .on(&created.key.id)
                .change(Json::Null, facts(&created.key)),
        );
        Ok(created)
    }

    /// Ends a key, and says whether that changed anything: ended before, it stays as it is.
    pub(crate) async fn revoke_in(&self, effect: &mut Effect, id: KeyId) -> Result<(ApiKey, bool), Error> {
        let now = self.clock.now();
        let old = store::find(effect.tx(), id, true).await?.ok_or_else(|| absent(id))?;
        hold(effect.ctx(), &old.grants, beyond)?;
        if old.revoke_time.is_some() {
            return Ok((old, false));
        }
        let key = store::revoke(effect.tx(), id, now).await?.ok_or_else(|| absent(id))?;
        effect.audit(AuditEntry::success("keys.keys.revoke").on(&id).change(facts(&old), facts(&key)));
        Ok((key, true))
    }

    /// Makes a key in the transaction.
    pub(crate) async fn add(&self, tx: &mut TenantTx, new: &NewKey) -> Result<CreatedKey, Error> {
        if store::count_active(tx, self.clock.now()).await? >= i64::from(MOST_ACTIVE) {
            return Err(too_many(MOST_ACTIVE));
        }
        // Two of 2^47 public ids are the same once in a blue moon.
        for _ in 0..3 {
            let (record, secret) = self.make(&tx.scope(), new)?;
            if store::insert(tx, &record).await? {
                return Ok(CreatedKey { key: record.key, secret });
            }
        }
        Err(Error::internal("three new public ids were all taken"))
    }
}

/// The overlap a caller asked for.
///
/// # Errors
/// `INVALID_FIELD` when it is negative or longer than 30 days.
pub(crate) fn overlap(asked: Option<prost_types::Duration>) -> Result<SignedDuration, Error> {
    let asked = asked.unwrap_or_default();
    let overlap = SignedDuration::new(asked.seconds, asked.nanos);
    if overlap.is_negative() || overlap > LONGEST_OVERLAP { Err(overlap_wrong()) } else { Ok(overlap) }
}

fn overlap_wrong() -> Error {
    Error::invalid_field("overlap", "expected a duration of 0 to 2592000 seconds (30 days)")
}

/// Refuses what reaches beyond what the caller may do itself.
fn hold(ctx: &Ctx, grants: &Grants, refusal: fn(&str) -> Error) -> Result<(), Error> {
    match grants.iter().find(|scope| !ctx.grants().cover(scope)) {
        Some(scope) => Err(refusal(scope)),
        None => Ok(()),
    }
}

fn absent(id: KeyId) -> Error {
    Error::new(&reason::NOT_FOUND, format!("there is no key {id}"))
}

/// What the audit log says of a key.
fn facts(key: &ApiKey) -> Json {
    json!({
        "prefix": key.prefix(),
        "name": key.name,
        "scopes": key.grants.iter().collect::<Vec<_>>(),
        "allowed_ips": key.allowed_ips.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "expire_time": key.expire_time.map(|time| time.to_string()),
        "revoke_time": key.revoke_time.map(|time| time.to_string()),
    })
}
