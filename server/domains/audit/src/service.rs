//! The use cases of those who read the log. Each of them is on the log before it reads.

use std::collections::HashSet;

use futures::Stream;
use omni_audit_chain::{Break, Fault, Hash, Report, START, Signed, Walk};
use omni_kernel::db::TenantTx;
use omni_kernel::error::reason::NOT_FOUND;
use omni_kernel::page::Pages;
use omni_kernel::ports::AuditEntry;
use omni_kernel::{Ctx, Error, Scope};
use serde_json::{Value as Json, json};

use crate::error::is_broken;
use crate::keys::PublicKey;
use crate::model::{Filter, Kept, Verified};
use crate::store;
use crate::store::chain::Ends;
use crate::trail::Trail;

/// The log for those who read it.
#[derive(Debug, Clone)]
pub struct Audit {
    trail: Trail,
}

/// Entries read in one go.
const BATCH: i64 = 500;

impl Audit {
    /// Readers of this log.
    pub fn new(trail: Trail) -> Self {
        Self { trail }
    }

    /// Whoever looks into a log that was tampered with has to be able to, also when it takes no entry any more.
    async fn note(&self, ctx: &Ctx, what: Json) -> Result<(), Error> {
        match self.trail.note(ctx, &AuditEntry::success(ctx.action()).change(Json::Null, what)).await {
            Err(error) if is_broken(&error) => Ok(()),
            noted => noted,
        }
    }

    /// A page of the entries that fit, the newest first, and the token of the next page.
    pub(crate) async fn list(
        &self,
        ctx: &Ctx,
        filter: &Filter,
        size: u16,
        token: &str,
    ) -> Result<(Vec<Kept>, String), Error> {
        let (scope, parts) = (ctx.scope()?, &self.trail.parts);
        let pages = Pages::new(&parts.vault, "audit.entries", &(scope, filter));
        let before = pages.start(token)?.map(|start| number(&start)).transpose()?;
        self.note(ctx, asked(filter)).await?;
        let mut tx = parts.database.begin(&scope).await?;
        let mut found =
            store::entries::find(&mut tx, &parts.vault, filter, before, size.saturating_add(1)).await?;
        tx.commit().await?;
        let more = found.len() > usize::from(size);
        found.truncate(size.into());
        let next = found.last().filter(|_| more).map(|kept| kept.link.entry.sequence.to_string());
        Ok((found, pages.token(next.as_deref())?))
    }

    /// One entry.
    pub(crate) async fn get(&self, ctx: &Ctx, sequence: u64) -> Result<Kept, Error> {
        self.note(ctx, json!({"sequence": sequence})).await?;
        let mut tx = self.trail.parts.database.begin(&ctx.scope()?).await?;
        let found = store::entries::stretch(&mut tx, &self.trail.parts.vault, sequence, sequence, 1).await?;
        tx.commit().await?;
        found
            .into_iter()
            .next()
            .ok_or_else(|| Error::new(&NOT_FOUND, format!("the log has no entry {sequence}")))
    }

    /// The entries from `first` to `last`, the oldest first; 0 stands for the first and the last of all. The end is the
    /// one of the time of this call.
    pub(crate) async fn export(
        &self,
        ctx: &Ctx,
        first: u64,
        last: u64,
    ) -> Result<impl Stream<Item = Result<Kept, Error>> + Send + use<>, Error> {
        let scope = ctx.scope()?;
        self.note(ctx, json!({"first_sequence": first, "last_sequence": last})).await?;
        let mut tx = self.trail.parts.database.begin(&scope).await?;
        let ends = store::chain::ends(&mut tx).await?;
        tx.commit().await?;
        // What lies past a head that was set back is evidence, too.
        let end = ends.head.sequence.max(ends.last.0);
        let last = if last == 0 { end } else { last.min(end) };
        let batches = futures::stream::unfold((self.clone(), first.max(1)), move |(audit, at)| async move {
            match audit.batch(scope, at, last).await {
                Ok(batch) => {
                    let next = batch.last()?.link.entry.sequence + 1;
                    Some((batch.into_iter().map(Ok).collect::<Vec<_>>(), (audit, next)))
                }
                // The next turn finds nothing, and the stream ends with this.
                Err(error) => Some((vec![Err(error)], (audit, u64::MAX))),
            }
        });
        Ok(futures::StreamExt::flat_map(batches, futures::stream::iter))
    }

