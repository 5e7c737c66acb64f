//! API keys over a real Postgres.

#![expect(clippy::unwrap_used, reason = "a failure in a test's helper fails the test")]

mod bootstrap;
mod keys;
mod manage;
mod schema;
mod verify;

use std::sync::Arc;

use omni_kernel::ctx::Facts;
use omni_kernel::db::{Database, Migrations};
use omni_kernel::ports::TenantRegistry;
use omni_kernel::{Caller, Clock, Ctx, Error, Grants, KeyId, RequestId, Rng, Scope, Secret};
use omni_keys::{ApiKey, CreatedKey, Keys, NewKey};
use omni_tenant::Tenants;
use omni_testkit::doubles::effects;
use omni_testkit::{TestDb, scope};

static MIGRATIONS: [&Migrations; 2] = [&omni_tenant::MIGRATIONS, &omni_keys::MIGRATIONS];

/// The keys of a database, as a server has them.
fn keys_of(database: &Database, clock: &Clock, rng: &Rng) -> Keys {
    let tenants = Arc::new(Tenants::new(database.clone(), clock.clone()));
    Keys::new(database.clone(), tenants, clock.clone(), rng.clone())
}

/// A database and its keys.
async fn setup() -> (TestDb, Keys) {
    let db = TestDb::new(&MIGRATIONS).await;
    let keys = keys_of(&db, db.clock(), db.rng());
    (db, keys)
}

/// A new tenant of the tier `pro`.
async fn tenant(db: &TestDb) -> Scope {
    let mine = scope(db.rng());
    let mut tx = db.begin(&mine).await.unwrap();
    Tenants::new(db.database().clone(), db.clock().clone())
        .create(&mut tx, "Acme", "pro", false)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    mine
}

async fn key(db: &TestDb, keys: &Keys, scope: &Scope) -> CreatedKey {
    let new = NewKey::new("a key", Grants::from_iter(["intelligence.*"]), None, db.clock().now()).unwrap();
    make(db, keys, scope, &new).await
}

/// Makes a key at the machine.
async fn make(db: &TestDb, keys: &Keys, scope: &Scope, new: &NewKey) -> CreatedKey {
    let (effects, _) = effects(db.database(), db.clock(), db.rng());
    keys.create(&effects, &operator(db), *scope, new).await.unwrap()
}

/// Ends a key at the machine.
async fn revoke(db: &TestDb, keys: &Keys, scope: &Scope, id: KeyId) -> Result<ApiKey, Error> {
    let (effects, _) = effects(db.database(), db.clock(), db.rng());
    keys.revoke(&effects, &operator(db), *scope, id).await
}

/// A request of the operator at the machine.
fn operator(db: &TestDb) -> Ctx {
    Facts {
        caller: Caller::Operator,
        grants: Grants::all(),
        ..Facts::anonymous(RequestId::from_uuid(db.rng().uuid(db.clock().now())))
    }
    .into()
}

/// A key like another but for one letter of its secret, with the checksum that fits.
fn with_wrong_secret(key: &Secret) -> Secret {
    let body = &key.expose()[..key.expose().len() - 7];
    let (rest, last) = body.split_at(body.len() - 1);
    Secret::new(with_checksum(&format!("{rest}{}", if last == "a" { "b" } else { "a" })))
}

/// The format, written down once more.
fn with_checksum(body: &str) -> String {
    const DIGITS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut crc = !0_u32;
    for byte in body.bytes() {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
        }
    }
    let mut rest = u64::from(!crc);
    let mut digits = Vec::new();
    for _ in 0..6 {
        digits.push(DIGITS[usize::try_from(rest % 62).unwrap()]);
        rest /= 62;
    }
    digits.reverse();
    format!("{body}_{}", String::from_utf8(digits).unwrap())
}
