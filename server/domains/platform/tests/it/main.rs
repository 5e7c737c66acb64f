//! Failed requests over a real Postgres: kept, found by their tenant and environment only, gone when their time is up.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use omni_kernel::ports::{Failure, FailureLog, TenantDirectory};
use omni_kernel::{Caller, Ctx, Error, Grants, KeyId, RequestId, Scope, TenantId};
use omni_platform::{Health, MIGRATIONS, Platform, Recorder};
use omni_proto_platform::v1::GetErrorRequest;
use omni_proto_platform::v1::platform_service_server::PlatformService;
use omni_testkit::{TestDb, other_environment, scope};
use tonic::{Code, Request};

const KEEP: Duration = Duration::from_hours(24);

struct Tenants(Vec<TenantId>);

#[async_trait]
impl TenantDirectory for Tenants {
    async fn tenants(&self) -> Result<Vec<TenantId>, Error> {
        Ok(self.0.clone())
    }
}

struct Running;

impl Health for Running {
    fn is_stopping(&self) -> bool {
        false
    }
}

struct Setting {
    db: TestDb,
    recorder: Recorder,
    service: Arc<dyn PlatformService>,
    scope: Scope,
}

impl Setting {
    async fn new(queue: usize) -> Self {
        let db = TestDb::new(&[&MIGRATIONS]).await;
        let scope = scope(db.rng());
        let directory = Arc::new(Tenants(vec![scope.tenant]));
        let (recorder, _writer) =
            Recorder::start(db.database().clone(), directory, db.clock().clone(), KEEP, queue);
        let platform = Platform::new(
            db.database().clone(),
            recorder.clone(),
            Vec::new(),
            Arc::new(Running),
            db.clock().clone(),
            "1.2.3",
        );
        Self { db, recorder, service: omni_platform::service(platform), scope }
    }

    fn fail(&self, request_id: &str, message: &str) {
        self.recorder.record(Failure {
            scope: self.scope,
            request_id: RequestId::from_caller(request_id).unwrap(),
            method: "omni.a.v1.A/Get".into(),
            code: "INVALID_ARGUMENT",
            reason: "INVALID_FIELD".into(),
            message: message.into(),
            request: Some(serde_json::json!({"name": "***", "values": [1, 2.5, null]})),
            details: vec![serde_json::json!({"@type": "google.rpc.ErrorInfo"})],
            chain: vec!["outer".into(), "inner".into()],
        });
    }

    async fn find(&self, scope: Scope, request_id: &str) -> Result<String, Code> {
        let key = KeyId::from_uuid(self.db.rng().uuid(self.db.clock().now()));
        let caller = RequestId::from_caller("lookup").unwrap();
        let mut request = Request::new(GetErrorRequest { failed_request_id: request_id.into() });
        request.extensions_mut().insert(Ctx::new(caller, scope, Caller::Key(key), Grants::all()));
        let found = self.service.get_error(request).await.map_err(|status| status.code())?.into_inner();
        assert_eq!(found.request_id, request_id);
        assert_eq!(found.traceback, ["outer", "inner"]);
        assert_eq!(found.request.unwrap().fields.len(), 2);
        Ok(found.message)
    }
}

#[tokio::test]
async fn a_failure_is_found_at_once_by_its_tenant_and_environment_only() {
    let setting = Setting::new(16).await;
    setting.fail("req_1", "first");
    assert_eq!(setting.find(setting.scope, "req_1").await.as_deref(), Ok("first"));
    assert_eq!(setting.find(other_environment(setting.scope), "req_1").await, Err(Code::NotFound));
    assert_eq!(setting.find(scope(setting.db.rng()), "req_1").await, Err(Code::NotFound));
    assert_eq!(setting.find(setting.scope, "req_2").await, Err(Code::NotFound));
}

#[tokio::test]
async fn a_failure_with_nul_characters_is_kept_with_them_escaped() {
    let setting = Setting::new(16).await;
    setting.recorder.record(Failure {
        scope: setting.scope,
        request_id: RequestId::from_caller("req_nul").unwrap(),
        method: "omni.a.v1.A/Get".into(),
        code: "INVALID_ARGUMENT",
        reason: "INVALID_FIELD".into(),
        message: "a\0b".into(),
        request: Some(serde_json::json!({"name\0": ["x\0y"], "n": 1})),
        details: vec![serde_json::json!({"field": "\0"})],
        chain: vec!["outer".into(), "inner".into()],
    });
    assert_eq!(setting.find(setting.scope, "req_nul").await.as_deref(), Ok("a\\u0000b"));
}

#[tokio::test]
async fn the_last_failure_under_an_id_counts() {
    let setting = Setting::new(16).await;
    setting.fail("order-17", "first");
    setting.fail("order-17", "second");
    assert_eq!(setting.find(setting.scope, "order-17").await.as_deref(), Ok("second"));
}

#[tokio::test]
async fn a_failure_is_gone_when_its_time_is_up() {
    let setting = Setting::new(16).await;
    setting.fail("req_1", "old");
    assert!(setting.find(setting.scope, "req_1").await.is_ok());
    setting.db.clock().advance(KEEP);
    assert_eq!(setting.find(setting.scope, "req_1").await, Err(Code::NotFound));
}

#[tokio::test]
async fn a_full_queue_drops_failures_and_counts_them() {
    let setting = Setting::new(1).await;
    for index in 0..1_000 {
        setting.fail(&format!("req_{index}"), "many");
    }
    let dropped = setting.recorder.counts().dropped();
    assert!(dropped > 0, "a queue of one cannot take a thousand at once");
    assert!(setting.find(setting.scope, "req_0").await.is_ok());
}

#[tokio::test]
async fn migrations_go_back() {
    omni_testkit::assert_migrations_go_back(&[&MIGRATIONS]).await;
}
