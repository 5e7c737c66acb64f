//! The tenants that people are signed in to.

use omni_kernel::db::{Database, TenantTx};
use omni_kernel::ports::{TenantRegistry, TenantStatus};
use omni_kernel::{Environment, Error, Scope, TenantId};

/// A tenant's live environment, where acts of sign-in belong.
pub(crate) fn live(tenant: TenantId) -> Scope {
    Scope { tenant, environment: Environment::Live }
}

/// Whether the transaction's tenant is cancelled, so that nobody is signed in to it any more.
pub(crate) async fn is_cancelled(registry: &dyn TenantRegistry, tx: &mut TenantTx) -> Result<bool, Error> {
    let standing = registry.standing(tx).await?;
    Ok(standing.is_none_or(|standing| standing.status == TenantStatus::Cancelled))
}

/// The first of these tenants that is not cancelled.
pub(crate) async fn first_served(
    database: &Database,
    registry: &dyn TenantRegistry,
    tenants: &[TenantId],
) -> Result<Option<TenantId>, Error> {
    for tenant in tenants {
        let mut tx = database.begin(&live(*tenant)).await?;
        if !is_cancelled(registry, &mut tx).await? {
            return Ok(Some(*tenant));
        }
    }
    Ok(None)
}
