//! A request with an idempotency key takes effect once.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures::future::join_all;
use omni_kernel::ctx::{Facts, Idempotency};
use omni_kernel::db::Database;
use omni_kernel::effects::{AnonymousBegun, sweep};
use omni_kernel::ports::{AuditEntry, TenantDirectory};
use omni_kernel::{
    Begun, Caller, Ctx, Effects, Error, KeyId, RequestId, Rng, Scope, TenantId, UserId, Vault,
};
use omni_testkit::doubles::RecordingAudit;
use omni_testkit::{START, TestDb, other_environment, scope};
use tonic::Response;

use crate::support::{NOTES, insert, texts};

const KEEP: Duration = Duration::from_hours(24);

struct Setting {
    db: TestDb,
    log: Arc<RecordingAudit>,
    effects: Effects,
    mine: Scope,
    key: KeyId,
}

impl Setting {
    async fn new() -> Self {
        let db = TestDb::new(&[&NOTES]).await;
        let log = Arc::new(RecordingAudit::default());
        let effects = effects(db.database(), &db, &log);
        let (mine, key) = (scope(db.rng()), key(db.rng()));
        Self { db, log, effects, mine, key }
    }

    fn ctx(&self, idempotency: &str, body: u8) -> Ctx {
        ctx(self.mine, Caller::Key(self.key), idempotency, body)
    }
}

fn effects(database: &Database, db: &TestDb, log: &Arc<RecordingAudit>) -> Effects {
    let vault = Vault::new(&[7; 32], Rng::system());
    Effects::new(database.clone(), log.clone(), vault, db.clock().clone())
}

fn key(rng: &Rng) -> KeyId {
    KeyId::from_uuid(rng.uuid(START))
}

/// A request with this idempotency key, of the method `Notes/Write`, whose body is one byte.
fn ctx(scope: Scope, caller: Caller, idempotency: &str, body: u8) -> Ctx {
    Facts { scope: Some(scope), caller, ..anonymous(idempotency, body) }.into()
}

fn anonymous(idempotency: &str, body: u8) -> Facts {
    Facts {
        method: Arc::from("omni.notes.v1.Notes/Write"),
        permission: Arc::from("notes.write"),
        idempotency: Some(Idempotency { key: idempotency.to_owned(), fingerprint: [body; 32] }),
        audited: true,
        ..Facts::anonymous(RequestId::from_caller("req").unwrap())
    }
}

/// A handler: writes a note, and answers with a number that no other call would give.
async fn write(effects: &Effects, ctx: &Ctx, rng: &Rng, text: &str) -> Result<Response<String>, Error> {
    match effects.begin(ctx).await? {
        Begun::Replay(answer) => Ok(answer),
        Begun::New(mut effect) => {
            let (scope, id) = (effect.tx().scope(), rng.uuid(START));
            insert(effect.tx(), scope, id, text).await?;
            effect.audit(AuditEntry::success("notes.write").on(&id));
            effect.commit(format!("{text} {id}")).await
        }
    }
}

fn replayed(response: &Response<String>) -> bool {
    response.metadata().get("idempotency-replayed").is_some_and(|value| value == "true")
}

#[tokio::test]
async fn fifty_duplicates_on_two_servers_have_one_effect_and_one_answer() {
    let Setting { db, log, effects: here, mine, key } = Setting::new().await;
    let second = Database::open(db.options(), db.clock().clone()).await.unwrap();
    let there = effects(&second, &db, &log);
    let calls = (0..50).map(|at| {
        let (effects, rng) = (if at % 2 == 0 { here.clone() } else { there.clone() }, db.rng().clone());
        let ctx = ctx(mine, Caller::Key(key), "once", 1);
        tokio::spawn(async move { write(&effects, &ctx, &rng, "note").await })
    });
    let answers: Vec<_> = join_all(calls).await.into_iter().map(|call| call.unwrap().unwrap()).collect();
    assert_eq!(answers.iter().filter(|answer| !replayed(answer)).count(), 1);
    let first = answers[0].get_ref();
    assert!(answers.iter().all(|answer| answer.get_ref() == first));
    assert_eq!(texts(&db, mine).await.unwrap(), ["note"]);
    assert_eq!(log.actions(), ["notes.write"]);
    second.close().await;
}

#[tokio::test]
async fn an_answer_survives_a_restart() {
    let setting = Setting::new().await;
    let ctx = setting.ctx("once", 1);
    let first = write(&setting.effects, &ctx, setting.db.rng(), "note").await.unwrap();
    setting.db.database().clone().close().await;
    let again = Database::open(setting.db.options(), setting.db.clock().clone()).await.unwrap();
    let effects = effects(&again, &setting.db, &setting.log);
    let second = write(&effects, &ctx, setting.db.rng(), "note").await.unwrap();
    assert!(!replayed(&first) && replayed(&second));
    assert_eq!(first.get_ref(), second.get_ref());
    assert_eq!(texts(&again, setting.mine).await.unwrap(), ["note"]);
    again.close().await;
}

