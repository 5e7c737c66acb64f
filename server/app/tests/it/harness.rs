use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use omni_client_core::{CallOptions, Client, Error as ClientError, Settings};
use omni_contract::{Contract, Method};
use omni_kernel::config::{Config, Flag, Inputs};
use omni_kernel::ctx::Facts;
use omni_kernel::ports::TenantRegistry;
use omni_kernel::telemetry::Telemetry;
use omni_kernel::{Clock, Ctx, Environment, Grants, RequestId, Rng, Scope, TenantId};
use omni_keys::{Keys, NewKey};
use omni_server::Running;
use omni_tenant::Tenants;
use omni_testkit::TestDb;
use omni_testkit::doubles::effects;
use reqwest::header::HeaderMap;
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
    pub(crate) db: TestDb,
    http: reqwest::Client,
    pub(crate) data: tempfile::TempDir,
}

impl Server {
    pub(crate) async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// A server with these settings besides.
    pub(crate) async fn start_with(settings: &[(&'static str, &str)]) -> Self {
        Self::try_start_with(settings).await.unwrap_or_else(|error| panic!("the server starts: {error}"))
    }

    /// The same, or why it does not start.
    pub(crate) async fn try_start_with(
        settings: &[(&'static str, &str)],
    ) -> Result<Self, omni_server::StartError> {
        Self::start_contract(omni_descriptors::DESCRIPTOR_SET, settings).await
    }

    /// The same with another contract.
    pub(crate) async fn start_contract(
        descriptors: &'static [u8],
        settings: &[(&'static str, &str)],
    ) -> Result<Self, omni_server::StartError> {
        let db = TestDb::empty().await;
        let data = omni_testkit::data_dir();
        let mut with = self::settings(&db, data.path());
        with.extend(settings.iter().map(|(key, value)| (*key, (*value).to_owned())));
        let config = config(&with);
        let (clock, rng) = (Clock::system(), Rng::system());
        let running =
            omni_server::start_with(descriptors, &config, Telemetry::off(&rng), clock.clone(), rng.clone())
                .await?;
        let first = running.bootstrap().expect("the first start shows keys");
        let (live_key, test_key) = (first.live_key.expose().to_owned(), first.test_key.expose().to_owned());
        let tenant = first.tenant_id;
        let tenants = Arc::new(Tenants::new(db.database().clone(), clock.clone()));
        Ok(Self {
            contract: Contract::read(descriptors).unwrap(),
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
        })
    }

    /// The settings of this server, as `--set` takes them.
    pub(crate) fn settings(&self) -> Vec<(&'static str, String)> {
        settings(&self.db, self.data.path())
    }

    /// A key of the default tenant with these grants only.
    pub(crate) async fn key_with(&self, grants: Grants) -> String {
        self.key_of(self.tenant, grants).await
    }

    /// A key of another tenant that may do everything.
    pub(crate) async fn foreign_key(&self) -> String {
        self.tenant_with_key(Environment::Live).await.1
    }

    /// A new tenant and a key of it that may do everything.
    pub(crate) async fn tenant_with_key(&self, environment: Environment) -> (TenantId, String) {
        let tenant = TenantId::from_uuid(Rng::system().uuid(Clock::system().now()));
        let scope = Scope { tenant, environment: Environment::Live };
        let mut tx = self.db.database().begin(&scope).await.unwrap();
        self.tenants.create(&mut tx, "other", "enterprise", false).await.unwrap();
        tx.commit().await.unwrap();
        (tenant, self.key_in(tenant, environment, Grants::all()).await)
    }

    /// A key of a tenant with these grants.
    pub(crate) async fn key_in(&self, tenant: TenantId, environment: Environment, grants: Grants) -> String {
        let new = NewKey::new("test", grants, None, Clock::system().now()).unwrap();
        // On no log, so that tests of the log find on it what they did.
        let (effects, _) = effects(self.db.database(), &Clock::system(), &Rng::system());
        let facts = Facts::anonymous(RequestId::from_uuid(Rng::system().uuid(Clock::system().now())));
        let scope = Scope { tenant, environment };
        let created = self.keys.create(&effects, &Ctx::from(facts), scope, &new).await.unwrap();
        created.secret.expose().to_owned()
    }

    pub(crate) async fn key_of(&self, tenant: TenantId, grants: Grants) -> String {
        self.key_in(tenant, Environment::Live, grants).await
    }

    /// Sets how the installation stands to a tenant.
    pub(crate) async fn set_status(&self, tenant: TenantId, status: &str) {
        self.set(tenant, "status", status).await;
    }

    /// Sets the tier of a tenant.
    pub(crate) async fn set_tier(&self, tenant: TenantId, tier: &str) {
        self.set(tenant, "tier", tier).await;
    }

    /// Sets the tier of every tenant but the operator's: that of those who register allows ten calls a minute.
    pub(crate) async fn set_every_tier(&self, tier: &str) {
        sqlx::query("UPDATE omni.tenants SET tier = $1 WHERE NOT operator")
            .bind(tier)
            .execute(&mut self.db.superuser().await)
            .await
            .unwrap();
    }

    async fn set(&self, tenant: TenantId, column: &str, value: &str) {
        let sql = format!("UPDATE omni.tenants SET {column} = $2 WHERE tenant_id = $1");
        let changed = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(tenant.uuid())
            .bind(value)
            .execute(&mut self.db.superuser().await)
            .await
            .unwrap();
        assert_eq!(changed.rows_affected(), 1);
    }

    /// A digest of every row of a tenant, by table; of live rows only where the table tells them apart and `live`. Without
    /// what the server writes by itself a moment or a minute after a call: how far checkpoints are published, and how often
    /// a refusal came again, whose first has an entry of its own.
    pub(crate) async fn rows_of(&self, tenant: TenantId, live: bool) -> BTreeMap<String, String> {
        let mut connection = self.db.superuser().await;
        let tables: Vec<String> = sqlx::query_scalar(
            "SELECT c.relname::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid \
             WHERE c.relnamespace = 'omni'::regnamespace AND c.relkind = 'r' AND a.attname = 'tenant_id' \
             AND c.relname NOT IN ('audit_chains', 'audit_checkpoints', 'audit_publications')",
        )
        .fetch_all(&mut connection)
        .await
        .unwrap();
        let mut rows = BTreeMap::new();
        for table in tables {
            let again = if ["audit_entries", "audit_personal"].contains(&table.as_str()) {
                " AND NOT EXISTS (SELECT FROM omni.audit_entries e WHERE e.after LIKE '{\"repeated\"%' \
                 AND (e.tenant_id, e.live, e.sequence) = (t.tenant_id, t.live, t.sequence))"
            } else {
                ""
            };
            let sql = format!(
                "SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM omni.{table} t \
                 WHERE tenant_id = $1 AND NOT ($2 AND to_jsonb(t) -> 'live' = 'false'){again}"
            );
            let digest: String = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
                .bind(tenant.uuid())
                .bind(live)
                .fetch_one(&mut connection)
                .await
                .unwrap();
            rows.insert(table, digest);
        }
        rows
    }

    /// How many entries of a method the audit logs of all tenants hold.
    pub(crate) async fn logged(&self, method: &str) -> i64 {
        sqlx::query_scalar("SELECT count(*) FROM omni.audit_entries WHERE method = $1")
            .bind(method)
            .fetch_one(&mut self.db.superuser().await)
            .await
            .unwrap()
    }

    /// The part of an id after its prefix, which no thing has.
    pub(crate) fn never_used_id() -> String {
        let id = TenantId::from_uuid(Rng::system().uuid(Clock::system().now())).to_string();
        id.trim_start_matches("ten_").to_owned()
    }

    /// A gRPC client with this key.
    pub(crate) fn client(&self, key: &str) -> Client {
        let (api_key, access_token) =
            if is_token(key) { (None, Some(key.to_owned())) } else { (Some(key.to_owned()), None) };
        Client::new(Settings {
            api_key,
            access_token,
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
        self.grpc_with(key, method, request, &CallOptions::default()).await
    }

    /// The same with options.
    pub(crate) async fn grpc_with(
        &self,
        key: &str,
        method: &Method,
        request: Bytes,
        options: &CallOptions,
    ) -> Result<Bytes, ClientError> {
        let client = self.client(key);
        if method.is_streaming() {
            let mut stream = client.stream(method.path(), request, options).await?;
            return stream.next().await.expect("a stream that does not fail has messages");
        }
        client.unary(method.path(), request, options).await.map(|response| response.message)
    }

    /// Calls the first REST binding of a method with a JSON request; the status and the JSON of the answer, of a stream
    /// its first line.
    pub(crate) async fn rest(&self, key: Option<&str>, method: &Method, request: &Json) -> (u16, Json) {
        let response = self.request(key, method, request).send().await.unwrap();
        let status = response.status().as_u16();
        (status, lines(response).await.remove(0))
    }

    /// The same with any headers, and the headers of the answer.
    pub(crate) async fn rest_with(
        &self,
        headers: &[(&str, &str)],
        method: &Method,
        request: &Json,
    ) -> (u16, HeaderMap, Json) {
        let mut call = self.request(None, method, request);
        for (name, value) in headers {
            call = call.header(*name, *value);
        }
        let response = call.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        (status, headers, lines(response).await.remove(0))
    }

    /// The same; of a stream every line.
    pub(crate) async fn rest_lines(&self, key: &str, method: &Method, request: &Json) -> Vec<Json> {
        let response = self.request(Some(key), method, request).send().await.unwrap();
        assert_eq!(response.status().as_u16(), 200);
        lines(response).await
    }

    /// The same with an idempotency key.
    pub(crate) async fn rest_once(&self, key: &str, method: &Method, request: &Json, once: &str) -> Answer {
        self.rest_as(Some(key), method, request, once).await
    }

    /// The same by somebody or by nobody.
    pub(crate) async fn rest_as(
        &self,
        key: Option<&str>,
        method: &Method,
        request: &Json,
        once: &str,
    ) -> Answer {
        let call = self.request(key, method, request).header("idempotency-key", once);
        let response = call.send().await.unwrap();
        let replayed = response.headers().get("idempotency-replayed").is_some_and(|value| value == "true");
        Answer { status: response.status().as_u16(), replayed, body: lines(response).await.remove(0) }
    }

    fn request(&self, key: Option<&str>, method: &Method, request: &Json) -> reqwest::RequestBuilder {
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
        call = match key {
            Some(token) if is_token(token) => call.bearer_auth(token),
            Some(key) => call.header("x-api-key", key),
            None => call,
        };
        match binding.body.as_deref() {
            Some("*") => call.header("content-type", "application/json").body(Json::Object(rest).to_string()),
            Some(field) => call.header("content-type", "application/json").body(rest[field].to_string()),
            None => call.query(&rest.iter().map(|(key, value)| (key, plain(value))).collect::<Vec<_>>()),
        }
    }
}

/// Access tokens have dots, keys have none.
fn is_token(credential: &str) -> bool {
    credential.contains('.')
}

fn settings(db: &TestDb, data: &Path) -> Vec<(&'static str, String)> {
    let url = db.options().url.as_ref().expect("the test database has a URL").expose().to_owned();
    vec![
        ("listen", "127.0.0.1:0".to_owned()),
        ("data_dir", data.to_str().unwrap().to_owned()),
        ("database.url", url),
        // One caller goes through all methods of the contract faster than any who administers.
        ("limits.administration", "0".to_owned()),
    ]
}

/// The configuration of these settings.
pub(crate) fn config(settings: &[(&'static str, String)]) -> Config {
    let flag = |(key, value): &(&str, String)| Flag {
        flag: "--set".into(),
        key: (*key).to_owned(),
        value: value.clone(),
    };
    Config::load(&Inputs { flags: settings.iter().map(flag).collect(), ..Inputs::default() }).unwrap()
}

/// An answer to a request with an idempotency key.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) replayed: bool,
    pub(crate) body: Json,
}

/// The JSON values of an answer, one a line.
async fn lines(response: reqwest::Response) -> Vec<Json> {
    let text = response.text().await.unwrap();
    let read = |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {text}"));
    text.lines().map(read).collect()
}

/// A value as a query or a path holds it.
fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
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
