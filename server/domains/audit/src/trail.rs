//! The log as the rest of the server knows it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use omni_audit_chain::{Checkpoint, Commitment, Entry, Link, Signed, commit};
use omni_kernel::db::{Database, TenantTx};
use omni_kernel::ports::{AuditEntry, AuditLog, PersonalDataShredder};
use omni_kernel::{Clock, Ctx, Error, Rng, Scope, Vault};
use tokio::sync::{mpsc, oneshot};

use crate::checkpoints::{self, Fresh};
use crate::draft::{Draft, Fact};
use crate::error::is_broken;
use crate::folding::{Folded, Folding};
use crate::keys::Keys;
use crate::model::Settings;
use crate::store;
use crate::store::chain::{Head, NewFact};
use crate::subjects::{self, Place, Subject};

/// The log of a database. Cheap to clone.
#[derive(Clone)]
pub struct Trail {
    pub(crate) parts: Arc<Parts>,
    queue: mpsc::Sender<Waiting>,
    dropped: Arc<AtomicU64>,
}

/// What writing takes.
pub(crate) struct Parts {
    pub(crate) database: Database,
    pub(crate) vault: Vault,
    pub(crate) clock: Clock,
    pub(crate) rng: Rng,
    pub(crate) keys: Keys,
    pub(crate) settings: Settings,
    pub(crate) fresh: Arc<Fresh>,
    folding: Mutex<Folding>,
}

/// What waits to be written.
enum Waiting {
    Refused(Scope, Box<Draft>),
    /// Answered once everything before it is written.
    Mark(oneshot::Sender<()>),
}

/// What the log counts. Does not keep it.
#[derive(Debug, Clone)]
pub struct Counts {
    dropped: Arc<AtomicU64>,
    file_failures: Arc<AtomicU64>,
}

impl Counts {
    /// Refused acts that were not written because the queue was full or the database did not take them.
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    /// How often the file of checkpoints could not be written.
    pub fn file_failures(&self) -> u64 {
        self.file_failures.load(Ordering::Relaxed)
    }
}

impl Trail {
    /// The log of a migrated database; makes its keys on a first start. Starts the task that writes refused acts, which
    /// ends with the last clone.
    ///
    /// # Errors
    /// When the keys cannot be read, or do not open under this vault.
    pub async fn open(
        database: Database,
        vault: Vault,
        clock: Clock,
        rng: Rng,
        settings: Settings,
    ) -> Result<Self, Error> {
        let keys = Keys::open(&database, &vault, &clock, &rng).await?;
        let (queue, waiting) = mpsc::channel(settings.queue_size.max(1));
        let (fresh, folding) = (Arc::default(), Mutex::default());
        let parts = Arc::new(Parts { database, vault, clock, rng, keys, settings, fresh, folding });
        let dropped = Arc::new(AtomicU64::new(0));
        tokio::spawn(write_refused(Arc::clone(&parts), waiting, Arc::clone(&dropped)));
        Ok(Self { parts, queue, dropped })
    }

    /// What it counts.
    pub fn counts(&self) -> Counts {
        Counts { dropped: Arc::clone(&self.dropped), file_failures: self.parts.fresh.failures() }
    }

    /// Waits until what was recorded before is written, and the checkpoints of it are published.
    pub async fn settle(&self) {
        let (mark, reached) = oneshot::channel();
        if self.queue.send(Waiting::Mark(mark)).await.is_ok() {
            let _ = reached.await;
        }
        if let Err(error) = self.parts.publish_fresh().await {
            tracing::warn!(
                ?error,
                "checkpoints of the audit log could not be published; a later start does it"
            );
        }
    }

    /// Puts what a request reads on the log, in a transaction of its own, before it reads.
    pub(crate) async fn note(&self, ctx: &Ctx, entry: &AuditEntry) -> Result<(), Error> {
        let mut tx = self.parts.database.begin(&ctx.scope()?).await?;
        self.append(&mut tx, ctx, std::slice::from_ref(entry)).await?;
        tx.commit().await
    }
}

#[async_trait]
impl AuditLog for Trail {
    async fn append(&self, tx: &mut TenantTx, ctx: &Ctx, entries: &[AuditEntry]) -> Result<(), Error> {
        let (scope, now) = (tx.scope(), self.parts.clock.now());
        let drafts = entries.iter().map(|entry| Draft::new(scope, ctx, entry, now)).collect();
        self.parts.append(tx, drafts).await
    }

