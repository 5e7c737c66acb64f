//! The data of a tenant in a schema or a database of its own.

use omni_kernel::db::{Database, Destination};
use omni_kernel::{Error, Kind, Rng, Scope, Vault};
use omni_testkit::albums::{self, ALBUMS, VAULT_KEY};
use omni_testkit::{START, TestDb, other_environment, scope};
use sqlx::AssertSqlSafe;

pub(crate) fn placed(database: &Database) -> Database {
    database.placed(Vault::new(&VAULT_KEY, Rng::seeded(3)))
}

pub(crate) async fn write(database: &Database, scope: Scope, rng: &Rng, title: &str) -> Result<(), Error> {
    let mut tx = database.begin(&scope).await?;
    albums::write(&mut tx, rng.uuid(START), title).await?;
    tx.commit().await
}

pub(crate) async fn read(database: &Database, scope: Scope) -> Vec<String> {
    let mut tx = database.begin(&scope).await.unwrap();
    albums::read(&mut tx).await.unwrap()
}

/// A database of a tenant's own, and how to get there.
pub(crate) async fn own() -> (TestDb, Destination) {
    let own = TestDb::empty().await;
    let url = own.options().url.clone().unwrap();
    (own, Destination::Database(url))
}

/// How many albums of anybody lie in a schema of a database.
async fn count(db: &TestDb, schema: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM {schema}.z_albums");
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut db.superuser().await).await.unwrap()
}

fn schema_of(scope: Scope) -> String {
    scope.tenant.to_string().replace("ten_", "omni_t_")
}

#[tokio::test]
async fn a_tenant_moves_anywhere_and_back_and_every_row_comes_along_as_it_was() {
    let db = TestDb::new(&[&ALBUMS]).await;
    let nodes = [placed(&db), placed(&db)];
    let (mine, other) = (scope(db.rng()), scope(db.rng()));
    for whose in [mine, other_environment(mine), other] {
        for title in ["one", "two (\"2\", \\)", "drei ü 🦀"] {
            write(&nodes[0], whose, db.rng(), title).await.unwrap();
        }
    }
    let before = (read(&nodes[0], mine).await, read(&nodes[0], other_environment(mine)).await);
    let theirs = read(&nodes[0], other).await;
    assert!(before.0[2].contains("0.30000000000000004"), "{before:?}");
    let (first, to_first) = own().await;
    let (second, to_second) = own().await;
    let schema = schema_of(mine);
    let stops = [
        (Destination::Schema, [3, 0, 0]),
        (to_first.clone(), [3, 6, 0]),
        (to_second, [3, 0, 6]),
        (to_first, [3, 6, 0]),
        (Destination::Schema, [3, 0, 0]),
        (Destination::Shared, [9, 0, 0]),
    ];
    for (at, (to, expected)) in stops.into_iter().enumerate() {
        let in_schema = matches!(to, Destination::Schema);
        // Either node moves; the other one only knows where the tenant was.
        let moved = nodes[at % 2].move_tenant(mine.tenant, to.clone(), &[&ALBUMS], &()).await.unwrap();
        assert_eq!(moved.tables, [("z_albums".to_owned(), 6), ("photos".to_owned(), 6)]);
        for node in &nodes {
            assert_eq!(read(node, mine).await, before.0);
            assert_eq!(read(node, other_environment(mine)).await, before.1);
            assert_eq!(read(node, other).await, theirs);
        }
        let empty_or = async |db: &TestDb, expected| {
            let there: bool = sqlx::query_scalar("SELECT to_regclass('omni.z_albums') IS NOT NULL")
                .fetch_one(&mut db.superuser().await)
                .await
                .unwrap();
            assert_eq!(if there { count(db, "omni").await } else { 0 }, expected, "stop {at}");
        };
        empty_or(&db, expected[0]).await;
        empty_or(&first, expected[1]).await;
        empty_or(&second, expected[2]).await;
        if in_schema {
            assert_eq!(count(&db, &schema).await, 6);
        }
        // Moving it to where it is changes nothing.
        let again = nodes[0].move_tenant(mine.tenant, to, &[&ALBUMS], &()).await.unwrap();
        assert!(again.tables.is_empty());
    }
    let schemas: i64 =
        sqlx::query_scalar("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'omni\\_t\\_%'")
            .fetch_one(&mut db.superuser().await)
            .await
            .unwrap();
    assert_eq!(schemas, 0);
}

#[tokio::test]
async fn one_connection_serves_tenants_of_different_places_in_turn() {
    let db = TestDb::with(&[&ALBUMS], |options| options.pool_size = 1).await;
    let node = placed(&db);
    let tenants: Vec<Scope> = (0..4).map(|_| scope(db.rng())).collect();
    for (at, whose) in tenants.iter().enumerate() {
        if at % 2 == 0 {
            node.move_tenant(whose.tenant, Destination::Schema, &[&ALBUMS], &()).await.unwrap();
        }
    }
    for round in 0..6 {
        for (at, whose) in tenants.iter().enumerate() {
            write(&node, *whose, db.rng(), &format!("{at} {round}")).await.unwrap();
        }
    }
    for (at, whose) in tenants.iter().enumerate() {
        let lines = read(&node, *whose).await;
        assert_eq!(lines.len(), 6);
        assert!(lines.iter().all(|line| line.starts_with(&format!("{at} "))), "{lines:?}");
    }
    assert_eq!(count(&db, "omni").await, 12);
}

