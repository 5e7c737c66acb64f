//! Keys of encryption at rest over a real Postgres.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use omni_kernel::db::{Database, Migration, Migrations, Time};
use omni_kernel::ports::TenantDirectory;
use omni_kernel::vault::{
    KeyFile, LocalKey, Progress, Rows, SPREAD, SealedColumn, SealedTable, count_old, make_data_key, reseal,
    rewrap, status,
};
use omni_kernel::{Error, Rng, Scope, TenantId, Vault};
use omni_testkit::{START, TestDb, scope};
use sqlx::Row;
use uuid::Uuid;

static SECRETS: Migrations = Migrations {
    domain: "secrets",
    moves: false,
    files: &[Migration {
        version: 1,
        name: "secrets",
        up: "CREATE TABLE secrets (tenant_id uuid NOT NULL, live boolean NOT NULL, secret_id uuid NOT NULL,
                                   sealed bytea, note_time timestamptz, PRIMARY KEY (tenant_id, live, secret_id));
             SELECT protect('secrets');
             GRANT SELECT, INSERT, UPDATE ON secrets TO omni_app;",
        down: "DROP TABLE secrets;",
    }],
};

fn column() -> Vec<Box<dyn SealedColumn>> {
    vec![Box::new(SealedTable {
        table: "secrets",
        column: "sealed",
        rows: Rows::Tenants,
        place: |row| Ok(place(row.try_get("secret_id")?)),
    })]
}

fn place(id: Uuid) -> String {
    format!("secret:{id}")
}

struct Directory(Vec<TenantId>);

#[async_trait]
impl TenantDirectory for Directory {
    async fn tenants(&self) -> Result<Vec<TenantId>, Error> {
        Ok(self.0.clone())
    }
}

async fn open(db: &Database, like: &TestDb, key: &LocalKey) -> Result<Vault, Error> {
    Vault::open_vault(db.clone(), Arc::new(key.clone()), like.clock().clone(), Rng::system()).await
}

async fn save(db: &Database, vault: &Vault, scope: Scope, id: Uuid, text: &str) -> Result<(), Error> {
    let mut tx = db.begin(&scope).await?;
    sqlx::query(
        "INSERT INTO secrets (tenant_id, live, secret_id, sealed, note_time) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (tenant_id, live, secret_id) DO UPDATE SET sealed = excluded.sealed",
    )
    .bind(scope.tenant.uuid())
    .bind(scope.environment.is_live())
    .bind(id)
    .bind(vault.seal(&place(id), text.as_bytes())?)
    .bind(Time(START))
    .execute(&mut tx)
    .await?;
    tx.commit().await
}

async fn load(db: &Database, vault: &Vault, scope: Scope, id: Uuid) -> Result<String, Error> {
    let mut tx = db.begin(&scope).await?;
    let sealed: Vec<u8> = sqlx::query_scalar("SELECT sealed FROM secrets WHERE secret_id = $1")
        .bind(id)
        .fetch_one(&mut tx)
        .await?;
    Ok(String::from_utf8(vault.open(&place(id), &sealed)?).unwrap())
}

#[tokio::test]
async fn what_was_sealed_opens_after_a_restart_and_on_another_server() {
    let db = TestDb::new(&[&SECRETS]).await;
    let key = LocalKey::generate(&Rng::system());
    let opened = futures::future::join_all((0..4).map(|_| open(&db, &db, &key))).await;
    let vaults: Vec<Vault> = opened.into_iter().map(Result::unwrap).collect();
    assert_eq!(status(&db).await.unwrap().len(), 1, "servers that start at once make one data key");
    let sealed = vaults[0].seal("x", b"value").unwrap();
    let hash = vaults[0].keyed_hash("email", b"ana@example.com");
    for vault in &vaults {
        assert_eq!(vault.open("x", &sealed).unwrap(), b"value");
        assert_eq!(vault.keyed_hash("email", b"ana@example.com"), hash);
    }
}

#[tokio::test]
async fn with_another_key_the_server_does_not_start_and_says_which_key_it_wants() {
    let (db, rng) = (TestDb::new(&[&SECRETS]).await, Rng::system());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.key");
    let file = Arc::new(KeyFile::open_or_make(&path, &rng).unwrap());
    let start = async || {
        Vault::open_vault(db.database().clone(), file.clone(), db.clock().clone(), rng.clone()).await
    };
    start().await.unwrap();
    let wanted = status(&db).await.unwrap()[0].wrapper.clone();

    std::fs::rename(&path, folder.path().join("kept")).unwrap();
    let lost = start().await.unwrap_err();
    assert_eq!(lost.reason().name, "VAULT_KEY_WRONG");
    assert!(lost.message().contains("missing"), "{lost}");

    let other = KeyFile::open_or_make(&path, &rng).unwrap();
    drop(other);
    let changed = start().await.unwrap_err();
    assert_eq!(changed.reason().name, "VAULT_KEY_WRONG");
    assert!(changed.message().contains(&wanted) && changed.message().contains("vault.key"), "{changed}");

    std::fs::rename(folder.path().join("kept"), &path).unwrap();
    start().await.unwrap();

    sqlx::raw_sql("UPDATE omni.data_keys SET wrapped = set_byte(wrapped, 30, get_byte(wrapped, 30) # 1)")
        .execute(&mut db.superuser().await)
        .await
        .unwrap();
    let tampered = start().await.unwrap_err();
    assert!(tampered.message().contains("was changed"), "{tampered}");
}

