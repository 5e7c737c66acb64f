//! New keys.

use std::time::Duration;

use jiff::Timestamp;
use uuid::Uuid;

use super::Vault;
use super::reseal::{Holder, SealedColumn};
use super::store::{self, Purpose, StoredKey};
use super::wrapper::KeyWrapper;
use crate::clock::Clock;
use crate::db::Database;
use crate::error::Error;
use crate::ports::TenantDirectory;
use crate::rng::Rng;

/// A data key, without the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataKeyStatus {
    /// Its id.
    pub id: Uuid,
    /// Which key of the installation wraps it.
    pub wrapper: String,
    /// When it was made.
    pub create_time: Timestamp,
    /// From when on values are sealed under it, until the next one's time.
    pub activate_time: Timestamp,
}

/// What [`reseal`] did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Values sealed anew.
    pub resealed: u64,
    /// Values that do not open under any key; they are left as they are.
    pub unreadable: u64,
}

/// Every data key of the database, the oldest first.
///
/// # Errors
/// `DATABASE_UNAVAILABLE`.
pub async fn status(database: &Database) -> Result<Vec<DataKeyStatus>, Error> {
    let mut tx = database.begin_unscoped().await?;
    let all = store::all(tx.raw()).await?;
    tx.commit().await?;
    let told = |key: StoredKey| {
        (key.purpose == Purpose::Seal).then_some(DataKeyStatus {
            id: key.id,
            wrapper: key.wrapper,
            create_time: key.create_time,
            activate_time: key.activate_time,
        })
    };
    Ok(all.into_iter().filter_map(told).collect())
}

/// Makes the first data key and the look-up key, unless they are there; gives the look-up key.
pub(super) async fn make_first(
    database: &Database,
    wrapper: &dyn KeyWrapper,
    clock: &Clock,
    rng: &Rng,
) -> Result<[u8; 32], Error> {
    let mut tx = database.begin_unscoped().await?;
    let mut all = store::all(tx.raw()).await?;
    let lacks = |all: &[StoredKey], purpose| !all.iter().any(|key| key.purpose == purpose);
    if lacks(&all, Purpose::Seal) || lacks(&all, Purpose::LookUp) {
        store::lock(tx.raw()).await?;
        all = store::all(tx.raw()).await?;
        for purpose in [Purpose::Seal, Purpose::LookUp] {
            if lacks(&all, purpose) {
                let key = new_key(purpose, wrapper, clock.now(), clock.now(), rng).await?;
                store::insert(tx.raw(), &key).await?;
                all.push(key);
            }
        }
    }
    tx.commit().await?;
    let look_up = all.iter().find(|key| key.purpose == Purpose::LookUp);
    let look_up = look_up.ok_or_else(|| Error::internal("the vault has no look-up key"))?;
    wrapper.unwrap(&look_up.wrapper, &look_up.name(), &look_up.wrapped).await
}

/// Makes a data key that values are sealed under after `spread` (see [`super::SPREAD`]); gives its id.
///
/// # Errors
/// `VAULT_KEY_WRONG` when the wrapper is not the one that wraps the other data keys; `DATABASE_UNAVAILABLE`.
pub async fn make_data_key(
    database: &Database,
    wrapper: &dyn KeyWrapper,
    clock: &Clock,
    rng: &Rng,
    spread: Duration,
) -> Result<Uuid, Error> {
    let mut tx = database.begin_unscoped().await?;
    store::lock(tx.raw()).await?;
    for key in store::all(tx.raw()).await? {
        wrapper.unwrap(&key.wrapper, &key.name(), &key.wrapped).await?;
    }
    let now = clock.now();
    let activate = now.saturating_add(spread).unwrap_or(Timestamp::MAX);
    let key = new_key(Purpose::Seal, wrapper, now, activate, rng).await?;
    store::insert(tx.raw(), &key).await?;
    tx.commit().await?;
    Ok(key.id)
}