#[tokio::test]
async fn the_same_key_with_another_request_is_refused() {
    let setting = Setting::new().await;
    let rng = setting.db.rng();
    write(&setting.effects, &setting.ctx("once", 1), rng, "note").await.unwrap();
    let error = write(&setting.effects, &setting.ctx("once", 2), rng, "other").await.unwrap_err();
    assert_eq!(error.reason().name, "IDEMPOTENCY_KEY_REUSED");
    assert_eq!(texts(&setting.db, setting.mine).await.unwrap(), ["note"]);
}

#[tokio::test]
async fn a_failed_request_stores_nothing_and_may_be_tried_again() {
    let setting = Setting::new().await;
    let ctx = setting.ctx("once", 1);
    let Begun::New(mut effect) = setting.effects.begin::<String>(&ctx).await.unwrap() else { panic!() };
    insert(effect.tx(), setting.mine, setting.db.rng().uuid(START), "lost").await.unwrap();
    drop(effect);
    // Even with another body: the key was never used.
    let answer = write(&setting.effects, &setting.ctx("once", 2), setting.db.rng(), "kept").await.unwrap();
    assert!(!replayed(&answer));
    assert_eq!(texts(&setting.db, setting.mine).await.unwrap(), ["kept"]);
}

#[tokio::test]
async fn a_crash_before_the_commit_leaves_nothing() {
    let setting = Setting::new().await;
    let ctx = setting.ctx("once", 1);
    let Begun::New(mut effect) = setting.effects.begin::<String>(&ctx).await.unwrap() else { panic!() };
    insert(effect.tx(), setting.mine, setting.db.rng().uuid(START), "lost").await.unwrap();
    let kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                WHERE datname = current_database() AND pid <> pg_backend_pid()";
    sqlx::query(kill).fetch_all(&mut setting.db.superuser().await).await.unwrap();
    assert!(effect.commit("lost".to_owned()).await.is_err());
    let answer = write(&setting.effects, &ctx, setting.db.rng(), "kept").await.unwrap();
    assert!(!replayed(&answer));
    assert_eq!(texts(&setting.db, setting.mine).await.unwrap(), ["kept"]);
}

#[tokio::test]
async fn a_key_belongs_to_its_tenant_environment_caller_and_method() {
    let setting = Setting::new().await;
    let (db, mine) = (&setting.db, setting.mine);
    let other = scope(db.rng());
    let user = Caller::User {
        user: UserId::from_uuid(db.rng().uuid(START)),
        session: omni_kernel::SessionId::from_uuid(db.rng().uuid(START)),
    };
    let own = Caller::Key(setting.key);
    let elsewhere = ctx(mine, own, "once", 5);
    let other_method = Facts { method: Arc::from("omni.notes.v1.Notes/Erase"), ..elsewhere.facts().clone() };
    let contexts = [
        setting.ctx("once", 1),
        ctx(other, own, "once", 2),
        ctx(other_environment(mine), own, "once", 3),
        ctx(mine, Caller::Key(key(db.rng())), "once", 4),
        ctx(mine, user, "once", 4),
        other_method.into(),
    ];
    for context in &contexts {
        assert!(!replayed(&write(&setting.effects, context, db.rng(), "note").await.unwrap()));
    }
    for context in &contexts {
        assert!(replayed(&write(&setting.effects, context, db.rng(), "note").await.unwrap()));
    }
    assert_eq!(setting.log.actions().len(), contexts.len());
}

/// The operator acts on another tenant: the key is the operator's, the effect and the log are the tenant's.
#[tokio::test]
async fn who_acts_on_another_tenant_keeps_their_own_keys() {
    let setting = Setting::new().await;
    let (one, two) = (scope(setting.db.rng()), scope(setting.db.rng()));
    let act = async |scope: Scope, body: u8| -> Result<Response<String>, Error> {
        match setting.effects.begin_in(&setting.ctx("once", body), scope).await? {
            Begun::Replay(answer) => Ok(answer),
            Begun::New(mut effect) => {
                insert(effect.tx(), scope, setting.db.rng().uuid(START), "theirs").await?;
                effect.commit("done".to_owned()).await
            }
        }
    };
    assert!(!replayed(&act(one, 1).await.unwrap()));
    assert!(replayed(&act(one, 1).await.unwrap()));
    assert_eq!(act(two, 2).await.unwrap_err().reason().name, "IDEMPOTENCY_KEY_REUSED");
    assert_eq!(texts(&setting.db, one).await.unwrap(), ["theirs"]);
    assert!(texts(&setting.db, two).await.unwrap().is_empty());
    // The handler said nothing, and the policy demands a row.
    let said: Vec<_> = setting.log.scoped().into_iter().map(|(scope, entry)| (scope, entry.action)).collect();
    assert_eq!(said, [(one, "notes.write".to_owned())]);
}

