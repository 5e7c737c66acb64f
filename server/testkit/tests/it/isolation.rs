use std::time::Duration;

use futures::StreamExt;
use omni_kernel::db::{APP_ROLE, is_unique_violation};
use omni_kernel::{Kind, Scope};
use omni_testkit::{START, TestDb, other_environment, scope};

use crate::support::{NOTES, insert, texts, write};

#[tokio::test]
async fn a_tenant_sees_its_own_rows_of_one_environment_and_no_others() {
    let db = TestDb::new(&[&NOTES]).await;
    let (first, second) = (scope(db.rng()), scope(db.rng()));
    write(&db, first, db.rng(), "first live").await.unwrap();
    write(&db, other_environment(first), db.rng(), "first test").await.unwrap();
    write(&db, second, db.rng(), "second live").await.unwrap();
    assert_eq!(texts(&db, first).await.unwrap(), ["first live"]);
    assert_eq!(texts(&db, other_environment(first)).await.unwrap(), ["first test"]);
    assert_eq!(texts(&db, second).await.unwrap(), ["second live"]);
    assert!(texts(&db, other_environment(second)).await.unwrap().is_empty());
}

#[tokio::test]
async fn nobody_writes_a_row_of_another() {
    let db = TestDb::new(&[&NOTES]).await;
    let (mine, other) = (scope(db.rng()), scope(db.rng()));
    for whose in [other, other_environment(mine)] {
        let mut tx = db.begin(&mine).await.unwrap();
        let error = insert(&mut tx, whose, db.rng().uuid(START), "x").await.unwrap_err();
        assert!(error.to_string().contains("row-level security"), "{error}");
    }
    write(&db, mine, db.rng(), "mine").await.unwrap();
    for change in
        ["UPDATE notes SET tenant_id = $1", "UPDATE notes SET live = NOT live WHERE tenant_id <> $1"]
    {
        let mut tx = db.begin(&mine).await.unwrap();
        let moved = sqlx::query(change).bind(other.tenant.uuid()).execute(&mut tx).await;
        assert!(moved.unwrap_err().to_string().contains("row-level security"));
    }
    let mut tx = db.begin(&other).await.unwrap();
    let deleted = sqlx::query("DELETE FROM notes").execute(&mut tx).await.unwrap();
    assert_eq!(deleted.rows_affected(), 0);
}

#[tokio::test]
async fn without_a_tenant_there_is_no_row_and_with_one_found_there_are_its_rows() {
    let db = TestDb::new(&[&NOTES]).await;
    let mine = scope(db.rng());
    write(&db, mine, db.rng(), "mine").await.unwrap();
    let count = "SELECT count(*) FROM notes";
    let mut tx = db.begin_unscoped().await.unwrap();
    assert_eq!(sqlx::query_scalar::<_, i64>(count).fetch_one(&mut tx).await.unwrap(), 0);
    let mut tx = tx.enter(mine).await.unwrap();
    assert_eq!(sqlx::query_scalar::<_, i64>(count).fetch_one(&mut tx).await.unwrap(), 1);
}

#[tokio::test]
async fn tenants_that_take_turns_on_one_connection_leave_nothing_behind() {
    let db = TestDb::with(&[&NOTES], |options| options.pool_size = 1).await;
    let tenants: Vec<Scope> = (0..8).map(|_| scope(db.rng())).collect();
    let turns = (0..80_usize).map(|turn| {
        let (db, tenants) = (&db, &tenants);
        async move {
            let mine = tenants[turn % tenants.len()];
            match turn % 4 {
                // Finished, given up, failed and interrupted half-way: each must leave a clean connection.
                0 => write(db, mine, db.rng(), &mine.tenant.to_string()).await.unwrap(),
                1 => drop(db.begin(&mine).await.unwrap()),
                2 => {
                    let mut tx = db.begin(&mine).await.unwrap();
                    assert!(sqlx::query("SELECT 1 / 0").execute(&mut tx).await.is_err());
                    assert_eq!(tx.commit().await.unwrap_err().kind(), Kind::Internal);
                }
                _ => {
                    let beginning = async {
                        let mut tx = db.begin(&mine).await.unwrap();
                        sqlx::query("SELECT pg_sleep(5)").execute(&mut tx).await.unwrap();
                    };
                    assert!(tokio::time::timeout(Duration::from_micros(300), beginning).await.is_err());
                }
            }
            for text in texts(db, mine).await.unwrap() {
                assert_eq!(text, mine.tenant.to_string());
            }
            let mut nobody = db.begin_unscoped().await.unwrap();
            let seen: i64 =
                sqlx::query_scalar("SELECT count(*) FROM notes").fetch_one(&mut nobody).await.unwrap();
            assert_eq!(seen, 0);
        }
    });
    // The pool has one connection, so however they are polled, they take turns on it.
    futures::stream::iter(turns).buffer_unordered(4).collect::<Vec<()>>().await;
}

