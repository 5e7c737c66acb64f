//! What an identity provider says counts only if everything about it is right.

use omni_kernel::ports::Outcome;
use serde_json::{Value as Json, json};

use super::idp::State;
use super::{House, Landing, house};

/// Something wrong about an ID token, and what is said of it.
type Wrong = (&'static str, fn(&mut State), &'static str);

fn set(state: &mut State, name: &'static str, value: fn(&Json) -> Json) {
    state.claims = Box::new(move |claims| claims[name] = value(&claims[name]));
}

const WRONG: &[Wrong] = &[
    ("nonce", |idp| set(idp, "nonce", |_| json!("another")), "SSO_RESPONSE_INVALID"),
    ("no nonce", |idp| set(idp, "nonce", |_| Json::Null), "SSO_RESPONSE_INVALID"),
    ("audience", |idp| set(idp, "aud", |_| json!("another")), "SSO_RESPONSE_INVALID"),
    ("further audience", |idp| set(idp, "aud", |_| json!(["omni", "another"])), "SSO_RESPONSE_INVALID"),
    ("authorized party", |idp| set(idp, "azp", |_| json!("another")), "SSO_RESPONSE_INVALID"),
    ("issuer", |idp| set(idp, "iss", |_| json!("https://evil.example")), "SSO_RESPONSE_INVALID"),
    ("expired", |idp| set(idp, "exp", |exp| json!(exp.as_i64().unwrap() - 361)), "SSO_RESPONSE_INVALID"),
    (
        "from the future",
        |idp| set(idp, "iat", |iat| json!(iat.as_i64().unwrap() + 61)),
        "SSO_RESPONSE_INVALID",
    ),
    ("long ago", |idp| set(idp, "iat", |iat| json!(iat.as_i64().unwrap() - 901)), "SSO_RESPONSE_INVALID"),
    ("unverified address", |idp| set(idp, "email_verified", |_| json!(false)), "SSO_EMAIL_UNVERIFIED"),
    ("address of unknown standing", |idp| set(idp, "email_verified", |_| Json::Null), "SSO_EMAIL_UNVERIFIED"),
    ("no address", |idp| set(idp, "email", |_| Json::Null), "SSO_EMAIL_UNVERIFIED"),
    ("unclaimed domain", |idp| set(idp, "email", |_| json!("eva@other.example")), "SSO_DOMAIN_UNCLAIMED"),
    ("subdomain", |idp| set(idp, "email", |_| json!("eva@it.acme.example")), "SSO_DOMAIN_UNCLAIMED"),
    (
        "two domains",
        |idp| set(idp, "email", |_| json!("eva@acme.example@evil.example")),
        "SSO_DOMAIN_UNCLAIMED",
    ),
    ("empty subject", |idp| set(idp, "sub", |_| json!("")), "SSO_RESPONSE_INVALID"),
    (
        "no algorithm",
        |idp| {
            idp.header = Box::new(|header| header["alg"] = json!("none"));
            idp.signature = Some(Vec::new());
        },
        "SSO_RESPONSE_INVALID",
    ),
    (
        "a shared secret",
        |idp| {
            idp.header = Box::new(|header| header["alg"] = json!("HS256"));
            idp.signature = Some(vec![0; 32]);
        },
        "SSO_RESPONSE_INVALID",
    ),
    ("a wrong signature", |idp| idp.signature = Some(vec![1; 64]), "SSO_RESPONSE_INVALID"),
    ("a key of another", |idp| "k2".clone_into(&mut idp.kid), "SSO_RESPONSE_INVALID"),
    (
        "critical header",
        |idp| idp.header = Box::new(|header| header["crit"] = json!(["x"])),
        "SSO_RESPONSE_INVALID",
    ),
];

#[tokio::test]
async fn an_id_token_with_anything_wrong_signs_nobody_in() {
    let house = house().await;
    let id = house.connected().await;
    for (what, wrong, reason) in WRONG {
        house.idp.change(wrong);
        assert_eq!(house.refused(&id).await, *reason, "{what}");
        house.idp.change(|idp| {
            idp.header = Box::new(|_| {});
            idp.claims = Box::new(|_| {});
            (idp.signature, idp.kid) = (None, "k1".to_owned());
        });
        let entry = house.world.node.audit.entries().pop().unwrap();
        assert_eq!((entry.outcome, entry.reason.as_str()), (Outcome::Denied, *reason), "{what}");
        assert_eq!(entry.target, id, "{what}");
    }
    assert_eq!(house.world.count("SELECT count(*) FROM omni.users").await, 1);
    // Nothing was wrong with the rest.
    house.sign_in(&id).await;
}

/// The fields that come back, changed.
async fn with(house: &House, id: &str, name: &str, value: Option<&str>) -> Landing {
    let mut fields = house.idp.consent(&house.start(id).await.unwrap());
    fields.retain(|(field, _)| field != name);
    fields.extend(value.map(|value| (name.to_owned(), value.to_owned())));
    Landing::at(&house.sso.callback(&house.call(id, fields)).await.unwrap())
}

