//! The audit log over a real Postgres.

#![expect(clippy::unwrap_used, reason = "a failure in a test's helper fails the test")]

mod chain;
mod privacy;
mod publishing;
mod reading;
mod schema;
mod tampering;

use std::sync::Arc;

use async_trait::async_trait;
use omni_audit::{Audit, MIGRATIONS, Settings, Trail, Verified};
use omni_kernel::ctx::Facts;
use omni_kernel::db::Database;
use omni_kernel::ports::{AuditEntry, AuditLog, TenantDirectory};
use omni_kernel::{Caller, Client, Ctx, Error, Grants, KeyId, RequestId, Rng, Scope, TenantId, Vault};
use omni_testkit::{START, TestDb, scope};
use sqlx::AssertSqlSafe;
use tonic::Request;

struct Setting {
    db: TestDb,
    trail: Trail,
    audit: Audit,
    mine: Scope,
    key: KeyId,
}

impl Setting {
    async fn new() -> Self {
        Self::with(Settings::default()).await
    }

    async fn with(settings: Settings) -> Self {
        let db = TestDb::new(&[&MIGRATIONS]).await;
        let trail = trail(db.database(), &db, settings).await;
        let (audit, mine) = (Audit::new(trail.clone()), scope(db.rng()));
        let key = KeyId::from_uuid(db.rng().uuid(START));
        Self { db, trail, audit, mine, key }
    }

    fn ctx(&self) -> Ctx {
        ctx(self.mine, self.key)
    }

    async fn write(&self, entry: AuditEntry) {
        append(self.db.database(), &self.trail, &self.ctx(), &[entry]).await.unwrap();
    }

    /// Writes so many entries.
    async fn fill(&self, count: usize) {
        for at in 0..count {
            self.write(AuditEntry::success("things.change").on(&format!("thing_{at}"))).await;
        }
    }

    async fn verify(&self) -> Verified {
        self.audit.verify(&self.ctx(), 0, 0).await.unwrap()
    }

    /// Changes the tables past every guard.
    async fn tamper(&self, sql: &str) {
        let sql = format!("SET session_replication_role = replica; SET search_path = omni; {sql}");
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut self.db.superuser().await).await.unwrap();
    }

    fn directory(&self) -> Directory {
        Directory(vec![self.mine.tenant])
    }
}

async fn trail(database: &Database, like: &TestDb, settings: Settings) -> Trail {
    let vault = Vault::new(&[7; 32], Rng::system());
    Trail::open(database.clone(), vault, like.clock().clone(), Rng::system(), settings).await.unwrap()
}

/// A request of a key's holder, as the edge hands it on.
fn ctx(scope: Scope, key: KeyId) -> Ctx {
    Facts {
        scope: Some(scope),
        caller: Caller::Key(key),
        grants: Grants::all(),
        method: Arc::from("omni.things.v1.Things/Change"),
        permission: Arc::from("things.change"),
        client: Client { ip: Some([192, 0, 2, 77].into()), user_agent: Some("curl/8.5".into()) },
        ..Facts::anonymous(RequestId::from_caller("req-1").unwrap())
    }
    .into()
}

fn request<T>(ctx: Ctx, message: T) -> Request<T> {
    let mut request = Request::new(message);
    request.extensions_mut().insert(ctx);
    request
}

async fn append(database: &Database, trail: &Trail, ctx: &Ctx, entries: &[AuditEntry]) -> Result<(), Error> {
    let mut tx = database.begin(&ctx.scope()?).await?;
    trail.append(&mut tx, ctx, entries).await?;
    tx.commit().await
}

struct Directory(Vec<TenantId>);

#[async_trait]
impl TenantDirectory for Directory {
    async fn tenants(&self) -> Result<Vec<TenantId>, Error> {
        Ok(self.0.clone())
    }
}
