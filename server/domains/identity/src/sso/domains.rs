//! Domains: how a tenant proves that they are its own.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use omni_kernel::error::reason::NOT_FOUND;
use omni_kernel::page::Pages;
use omni_kernel::ports::AuditEntry;
use omni_kernel::{Ctx, Effect, Error};
use serde_json::{Value as Json, json};

use super::error::{DOMAIN_TAKEN, DOMAIN_UNPROVEN, DOMAINS_FULL};
use super::model::{self, Domain};
use super::{Inner, store};

/// Most domains of a tenant.
const MOST: usize = 100;

const ACTION: &str = "identity.sso.manage";

impl Inner {
    pub(super) async fn claim_domain(&self, effect: &mut Effect, text: &str) -> Result<Domain, Error> {
        let name = name(text)?;
        if let Some(claimed) = store::domains::find(effect.tx(), &name).await? {
            return Ok(claimed);
        }
        let most = i64::try_from(MOST).unwrap_or(i64::MAX);
        if store::domains::list(effect.tx(), None, most).await?.len() >= MOST {
            return Err(Error::new(&DOMAINS_FULL, format!("a tenant claims at most {MOST} domains")));
        }
        let token = URL_SAFE_NO_PAD.encode(self.identity.0.rng.bytes::<24>());
        let new = Domain { name, token, create_time: self.now(), verify_time: None };
        store::domains::claim(effect.tx(), &new).await?;
        effect.audit(entry(&new.name).change(Json::Null, json!({ "verified": false })));
        // Of two who claim it at once both get the record of the first.
        let claimed = store::domains::find(effect.tx(), &new.name).await?;
        claimed.ok_or_else(|| absent(&new.name))
    }

    /// Looks for the record of a claimed domain, outside of any transaction.
    pub(super) async fn prove_domain(&self, ctx: &Ctx, text: &str) -> Result<String, Error> {
        let name = name(text)?;
        let mut tx = self.effects().database().begin(&ctx.scope()?).await?;
        let domain = store::domains::find(&mut tx, &name).await?.ok_or_else(|| absent(&name))?;
        drop(tx);
        let expected = domain.record_value();
        let found = self.dns.txt(&domain.record_name()).await?;
        if found.iter().any(|text| text.trim() == expected) {
            return Ok(domain.token);
        }
        let count = found.len();
        let record = domain.record_name();
        let message =
            format!("expected the TXT record {record} to say {expected}; found {count} other records");
        Err(Error::new(&DOMAIN_UNPROVEN, message))
    }

    /// Notes that a domain is proven by the record with this token.
    pub(super) async fn verify_domain(
        &self,
        effect: &mut Effect,
        text: &str,
        token: &str,
    ) -> Result<Domain, Error> {
        let name = name(text)?;
        // It may have been released and claimed anew meanwhile.
        let claimed = store::domains::find(effect.tx(), &name).await?;
        let claimed = claimed.filter(|domain| domain.token == token).ok_or_else(|| absent(&name))?;
        let owner = store::domains::owner(effect.tx(), &name).await?;
        match owner {
            Some(owner) if owner != effect.tx().scope().tenant => {
                return Err(Error::new(
                    &DOMAIN_TAKEN,
                    format!("another tenant has proven {name} to be its own"),
                ));
            }
            Some(_) => return Ok(claimed),
            None => {}
        }
        store::domains::verify(effect.tx(), &name, self.now()).await?;
        effect.audit(entry(&name).change(json!({ "verified": false }), json!({ "verified": true })));
        let verified = store::domains::find(effect.tx(), &name).await?;
        verified.ok_or_else(|| absent(&name))
    }

    pub(super) async fn list_domains(
        &self,
        ctx: &Ctx,
        page_size: i32,
        page_token: &str,
    ) -> Result<(Vec<Domain>, String), Error> {
        let size = Pages::size(page_size)?;
        let pages = Pages::new(self.effects().vault(), "sso.domains", &ctx.scope()?);
        let start = pages.start(page_token)?;
        let mut tx = self.effects().database().begin(&ctx.scope()?).await?;
        let mut found = store::domains::list(&mut tx, start.as_deref(), i64::from(size) + 1).await?;
        let more = found.len() > usize::from(size);
        found.truncate(usize::from(size));
        let last = found.last().filter(|_| more).map(|domain| domain.name.clone());
        Ok((found, pages.token(last.as_deref())?))
    }

    pub(super) async fn release_domain(&self, effect: &mut Effect, text: &str) -> Result<(), Error> {
        let name = name(text)?;
        let old = store::domains::find(effect.tx(), &name).await?.ok_or_else(|| absent(&name))?;
        store::domains::remove(effect.tx(), &name).await?;
        effect.audit(entry(&name).change(json!({ "verified": old.verify_time.is_some() }), Json::Null));
        Ok(())
    }
}

fn name(text: &str) -> Result<String, Error> {
    model::domain(text).ok_or_else(|| Error::invalid_field("domain", "expected a domain such as example.com"))
}

fn entry(domain: &str) -> AuditEntry {
    AuditEntry::success(ACTION).on(&domain)
}

fn absent(domain: &str) -> Error {
    Error::new(&NOT_FOUND, format!("the domain {domain} is not claimed"))
}
