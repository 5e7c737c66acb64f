//! Checkpoints on their way to other machines, and what they show.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use omni_audit::Settings;
use omni_audit_chain::{Fault, Signed, Walk, message, unhex};
use omni_kernel::ports::{AuditEntry, PersonalDataShredder};
use omni_proto_audit::v1::{AuditCheckpoint, ExportAuditRequest, GetCheckpointKeyRequest};
use serde_json::Value as Json;
use tonic::Request;

use crate::{Setting, request};

/// The last entry gone with all that the database knows of it.
const CUT: &str = "DELETE FROM audit_entries WHERE sequence > 2; DELETE FROM audit_personal WHERE sequence > 2; \
    DELETE FROM audit_checkpoints WHERE sequence > 2; DELETE FROM audit_publications; \
    UPDATE audit_chains SET sequence = 2, hash = (SELECT hash FROM audit_entries WHERE sequence = 2)";

async fn with_file(file: &Path) -> Setting {
    let settings = Settings { checkpoint_file: Some(file.to_path_buf()), ..Settings::default() };
    Setting::with(settings).await
}

/// The entries that the lines of the file sign.
fn signed(file: &Path) -> Vec<u64> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    assert!(text.is_empty() || text.ends_with('\n'));
    text.lines()
        .map(|line| serde_json::from_str::<Json>(line).unwrap()["sequence"].as_u64().unwrap())
        .collect()
}

/// An export compared with the lines of the file, as `omni audit verify --checkpoint` does it.
async fn offline(setting: &Setting, file: &Path) -> Result<(), omni_audit_chain::Break> {
    let service = omni_audit::service(setting.audit.clone());
    let keys = service.get_checkpoint_key(Request::new(GetCheckpointKeyRequest {})).await.unwrap();
    let public: [u8; 32] = unhex(&keys.into_inner().keys[0].public_key).unwrap();
    let export = service.export_audit(request(setting.ctx(), ExportAuditRequest::default())).await.unwrap();
    let mut walk = Walk::whole();
    for line in std::fs::read_to_string(file).unwrap().lines() {
        walk.expect(of_line(line), &[public])?;
    }
    let mut entries = export.into_inner();
    while let Some(entry) = entries.next().await {
        walk.push(&message::link(entry.unwrap().entry.unwrap()).unwrap())?;
    }
    walk.finish(0).map(drop)
}

fn of_line(line: &str) -> Signed {
    let line: Json = serde_json::from_str(line).unwrap();
    let text = |name: &str| line[name].as_str().unwrap().to_owned();
    let time: jiff::Timestamp = text("time").parse().unwrap();
    let signed = AuditCheckpoint {
        tenant_id: text("tenantId"),
        environment: text("environment"),
        sequence: line["sequence"].as_u64().unwrap().try_into().unwrap(),
        hash: text("hash"),
        time: Some(message::timestamp(time.as_microsecond())),
        key_id: text("keyId"),
        signature: text("signature"),
    };
    message::signed(signed).unwrap()
}

