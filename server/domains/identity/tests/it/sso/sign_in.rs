//! People sign in at their company.

use omni_kernel::ports::Outcome;
use omni_proto_identity::v1 as pb;
use serde_json::json;

use super::{Landing, RETURN_URL, VERIFIER, challenge, house, no_way_back};
use crate::harness::status_reason;

#[tokio::test]
async fn a_person_of_a_proven_domain_signs_in_at_the_company_and_becomes_a_member() {
    let house = house().await;
    let id = house.connected().await;
    let request = pb::StartSsoRequest {
        email: "eva@ACME.example".to_owned(),
        return_url: RETURN_URL.to_owned(),
        code_challenge: challenge(VERIFIER),
        ..pb::StartSsoRequest::default()
    };
    let url = house.start_with(request).await.unwrap();
    assert!(url.contains("login_hint=eva%40ACME.example"), "{url}");
    let location = house.sso.callback(&house.call(&id, house.idp.consent(&url))).await.unwrap();
    let landing = Landing::at(&location);
    assert_eq!(landing.base, "https://app.example.com/in");
    assert_eq!(landing.fields["from"], "omni");
    let answer = house.complete(&landing.code(), VERIFIER).await.unwrap().into_inner();
    let tokens = super::given(&answer.tokens.unwrap());
    let ctx = house.world.node.signed_in(&tokens).await;
    let me = house.world.node.identity.who_am_i(&ctx).await.unwrap();
    assert_eq!((me.person.email.as_str(), me.person.full_name.as_str()), ("Eva@Acme.example", "Eva Novak"));
    assert_eq!(me.memberships[0].role, "developer");
    assert_eq!(ctx.scope().unwrap().tenant, house.tenant);
    assert!(ctx.grants().allow("keys.keys.read") && !ctx.grants().allow("identity.sso.manage"));
    // Nobody signs in with a password that was never set.
    assert!(house.world.node.try_login("eva@acme.example", "", None).await.is_err());

    let again = house.sign_in(&id).await;
    assert_eq!(house.who(&again).await, house.who(&tokens).await);
    assert_eq!(house.world.count("SELECT count(*) FROM omni.users").await, 2);
    assert_eq!(house.world.count("SELECT count(*) FROM omni.sso_identities").await, 1);
    let entries = house.world.node.audit.entries();
    let linked: Vec<_> = entries.iter().filter(|entry| entry.action == "identity.sso.link").collect();
    assert_eq!(linked.len(), 1);
    assert_eq!(linked[0].after["joined_as"], "developer");
    let logins = entries
        .iter()
        .filter(|entry| entry.action == "identity.login" && entry.after["connection_id"] == json!(id));
    assert!(logins.clone().all(|entry| entry.outcome == Outcome::Success));
    assert_eq!(logins.count(), 2);
}

#[tokio::test]
async fn an_existing_person_of_the_domain_is_the_same_person_afterwards_with_the_same_role() {
    let house = house().await;
    let id = house.connected().await;
    house.idp.change(|idp| idp.claims = Box::new(|claims| claims["email"] = json!("ana@acme.example")));
    let tokens = house.sign_in(&id).await;
    assert_eq!(house.who(&tokens).await, (house.owner, house.tenant));
    let ctx = house.world.node.signed_in(&tokens).await;
    assert_eq!(house.world.node.identity.who_am_i(&ctx).await.unwrap().memberships[0].role, "owner");
}

#[tokio::test]
async fn an_address_that_only_the_user_info_endpoint_tells_is_found_there() {
    let house = house().await;
    let id = house.connected().await;
    let issuer = house.idp.issuer();
    house.idp.change(|idp| {
        idp.metadata = Box::new(move |all| all["userinfo_endpoint"] = json!(format!("{issuer}/userinfo")));
        idp.claims = Box::new(|claims| {
            claims.as_object_mut().unwrap().retain(|name, _| !name.starts_with("email"));
        });
        idp.user_info = json!({"sub": "248289761001", "email": "eva@acme.example", "email_verified": true});
    });
    house.sign_in(&id).await;
    // Of another person it tells nothing, though the connection would know this one.
    house.idp.change(|idp| idp.user_info["sub"] = json!("another"));
    assert_eq!(house.refused(&id).await, "SSO_RESPONSE_INVALID");
}

