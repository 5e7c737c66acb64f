//! API keys over a real Postgres.

#![expect(clippy::unwrap_used, reason = "a failure in a test's helper fails the test")]

mod bootstrap;
mod keys;
mod manage;
mod schema;
mod verify;

use std::sync::Arc;

use omni_kernel::db::{Database, Migrations};
use omni_kernel::ports::TenantRegistry;
use omni_kernel::{Clock, Grants, Rng, Scope, Secret};
use omni_keys::{CreatedKey, Keys, NewKey};
use omni_tenant::Tenants;
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
    keys.create(scope, new).await.unwrap()
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
