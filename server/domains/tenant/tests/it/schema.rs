use omni_tenant::MIGRATIONS;
use omni_testkit::{assert_migrations_go_back, catalogue};

use crate::setup;

#[tokio::test]
async fn the_schema_keeps_tenants_apart_and_has_a_way_back() {
    let (db, _) = setup().await;
    catalogue::assert_isolated(&mut db.owner().await).await;
    assert_migrations_go_back(&[&MIGRATIONS]).await;
}

/// Row-level security adds the tenant to every query; the index that begins with the tenant serves it.
#[tokio::test]
async fn the_counters_are_found_by_their_index_under_row_level_security() {
    let (db, tenants) = setup().await;
    let mine = crate::tenant(&db, &tenants, "free").await;
    let mut owner = db.superuser().await;
    sqlx::raw_sql(
        "INSERT INTO omni.usage_counters SELECT gen_random_uuid(), true, 'calls', 'day', \
         '2026-01-01T00:00:00Z'::timestamptz, 1, 0 FROM generate_series(1, 20000);
         ANALYZE omni.usage_counters",
    )
    .execute(&mut owner)
    .await
    .unwrap();
    let mut tx = db.begin(&mine).await.unwrap();
    for query in ["SELECT used FROM usage_counters", "SELECT used FROM usage_counters WHERE meter = 'calls'"]
    {
        let plan: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("EXPLAIN {query}")))
            .fetch_all(&mut tx)
            .await
            .unwrap();
        let plan = plan.join("\n");
        assert!(plan.contains("usage_counters_pkey"), "{plan}");
        assert!(plan.contains("Index Cond: ((tenant_id = "), "{plan}");
        assert!(!plan.contains("Seq Scan"), "{plan}");
    }
}
