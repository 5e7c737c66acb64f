use super::{Effects, store};
use crate::ctx::{Environment, Scope};
use crate::error::Error;
use crate::ports::TenantDirectory;

/// Keys deleted in one transaction.
const BATCH: i64 = 1_000;

/// Deletes the idempotency keys of every tenant whose time is up; gives the number. An expired key is not replayed even
/// before this: it only takes room.
///
/// # Errors
/// `DATABASE_UNAVAILABLE`.
pub async fn sweep(effects: &Effects, tenants: &dyn TenantDirectory) -> Result<u64, Error> {
    let now = effects.0.clock.now();
    let mut deleted = 0;
    loop {
        let mut tx = effects.0.database.begin_unscoped().await?;
        let some = store::sweep(tx.raw(), None, now, BATCH).await?;
        tx.commit().await?;
        deleted += some;
        if some == 0 {
            break;
        }
    }
    for tenant in tenants.tenants().await? {
        for environment in [Environment::Live, Environment::Test] {
            let scope = Scope { tenant, environment };
            loop {
                let mut tx = effects.0.database.begin(&scope).await?;
                let some = store::sweep(tx.raw(), Some(scope), now, BATCH).await?;
                tx.commit().await?;
                deleted += some;
                if some == 0 {
                    break;
                }
            }
        }
    }
    Ok(deleted)
}
