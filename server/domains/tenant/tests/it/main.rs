//! Tenants over a real Postgres.

#![expect(clippy::unwrap_used, reason = "a failure in a test's helper fails the test")]

mod administration;
mod entitlements;
mod ledger;
mod notices;
mod registry;
mod schema;

use std::sync::Arc;

use omni_kernel::db::TenantTx;
use omni_kernel::ports::{AuditEntry, Invitations, LimitUse, TenantRegistry};
use omni_kernel::{Effect, Error, Scope};
use omni_tenant::{MIGRATIONS, Tenants};
use omni_testkit::{TestDb, scope};

async fn setup() -> (TestDb, Arc<Tenants>) {
    let db = TestDb::new(&[&MIGRATIONS]).await;
    let tenants = Arc::new(Tenants::new(db.database().clone(), db.clock().clone()));
    (db, tenants)
}

/// A new tenant of a tier.
async fn tenant(db: &TestDb, tenants: &Tenants, tier: &str) -> Scope {
    let whose = scope(db.rng());
    create(db, tenants, whose, "Acme", tier, false).await.unwrap();
    whose
}

async fn create(
    db: &TestDb,
    tenants: &Tenants,
    whose: Scope,
    name: &str,
    tier: &str,
    operator: bool,
) -> Result<(), Error> {
    let mut tx = db.begin(&whose).await?;
    tenants.create(&mut tx, name, tier, operator).await?;
    tx.commit().await
}

/// Invites one address and no other.
struct OneAddress;

#[async_trait::async_trait]
impl Invitations for OneAddress {
    async fn invite(
        &self,
        effect: &mut Effect,
        field: &str,
        email: &str,
        role: &str,
    ) -> Result<String, Error> {
        if email != "ana@example.com" {
            return Err(Error::invalid_field(field, "expected ana@example.com"));
        }
        effect.audit(AuditEntry::success(format!("invited {role}")));
        Ok("inv_1".to_owned())
    }
}

/// A tenant that has five members, as if another domain had counted them.
struct FiveUsers;

#[async_trait::async_trait]
impl LimitUse for FiveUsers {
    fn limit(&self) -> &'static str {
        "users"
    }

    async fn in_use(&self, _: &mut TenantTx) -> Result<u64, Error> {
        Ok(5)
    }
}
