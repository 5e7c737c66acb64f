use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use omni_client_core::{CallOptions, Client, Error as ClientError, Settings};
use omni_contract::{Contract, Method};
use omni_kernel::config::{Config, Flag, Inputs};
use omni_kernel::ports::TenantRegistry;
use omni_kernel::telemetry::Telemetry;
use omni_kernel::{Clock, Environment, Grants, Rng, Scope, TenantId};
use omni_keys::{Keys, NewKey};
use omni_server::Running;
use omni_tenant::Tenants;
use omni_testkit::TestDb;
use serde_json::Value as Json;

/// A running server and ways to call it.
pub(crate) struct Server {
    pub(crate) running: Option<Running>,
    pub(crate) contract: Contract,
    pub(crate) base_url: String,
    pub(crate) live_key: String,
    pub(crate) test_key: String,
    pub(crate) tenant: TenantId,
    keys: Keys,
    tenants: Arc<Tenants>,
    db: TestDb,
    http: reqwest::Client,
    data: tempfile::TempDir,
}

impl Server {
    pub(crate) async fn start() -> Self {
        let db = TestDb::empty().await;
        let data = omni_testkit::data_dir();
        let url = db.options().url.as_ref().expect("the test database has a URL").expose().to_owned();
        let flag =
            |key: &str, value: &str| Flag { flag: "--set".into(), key: key.into(), value: value.into() };
        let inputs = Inputs {
            flags: vec![
                flag("listen", "127.0.0.1:0"),
                flag("data_dir", data.path().to_str().unwrap()),
                flag("database.url", &url),
            ],
            ..Inputs::default()
        };
        let config = Config::load(&inputs).unwrap();
        let (clock, rng) = (Clock::system(), Rng::system());
        let running =
            omni_server::start(&config, Telemetry::off(&rng), clock.clone(), rng.clone()).await.unwrap();
        let first = running.bootstrap().expect("the first start shows keys");
        let (live_key, test_key) = (first.live_key.expose().to_owned(), first.test_key.expose().to_owned());
        let tenant = first.tenant_id;
        let tenants = Arc::new(Tenants::new(db.database().clone(), clock.clone()));
        Self {
            contract: Contract::read(omni_descriptors::DESCRIPTOR_SET).unwrap(),
            base_url: format!("http://{}", running.address()),
            live_key,
            test_key,
            tenant,
            keys: Keys::new(db.database().clone(), tenants.clone(), clock, rng),
            tenants,
            db,
            http: reqwest::Client::new(),
            running: Some(running),
            data,
        }
    }

    /// A key of the default tenant with these grants only.
    pub(crate) async fn key_with(&self, grants: Grants) -> String {
        self.key_of(self.tenant, grants).await
    }

    /// A key of another tenant that may do everything.
    pub(crate) async fn foreign_key(&self) -> String {
        let rng = Rng::system();
        let tenant = TenantId::from_uuid(rng.uuid(Clock::system().now()));
        let scope = Scope { tenant, environment: Environment::Live };
        let mut tx = self.db.database().begin(&scope).await.unwrap();
        self.tenants.create(&mut tx, "other", "enterprise", false).await.unwrap();
        tx.commit().await.unwrap();
        self.key_of(tenant, Grants::all()).await
    }

    async fn key_of(&self, tenant: TenantId, grants: Grants) -> String {
        let scope = Scope { tenant, environment: Environment::Live };
        let new = NewKey::new("test", grants, None, Clock::system().now()).unwrap();
        self.keys.create(&scope, new).await.unwrap().secret.expose().to_owned()
    }

