//! What tenants have set, from memory.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use omni_kernel::db::Database;
use omni_kernel::ports::CacheTtls;
use omni_kernel::{Clock, Error, Scope};

use super::store;

/// How old what is known of a tenant may be.
const FRESH: Duration = Duration::from_secs(5);
/// Tenants remembered before those who did not call lately are forgotten.
const MANY: usize = 10_000;

type Ttls = Arc<HashMap<String, Duration>>;

/// How long tenants want answers kept. Reads a tenant's settings every few seconds while it calls.
pub struct CacheSettings {
    database: Database,
    clock: Clock,
    known: Mutex<HashMap<Scope, (Timestamp, Ttls)>>,
}

impl CacheSettings {
    /// The settings in this database.
    pub fn new(database: Database, clock: Clock) -> Self {
        Self { database, clock, known: Mutex::default() }
    }

    /// What a tenant has set, at most [`FRESH`] old; older when the database is away.
    async fn of(&self, scope: &Scope) -> Ttls {
        let (now, mut last) = (self.clock.now(), None);
        if let Some((read, ttls)) = self.known().get_mut(scope) {
            if now.duration_since(*read).unsigned_abs() < FRESH {
                return Arc::clone(ttls);
            }
            // One caller reads; the others go by what is known meanwhile.
            *read = now;
            last = Some(Arc::clone(ttls));
        }
        match self.read(scope).await {
            Ok(ttls) => {
                let ttls = Arc::new(ttls);
                let mut known = self.known();
                if known.len() >= MANY {
                    known.retain(|_, (read, _)| now.duration_since(*read).unsigned_abs() < FRESH);
                }
                known.insert(*scope, (now, Arc::clone(&ttls)));
                ttls
            }
            Err(_) => last.unwrap_or_default(),
        }
    }

    async fn read(&self, scope: &Scope) -> Result<HashMap<String, Duration>, Error> {
        let mut tx = self.database.begin(scope).await?;
        let ttls = store::ttls(&mut tx).await?;
        tx.commit().await?;
        Ok(ttls)
    }

    /// Has the next call of the tenant read them again.
    pub(super) fn forget(&self, scope: &Scope) {
        self.known().remove(scope);
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<Scope, (Timestamp, Ttls)>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl CacheTtls for CacheSettings {
    async fn ttl(&self, scope: &Scope, method: &str) -> Option<Duration> {
        self.of(scope).await.get(method).copied()
    }
}

impl fmt::Debug for CacheSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CacheSettings").finish_non_exhaustive()
    }
}