#[tokio::test]
async fn the_end_of_a_young_log_cut_off_with_all_its_rows_is_shown_by_the_published_checkpoints() {
    let folder = omni_testkit::data_dir();
    let file = folder.path().join("checkpoints.ndjson");
    let setting = with_file(&file).await;
    setting.trail.sign_checkpoints(Arc::new(setting.directory()));
    setting.fill(3).await;
    // Without waiting for the interval, nor for a verification.
    for _ in 0..100 {
        if signed(&file) == [1, 2, 3] {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(signed(&file), [1, 2, 3]);
    offline(&setting, &file).await.unwrap();
    setting.tamper(CUT).await;
    let of_the_file = std::fs::read(&file).unwrap();

    // The export is the entry 3 of the shorter log, so offline the log is not that of the file any more.
    let found = offline(&setting, &file).await.unwrap_err();
    assert_eq!((found.fault, found.sequence), (Fault::Rewritten, 3), "{found}");
    std::fs::write(&file, &of_the_file).unwrap();
    let found = setting.verify().await.first_break.unwrap();
    assert_eq!((found.fault, found.sequence), (Fault::Rewritten, 3), "{found}");

    // With the file gone as well there is nothing left that could tell; this is why it is copied elsewhere.
    std::fs::remove_file(&file).unwrap();
    let verified = setting.verify().await;
    assert_eq!(verified.first_break, None);
}

#[tokio::test]
async fn a_cut_off_log_that_nothing_was_added_to_is_named_as_cut_off() {
    let folder = omni_testkit::data_dir();
    let file = folder.path().join("checkpoints.ndjson");
    let setting = with_file(&file).await;
    setting.fill(5).await;
    setting.trail.settle().await;
    setting.tamper(CUT).await;
    // The verification is the entry 3, the file names 3, 4 and 5: the stretch before them ends too early.
    let stretch = setting.audit.verify(&setting.ctx(), 4, 0).await.unwrap().first_break.unwrap();
    assert_eq!((stretch.fault, stretch.sequence), (Fault::Truncated, 4), "{stretch}");
}

#[tokio::test]
async fn an_erased_person_breaks_neither_the_chain_nor_its_checkpoints() {
    let folder = omni_testkit::data_dir();
    let file = folder.path().join("checkpoints.ndjson");
    let setting = with_file(&file).await;
    setting
        .write(AuditEntry::success("people.invite").with_personal(&"usr_ann", "email", "ann@example.com"))
        .await;
    setting.fill(20).await;
    setting.trail.settle().await;
    for subject in ["usr_ann", &setting.key.to_string()] {
        let mut tx = setting.db.begin(&setting.mine).await.unwrap();
        assert!(setting.trail.shred(&mut tx, subject).await.unwrap());
        tx.commit().await.unwrap();
    }
    let verified = setting.verify().await;
    assert_eq!(verified.first_break, None);
    assert!(verified.report.checkpoints > 10);
    offline(&setting, &file).await.unwrap();
    // The caller is another person to the log now.
    setting.fill(3).await;
    assert_eq!(setting.verify().await.first_break, None);
}

#[tokio::test]
async fn a_busy_log_gets_into_the_file_and_a_quiet_one_is_signed_at_the_interval() {
    let folder = omni_testkit::data_dir();
    let file = folder.path().join("checkpoints.ndjson");
    let settings =
        Settings { checkpoint_entries: 10, checkpoint_file: Some(file.clone()), ..Settings::default() };
    let setting = Setting::with(settings).await;
    let pass = async || -> Vec<u64> {
        let made = setting.trail.checkpoint(&setting.directory()).await.unwrap();
        made.iter().map(|signed| signed.checkpoint.sequence).collect()
    };
    setting.fill(200).await;
    assert_eq!(pass().await.last(), Some(&200));
    // Signed every ten entries, so that the last one is always young.
    for hour in 1..=3_u64 {
        for _ in 0..4 {
            setting.db.clock().advance(Duration::from_mins(15));
            setting.fill(11).await;
        }
        let published = pass().await;
        assert_eq!(published.last(), Some(&(200 + hour * 44)), "the end of the hour, {published:?}");
    }
    let end = *signed(&file).last().unwrap();
    assert_eq!(end, 332);
    assert!(pass().await.is_empty(), "nothing has grown");
    setting.fill(1).await;
    setting.db.clock().advance(Duration::from_mins(30));
    assert!(pass().await.is_empty(), "too early");
    setting.db.clock().advance(Duration::from_mins(30));
    assert_eq!(pass().await, [333]);
    setting.db.clock().advance(Duration::from_hours(2));
    assert!(pass().await.is_empty(), "nothing has grown");
    let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM omni.audit_checkpoints")
        .fetch_one(&mut setting.db.superuser().await)
        .await
        .unwrap();
    assert_eq!(signed(&file).len(), usize::try_from(kept).unwrap(), "every one of them is in the file, once");
}

#[tokio::test]
async fn a_file_that_cannot_be_written_is_counted_and_loses_none() {
    let folder = omni_testkit::data_dir();
    let file = folder.path().join("later").join("checkpoints.ndjson");
    let setting = with_file(&file).await;
    setting.fill(3).await;
    let verified = setting.verify().await;
    assert!(
        verified.first_break.is_none() && verified.checkpoint.is_some(),
        "the verdict does not need the file"
    );
    setting.trail.checkpoint(&setting.directory()).await.unwrap_err();
    assert_eq!(setting.trail.counts().file_failures(), 2);
    std::fs::create_dir(folder.path().join("later")).unwrap();
    setting.trail.checkpoint(&setting.directory()).await.unwrap();
    assert_eq!(signed(&file), [1, 2, 3, 4]);
    assert_eq!(setting.trail.counts().file_failures(), 2);
}

#[tokio::test]
async fn what_a_verification_signs_is_in_the_file() {
    let folder = omni_testkit::data_dir();
    let file = folder.path().join("checkpoints.ndjson");
    let setting = with_file(&file).await;
    setting.fill(40).await;
    let signed_end = setting.verify().await.checkpoint.unwrap();
    assert_eq!(signed_end.checkpoint.sequence, 41);
    assert_eq!(signed(&file).last(), Some(&41));
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(of_line(text.lines().last().unwrap()), signed_end);
}
