//! Turns within one server: a request waits here, without a connection to the database, for another about the same thing,
//! such as the one it repeats.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use tokio::sync::{Mutex as Lock, OwnedMutexGuard};

/// Who is at which key. Cheap to clone.
#[derive(Clone, Default)]
pub struct Turns(Arc<Mutex<HashMap<String, Weak<Lock<()>>>>>);

/// The right to be at a key; ends when dropped.
pub struct Turn {
    guard: Option<OwnedMutexGuard<()>>,
    key: String,
    turns: Turns,
}

impl Turns {
    /// Waits until nobody else of this server is at the key. Those who wait get their turn in the order they came.
    pub async fn wait(&self, key: String) -> Turn {
        let lock = {
            let mut all = self.all();
            let known = all.get(&key).and_then(Weak::upgrade);
            known.unwrap_or_else(|| {
                let lock = Arc::new(Lock::new(()));
                all.insert(key.clone(), Arc::downgrade(&lock));
                lock
            })
        };
        // The turn exists before the wait, so that one who gives up waiting tidies up, too.
        let mut turn = Turn { guard: None, key, turns: self.clone() };
        turn.guard = Some(lock.lock_owned().await);
        turn
    }

    fn all(&self) -> MutexGuard<'_, HashMap<String, Weak<Lock<()>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.guard = None;
        let mut all = self.turns.all();
        if all.get(&self.key).is_some_and(|lock| lock.strong_count() == 0) {
            all.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn one_at_a_time_is_at_a_key_and_nothing_is_left_behind() {
        let turns = Turns::default();
        let first = turns.wait("a".into()).await;
        let other = turns.wait("b".into()).await;
        let (waiting, patient) = (turns.clone(), turns.clone());
        let impatient = tokio::time::timeout(Duration::from_millis(20), waiting.wait("a".into()));
        assert!(impatient.await.is_err());
        let second = tokio::spawn(async move { drop(patient.wait("a".into()).await) });
        tokio::task::yield_now().await;
        drop(first);
        second.await.unwrap();
        drop(other);
        assert!(turns.all().is_empty());
    }
}
