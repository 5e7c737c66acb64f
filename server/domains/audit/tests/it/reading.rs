//! What readers get.

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use futures::stream::BoxStream;
use omni_audit_chain::{Walk, message, unhex};
use omni_kernel::Caller;
use omni_kernel::ports::AuditEntry;
use omni_proto_audit::v1::audit_service_server::AuditService;
use omni_proto_audit::v1::{
    AuditOutcome, ExportAuditRequest, ExportAuditResponse, GetAuditEntryRequest, GetCheckpointKeyRequest,
    ListAuditEntriesRequest, ListCheckpointsRequest, VerifyAuditRequest,
};
use omni_testkit::{START, other_environment, scope};
use tonic::{Code, Request, Status};

use crate::{Setting, request};

type Export = BoxStream<'static, Result<ExportAuditResponse, Status>>;

fn service(setting: &Setting) -> Arc<dyn AuditService<ExportAuditStream = Export>> {
    omni_audit::service(setting.audit.clone())
}

async fn list(setting: &Setting, asked: ListAuditEntriesRequest) -> (Vec<u32>, String) {
    let answer = service(setting).list_audit_entries(request(setting.ctx(), asked)).await.unwrap();
    let answer = answer.into_inner();
    (answer.entries.iter().map(|entry| entry.sequence).collect(), answer.next_page_token)
}

#[tokio::test]
async fn entries_are_listed_page_by_page_the_newest_first() {
    let setting = Setting::new().await;
    setting.fill(7).await;
    let asked = |token: &str| ListAuditEntriesRequest {
        page_size: 3,
        page_token: token.to_owned(),
        action: "things.*".into(),
        ..ListAuditEntriesRequest::default()
    };
    // Each reading is an entry itself.
    let (first, token) = list(&setting, asked("")).await;
    assert_eq!(first, [8, 7, 6]);
    let (second, last_token) = list(&setting, asked(&token)).await;
    assert_eq!(second, [5, 4, 3]);
    let (third, end) = list(&setting, asked(&last_token)).await;
    assert_eq!((third, end.as_str()), (vec![2, 1], ""));
    let other = ListAuditEntriesRequest { page_token: token, ..ListAuditEntriesRequest::default() };
    let refused = service(&setting).list_audit_entries(request(setting.ctx(), other)).await.unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument);
}

#[tokio::test]
async fn every_filter_counts() {
    let setting = Setting::new().await;
    setting.write(AuditEntry::success("keys.create").on(&"key_1")).await;
    setting.db.clock().advance(Duration::from_mins(1));
    setting.write(AuditEntry::denied("keys.revoke", "PERMISSION_MISSING").on(&"key_2")).await;
    setting.write(AuditEntry::success("keyring.create").on(&"key_1")).await;
    let minute = Some(prost_types::Timestamp { seconds: START.as_second() + 60, nanos: 0 });
    let any = ListAuditEntriesRequest::default;
    let cases = [
        (ListAuditEntriesRequest { action: "keys.*".into(), ..any() }, vec![2, 1]),
        (ListAuditEntriesRequest { action: "keys.create".into(), ..any() }, vec![1]),
        (ListAuditEntriesRequest { action: "keys".into(), ..any() }, vec![]),
        (ListAuditEntriesRequest { target: "key_1".into(), ..any() }, vec![3, 1]),
        (ListAuditEntriesRequest { outcome: AuditOutcome::Denied.into(), ..any() }, vec![2]),
        (ListAuditEntriesRequest { start_time: minute, ..any() }, vec![3, 2]),
        (ListAuditEntriesRequest { end_time: minute, ..any() }, vec![1]),
        (ListAuditEntriesRequest { actor: setting.key.to_string(), ..any() }, vec![3, 2, 1]),
        (ListAuditEntriesRequest { actor: "key_other".into(), ..any() }, vec![]),
    ];
    for (asked, expected) in cases {
        let found: Vec<u32> =
            list(&setting, asked.clone()).await.0.into_iter().filter(|sequence| *sequence <= 3).collect();
        assert_eq!(found, expected, "{asked:?}");
    }
}

