//! The use cases.

use std::sync::Arc;

use async_trait::async_trait;
use omni_kernel::db::{Database, TenantTx};
use omni_kernel::error::reason;
use omni_kernel::ports::{TenantDirectory, TenantRegistry, TenantStanding};
use omni_kernel::{Clock, Error, Scope, TenantId};

use crate::model::Tenant;
use crate::store;

/// The tenants of the installation.
#[derive(Debug, Clone)]
pub struct Tenants {
    database: Database,
    clock: Clock,
}

impl Tenants {
    /// The tenants in a database.
    pub fn new(database: Database, clock: Clock) -> Self {
        Self { database, clock }
    }

    /// The tenant that the caller belongs to.
    ///
    /// # Errors
    /// `NOT_FOUND` when there is none.
    pub async fn get(&self, scope: &Scope) -> Result<Tenant, Error> {
        let mut tx = self.database.begin(scope).await?;
        store::find(&mut tx)
            .await?
            .ok_or_else(|| Error::new(&reason::NOT_FOUND, format!("there is no tenant {}", scope.tenant)))
    }
}

#[async_trait]
impl TenantRegistry for Tenants {
    async fn create(
        &self,
        tx: &mut TenantTx,
        display_name: &str,
        tier: &str,
        operator: bool,
    ) -> Result<(), Error> {
        let tenant = Tenant::new(tx.scope().tenant, display_name, tier, operator, self.clock.now())?;
        store::insert(tx, &tenant).await
    }

    async fn standing(&self, tx: &mut TenantTx) -> Result<Option<Arc<TenantStanding>>, Error> {
        let tenant = store::find(tx).await?;
        Ok(tenant.map(|tenant| {
            Arc::new(TenantStanding {
                tier: Arc::from(tenant.tier),
                status: tenant.status,
                operator: tenant.operator,
                entitlements: Arc::default(),
            })
        }))
    }
}

#[async_trait]
impl TenantDirectory for Tenants {
    async fn tenants(&self) -> Result<Vec<TenantId>, Error> {
        let mut tx = self.database.begin_unscoped().await?;
        store::ids(&mut tx).await
    }
}
