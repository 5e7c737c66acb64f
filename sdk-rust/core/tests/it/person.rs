use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use omni_client_core::{
    CallOptions, Client, Environment, ErrorKind, ResolvedSettings, Settings, Source, Tokens,
};
use prost::Message;
use tonic::{Code, Status};

use crate::server::{Server, Step};
use crate::{FORECAST, KEY, forecast};

const PUBLIC: &str = "/omni.identity.v1.AuthService/Refresh";

/// An access token that was made `age` seconds ago and lives for `life` seconds in all.
#[expect(clippy::disallowed_methods, reason = "the core compares it with the clock of the machine")]
pub(crate) fn access_token(number: usize, age: u64, life: u64) -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let (made, ends) = (now - age, now - age + life);
    let claims = format!(r#"{{"sid":"ses_secondsession","iat":{made},"exp":{ends},"n":{number}}}"#);
    format!("e30.{}.c2lnbmF0dXJl", URL_SAFE_NO_PAD.encode(claims))
}

fn tokens(access: &str, refresh: &str) -> Settings {
    Settings {
        access_token: Some(access.to_owned()).filter(|token| !token.is_empty()),
        refresh_token: Some(refresh.to_owned()).filter(|token| !token.is_empty()),
        ..Settings::default()
    }
}

fn person(server: &Server, settings: Settings) -> Client {
    Client::new(Settings { base_url: Some(server.url()), ..settings }).unwrap()
}

fn refused() -> Status {
    let info = with_reason("ACCESS_TOKEN_INVALID");
    Status::with_details(Code::Unauthenticated, "the access token is not valid", info)
}

/// google.rpc.Status with one google.rpc.ErrorInfo.
fn with_reason(reason: &str) -> Bytes {
    use omni_contract::pb::google::rpc;
    let info =
        rpc::ErrorInfo { reason: reason.to_owned(), domain: "omni.edge".to_owned(), ..Default::default() };
    let any = prost_types::Any {
        type_url: "type.googleapis.com/google.rpc.ErrorInfo".to_owned(),
        value: info.encode_to_vec(),
    };
    rpc::Status { code: 16, details: vec![any], ..Default::default() }.encode_to_vec().into()
}

fn shown(server: &Server) -> Vec<String> {
    server.script.refreshed.lock().unwrap().clone()
}

#[tokio::test]
async fn a_person_sends_a_bearer_token_and_nothing_else() {
    let server = Server::start(Vec::new());
    let access = access_token(0, 0, 600);
    forecast(&person(&server, tokens(&access, ""))).await.unwrap();
    let sandbox = Settings { environment: Some("sandbox".to_owned()), ..tokens(&access, "") };
    forecast(&person(&server, sandbox)).await.unwrap();
    assert_eq!(server.script.values("authorization"), vec![format!("Bearer {access}"); 2]);
    assert_eq!(server.script.values("x-api-key"), ["", ""]);
    assert_eq!(server.script.values("x-omni-environment"), ["", "test"]);
}

#[tokio::test]
async fn a_method_for_anybody_is_told_no_credential_and_needs_none() {
    let server = Server::start(Vec::new());
    let options = CallOptions::default();
    for settings in [Settings::default(), crate::settings(&server.url()), tokens("", "omni_refresh_0")] {
        person(&server, settings).unary(PUBLIC, Bytes::new(), &options).await.unwrap();
    }
    for metadata in server.script.refresh_metadata.lock().unwrap().iter() {
        assert!(metadata.get("authorization").is_none() && metadata.get("x-api-key").is_none());
    }
    let error = forecast(&person(&server, Settings::default())).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().starts_with("api_key: no API key is set, and nobody is signed in"), "{error}");
    assert_eq!(server.script.calls(), 0);
}

#[tokio::test]
async fn many_calls_at_once_share_one_refresh_of_a_token_about_to_end() {
    let server = Server::start(Vec::new());
    server.script.refreshing.lock().unwrap().push_back(Step::Slow(Duration::from_millis(100)));
    let client = person(&server, tokens(&access_token(0, 585, 600), "omni_refresh_0"));
    let calls = (0..64).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { forecast(&client).await.unwrap() })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap();
    }
    assert_eq!(shown(&server), ["omni_refresh_0"]);
    let used = server.script.values("authorization");
    assert_eq!(used, vec![used[0].clone(); 64]);
    forecast(&client).await.unwrap();
    assert_eq!(shown(&server).len(), 1, "the new token is fresh");
    assert_eq!(client.tokens().unwrap().refresh_token.as_deref(), Some("omni_refresh_1"));
}

