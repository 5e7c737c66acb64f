use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use omni_kernel::db::Database;
use omni_kernel::ports::{Enforcement, Period, Quota, UsageLedger};
use omni_kernel::{Clock, Error, Kind, Scope};
use omni_tenant::{AuditedNotices, Ledger, MIGRATIONS, Tenants};
use omni_testkit::doubles::RecordingAudit;
use omni_testkit::{TestDb, other_environment, scope};
use proptest::prelude::*;

pub(crate) fn hard(limit: u64, period: Period) -> Quota {
    Quota { limit, period, enforcement: Enforcement::Hard }
}

pub(crate) async fn database() -> TestDb {
    TestDb::with(&[&MIGRATIONS], |options| options.pool_size = 20).await
}

/// The ledger of one more server on the database.
pub(crate) fn ledger(db: &TestDb, audit: &Arc<RecordingAudit>) -> Arc<Ledger> {
    ledger_of(db.database(), db.clock(), db, audit)
}

fn ledger_of(database: &Database, clock: &Clock, db: &TestDb, audit: &Arc<RecordingAudit>) -> Arc<Ledger> {
    let tenants = Tenants::new(database.clone(), clock.clone());
    let notices = Arc::new(AuditedNotices::new(audit.clone(), clock.clone(), db.rng().clone()));
    Ledger::new(database.clone(), tenants.catalogue(), notices, clock.clone())
}

pub(crate) async fn used(db: &TestDb, whose: Scope) -> i64 {
    let mut tx = db.begin(&whose).await.unwrap();
    // The count of each day is in that of its month.
    sqlx::query_scalar("SELECT coalesce(sum(used), 0)::bigint FROM usage_counters WHERE period = 'month'")
        .fetch_one(&mut tx)
        .await
        .unwrap()
}

fn refused(error: &Error) {
    assert_eq!((error.reason().name, error.kind()), ("QUOTA_EXCEEDED", Kind::ResourceExhausted), "{error:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn five_servers_admit_exactly_the_limit_and_never_more() {
    let db = database().await;
    for limit in [0_u64, 1, 7, 49, 1_000, 3_333] {
        let (whose, quota) = (scope(db.rng()), hard(limit, Period::Day));
        let audit = Arc::default();
        let ledgers: Vec<_> = (0..5).map(|_| ledger(&db, &audit)).collect();
        let callers = (0..20).map(|caller| {
            let ledger = Arc::clone(&ledgers[caller % ledgers.len()]);
            tokio::spawn(async move {
                let mut admitted = 0_u64;
                // Every server goes on until it refuses, so what it has set aside is used.
                loop {
                    match ledger.take(whose, "calls", 1, Some(&quota)).await {
                        Ok(_) => admitted += 1,
                        Err(error) => {
                            refused(&error);
                            return admitted;
                        }
                    }
                }
            })
        });
        let admitted: u64 = join_all(callers).await.into_iter().map(Result::unwrap).sum();
        assert_eq!(admitted, limit);
        for ledger in &ledgers {
            ledger.settle_all().await;
        }
        assert_eq!(used(&db, whose).await, i64::try_from(limit).unwrap());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Any takes of any size on any of five servers, with blocks given back in between.
    #[test]
    fn random_takes_never_pass_the_limit_and_the_counter_is_what_was_admitted(
        limit in 1_u64..400,
        takes in prop::collection::vec((0_usize..5, 1_u64..9, 0_u8..20), 1..250),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let db = database().await;
            let (whose, quota, audit) = (scope(db.rng()), hard(limit, Period::Month), Arc::default());
            let ledgers: Vec<_> = (0..5).map(|_| ledger(&db, &audit)).collect();
            let mut admitted = 0;
            for (server, quantity, give_back) in takes {
                if ledgers[server].take(whose, "calls", quantity, Some(&quota)).await.is_ok() {
                    admitted += quantity;
                }
                assert!(admitted <= limit);
                assert!(used(&db, whose).await >= i64::try_from(admitted).unwrap());
                if give_back == 0 {
                    ledgers[server].settle(whose).await;
                }
            }
            for ledger in &ledgers {
                ledger.settle_all().await;
            }
            assert_eq!(used(&db, whose).await, i64::try_from(admitted).unwrap());
            db.database().clone().close().await;
        });
    }
}

