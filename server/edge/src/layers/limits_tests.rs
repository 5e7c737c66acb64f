use std::collections::BTreeMap;
use std::sync::Mutex;

use async_trait::async_trait;
use bytes::Bytes;
use omni_contract::Method;
use omni_kernel::error::reason::OVERLOADED;
use omni_kernel::limits::LocalLimiter;
use omni_kernel::ports::{
    Enforcement, Entitlements, Period, Quota, QuotaState, TenantStanding, TenantStatus,
};
use omni_kernel::{Clock, Environment, Grants, KeyId, RequestId, Scope, TenantId};
use uuid::Uuid;

use super::*;
use crate::client::ClientAddress;
use crate::layers::testing::contract;

/// Counts what is taken, and refuses what a hard quota does not hold.
#[derive(Default)]
struct Counting(Mutex<BTreeMap<String, u64>>);

#[async_trait]
impl UsageLedger for Counting {
    async fn take(
        &self,
        _: Scope,
        meter: &str,
        quantity: u64,
        quota: Option<&Quota>,
    ) -> Result<QuotaState, Error> {
        let mut counts = self.0.lock().unwrap();
        let count = counts.entry(meter.to_owned()).or_default();
        if quota.is_some_and(|quota| *count + quantity > quota.limit) {
            return Err(Error::new(&OVERLOADED, "used up"));
        }
        *count += quantity;
        Ok(QuotaState { remaining: None, reset: jiff::Timestamp::UNIX_EPOCH })
    }
}

fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn clock() -> Clock {
    Clock::manual(jiff::Timestamp::from_second(1_000_000).unwrap())
}

fn call(method: &Arc<Method>) -> Call {
    Call {
        method: Arc::clone(method),
        request_id: RequestId::from_uuid(uuid(1)),
        client: ClientAddress { ip: std::net::Ipv4Addr::LOCALHOST.into() },
        headers: Arc::default(),
        message: Bytes::new().into(),
        received: true,
        legible: Arc::default(),
        parsed: None,
    }
}

fn principal(entitlements: Entitlements) -> Principal {
    Principal {
        scope: Scope { tenant: TenantId::from_uuid(uuid(2)), environment: Environment::Live },
        caller: Caller::Key(KeyId::from_uuid(uuid(3))),
        grants: Grants::all(),
        staff: false,
        tenant: Arc::new(TenantStanding {
            tier: Arc::from("free"),
            status: TenantStatus::Active,
            operator: false,
            entitlements: Arc::new(entitlements),
        }),
    }
}

fn settings(set: &[(&str, &str)]) -> config::Limits {
    let flag = |(key, value): &(&str, &str)| config::Flag {
        flag: "--set".to_owned(),
        key: (*key).to_owned(),
        value: (*value).to_owned(),
    };
    let flags = set.iter().map(flag).collect();
    config::Config::load(&config::Inputs { flags, ..config::Inputs::default() }).unwrap().limits
}

fn limits(set: &[(&str, &str)], usage: Option<Arc<dyn UsageLedger>>) -> Limits {
    Limits::new(&settings(set), Arc::new(LocalLimiter::new(clock(), 10_000)), usage)
}

