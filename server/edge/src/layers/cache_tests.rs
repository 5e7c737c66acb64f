use std::sync::atomic::AtomicUsize;

use async_trait::async_trait;
use omni_kernel::cache::LocalCache;
use omni_kernel::ports::CacheTtls;
use omni_kernel::{Clock, Environment, KeyId, RequestId, Scope, SessionId, TenantId, UserId};
use proptest::prelude::*;
use tokio::sync::Notify;
use uuid::Uuid;

use super::*;
use crate::layers::testing::contract;

const TTL: Duration = Duration::from_mins(1);

/// What each tenant has set.
struct Set(Option<Duration>);

#[async_trait]
impl CacheTtls for Set {
    async fn ttl(&self, _: &Scope, _: &str) -> Option<Duration> {
        self.0
    }
}

fn caching(set: Option<Duration>) -> (Caching, AnswerCache, Clock) {
    let clock = Clock::manual(jiff::Timestamp::UNIX_EPOCH);
    let store = Arc::new(LocalCache::new(clock.clone(), 1 << 20));
    let cache = AnswerCache::new(store, Arc::new(Set(set)), 1_000, Duration::from_hours(24));
    (Caching::new(cache.clone()), cache, clock)
}

fn method() -> Arc<Method> {
    contract("message R { string a = 1; map<string, string> b = 2; }")
        .method("/omni.t.v1.T/M")
        .unwrap()
        .clone()
}

fn facts(tenant: u128, environment: Environment, grants: &[&str]) -> Facts {
    Facts {
        scope: Some(Scope { tenant: TenantId::from_uuid(Uuid::from_u128(tenant)), environment }),
        caller: Caller::Key(KeyId::from_uuid(Uuid::from_u128(9))),
        grants: grants.iter().copied().collect(),
        method: Arc::from("omni.t.v1.T/M"),
        ..Facts::anonymous(RequestId::from_uuid(Uuid::from_u128(1)))
    }
}

fn asked<'a>(facts: &'a Facts, method: &'a Method) -> Asked<'a> {
    Asked { facts, method, message: Bytes::from_static(b"\x0a\x01x"), ttl: TTL, fresh: false }
}

fn reply(text: &'static str) -> Reply {
    let body = ReplyBody::Message {
        message: Bytes::from_static(text.as_bytes()).into(),
        trailers: HeaderMap::new(),
    };
    Reply { headers: HeaderMap::new(), body }
}

/// A domain that counts how often it is asked, and answers when it is told to.
#[derive(Default)]
struct Domain {
    runs: AtomicUsize,
    begun: Notify,
    go: Notify,
}

impl Domain {
    fn run(
        self: &Arc<Self>,
        outcome: Result<&'static str, Status>,
    ) -> impl FnOnce() -> BoxFuture<'static, Result<Reply, Status>> {
        let this = Arc::clone(self);
        move || {
            async move {
                this.runs.fetch_add(1, Ordering::SeqCst);
                this.begun.notify_one();
                this.go.notified().await;
                outcome.map(reply)
            }
            .boxed()
        }
    }

    fn runs(&self) -> usize {
        self.runs.load(Ordering::SeqCst)
    }
}

fn said(reply: Result<Reply, Status>) -> (String, String) {
    let reply = reply.unwrap();
    let ReplyBody::Message { message, .. } = reply.body else { panic!("a message") };
    (reply.headers[HEADER].to_str().unwrap().to_owned(), String::from_utf8(message.message.to_vec()).unwrap())
}

async fn at_once(caching: &Caching, asked: &Asked<'_>, text: &'static str) -> (String, String) {
    said(caching.answer(asked, || async move { Ok(reply(text)) }.boxed()).await)
}