#[tokio::test]
async fn the_transaction_runs_as_the_app_role_whoever_logs_in() {
    // Also where the owner's login, here even a superuser's, is all there is.
    let db = TestDb::new(&[&NOTES]).await;
    let shared = omni_testkit::SharedCluster::get().await;
    let mut options = db.options().clone();
    options.url = Some(shared.cluster().url("postgres", db.name()));
    options.app_url = None;
    let by_owner = omni_kernel::db::Database::open(&options, db.clock().clone()).await.unwrap();
    let (mine, other) = (scope(db.rng()), scope(db.rng()));
    write(&db, mine, db.rng(), "mine").await.unwrap();
    assert!(texts(&by_owner, other).await.unwrap().is_empty());
    assert_eq!(texts(&by_owner, mine).await.unwrap(), ["mine"]);
    let mut tx = by_owner.begin(&mine).await.unwrap();
    let role: String = sqlx::query_scalar("SELECT current_user::text").fetch_one(&mut tx).await.unwrap();
    assert_eq!(role, APP_ROLE);
    drop(tx);
    by_owner.close().await;
}

#[tokio::test]
async fn a_transaction_with_a_failed_statement_is_not_said_to_be_committed() {
    let db = TestDb::new(&[&NOTES]).await;
    let mine = scope(db.rng());
    let id = db.rng().uuid(START);
    let mut tx = db.begin(&mine).await.unwrap();
    insert(&mut tx, mine, id, "one").await.unwrap();
    let again = insert(&mut tx, mine, id, "two").await.unwrap_err();
    assert!(is_unique_violation(&again, "notes_pkey"));
    assert!(tx.commit().await.is_err());
    assert!(texts(&db, mine).await.unwrap().is_empty());
}

#[tokio::test]
async fn behind_a_pooler_no_prepared_statement_outlives_its_use() {
    let db = TestDb::with(&[&NOTES], |options| {
        options.transaction_pooler = true;
        options.pool_size = 1;
    })
    .await;
    let mine = scope(db.rng());
    for _ in 0..3 {
        write(&db, mine, db.rng(), "x").await.unwrap();
    }
    let mut tx = db.begin(&mine).await.unwrap();
    let kept: i64 =
        sqlx::query_scalar("SELECT count(*) FROM pg_prepared_statements").fetch_one(&mut tx).await.unwrap();
    assert_eq!(kept, 0);
}

#[tokio::test]
async fn times_keep_their_microseconds() {
    use omni_kernel::db::Time;
    let db = TestDb::new(&[]).await;
    for micros in [0, 1, 1_767_225_600_123_456, -62_135_596_800_000_000, 253_402_207_200_000_000_i64] {
        let time = Time(jiff::Timestamp::from_microsecond(micros).unwrap());
        let mut tx = db.begin_unscoped().await.unwrap();
        let (back, text): (Time, String) =
            sqlx::query_as("SELECT $1, to_char($1 AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
                .bind(time)
                .fetch_one(&mut tx)
                .await
                .unwrap();
        assert_eq!(back, time);
        assert_eq!(text.parse::<jiff::Timestamp>().unwrap(), time.0);
    }
}
