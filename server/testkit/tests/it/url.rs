//! Databases of the user's own.

use std::time::Duration;

use omni_kernel::db::{Database, Options};
use omni_kernel::{Clock, Rng, Secret};
use omni_testkit::{SharedCluster, TestDb, catalogue, free_port, scope};
use sqlx::AssertSqlSafe;

use crate::support::{NOTES, texts, write};

async fn open(url: String) -> Result<Database, omni_kernel::Error> {
    let options = Options {
        url: Some(Secret::new(url)),
        acquire_timeout: Duration::from_millis(300),
        pool_size: 2,
        ..Options::new("/nonexistent")
    };
    Database::open(&options, Clock::system()).await
}

#[tokio::test]
async fn a_database_that_is_not_there_is_named_without_its_password() {
    let port = free_port();
    let error = open(format!("postgresql://omni:hunter2@127.0.0.1:{port}/omni")).await.unwrap_err();
    assert_eq!(error.reason().name, "DATABASE_UNAVAILABLE");
    let said = format!("{error:?}");
    assert!(said.contains(&port.to_string()), "{said}");
    assert!(!said.contains("hunter2"), "{said}");
}

#[tokio::test]
async fn what_is_no_url_is_refused_without_repeating_it() {
    for wrong in ["mysql://omni:hunter2@localhost/x", "postgresql://omni:hunter2@localhost:port/x", "hunter2"]
    {
        let error = open(wrong.to_owned()).await.unwrap_err();
        assert_eq!(error.reason().name, "DATABASE_SETUP");
        assert!(!format!("{error:?}").contains("hunter2"));
    }
}

/// As at a hosting provider: the user owns the database and nothing more.
#[tokio::test]
async fn an_owner_who_may_not_grant_is_told_what_an_administrator_has_to_run() {
    let db = TestDb::empty().await;
    let mut superuser = db.superuser().await;
    let owner = format!("owner \"{}", db.name());
    let quoted = format!("\"{}\"", owner.replace('"', "\"\""));
    let make = format!("CREATE ROLE {quoted} LOGIN; ALTER DATABASE \"{}\" OWNER TO {quoted}", db.name());
    sqlx::raw_sql(AssertSqlSafe(make)).execute(&mut superuser).await.unwrap();
    let url = SharedCluster::get().await.cluster().url(&owner, db.name());

    let theirs = open(url.expose().to_owned()).await.unwrap();
    let error = theirs.migrate(&[&NOTES]).await.unwrap_err();
    let cure = format!("GRANT omni_app TO {quoted}");
    assert!(error.message().contains(&cure), "{error}");

    sqlx::raw_sql(AssertSqlSafe(cure)).execute(&mut superuser).await.unwrap();
    theirs.migrate(&[&NOTES]).await.unwrap();
    let rng = Rng::seeded(5);
    let (mine, other) = (scope(&rng), scope(&rng));
    write(&theirs, mine, &rng, "mine").await.unwrap();
    assert_eq!(texts(&theirs, mine).await.unwrap(), ["mine"]);
    assert!(texts(&theirs, other).await.unwrap().is_empty());
    catalogue::assert_isolated(&mut superuser).await;

    theirs.close().await;
    let drop = format!(
        "ALTER DATABASE \"{}\" OWNER TO omni_owner; REASSIGN OWNED BY {quoted} TO omni_owner; \
                        DROP OWNED BY {quoted}; DROP ROLE {quoted}",
        db.name()
    );
    sqlx::raw_sql(AssertSqlSafe(drop)).execute(&mut superuser).await.unwrap();
}