#[test]
fn the_headers_are_lists_of_structured_fields_and_the_refusal_names_the_dimension() {
    let limiter = LocalLimiter::new(clock(), 10_000);
    let (key, tenant) = (KeyId::from_uuid(uuid(1)), TenantId::from_uuid(uuid(2)));
    let rates = [
        (Subject::key(key), Rate::new(120, MINUTE, 5).unwrap()),
        (Subject::tenant(tenant, 10), Rate::new(10, MINUTE, 2).unwrap()),
    ];
    let call =
        || limiter.decide_now(&Demand { group: Group::Tenant(tenant), rates: &rates, cost: 1 }).unwrap();
    let mut metadata = HeaderMap::new();
    announce(&call(), &mut metadata);
    assert_eq!(metadata[POLICY], r#""key";q=120;w=60, "tenant";q=10;w=60"#);
    assert_eq!(metadata[REMAINING], r#""key";r=4;t=1, "tenant";r=1;t=6"#);
    assert!(!metadata.contains_key("retry-after"));
    call();
    let refused = call();
    announce(&refused, &mut metadata);
    assert_eq!(metadata[REMAINING], r#""key";r=3;t=1, "tenant";r=0;t=12"#);
    assert_eq!(metadata["retry-after"], "6");
    let error = refusal(&refused);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(6)));
    assert_eq!(error.message(), "the rate limit is used up (10 calls in 60 s for each tenant); retry in 6 s");
    let details = error.details();
    assert_eq!(details.quota_failure().unwrap().violations[0].subject, "tenant");
}

#[tokio::test]
async fn a_tenant_is_held_to_its_tier_whoever_of_it_calls() {
    let contract = contract("message R {}");
    let method = contract.method("/omni.t.v1.T/M").unwrap();
    let limits = limits(&[], None);
    let tier = |calls_per_minute| Entitlements { calls_per_minute, ..Entitlements::default() };
    let mut caller = principal(tier(Some(2)));
    let mut metadata = HeaderMap::new();
    for key in [10, 11] {
        caller.caller = Caller::Key(KeyId::from_uuid(uuid(key)));
        limits.pass(&call(method), Some(&caller), &mut metadata).await.unwrap();
    }
    let refused = limits.pass(&call(method), Some(&caller), &mut metadata).await.unwrap_err();
    assert_eq!(refused.reason().name, "RATE_LIMITED");
    // Who pays for more has it at once.
    let mut upgraded = principal(tier(Some(3)));
    upgraded.scope = caller.scope;
    for _ in 0..3 {
        limits.pass(&call(method), Some(&upgraded), &mut metadata).await.unwrap();
    }
    let upgraded = principal(tier(None));
    assert!(limits.pass(&call(method), Some(&upgraded), &mut metadata).await.unwrap().is_empty());
    let mut nothing = principal(tier(Some(0)));
    nothing.scope.tenant = TenantId::from_uuid(uuid(9));
    limits.pass(&call(method), Some(&nothing), &mut metadata).await.unwrap();
    assert!(limits.pass(&call(method), Some(&nothing), &mut metadata).await.is_err());
}

#[tokio::test]
async fn every_call_with_a_credential_is_counted_and_what_its_method_meters_by_the_quantity() {
    let contract = crate::layers::testing::contract_with(
        r#"access: ACCESS_PUBLIC meter: {name: "predictions" quantity_field: "items"}"#,
        "message R { repeated string items = 1; }",
    );
    let method = contract.method("/omni.t.v1.T/M").unwrap();
    let usage = Arc::new(Counting::default());
    let limits = limits(&[], Some(usage.clone()));
    let quota = |limit| Quota { limit, period: Period::Day, enforcement: Enforcement::Hard };
    let quotas = BTreeMap::from([(Arc::from("predictions"), quota(3)), (Arc::from("calls"), quota(2))]);
    let caller = principal(Entitlements { quotas, ..Entitlements::default() });
    let (two, call) = (b"\x0a\x01a\x0a\x01b", call(method));

    limits.count_call(&call, None).await.unwrap();
    limits.count_meter(&call, None, two).await.unwrap();
    assert!(usage.0.lock().unwrap().is_empty(), "nobody is charged for a public call");

    limits.count_call(&call, Some(&caller)).await.unwrap();
    limits.count_meter(&call, Some(&caller), two).await.unwrap();
    assert!(limits.count_meter(&call, Some(&caller), two).await.is_err());
    limits.count_meter(&call, Some(&caller), b"").await.unwrap();
    limits.count_call(&call, Some(&caller)).await.unwrap();
    assert!(limits.count_call(&call, Some(&caller)).await.is_err());
    assert_eq!(*usage.0.lock().unwrap(), BTreeMap::from([("calls".into(), 2), ("predictions".into(), 2)]));
}

#[tokio::test]
async fn administration_goes_on_when_all_else_is_used_up_and_is_held_to_a_limit_of_its_own() {
    let administration = |cost: i32| {
        let policy = format!(r#"access: ACCESS_KEY permission: "t.things.manage" rate_cost: {cost}"#);
        crate::layers::testing::contract_with(&policy, "message R {}")
    };
    let (usual, one, five) = (contract("message R {}"), administration(-1), administration(-5));
    let of = |contract: &omni_contract::Contract| call(contract.method("/omni.t.v1.T/M").unwrap());
    let (usual, one, five) = (of(&usual), of(&one), of(&five));
    let usage = Arc::new(Counting::default());
    let set = [("limits.per_principal", "1"), ("limits.per_ip", "67"), ("limits.administration", "60")];
    let limits = limits(&set, Some(usage.clone()));
    let mut caller = principal(Entitlements { calls_per_minute: Some(1), ..Entitlements::default() });
    let mut metadata = HeaderMap::new();
    limits.pass(&usual, Some(&caller), &mut metadata).await.unwrap();
    assert!(limits.pass(&usual, Some(&caller), &mut metadata).await.is_err());
    for left in (0..55).rev() {
        let held = limits.pass(if left == 54 { &five } else { &one }, Some(&caller), &mut metadata).await;
        let held = held.unwrap();
        let held = held.iter().map(|held| (held.dimension.as_str(), held.standing.remaining));
        let expected = [
            ("administration", left + 1),
            ("keys_administration", left + 541),
            ("ip", left + 7),
            ("key", 0),
            ("tenant", 0),
        ];
        assert_eq!(held.collect::<Vec<_>>(), expected);
        assert!(
            metadata[REMAINING]
                .to_str()
                .unwrap()
                .starts_with(&format!(r#""administration";r={};"#, left + 1))
        );
        limits.count_call(&one, Some(&caller)).await.unwrap();
    }
    limits.pass(&one, Some(&caller), &mut metadata).await.unwrap();
    let refused = limits.pass(&one, Some(&caller), &mut metadata).await.unwrap_err();
    assert_eq!(
        (refused.reason().name, refused.retry_after()),
        ("RATE_LIMITED", Some(Duration::from_secs(1)))
    );
    assert!(
        refused.message().contains("60 calls of administration in 60 s for each key or person"),
        "{}",
        refused.message()
    );
    // Another key of the tenant has a limit of its own, and the address counts all of them.
    caller.caller = Caller::Key(KeyId::from_uuid(uuid(4)));
    limits.pass(&five, Some(&caller), &mut metadata).await.unwrap();
    let refused = limits.pass(&five, Some(&caller), &mut metadata).await.unwrap_err();
    assert_eq!(refused.details().quota_failure().unwrap().violations[0].subject, "ip");
    assert!(usage.0.lock().unwrap().is_empty(), "administration is no call");
}

#[tokio::test]
async fn a_tenant_gets_no_more_administration_by_more_keys_and_its_people_are_not_kept_from_it() {
    let policy = r#"access: ACCESS_KEY permission: "t.things.manage" rate_cost: -1"#;
    let contract = crate::layers::testing::contract_with(policy, "message R {}");
    let call = call(contract.method("/omni.t.v1.T/M").unwrap());
    let limits = limits(&[("limits.administration", "6")], None);
    let mut caller = principal(Entitlements::default());
    let mut metadata = HeaderMap::new();
    let (mut passed, mut last) = (0, None);
    for _ in 0..3 {
        for key in 100..125 {
            caller.caller = Caller::Key(KeyId::from_uuid(uuid(key)));
            match limits.pass(&call, Some(&caller), &mut metadata).await {
                Ok(_) => passed += 1,
                Err(error) => last = Some(error),
            }
        }
    }
    assert_eq!(passed, 60);
    let refused = last.unwrap();
    assert_eq!(refused.details().quota_failure().unwrap().violations[0].subject, "keys_administration");
    assert!(refused.message().contains("for all API keys of the tenant"), "{}", refused.message());
    // A refused call takes nothing of its key's own limit, and a person still revokes.
    let (user, session) = (uuid(5), uuid(6));
    caller.caller = Caller::User {
        user: omni_kernel::UserId::from_uuid(user),
        session: omni_kernel::SessionId::from_uuid(session),
    };
    for _ in 0..6 {
        limits.pass(&call, Some(&caller), &mut metadata).await.unwrap();
    }
    // Another tenant's keys are counted by themselves.
    caller.scope.tenant = TenantId::from_uuid(uuid(9));
    caller.caller = Caller::Key(KeyId::from_uuid(uuid(100)));
    limits.pass(&call, Some(&caller), &mut metadata).await.unwrap();
}
