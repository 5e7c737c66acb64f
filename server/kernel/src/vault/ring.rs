//! The data keys that this server knows.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305};
use jiff::Timestamp;
use tokio::sync::Notify;
use uuid::Uuid;

use super::reason::VAULT_KEY_UNKNOWN;
use super::store::{self, Purpose};
use super::wrapper::KeyWrapper;
use crate::db::Database;
use crate::error::Error;

/// How often a server looks for data keys that others made.
const EVERY: Duration = Duration::from_secs(5);
const _: () =
    assert!(EVERY.as_secs() * 2 < super::SPREAD.as_secs(), "a new key is learned before it is used");
/// Least time between two looks, also when somebody asks for a key that is not known: keys can be made up.
const SHORTEST: Duration = Duration::from_millis(500);

/// The known data keys.
pub(super) struct Ring {
    keys: RwLock<Keys>,
    /// Where they come from; none for a vault of one key.
    source: Option<Source>,
    wanted: Arc<Notify>,
}

#[derive(Default)]
struct Keys {
    ciphers: HashMap<Uuid, Arc<XChaCha20Poly1305>>,
    /// From when on each is used for sealing, the latest last.
    order: Vec<(Timestamp, Uuid)>,
}

struct Source {
    database: Database,
    wrapper: Arc<dyn KeyWrapper>,
}

impl Ring {
    pub(super) fn of_one(id: Uuid, key: &[u8; 32]) -> Self {
        let cipher = Arc::new(XChaCha20Poly1305::new(&Key::from(*key)));
        let keys = Keys { ciphers: HashMap::from([(id, cipher)]), order: vec![(Timestamp::MIN, id)] };
        Self { keys: RwLock::new(keys), source: None, wanted: Arc::default() }
    }

    pub(super) async fn load(database: Database, wrapper: Arc<dyn KeyWrapper>) -> Result<Arc<Self>, Error> {
        let source = Some(Source { database, wrapper });
        let ring = Arc::new(Self { keys: RwLock::default(), source, wanted: Arc::default() });
        ring.refresh().await?;
        let (weak, wanted) = (Arc::downgrade(&ring), Arc::clone(&ring.wanted));
        tokio::spawn(async move {
            loop {
                let _ = tokio::time::timeout(EVERY, wanted.notified()).await;
                let Some(ring) = weak.upgrade() else { return };
                if let Err(error) = ring.refresh().await {
                    tracing::warn!(?error, "new data keys could not be looked for");
                }
                drop(ring);
                tokio::time::sleep(SHORTEST).await;
            }
        });
        Ok(ring)
    }

    /// Learns what is new in the database.
    pub(super) async fn refresh(&self) -> Result<(), Error> {
        let Some(source) = &self.source else { return Ok(()) };
        let mut tx = source.database.begin_unscoped().await?;
        let all = store::all(tx.raw()).await?;
        tx.commit().await?;
        for key in all.into_iter().filter(|key| key.purpose == Purpose::Seal) {
            if self.read().ciphers.contains_key(&key.id) {
                continue;
            }
            let unwrapped = source.wrapper.unwrap(&key.wrapper, &key.name(), &key.wrapped).await?;
            let cipher = Arc::new(XChaCha20Poly1305::new(&Key::from(unwrapped)));
            let mut keys = self.keys.write().unwrap_or_else(PoisonError::into_inner);
            keys.ciphers.insert(key.id, cipher);
            keys.order.push((key.activate_time, key.id));
            keys.order.sort_unstable();
        }
        Ok(())
    }

    /// The key that values are sealed under: the latest whose time has come.
    pub(super) fn current(&self, now: Timestamp) -> Result<(Uuid, Arc<XChaCha20Poly1305>), Error> {
        let keys = self.read();
        // Before the first one's time, as on a clock that was set back, the first one.
        let at = keys.order.partition_point(|(time, _)| *time <= now).saturating_sub(1);
        let found = keys.order.get(at).and_then(|(_, id)| Some((*id, Arc::clone(keys.ciphers.get(id)?))));
        found.ok_or_else(|| Error::internal("the vault has no data key"))
    }

    /// The key of a sealed value.
    pub(super) fn get(&self, id: Uuid) -> Result<Arc<XChaCha20Poly1305>, Error> {
        if let Some(cipher) = self.read().ciphers.get(&id) {
            return Ok(Arc::clone(cipher));
        }
        self.wanted.notify_one();
        Err(Error::new(&VAULT_KEY_UNKNOWN, "a value is sealed under a key that is not known here yet")
            .with_context(format!("the data key {id}"))
            .with_retry_after(Duration::from_secs(1)))
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, Keys> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner)
    }
}