    async fn batch(&self, scope: Scope, first: u64, last: u64) -> Result<Vec<Kept>, Error> {
        if first > last {
            return Ok(Vec::new());
        }
        let mut tx = self.trail.parts.database.begin(&scope).await?;
        let found = store::entries::stretch(&mut tx, &self.trail.parts.vault, first, last, BATCH).await?;
        tx.commit().await?;
        Ok(found)
    }

    /// Recomputes the chain from `first` to `last`; 0 stands for the first and the last of all. Of a whole chain that is
    /// intact it signs the end.
    ///
    /// # Errors
    /// `DATABASE_UNAVAILABLE`. A broken chain is an outcome, no error.
    pub async fn verify(&self, ctx: &Ctx, first: u64, last: u64) -> Result<Verified, Error> {
        let scope = ctx.scope()?;
        self.note(ctx, json!({"first_sequence": first, "last_sequence": last})).await?;
        self.check(scope, first.max(1), last).await
    }

    async fn check(&self, scope: Scope, first: u64, last: u64) -> Result<Verified, Error> {
        let known = self.known(scope, first, last).await?;
        let head = known.ends.head;
        let public: Vec<_> = self.public_keys().await?.into_iter().map(|key| key.key).collect();
        let mut walk = Walk::from(first, known.previous.unwrap_or(START));
        if known.previous.is_none() && (2..=head.sequence).contains(&first) {
            let detail = "the entry before the first one asked for is missing".to_owned();
            return Ok(broken(&walk, Break { sequence: first - 1, fault: Fault::Removed, detail }));
        }
        for signed in known.checkpoints {
            if let Err(first_break) = walk.expect(signed, &public) {
                return Ok(broken(&walk, first_break));
            }
        }
        let until = if last == 0 { head.sequence } else { last.min(head.sequence) };
        let mut next = first;
        loop {
            let batch = self.batch(scope, next, until).await?;
            for kept in &batch {
                if let Err(first_break) = damaged(kept).and_then(|()| walk.push(&kept.link)) {
                    return Ok(broken(&walk, first_break));
                }
            }
            let Some(end) = batch.last() else { break };
            next = end.link.entry.sequence + 1;
        }
        let (report, hash) = (walk.report(), walk.hash());
        // A stretch that lies behind the end was asked for; there is nothing to find.
        let until = if first > until { 0 } else { until };
        let open = last == 0 || last > head.sequence;
        let first_break =
            walk.finish(until).err().or_else(|| ends_otherwise(&known.ends, report, hash, open));
        let whole = first == 1 && report.last == head.sequence && report.last > 0 && first_break.is_none();
        let checkpoint = if whole { Some(self.trail.parts.checkpoint_now(scope, head).await?) } else { None };
        Ok(Verified { report, first_break, checkpoint })
    }

    /// What the entries from `first` to `last` have to agree with.
    async fn known(&self, scope: Scope, first: u64, last: u64) -> Result<Known, Error> {
        let parts = &self.trail.parts;
        // Before the head, which may move on meanwhile: a checkpoint behind it means that the end is missing.
        let mut checkpoints = parts.in_file(scope).await;
        checkpoints.retain(|signed| signed.checkpoint.sequence >= first);
        let mut tx = parts.database.begin(&scope).await?;
        let kept = kept_checkpoints(&mut tx, first).await?;
        let signatures: HashSet<_> = kept.iter().map(|signed| signed.signature).collect();
        checkpoints.retain(|signed| !signatures.contains(&signed.signature));
        checkpoints.extend(kept);
        checkpoints.retain(|signed| last == 0 || signed.checkpoint.sequence <= last);
        let ends = store::chain::ends(&mut tx).await?;
        let previous = store::entries::hash_of(&mut tx, first.saturating_sub(1)).await?;
        tx.commit().await?;
        Ok(Known { checkpoints, ends, previous })
    }

