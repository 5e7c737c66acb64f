use std::time::Duration;

use futures::future::join_all;
use omni_kernel::ctx::{Facts, Idempotency};
use omni_kernel::{Ctx, Secret};
use tonic::Response;

use crate::harness::{PASSWORD, reason, world};

#[tokio::test]
async fn a_registration_becomes_a_person_a_company_and_its_owner_once_the_address_is_proven() {
    let world = world().await;
    let node = &world.node;
    node.register("Ana@Example.com").await.unwrap();
    assert_eq!(world.count("SELECT count(*) FROM omni.users").await, 0);
    assert_eq!(world.count("SELECT count(*) FROM omni.tenants").await, 0);
    let mail = node.mail.last_to("Ana@Example.com").unwrap();
    assert_eq!(mail.purpose, "verify_email");
    assert!(mail.text.contains("https://omni.example.com/auth/verify?token=omni_verify_"));
    assert!(mail.text.contains("\"Acme\" as \"Ana Kos\""), "whose registration it is: {}", mail.text);

    let (user, tenant) = node.verify_email(&node.mailed_token("Ana@Example.com")).await.unwrap();
    let tokens = node.login("ana@example.com").await;
    let me = node.identity.who_am_i(&node.signed_in(&tokens).await).await.unwrap();
    assert_eq!((me.person.id, me.person.email.as_str()), (user, "Ana@Example.com"));
    assert_eq!(me.person.full_name, "Ana Kos");
    assert_eq!(me.memberships.len(), 1);
    assert_eq!((me.memberships[0].tenant, me.memberships[0].role.as_str()), (tenant, "owner"));
    let principal = node.identity.verify(&tokens.access).await.unwrap().unwrap();
    assert_eq!(principal.scope.tenant, tenant);
    assert_eq!(&*principal.tenant.tier, "free");
    assert!(principal.grants.allow("anything.at.all") && !principal.staff);
    assert_eq!(node.audit.actions(), ["identity.register", "identity.login"]);
}

#[tokio::test]
async fn registering_an_address_that_has_an_account_looks_and_costs_the_same() {
    let world = world().await;
    let node = &world.node;
    node.person("ana@example.com").await;
    let before = node.identity.hashes();
    node.register("ANA@example.com").await.unwrap();
    assert_eq!(node.identity.hashes(), before + 1);
    let mail = node.mail.last_to("ANA@example.com").unwrap();
    assert_eq!(mail.purpose, "account_exists");
    assert!(!mail.text.contains("token"));
    node.register("eva@example.com").await.unwrap();
    assert_eq!(node.identity.hashes(), before + 2);
    // Whichever it was, the database took as many rows.
    assert_eq!(world.count("SELECT count(*) FROM omni.one_time_tokens").await, 2);
}

#[tokio::test]
async fn the_token_of_a_mail_works_once_and_not_for_ever() {
    let world = world().await;
    let node = &world.node;
    node.register("ana@example.com").await.unwrap();
    let token = node.mailed_token("ana@example.com");
    let others = world.another_node();
    let outcomes = join_all(
        (0..10).map(|at| if at % 2 == 0 { node } else { &others }).map(|node| node.verify_email(&token)),
    )
    .await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert_eq!(world.count("SELECT count(*) FROM omni.tenants").await, 1);
    for wrong in
        ["", "omni_verify_", "omni_verify_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", token.expose()]
    {
        assert_eq!(reason(node.verify_email(&Secret::new(wrong)).await), "MAIL_TOKEN_INVALID");
    }
    node.register("eva@example.com").await.unwrap();
    world.forward(Duration::from_hours(24));
    let late = node.verify_email(&node.mailed_token("eva@example.com")).await;
    assert_eq!(reason(late), "MAIL_TOKEN_INVALID");
}

#[tokio::test]
async fn of_two_registrations_of_one_address_the_first_that_is_proven_counts() {
    let world = world().await;
    let node = &world.node;
    node.register("ana@example.com").await.unwrap();
    let first = node.mailed_token("ana@example.com");
    node.register("ana@example.com").await.unwrap();
    let second = node.mailed_token("ana@example.com");
    node.verify_email(&second).await.unwrap();
    assert_eq!(reason(node.verify_email(&first).await), "ACCOUNT_EXISTS");
    assert_eq!(world.count("SELECT count(*) FROM omni.users").await, 1);
    assert_eq!(world.count("SELECT count(*) FROM omni.tenants").await, 1);
}

