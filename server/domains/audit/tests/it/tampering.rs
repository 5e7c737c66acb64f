//! What somebody with all rights on the database may try.

use futures::StreamExt;
use omni_audit_chain::{Checkpoint, Fault, Signed, hex};
use omni_kernel::ports::AuditEntry;
use omni_proto_audit::v1::{
    ExportAuditRequest, GetAuditEntryRequest, ListAuditEntriesRequest, ListCheckpointsRequest,
};
use omni_testkit::START;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use tonic::Code;

use crate::{Setting, append, request};

#[tokio::test]
async fn every_way_to_change_the_tables_is_found_and_named() {
    let flip =
        |column: &str, at: u32| format!("{column} = set_byte({column}, {at}, 1 # get_byte({column}, {at}))");
    let entry = |change: &str| format!("UPDATE audit_entries SET {change} WHERE sequence = 3");
    let personal = |change: &str| format!("UPDATE audit_personal SET {change} WHERE sequence = 3");
    let swap = "UPDATE audit_entries SET sequence = 99 WHERE sequence = 3; \
                UPDATE audit_entries SET sequence = 3 WHERE sequence = 4; \
                UPDATE audit_entries SET sequence = 4 WHERE sequence = 99";
    let hidden = "DELETE FROM audit_checkpoints; DELETE FROM audit_publications;";
    let head =
        "UPDATE audit_chains SET sequence = 3, hash = (SELECT hash FROM audit_entries WHERE sequence = 3);";
    let cases = [
        (entry("target = 'other'"), Fault::Changed, 3),
        (entry("hash = previous_hash"), Fault::Changed, 3),
        (entry("time = time + interval '1 microsecond'"), Fault::Changed, 3),
        (entry("time = 'infinity'"), Fault::Changed, 3),
        (entry("time = '-infinity'"), Fault::Changed, 3),
        (entry("time = '20000-01-01'"), Fault::Changed, 3),
        (entry("outcome = 'denied'"), Fault::Changed, 3),
        (format!("{} {}", drop_check("audit_entries", "outcome"), entry("outcome = 'x'")), Fault::Changed, 3),
        (format!("{} {}", drop_check("audit_entries", "hash"), entry("hash = ''")), Fault::Changed, 3),
        ("DELETE FROM audit_entries WHERE sequence = 3".to_owned(), Fault::Removed, 3),
        ("DELETE FROM audit_entries WHERE sequence = 1".to_owned(), Fault::Removed, 1),
        ("DELETE FROM audit_entries WHERE sequence > 4".to_owned(), Fault::Removed, 5),
        (swap.to_owned(), Fault::Changed, 3),
        ("DELETE FROM audit_personal WHERE sequence = 3".to_owned(), Fault::Changed, 3),
        (personal(&flip("commitment", 0)), Fault::Changed, 3),
        (personal("subject_id = gen_random_uuid()"), Fault::Changed, 3),
        (personal(&flip("sealed", 30)), Fault::PersonalChanged, 3),
        ("UPDATE subject_keys SET sealed_key = '\\x00'".to_owned(), Fault::PersonalChanged, 1),
        (format!("UPDATE audit_chains SET {}", flip("hash", 0)), Fault::Unlinked, 7),
        ("UPDATE audit_chains SET sequence = 9223372036854775807".to_owned(), Fault::Truncated, 7),
        (
            "UPDATE audit_checkpoints SET time = 'infinity' WHERE sequence = 5".to_owned(),
            Fault::CheckpointForged,
            5,
        ),
        // The head set back, also without the checkpoints that would tell; the head gone; the end gone but for one row.
        (head.to_owned(), Fault::Truncated, 4),
        (format!("{head} {hidden}"), Fault::Truncated, 4),
        (format!("{head} DELETE FROM audit_entries WHERE sequence > 3; {hidden}"), Fault::Truncated, 4),
        (format!("DELETE FROM audit_chains; {hidden}"), Fault::Truncated, 1),
        (format!("DELETE FROM audit_chains; DELETE FROM audit_entries; {hidden}"), Fault::Truncated, 1),
    ];
    for (sql, fault, sequence) in cases {
        let setting = Setting::new().await;
        setting.fill(6).await;
        setting.tamper(&sql).await;
        let found = setting.verify().await.first_break.unwrap_or_else(|| panic!("{sql} is not found"));
        assert_eq!((found.fault, found.sequence), (fault, sequence), "{sql}: {found}");
        still_read(&setting, &sql).await;
        let act = [AuditEntry::success("things.change")];
        let done = append(setting.db.database(), &setting.trail, &setting.ctx(), &act).await;
        let refused = done.err().map(|error| error.reason().name);
        assert!(matches!(refused, None | Some("AUDIT_LOG_BROKEN")), "{sql}: {refused:?}");
    }
}

fn drop_check(table: &str, column: &str) -> String {
    format!("ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_check;")
}

