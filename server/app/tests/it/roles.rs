//! Over every method of the contract: a member may do what their role grants, and nothing else.

use std::collections::BTreeMap;

use omni_contract::{Access, Method};
use omni_kernel::Grants;
use serde_json::json;

use crate::harness::{Server, example};

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
    let server = Server::start().await;
    let (tenant, key) = server.tenant_with_key(omni_kernel::Environment::Live).await;
    server.set_tier(tenant, "free").await;
    for method in server.contract.methods().filter(|method| method.access() == Access::Key) {
        let (_, answer) = server.rest(Some(&key), method, &example(method)).await;
        // The tier `free` of the built-in catalogue has no feature.
        let wanted = !method.policy().feature.is_empty();
        assert_eq!(answer["reason"] == "FEATURE_MISSING", wanted, "{}: {answer}", method.name());
    }
    server.running.unwrap().stop().await;
}