#[tokio::test]
async fn nobody_floods_an_address_with_mail() {
    let world = world().await;
    for _ in 0..8 {
        world.node.register("ana@example.com").await.unwrap();
    }
    assert_eq!(world.node.mail.sent().len(), 5);
    world.forward(Duration::from_secs(3601));
    world.node.register("ana@example.com").await.unwrap();
    assert_eq!(world.node.mail.sent().len(), 6);
}

#[tokio::test]
async fn what_waits_for_its_mail_and_what_is_kept_tell_no_secret() {
    let world = world().await;
    let node = &world.node;
    node.register("ana@example.com").await.unwrap();
    let token = node.mailed_token("ana@example.com");
    let waiting: String = sqlx::query_scalar("SELECT string_agg(t::text, '') FROM omni.one_time_tokens t")
        .fetch_one(&mut world.db.superuser().await)
        .await
        .unwrap();
    let hex = |text: &str| text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
    for secret in ["ana@example.com", "Acme", "argon2id", token.expose(), PASSWORD] {
        assert!(!waiting.contains(secret) && !waiting.contains(&hex(secret)), "{secret}");
    }
    node.verify_email(&token).await.unwrap();
    let tokens = node.login("ana@example.com").await;
    let kept: String = sqlx::query_scalar(
        "SELECT (SELECT string_agg(t::text, '') FROM omni.refresh_tokens t) || (SELECT string_agg(p::text, '') FROM omni.passwords p) || (SELECT string_agg(k::text, '') FROM omni.signing_keys k)",
    )
    .fetch_one(&mut world.db.superuser().await)
    .await
    .unwrap();
    assert!(kept.contains("$argon2id$v=19$m=19456,t=2,p=1$"));
    for secret in [PASSWORD, tokens.refresh.expose()] {
        assert!(!kept.contains(secret) && !kept.contains(&hex(secret)), "{secret}");
    }
}

#[tokio::test]
async fn a_short_password_and_a_closed_installation_are_refused() {
    let world = world().await;
    let closed = world
        .another_node_with(omni_kernel::config::Auth { registration: false, ..crate::harness::settings() });
    assert_eq!(reason(closed.register("ana@example.com").await), "REGISTRATION_CLOSED");
    let registration = omni_identity::Registration {
        email: "ana@example.com".to_owned(),
        password: Secret::new("seven77"),
        full_name: "Ana".to_owned(),
        company_name: "Acme".to_owned(),
    };
    let node = &world.node;
    let error = node.identity.register(&node.anonymous(None), &registration, ()).await.unwrap_err();
    assert_eq!(error.violations()[0].field, "password");
    assert_eq!(node.identity.hashes(), 0);
}

#[tokio::test]
async fn a_repeated_request_with_an_idempotency_key_is_answered_again_and_done_once() {
    let world = world().await;
    let node = &world.node;
    node.person("ana@example.com").await;
    let with_key = |key: &str| {
        let idempotency = Idempotency { key: key.to_owned(), fingerprint: [7; 32] };
        Ctx::from(Facts {
            method: key.into(),
            idempotency: Some(idempotency),
            ..node.anonymous(None).facts().clone()
        })
    };
    let login = omni_identity::Login {
        email: "ana@example.com".to_owned(),
        password: Secret::new(PASSWORD),
        tenant: None,
    };
    let mut answers = Vec::new();
    for _ in 0..2 {
        let answer = |outcome| match outcome {
            omni_identity::SignIn::Done(tokens) => tokens.refresh.expose().to_owned(),
            omni_identity::SignIn::Challenge { .. } => String::new(),
        };
        let given = node.identity.login(&with_key("login"), &login, answer).await.unwrap().into_inner();
        answers.push(given);
    }
    assert!(answers[0].starts_with("omni_refresh_"));
    assert_eq!(answers[0], answers[1]);
    assert_eq!(world.count("SELECT count(*) FROM omni.sessions").await, 1);
    // The token was used up by the first, and the second still gets the answer.
    let token = Secret::new(answers[0].clone());
    let refresh = async || {
        let answer = |tokens: omni_identity::Tokens| tokens.refresh.expose().to_owned();
        node.identity.refresh(&with_key("refresh"), &token, answer).await.map(Response::into_inner)
    };
    let first = refresh().await.unwrap();
    world.forward(Duration::from_secs(59));
    assert_eq!(refresh().await.unwrap(), first);
    assert_eq!(world.count("SELECT count(*) FROM omni.sessions WHERE revoke_time IS NULL").await, 1);
    // An answer with tokens is kept for a minute, and nobody gets them from it after that.
    world.forward(Duration::from_secs(1));
    assert_eq!(reason(refresh().await), "REFRESH_TOKEN_INVALID");
}