/// Whatever was done to a log, whoever looks into it gets what is there.
async fn still_read(setting: &Setting, what: &str) {
    let service = omni_audit::service(setting.audit.clone());
    let listed = service.list_audit_entries(request(setting.ctx(), ListAuditEntriesRequest::default())).await;
    assert!(listed.is_ok(), "{what}: {listed:?}");
    let export = service.export_audit(request(setting.ctx(), ExportAuditRequest::default())).await.unwrap();
    let lines: Vec<_> = export.into_inner().collect().await;
    assert!(lines.iter().all(Result::is_ok), "{what}: {lines:?}");
    let checkpoints = ListCheckpointsRequest::default();
    service.list_checkpoints(request(setting.ctx(), checkpoints)).await.unwrap();
    let one = service.get_audit_entry(request(setting.ctx(), GetAuditEntryRequest { sequence: 3 })).await;
    assert!(one.as_ref().map_or_else(|status| status.code() == Code::NotFound, |_| true), "{what}: {one:?}");
}

#[tokio::test]
async fn an_act_that_cannot_be_put_on_its_log_is_not_done_and_says_why() {
    let setting = Setting::new().await;
    setting.fill(6).await;
    let past =
        "UPDATE audit_chains SET sequence = 3, hash = (SELECT hash FROM audit_entries WHERE sequence = 3)";
    setting.tamper(past).await;
    let act = [AuditEntry::success("things.change")];
    let refused = append(setting.db.database(), &setting.trail, &setting.ctx(), &act).await.unwrap_err();
    assert_eq!(refused.reason().name, "AUDIT_LOG_BROKEN");
    assert_eq!(refused.kind(), omni_kernel::Kind::FailedPrecondition);
    assert!(refused.message().contains("nothing was done"), "{}", refused.message());
    // As docs/audit.md says. What was found stays findable: here nothing was missing.
    setting.tamper(REOPEN).await;
    append(setting.db.database(), &setting.trail, &setting.ctx(), &act).await.unwrap();
    assert_eq!(setting.verify().await.first_break, None);
}

/// The head put at the last entry that is there, as docs/audit.md says.
const REOPEN: &str = "UPDATE audit_chains c SET sequence = e.sequence, hash = e.hash FROM audit_entries e \
    WHERE (e.tenant_id, e.live) = (c.tenant_id, c.live) AND e.sequence = (SELECT max(last.sequence) \
    FROM audit_entries last WHERE (last.tenant_id, last.live) = (c.tenant_id, c.live))";

#[tokio::test]
async fn a_forged_checkpoint_is_found_also_with_a_key_of_its_own_in_the_database() {
    let setting = Setting::new().await;
    setting.fill(6).await;
    setting
        .tamper(
            "UPDATE audit_checkpoints SET hash = set_byte(hash, 0, 1 # get_byte(hash, 0)) WHERE sequence = 4",
        )
        .await;
    let found = setting.verify().await.first_break.unwrap();
    assert_eq!((found.fault, found.sequence), (Fault::CheckpointForged, 4));

    let setting = Setting::new().await;
    setting.fill(6).await;
    let tail = "DELETE FROM audit_entries WHERE sequence > 3; DELETE FROM audit_personal WHERE sequence > 3; \
                DELETE FROM audit_checkpoints; DELETE FROM audit_publications; \
                UPDATE audit_chains SET sequence = 3, hash = (SELECT hash FROM audit_entries WHERE sequence = 3)";
    setting.tamper(tail).await;
    let hash: Vec<u8> = sqlx::query_scalar("SELECT hash FROM omni.audit_chains")
        .fetch_one(&mut setting.db.superuser().await)
        .await
        .unwrap();
    let stated = Checkpoint {
        tenant_id: setting.mine.tenant.to_string(),
        environment: setting.mine.environment.as_str().to_owned(),
        sequence: 3,
        hash: hash.clone().try_into().unwrap(),
        time: START.as_microsecond(),
        key_id: "00000000-0000-0000-0000-000000000000".to_owned(),
    };
    let (signed, key) = (stated.sign(&[9; 32]), Signed::public_key(&[9; 32]));
    let forge = format!(
        "INSERT INTO audit_keys SELECT '{id}', 'sign', '\\x{key}', sealed_secret, create_time - interval '1 day' \
         FROM audit_keys WHERE purpose = 'sign'; \
         INSERT INTO audit_checkpoints VALUES ('{tenant}', true, 3, '\\x{hash}', '{START}', '{id}', '\\x{signature}')",
        id = signed.checkpoint.key_id,
        key = hex(&key),
        tenant = setting.mine.tenant.uuid(),
        hash = hex(&hash),
        signature = hex(&signed.signature),
    );
    setting.tamper(&forge).await;
    let found = setting.verify().await.first_break.unwrap();
    assert_eq!((found.fault, found.sequence), (Fault::CheckpointForged, 3), "{found}");
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
