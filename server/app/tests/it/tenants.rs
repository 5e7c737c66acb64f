//! Tenants through the doors of a real server.

use omni_contract::Method;
use omni_kernel::{Grants, TenantId};
use serde_json::{Value as Json, json};

use crate::harness::Server;

fn method(server: &Server, name: &str) -> std::sync::Arc<Method> {
    server.contract.method(&format!("/omni.tenant.v1.TenantService/{name}")).unwrap().clone()
}

async fn call(server: &Server, key: &str, name: &str, request: Json) -> (u16, Json) {
    server.rest(Some(key), &method(server, name), &request).await
}

/// A tenant that the operator made, and a key of it that may do everything.
async fn tenant(server: &Server, tier: &str) -> (String, String) {
    let request = json!({"name": "Acme", "subscriptionTier": tier});
    let (status, answer) = call(server, &server.live_key, "CreateTenant", request).await;
    assert_eq!(status, 200, "{answer}");
    let id = answer["tenant"]["tenantId"].as_str().unwrap().to_owned();
    let tenant: TenantId = id.parse().unwrap();
    let key = server.key_of(tenant, Grants::all()).await;
    (id, key)
}

/// Asks until the answer is as expected; what the operator changes is seen within a second.
async fn becomes(server: &Server, key: &str, name: &str, request: Json, expected: u16) -> Json {
    let end = tokio::time::Instant::now() + std::time::Duration::from_millis(1_500);
    loop {
        let (status, answer) = call(server, key, name, request.clone()).await;
        if status == expected {
            return answer;
        }
        assert!(tokio::time::Instant::now() < end, "{name}: {status} {answer}");
        // Each try counts against the limits of the tier.
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    }
}

#[tokio::test]
async fn a_suspended_tenant_reads_and_changes_nothing_until_it_is_resumed() {
    let server = Server::start().await;
    let (id, key) = tenant(&server, "pro").await;
    let rename = json!({"tenantId": id, "name": "Other"});
    assert_eq!(call(&server, &key, "UpdateTenant", rename.clone()).await.0, 200);
    let suspend = json!({"tenantId": id, "reason": "unpaid"});
    assert_eq!(call(&server, &server.live_key, "SuspendTenant", suspend).await.0, 200);
    let refused = becomes(&server, &key, "UpdateTenant", rename.clone(), 403).await;
    assert_eq!(refused["reason"], "TENANT_SUSPENDED");
    for name in ["GetTenant", "GetFeatures", "GetUsage"] {
        let (status, answer) = call(&server, &key, name, json!({"tenantId": id})).await;
        assert_eq!(status, 200, "{name}: {answer}");
        if name == "GetTenant" {
            assert!(answer["tenant"]["status"].as_str().unwrap().ends_with("SUSPENDED"), "{answer}");
            assert_eq!(answer["tenant"]["suspendReason"], "unpaid");
        }
    }
    // It may still choose a tier that it can pay.
    let upgrade = json!({"tenantId": id, "subscriptionTier": "basic"});
    assert_eq!(call(&server, &key, "UpgradeTenant", upgrade).await.0, 200);
    let id_only = json!({"tenantId": id});
    assert_eq!(call(&server, &server.live_key, "ResumeTenant", id_only.clone()).await.0, 200);
    becomes(&server, &key, "UpdateTenant", rename, 200).await;
    assert_eq!(call(&server, &server.live_key, "CancelTenant", id_only.clone()).await.0, 200);
    let refused = becomes(&server, &key, "GetTenant", id_only, 403).await;
    assert_eq!(refused["reason"], "TENANT_CANCELLED");
    server.running.unwrap().stop().await;
}

