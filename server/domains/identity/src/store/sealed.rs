//! The columns of sealed values that outlive a data key. What waits for a mail or for the grace of a refresh token is
//! gone long before, and is left out.

use std::time::Duration;

use async_trait::async_trait;
use omni_kernel::config::Auth;
use omni_kernel::db::{Database, RawTx};
use omni_kernel::ports::TenantDirectory;
use omni_kernel::vault::{Holder, Progress, Rows, SealedColumn, SealedTable};
use omni_kernel::{Error, UserId, Vault};
use sqlx::Row;
use uuid::Uuid;

use super::people;
use crate::sso::ConnectionId;

/// For how long after a rotation sealed values that are left out may still be opened.
pub(crate) fn left_for(settings: &Auth) -> Duration {
    // Challenges, sign-ins through a company and the grace of refresh tokens last minutes.
    settings.verification_ttl.max(settings.reset_ttl).max(Duration::from_hours(1))
}

pub(crate) fn columns(database: &Database) -> Vec<Box<dyn SealedColumn>> {
    let keys = SealedTable {
        table: "signing_keys",
        column: "private_key",
        rows: Rows::Installation,
        place: |row| Ok(crate::keyring::place(row.try_get("key_id")?)),
    };
    let secrets = SealedTable {
        table: "totp_factors",
        column: "secret",
        place: |row| Ok(crate::service::totp_place(UserId::from_uuid(row.try_get::<Uuid, _>("user_id")?))),
        ..keys
    };
    // The same in live and test; only a live transaction changes it.
    let clients = SealedTable {
        table: "sso_connections",
        column: "client_secret",
        rows: Rows::Tenants,
        place: |row| {
            let id = ConnectionId::from_uuid(row.try_get::<Uuid, _>("connection_id")?);
            Ok(crate::sso::store::connections::place(id))
        },
    };
    let secrets = OfPersons { table: secrets, database: database.clone() };
    vec![Box::new(keys), Box::new(secrets), Box::new(clients)]
}

/// A table whose rows belong to persons.
struct OfPersons {
    table: SealedTable,
    database: Database,
}

#[async_trait]
impl SealedColumn for OfPersons {
    fn name(&self) -> String {
        self.table.name()
    }

    async fn holders(&self, _: &dyn TenantDirectory) -> Result<Vec<Holder>, Error> {
        let mut tx = self.database.begin_unscoped().await?;
        Ok(people::ids(tx.raw()).await?.into_iter().map(Holder::Person).collect())
    }

    async fn reseal(&self, tx: &mut RawTx, vault: &Vault, limit: i64) -> Result<Progress, Error> {
        self.table.reseal(tx, vault, limit).await
    }

    async fn count_old(&self, tx: &mut RawTx, current: Uuid) -> Result<u64, Error> {
        self.table.count_old(tx, current).await
    }
}
