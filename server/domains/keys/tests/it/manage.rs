//! Keys through the contract, as callers of a tenant have them.

use std::sync::Arc;
use std::time::Duration;

use omni_kernel::permissions::Catalogue;
use omni_kernel::{Caller, Environment, Grants, KeyId, Scope, Secret, SessionId, UserId};
use omni_keys::{Keys, service};
use omni_proto_keys::v1 as pb;
use omni_testkit::doubles::{RecordingAudit, effects, request};
use omni_testkit::{TestDb, other_environment};
use pb::key_service_server::KeyService;
use tonic::{Code, Request, Status};
use tonic_types::StatusExt;

use crate::{key, setup, tenant};

struct House {
    db: TestDb,
    keys: Arc<Keys>,
    service: Arc<dyn KeyService>,
    audit: Arc<RecordingAudit>,
    mine: Scope,
}

async fn house() -> House {
    let (db, keys) = setup().await;
    let keys = Arc::new(keys);
    let (effects, audit) = effects(&db, db.clock(), db.rng());
    let names = ["keys.keys.create", "intelligence.forecasts.create", "intelligence.batches.create"];
    let catalogue: Catalogue = names.into_iter().map(|name| (name, "")).collect();
    let service = service(Arc::clone(&keys), effects, catalogue);
    let mine = tenant(&db).await;
    House { db, keys, service, audit, mine }
}

impl House {
    fn ask<T>(&self, message: T, scope: Scope, grants: &[&str]) -> Request<T> {
        let (rng, now) = (self.db.rng(), self.db.clock().now());
        let (user, session) = (UserId::from_uuid(rng.uuid(now)), SessionId::from_uuid(rng.uuid(now)));
        let caller = Caller::User { user, session };
        request(message, self.db.rng(), scope, caller, grants.iter().copied().collect())
    }

    async fn create(&self, scope: Scope, scopes: &[&str]) -> Result<pb::CreateKeyResponse, Status> {
        let message = pb::CreateKeyRequest {
            name: "shop".into(),
            scopes: scopes.iter().map(ToString::to_string).collect(),
            ..Default::default()
        };
        Ok(self.service.create_key(self.ask(message, scope, &["*"])).await?.into_inner())
    }
}

fn reason(status: &Status) -> String {
    status.get_details_error_info().unwrap().reason
}

fn field(status: &Status) -> String {
    status.get_details_bad_request().unwrap().field_violations[0].field.clone()
}

async fn verify(house: &House, secret: &str, ip: Option<&str>) -> Result<Grants, String> {
    let ip = ip.map(|ip| ip.parse().unwrap());
    let checked = house.keys.verify(&Secret::new(secret), ip).await;
    checked.map(|principal| principal.grants).map_err(|refused| refused.error.reason().name.to_owned())
}

#[tokio::test]
async fn a_key_is_shown_once_and_does_what_its_scopes_say() {
    let house = house().await;
    let created = house.create(house.mine, &["intelligence.*"]).await.unwrap();
    let grants = verify(&house, &created.secret, None).await.unwrap();
    assert!(grants.allow("intelligence.forecasts.create") && !grants.allow("keys.keys.create"));
    let shown = created.key.unwrap();
    assert!(created.secret.starts_with(&shown.prefix) && shown.prefix.starts_with("omni_live_"));
    let get = pb::GetKeyRequest { key_id: shown.key_id.clone() };
    let got =
        house.service.get_key(house.ask(get, house.mine, &["*"])).await.unwrap().into_inner().key.unwrap();
    assert_eq!((got.name.as_str(), got.scopes.as_slice()), ("shop", &["intelligence.*".to_owned()][..]));
    assert_eq!(house.audit.actions(), ["keys.keys.create"]);
    let entry = &house.audit.entries()[0];
    assert_eq!(entry.target, shown.key_id);
    assert!(!entry.after.to_string().contains(&created.secret[20..]), "the log holds no secret");
}