#[tokio::test]
async fn a_token_that_the_server_refuses_is_renewed_and_the_call_made_again() {
    let server = Server::start(vec![
        Step::Fail(refused()),
        Step::Answer,
        Step::Fail(refused()),
        Step::Fail(refused()),
    ]);
    let client = person(&server, tokens(&access_token(0, 0, 600), "omni_refresh_0"));
    let told: Arc<Mutex<Vec<Tokens>>> = Arc::default();
    let sink = Arc::clone(&told);
    client.set_token_sink(Arc::new(move |tokens| sink.lock().unwrap().push(tokens.clone())));
    assert_eq!(forecast(&client).await.unwrap().attempts, 2);
    assert_eq!(shown(&server), ["omni_refresh_0"]);
    assert_eq!(told.lock().unwrap()[0].refresh_token.as_deref(), Some("omni_refresh_1"));
    // One that is refused with a new token too is refused for good.
    let error = forecast(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication);
    assert_eq!(shown(&server), ["omni_refresh_0", "omni_refresh_1"]);
}

#[tokio::test]
async fn without_a_refresh_token_the_refusal_is_the_answer() {
    let server = Server::start(vec![Step::Fail(refused())]);
    let client = person(&server, tokens(&access_token(0, 900, 600), ""));
    let error = forecast(&client).await.unwrap_err();
    assert_eq!(error.api().unwrap().reason, "ACCESS_TOKEN_INVALID");
    assert!(shown(&server).is_empty());
}

#[tokio::test]
async fn a_refresh_token_that_was_refused_is_not_shown_again() {
    let server = Server::start(Vec::new());
    let ended = Status::unauthenticated("the session has ended");
    server.script.refreshing.lock().unwrap().push_back(Step::Fail(ended));
    let client = person(&server, tokens("", "omni_refresh_0"));
    for _ in 0..3 {
        let error = forecast(&client).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.api().unwrap().message.as_str()),
            (ErrorKind::Authentication, "the session has ended")
        );
    }
    assert_eq!((shown(&server).len(), server.script.calls()), (1, 0));
}

#[tokio::test]
async fn a_caller_that_goes_away_does_not_lose_the_new_tokens() {
    let server = Server::start(Vec::new());
    server.script.refreshing.lock().unwrap().push_back(Step::Slow(Duration::from_millis(300)));
    let client = person(&server, tokens("", "omni_refresh_0"));
    let options = CallOptions { timeout: Some(Duration::from_millis(100)), ..CallOptions::default() };
    let error = client.unary(FORECAST, Bytes::new(), &options).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    forecast(&client).await.unwrap();
    assert_eq!(shown(&server), ["omni_refresh_0"]);
}

#[tokio::test]
async fn a_wrong_clock_costs_one_refresh_not_one_a_call() {
    let server = Server::start(Vec::new());
    let client = person(&server, tokens(&access_token(0, 5000, 600), "omni_refresh_0"));
    for _ in 0..3 {
        forecast(&client).await.unwrap();
    }
    assert_eq!(shown(&server).len(), 1);
}

/// A profile file and nothing else to take settings from.
struct OnlyFile(String, String);

impl Environment for OnlyFile {
    fn variable(&self, name: &str) -> Option<String> {
        match name {
            "OMNI_CONFIG_FILE" => Some(self.0.clone()),
            "OMNI_BASE_URL" => Some(self.1.clone()),
            _ => None,
        }
    }
}

fn from_profile(server: &Server, file: &std::path::Path) -> Client {
    let environment = OnlyFile(file.to_str().unwrap().to_owned(), server.url());
    let settings = ResolvedSettings::resolve(&Settings::default(), &environment).unwrap();
    assert_eq!(settings.tokens.as_ref().unwrap().source, Source::Profile("default".to_owned()));
    Client::from_resolved(settings).unwrap()
}

