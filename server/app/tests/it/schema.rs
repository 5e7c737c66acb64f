//! The tables of all domains together.

use omni_server::MIGRATIONS;
use omni_testkit::{TestDb, assert_migrations_go_back, catalogue};

#[tokio::test]
async fn no_table_of_any_domain_lets_one_tenant_see_another() {
    let db = TestDb::new(MIGRATIONS).await;
    catalogue::assert_isolated(&mut db.owner().await).await;
}

/// What moves with a tenant to a schema or a database of its own. A new name here is a decision; so is one that is missing.
#[tokio::test]
async fn only_the_data_of_tenants_moves_with_them() {
    let moving = "SELECT relname::text FROM pg_class WHERE relnamespace = 'omni'::regnamespace AND relkind IN ('r', 'p') \
                  AND obj_description(oid, 'pg_class') = 'moves with its tenant' ORDER BY 1";
    let db = TestDb::new(MIGRATIONS).await;
    let tables: Vec<String> = sqlx::query_scalar(moving).fetch_all(&mut db.owner().await).await.unwrap();
    assert_eq!(tables, ["failed_requests"]);
    // They stand on the foundation alone, and every table that they make moves.
    let sets: Vec<_> = MIGRATIONS.iter().copied().filter(|set| set.moves).collect();
    let alone = TestDb::new(&sets).await;
    assert_eq!(
        sqlx::query_scalar::<_, String>(moving).fetch_all(&mut alone.owner().await).await.unwrap(),
        tables
    );
    let all =
        "SELECT count(*) FROM pg_class WHERE relnamespace = 'omni'::regnamespace AND relkind IN ('r', 'p')";
    let count =
        async |db: &TestDb| sqlx::query_scalar::<_, i64>(all).fetch_one(&mut db.owner().await).await.unwrap();
    let foundation = TestDb::new(&[]).await;
    assert_eq!(count(&alone).await - count(&foundation).await, i64::try_from(tables.len()).unwrap());
}

#[tokio::test]
async fn the_migrations_of_all_domains_have_a_way_back() {
    assert_migrations_go_back(MIGRATIONS).await;
}
