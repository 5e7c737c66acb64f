//! The tables of all domains together.

use omni_server::MIGRATIONS;
use omni_testkit::{TestDb, assert_migrations_go_back, catalogue};

#[tokio::test]
async fn no_table_of_any_domain_lets_one_tenant_see_another() {
    let db = TestDb::new(MIGRATIONS).await;
    catalogue::assert_isolated(&mut db.owner().await).await;
}

#[tokio::test]
async fn the_migrations_of_all_domains_have_a_way_back() {
    assert_migrations_go_back(MIGRATIONS).await;
}
