use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures::future::join_all;
use omni_audit::Settings;
use omni_kernel::db::Database;
use omni_kernel::ports::{AuditEntry, AuditLog};
use omni_kernel::{Begun, Effects, KeyId, Rng, Vault};
use omni_testkit::{START, other_environment, scope};

use crate::{Setting, append, ctx, trail};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[expect(clippy::disallowed_methods, reason = "the time it takes is printed")]
async fn ten_thousand_entries_of_sixteen_writers_on_two_servers_are_one_chain() {
    const ENTRIES: u32 = 10_000;
    let setting = Setting::new().await;
    let second = Database::open(setting.db.options(), setting.db.clock().clone()).await.unwrap();
    let there = trail(&second, &setting.db, Settings::default()).await;
    let (written, context) = (Arc::new(AtomicU32::new(0)), setting.ctx());
    let started = std::time::Instant::now();
    let writers = (0..16).map(|at| {
        let (database, trail) = if at % 2 == 0 {
            (setting.db.database().clone(), setting.trail.clone())
        } else {
            (second.clone(), there.clone())
        };
        let (written, context) = (Arc::clone(&written), context.clone());
        tokio::spawn(async move {
            while written.fetch_add(1, Ordering::Relaxed) < ENTRIES {
                let entry = AuditEntry::success("things.change").on(&format!("writer_{at}"));
                append(&database, &trail, &context, &[entry]).await.unwrap();
            }
        })
    });
    for writer in join_all(writers).await {
        writer.unwrap();
    }
    let took = started.elapsed();
    let verifying = std::time::Instant::now();
    let verified = setting.verify().await;
    println!(
        "{ENTRIES} audit entries by 16 writers over two pools: {took:.2?}, {:.0} a second; verified in {:.2?}",
        f64::from(ENTRIES) / took.as_secs_f64(),
        verifying.elapsed()
    );
    assert_eq!(verified.first_break, None);
    // The verification itself is on the log.
    assert_eq!(verified.report.entries, u64::from(ENTRIES) + 1);
    assert_eq!((verified.report.first, verified.report.last), (1, u64::from(ENTRIES) + 1));
    assert_eq!(verified.report.checkpoints, 89, "more often while it was young, then every thousand");
    setting.tamper("UPDATE audit_entries SET target = 'writer_x' WHERE sequence = 7777").await;
    assert_eq!(setting.verify().await.first_break.unwrap().sequence, 7_777);
    second.close().await;
}

#[tokio::test]
async fn an_entry_is_there_exactly_when_its_change_is() {
    let setting = Setting::new().await;
    let mut tx = setting.db.begin(&setting.mine).await.unwrap();
    let entry = [AuditEntry::success("things.change")];
    setting.trail.append(&mut tx, &setting.ctx(), &entry).await.unwrap();
    drop(tx);
    let verified = setting.verify().await;
    assert_eq!(verified.report.entries, 1, "only the verification itself");
    assert_eq!(verified.first_break, None);
}

#[tokio::test]
async fn each_tenant_and_environment_has_a_chain_of_its_own() {
    let setting = Setting::new().await;
    let other = scope(setting.db.rng());
    for scope in [setting.mine, other_environment(setting.mine), other, setting.mine] {
        let context = ctx(scope, setting.key);
        append(setting.db.database(), &setting.trail, &context, &[AuditEntry::success("a.b")]).await.unwrap();
    }
    for (scope, entries) in [(setting.mine, 2), (other_environment(setting.mine), 1), (other, 1)] {
        let verified = setting.audit.verify(&ctx(scope, setting.key), 0, 0).await.unwrap();
        assert_eq!((verified.report.entries, verified.first_break), (entries + 1, None));
    }
}

#[tokio::test]
async fn an_effect_puts_its_acts_on_the_log() {
    let setting = Setting::new().await;
    let vault = Vault::new(&[7; 32], Rng::system());
    let log: Arc<dyn AuditLog> = Arc::new(setting.trail.clone());
    let effects = Effects::new(setting.db.database().clone(), log, vault, setting.db.clock().clone());
    let Begun::New(mut effect) = effects.begin::<String>(&setting.ctx()).await.unwrap() else { panic!() };
    effect.audit(AuditEntry::success("one"));
    effect.audit(AuditEntry::success("two"));
    effect.commit("done".to_owned()).await.unwrap();
    assert_eq!(setting.verify().await.report.entries, 3);
}