#[tokio::test]
async fn nobody_gives_a_key_more_than_they_hold() {
    let house = house().await;
    for (held, asked, allowed) in [
        (&["intelligence.*"][..], "intelligence.forecasts.create", true),
        (&["intelligence.*"], "intelligence.*", true),
        (&["intelligence.forecasts.create"], "intelligence.*", false),
        (&["intelligence.*"], "*", false),
        (&["keys.keys.create"], "intelligence.forecasts.create", false),
    ] {
        let message =
            pb::CreateKeyRequest { name: "k".into(), scopes: vec![asked.into()], ..Default::default() };
        let answer = house.service.create_key(house.ask(message, house.mine, held)).await;
        assert_eq!(answer.is_ok(), allowed, "{held:?} {asked}");
        if let Err(status) = answer {
            assert_eq!((status.code(), reason(&status).as_str()), (Code::PermissionDenied, "SCOPE_NOT_HELD"));
        }
    }
    // A rotated key has a new secret with the old scopes, so it takes as much as making it.
    let strong = house.create(house.mine, &["*"]).await.unwrap().key.unwrap();
    let message = pb::RotateKeyRequest { key_id: strong.key_id, ..Default::default() };
    let refused = house.service.rotate_key(house.ask(message, house.mine, &["keys.*"])).await.unwrap_err();
    assert_eq!(reason(&refused), "SCOPE_NOT_HELD");
}

#[tokio::test]
async fn a_scope_that_grants_nothing_is_named_with_the_nearest() {
    let house = house().await;
    let refused =
        house.create(house.mine, &["intelligence.*", "intelligence.forecast.create"]).await.unwrap_err();
    assert_eq!((refused.code(), field(&refused).as_str()), (Code::InvalidArgument, "scopes[1]"));
    let text = &refused.get_details_bad_request().unwrap().field_violations[0].description;
    assert!(text.contains("intelligence.forecasts.create"), "{text}");
}

#[tokio::test]
async fn a_rotated_key_goes_on_for_the_overlap_and_then_dies() {
    let house = house().await;
    let old = house.create(house.mine, &["intelligence.*"]).await.unwrap();
    let id = old.key.unwrap().key_id;
    let rotate = |overlap: i64| {
        let overlap = Some(prost_types::Duration { seconds: overlap, nanos: 0 });
        house.ask(pb::RotateKeyRequest { key_id: id.clone(), overlap, expire_time: None }, house.mine, &["*"])
    };
    for wrong in [-1, 2_592_001] {
        let refused = house.service.rotate_key(rotate(wrong)).await.unwrap_err();
        assert_eq!(field(&refused), "overlap");
    }
    let new = house.service.rotate_key(rotate(3600)).await.unwrap().into_inner();
    assert_eq!(new.key.as_ref().unwrap().scopes, ["intelligence.*"]);
    assert!(verify(&house, &old.secret, None).await.is_ok());
    assert!(verify(&house, &new.secret, None).await.is_ok());
    house.db.clock().advance(Duration::from_hours(1));
    assert_eq!(verify(&house, &old.secret, None).await.unwrap_err(), "API_KEY_INVALID");
    assert!(verify(&house, &new.secret, None).await.is_ok());
    let refused = house.service.rotate_key(rotate(0)).await.unwrap_err();
    assert_eq!((refused.code(), reason(&refused).as_str()), (Code::FailedPrecondition, "API_KEY_ENDED"));
}

#[tokio::test]
async fn a_revoked_key_is_refused_from_now_on() {
    let house = house().await;
    let created = house.create(house.mine, &["*"]).await.unwrap();
    assert!(verify(&house, &created.secret, None).await.is_ok());
    let key_id = created.key.unwrap().key_id;
    for _ in 0..2 {
        let message = pb::RevokeKeyRequest { key_id: key_id.clone() };
        let revoked = house.service.revoke_key(house.ask(message, house.mine, &["*"])).await.unwrap();
        assert!(revoked.into_inner().key.unwrap().revoke_time.is_some());
        assert_eq!(verify(&house, &created.secret, None).await.unwrap_err(), "API_KEY_INVALID");
    }
}