#[tokio::test]
async fn a_state_works_once_in_its_time_and_at_its_connection() {
    let house = house().await;
    let id = house.connected().await;
    let other = house.create(&house.admin, house.wanted()).await.unwrap().connection_id;
    let fields = house.idp.consent(&house.start(&id).await.unwrap());
    house.sso.callback(&house.call(&id, fields.clone())).await.unwrap();
    assert_eq!(no_way_back(house.sso.callback(&house.call(&id, fields)).await), "SSO_STATE_INVALID");

    let fields = house.idp.consent(&house.start(&id).await.unwrap());
    for connection in [&other, &id, &"sso_none".to_owned()] {
        let outcome = house.sso.callback(&house.call(connection, fields.clone())).await;
        assert_eq!(no_way_back(outcome), "SSO_STATE_INVALID");
    }

    let fields = house.idp.consent(&house.start(&id).await.unwrap());
    house.world.forward(std::time::Duration::from_secs(601));
    assert_eq!(no_way_back(house.sso.callback(&house.call(&id, fields)).await), "SSO_STATE_INVALID");
    for fields in [vec![], vec![("state".to_owned(), "omni_state_x".to_owned())]] {
        assert_eq!(no_way_back(house.sso.callback(&house.call(&id, fields)).await), "SSO_STATE_INVALID");
    }
    let mut doubled = house.idp.consent(&house.start(&id).await.unwrap());
    doubled.extend(doubled.clone());
    assert_eq!(no_way_back(house.sso.callback(&house.call(&id, doubled)).await), "SSO_STATE_INVALID");
}

#[tokio::test]
async fn of_many_browsers_with_one_state_one_goes_on() {
    let house = house().await;
    let id = house.connected().await;
    let fields = house.idp.consent(&house.start(&id).await.unwrap());
    let calls = (0..8).map(|_| async { house.sso.callback(&house.call(&id, fields.clone())).await.is_ok() });
    let went_on = futures::future::join_all(calls).await.into_iter().filter(|on| *on).count();
    assert_eq!(went_on, 1);
}

#[tokio::test]
async fn a_code_works_once_in_its_time_and_for_the_one_who_began() {
    let house = house().await;
    let id = house.connected().await;
    let code = house.round(&id).await.code();
    assert!(house.complete(&code, VERIFIER).await.is_ok());
    assert_eq!(status_reason(house.complete(&code, VERIFIER).await), "SSO_CODE_INVALID");

    let code = house.round(&id).await.code();
    let wrong = "x".repeat(43);
    assert_eq!(status_reason(house.complete(&code, &wrong).await), "SSO_CODE_INVALID");
    // Whoever showed it without the verifier had stolen it.
    assert_eq!(status_reason(house.complete(&code, VERIFIER).await), "SSO_CODE_INVALID");

    let code = house.round(&id).await.code();
    house.world.forward(std::time::Duration::from_secs(61));
    assert_eq!(status_reason(house.complete(&code, VERIFIER).await), "SSO_CODE_INVALID");
}

#[tokio::test]
async fn browsers_are_sent_to_listed_addresses_only() {
    let house = house().await;
    let id = house.connected().await;
    let ask = |url: &str| pb::StartSsoRequest {
        connection_id: id.clone(),
        return_url: url.to_owned(),
        code_challenge: challenge(VERIFIER),
        ..pb::StartSsoRequest::default()
    };
    for fine in [RETURN_URL, "http://127.0.0.1:8400/callback", "http://[::1]:8400/"] {
        assert!(house.start_with(ask(fine)).await.is_ok(), "{fine}");
    }
    for wrong in ["https://app.example.com/in", "https://evil.example/", "http://localhost:1/", "nonsense"] {
        let outcome = house.start_with(ask(wrong)).await.map(tonic::Response::new);
        assert_eq!(status_reason(outcome), "INVALID_FIELD", "{wrong}");
    }
}

#[tokio::test]
async fn whatever_has_no_connection_gets_one_answer() {
    let house = house().await;
    let id = house.create(&house.admin, house.wanted()).await.unwrap().connection_id;
    house.claim(&house.admin, "acme.example").await.unwrap();
    let ask = |email: &str, connection: &str| pb::StartSsoRequest {
        email: email.to_owned(),
        connection_id: connection.to_owned(),
        return_url: RETURN_URL.to_owned(),
        code_challenge: challenge(VERIFIER),
    };
    // Claimed is not proven.
    let mut answers = vec![house.start_with(ask("eva@acme.example", "")).await.unwrap_err()];
    house.set_enabled(&id, false).await;
    for request in [
        ask("eva@nobody.example", ""),
        ask("no address", ""),
        ask("", &id),
        ask("", "sso_01k9z8v6m3e8qsb4x7n2h5d0ya"),
        ask("", "nonsense"),
    ] {
        answers.push(house.start_with(request).await.unwrap_err());
    }
    house.set_enabled(&id, true).await;
    house.world.execute("UPDATE omni.tenants SET status = 'suspended'").await;
    answers.push(house.start(&id).await.unwrap_err());
    let first = (answers[0].code(), answers[0].message().to_owned());
    assert_eq!(first.0, tonic::Code::NotFound);
    for answer in &answers {
        assert_eq!((answer.code(), answer.message().to_owned()), first);
    }
}