#[tokio::test]
async fn who_reads_exports_or_verifies_is_on_the_log() {
    let setting = Setting::new().await;
    setting.fill(1).await;
    let service = service(&setting);
    service.list_audit_entries(request(setting.ctx(), ListAuditEntriesRequest::default())).await.unwrap();
    service.get_audit_entry(request(setting.ctx(), GetAuditEntryRequest { sequence: 1 })).await.unwrap();
    drop(service.export_audit(request(setting.ctx(), ExportAuditRequest::default())).await.unwrap());
    service.verify_audit(request(setting.ctx(), VerifyAuditRequest::default())).await.unwrap();
    let missing = GetAuditEntryRequest { sequence: 99 };
    let missing = service.get_audit_entry(request(setting.ctx(), missing)).await.unwrap_err();
    assert_eq!(missing.code(), Code::NotFound);
    assert_eq!(list(&setting, ListAuditEntriesRequest::default()).await.0, [7, 6, 5, 4, 3, 2, 1]);
}

#[tokio::test]
async fn an_export_is_verified_without_the_server() {
    let setting = Setting::new().await;
    // More than one batch, an act of the operator at the machine among them.
    let entries: Vec<_> = (0..1_199).map(|_| AuditEntry::success("things.change")).collect();
    crate::append(setting.db.database(), &setting.trail, &setting.ctx(), &entries).await.unwrap();
    let mut operator = setting.ctx();
    operator.amend(|facts| {
        (facts.caller, facts.method) = (Caller::Operator, "omni-server things change".into());
    });
    let entry = [AuditEntry::success("things.change")];
    crate::append(setting.db.database(), &setting.trail, &operator, &entry).await.unwrap();
    let service = service(&setting);
    let found = service.verify_audit(request(setting.ctx(), VerifyAuditRequest::default())).await.unwrap();
    let of_the_end = found.into_inner().checkpoint.expect("the end of a whole log is signed");
    assert_eq!(of_the_end.sequence, 1_201, "with the verification itself");
    let part = VerifyAuditRequest { first_sequence: 2, last_sequence: 0 };
    let part = service.verify_audit(request(setting.ctx(), part)).await.unwrap().into_inner();
    assert!(part.intact && part.checkpoint.is_none());
    let lines = service.export_audit(request(setting.ctx(), ExportAuditRequest::default())).await.unwrap();
    let lines: Vec<_> = lines.into_inner().map(|line| line.unwrap().entry.unwrap()).collect().await;
    assert_eq!(lines.len(), 1_203, "with the export itself");
    let listed = service.list_checkpoints(request(setting.ctx(), ListCheckpointsRequest::default()));
    let mut checkpoints = listed.await.unwrap().into_inner().checkpoints;
    assert_eq!(checkpoints.last(), Some(&of_the_end), "what a verification signs is kept");
    assert_eq!(checkpoints.len(), 2, "one for many entries in one transaction, one for the verification");
    checkpoints.dedup();
    let keys = service.get_checkpoint_key(Request::new(GetCheckpointKeyRequest {})).await.unwrap();
    let public: [u8; 32] = unhex(&keys.into_inner().keys[0].public_key).unwrap();
    let by_operator: Vec<_> = lines.iter().filter(|line| line.actor == "operator").collect();
    assert_eq!(by_operator.len(), 1);
    assert_eq!(by_operator[0].method, "omni-server things change");
    let mut walk = Walk::whole();
    for checkpoint in checkpoints {
        walk.expect(message::signed(checkpoint).unwrap(), &[public]).unwrap();
    }
    for line in lines {
        walk.push(&message::link(line).unwrap()).unwrap();
    }
    let report = walk.finish(1_203).unwrap();
    assert_eq!((report.entries, report.checkpoints), (1_203, 2));
}

#[tokio::test]
async fn nobody_reads_the_log_of_another_tenant_or_environment() {
    let setting = Setting::new().await;
    setting.fill(3).await;
    for elsewhere in [scope(setting.db.rng()), other_environment(setting.mine)] {
        let context = crate::ctx(elsewhere, setting.key);
        let service = service(&setting);
        let all = ListAuditEntriesRequest::default();
        let listed = service.list_audit_entries(request(context.clone(), all)).await.unwrap();
        // Its own reading, and nothing else.
        assert_eq!(listed.into_inner().entries.len(), 1);
        let one = service.get_audit_entry(request(context, GetAuditEntryRequest { sequence: 3 })).await;
        assert_eq!(one.unwrap_err().code(), Code::NotFound);
    }
}