#[tokio::test]
async fn a_hundred_who_ask_at_once_are_answered_by_one_run() {
    let (caching, cache, _) = caching(None);
    let caching = Arc::new(caching);
    let domain = Arc::new(Domain::default());
    let calls: Vec<_> = (0..100)
        .map(|_| {
            let (caching, domain) = (Arc::clone(&caching), Arc::clone(&domain));
            tokio::spawn(async move {
                let (method, facts) = (method(), facts(1, Environment::Live, &["*"]));
                said(caching.answer(&asked(&facts, &method), domain.run(Ok("answer"))).await)
            })
        })
        .collect();
    domain.begun.notified().await;
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
    domain.go.notify_waiters();
    let mut misses = 0;
    for call in calls {
        let (entry, text) = call.await.unwrap();
        assert_eq!(text, "answer");
        misses += usize::from(entry == "miss");
    }
    assert_eq!((domain.runs(), misses), (1, 1));
    let counts = cache.totals();
    assert_eq!((counts.misses, counts.hits), (1, 99));
    assert!(caching.flights.under_way.lock().unwrap().is_empty());
}

#[tokio::test]
async fn who_leaves_does_not_take_the_answer_from_the_others_and_when_all_leave_the_run_ends() {
    let (caching, ..) = caching(None);
    let (method, facts) = (method(), facts(1, Environment::Live, &["*"]));
    let domain = Arc::new(Domain::default());
    {
        let asked = asked(&facts, &method);
        let mut first = Box::pin(caching.answer(&asked, domain.run(Ok("answer"))));
        let second = caching.answer(&asked, domain.run(Ok("other")));
        assert!(futures::poll!(&mut first).is_pending());
        let mut second = Box::pin(second);
        assert!(futures::poll!(&mut second).is_pending());
        drop(first);
        domain.go.notify_waiters();
        assert_eq!(said(second.await).1, "answer");
    }
    let other = Asked { message: Bytes::from_static(b"\x0a\x01y"), ..asked(&facts, &method) };
    let mut alone = Box::pin(caching.answer(&other, domain.run(Ok("never"))));
    assert!(futures::poll!(&mut alone).is_pending());
    assert_eq!(caching.flights.under_way.lock().unwrap().len(), 1);
    drop(alone);
    assert!(caching.flights.under_way.lock().unwrap().is_empty());
    assert_eq!(domain.runs(), 2);
    assert_eq!(at_once(&caching, &other, "new").await, ("miss".into(), "new".into()));
}

#[tokio::test]
async fn a_failure_and_a_panic_are_answered_and_not_kept() {
    let (caching, ..) = caching(None);
    let (method, facts) = (method(), facts(1, Environment::Live, &["*"]));
    let asked = asked(&facts, &method);
    let failed = caching.answer(&asked, || async { Err(Status::unavailable("not now")) }.boxed()).await;
    assert_eq!(failed.err().unwrap().message(), "not now");
    let panicked = caching.answer(&asked, || async { panic!("a bug") }.boxed()).await;
    assert_eq!(panicked.err().unwrap().code(), tonic::Code::Internal);
    assert_eq!(at_once(&caching, &asked, "answer").await, ("miss".into(), "answer".into()));
    assert_eq!(at_once(&caching, &asked, "unused").await, ("hit".into(), "answer".into()));
}

#[tokio::test]
async fn an_answer_lasts_as_long_as_the_contract_says_or_the_tenant() {
    for (set, lasts) in [(None, TTL), (Some(Duration::from_secs(5)), Duration::from_secs(5))] {
        let (caching, _, clock) = caching(set);
        let (method, facts) = (method(), facts(1, Environment::Live, &["*"]));
        let asked = asked(&facts, &method);
        at_once(&caching, &asked, "old").await;
        clock.advance(lasts.checked_sub(Duration::from_millis(1)).unwrap());
        assert_eq!(at_once(&caching, &asked, "new").await.0, "hit");
        clock.advance(Duration::from_millis(1));
        assert_eq!(at_once(&caching, &asked, "new").await, ("miss".into(), "new".into()));
    }
    let (caching, ..) = caching(Some(Duration::ZERO));
    let (method, facts) = (method(), facts(1, Environment::Live, &["*"]));
    for text in ["one", "two"] {
        assert_eq!(at_once(&caching, &asked(&facts, &method), text).await, ("bypass".into(), text.into()));
    }
}

