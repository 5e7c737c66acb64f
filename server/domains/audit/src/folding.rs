//! A flood of equal refusals: the first is written at once, those of the next minute become one entry with their number.
//!
//! Equal are those of one caller from one address, to one method, on one thing, for one reason. The number is kept in
//! memory only: a server that is killed loses at most a minute of it, never the first.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use omni_kernel::Scope;
use serde_json::json;

use crate::draft::Draft;

/// For how long refusals like the first are counted.
const WINDOW: Duration = Duration::from_mins(1);
/// Callers, methods and reasons that are counted at once. What comes past that is written as it comes.
const GROUPS: usize = 1024;
/// Things of which it is counted apart who tried something on them; whoever tries more is counted without.
const TARGETS: usize = 8;

/// The refusals of the last minute.
#[derive(Debug, Default)]
pub(crate) struct Folding(HashMap<Group, Window>);

#[derive(Debug, PartialEq, Eq, Hash)]
struct Group {
    scope: Scope,
    actor: String,
    address: String,
    method: String,
    action: String,
    reason: String,
}

#[derive(Debug)]
struct Window {
    end: Timestamp,
    /// What came after the first, by what it was tried on.
    repeats: HashMap<String, Option<Repeats>>,
}

#[derive(Debug)]
struct Repeats {
    count: u64,
    since: Timestamp,
    last: Draft,
}

/// Repeated refusals as one entry.
pub(crate) struct Folded {
    pub(crate) scope: Scope,
    pub(crate) draft: Draft,
    pub(crate) count: u64,
}

impl Folding {
    /// Gives the refusal back when it is to be written now, or counts it.
    pub(crate) fn add(&mut self, scope: Scope, mut draft: Draft) -> Option<Draft> {
        let address = draft.facts.iter().find(|fact| fact.field == "ip");
        let group = Group {
            scope,
            actor: draft.actor.clone(),
            address: address.map(|fact| fact.value.clone()).unwrap_or_default(),
            method: draft.method.clone(),
            action: draft.action.clone(),
            reason: draft.reason.clone(),
        };
        if self.0.len() >= GROUPS && !self.0.contains_key(&group) {
            return Some(draft);
        }
        let end = draft.time.checked_add(WINDOW).unwrap_or(Timestamp::MAX);
        let window = self.0.entry(group).or_insert_with(|| Window { end, repeats: HashMap::new() });
        if window.repeats.len() >= TARGETS && !window.repeats.contains_key(&draft.target) {
            draft.target.clear();
        }
        match window.repeats.get_mut(&draft.target) {
            None => {
                window.repeats.insert(draft.target.clone(), None);
                return Some(draft);
            }
            Some(Some(repeats)) => {
                repeats.count += 1;
                repeats.last = draft;
            }
            Some(repeats) => *repeats = Some(Repeats { count: 1, since: draft.time, last: draft }),
        }
        None
    }

    /// What was counted in the minutes that have ended; with `all`, also in those that have not.
    pub(crate) fn take(&mut self, now: Timestamp, all: bool) -> Vec<Folded> {
        let mut taken = Vec::new();
        self.0.retain(|group, window| {
            let ended = window.end <= now;
            if ended || all {
                let repeats = window.repeats.values_mut().filter_map(Option::take);
                taken.extend(repeats.map(|repeats| repeats.fold(group.scope)));
            }
            !ended
        });
        taken
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Repeats {
    /// With the time, the request and the address of the last one.
    fn fold(self, scope: Scope) -> Folded {
        let mut draft = self.last;
        draft.after = json!({"repeated": self.count, "since": self.since.to_string()}).to_string();
        Folded { scope, draft, count: self.count }
    }
}
