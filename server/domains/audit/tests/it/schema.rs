use omni_audit::MIGRATIONS;
use omni_kernel::ports::AuditEntry;
use omni_testkit::{TestDb, assert_migrations_go_back, catalogue};

use crate::Setting;

#[tokio::test]
async fn the_schema_keeps_tenants_apart_and_has_a_way_back() {
    let db = TestDb::new(&[&MIGRATIONS]).await;
    catalogue::assert_isolated(&mut db.owner().await).await;
    assert_migrations_go_back(&[&MIGRATIONS]).await;
}

/// The app role has no right to; the owner and a superuser meet a trigger.
#[tokio::test]
async fn what_was_written_is_not_changed_by_accident_whoever_asks() {
    let setting = Setting::new().await;
    setting.write(AuditEntry::success("things.change")).await;
    let statements = [
        "UPDATE omni.audit_entries SET target = 'x'",
        "DELETE FROM omni.audit_entries",
        "TRUNCATE omni.audit_entries",
        "UPDATE omni.audit_personal SET field = 'x'",
        "DELETE FROM omni.audit_personal",
        "DELETE FROM omni.audit_checkpoints",
    ];
    for statement in statements {
        let mut superuser = setting.db.superuser().await;
        let error = sqlx::raw_sql(statement).execute(&mut superuser).await.unwrap_err();
        assert!(error.to_string().contains("only appended to"), "{statement}: {error}");
        let mut tx = setting.db.begin(&setting.mine).await.unwrap();
        let error = sqlx::query(statement).execute(&mut tx).await.unwrap_err();
        assert!(error.to_string().contains("permission denied"), "{statement}: {error}");
    }
    assert_eq!(setting.verify().await.first_break, None);
}
