use crate::Hash;
use crate::fields::Fields;

/// How an act ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    Success,
    /// It was refused.
    Denied,
}

impl Outcome {
    /// As it is hashed and kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Denied => "denied",
        }
    }

    /// From what is kept.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Success, Self::Denied].into_iter().find(|outcome| outcome.as_str() == text)
    }
}

/// An entry as it is hashed. What each field means is said in the contract, `omni.audit.v1.AuditEntry`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "said in the contract")]
pub struct Entry {
    pub tenant_id: String,
    pub environment: String,
    pub sequence: u64,
    /// Microseconds since 1970.
    pub time: i64,
    pub actor: String,
    pub on_behalf_of: String,
    pub request_id: String,
    pub method: String,
    pub action: String,
    pub outcome: Outcome,
    pub reason: String,
    pub target: String,
    pub before: String,
    pub after: String,
    pub personal: Vec<Commitment>,
}

/// A piece of personal data as it is hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commitment {
    /// The log's own name of the person.
    pub subject: String,
    /// What it is.
    pub field: String,
    /// See [`commit`].
    pub hash: Hash,
}

impl Entry {
    /// The hash of the entry behind the one with the hash `previous`.
    pub fn hash(&self, previous: &Hash) -> Hash {
        let mut fields = Fields::of("omni.audit.entry.v1")
            .bytes(previous)
            .text(&self.tenant_id)
            .text(&self.environment)
            .number(self.sequence)
            .time(self.time)
            .text(&self.actor)
            .text(&self.on_behalf_of)
            .text(&self.request_id)
            .text(&self.method)
            .text(&self.action)
            .text(self.outcome.as_str())
            .text(&self.reason)
            .text(&self.target)
            .text(&self.before)
            .text(&self.after)
            .number(u64::try_from(self.personal.len()).unwrap_or(u64::MAX));
        for personal in &self.personal {
            fields = fields.text(&personal.subject).text(&personal.field).bytes(&personal.hash);
        }
        fields.hash()
    }
}

/// The commitment to a clear text. The salt is random and goes when the person is erased; without it the commitment
/// tells nothing, not even to one who guesses the clear text.
pub fn commit(salt: &[u8; 32], subject: &str, field: &str, value: &str) -> Hash {
    Fields::of("omni.audit.personal.v1").bytes(salt).text(subject).text(field).text(value).hash()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// One way to change a field of an entry.
    type Change = fn(&mut Entry, &str);

    const CHANGES: [Change; 15] = [
        |entry, more| entry.tenant_id.push_str(more),
        |entry, more| entry.environment.push_str(more),
        |entry, _| entry.sequence += 1,
        |entry, _| entry.time ^= 1,
        |entry, more| entry.actor.push_str(more),
        |entry, more| entry.on_behalf_of.push_str(more),
        |entry, more| entry.request_id.push_str(more),
        |entry, more| entry.method.push_str(more),
        |entry, more| entry.action.push_str(more),
        |entry, _| {
            entry.outcome =
                if entry.outcome == Outcome::Success { Outcome::Denied } else { Outcome::Success };
        },
        |entry, more| entry.reason.push_str(more),
        |entry, more| entry.target.push_str(more),
        |entry, more| entry.before.push_str(more),
        |entry, more| entry.after.push_str(more),
        |entry, more| match entry.personal.first_mut() {
            Some(first) => first.hash[0] ^= 1,
            None => {
                entry.personal.push(Commitment { subject: more.into(), field: more.into(), hash: [0; 32] });
            }
        },
    ];

    prop_compose! {
        fn entries()(
            texts in prop::collection::vec(".{0,12}", 12),
            sequence in 1..u64::from(u32::MAX),
            time: i64,
            denied: bool,
            personal in prop::collection::vec((".{0,5}", ".{0,5}", any::<[u8; 32]>()), 0..3),
        ) -> Entry {
            let mut texts = texts.into_iter();
            let mut text = || texts.next().unwrap();
            Entry {
                tenant_id: text(), environment: text(), sequence, time, actor: text(), on_behalf_of: text(),
                request_id: text(), method: text(), action: text(),
                outcome: if denied { Outcome::Denied } else { Outcome::Success },
                reason: text(), target: text(), before: text(), after: text(),
                personal: personal.into_iter()
                    .map(|(subject, field, hash)| Commitment { subject, field, hash }).collect(),
            }
        }
    }

    proptest! {
        #[test]
        fn any_change_of_any_one_field_changes_the_hash(entry in entries(), previous: [u8; 32], more in ".{1,4}") {
            let hash = entry.hash(&previous);
            prop_assert_eq!(hash, entry.clone().hash(&previous));
            for change in CHANGES {
                let mut changed = entry.clone();
                change(&mut changed, &more);
                prop_assert_ne!(changed.hash(&previous), hash);
            }
            let mut other = previous;
            other[31] ^= 1;
            prop_assert_ne!(entry.hash(&other), hash);
        }

        /// What lengths are for: text that moves from one field to the next is seen.
        #[test]
        fn text_does_not_move_between_fields_unseen(entry in entries(), previous: [u8; 32], text in ".{1,4}") {
            let (mut one, mut two) = (entry.clone(), entry);
            one.reason.push_str(&text);
            two.target.insert_str(0, &text);
            prop_assert_ne!(one.hash(&previous), two.hash(&previous));
        }

        #[test]
        fn a_commitment_holds_for_its_salt_subject_field_and_text(salt: [u8; 32], a in ".{0,9}", b in ".{0,9}") {
            prop_assume!(a != b);
            let hash = commit(&salt, &a, &a, &a);
            let mut other = salt;
            other[0] ^= 1;
            prop_assert_ne!(commit(&other, &a, &a, &a), hash);
            prop_assert_ne!(commit(&salt, &b, &a, &a), hash);
            prop_assert_ne!(commit(&salt, &a, &b, &a), hash);
            prop_assert_ne!(commit(&salt, &a, &a, &b), hash);
        }
    }
}
