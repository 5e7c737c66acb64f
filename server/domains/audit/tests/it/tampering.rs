//! What somebody with all rights on the database may try.

use std::time::Duration;

use omni_audit::Settings;
use omni_audit_chain::Fault;
use omni_kernel::ports::AuditEntry;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::Setting;

#[tokio::test]
async fn every_way_to_change_the_tables_is_found_and_named() {
    let flip =
        |column: &str, at: u32| format!("{column} = set_byte({column}, {at}, 1 # get_byte({column}, {at}))");
    let entry = |change: &str| format!("UPDATE audit_entries SET {change} WHERE sequence = 3");
    let personal = |change: &str| format!("UPDATE audit_personal SET {change} WHERE sequence = 3");
    let swap = "UPDATE audit_entries SET sequence = 99 WHERE sequence = 3; \
                UPDATE audit_entries SET sequence = 3 WHERE sequence = 4; \
                UPDATE audit_entries SET sequence = 4 WHERE sequence = 99";
    let cases = [
        (entry("target = 'other'"), Fault::Changed, 3),
        (entry("hash = previous_hash"), Fault::Changed, 3),
        (entry("time = time + interval '1 microsecond'"), Fault::Changed, 3),
        (entry("outcome = 'denied'"), Fault::Changed, 3),
        ("DELETE FROM audit_entries WHERE sequence = 3".to_owned(), Fault::Removed, 3),
        ("DELETE FROM audit_entries WHERE sequence = 1".to_owned(), Fault::Removed, 1),
        ("DELETE FROM audit_entries WHERE sequence > 4".to_owned(), Fault::Removed, 5),
        (swap.to_owned(), Fault::Changed, 3),
        ("DELETE FROM audit_personal WHERE sequence = 3".to_owned(), Fault::Changed, 3),
        (personal(&flip("commitment", 0)), Fault::Changed, 3),
        (personal("subject_id = gen_random_uuid()"), Fault::Changed, 3),
        (personal(&flip("sealed", 30)), Fault::PersonalChanged, 3),
        (format!("UPDATE audit_chains SET {}", flip("hash", 0)), Fault::Unlinked, 7),
    ];
    for (sql, fault, sequence) in cases {
        let setting = Setting::new().await;
        setting.fill(6).await;
        setting.tamper(&sql).await;
        let found = setting.verify().await.first_break.unwrap_or_else(|| panic!("{sql} is not found"));
        assert_eq!((found.fault, found.sequence), (fault, sequence), "{sql}: {found}");
    }
}

/// A whole tail with the head set back: the chain alone cannot show it.
#[tokio::test]
async fn a_tail_that_was_cut_off_is_shown_by_the_checkpoint() {
    let cut = "DELETE FROM audit_entries WHERE sequence > 3; DELETE FROM audit_personal WHERE sequence > 3; \
               UPDATE audit_chains SET sequence = 3, hash = (SELECT hash FROM audit_entries WHERE sequence = 3)";
    let without = Setting::new().await;
    without.fill(6).await;
    without.tamper(cut).await;
    assert_eq!(without.verify().await.first_break, None, "this is why there are checkpoints");

    let setting = Setting::new().await;
    setting.fill(6).await;
    setting.db.clock().advance(Duration::from_hours(1));
    assert_eq!(setting.trail.checkpoint(&setting.directory()).await.unwrap().len(), 1);
    setting.tamper(cut).await;
    // The verification is the entry 4 of the shorter log.
    let found = setting.verify().await.first_break.unwrap();
    assert_eq!((found.fault, found.sequence), (Fault::Truncated, 5), "{found}");
    // Even when the log has grown past it since, with other entries.
    setting.fill(6).await;
    let found = setting.verify().await.first_break.unwrap();
    assert_eq!((found.fault, found.sequence), (Fault::Rewritten, 6), "{found}");
}

#[tokio::test]
async fn a_forged_checkpoint_is_found() {
    let setting = Setting::with(Settings { checkpoint_entries: 5, ..Settings::default() }).await;
    setting.fill(6).await;
    setting.tamper("UPDATE audit_checkpoints SET sequence = 4").await;
    assert_eq!(setting.verify().await.first_break.unwrap().fault, Fault::CheckpointForged);
}

#[tokio::test]
async fn a_stretch_is_verified_by_itself() {
    let setting = Setting::new().await;
    setting.fill(6).await;
    setting.tamper("UPDATE audit_entries SET target = 'other' WHERE sequence = 2").await;
    let stretch = setting.audit.verify(&setting.ctx(), 4, 5).await.unwrap();
    assert_eq!((stretch.report.entries, stretch.first_break), (2, None));
    let behind = setting.audit.verify(&setting.ctx(), 400, 500).await.unwrap();
    assert_eq!((behind.report.entries, behind.first_break), (0, None));
    let over_it = setting.audit.verify(&setting.ctx(), 1, 3).await.unwrap();
    assert_eq!(over_it.first_break.unwrap().sequence, 2);
    setting.tamper("DELETE FROM audit_entries WHERE sequence = 3").await;
    let cut = setting.audit.verify(&setting.ctx(), 4, 5).await.unwrap().first_break.unwrap();
    assert_eq!((cut.fault, cut.sequence), (Fault::Removed, 3));
}

/// Any text column of any entry, changed to anything else.
#[tokio::test]
async fn any_change_of_any_one_field_is_found() {
    let setting = Setting::new().await;
    for _ in 0..4 {
        let change = serde_json::json!({"name": "a"});
        setting
            .write(AuditEntry::success("things.change").on(&"thing_1").change(change.clone(), change))
            .await;
    }
    let columns = vec![
        "actor",
        "on_behalf_of",
        "request_id",
        "method",
        "action",
        "reason",
        "target",
        "before",
        "after",
    ];
    let mut runner = TestRunner::deterministic();
    let strategy = (1..=4_u32, prop::sample::select(columns), "[a-z{}\" ]{1,6}");
    setting.tamper("CREATE TABLE kept (text text)").await;
    for _ in 0..60 {
        let (row, column, text) = strategy.new_tree(&mut runner).unwrap().current();
        let set = |value: &str| format!("UPDATE audit_entries SET {column} = {value} WHERE sequence = {row}");
        let keep = format!(
            "TRUNCATE kept; INSERT INTO kept SELECT {column} FROM audit_entries WHERE sequence = {row}; {}",
            set(&format!("{column} || $x${text}$x$"))
        );
        setting.tamper(&keep).await;
        let found = setting.audit.verify(&setting.ctx(), 1, 4).await.unwrap().first_break.unwrap();
        assert_eq!((found.fault, found.sequence), (Fault::Changed, u64::from(row)), "{column} {text}");
        setting.tamper(&set("(SELECT text FROM kept)")).await;
    }
    assert_eq!(setting.verify().await.first_break, None);
}