#[tokio::test]
async fn a_refusal_tells_the_meter_and_when_it_ends() {
    let db = database().await;
    let (whose, quota) = (scope(db.rng()), hard(2, Period::Day));
    let ledger = ledger(&db, &Arc::default());
    for left in [1, 0] {
        let state = ledger.take(whose, "calls", 1, Some(&quota)).await.unwrap();
        assert_eq!(state.remaining, Some(left));
        assert_eq!(state.reset.to_string(), "2026-01-02T00:00:00Z");
    }
    db.clock().advance(Duration::from_hours(1));
    let error = ledger.take(whose, "calls", 1, Some(&quota)).await.unwrap_err();
    refused(&error);
    assert_eq!(error.message(), "Quota exceeded: calls");
    assert_eq!(error.retry_after(), Some(Duration::from_hours(23)));
    let details = error.details();
    let violation = &details.quota_failure().unwrap().violations[0];
    assert_eq!(violation.subject, format!("tenant:{}", whose.tenant));
    assert_eq!(violation.description, "2 calls a day (live)");
    // More than there can ever be is refused and nothing is counted.
    refused(&ledger.take(scope(db.rng()), "calls", 3, Some(&quota)).await.unwrap_err());
    // The other environment has a count of its own, and the next day starts again.
    ledger.take(other_environment(whose), "calls", 1, Some(&quota)).await.unwrap();
    db.clock().advance(Duration::from_hours(23));
    assert_eq!(ledger.take(whose, "calls", 1, Some(&quota)).await.unwrap().remaining, Some(1));
}

#[tokio::test]
async fn a_quota_whose_period_changes_finds_what_was_used() {
    let db = database().await;
    for (from, to) in [(Period::Day, Period::Month), (Period::Month, Period::Day)] {
        for enforcement in [Enforcement::Hard, Enforcement::Soft] {
            let whose = scope(db.rng());
            let audit = Arc::default();
            let (ledger, other) = (ledger(&db, &audit), ledger(&db, &audit));
            let quota = |period, limit| Quota { enforcement, ..hard(limit, period) };
            for _ in 0..7 {
                ledger.take(whose, "calls", 1, Some(&quota(from, 1_000))).await.unwrap();
            }
            ledger.settle(whose).await;
            // Another server goes by the new period.
            let state = other.take(whose, "calls", 1, Some(&quota(to, 8))).await.unwrap();
            assert_eq!(state.remaining, Some(0), "{from:?} {enforcement:?}");
            let next = other.take(whose, "calls", 1, Some(&quota(to, 8))).await;
            match enforcement {
                Enforcement::Hard => refused(&next.unwrap_err()),
                _ => drop(next.unwrap()),
            }
        }
    }
}

#[tokio::test]
async fn a_month_that_was_counted_by_days_holds_all_of_them() {
    let db = database().await;
    let (whose, ledger) = (scope(db.rng()), ledger(&db, &Arc::default()));
    for _ in 0..3 {
        ledger.take(whose, "calls", 2, Some(&hard(1_000, Period::Day))).await.unwrap();
        // What was set aside on one day goes back on the next.
        db.clock().advance(Duration::from_hours(24));
        ledger.flush().await;
    }
    let state = ledger.take(whose, "calls", 1, Some(&hard(10, Period::Month))).await.unwrap();
    assert_eq!(state.remaining, Some(3));
}

#[tokio::test]
async fn what_has_no_hard_limit_is_counted_within_a_second_and_never_refused() {
    let db = database().await;
    let ledger = ledger(&db, &Arc::default());
    let soft = Quota { enforcement: Enforcement::Soft, ..hard(10, Period::Month) };
    let overage = Quota { enforcement: Enforcement::Overage, ..soft };
    for quota in [None, Some(soft), Some(overage)] {
        let whose = scope(db.rng());
        for _ in 0..25 {
            let state = ledger.take(whose, "calls", 2, quota.as_ref()).await.unwrap();
            assert_eq!(state.remaining.is_none(), quota.is_none());
        }
        assert_eq!(used(&db, whose).await, 0);
        ledger.flush().await;
        assert_eq!(used(&db, whose).await, 50);
        let state = ledger.take(whose, "calls", 1, quota.as_ref()).await.unwrap();
        assert_eq!(state.remaining, quota.map(|_| 0));
    }
}