    /// The access token of a person with a company of their own.
    pub(crate) async fn sign_in(&self) -> String {
        let method = |name: &str| {
            self.contract.method(&format!("/omni.identity.v1.AuthService/{name}")).unwrap().clone()
        };
        let (email, password) = ("ana@example.com", "correct horse battery");
        let person = serde_json::json!({ "email": email, "password": password, "fullName": "Ana", "companyName": "Acme" });
        assert_eq!(self.rest(None, &method("Register"), &person).await.0, 200);
        let mails = std::fs::read_dir(self.data.path().join("mail")).unwrap();
        let token = mails
            .map(|mail| std::fs::read_to_string(mail.unwrap().path()).unwrap())
            .find_map(|mail| Some(mail.split("?token=").nth(1)?.lines().next()?.trim().to_owned()));
        let token = serde_json::json!({ "token": token.unwrap() });
        assert_eq!(self.rest(None, &method("VerifyEmail"), &token).await.0, 200);
        let login = serde_json::json!({ "email": email, "password": password });
        let (_, answer) = self.rest(None, &method("Login"), &login).await;
        answer["tokens"]["accessToken"].as_str().unwrap().to_owned()
    }

    /// A gRPC client with this key.
    pub(crate) fn client(&self, key: &str) -> Client {
        Client::new(Settings {
            api_key: Some(key.to_owned()),
            base_url: Some(self.base_url.clone()),
            max_retries: Some(0),
            timeout: Some(Duration::from_secs(20)),
            ..Settings::default()
        })
        .unwrap()
    }

    /// Calls a method over gRPC; a stream gives its first message.
    pub(crate) async fn grpc(
        &self,
        key: &str,
        method: &Method,
        request: Bytes,
    ) -> Result<Bytes, ClientError> {
        let client = self.client(key);
        let options = CallOptions::default();
        if method.is_streaming() {
            let mut stream = client.stream(method.path(), request, &options).await?;
            return stream.next().await.expect("a stream that does not fail has messages");
        }
        client.unary(method.path(), request, &options).await.map(|response| response.message)
    }

    /// Calls the first REST binding of a method with a JSON request; the status and the JSON of the answer, of a stream
    /// its first line.
    pub(crate) async fn rest(&self, key: Option<&str>, method: &Method, request: &Json) -> (u16, Json) {
        let binding = method.bindings().first().expect("the method has a REST path");
        let mut path = String::new();
        let mut rest = request.as_object().cloned().unwrap_or_default();
        for segment in &binding.segments {
            path.push('/');
            match segment {
                omni_contract::Segment::Literal(text) => path.push_str(text),
                omni_contract::Segment::Field(name) => {
                    let field = method.input().get_field_by_name(name).unwrap();
                    let value =
                        rest.remove(field.json_name()).or_else(|| rest.remove(name)).unwrap_or(Json::Null);
                    path.push_str(&value.as_str().map_or_else(|| value.to_string(), str::to_owned));
                }
            }
        }
        let url = format!("{}{path}", self.base_url);
        let verb = reqwest::Method::from_bytes(binding.verb.as_str().as_bytes()).unwrap();
        let mut call = self.http.request(verb, url);
        if let Some(key) = key {
            // Access tokens have dots, keys have none.
            call = if key.contains('.') { call.bearer_auth(key) } else { call.header("x-api-key", key) };
        }
        call = match binding.body.as_deref() {
            Some("*") => call.header("content-type", "application/json").body(Json::Object(rest).to_string()),
            Some(field) => call.header("content-type", "application/json").body(rest[field].to_string()),
            None => call.query(&rest.iter().map(|(key, value)| (key, value.to_string())).collect::<Vec<_>>()),
        };
        let response = call.send().await.unwrap();
        let status = response.status().as_u16();
        let text = response.text().await.unwrap();
        let first = text.lines().next().unwrap_or_default();
        (status, serde_json::from_str(first).unwrap_or_else(|error| panic!("{error} in {text}")))
    }
}

/// The contract's example request of a method.
pub(crate) fn example(method: &Method) -> Json {
    serde_json::from_str(&method.sdk().example)
        .unwrap_or_else(|error| panic!("{}: the example is not JSON: {error}", method.name()))
}

/// The example as bytes.
pub(crate) fn example_bytes(method: &Method) -> Bytes {
    use prost_reflect::prost::Message;
    let message = prost_reflect::DynamicMessage::deserialize(method.input(), example(method)).unwrap();
    message.encode_to_vec().into()
}

/// The reason of a failed call.
pub(crate) fn reason(error: &ClientError) -> String {
    match error {
        ClientError::Api(error) => error.reason.clone(),
        other => panic!("expected an answer of the server, got {other}"),
    }
}
