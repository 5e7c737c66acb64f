use omni_testkit::{TestDb, assert_migrations_go_back, catalogue};

use crate::MIGRATIONS;

#[tokio::test]
async fn the_schema_keeps_people_and_tenants_apart_and_has_a_way_back() {
    let db = TestDb::new(&MIGRATIONS).await;
    catalogue::assert_isolated(&mut db.owner().await).await;
    assert_migrations_go_back(&MIGRATIONS).await;
}