#[tokio::test]
async fn a_refused_act_is_on_the_log_and_a_full_queue_is_counted() {
    let setting = Setting::with(Settings { queue_size: 4, ..Settings::default() }).await;
    let refused = |at| AuditEntry::denied("things.change", format!("REASON_{at}"));
    setting.trail.record(setting.mine, &setting.ctx(), refused(1_000));
    setting.trail.settle().await;
    assert_eq!(setting.verify().await.report.entries, 2);
    for at in 0..1_000 {
        setting.trail.record(setting.mine, &setting.ctx(), refused(at));
    }
    let dropped = setting.trail.counts().dropped();
    assert!(dropped > 0, "a queue of four cannot take a thousand at once");
    setting.trail.settle().await;
    assert_eq!(setting.verify().await.report.entries, 2 + 1_000 - dropped + 1);
}

/// What lies on the log about refusals: what each was tried on, and how many it stands for.
async fn refusals(setting: &Setting) -> Vec<(String, u64)> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT target, after FROM omni.audit_entries WHERE outcome = 'denied' ORDER BY sequence",
    )
    .fetch_all(&mut setting.db.superuser().await)
    .await
    .unwrap();
    let count = |after: &str| match after {
        "" => 1,
        after => serde_json::from_str::<serde_json::Value>(after).unwrap()["repeated"].as_u64().unwrap(),
    };
    rows.into_iter().map(|(target, after)| (target, count(&after))).collect()
}

#[tokio::test]
async fn a_flood_of_equal_refusals_is_two_entries_a_minute_with_all_of_them_counted() {
    let setting = Setting::new().await;
    let try_on = |target: &str, times: usize| {
        for _ in 0..times {
            let refused = AuditEntry::denied("keys.revoke", "PERMISSION_MISSING").on(&target);
            setting.trail.record(setting.mine, &setting.ctx(), refused);
        }
    };
    try_on("key_1", 10_000);
    try_on("key_2", 1);
    while refusals(&setting).await.len() < 2 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(
        refusals(&setting).await,
        [("key_1".to_owned(), 1), ("key_2".to_owned(), 1)],
        "the first of each, at once"
    );
    setting.db.clock().advance(Duration::from_secs(61));
    while refusals(&setting).await.len() < 3 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(refusals(&setting).await[2..], [("key_1".to_owned(), 9_999)]);
    // The next minute begins anew; a server that stops writes what it has counted.
    try_on("key_1", 3);
    setting.trail.settle().await;
    let written = refusals(&setting).await;
    assert_eq!(written.iter().skip(3).map(|(_, count)| count).sum::<u64>(), 3);
    assert_eq!(setting.trail.counts().dropped(), 0);
    assert_eq!(setting.verify().await.first_break, None);
}

#[tokio::test]
async fn whoever_tries_many_things_is_named_with_the_first_and_counted_with_the_others() {
    let setting = Setting::new().await;
    for at in 0..1_000 {
        let refused = AuditEntry::denied("keys.revoke", "PERMISSION_MISSING").on(&format!("key_{at}"));
        setting.trail.record(setting.mine, &setting.ctx(), refused);
    }
    setting.trail.settle().await;
    let written = refusals(&setting).await;
    let named: Vec<_> = written.iter().take_while(|(target, _)| !target.is_empty()).cloned().collect();
    assert_eq!(named.len(), 8);
    assert!(written.len() <= 10, "{written:?}");
    assert_eq!(written.iter().map(|(_, count)| count).sum::<u64>(), 1_000);
}

#[tokio::test]
async fn refusals_of_others_are_not_counted_together() {
    let setting = Setting::new().await;
    let stranger = KeyId::from_uuid(setting.db.rng().uuid(START));
    for key in [setting.key, stranger] {
        for reason in ["PERMISSION_MISSING", "ACCESS_DENIED"] {
            let refused = AuditEntry::denied("keys.revoke", reason);
            setting.trail.record(setting.mine, &ctx(setting.mine, key), refused);
        }
    }
    setting.trail.settle().await;
    assert_eq!(refusals(&setting).await.len(), 4);
}
