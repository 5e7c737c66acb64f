use std::time::Duration;

use omni_identity::Tokens;
use omni_kernel::{Error, Secret};
use omni_proto_identity::v1 as pb;
use pb::auth_service_server::AuthService;

use crate::harness::{Node, PASSWORD, reason, status_reason, world};

const NEW: &str = "staple correct horse";

async fn change(node: &Node, tokens: &Tokens, current: &str, new: &str) -> Result<(), tonic::Status> {
    let ctx = node.signed_in(tokens).await;
    let request =
        pb::ChangePasswordRequest { current_password: current.to_owned(), new_password: new.to_owned() };
    node.service().change_password(Node::request(&ctx, request)).await.map(|_| ())
}

async fn reset(node: &Node, token: &Secret, new: &str) -> Result<(), Error> {
    node.identity.reset_password(&node.anonymous(None), token, &Secret::new(new), ()).await.map(|_| ())
}

async fn ask(node: &Node, email: &str) {
    node.identity.request_password_reset(&node.anonymous(None), email, ()).await.unwrap();
}

/// Asks for a reset and waits for the mail, which is prepared after the answer.
async fn mailed(node: &Node, email: &str) -> Secret {
    let before = node.mail.sent().len();
    ask(node, email).await;
    for _ in 0..500 {
        if node.mail.sent().len() > before {
            return node.mailed_token(email);
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    unreachable!("there is no mail")
}

#[tokio::test]
async fn changing_the_password_ends_the_other_sessions_and_tells_the_person() {
    let world = world().await;
    let (node, other) = (&world.node, world.another_node());
    node.person("ana@example.com").await;
    let (here, there) = (node.login("ana@example.com").await, node.login("ana@example.com").await);
    assert!(other.admits(&there).await);
    change(node, &here, PASSWORD, NEW).await.unwrap();
    assert!(node.admits(&here).await);
    assert!(!node.admits(&there).await && other.refuses_soon(&there).await);
    assert_eq!(reason(node.try_login("ana@example.com", PASSWORD, None).await), "CREDENTIALS_INVALID");
    assert!(node.try_login("ana@example.com", NEW, None).await.is_ok());
    assert_eq!(node.mail.last_to("ana@example.com").unwrap().purpose, "password_changed");
    assert!(node.audit.actions().contains(&"identity.password.change".to_owned()));
}

#[tokio::test]
async fn a_wrong_current_password_changes_nothing_and_counts() {
    let world = world().await;
    let node = &world.node;
    node.person("ana@example.com").await;
    let tokens = node.login("ana@example.com").await;
    for _ in 0..5 {
        let refused = change(node, &tokens, "wrong password", NEW).await.map(tonic::Response::new);
        assert_eq!(status_reason(refused), "CREDENTIALS_INVALID");
    }
    let waits = change(node, &tokens, PASSWORD, NEW).await.map(tonic::Response::new);
    assert_eq!(status_reason(waits), "CREDENTIALS_INVALID");
    world.forward(Duration::from_secs(1));
    let short = change(node, &tokens, PASSWORD, "short").await.map(tonic::Response::new);
    assert_eq!(status_reason(short), "INVALID_FIELD");
    change(node, &tokens, PASSWORD, NEW).await.unwrap();
}

#[tokio::test]
async fn a_forgotten_password_is_reset_once_and_ends_every_session() {
    let world = world().await;
    let node = &world.node;
    node.person("ana@example.com").await;
    let tokens = node.login("ana@example.com").await;
    let first = mailed(node, "ana@example.com").await;
    let second = mailed(node, "ana@example.com").await;
    assert_eq!(reason(reset(node, &second, "short").await), "INVALID_FIELD");
    reset(node, &second, NEW).await.unwrap();
    assert!(!node.admits(&tokens).await);
    assert!(node.try_login("ana@example.com", NEW, None).await.is_ok());
    // Neither the used one nor the one of the password before works now.
    for gone in [&first, &second] {
        assert_eq!(reason(reset(node, gone, NEW).await), "MAIL_TOKEN_INVALID");
    }
    let late = mailed(node, "ana@example.com").await;
    world.forward(Duration::from_hours(1));
    assert_eq!(reason(reset(node, &late, NEW).await), "MAIL_TOKEN_INVALID");
    assert!(node.audit.actions().contains(&"identity.password.reset".to_owned()));
}

#[tokio::test]
async fn nobody_keeps_the_mail_of_a_reset_from_its_reader_by_having_others_sent() {
    let world = world().await;
    let node = &world.node;
    node.person("ana@example.com").await;
    for _ in 0..8 {
        node.register("ana@example.com").await.unwrap();
    }
    let told = node.mail.sent().len();
    node.register("ana@example.com").await.unwrap();
    assert_eq!(node.mail.sent().len(), told, "those are used up");
    for _ in 0..5 {
        mailed(node, "ana@example.com").await;
    }
    assert_eq!(node.mail.last_to("ana@example.com").unwrap().purpose, "reset_password");
    // Resets have a limit of their own.
    ask(node, "ana@example.com").await;
    while world.count("SELECT count FROM omni.attempts WHERE kind = 'mail_reset'").await < 6 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(node.mail.sent().len(), told + 5);
}

#[tokio::test]
async fn a_password_that_others_try_first_is_taken_nowhere() {
    let world = world().await;
    let node = &world.node;
    let mut registration = omni_identity::Registration {
        email: "kosovel@example.com".to_owned(),
        password: Secret::new("Kosovel1!"),
        full_name: "Ana Novak".to_owned(),
        company_name: "Borealis".to_owned(),
    };
    for weak in ["Password1!", "kosovel1!", "AnaNovak7", "borealis2026"] {
        registration.password = Secret::new(weak);
        let refused = node.identity.register(&node.anonymous(None), &registration, ()).await.unwrap_err();
        assert_eq!(refused.violations()[0].field, "password", "{weak}");
    }
    assert!(node.mail.sent().is_empty());
    node.person("ana@example.com").await;
    let tokens = node.login("ana@example.com").await;
    for weak in ["Password1!", "ana.kos1"] {
        let refused = change(node, &tokens, PASSWORD, weak).await.map(tonic::Response::new);
        assert_eq!(status_reason(refused), "INVALID_FIELD", "{weak}");
        let token = mailed(node, "ana@example.com").await;
        let refused = reset(node, &token, weak).await.unwrap_err();
        assert_eq!(refused.violations()[0].field, "new_password", "{weak}");
    }
    assert!(node.try_login("ana@example.com", PASSWORD, None).await.is_ok());
}

#[tokio::test]
async fn a_reset_for_nobody_or_for_a_person_of_a_company_s_sign_in_mails_nothing() {
    let world = world().await;
    let node = &world.node;
    node.person("sso@example.com").await;
    world.execute("DELETE FROM omni.passwords").await;
    let before = node.mail.sent().len();
    for email in ["nobody@example.com", "sso@example.com"] {
        ask(node, email).await;
    }
    let counted = "SELECT coalesce(sum(count), 0)::bigint FROM omni.attempts WHERE kind = 'mail_reset'";
    for _ in 0..500 {
        if world.count(counted).await == 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(world.count(counted).await, 2);
    assert_eq!(node.mail.sent().len(), before);
}