    /// A page of checkpoints, the oldest first, and the token of the next page.
    pub(crate) async fn checkpoints(
        &self,
        ctx: &Ctx,
        size: u16,
        token: &str,
    ) -> Result<(Vec<Signed>, String), Error> {
        let (scope, parts) = (ctx.scope()?, &self.trail.parts);
        let pages = Pages::new(&parts.vault, "audit.checkpoints", &scope);
        let after = pages.start(token)?.map(|start| number(&start)).transpose()?.unwrap_or(0);
        let mut tx = parts.database.begin(&scope).await?;
        let mut found = store::checkpoints::list(&mut tx, after, i64::from(size) + 1).await?;
        tx.commit().await?;
        let more = found.len() > usize::from(size);
        found.truncate(size.into());
        let next = found.last().filter(|_| more).map(|signed| signed.checkpoint.sequence.to_string());
        Ok((found, pages.token(next.as_deref())?))
    }

    /// The keys that checkpoints are signed with, the one in use first.
    pub(crate) async fn public_keys(&self) -> Result<Vec<PublicKey>, Error> {
        let parts = &self.trail.parts;
        store::keys::public(&parts.database, &parts.vault).await
    }
}

/// What a stretch has to agree with.
struct Known {
    /// Those of this server's file, too, which somebody with rights on the database alone does not reach. Of a stretch
    /// without an end all that follow, so that a cut is seen.
    checkpoints: Vec<Signed>,
    ends: Ends,
    /// The hash of the entry before.
    previous: Option<Hash>,
}

/// The checkpoints from this entry on that the database keeps.
async fn kept_checkpoints(tx: &mut TenantTx, first: u64) -> Result<Vec<Signed>, Error> {
    let (mut all, mut after) = (Vec::new(), first.saturating_sub(1));
    loop {
        let some = store::checkpoints::list(tx, after, BATCH).await?;
        let Some(end) = some.last() else { return Ok(all) };
        after = end.checkpoint.sequence;
        all.extend(some);
    }
}

/// What the head says, and whatever else lies behind it, against what was read. `open`: the end was asked for.
fn ends_otherwise(ends: &Ends, report: Report, hash: Hash, open: bool) -> Option<Break> {
    let Ends { head, last: (last, table) } = *ends;
    if report.last == head.sequence && report.last > 0 && hash != head.hash {
        let detail = "the head of the chain names another hash for it".to_owned();
        return Some(Break { sequence: report.last, fault: Fault::Unlinked, detail });
    }
    let detail =
        format!("{table} holds something of the entry {last}, the head of the chain names {}", head.sequence);
    let sequence = head.sequence.saturating_add(1);
    (open && last > head.sequence).then_some(Break { sequence, fault: Fault::Truncated, detail })
}

fn damaged(kept: &Kept) -> Result<(), Break> {
    let Some(position) = kept.damaged.first() else { return Ok(()) };
    let field = kept.link.entry.personal.get(*position).map_or("", |personal| personal.field.as_str());
    let detail = format!("the sealed clear text of its field {field} does not open");
    Err(Break { sequence: kept.link.entry.sequence, fault: Fault::PersonalChanged, detail })
}

fn broken(walk: &Walk, first_break: Break) -> Verified {
    Verified { report: walk.report(), first_break: Some(first_break), checkpoint: None }
}

fn number(text: &str) -> Result<u64, Error> {
    text.parse().map_err(|_| Error::internal("a page token of ours holds no number"))
}

/// What a reader looked for, for the log.
fn asked(filter: &Filter) -> Json {
    let texts = [("actor", &filter.actor), ("action", &filter.action), ("target", &filter.target)];
    let texts = texts.into_iter().filter(|(_, text)| !text.is_empty());
    let mut asked: serde_json::Map<String, Json> =
        texts.map(|(name, text)| (name.to_owned(), text.as_str().into())).collect();
    for (name, time) in [("start_time", filter.start_time), ("end_time", filter.end_time)] {
        asked.extend(time.map(|time| (name.to_owned(), time.to_string().into())));
    }
    asked.extend(filter.outcome.map(|outcome| ("outcome".to_owned(), outcome.as_str().into())));
    Json::Object(asked)
}