#[tokio::test]
async fn only_the_operator_administers_tenants_and_nobody_learns_of_others() {
    let server = Server::start().await;
    let ((_, key), (theirs, _)) = (tenant(&server, "pro").await, tenant(&server, "pro").await);
    for method in server.contract.methods().filter(|method| method.name().starts_with("omni.tenant.v1.")) {
        let absent = "ten_00000000000000000000000000";
        let mut answers = Vec::new();
        for id in [theirs.as_str(), absent] {
            let mut request = crate::harness::example(method);
            if request.get("tenantId").is_some() {
                request["tenantId"] = json!(id);
            }
            let (status, answer) = server.rest(Some(&key), method, &request).await;
            let text = answer.to_string().replace(id, "ID");
            let request_id = answer["requestId"].as_str().unwrap();
            answers.push((status, text.replace(request_id, "REQUEST")));
        }
        assert_eq!(answers[0], answers[1], "{}", method.name());
        let staff = method.access() == omni_contract::Access::Staff;
        assert_eq!(answers[0].0, if staff { 403 } else { 404 }, "{}: {:?}", method.name(), answers[0]);
    }
    server.running.unwrap().stop().await;
}

#[tokio::test]
async fn an_override_reaches_the_tenant_and_its_features_name_their_source() {
    let server = Server::start().await;
    let (id, key) = tenant(&server, "free").await;
    let set = json!({"tenantId": id, "name": "calls", "limit": 5, "reason": "a test"});
    let (status, answer) = call(&server, &server.live_key, "SetEntitlement", set).await;
    assert_eq!(status, 200, "{answer}");
    let (_, features) = call(&server, &key, "GetFeatures", json!({"tenantId": id})).await;
    let calls =
        features["quotas"].as_array().unwrap().iter().find(|quota| quota["meter"] == "calls").unwrap();
    assert_eq!(calls["limit"].as_f64(), Some(5.0));
    assert!(calls["source"].as_str().unwrap().ends_with("OVERRIDE"), "{calls}");
    let (status, problem) =
        call(&server, &key, "SetEntitlement", json!({"tenantId": id, "name": "calls", "unlimited": true}))
            .await;
    assert_eq!((status, problem["reason"].as_str()), (403, Some("ACCESS_DENIED")));
    server.running.unwrap().stop().await;
}

#[tokio::test]
async fn a_catalogue_that_does_not_fit_keeps_the_server_from_starting() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tiers.toml");
    for (from, to, expected) in [
        ("period = \"day\"", "period = \"week\"", "tier free, quotas.calls.period"),
        ("predictions = ", "forecasts = ", "lacks what the methods of this server go by: meters.predictions"),
    ] {
        std::fs::write(&file, omni_tenant::DEFAULT_CATALOGUE.replacen(from, to, 1)).unwrap();
        let settings = [("tenants.catalogue", file.to_str().unwrap())];
        let error = Server::try_start_with(&settings).await.err().unwrap().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[tokio::test]
async fn a_company_that_registers_gets_the_tier_that_the_catalogue_means_for_it() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/catalogues/three-tiers.toml");
    for (settings, tier) in [(vec![], "free"), (vec![("tenants.catalogue", file)], "starter")] {
        let server = Server::start_with(&settings).await;
        assert_eq!(server.register().await, tier);
        server.running.unwrap().stop().await;
    }
}

#[tokio::test]
async fn a_tier_that_is_too_small_for_the_team_is_refused() {
    let server = Server::start().await;
    let owner = server.sign_in().await;
    server.colleague(&owner, "developer").await;
    let who_am_i = server.contract.method("/omni.identity.v1.AuthService/WhoAmI").unwrap().clone();
    let id = server.rest(Some(&owner), &who_am_i, &json!({})).await.1["tenantId"].clone();
    let (status, answer) =
        call(&server, &owner, "UpgradeTenant", json!({"tenantId": id, "subscriptionTier": "free"})).await;
    assert_eq!((status, answer["reason"].as_str()), (400, Some("TIER_TOO_SMALL")), "{answer}");
    assert!(answer["detail"].as_str().unwrap().contains("users"), "{answer}");
    let enough = json!({"tenantId": id, "subscriptionTier": "basic"});
    assert_eq!(call(&server, &owner, "UpgradeTenant", enough).await.0, 200);
    server.running.unwrap().stop().await;
}
