//! The check of a chain, one entry after the other.

use std::collections::BTreeMap;
use std::fmt;

use crate::{Entry, Hash, START, Signed, commit, hex};

/// An entry as it was kept: with its hashes, and with the clear texts that are still there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The entry.
    pub entry: Entry,
    /// The hash of the entry before, as it was kept with this one.
    pub previous_hash: Hash,
    /// Its own hash, as it was kept.
    pub hash: Hash,
    /// Clear texts of its personal data.
    pub opened: Vec<Opened>,
}

/// A clear text that is still there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Of which of the entry's personal data, from 0.
    pub position: usize,
    /// The salt of its commitment.
    pub salt: [u8; 32],
    /// The clear text.
    pub value: String,
}

/// How a chain is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The entry does not have the hash that was kept with it.
    Changed,
    /// Entries before this one are missing.
    Removed,
    /// The entry stands where another belongs, or twice.
    Reordered,
    /// The entry does not follow the one before: one of them was changed together with its hash.
    Unlinked,
    /// Entries at the end are missing.
    Truncated,
    /// The entry is not the one that a checkpoint signed: the chain was written anew.
    Rewritten,
    /// A clear text is not the one that was committed to.
    PersonalChanged,
    /// The entry is of another log.
    Foreign,
    /// A checkpoint was not signed by the key it should be.
    CheckpointForged,
}

impl Fault {
    /// As every surface names it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Removed => "removed",
            Self::Reordered => "reordered",
            Self::Unlinked => "unlinked",
            Self::Truncated => "truncated",
            Self::Rewritten => "rewritten",
            Self::PersonalChanged => "personal_changed",
            Self::Foreign => "foreign",
            Self::CheckpointForged => "checkpoint_forged",
        }
    }
}

/// Where a chain is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// The entry, or the one that is missing.
    pub sequence: u64,
    /// How.
    pub fault: Fault,
    /// What was expected and what was found.
    pub detail: String,
}

impl fmt::Display for Break {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "entry {}: {}: {}", self.sequence, self.fault.as_str(), self.detail)
    }
}

impl std::error::Error for Break {}

fn broken(sequence: u64, fault: Fault, detail: impl Into<String>) -> Break {
    Break { sequence, fault, detail: detail.into() }
}

/// What a check has read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Report {
    /// How many entries.
    pub entries: u64,
    /// The first one; 0 when there was none.
    pub first: u64,
    /// The last one; 0 when there was none.
    pub last: u64,
    /// How many checkpoints were compared with their entries.
    pub checkpoints: u64,
}

/// A check under way.
#[derive(Debug)]
pub struct Walk {
    log: Option<(String, String)>,
    next: u64,
    hash: Hash,
    /// Checkpoints by the entry they sign, their signatures checked.
    checkpoints: BTreeMap<u64, Vec<Signed>>,
    report: Report,
}

impl Walk {
    /// A check that begins at the entry `first`, from 1, behind the entry with the hash `previous`. For the whole chain
    /// that is 1 and [`START`]; for a stretch, the hash of the entry before, where it is known.
    pub fn from(first: u64, previous: Hash) -> Self {
        let report = Report { entries: 0, first: 0, last: 0, checkpoints: 0 };
        Self { log: None, next: first.max(1), hash: previous, checkpoints: BTreeMap::new(), report }
    }

    /// A check of the whole chain.
    pub fn whole() -> Self {
        Self::from(1, START)
    }

    /// The hash of the last entry read.
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// What was read so far.
    pub fn report(&self) -> Report {
        self.report
    }

    /// Has the chain compared with a checkpoint. Give all of them before the first entry.
    ///
    /// # Errors
    /// When none of the keys signed it.
    pub fn expect(&mut self, signed: Signed, keys: &[[u8; 32]]) -> Result<(), Break> {
        let sequence = signed.checkpoint.sequence;
        if !keys.iter().any(|key| signed.is_by(key)) {
            let detail =
                format!("its checkpoint of the key {} is not signed by it", signed.checkpoint.key_id);
            return Err(broken(sequence, Fault::CheckpointForged, detail));
        }
        self.checkpoints.entry(sequence).or_default().push(signed);
        Ok(())
    }