#[tokio::test]
async fn a_key_that_is_revoked_twice_is_on_the_log_once() {
    let house = house().await;
    let key_id = house.create(house.mine, &["*"]).await.unwrap().key.unwrap().key_id;
    let mut times = Vec::new();
    for _ in 0..2 {
        let message = pb::RevokeKeyRequest { key_id: key_id.clone() };
        let revoked = house.service.revoke_key(house.ask(message, house.mine, &["*"])).await.unwrap();
        times.push(revoked.into_inner().key.unwrap().revoke_time.unwrap());
        house.db.clock().advance(Duration::from_mins(1));
    }
    assert_eq!(times[0], times[1]);
    assert_eq!(house.audit.actions(), ["keys.keys.create", "keys.keys.revoke"]);
}

#[tokio::test]
async fn nobody_ends_a_key_that_may_do_more_than_they() {
    let house = house().await;
    let strong = house.create(house.mine, &["*"]).await.unwrap();
    let weak = house.create(house.mine, &["intelligence.forecasts.create"]).await.unwrap();
    let developer = &["keys.*", "intelligence.*"];
    let ask = |key_id: String| house.ask(pb::RevokeKeyRequest { key_id }, house.mine, developer);
    let refused =
        house.service.revoke_key(ask(strong.key.as_ref().unwrap().key_id.clone())).await.unwrap_err();
    assert_eq!((refused.code(), reason(&refused).as_str()), (Code::PermissionDenied, "SCOPE_NOT_HELD"));
    assert!(refused.message().contains("the scope *"), "{}", refused.message());
    assert!(verify(&house, &strong.secret, None).await.is_ok());
    house.service.revoke_key(ask(weak.key.unwrap().key_id)).await.unwrap();
    assert!(verify(&house, &weak.secret, None).await.is_err());
    // A key that may revoke at all may always end itself.
    let own = house.create(house.mine, &["keys.keys.create"]).await.unwrap().key.unwrap();
    let message = pb::RevokeKeyRequest { key_id: own.key_id };
    house.service.revoke_key(house.ask(message, house.mine, &["keys.keys.create"])).await.unwrap();
}

#[tokio::test]
async fn a_key_shows_who_made_it_and_the_keys_of_one_maker_are_found() {
    let house = house().await;
    let made = async |caller: Caller, rotate: Option<String>| {
        house.db.clock().advance(Duration::from_secs(1));
        let as_caller = |key_id| {
            let message = pb::RotateKeyRequest { key_id, ..Default::default() };
            request(message, house.db.rng(), house.mine, caller, Grants::all())
        };
        if let Some(key_id) = rotate {
            return house.service.rotate_key(as_caller(key_id)).await.unwrap().into_inner().key.unwrap();
        }
        let message =
            pb::CreateKeyRequest { name: "k".into(), scopes: vec!["*".into()], ..Default::default() };
        let asked = request(message, house.db.rng(), house.mine, caller, Grants::all());
        house.service.create_key(asked).await.unwrap().into_inner().key.unwrap()
    };
    let (rng, now) = (house.db.rng(), house.db.clock().now());
    let ana =
        Caller::User { user: UserId::from_uuid(rng.uuid(now)), session: SessionId::from_uuid(rng.uuid(now)) };
    let Caller::User { user, .. } = ana else { unreachable!() };
    let robot: KeyId = house.create(house.mine, &["*"]).await.unwrap().key.unwrap().key_id.parse().unwrap();
    let by_ana = made(ana, None).await;
    let by_robot = made(Caller::Key(robot), None).await;
    assert_eq!((by_ana.created_by, by_robot.created_by), (user.to_string(), robot.to_string()));
    // Who rotates a key sees the secret of the new one.
    let rotated = made(ana, Some(by_robot.key_id.clone())).await;
    assert_eq!(rotated.created_by, user.to_string());
    let by_operator = key(&house.db, &house.keys, &house.mine).await.key.id.to_string();

    let list = async |created_by: &str, page_token: &str| {
        let message = pb::ListKeysRequest {
            created_by: created_by.into(),
            page_size: 1,
            page_token: page_token.into(),
            ..Default::default()
        };
        house.service.list_keys(house.ask(message, house.mine, &["*"])).await
    };
    let first = list(&user.to_string(), "").await.unwrap().into_inner();
    let second = list(&user.to_string(), &first.next_page_token).await.unwrap().into_inner();
    assert_eq!((&first.keys[0].key_id, &second.keys[0].key_id), (&by_ana.key_id, &rotated.key_id));
    assert_eq!(second.next_page_token, "");
    // A page goes on under the filter it began with.
    assert_eq!(field(&list("operator", &first.next_page_token).await.unwrap_err()), "page_token");
    assert_eq!(list("operator", "").await.unwrap().into_inner().keys[0].key_id, by_operator);
    assert_eq!(list(&robot.to_string(), "").await.unwrap().into_inner().keys[0].key_id, by_robot.key_id);
    assert_eq!(field(&list("ana@example.com", "").await.unwrap_err()), "created_by");
}

