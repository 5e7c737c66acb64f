//! The columns of sealed values that outlive a data key. What waits for a mail or for the grace of a refresh token is
//! gone long before, and is left out.

use std::time::Duration;

use async_trait::async_trait;
use omni_kernel::config::Auth;
use omni_kernel::db::{Database, RawTx};
use omni_kernel::ports::TenantDirectory;
use omni_kernel::vault::{Holder, Progress, Rows, SealedColumn, SealedTable};
use omni_kernel::{Error, SessionId, TenantId, UserId, Vault};
use sqlx::Row;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::{people, sessions};
use crate::sso::ConnectionId;
use crate::team;

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
    let clients = SealedTable {
        table: "sso_connections",
        column: "client_secret",
        rows: Rows::Shared,
        place: |row| {
            let id = ConnectionId::from_uuid(row.try_get::<Uuid, _>("connection_id")?);
            Ok(crate::sso::store::connections::place(id))
        },
    };
    let invited = SealedTable {
        table: "invitations",
        column: "email",
        rows: Rows::Shared,
        place: |row| {
            let tenant = TenantId::from_uuid(row.try_get("tenant_id")?);
            Ok(team::invited_place(tenant, row.try_get("invitation_id")?))
        },
    };
    let mut all: Vec<Box<dyn SealedColumn>> = vec![Box::new(keys), Box::new(clients), Box::new(invited)];
    for (table, column, place) in OF_PERSONS {
        let table = SealedTable { table, column, place, ..keys };
        all.push(Box::new(OfPersons { table, database: database.clone() }));
    }
    all
}

type Place = fn(&PgRow) -> Result<String, sqlx::Error>;

const OF_PERSONS: [(&str, &str, Place); 5] = [
    ("totp_factors", "secret", |row| Ok(crate::service::totp_place(user(row)?))),
    ("users", "email", |row| Ok(people::email_place(user(row)?))),
    ("users", "full_name", |row| Ok(people::name_place(user(row)?))),
    ("sessions", "client_ip", |row| Ok(sessions::ip_place(user(row)?, session(row)?))),
    ("sessions", "user_agent", |row| Ok(sessions::agent_place(user(row)?, session(row)?))),
];

fn user(row: &PgRow) -> Result<UserId, sqlx::Error> {
    Ok(UserId::from_uuid(row.try_get("user_id")?))
}

fn session(row: &PgRow) -> Result<SessionId, sqlx::Error> {
    Ok(SessionId::from_uuid(row.try_get("session_id")?))
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