#[tokio::test]
async fn few_calls_of_many_ask_the_database() {
    let db = database().await;
    let (whose, quota) = (scope(db.rng()), hard(100_000, Period::Month));
    let ledger = ledger(&db, &Arc::default());
    let writes = async || {
        let mut tx = db.begin(&whose).await.unwrap();
        let granted: Option<i64> =
            sqlx::query_scalar("SELECT used FROM usage_counters").fetch_optional(&mut tx).await.unwrap();
        granted.unwrap_or_default()
    };
    let (mut seen, mut changes) = (0, 0);
    for _ in 0..10_000 {
        ledger.take(whose, "calls", 1, Some(&quota)).await.unwrap();
        if changes < 100 && ledger.take(whose, "calls", 1, Some(&quota)).await.is_ok() {
            let now = writes().await;
            changes += usize::from(now != seen);
            seen = now;
        }
    }
    assert!(changes <= 20, "{changes} blocks for 20,000 calls");
}

#[tokio::test]
async fn blocks_go_back_when_idle_when_the_period_ends_and_at_the_stop() {
    let db = database().await;
    let quota = hard(1_000, Period::Day);
    let (idle, ends, stops) = (scope(db.rng()), scope(db.rng()), scope(db.rng()));
    let server = ledger(&db, &Arc::default());
    server.take(idle, "calls", 1, Some(&quota)).await.unwrap();
    assert_eq!(used(&db, idle).await, 20);
    server.flush().await;
    assert_eq!(used(&db, idle).await, 20);
    db.clock().advance(Duration::from_secs(5));
    server.flush().await;
    assert_eq!(used(&db, idle).await, 1);
    server.take(ends, "calls", 1, Some(&quota)).await.unwrap();
    db.clock().advance(Duration::from_hours(24));
    server.take(ends, "calls", 1, Some(&quota)).await.unwrap();
    server.flush().await;
    // One of yesterday, and a block of today.
    assert_eq!(used(&db, ends).await, 1 + 20);
    server.take(stops, "calls", 1, Some(&quota)).await.unwrap();
    let task = server.start();
    server.stop();
    task.await.unwrap();
    assert_eq!((used(&db, ends).await, used(&db, stops).await), (2, 1));
}

#[tokio::test]
async fn a_server_that_dies_costs_no_more_than_its_block_and_never_lets_more_in() {
    let db = database().await;
    let (whose, quota) = (scope(db.rng()), hard(1_000, Period::Day));
    let dies = ledger(&db, &Arc::default());
    dies.take(whose, "calls", 1, Some(&quota)).await.unwrap();
    drop(dies);
    let next = ledger(&db, &Arc::default());
    let mut admitted = 1;
    while next.take(whose, "calls", 1, Some(&quota)).await.is_ok() {
        admitted += 1;
    }
    assert_eq!(admitted, 1_000 - 19);
}

#[tokio::test]
async fn a_new_limit_holds_at_once_for_what_was_set_aside_too() {
    let db = database().await;
    let whose = scope(db.rng());
    let ledger = ledger(&db, &Arc::default());
    let (large, small) = (hard(100_000, Period::Day), hard(10, Period::Day));
    for _ in 0..10 {
        ledger.take(whose, "calls", 1, Some(&large)).await.unwrap();
    }
    refused(&ledger.take(whose, "calls", 1, Some(&small)).await.unwrap_err());
    assert_eq!(used(&db, whose).await, 10);
    // An upgrade does not wait until the memory of the refusal fades.
    ledger.take(whose, "calls", 1, Some(&large)).await.unwrap();
    ledger.take(whose, "calls", 1, None).await.unwrap();
}

#[tokio::test]
async fn a_meter_that_the_catalogue_does_not_know_is_a_fault_of_ours() {
    let db = database().await;
    let error = ledger(&db, &Arc::default()).take(scope(db.rng()), "thoughts", 1, None).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Internal);
}
