use std::time::Duration;

use futures::future::join_all;
use hmac::{Hmac, KeyInit, Mac};
use omni_identity::{SecondFactor, SignIn, Tokens};
use omni_kernel::{Error, Secret};
use omni_proto_identity::v1 as pb;
use pb::auth_service_server::AuthService;

use crate::harness::{Node, PASSWORD, World, reason, status_reason, world};

/// RFC 6238, written down once more.
pub(crate) fn code(secret: &str, world: &World, steps: i64) -> String {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: String =
        secret.chars().map(|letter| format!("{:05b}", LETTERS.find(letter).unwrap())).collect();
    let key: Vec<u8> = bits
        .as_bytes()
        .chunks_exact(8)
        .map(|byte| u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap())
        .collect();
    let step = world.db.clock().now().as_second() / 30 + steps;
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(&key).unwrap();
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = usize::from(digest[19] & 15);
    let number = u32::from_be_bytes(digest[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

fn ask() -> pb::EnrolTotpRequest {
    pb::EnrolTotpRequest { current_password: PASSWORD.to_owned() }
}

/// Turns the second factor on; the secret and the recovery codes.
pub(crate) async fn enrol(world: &World, tokens: &Tokens) -> (String, Vec<String>) {
    let node = &world.node;
    let ctx = node.signed_in(tokens).await;
    let service = node.service();
    let enrolled = service.enrol_totp(Node::request(&ctx, ask())).await.unwrap().into_inner();
    assert!(enrolled.otpauth_uri.starts_with("otpauth://totp/Omni:ana%40"));
    let confirm = pb::ConfirmTotpRequest { code: code(&enrolled.secret, world, 0) };
    let codes = service.confirm_totp(Node::request(&ctx, confirm)).await.unwrap().into_inner().recovery_codes;
    (enrolled.secret, codes)
}

async fn challenge(node: &Node) -> Secret {
    match node.try_login("ana@example.com", PASSWORD, None).await.unwrap() {
        SignIn::Challenge { challenge, .. } => challenge,
        SignIn::Done(_) => unreachable!("the person has a second factor"),
    }
}

async fn complete(node: &Node, challenge: &Secret, factor: SecondFactor) -> Result<Tokens, Error> {
    let mut given = None;
    node.identity
        .complete_mfa(&node.anonymous(None), challenge, &factor, |tokens| given = Some(tokens))
        .await?;
    Ok(given.unwrap())
}

fn typed(code: &str) -> SecondFactor {
    SecondFactor::Code(Secret::new(code))
}

fn recovery(code: &str) -> SecondFactor {
    SecondFactor::RecoveryCode(Secret::new(code))
}

async fn enrolled() -> (World, String, Vec<String>) {
    let world = world().await;
    world.node.person("ana@example.com").await;
    let tokens = world.node.login("ana@example.com").await;
    let (secret, codes) = enrol(&world, &tokens).await;
    world.forward(Duration::from_mins(1));
    (world, secret, codes)
}

#[tokio::test]
async fn a_second_factor_is_asked_for_once_a_code_has_confirmed_it() {
    let world = world().await;
    let node = &world.node;
    node.person("ana@example.com").await;
    let tokens = node.login("ana@example.com").await;
    let ctx = node.signed_in(&tokens).await;
    let service = node.service();
    let first = service.enrol_totp(Node::request(&ctx, ask())).await.unwrap().into_inner();
    let second = service.enrol_totp(Node::request(&ctx, ask())).await.unwrap().into_inner();
    // Not confirmed yet, so it does not count; and the first secret is gone.
    node.login("ana@example.com").await;
    let confirm = |code: String| service.confirm_totp(Node::request(&ctx, pb::ConfirmTotpRequest { code }));
    assert_eq!(status_reason(confirm(code(&first.secret, &world, 0)).await), "MFA_CODE_INVALID");
    let codes = confirm(code(&second.secret, &world, 0)).await.unwrap().into_inner().recovery_codes;
    assert_eq!(codes.len(), 10);
    assert_eq!(status_reason(confirm(code(&second.secret, &world, 1)).await), "MFA_ABSENT");
    let again = service.enrol_totp(Node::request(&ctx, ask())).await;
    assert_eq!(status_reason(again), "MFA_ACTIVE");

    // The code that confirmed it does not sign in.
    let waiting = challenge(node).await;
    let used = complete(node, &waiting, typed(&code(&second.secret, &world, 0))).await;
    assert_eq!(reason(used), "MFA_CODE_INVALID");
    let signed_in = complete(node, &waiting, typed(&code(&second.secret, &world, 1))).await.unwrap();
    let ctx = node.signed_in(&signed_in).await;
    let (sessions, _) = node.identity.list_sessions(&ctx, 0, "").await.unwrap();
    let this = sessions.iter().find(|session| session.id == signed_in.session).unwrap();
    assert_eq!(this.methods, ["pwd", "otp"]);
    assert!(node.identity.who_am_i(&ctx).await.unwrap().mfa_enabled);
}

#[tokio::test]
async fn a_second_factor_takes_the_password_once_more_and_wrong_ones_count() {
    let world = world().await;
    let node = &world.node;
    node.person("ana@example.com").await;
    let ctx = node.signed_in(&node.login("ana@example.com").await).await;
    let service = node.service();
    let enrol = |password: &str| {
        let request = pb::EnrolTotpRequest { current_password: password.to_owned() };
        service.enrol_totp(Node::request(&ctx, request))
    };
    for wrong in ["", "wrong", "wrong", "wrong", "wrong"] {
        assert_eq!(status_reason(enrol(wrong).await), "CREDENTIALS_INVALID");
    }
    // They count as at the sign-in, so that the account waits now.
    assert_eq!(status_reason(enrol(PASSWORD).await), "CREDENTIALS_INVALID");
    assert_eq!(reason(node.try_login("ana@example.com", PASSWORD, None).await), "CREDENTIALS_INVALID");
    assert_eq!(world.count("SELECT count(*) FROM omni.totp_factors").await, 0);
    world.forward(Duration::from_secs(1));
    enrol(PASSWORD).await.unwrap();
}

#[tokio::test]
async fn a_stolen_access_token_tries_no_more_passwords_from_many_addresses_than_a_sign_in() {
    let world = world().await;
    let node = &world.node;
    node.person("ana@example.com").await;
    let tokens = node.login_from("ana@example.com", Some("192.0.2.1")).await;
    let (ctx, service) = (node.signed_in(&tokens).await, node.service());
    let try_from = async |ip: String, password: &str| {
        let mut facts = ctx.facts().clone();
        facts.client.ip = Some(ip.parse().unwrap());
        let request = pb::EnrolTotpRequest { current_password: password.to_owned() };
        service.enrol_totp(Node::request(&facts.into(), request)).await
    };
    for address in 1..=12 {
        for _ in 0..4 {
            assert!(try_from(format!("198.51.100.{address}"), "wrong").await.is_err());
        }
    }
    assert!(try_from("198.51.100.99".to_owned(), PASSWORD).await.is_err(), "the account waits");
    // Those strangers do not keep the person out, who is where they signed in.
    assert!(try_from("192.0.2.1".to_owned(), PASSWORD).await.is_ok());
}

#[tokio::test]
async fn a_sign_in_that_was_begun_with_an_old_password_is_not_completed() {
    let (world, secret, _) = enrolled().await;
    let node = &world.node;
    let (kept, lost) = (challenge(node).await, challenge(node).await);
    let tokens = complete(node, &kept, typed(&code(&secret, &world, 0))).await.unwrap();
    let ctx = node.signed_in(&tokens).await;
    let changed = pb::ChangePasswordRequest {
        current_password: PASSWORD.to_owned(),
        new_password: "a staple that is correct".to_owned(),
    };
    node.service().change_password(Node::request(&ctx, changed)).await.unwrap();
    world.forward(Duration::from_secs(30));
    let late = complete(node, &lost, typed(&code(&secret, &world, 0))).await;
    assert_eq!(reason(late), "MFA_CHALLENGE_INVALID");
}

#[tokio::test]
async fn who_has_no_password_signs_in_anew_for_a_second_factor_and_a_switch_is_no_sign_in() {
    let world = world().await;
    let node = &world.node;
    let (_, tenant) = node.person("ana@example.com").await;
    let tokens = node.login("ana@example.com").await;
    let ctx = node.signed_in(&tokens).await;
    world.execute("DELETE FROM omni.passwords").await;
    let service = node.service();
    let ask = || pb::EnrolTotpRequest::default();
    world.forward(Duration::from_mins(9));
    service.enrol_totp(Node::request(&ctx, ask())).await.unwrap();
    let mut switched = None;
    node.identity.switch_tenant(&ctx, tenant, |tokens| switched = Some(tokens)).await.map(|_| ()).unwrap();
    world.forward(Duration::from_secs(61));
    let switched = node.signed_in(&switched.unwrap()).await;
    for ctx in [&ctx, &switched] {
        let late = service.enrol_totp(Node::request(ctx, ask())).await;
        assert_eq!(status_reason(late), "SIGN_IN_TOO_OLD");
    }
}

#[tokio::test]
async fn the_person_is_told_by_mail_when_their_second_factor_changes() {
    let (world, secret, _) = enrolled().await;
    let node = &world.node;
    let told = || node.mail.last_to("ana@example.com").unwrap();
    assert_eq!(
        (told().purpose, told().subject.as_str()),
        ("second_factor_changed", "Your second factor is on")
    );
    let waiting = challenge(node).await;
    let tokens = complete(node, &waiting, typed(&code(&secret, &world, 0))).await.unwrap();
    world.forward(Duration::from_secs(30));
    let ctx = node.signed_in(&tokens).await;
    let off = pb::DisableTotpRequest { code: code(&secret, &world, 0), recovery_code: String::new() };
    node.service().disable_totp(Node::request(&ctx, off)).await.unwrap();
    assert_eq!(told().subject, "Your second factor is off");
}

#[tokio::test]
async fn the_operator_takes_a_lost_second_factor_away_and_everybody_concerned_sees_it() {
    let (world, _, _) = enrolled().await;
    let node = &world.node;
    let ctx = node.anonymous(None);
    let (_, ended) = node.identity.reset_factor(&ctx, "Ana@example.com").await.unwrap();
    assert_eq!(ended, 1);
    node.login("ana@example.com").await;
    assert_eq!(node.mail.last_to("ana@example.com").unwrap().subject, "Your second factor was taken away");
    assert!(node.audit.actions().contains(&"identity.mfa.reset".to_owned()));
    assert_eq!(world.count("SELECT count(*) FROM omni.recovery_codes").await, 0);
    assert_eq!(reason(node.identity.reset_factor(&ctx, "ana@example.com").await), "MFA_ABSENT");
    assert_eq!(reason(node.identity.reset_factor(&ctx, "nobody@example.com").await), "NOT_FOUND");
}

#[tokio::test]
async fn a_code_and_a_challenge_work_once_however_many_try_at_once() {
    let (world, secret, _) = enrolled().await;
    let (node, other) = (&world.node, world.another_node());
    let now = code(&secret, &world, 0);
    let challenges =
        [challenge(node).await, challenge(node).await, challenge(node).await, challenge(node).await];
    let outcomes = join_all(
        challenges
            .iter()
            .enumerate()
            .map(|(at, waiting)| complete(if at % 2 == 0 { node } else { &other }, waiting, typed(&now))),
    )
    .await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for (outcome, waiting) in outcomes.into_iter().zip(&challenges) {
        match outcome {
            // A challenge that was used up is not even looked at.
            Ok(_) => {
                let again = complete(node, waiting, typed(&code(&secret, &world, 1))).await;
                assert_eq!(reason(again), "MFA_CHALLENGE_INVALID");
            }
            Err(error) => assert_eq!(error.reason().name, "MFA_CODE_INVALID"),
        }
    }
    // An older step than the last is refused although it is in the window.
    world.forward(Duration::from_secs(30));
    let waiting = challenge(node).await;
    assert_eq!(reason(complete(node, &waiting, typed(&code(&secret, &world, -1))).await), "MFA_CODE_INVALID");
    assert!(complete(node, &waiting, typed(&code(&secret, &world, 0))).await.is_ok());
}

#[tokio::test]
async fn wrong_codes_have_a_limit_of_their_own_that_no_number_at_once_gets_past() {
    let (world, secret, _) = enrolled().await;
    let node = &world.node;
    let waiting = challenge(node).await;
    let right = code(&secret, &world, 0);
    let wrong = if right == "000000" { "000001" } else { "000000" };
    let outcomes = join_all((0..40).map(|_| complete(node, &waiting, typed(wrong)))).await;
    let tried = outcomes
        .into_iter()
        .filter(|outcome| outcome.as_ref().is_err_and(|error| error.reason().name == "MFA_CODE_INVALID"));
    assert_eq!(tried.count(), 10);
    // Not even the right one, from whatever challenge, until the window ends.
    let waiting = challenge(node).await;
    let refused = complete(node, &waiting, typed(&right)).await.unwrap_err();
    assert_eq!(
        (refused.reason().name, refused.retry_after()),
        ("TOO_MANY_ATTEMPTS", Some(Duration::from_mins(15)))
    );
    world.forward(Duration::from_mins(15));
    let waiting = challenge(node).await;
    assert!(complete(node, &waiting, typed(&code(&secret, &world, 0))).await.is_ok());
    // Right codes start the count anew.
    assert_eq!(world.count("SELECT count(*) FROM omni.attempts WHERE kind = 'mfa'").await, 0);
}

#[tokio::test]
async fn a_recovery_code_signs_in_once() {
    let (world, _, codes) = enrolled().await;
    let node = &world.node;
    let waiting = [challenge(node).await, challenge(node).await];
    let outcomes = join_all(waiting.iter().map(|waiting| complete(node, waiting, recovery(&codes[3])))).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    let another = challenge(node).await;
    assert_eq!(reason(complete(node, &another, recovery(&codes[3])).await), "MFA_CODE_INVALID");
    assert!(complete(node, &another, recovery(&codes[4].to_uppercase())).await.is_ok());
    let kept: String = sqlx::query_scalar("SELECT string_agg(r::text, '') || (SELECT string_agg(f::text, '') FROM omni.totp_factors f) FROM omni.recovery_codes r")
        .fetch_one(&mut world.db.superuser().await)
        .await
        .unwrap();
    assert!(codes.iter().all(|code| !kept.contains(code.as_str())));
}

#[tokio::test]
async fn a_challenge_is_unknown_to_others_and_ends() {
    let (world, secret, _) = enrolled().await;
    let node = &world.node;
    let waiting = challenge(node).await;
    for wrong in ["", "omni_mfa_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        let outcome = complete(node, &Secret::new(wrong), typed(&code(&secret, &world, 0))).await;
        assert_eq!(reason(outcome), "MFA_CHALLENGE_INVALID");
    }
    world.forward(Duration::from_mins(5));
    let outcome = complete(node, &waiting, typed(&code(&secret, &world, 0))).await;
    assert_eq!(reason(outcome), "MFA_CHALLENGE_INVALID");
}

#[tokio::test]
async fn the_second_factor_is_turned_off_with_a_code_only() {
    let (world, secret, codes) = enrolled().await;
    let node = &world.node;
    let waiting = challenge(node).await;
    let tokens = complete(node, &waiting, recovery(&codes[0])).await.unwrap();
    let ctx = node.signed_in(&tokens).await;
    let service = node.service();
    let disable = |code: String, recovery_code: String| {
        service.disable_totp(Node::request(&ctx, pb::DisableTotpRequest { code, recovery_code }))
    };
    assert_eq!(status_reason(disable(String::new(), codes[0].clone()).await), "MFA_CODE_INVALID");
    assert_eq!(status_reason(disable(String::new(), String::new()).await), "INVALID_FIELD");
    disable(code(&secret, &world, 0), String::new()).await.unwrap();
    node.login("ana@example.com").await;
    assert_eq!(world.count("SELECT count(*) FROM omni.recovery_codes").await, 0);
    assert_eq!(status_reason(disable(code(&secret, &world, 1), String::new()).await), "MFA_ABSENT");
    let acts = node.audit.actions();
    for act in ["identity.mfa.enrol", "identity.mfa.confirm", "identity.mfa.disable"] {
        assert!(acts.contains(&act.to_owned()), "{act}");
    }
}

#[tokio::test]
async fn what_is_sealed_of_people_and_signing_keys_move_to_a_new_data_key() {
    let (world, secret, _) = enrolled().await;
    let old = "SELECT count(*) FROM (SELECT secret AS s FROM omni.totp_factors UNION ALL SELECT private_key FROM omni.signing_keys \
               UNION ALL SELECT email FROM omni.users UNION ALL SELECT full_name FROM omni.users \
               UNION ALL SELECT client_ip FROM omni.sessions UNION ALL SELECT user_agent FROM omni.sessions) v \
               WHERE s IS NOT NULL";
    let old = world.count(old).await;
    assert!(old >= 5, "{old}");
    let columns = omni_identity::sealed_columns(world.db.database());
    let names: Vec<String> = columns.iter().map(|column| column.name()).collect();
    let expected = [
        "signing_keys.private_key",
        "sso_connections.client_secret",
        "invitations.email",
        "totp_factors.secret",
        "users.email",
        "users.full_name",
        "sessions.client_ip",
        "sessions.user_agent",
    ];
    assert_eq!(names, expected);
    let tenants = omni_tenant::Tenants::new(world.db.database().clone(), world.db.clock().clone());
    // Under another key's name every value is an old one: what is not seen would not be counted.
    let mut seen = 0;
    for column in &columns {
        for holder in column.holders(&tenants).await.unwrap() {
            seen += if let omni_kernel::vault::Holder::Person(user) = holder {
                let mut tx = world.db.begin_user(user).await.unwrap();
                column.count_old(tx.raw(), uuid::Uuid::max()).await.unwrap()
            } else {
                let mut tx = world.db.begin_unscoped().await.unwrap();
                column.count_old(tx.raw(), uuid::Uuid::max()).await.unwrap()
            };
        }
    }
    assert_eq!(seen, u64::try_from(old).unwrap());
    // They open where the columns say they lie.
    let node = &world.node;
    let waiting = challenge(node).await;
    assert!(complete(node, &waiting, typed(&code(&secret, &world, 0))).await.is_ok());
}