#[tokio::test]
async fn the_key_of_the_installation_is_changed_and_the_old_one_opens_nothing() {
    let db = TestDb::new(&[&SECRETS]).await;
    let (old, new) = (LocalKey::generate(&Rng::system()), LocalKey::generate(&Rng::system()));
    let running = open(&db, &db, &old).await.unwrap();
    let sealed = running.seal("x", b"value").unwrap();
    let hash = running.keyed_hash("email", b"ana@example.com");
    assert_eq!(rewrap(&db, &old, &new).await.unwrap(), 2, "the data key and the look-up key");
    assert_eq!(rewrap(&db, &old, &new).await.unwrap(), 0, "made again, it finds nothing to do");
    assert_eq!(open(&db, &db, &old).await.unwrap_err().reason().name, "VAULT_KEY_WRONG");
    let again = open(&db, &db, &new).await.unwrap();
    assert_eq!(again.open("x", &sealed).unwrap(), b"value");
    assert_eq!(again.keyed_hash("email", b"ana@example.com"), hash, "what is looked up is found again");
    // The server that runs goes on.
    assert_eq!(running.open("x", &sealed).unwrap(), b"value");
    let third = LocalKey::generate(&Rng::system());
    assert!(rewrap(&db, &old, &third).await.is_err());
    assert_eq!(open(&db, &db, &new).await.unwrap().open("x", &sealed).unwrap(), b"value");
}

#[tokio::test]
async fn a_new_data_key_is_learned_by_every_server_before_it_is_used() {
    let db = TestDb::new(&[&SECRETS]).await;
    let key = LocalKey::generate(&Rng::system());
    let (one, two) = (open(&db, &db, &key).await.unwrap(), open(&db, &db, &key).await.unwrap());
    let first = one.current_key().unwrap();
    db.clock().advance(Duration::from_secs(1));
    let second = make_data_key(&db, &key, db.clock(), db.rng(), SPREAD).await.unwrap();
    one.refresh().await.unwrap();
    assert_eq!(one.current_key().unwrap(), first);
    db.clock().advance(SPREAD);
    assert_eq!(one.current_key().unwrap(), second);
    assert_eq!(one.keyed_hash("email", b"ana"), two.keyed_hash("email", b"ana"), "it is not of a data key");
    let sealed = one.seal("x", b"value").unwrap();
    // The other one has not looked since; asked for the key it looks at once.
    assert_eq!(two.open("x", &sealed).unwrap_err().reason().name, "VAULT_KEY_UNKNOWN");
    for _ in 0..200 {
        if two.open("x", &sealed).is_ok() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(two.open("x", &sealed).unwrap(), b"value");
}

#[tokio::test]
async fn values_are_sealed_anew_while_servers_write_and_an_interruption_loses_nothing() {
    let db = TestDb::new(&[&SECRETS]).await;
    let key = LocalKey::generate(&Rng::system());
    let vault = open(&db, &db, &key).await.unwrap();
    let scopes: Vec<Scope> = (0..3).map(|_| scope(db.rng())).collect();
    let directory = Directory(scopes.iter().map(|scope| scope.tenant).collect());
    let mut ids = Vec::new();
    for scope in &scopes {
        for _ in 0..700 {
            let id = db.rng().uuid(START);
            save(&db, &vault, *scope, id, &format!("first {id}")).await.unwrap();
            ids.push((*scope, id));
        }
    }
    db.clock().advance(Duration::from_secs(1));
    let second = make_data_key(&db, &key, db.clock(), db.rng(), Duration::ZERO).await.unwrap();
    vault.refresh().await.unwrap();
    assert_eq!(vault.current_key().unwrap(), second);
    let column = column();
    assert_eq!(count_old(&db, &vault, &*column[0], &directory).await.unwrap(), 2_100);

    // Interrupted somewhere in the middle.
    let interrupted =
        tokio::time::timeout(Duration::from_millis(120), reseal(&db, &vault, &column, &directory));
    let _ = interrupted.await;
    // Taken up again, while others write.
    let writers = ids.iter().step_by(7).map(|(scope, id)| {
        let (db, vault) = (db.database().clone(), vault.clone());
        async move { save(&db, &vault, *scope, *id, &format!("second {id}")).await }
    });
    let (done, written) =
        tokio::join!(reseal(&db, &vault, &column, &directory), futures::future::join_all(writers));
    assert!(written.iter().all(Result::is_ok));
    assert_eq!(done.unwrap().unreadable, 0);
    assert_eq!(count_old(&db, &vault, &*column[0], &directory).await.unwrap(), 0);
    for (at, (scope, id)) in ids.iter().enumerate() {
        let expected = if at % 7 == 0 { format!("second {id}") } else { format!("first {id}") };
        assert_eq!(load(&db, &vault, *scope, *id).await.unwrap(), expected);
    }

    // One that does not open is told and does not hold up the rest.
    sqlx::query("UPDATE omni.secrets SET sealed = set_byte(sealed, 60, get_byte(sealed, 60) # 1) WHERE secret_id = $1")
        .bind(ids[0].1)
        .execute(&mut db.superuser().await)
        .await
        .unwrap();
    db.clock().advance(Duration::from_secs(1));
    make_data_key(&db, &key, db.clock(), db.rng(), Duration::ZERO).await.unwrap();
    vault.refresh().await.unwrap();
    let done = reseal(&db, &vault, &column, &directory).await.unwrap();
    assert_eq!(done, Progress { resealed: 2_099, unreadable: 1 });
}
