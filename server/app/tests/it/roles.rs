//! Over every method of the contract: a member may do what their role grants, and nothing else.

use std::collections::BTreeMap;

use omni_contract::{Access, Method};
use omni_kernel::Grants;
use serde_json::json;

use crate::harness::{Server, example, example_bytes};

/// The built-in roles beside the owner's, and a method each must be able to call and one that it must not.
const ROLES: [(&str, &str, &str); 4] = [
    ("admin", "identity.v1.TeamService/ListInvitations", "tenant.v1.TenantService/UpgradeTenant"),
    ("developer", "keys.v1.KeyService/ListKeys", "audit.v1.AuditService/ListAuditEntries"),
    ("billing", "tenant.v1.TenantService/GetUsage", "keys.v1.KeyService/ListKeys"),
    ("viewer", "identity.v1.TeamService/ListMembers", "intelligence.v1.IntelligenceService/Forecast"),
];

/// Whether the role's own list of permissions lets a member call the method. One's own sign-in is everybody's.
fn granted(grants: &Grants, method: &Method) -> bool {
    let permission = method.policy().permission.as_str();
    method.access() != Access::Staff && (permission.starts_with("identity.self.") || grants.allow(permission))
}

#[tokio::test]
async fn a_member_may_do_what_their_role_grants_and_nothing_else() {
    let server = Server::start().await;
    let owner = server.sign_in().await;
    let mut members = BTreeMap::new();
    for (role, may, may_not) in ROLES {
        members.insert(role, (server.colleague(&owner, role).await, may, may_not));
    }
    let get_role = server.contract.method("/omni.identity.v1.TeamService/GetRole").unwrap();
    for (role, (token, may, may_not)) in &members {
        let (status, answer) = server.rest(Some(&owner), get_role, &json!({ "name": role })).await;
        assert_eq!(status, 200, "{answer}");
        let permissions = answer["role"]["permissions"].as_array().unwrap();
        let grants: Grants = permissions.iter().map(|name| name.as_str().unwrap()).collect();
        let (mut allowed, mut refused) = (Vec::new(), Vec::new());
        for method in server.contract.methods().filter(|method| method.access() != Access::Public) {
            // What ends the session of the test itself.
            if method.path().ends_with("/Logout") || method.path().ends_with("/Leave") {
                continue;
            }
            let (_, answer) = server.rest(Some(token), method, &example(method)).await;
            let reason = answer["reason"].as_str().unwrap_or("");
            let missing = ["PERMISSION_MISSING", "ACCESS_DENIED"].contains(&reason);
            assert_eq!(missing, !granted(&grants, method), "{role} calls {}: {answer}", method.name());
            if missing { &mut refused } else { &mut allowed }.push(method.path().to_owned());
        }
        assert!(allowed.contains(&format!("/omni.{may}")), "{role} may not call {may}: {allowed:?}");
        assert!(refused.contains(&format!("/omni.{may_not}")), "{role} may call {may_not}: {refused:?}");
    }
    server.running.unwrap().stop().await;
}

#[tokio::test]
async fn a_tenant_is_refused_what_its_tier_has_no_feature_for_and_nothing_else() {
    let gated = ["Forecast", "ForecastBatch"];
    let contract = with_feature(&gated, "ai_assistant");
    let server = Server::start_contract(contract, &[]).await.unwrap();
    let (tenant, key) = server.tenant_with_key(omni_kernel::Environment::Live).await;
    server.set_tier(tenant, "free").await;
    let set = server.contract.method("/omni.tenant.v1.TenantService/SetEntitlement").unwrap();
    let unlimited = json!({"tenantId": tenant.to_string(), "name": "calls_per_minute", "unlimited": true});
    assert_eq!(server.rest(Some(&server.live_key), set, &unlimited).await.0, 200);
    for method in server.contract.methods().filter(|method| method.access() == Access::Key) {
        let wanted = gated.contains(&method.descriptor().name());
        assert_eq!(!method.policy().feature.is_empty(), wanted, "{}", method.name());
        let (status, answer) = server.rest(Some(&key), method, &example(method)).await;
        assert_eq!(answer["reason"] == "FEATURE_MISSING", wanted, "{}: {answer}", method.name());
        if !wanted {
            continue;
        }
        let said = "the tenant, on the tier free, does not have ai_assistant; tiers that include it: pro, enterprise";
        assert_eq!((status, answer["code"].as_str()), (403, Some("PERMISSION_DENIED")));
        assert_eq!(answer["detail"], said);
        let named = json!({"feature": "ai_assistant", "tier": "free", "tiers": "pro, enterprise"});
        assert_eq!(answer["metadata"], named);
        let refused = server.grpc(&key, method, example_bytes(method)).await.unwrap_err();
        let refused = refused.api().expect("the server's refusal");
        assert_eq!((refused.code.name(), refused.reason.as_str()), ("PERMISSION_DENIED", "FEATURE_MISSING"));
        assert_eq!(refused.message, said);
    }
    // The operator gives it to this tenant alone, and takes it back.
    let forecast = server.contract.method("/omni.intelligence.v1.IntelligenceService/Forecast").unwrap();
    for (enabled, reason) in [(true, ""), (false, "FEATURE_MISSING")] {
        let asked = json!({"tenantId": tenant.to_string(), "name": "ai_assistant", "enabled": enabled});
        let (status, answer) = server.rest(Some(&server.live_key), set, &asked).await;
        assert_eq!(status, 200, "{answer}");
        // Every server goes by it within a second.
        tokio::time::sleep(std::time::Duration::from_millis(1_050)).await;
        let (_, answer) = server.rest(Some(&key), forecast, &example(forecast)).await;
        assert_eq!(answer["reason"].as_str().unwrap_or_default(), reason, "{answer}");
        let by_grpc = server.grpc(&key, forecast, example_bytes(forecast)).await;
        assert_eq!(by_grpc.is_ok(), enabled, "{by_grpc:?}");
    }
    server.running.unwrap().stop().await;
}

/// The contract, where these methods need a feature.
fn with_feature(methods: &[&str], feature: &str) -> &'static [u8] {
    let pool = prost_reflect::DescriptorPool::decode(omni_descriptors::DESCRIPTOR_SET).unwrap();
    let set = pool.get_message_by_name("google.protobuf.FileDescriptorSet").unwrap();
    let mut set = prost_reflect::DynamicMessage::decode(set, omni_descriptors::DESCRIPTOR_SET).unwrap();
    let policy = pool.get_extension_by_name("omni.options.v1.policy").unwrap();
    let mut changed = 0;
    for file in set.get_field_by_name_mut("file").unwrap().as_list_mut().unwrap() {
        let services = file.as_message_mut().unwrap().get_field_by_name_mut("service").unwrap();
        for service in services.as_list_mut().unwrap() {
            let service = service.as_message_mut().unwrap().get_field_by_name_mut("method").unwrap();
            for method in service.as_list_mut().unwrap() {
                let method = method.as_message_mut().unwrap();
                if !methods.contains(&method.get_field_by_name("name").unwrap().as_str().unwrap()) {
                    continue;
                }
                let options = method.get_field_by_name_mut("options").unwrap().as_message_mut().unwrap();
                let policy = options.get_extension_mut(&policy).as_message_mut().unwrap();
                policy.set_field_by_name("feature", prost_reflect::Value::String(feature.to_owned()));
                changed += 1;
            }
        }
    }
    assert_eq!(changed, methods.len());
    Vec::leak(prost_reflect::prost::Message::encode_to_vec(&set))
}