    fn record(&self, scope: Scope, ctx: &Ctx, entry: AuditEntry) {
        let draft = Draft::new(scope, ctx, &entry, self.parts.clock.now());
        let Some(draft) = self.parts.folding().add(scope, draft) else { return };
        if self.queue.try_send(Waiting::Refused(scope, Box::new(draft))).is_err() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
            tracing::warn!(action = entry.action, "a refused act is not on the audit log: the queue is full");
        }
    }
}

#[async_trait]
impl PersonalDataShredder for Trail {
    async fn shred(&self, tx: &mut TenantTx, subject: &str) -> Result<bool, Error> {
        let hash = self.parts.keys.name_hash(tx.scope(), subject)?;
        store::subjects::shred(tx, &hash, self.parts.clock.now()).await
    }
}

/// Writes refused acts as they come, and the number of those that are only counted when their minute has ended.
async fn write_refused(parts: Arc<Parts>, mut waiting: mpsc::Receiver<Waiting>, dropped: Arc<AtomicU64>) {
    let write = async |scope, draft: Draft, acts| {
        let action = draft.action.clone();
        if let Err(error) = parts.append_alone(scope, draft).await {
            dropped.fetch_add(acts, Ordering::Relaxed);
            tracing::warn!(?error, action, acts, "refused acts could not be put on the audit log");
        }
    };
    loop {
        let next = if parts.folding().is_empty() {
            waiting.recv().await.map(Some)
        } else {
            tokio::time::timeout(TICK, waiting.recv()).await.map_or(Some(None), |next| next.map(Some))
        };
        let (ended, all) = (next.is_none(), matches!(next, None | Some(Some(Waiting::Mark(_)))));
        let folded = parts.folding().take(parts.clock.now(), all);
        for Folded { scope, draft, count } in folded {
            write(scope, draft, count).await;
        }
        match next.flatten() {
            Some(Waiting::Mark(reached)) => drop(reached.send(())),
            Some(Waiting::Refused(scope, draft)) => write(scope, *draft, 1).await,
            None if ended => return,
            None => {}
        }
    }
}

/// How often it is looked whether a minute of refusals has ended.
const TICK: Duration = Duration::from_secs(1);

impl Parts {
    fn folding(&self) -> MutexGuard<'_, Folding> {
        self.folding.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn append_alone(&self, scope: Scope, draft: Draft) -> Result<(), Error> {
        let mut tx = self.database.begin(&scope).await?;
        self.append(&mut tx, vec![draft]).await?;
        tx.commit().await
    }

    /// Gives the drafts their places at the end of the chain. When they have none, it is for the operator to know.
    async fn append(&self, tx: &mut TenantTx, drafts: Vec<Draft>) -> Result<(), Error> {
        let scope = tx.scope();
        let appended = self.place(tx, drafts).await;
        appended.inspect_err(|error| {
            if is_broken(error) {
                let (tenant, environment) = (scope.tenant, scope.environment.as_str());
                tracing::error!(%tenant, environment, ?error, "an audit log takes no entry");
            }
        })
    }

    async fn place(&self, tx: &mut TenantTx, drafts: Vec<Draft>) -> Result<(), Error> {
        // Before the head is locked, so that others wait as short as can be.
        let subjects = self.subjects(tx, &drafts).await?;
        let head = store::chain::lock(tx).await?;
        let (mut links, mut sealed, mut last) = (Vec::new(), Vec::new(), head);
        for draft in drafts {
            let sequence = last.sequence + 1;
            let personal = self.personal(tx.scope(), sequence, &draft.facts, &subjects, &mut sealed)?;
            let entry = entry(tx.scope(), sequence, draft, personal);
            let hash = entry.hash(&last.hash);
            links.push(Link { entry, previous_hash: last.hash, hash, opened: Vec::new() });
            last = Head { sequence, hash };
        }
        store::chain::append(tx, &links, &sealed).await?;
        if checkpoints::due(self.settings.checkpoint_entries, head.sequence, last.sequence) {
            self.sign(tx, last).await?;
        }
        Ok(())
    }