    /// Takes the next entry.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn push(&mut self, link: &Link) -> Result<(), Break> {
        let (entry, at) = (&link.entry, link.entry.sequence);
        let own = (entry.tenant_id.clone(), entry.environment.clone());
        let log = self.log.get_or_insert_with(|| own.clone());
        if *log != own {
            let detail = format!("expected the log of {} {}, found {} {}", log.0, log.1, own.0, own.1);
            return Err(broken(at, Fault::Foreign, detail));
        }
        if at > self.next {
            let missing = format!("the entries {} to {} are missing", self.next, at - 1);
            return Err(broken(self.next, Fault::Removed, missing));
        }
        if at < self.next {
            return Err(broken(at, Fault::Reordered, format!("expected the entry {} here", self.next)));
        }
        self.check(link)?;
        self.compare(link)?;
        self.hash = link.hash;
        self.next = at + 1;
        if self.report.first == 0 {
            self.report.first = at;
        }
        self.report.last = at;
        self.report.entries += 1;
        Ok(())
    }

    /// The entry's own hash, its link to the one before, and its clear texts.
    fn check(&self, link: &Link) -> Result<(), Break> {
        let (entry, at) = (&link.entry, link.entry.sequence);
        let computed = entry.hash(&link.previous_hash);
        if computed != link.hash {
            let detail = format!("its fields hash to {}, kept was {}", hex(&computed), hex(&link.hash));
            return Err(broken(at, Fault::Changed, detail));
        }
        if link.previous_hash != self.hash {
            let (named, found) = (hex(&link.previous_hash), hex(&self.hash));
            let detail = format!("it names {named} as the hash of the entry before, which is {found}");
            return Err(broken(at, Fault::Unlinked, detail));
        }
        for opened in &link.opened {
            let kept = entry.personal.get(opened.position);
            let fits = kept.is_some_and(|kept| {
                commit(&opened.salt, &kept.subject, &kept.field, &opened.value) == kept.hash
            });
            if !fits {
                let field = kept.map_or("", |kept| kept.field.as_str());
                let detail = format!("the clear text of its field {field} is not the one of the commitment");
                return Err(broken(at, Fault::PersonalChanged, detail));
            }
        }
        Ok(())
    }

    /// The checkpoints of this entry.
    fn compare(&mut self, link: &Link) -> Result<(), Break> {
        let at = link.entry.sequence;
        for signed in self.checkpoints.remove(&at).unwrap_or_default() {
            let stated = &signed.checkpoint;
            if (&stated.tenant_id, &stated.environment) != (&link.entry.tenant_id, &link.entry.environment) {
                let detail = format!("its checkpoint is of {} {}", stated.tenant_id, stated.environment);
                return Err(broken(at, Fault::Foreign, detail));
            }
            if stated.hash != link.hash {
                let (signed, found) = (hex(&stated.hash), hex(&link.hash));
                let detail = format!("the checkpoint signed {signed}, found is {found}");
                return Err(broken(at, Fault::Rewritten, detail));
            }
            self.report.checkpoints += 1;
        }
        Ok(())
    }

    /// Ends the check. `until`: the last entry that there has to be, as for a stretch or as the head of the chain says.
    ///
    /// # Errors
    /// When entries at the end are missing that `until` or a checkpoint names. For a stretch, give only checkpoints that
    /// lie in it.
    pub fn finish(self, until: u64) -> Result<Report, Break> {
        let signed = self.checkpoints.keys().next_back().copied().unwrap_or(0);
        let last = self.next - 1;
        if until.max(signed) > last {
            let who = if signed >= until { "a checkpoint" } else { "the head of the chain" };
            let detail = format!("{who} names the entry {}, the last one found is {last}", until.max(signed));
            return Err(broken(self.next, Fault::Truncated, detail));
        }
        // One that lies before the stretch was not to be given.
        if let Some(before) = self.checkpoints.keys().next() {
            let detail = "its checkpoint lies before the first entry that was read";
            return Err(broken(*before, Fault::Removed, detail));
        }
        Ok(self.report)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Checkpoint, Commitment, Outcome};

    fn chain(length: u64) -> Vec<Link> {
        let mut previous = START;
        (1..=length)
            .map(|sequence| {
                let (salt, value) = ([7; 32], format!("10.0.0.{sequence}"));
                let entry = Entry {
                    tenant_id: "ten_1".into(),
                    environment: "live".into(),
                    sequence,
                    time: i64::try_from(sequence).unwrap(),
                    actor: "key_1".into(),
                    on_behalf_of: String::new(),
                    request_id: format!("req_{sequence}"),
                    method: "m".into(),
                    action: "keys.create".into(),
                    outcome: Outcome::Success,
                    reason: String::new(),
                    target: String::new(),
                    before: String::new(),
                    after: "{}".into(),
                    personal: vec![Commitment {
                        subject: "s".into(),
                        field: "ip".into(),
                        hash: commit(&salt, "s", "ip", &value),
                    }],
                };
                let hash = entry.hash(&previous);
                let opened = vec![Opened { position: 0, salt, value }];
                let link = Link { entry, previous_hash: previous, hash, opened };
                previous = hash;
                link
            })
            .collect()
    }

    fn rehash(links: &mut [Link], from: usize) {
        for at in from..links.len() {
            if at > 0 {
                links[at].previous_hash = links[at - 1].hash;
            }
            links[at].hash = links[at].entry.hash(&links[at].previous_hash);
        }
    }

    fn checkpoint(link: &Link) -> Signed {
        let statement = Checkpoint {
            tenant_id: "ten_1".into(),
            environment: "live".into(),
            sequence: link.entry.sequence,
            hash: link.hash,
            time: 1,
            key_id: "k".into(),
        };
        statement.sign(&[1; 32])
    }

    fn verify(links: &[Link], checkpoints: &[Signed], until: u64) -> Result<Report, Break> {
        let mut walk = Walk::whole();
        for signed in checkpoints {
            walk.expect(signed.clone(), &[Signed::public_key(&[1; 32])])?;
        }
        links.iter().try_for_each(|link| walk.push(link))?;
        walk.finish(until)
    }

    #[test]
    fn a_chain_as_it_was_written_holds() {
        let links = chain(5);
        let report = verify(&links, &[checkpoint(&links[2]), checkpoint(&links[4])], 5).unwrap();
        assert_eq!(report, Report { entries: 5, first: 1, last: 5, checkpoints: 2 });
        let mut stretch = Walk::from(3, links[1].hash);
        links[2..4].iter().try_for_each(|link| stretch.push(link)).unwrap();
        assert_eq!(stretch.finish(4).unwrap().entries, 2);
        // Erased: no clear text, the same chain.
        let mut erased = chain(5);
        for link in &mut erased {
            link.opened.clear();
        }
        assert!(verify(&erased, &[checkpoint(&links[4])], 5).is_ok());
    }

    #[test]
    fn each_way_to_break_it_is_found_and_named() {
        type Break = fn(&mut Vec<Link>);
        let cases: [(Break, Fault, u64); 8] = [
            (|links| links[2].entry.target.push('x'), Fault::Changed, 3),
            (|links| drop(links.remove(2)), Fault::Removed, 3),
            (|links| links.swap(2, 3), Fault::Removed, 3),
            (|links| links.insert(3, links[2].clone()), Fault::Reordered, 3),
            (|links| links.truncate(3), Fault::Truncated, 4),
            (
                |links| {
                    links[2].entry.target.push('x');
                    links[2].hash = links[2].entry.hash(&links[2].previous_hash);
                },
                Fault::Unlinked,
                4,
            ),
            (|links| links[2].opened[0].value.push('x'), Fault::PersonalChanged, 3),
            (|links| links[2].entry.tenant_id.push('x'), Fault::Foreign, 3),
        ];
        for (change, fault, sequence) in cases {
            let mut links = chain(5);
            let signed = checkpoint(&links[4]);
            change(&mut links);
            let found = verify(&links, &[signed], 5).unwrap_err();
            assert_eq!((found.fault, found.sequence), (fault, sequence), "{found}");
        }
    }

    #[test]
    fn a_chain_written_anew_is_shown_by_a_checkpoint_only() {
        let mut links = chain(5);
        let signed = checkpoint(&links[3]);
        links[1].entry.target.push('x');
        rehash(&mut links, 1);
        assert!(verify(&links, &[], 5).is_ok());
        let found = verify(&links, &[signed], 5).unwrap_err();
        assert_eq!((found.fault, found.sequence), (Fault::Rewritten, 4));
    }

    #[test]
    fn a_tail_cut_off_together_with_the_head_is_shown_by_a_checkpoint_only() {
        let links = chain(5);
        assert!(verify(&links[..3], &[], 3).is_ok());
        let found = verify(&links[..3], &[checkpoint(&links[4])], 3).unwrap_err();
        assert_eq!((found.fault, found.sequence), (Fault::Truncated, 4));
    }

    #[test]
    fn a_forged_checkpoint_proves_nothing() {
        let links = chain(5);
        let mut forged = checkpoint(&links[4]);
        forged.checkpoint.sequence = 4;
        assert_eq!(verify(&links, &[forged], 5).unwrap_err().fault, Fault::CheckpointForged);
    }
}
