//! A person by the Rust SDK: registers, signs in with a second factor, works past the end of the access token, signs out.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use omni_ai::identity::v1::{
    CompleteMfaRequest, ConfirmTotpRequest, EnrolTotpRequest, LoginRequest, LogoutRequest, WhoAmIRequest,
};
use omni_ai::{ErrorKind, OmniClient, TokenPair};

use crate::harness::Server;
use crate::people::{OWNER, PASSWORD, code, next_code};

/// How long an access token holds.
const LIFE: Duration = Duration::from_secs(3);

fn login() -> LoginRequest {
    LoginRequest { email: OWNER.to_owned(), password: PASSWORD.to_owned(), ..LoginRequest::default() }
}

#[tokio::test]
async fn from_registration_to_logout_by_the_rust_sdk() {
    let server = Server::start_with(&[("auth.access_token_ttl", "3s")]).await;
    server.register().await;
    let client = OmniClient::builder().base_url(&server.base_url).build().unwrap();
    let refused = client.auth().who_am_i(WhoAmIRequest {}).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Config, "{refused}");

    let first = client.auth().login(login()).await.unwrap().into_inner();
    let enrolling = client.with_tokens(first.tokens.unwrap()).unwrap();
    let secret = enrolling
        .auth()
        .enrol_totp(EnrolTotpRequest { current_password: login().password })
        .await
        .unwrap()
        .secret
        .clone();
    enrolling.auth().confirm_totp(ConfirmTotpRequest { code: code(&secret) }).await.unwrap();

    let second = client.auth().login(login()).await.unwrap().into_inner();
    assert!(second.tokens.is_none());
    let challenge = second.mfa_challenge.unwrap().challenge;
    let request = CompleteMfaRequest { challenge, code: next_code(&secret), ..Default::default() };
    let tokens = client.auth().complete_mfa(request).await.unwrap().into_inner().tokens.unwrap();
    let kept: Arc<Mutex<Vec<TokenPair>>> = Arc::default();
    let keep = Arc::clone(&kept);
    let person =
        client.with_tokens_kept(&tokens, move |pair| keep.lock().unwrap().push(pair.clone())).unwrap();
    let me = person.auth().who_am_i(WhoAmIRequest {}).await.unwrap().into_inner();
    assert!(me.person.as_ref().unwrap().mfa_enabled);

    tokio::time::sleep(LIFE).await;
    assert_eq!(person.auth().who_am_i(WhoAmIRequest {}).await.unwrap().into_inner(), me);
    let last = kept.lock().unwrap().last().cloned().expect("the token was renewed");
    assert_ne!(last.refresh_token.as_deref(), Some(tokens.refresh_token.as_str()));

    person.auth().logout(LogoutRequest {}).await.unwrap();
    let late =
        client.with_tokens(TokenPair { access_token: None, ..kept.lock().unwrap().last().cloned().unwrap() });
    let error = late.unwrap().auth().who_am_i(WhoAmIRequest {}).await.unwrap_err();
    assert_eq!(error.api().unwrap().reason, "REFRESH_TOKEN_INVALID");
    server.running.unwrap().stop().await;
}