async fn new_key(
    purpose: Purpose,
    wrapper: &dyn KeyWrapper,
    create_time: Timestamp,
    activate_time: Timestamp,
    rng: &Rng,
) -> Result<StoredKey, Error> {
    let id = rng.uuid(create_time);
    let wrapped = wrapper.wrap(&store::name(id, purpose), &rng.bytes()).await?;
    Ok(StoredKey { id, purpose, wrapped, wrapper: wrapper.id().await?, create_time, activate_time })
}

/// Wraps every key by another key of the installation, all or none; gives the number. Those that are wrapped by it
/// already are left, so that a call that was interrupted can be made again.
///
/// # Errors
/// `VAULT_KEY_WRONG` when `from` does not unwrap one; what `to` says; `DATABASE_UNAVAILABLE`.
pub async fn rewrap(database: &Database, from: &dyn KeyWrapper, to: &dyn KeyWrapper) -> Result<u64, Error> {
    let target = to.id().await?;
    let mut tx = database.begin_unscoped().await?;
    store::lock(tx.raw()).await?;
    let mut changed = 0;
    for key in store::all(tx.raw()).await? {
        if key.wrapper == target {
            continue;
        }
        let name = key.name();
        let unwrapped = from.unwrap(&key.wrapper, &name, &key.wrapped).await?;
        let wrapped = to.wrap(&name, &unwrapped).await?;
        // What cannot be unwrapped again must not replace what can.
        if to.unwrap(&target, &name, &wrapped).await? != unwrapped {
            return Err(Error::internal("the new key of the vault does not unwrap what it wrapped"));
        }
        store::rewrap(tx.raw(), key.id, &wrapped, &target).await?;
        changed += 1;
    }
    tx.commit().await?;
    Ok(changed)
}

/// Values of a batch, each batch one transaction.
const BATCH: i64 = 500;
/// How long rows that a request holds are waited for.
const PAUSE: Duration = Duration::from_millis(50);

/// Seals every value of these columns that is under an older data key under the current one, in batches, while servers
/// run. What was done stays done: after an interruption the next call goes on with the rest.
///
/// # Errors
/// `DATABASE_UNAVAILABLE`, and what a column says.
pub async fn reseal(
    database: &Database,
    vault: &Vault,
    columns: &[Box<dyn SealedColumn>],
    tenants: &dyn TenantDirectory,
) -> Result<Progress, Error> {
    let mut progress = Progress::default();
    for column in columns {
        for holder in column.holders(tenants).await? {
            loop {
                let done = in_one(database, holder, async |tx| column.reseal(tx, vault, BATCH).await).await?;
                progress.resealed += done.resealed;
                if done.resealed > 0 {
                    continue;
                }
                let current = vault.current_key()?;
                let left = in_one(database, holder, async |tx| column.count_old(tx, current).await).await?;
                if left <= done.unreadable {
                    progress.unreadable += done.unreadable;
                    break;
                }
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    Ok(progress)
}

/// How many values of a column are not under the current data key.
///
/// # Errors
/// As [`reseal`].
pub async fn count_old(
    database: &Database,
    vault: &Vault,
    column: &dyn SealedColumn,
    tenants: &dyn TenantDirectory,
) -> Result<u64, Error> {
    let (mut count, current) = (0, vault.current_key()?);
    for holder in column.holders(tenants).await? {
        count += in_one(database, holder, async |tx| column.count_old(tx, current).await).await?;
    }
    Ok(count)
}

/// Runs a step in a transaction that sees the rows of a holder.
async fn in_one<T>(
    database: &Database,
    holder: Holder,
    step: impl AsyncFnOnce(&mut crate::db::RawTx) -> Result<T, Error>,
) -> Result<T, Error> {
    match holder {
        Holder::Installation => {
            let mut tx = database.begin_unscoped().await?;
            let outcome = step(tx.raw()).await?;
            tx.commit().await?;
            Ok(outcome)
        }
        Holder::Tenant(scope) => {
            let mut tx = database.begin(&scope).await?;
            let outcome = step(tx.raw()).await?;
            tx.commit().await?;
            Ok(outcome)
        }
        Holder::Person(user) => {
            let mut tx = database.begin_user(user).await?;
            let outcome = step(tx.raw()).await?;
            tx.commit().await?;
            Ok(outcome)
        }
    }
}