#[tokio::test]
async fn successors_go_back_to_the_profile_and_clients_of_it_share_them() {
    let server = Server::start(Vec::new());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    let before = format!(
        "# mine\n[profiles.work]\napi_key = '{KEY}' # kept\n\n[profiles.default]\nrefresh_token = 'omni_refresh_0'\n\
         tenant = 'ten_1'\naccess_token = \"{}\"\n",
        access_token(0, 590, 600)
    );
    std::fs::write(&file, before).unwrap();
    let clients: Vec<_> = (0..5).map(|_| from_profile(&server, &file)).collect();
    let calls = clients.iter().map(forecast);
    for call in all_of(calls.collect()).await {
        call.unwrap();
    }
    assert_eq!(shown(&server), ["omni_refresh_0"], "the others took the tokens of the first");
    let text = std::fs::read_to_string(&file).unwrap();
    let access = clients[0].tokens().unwrap().access_token.unwrap();
    let expected = format!(
        "# mine\n[profiles.work]\napi_key = '{KEY}' # kept\n\n[profiles.default]\nrefresh_token = \"omni_refresh_1\"\n\
         tenant = 'ten_1'\naccess_token = \"{access}\"\n"
    );
    assert_eq!(text, expected);
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&file).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
    }
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "the file and its lock: {left:?}");
}

#[tokio::test]
async fn a_profile_that_was_signed_out_in_the_meantime_stays_so() {
    let server = Server::start(Vec::new());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    std::fs::write(&file, "[profiles.default]\nrefresh_token = 'omni_refresh_0'\n").unwrap();
    let client = from_profile(&server, &file);
    std::fs::write(&file, "[profiles.default]\n").unwrap();
    forecast(&client).await.unwrap();
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "[profiles.default]\n");
}

/// Waits for all, polling all.
async fn all_of<F: Future>(futures: Vec<F>) -> Vec<F::Output> {
    let mut futures: Vec<_> = futures.into_iter().map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|context| {
        for (future, output) in &mut futures {
            if output.is_none()
                && let std::task::Poll::Ready(done) = future.as_mut().poll(context)
            {
                *output = Some(done);
            }
        }
        if futures.iter().all(|(_, output)| output.is_some()) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    futures.into_iter().filter_map(|(_, output)| output).collect()
}

#[tokio::test]
async fn a_client_goes_on_as_the_person_who_signed_in() {
    let server = Server::start(Vec::new());
    let service = person(&server, Settings { api_key: Some(KEY.to_owned()), ..Settings::default() });
    let access = access_token(7, 0, 600);
    let new = Tokens { access_token: Some(access.clone()), refresh_token: None };
    let signed_in = service.with_tokens(new).unwrap();
    forecast(&signed_in).await.unwrap();
    forecast(&service).await.unwrap();
    assert_eq!(server.script.values("authorization"), [format!("Bearer {access}"), String::new()]);
    assert_eq!(server.script.values("x-api-key"), ["", KEY]);
    let error = service.with_tokens(Tokens::default()).unwrap_err().to_string();
    assert!(error.contains("neither an access token nor a refresh token"), "{error}");
    signed_in.close();
    assert!(service.is_closed());
}

#[tokio::test]
async fn tokens_are_never_shown() {
    let (access, refresh) = (access_token(0, 0, 600), "omni_refresh_secret");
    let settings = tokens(&access, refresh);
    let server = Server::start(vec![Step::Fail(refused())]);
    let client = person(&server, settings.clone());
    let lines: Arc<Mutex<Vec<String>>> = Arc::default();
    let sink = Arc::clone(&lines);
    client.set_debug_sink(Arc::new(move |line| sink.lock().unwrap().push(format!("{line} {line:?}"))));
    client.enable_debug();
    forecast(&client).await.unwrap();
    let lines = lines.lock().unwrap().join("\n");
    assert!(lines.contains("key=ses_secondsession"), "{lines}");
    let all = format!("{settings:?} {client:?} {:?} {:?} {lines}", client.settings(), client.tokens());
    let described = format!("{:?}", client.settings().describe());
    for secret in [access.as_str(), refresh, "omni_refresh_1", access.split('.').nth(1).unwrap()] {
        assert!(!all.contains(secret) && !described.contains(secret), "{secret}");
    }
}

#[test]
fn a_key_beside_tokens_and_one_in_place_of_the_other_are_refused() {
    let access = access_token(0, 0, 600);
    let said = |settings: Settings| Client::new(settings).unwrap_err().to_string();
    let both = said(Settings { api_key: Some(KEY.to_owned()), ..tokens(&access, "") });
    assert!(both.contains("api_key and access_token or refresh_token are both given"), "{both}");
    let key = said(tokens(KEY, ""));
    assert!(key.contains("this is an API key; give it as api_key") && !key.contains(KEY), "{key}");
    let swapped = said(tokens("", &access));
    assert!(swapped.starts_with("refresh_token: ") && !swapped.contains(&access), "{swapped}");
}