#[tokio::test]
async fn a_key_comes_from_its_addresses_only() {
    let house = house().await;
    let message = pb::CreateKeyRequest {
        name: "office".into(),
        scopes: vec!["*".into()],
        allowed_ips: vec!["203.0.113.7/24".into(), "2001:db8::1".into()],
        ..Default::default()
    };
    let created =
        house.service.create_key(house.ask(message, house.mine, &["*"])).await.unwrap().into_inner();
    assert_eq!(created.key.unwrap().allowed_ips, ["203.0.113.0/24", "2001:db8::1/128"]);
    for within in ["203.0.113.200", "::ffff:203.0.113.200", "2001:db8::1"] {
        assert!(verify(&house, &created.secret, Some(within)).await.is_ok(), "{within}");
    }
    for beyond in [Some("203.0.114.1"), Some("2001:db8::2"), None] {
        assert_eq!(verify(&house, &created.secret, beyond).await.unwrap_err(), "API_KEY_ADDRESS");
    }
    let message = pb::CreateKeyRequest {
        name: "office".into(),
        scopes: vec!["*".into()],
        allowed_ips: vec!["203.0.113.0/24".into(), "office".into()],
        ..Default::default()
    };
    let refused = house.service.create_key(house.ask(message, house.mine, &["*"])).await.unwrap_err();
    assert_eq!(field(&refused), "allowed_ips[1]");
}

#[tokio::test]
async fn a_test_credential_knows_of_test_keys_only() {
    let house = house().await;
    let test = other_environment(house.mine);
    assert_eq!(test.environment, Environment::Test);
    let live = house.create(house.mine, &["*"]).await.unwrap().key.unwrap();
    let made = house.create(test, &["*"]).await.unwrap();
    assert!(made.secret.starts_with("omni_test_"));
    let get = |key_id: &str, scope| house.ask(pb::GetKeyRequest { key_id: key_id.into() }, scope, &["*"]);
    let hidden = house.service.get_key(get(&live.key_id, test)).await.unwrap_err();
    assert_eq!(hidden.code(), Code::NotFound);
    let made = made.key.unwrap().key_id;
    assert!(house.service.get_key(get(&made, house.mine)).await.is_ok(), "a live credential sees both");
    let message = pb::ListKeysRequest { environment: pb::Environment::Live.into(), ..Default::default() };
    let refused = house.service.list_keys(house.ask(message, test, &["*"])).await.unwrap_err();
    assert_eq!(reason(&refused), "ENVIRONMENT_NOT_HELD");
}

