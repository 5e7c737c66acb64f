use omni_testkit::{assert_migrations_go_back, catalogue};

use crate::{MIGRATIONS, key, setup, tenant};

#[tokio::test]
async fn the_schema_keeps_tenants_apart_and_has_a_way_back() {
    let (db, _) = setup().await;
    catalogue::assert_isolated(&mut db.owner().await).await;
    assert_migrations_go_back(&MIGRATIONS).await;
}

#[tokio::test]
async fn no_secret_is_in_the_database() {
    let (db, keys) = setup().await;
    let created = key(&db, &keys, &tenant(&db).await).await;
    let secret = &created.secret.expose()[19..51];
    let row: String = sqlx::query_scalar("SELECT k::text FROM omni.api_keys k")
        .fetch_one(&mut db.superuser().await)
        .await
        .unwrap();
    assert!(row.contains(&created.key.public_id));
    assert!(!row.contains(secret));
    // Nor as the bytes of its letters.
    let hex: Vec<String> = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    assert!(!row.contains(&hex.concat()));
}

#[tokio::test]
async fn the_look_up_uses_its_index_under_row_level_security() {
    let (db, keys) = setup().await;
    let mine = tenant(&db).await;
    for _ in 0..50 {
        key(&db, &keys, &mine).await;
    }
    let mut owner = db.owner().await;
    sqlx::raw_sql("SET search_path = omni; SET enable_seqscan = off").execute(&mut owner).await.unwrap();
    let plan: Vec<String> = sqlx::query_scalar("EXPLAIN SELECT * FROM api_keys WHERE public_id = 'abcdefgh'")
        .fetch_all(&mut owner)
        .await
        .unwrap();
    assert!(plan.join("\n").contains("api_keys_public_id"), "{plan:?}");
}