#[tokio::test]
async fn an_answer_of_another_provider_is_not_taken() {
    let house = house().await;
    let id = house.connected().await;
    assert_eq!(with(&house, &id, "iss", Some("https://evil.example")).await.reason(), "SSO_RESPONSE_INVALID");
    // This provider says that it always names itself.
    assert_eq!(with(&house, &id, "iss", None).await.reason(), "SSO_RESPONSE_INVALID");
    assert_eq!(house.idp.asked("/token"), 0, "the code of another provider went to this one");
}

#[tokio::test]
async fn a_code_that_the_provider_refuses_signs_nobody_in() {
    let house = house().await;
    let id = house.connected().await;
    assert_eq!(with(&house, &id, "code", Some("unknown")).await.reason(), "SSO_RESPONSE_INVALID");
    assert_eq!(with(&house, &id, "code", None).await.reason(), "SSO_RESPONSE_INVALID");
    // A code that was used before, with a state that was not.
    let first = house.idp.consent(&house.start(&id).await.unwrap());
    house.sso.callback(&house.call(&id, first.clone())).await.unwrap();
    let used = &first.iter().find(|(name, _)| name == "code").unwrap().1;
    assert_eq!(with(&house, &id, "code", Some(used)).await.reason(), "SSO_RESPONSE_INVALID");
    // A code that belongs to another sign-in: the verifier of this one does not fit it.
    let others = house.idp.consent(&house.start(&id).await.unwrap());
    let others = &others.iter().find(|(name, _)| name == "code").unwrap().1;
    assert_eq!(with(&house, &id, "code", Some(others)).await.reason(), "SSO_RESPONSE_INVALID");
}

#[tokio::test]
async fn a_provider_that_says_no_is_heard() {
    let house = house().await;
    let id = house.connected().await;
    let mut fields = house.idp.consent(&house.start(&id).await.unwrap());
    fields.retain(|(field, _)| field != "code");
    fields.push(("error".to_owned(), "access_denied".to_owned()));
    fields.push(("error_description".to_owned(), "<script>".to_owned()));
    let landing = Landing::at(&house.sso.callback(&house.call(&id, fields)).await.unwrap());
    assert_eq!(
        (landing.reason().as_str(), landing.fields["error"].as_str()),
        ("SSO_DENIED", "access_denied")
    );
    assert!(!landing.fields["error_description"].contains("script"));
}

#[tokio::test]
async fn a_domain_of_another_tenant_opens_nothing_here() {
    let house = house().await;
    let id = house.connected().await;
    house.world.node.person("bor@beta.example").await;
    let tokens = house.world.node.login("bor@beta.example").await;
    let beta = house.world.node.signed_in(&tokens).await;
    house.prove(&beta, "beta.example").await.unwrap();
    house.idp.change(|idp| idp.claims = Box::new(|claims| claims["email"] = json!("bor@beta.example")));
    assert_eq!(house.refused(&id).await, "SSO_DOMAIN_UNCLAIMED");
}

#[tokio::test]
async fn nobody_joins_a_tenant_whose_tier_has_no_place_left() {
    let house = house().await;
    let id = house.connected().await;
    house.world.execute("UPDATE omni.tenants SET tier = 'free'").await;
    assert_eq!(house.refused(&id).await, "SSO_NO_PLACE");
    assert_eq!(house.world.count("SELECT count(*) FROM omni.users").await, 1);
}

#[tokio::test]
async fn a_released_domain_brings_nobody_new_and_keeps_who_is_known() {
    let house = house().await;
    let id = house.connected().await;
    house.sign_in(&id).await;
    let request = omni_proto_identity::v1::ReleaseDomainRequest { domain: "acme.example".to_owned() };
    let request = crate::harness::Node::request(&house.admin, request);
    omni_proto_identity::v1::sso_service_server::SsoService::release_domain(&house.sso.service(), request)
        .await
        .unwrap();
    house.sign_in(&id).await;
    house.idp.change(|idp| idp.claims = Box::new(|claims| claims["sub"] = json!("another")));
    assert_eq!(house.refused(&id).await, "SSO_DOMAIN_UNCLAIMED");
}

#[tokio::test]
async fn a_new_key_of_the_provider_is_found_and_an_unknown_one_does_not_flood_it() {
    let house = house().await;
    let id = house.connected().await;
    house.sign_in(&id).await;
    assert_eq!(house.idp.asked("/jwks"), 1);
    house.idp.change(|idp| {
        (idp.kid, idp.published_kid) = ("k2".to_owned(), "k2".to_owned());
        idp.key = ed25519_dalek::SigningKey::from_bytes(&[10; 32]);
    });
    house.sign_in(&id).await;
    assert_eq!(house.idp.asked("/jwks"), 2);
    house.idp.change(|idp| idp.kid = "k3".to_owned());
    for _ in 0..5 {
        assert_eq!(house.refused(&id).await, "SSO_RESPONSE_INVALID");
    }
    assert_eq!(house.idp.asked("/jwks"), 2);
    house.world.forward(std::time::Duration::from_secs(31));
    assert_eq!(house.refused(&id).await, "SSO_RESPONSE_INVALID");
    assert_eq!(house.idp.asked("/jwks"), 3);
}