#[tokio::test]
async fn a_server_that_has_not_heard_of_a_move_does_not_write_to_the_old_place() {
    let db = TestDb::new(&[&ALBUMS]).await;
    let (mover, stale) = (placed(&db), placed(&db));
    let mine = scope(db.rng());
    let (own, to_own) = own().await;
    for (to, title) in [(to_own, "a"), (Destination::Schema, "b"), (Destination::Shared, "c")] {
        write(&stale, mine, db.rng(), "before").await.unwrap();
        mover.move_tenant(mine.tenant, to, &[&ALBUMS], &()).await.unwrap();
        write(&stale, mine, db.rng(), title).await.unwrap();
        assert!(read(&mover, mine).await.iter().any(|line| line.starts_with(title)));
    }
    assert_eq!(read(&mover, mine).await.len(), 6);
    assert_eq!(count(&own, "omni").await, 0);
}

#[tokio::test]
async fn a_running_transaction_ends_before_its_tenant_moves() {
    let db = TestDb::new(&[&ALBUMS]).await;
    let node = placed(&db);
    let mine = scope(db.rng());
    let mut open = node.begin(&mine).await.unwrap();
    albums::write(&mut open, db.rng().uuid(START), "late").await.unwrap();
    let moving = tokio::spawn({
        let node = node.clone();
        async move { node.move_tenant(mine.tenant, Destination::Schema, &[&ALBUMS], &()).await }
    });
    // Another tenant is served meanwhile.
    write(&node, scope(db.rng()), db.rng(), "other").await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert!(!moving.is_finished());
    open.commit().await.unwrap();
    assert_eq!(moving.await.unwrap().unwrap().tables[0].1, 1);
    assert_eq!(read(&node, mine).await.len(), 1);
}

#[tokio::test]
async fn a_copy_that_differs_is_refused_and_the_tenant_stays() {
    let db = TestDb::new(&[&ALBUMS]).await;
    let node = placed(&db);
    let (mine, pioneer) = (scope(db.rng()), scope(db.rng()));
    write(&node, mine, db.rng(), "true").await.unwrap();
    let (own, to_own) = own().await;
    node.move_tenant(pioneer.tenant, to_own.clone(), &[&ALBUMS], &()).await.unwrap();
    sqlx::raw_sql(
        "CREATE FUNCTION omni.lie() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN NEW.title = 'false'; RETURN NEW; END $$;
         CREATE TRIGGER lie BEFORE INSERT ON omni.z_albums FOR EACH ROW EXECUTE FUNCTION omni.lie()",
    )
    .execute(&mut own.superuser().await)
    .await
    .unwrap();
    let error = node.move_tenant(mine.tenant, to_own, &[&ALBUMS], &()).await.unwrap_err();
    assert!(error.message().contains("the copy of z_albums differs"), "{error:?}");
    assert!(read(&node, mine).await[0].starts_with("true"));
    assert_eq!(count(&own, "omni").await, 0);
}

#[tokio::test]
async fn the_database_it_is_in_is_no_database_of_its_own() {
    let db = TestDb::new(&[&ALBUMS]).await;
    let node = placed(&db);
    let mine = scope(db.rng());
    write(&node, mine, db.rng(), "kept").await.unwrap();
    let itself = Destination::Database(db.options().url.clone().unwrap());
    let error = node.move_tenant(mine.tenant, itself, &[&ALBUMS], &()).await.unwrap_err();
    assert_eq!(error.kind(), Kind::FailedPrecondition, "{error:?}");
    assert_eq!(read(&node, mine).await.len(), 1);
}

#[tokio::test]
async fn a_later_version_migrates_every_place() {
    static GROWN: omni_kernel::db::Migrations = omni_kernel::db::Migrations {
        files: &[
            ALBUMS_1,
            omni_kernel::db::Migration {
                version: 2,
                name: "year",
                up: "ALTER TABLE z_albums ADD COLUMN year integer",
                down: "ALTER TABLE z_albums DROP COLUMN year",
            },
        ],
        domain: "albums",
        moves: true,
    };
    const ALBUMS_1: omni_kernel::db::Migration = albums::FIRST;
    let db = TestDb::new(&[&ALBUMS]).await;
    let node = placed(&db);
    let (_own, to_own) = own().await;
    let places = [Destination::Schema, to_own];
    let tenants = [scope(db.rng()), scope(db.rng())];
    for (whose, to) in tenants.iter().zip(places) {
        write(&node, *whose, db.rng(), "old").await.unwrap();
        node.move_tenant(whose.tenant, to, &[&ALBUMS], &()).await.unwrap();
    }
    db.migrate(&[&GROWN]).await.unwrap();
    let applied = node.migrate_places(&[&GROWN]).await.unwrap();
    assert!(applied.iter().all(|place| place.now == ["albums/0002_year"]), "{applied:?}");
    for whose in tenants {
        let mut tx = node.begin(&whose).await.unwrap();
        let updated = sqlx::query("UPDATE z_albums SET year = 2026").execute(&mut tx).await.unwrap();
        assert_eq!(updated.rows_affected(), 1);
    }
}