    /// Signs that the chain ends here, and keeps the checkpoint.
    pub(crate) async fn sign(&self, tx: &mut TenantTx, head: Head) -> Result<Signed, Error> {
        let signed = self.signed(tx.scope(), head);
        store::checkpoints::insert(tx, self.keys.signing.public.id, &signed).await?;
        self.fresh.add(tx.scope());
        Ok(signed)
    }

    /// A signed statement that the chain ends here.
    fn signed(&self, scope: Scope, head: Head) -> Signed {
        let key = &self.keys.signing;
        let checkpoint = Checkpoint {
            tenant_id: scope.tenant.to_string(),
            environment: scope.environment.as_str().to_owned(),
            sequence: head.sequence,
            hash: head.hash,
            time: self.clock.now().as_microsecond(),
            key_id: key.public.id.to_string(),
        };
        checkpoint.sign(&key.secret)
    }

    /// The persons of these drafts by name; those that are not known yet are made.
    async fn subjects(
        &self,
        tx: &mut TenantTx,
        drafts: &[Draft],
    ) -> Result<BTreeMap<String, Subject>, Error> {
        let names: BTreeSet<&str> =
            drafts.iter().flat_map(|draft| &draft.facts).map(|fact| fact.subject.as_str()).collect();
        if names.is_empty() {
            return Ok(BTreeMap::new());
        }
        // In the order of the hashes, so that two who make the same persons do not wait for each other in a circle.
        let mut hashes = BTreeMap::new();
        for name in names {
            hashes.insert(self.keys.name_hash(tx.scope(), name)?, name);
        }
        let wanted: Vec<[u8; 32]> = hashes.keys().copied().collect();
        let mut found = store::subjects::find(tx, &self.vault, &wanted).await?;
        let missing: Vec<_> = wanted.iter().filter(|hash| !found.contains_key(*hash)).collect();
        if !missing.is_empty() {
            let now = self.clock.now();
            for hash in missing {
                let subject = Subject { id: self.rng.uuid(now), key: self.rng.bytes() };
                store::subjects::insert(tx, &self.vault, hash, &subject, now).await?;
            }
            // Somebody else may have been faster.
            found = store::subjects::find(tx, &self.vault, &wanted).await?;
        }
        Ok(found
            .into_iter()
            .filter_map(|(hash, subject)| Some(((*hashes.get(&hash)?).to_owned(), subject)))
            .collect())
    }

    /// Commits to the facts of an entry, and seals their clear texts.
    fn personal(
        &self,
        scope: Scope,
        sequence: u64,
        facts: &[Fact],
        subjects: &BTreeMap<String, Subject>,
        sealed: &mut Vec<NewFact>,
    ) -> Result<Vec<Commitment>, Error> {
        let mut commitments = Vec::new();
        for (position, fact) in facts.iter().enumerate() {
            let subject = subjects
                .get(&fact.subject)
                .ok_or_else(|| Error::internal("a person of an audit entry was not made"))?;
            let salt: [u8; 32] = self.rng.bytes();
            let hash = commit(&salt, &subject.id.to_string(), &fact.field, &fact.value);
            let place = Place { scope, sequence, position, field: &fact.field };
            sealed.push(NewFact {
                sequence,
                position,
                subject: subject.id,
                field: fact.field.clone(),
                commitment: hash,
                sealed: subjects::seal(&subject.key, place, &salt, &fact.value, &self.rng)?,
            });
            commitments.push(Commitment { subject: subject.id.to_string(), field: fact.field.clone(), hash });
        }
        Ok(commitments)
    }
}

fn entry(scope: Scope, sequence: u64, draft: Draft, personal: Vec<Commitment>) -> Entry {
    Entry {
        tenant_id: scope.tenant.to_string(),
        environment: scope.environment.as_str().to_owned(),
        sequence,
        time: micros(draft.time),
        actor: draft.actor,
        on_behalf_of: draft.on_behalf_of,
        request_id: draft.request_id,
        method: draft.method,
        action: draft.action,
        outcome: draft.outcome,
        reason: draft.reason,
        target: draft.target,
        before: draft.before,
        after: draft.after,
        personal,
    }
}

/// As the database keeps it.
fn micros(time: Timestamp) -> i64 {
    time.as_microsecond()
}

impl std::fmt::Debug for Trail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Trail").field("dropped", &self.dropped).finish_non_exhaustive()
    }
}