#[tokio::test]
async fn callers_without_a_tenant_are_answered_once_too() {
    let setting = Setting::new().await;
    let made = scope(setting.db.rng());
    let user = UserId::from_uuid(setting.db.rng().uuid(START));
    let register = async |body: u8, as_person: bool| -> Result<Response<String>, Error> {
        match setting.effects.begin_anonymous(&anonymous("once", body).into()).await? {
            AnonymousBegun::Replay(answer) => Ok(answer),
            AnonymousBegun::New(effect) => {
                let mut effect = if as_person {
                    effect.enter_user(user).await?.enter(made).await?
                } else {
                    effect.enter(made).await?
                };
                insert(effect.tx(), made, setting.db.rng().uuid(START), "first").await?;
                effect.commit("secret of the first".to_owned()).await
            }
        }
    };
    let first = register(1, false).await.unwrap();
    let second = register(1, true).await.unwrap();
    assert!(!replayed(&first) && replayed(&second));
    assert_eq!(first.get_ref(), second.get_ref());
    assert_eq!(register(2, false).await.unwrap_err().reason().name, "IDEMPOTENCY_KEY_REUSED");
    assert_eq!(texts(&setting.db, made).await.unwrap(), ["first"]);

    let ask = async || -> Result<Response<String>, Error> {
        match setting.effects.begin_anonymous(&anonymous("asked", 1).into()).await? {
            AnonymousBegun::Replay(answer) => Ok(answer),
            AnonymousBegun::New(effect) => effect.commit("a mail is on its way".to_owned()).await,
        }
    };
    assert!(!replayed(&ask().await.unwrap()));
    assert!(replayed(&ask().await.unwrap()));
}

#[tokio::test]
async fn answers_are_sealed_where_they_are_kept() {
    let setting = Setting::new().await;
    write(&setting.effects, &setting.ctx("once", 1), setting.db.rng(), "hunter2").await.unwrap();
    let (kept, print): (Vec<u8>, Vec<u8>) =
        sqlx::query_as("SELECT answer, fingerprint FROM omni.idempotency_keys")
            .fetch_one(&mut setting.db.superuser().await)
            .await
            .unwrap();
    assert!(!kept.windows(7).any(|window| window == b"hunter2"));
    assert_ne!(print, [1; 32], "the hash of the request is kept under a key only");
    // Moved to another key it is no answer.
    sqlx::raw_sql("UPDATE omni.idempotency_keys SET idempotency_key = 'stolen'")
        .execute(&mut setting.db.superuser().await)
        .await
        .unwrap();
    let error = write(&setting.effects, &setting.ctx("stolen", 1), setting.db.rng(), "x").await.unwrap_err();
    assert_eq!(error.reason().name, "INTERNAL");
}

struct Directory(Vec<TenantId>);

#[async_trait]
impl TenantDirectory for Directory {
    async fn tenants(&self) -> Result<Vec<TenantId>, Error> {
        Ok(self.0.clone())
    }
}

#[tokio::test]
async fn a_key_is_forgotten_when_its_time_is_up() {
    let setting = Setting::new().await;
    let rng = setting.db.rng();
    let directory = Directory(vec![setting.mine.tenant]);
    let effects = setting.effects.keeping(KEEP);
    write(&effects, &setting.ctx("once", 1), rng, "note").await.unwrap();
    setting.db.clock().advance(KEEP.checked_sub(Duration::from_secs(1)).unwrap());
    assert!(replayed(&write(&effects, &setting.ctx("once", 1), rng, "note").await.unwrap()));
    assert_eq!(sweep(&effects, &directory).await.unwrap(), 0);
    setting.db.clock().advance(Duration::from_secs(1));
    // With another body, and although nobody has swept yet.
    assert!(!replayed(&write(&effects, &setting.ctx("once", 2), rng, "note").await.unwrap()));
    setting.db.clock().advance(KEEP);
    assert_eq!(sweep(&effects, &directory).await.unwrap(), 1);
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM omni.idempotency_keys")
        .fetch_one(&mut setting.db.superuser().await)
        .await
        .unwrap();
    assert_eq!(left, 0);
}

#[tokio::test]
async fn without_a_key_every_request_is_a_new_one() {
    let setting = Setting::new().await;
    let plain = Facts { idempotency: None, ..setting.ctx("", 1).facts().clone() }.into();
    for _ in 0..2 {
        assert!(!replayed(&write(&setting.effects, &plain, setting.db.rng(), "note").await.unwrap()));
    }
    assert_eq!(texts(&setting.db, setting.mine).await.unwrap(), ["note", "note"]);
}