#[tokio::test]
async fn another_tenants_key_is_as_absent_as_one_that_never_was() {
    let house = house().await;
    let theirs = tenant(&house.db).await;
    let foreign = key(&house.db, &house.keys, &theirs).await.key.id.to_string();
    let never = KeyId::from_uuid(house.db.rng().uuid(house.db.clock().now())).to_string();
    for ask in [0, 1, 2] {
        let mut answers = Vec::new();
        for key_id in [&foreign, &never] {
            let key_id = key_id.clone();
            let status = match ask {
                0 => house
                    .service
                    .get_key(house.ask(pb::GetKeyRequest { key_id: key_id.clone() }, house.mine, &["*"]))
                    .await
                    .unwrap_err(),
                1 => {
                    let message = pb::RotateKeyRequest { key_id: key_id.clone(), ..Default::default() };
                    house.service.rotate_key(house.ask(message, house.mine, &["*"])).await.unwrap_err()
                }
                _ => house
                    .service
                    .revoke_key(house.ask(
                        pb::RevokeKeyRequest { key_id: key_id.clone() },
                        house.mine,
                        &["*"],
                    ))
                    .await
                    .unwrap_err(),
            };
            answers.push((status.code(), status.message().replace(&key_id, "ID")));
        }
        assert_eq!(answers[0], answers[1]);
        assert_eq!(answers[0].0, Code::NotFound);
    }
}

#[tokio::test]
async fn pages_show_every_key_once_and_their_tokens_are_no_ones_elses() {
    let house = house().await;
    for _ in 0..5 {
        house.create(house.mine, &["intelligence.*"]).await.unwrap();
    }
    let (mut seen, mut page_token) = (Vec::new(), String::new());
    for _ in 0..3 {
        let message =
            pb::ListKeysRequest { page_size: 2, page_token: page_token.clone(), ..Default::default() };
        let page =
            house.service.list_keys(house.ask(message, house.mine, &["*"])).await.unwrap().into_inner();
        seen.extend(page.keys.into_iter().map(|key| key.key_id));
        page_token = page.next_page_token;
        if seen.len() == 2 {
            let message = pb::ListKeysRequest { page_token: page_token.clone(), ..Default::default() };
            let other = other_environment(house.mine);
            let refused = house.service.list_keys(house.ask(message, other, &["*"])).await.unwrap_err();
            assert_eq!(field(&refused), "page_token");
        }
    }
    assert_eq!((seen.len(), page_token.as_str()), (5, ""));
    seen.dedup();
    assert_eq!(seen.len(), 5);
}

/// A key from one office until tomorrow, which makes and rotates keys.
#[tokio::test]
async fn a_key_gives_no_key_a_later_end_or_other_addresses_than_its_own() {
    let house = house().await;
    let now = house.db.clock().now();
    let after = |hours: u64| Some(omni_kernel::wire::timestamp(now + Duration::from_hours(hours)));
    let message = |allowed_ips: &[&str], expire_time| pb::CreateKeyRequest {
        name: "k".into(),
        scopes: vec!["*".into()],
        allowed_ips: allowed_ips.iter().map(ToString::to_string).collect(),
        expire_time,
        ..Default::default()
    };
    let by_person = async |message: pb::CreateKeyRequest| {
        house
            .service
            .create_key(house.ask(message, house.mine, &["*"]))
            .await
            .unwrap()
            .into_inner()
            .key
            .unwrap()
    };
    let office = by_person(message(&["203.0.113.0/24", "2001:db8::/32"], after(24))).await;
    let caller = Caller::Key(office.key_id.parse().unwrap());
    let create = async |message: pb::CreateKeyRequest| {
        let asked = request(message, house.db.rng(), house.mine, caller, Grants::all());
        house.service.create_key(asked).await.map(|answer| answer.into_inner().key.unwrap())
    };
    let rotate = async |key_id: &str, expire_time| {
        let overlap = Some(prost_types::Duration { seconds: 60, nanos: 0 });
        let message = pb::RotateKeyRequest { key_id: key_id.into(), overlap, expire_time };
        let asked = request(message, house.db.rng(), house.mine, caller, Grants::all());
        house.service.rotate_key(asked).await.map(|answer| answer.into_inner().key.unwrap())
    };
    let refused = |answer: Result<pb::ApiKey, Status>, field: &str| {
        let status = answer.unwrap_err();
        assert_eq!((status.code(), reason(&status).as_str()), (Code::PermissionDenied, "KEY_RESTRICTED"));
        assert!(status.message().starts_with(&format!("{field}: ")), "{}", status.message());
    };

    // Also of the other environment: a live key makes test keys.
    let test = pb::CreateKeyRequest { environment: pb::Environment::Test.into(), ..message(&[], None) };
    for left_out in [message(&[], None), test] {
        let child = create(left_out).await.unwrap();
        assert_eq!((&child.allowed_ips, child.expire_time), (&office.allowed_ips, office.expire_time));
    }
    let narrower = create(message(&["203.0.113.7", "2001:db8:1::/48"], after(1))).await.unwrap();
    assert_eq!((narrower.allowed_ips[0].as_str(), narrower.expire_time), ("203.0.113.7/32", after(1)));
    refused(create(message(&[], after(25))).await, "expire_time");
    refused(create(message(&["203.0.113.7", "0.0.0.0/0"], after(1))).await, "allowed_ips[1]");
    refused(create(message(&["203.0.112.0/23"], None)).await, "allowed_ips[0]");

    // The successor of another key and its own.
    let anywhere = by_person(message(&[], None)).await;
    refused(rotate(&anywhere.key_id, None).await, "key_id");
    let for_good = by_person(message(&["203.0.113.7"], None)).await;
    refused(rotate(&for_good.key_id, after(25)).await, "expire_time");
    assert_eq!(rotate(&for_good.key_id, None).await.unwrap().expire_time, office.expire_time);
    assert_eq!(rotate(&narrower.key_id, None).await.unwrap().expire_time, after(1));
    refused(rotate(&office.key_id, after(25)).await, "expire_time");
    let successor = rotate(&office.key_id, None).await.unwrap();
    assert_eq!((successor.allowed_ips, successor.expire_time), (office.allowed_ips, office.expire_time));
    // The old key ends with the overlap now, and so does what it makes.
    refused(create(message(&[], after(1))).await, "expire_time");
    // A person is held by none of it.
    assert_eq!(by_person(message(&[], None)).await.expire_time, None);
}

