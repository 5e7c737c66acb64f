//! What holds a key that makes keys.

use jiff::Timestamp;
use omni_kernel::net::Cidr;
use omni_kernel::{Caller, Ctx, Error};

use crate::error::{invalid, looser};
use crate::manage::Manager;
use crate::model::{ApiKey, NewKey};
use crate::store;

/// The end and the addresses of the calling key: no key that it makes reaches beyond them. Nothing holds a person.
#[derive(Debug, Default)]
pub(crate) struct Restraint {
    expire_time: Option<Timestamp>,
    allowed_ips: Vec<Cidr>,
}

impl Manager {
    /// What holds the caller.
    pub(crate) async fn restraint(&self, ctx: &Ctx) -> Result<Restraint, Error> {
        let Caller::Key(id) = ctx.facts().caller else { return Ok(Restraint::default()) };
        let mut tx = self.effects.database().begin(&ctx.scope()?).await?;
        let own = store::find(&mut tx, id, false).await?.ok_or_else(invalid)?;
        Ok(Restraint { expire_time: own.expire_time, allowed_ips: own.allowed_ips })
    }
}

impl Restraint {
    /// A new key with the caller's end and addresses where it has none of its own; refused where it is held less.
    pub(crate) fn hold(&self, mut new: NewKey) -> Result<NewKey, Error> {
        new.expire_time = self.expiry(new.expire_time)?;
        if new.allowed_ips.is_empty() {
            new.allowed_ips.clone_from(&self.allowed_ips);
        } else if let Some(at) = new.allowed_ips.iter().position(|range| !self.admits(range)) {
            let expected = format!("expected addresses within those of the calling key, {}", self.ranges());
            return Err(looser(&format!("allowed_ips[{at}]"), &expected));
        }
        Ok(new)
    }

    /// When the successor of a key ends: as asked, else with the old key, and never after the caller. Refused when the
    /// old key may come from where the caller may not.
    pub(crate) fn succeed(&self, old: &ApiKey, asked: Option<Timestamp>) -> Result<Option<Timestamp>, Error> {
        let held = self.allowed_ips.is_empty()
            || (!old.allowed_ips.is_empty() && old.allowed_ips.iter().all(|range| self.admits(range)));
        if !held {
            let expected =
                format!("expected a key for addresses within those of the calling key, {}", self.ranges());
            return Err(looser("key_id", &expected));
        }
        match asked {
            Some(_) => self.expiry(asked),
            None => Ok([old.expire_time, self.expire_time].into_iter().flatten().min()),
        }
    }

    fn expiry(&self, asked: Option<Timestamp>) -> Result<Option<Timestamp>, Error> {
        match (asked, self.expire_time) {
            (Some(asked), Some(own)) if asked > own => {
                Err(looser("expire_time", &format!("expected at most {own}, when the calling key ends")))
            }
            (asked, own) => Ok(asked.or(own)),
        }
    }

    fn admits(&self, range: &Cidr) -> bool {
        self.allowed_ips.is_empty() || self.allowed_ips.iter().any(|own| own.covers(range))
    }

    fn ranges(&self) -> String {
        let ranges: Vec<_> = self.allowed_ips.iter().map(ToString::to_string).collect();
        ranges.join(", ")
    }
}
