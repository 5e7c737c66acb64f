use std::sync::Arc;

use futures::future::join_all;
use omni_kernel::ports::{Enforcement, Period, Quota, UsageLedger};
use omni_testkit::doubles::RecordingAudit;
use omni_testkit::scope;

use crate::ledger::{database, hard, ledger};

fn percents(audit: &RecordingAudit) -> Vec<u64> {
    let notices = audit.entries().into_iter().filter(|entry| entry.action == "tenant.usage.notice");
    notices.map(|entry| entry.after["percent"].as_u64().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_tenant_is_told_once_at_80_and_once_at_100_percent_by_all_servers_together() {
    let db = database().await;
    let (whose, quota) = (scope(db.rng()), hard(500, Period::Day));
    let audit: Arc<RecordingAudit> = Arc::default();
    let ledgers: Vec<_> = (0..5).map(|_| ledger(&db, &audit)).collect();
    let callers = (0..20).map(|caller| {
        let ledger = Arc::clone(&ledgers[caller % 5]);
        tokio::spawn(async move { while ledger.take(whose, "calls", 1, Some(&quota)).await.is_ok() {} })
    });
    join_all(callers).await;
    assert_eq!(percents(&audit), [80, 100]);
    let entry = audit.entries().remove(0);
    assert_eq!(entry.target, whose.tenant.to_string());
    assert_eq!(entry.after["reset_time"], "2026-01-02T00:00:00Z");
    // The next period begins anew.
    db.clock().advance(std::time::Duration::from_hours(24));
    while ledgers[0].take(whose, "calls", 1, Some(&quota)).await.is_ok() {}
    assert_eq!(percents(&audit), [80, 100, 80, 100]);
}

#[tokio::test]
async fn a_quota_of_which_the_enforcement_alone_changes_gives_the_notices_of_the_new_one() {
    const RULES: [Enforcement; 3] = [Enforcement::Hard, Enforcement::Soft, Enforcement::Overage];
    let db = database().await;
    let audit: Arc<RecordingAudit> = Arc::default();
    let server = ledger(&db, &audit);
    for (before, after) in RULES.iter().flat_map(|before| RULES.map(|after| (*before, after))) {
        let (whose, told) = (scope(db.rng()), percents(&audit).len());
        let quota = |enforcement| Quota { enforcement, ..hard(20, Period::Month) };
        server.take(whose, "predictions", 5, Some(&quota(before))).await.unwrap();
        for _ in 0..15 {
            server.take(whose, "predictions", 1, Some(&quota(after))).await.unwrap();
        }
        let more = server.take(whose, "predictions", 1, Some(&quota(after))).await;
        assert_eq!(more.is_err(), after == Enforcement::Hard, "{before:?}, then {after:?}");
        server.flush().await;
        assert_eq!(percents(&audit)[told..], [80, 100], "{before:?}, then {after:?}");
    }
}

#[tokio::test]
async fn quotas_that_let_more_in_give_the_same_notices_when_they_are_written() {
    let db = database().await;
    let audit: Arc<RecordingAudit> = Arc::default();
    let servers = [ledger(&db, &audit), ledger(&db, &audit)];
    for enforcement in [Enforcement::Soft, Enforcement::Overage] {
        let (whose, before) = (scope(db.rng()), percents(&audit).len());
        let quota = Quota { enforcement, ..hard(10, Period::Month) };
        // Together 7, 8, 9, 12 and 30 of 10.
        for (at, (more, expected)) in [(7, 0), (1, 1), (1, 1), (3, 2), (18, 2)].into_iter().enumerate() {
            let server = &servers[at % 2];
            server.take(whose, "predictions", more, Some(&quota)).await.unwrap();
            server.flush().await;
            assert_eq!(percents(&audit).len() - before, expected, "step {at}");
        }
    }
}