#[tokio::test]
async fn a_tenant_has_a_thousand_active_keys_of_an_environment_and_no_more() {
    let house = house().await;
    let first = house.create(house.mine, &["intelligence.*"]).await.unwrap().key.unwrap().key_id;
    let more = "INSERT INTO omni.api_keys (tenant_id, live, key_id, public_id, secret_hash, name, grants, allowed_ips, \
                create_time) SELECT tenant_id, live, gen_random_uuid(), lpad(n::text, 8, '0'), secret_hash, name, grants, \
                allowed_ips, create_time FROM omni.api_keys, generate_series(1, 998) n";
    let made = sqlx::query(more).execute(&mut house.db.superuser().await).await.unwrap();
    assert_eq!(made.rows_affected(), 998);
    // The last one is given to one of two who ask at once.
    let (one, two) = tokio::join!(house.create(house.mine, &["*"]), house.create(house.mine, &["*"]));
    assert!(one.is_ok() != two.is_ok());
    let refused = one.and(two).unwrap_err();
    assert_eq!((refused.code(), reason(&refused).as_str()), (Code::FailedPrecondition, "TOO_MANY_KEYS"));
    assert!(refused.message().contains("1000 active keys"), "{}", refused.message());
    // The other environment and other tenants have their own.
    house.create(other_environment(house.mine), &["*"]).await.unwrap();
    house.create(tenant(&house.db).await, &["*"]).await.unwrap();
    // A successor takes the place of a key that ends at once, and a key that ended leaves its own.
    let rotate = |key_id: String, seconds: i64| {
        let overlap = Some(prost_types::Duration { seconds, nanos: 0 });
        house.ask(pb::RotateKeyRequest { key_id, overlap, expire_time: None }, house.mine, &["*"])
    };
    assert!(house.service.rotate_key(rotate(first.clone(), 60)).await.is_err());
    let next = house.service.rotate_key(rotate(first, 0)).await.unwrap().into_inner().key.unwrap();
    house.create(house.mine, &["*"]).await.unwrap_err();
    let message = pb::RevokeKeyRequest { key_id: next.key_id };
    house.service.revoke_key(house.ask(message, house.mine, &["*"])).await.unwrap();
    house.create(house.mine, &["*"]).await.unwrap();
}