#[tokio::test]
async fn a_caller_who_wants_a_new_answer_gets_one_and_what_is_kept_stays() {
    let (caching, ..) = caching(None);
    let (method, facts) = (method(), facts(1, Environment::Live, &["*"]));
    let fresh = Asked { fresh: true, ..asked(&facts, &method) };
    let asked = asked(&facts, &method);
    at_once(&caching, &asked, "kept").await;
    assert_eq!(at_once(&caching, &fresh, "new").await, ("bypass".into(), "new".into()));
    assert_eq!(at_once(&caching, &asked, "unused").await.1, "kept");
    for (header, expected) in
        [("no-cache", true), ("max-age=0, No-Store", true), ("max-age=60", false), ("no-cached", false)]
    {
        let headers = HeaderMap::from_iter([(CACHE_CONTROL, header.parse().unwrap())]);
        assert_eq!(wants_fresh(&headers), expected, "{header}");
    }
}

#[tokio::test]
async fn a_large_answer_is_given_and_not_kept() {
    let (caching, ..) = caching(None);
    let (method, facts) = (method(), facts(1, Environment::Live, &["*"]));
    let large: &'static str = String::leak("x".repeat(2_000));
    for _ in 0..2 {
        assert_eq!(at_once(&caching, &asked(&facts, &method), large).await.0, "miss");
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Case {
    tenant: u128,
    live: bool,
    staff: bool,
    user: Option<u128>,
    grants: std::collections::BTreeSet<String>,
    message: Vec<(String, String)>,
}

prop_compose! {
    fn case()(
        tenant in 0_u128..3, live: bool, staff: bool, user in proptest::option::of(0_u128..3),
        grants in proptest::collection::btree_set("[a-b.*]{1,3}", 0..4),
        message in proptest::collection::btree_map("[a-b]{0,2}", "[a-b]{0,2}", 0..3),
    ) -> Case {
        Case { tenant, live, staff, user, grants, message: message.into_iter().collect() }
    }
}

fn digest_of(case: &Case, method: &Method, backwards: bool) -> [u8; 32] {
    let environment = if case.live { Environment::Live } else { Environment::Test };
    let mut facts = facts(case.tenant, environment, &[]);
    facts.staff = case.staff;
    facts.grants = case.grants.iter().cloned().collect();
    if let Some(user) = case.user {
        let session = SessionId::from_uuid(Uuid::from_u128(1));
        facts.caller = Caller::User { user: UserId::from_uuid(Uuid::from_u128(user)), session };
    }
    let entry = |(key, value): &(String, String)| {
        let mut entry = vec![0x0a, u8::try_from(key.len()).unwrap()];
        entry.extend(key.as_bytes());
        entry.extend([0x12, u8::try_from(value.len()).unwrap()]);
        entry.extend(value.as_bytes());
        let mut bytes = vec![0x12, u8::try_from(entry.len()).unwrap()];
        bytes.extend(entry);
        bytes
    };
    let mut entries: Vec<_> = case.message.iter().map(entry).collect();
    if backwards {
        entries.reverse();
    }
    digest(&Asked { message: entries.concat().into(), ..asked(&facts, method) }).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]
    #[test]
    fn two_callers_share_an_answer_only_where_nothing_that_decides_it_differs(a in case(), b in case(), change in 0..6) {
        let method = METHOD.get_or_init(method);
        // Mostly neighbours: one thing differs.
        let mut near = a.clone();
        match change {
            0 => near.tenant = b.tenant,
            1 => near.live = b.live,
            2 => near.staff = b.staff,
            3 => near.user = b.user,
            4 => near.grants = b.grants.clone(),
            _ => near.message = b.message.clone(),
        }
        for other in [near, b] {
            prop_assert_eq!(digest_of(&a, method, false) == digest_of(&other, method, true), a == other);
        }
    }
}

static METHOD: std::sync::OnceLock<Arc<Method>> = std::sync::OnceLock::new();
