use omni_kernel::db::{Migration, Migrations};
use omni_testkit::{TestDb, assert_migrations_go_back};

use crate::support::NOTES;

/// The kernel's migrations and those of the notes, by title.
fn all() -> Vec<String> {
    let kernel = Migrations::foundation();
    let title =
        |set: &Migrations, file: &Migration| format!("{}/{:04}_{}", set.domain, file.version, file.name);
    let sets = [kernel, &NOTES];
    sets.iter().flat_map(|set| set.files.iter().map(|file| title(set, file))).collect()
}

#[tokio::test]
async fn every_migration_has_its_way_back() {
    assert_migrations_go_back(&[&NOTES]).await;
}

#[tokio::test]
#[should_panic(expected = "something is left after the way back")]
async fn a_way_back_that_forgets_something_is_seen() {
    static CARELESS: Migrations = Migrations {
        domain: "careless",
        moves: false,
        files: &[Migration {
            version: 1,
            name: "two_tables",
            up: "CREATE TABLE a (x int); CREATE TABLE b (x int);",
            down: "DROP TABLE a;",
        }],
    };
    assert_migrations_go_back(&[&CARELESS]).await;
}

#[tokio::test]
async fn what_was_applied_is_not_applied_again() {
    let db = TestDb::empty().await;
    let first = db.migrate(&[&NOTES]).await.unwrap();
    assert_eq!(first.now, all());
    assert_eq!(first.now.first().map(String::as_str), Some("kernel/0001_foundation"));
    let second = db.migrate(&[&NOTES]).await.unwrap();
    assert!(second.now.is_empty());
    assert_eq!(second.before, all().len());
}

#[tokio::test]
async fn what_is_pending_is_told_and_left_as_it_is() {
    let db = TestDb::empty().await;
    let all = all();
    assert_eq!(db.pending(&[&NOTES]).await.unwrap(), all);
    assert_eq!(db.pending(&[&NOTES]).await.unwrap(), all);
    db.migrate(&[]).await.unwrap();
    assert_eq!(db.pending(&[&NOTES]).await.unwrap(), all[all.len() - NOTES.files.len()..]);
    db.migrate(&[&NOTES]).await.unwrap();
    assert!(db.pending(&[&NOTES]).await.unwrap().is_empty());
}

#[tokio::test]
async fn several_servers_that_start_at_once_migrate_once() {
    let db = TestDb::empty().await;
    let sets: [&'static Migrations; 1] = [&NOTES];
    let runs = futures::future::join_all((0..6).map(|_| db.migrate(&sets))).await;
    let applied: usize = runs.into_iter().map(|run| run.unwrap().now.len()).sum();
    assert_eq!(applied, all().len());
}

#[tokio::test]
async fn a_migration_changed_after_it_was_applied_stops_the_start_and_is_named() {
    static CHANGED: Migrations = Migrations {
        domain: "notes",
        moves: false,
        files: &[Migration { version: 1, name: "notes", up: "SELECT 'something else'", down: "" }],
    };
    let db = TestDb::new(&[&NOTES]).await;
    let error = db.migrate(&[&CHANGED]).await.unwrap_err();
    assert_eq!(error.reason().name, "DATABASE_SETUP");
    assert!(error.message().contains("notes/0001_notes"), "{error}");
}

#[tokio::test]
async fn a_ledger_that_was_tampered_with_stops_the_start() {
    let db = TestDb::new(&[&NOTES]).await;
    let mut owner = db.owner().await;
    sqlx::raw_sql("UPDATE omni.migrations SET sha256 = '\\x00' WHERE domain = 'notes' AND version = 2")
        .execute(&mut owner)
        .await
        .unwrap();
    let error = db.migrate(&[&NOTES]).await.unwrap_err();
    assert!(error.message().contains("notes/0002_title"), "{error}");
}

#[tokio::test]
async fn a_migration_that_fails_leaves_nothing_and_those_before_it() {
    static BROKEN: Migrations = Migrations {
        domain: "broken",
        moves: false,
        files: &[
            Migration {
                version: 1,
                name: "good",
                up: "CREATE TABLE good (x int);",
                down: "DROP TABLE good;",
            },
            Migration { version: 2, name: "bad", up: "CREATE TABLE half (x int); SELECT 1 / 0;", down: "" },
        ],
    };
    let db = TestDb::empty().await;
    let error = db.migrate(&[&BROKEN]).await.unwrap_err();
    assert!(error.message().contains("broken/0002_bad"), "{error}");
    let mut owner = db.owner().await;
    let there: (bool, bool) =
        sqlx::query_as("SELECT to_regclass('omni.good') IS NOT NULL, to_regclass('omni.half') IS NOT NULL")
            .fetch_one(&mut owner)
            .await
            .unwrap();
    assert_eq!(there, (true, false));
}

#[tokio::test]
async fn an_app_role_above_the_law_is_refused() {
    // Roles are the cluster's: the change is made in a transaction of the same session and taken back.
    let db = TestDb::new(&[]).await;
    let shared = omni_testkit::SharedCluster::get().await;
    let mut superuser = shared.superuser(db.name()).await;
    sqlx::raw_sql("BEGIN; ALTER ROLE omni_app BYPASSRLS").execute(&mut superuser).await.unwrap();
    let found = omni_testkit::catalogue::findings(&mut superuser, &omni_testkit::catalogue::REVIEWED).await;
    sqlx::raw_sql("ROLLBACK").execute(&mut superuser).await.unwrap();
    assert!(found.iter().any(|line| line.contains("attributes")), "{found:?}");
}
