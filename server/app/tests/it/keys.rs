//! What a key that got into wrong hands can do.

use std::time::Duration;

use jiff::Timestamp;
use omni_kernel::Grants;
use serde_json::{Value as Json, json};

use crate::harness::Server;

/// Calls a method of the keys by REST.
async fn keys(server: &Server, key: &str, method: &str, request: &Json) -> (u16, Json) {
    let method = server.contract.method(&format!("/omni.keys.v1.KeyService/{method}")).unwrap().clone();
    server.rest(Some(key), &method, request).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stolen_key_cannot_take_off_its_own_restrictions() {
    let server = Server::start().await;
    let unrestricted = server.key_with(Grants::all()).await;
    let at = |hours: u64| {
        let time = Timestamp::now() + Duration::from_hours(hours);
        Timestamp::from_second(time.as_second()).unwrap().to_string()
    };
    let (soon, later) = (at(1), at(1000));
    let restricted =
        json!({"name": "ci", "scopes": ["*"], "allowedIps": ["127.0.0.0/8"], "expireTime": soon});
    let (status, stolen) = keys(&server, &unrestricted, "CreateKey", &restricted).await;
    assert_eq!(status, 200, "{stolen}");
    let (secret, id) = (stolen["secret"].as_str().unwrap(), &stolen["key"]["keyId"]);

    let (status, child) =
        keys(&server, secret, "CreateKey", &json!({"name": "child", "scopes": ["*"]})).await;
    assert_eq!(status, 200, "{child}");
    let held = |key: &Json| (key["allowedIps"].clone(), key["expireTime"].clone());
    assert_eq!(held(&child["key"]), held(&stolen["key"]));
    let child = child["secret"].as_str().unwrap();
    for (caller, method, request, field) in [
        (secret, "CreateKey", json!({"name": "k", "scopes": ["*"], "expireTime": later}), "expire_time"),
        (child, "CreateKey", json!({"name": "k", "scopes": ["*"], "expireTime": later}), "expire_time"),
        (
            secret,
            "CreateKey",
            json!({"name": "k", "scopes": ["*"], "allowedIps": ["0.0.0.0/0"]}),
            "allowed_ips[0]",
        ),
        (secret, "RotateKey", json!({"keyId": id, "expireTime": later}), "expire_time"),
    ] {
        let (status, refused) = keys(&server, caller, method, &request).await;
        assert_eq!((status, &refused["reason"]), (403, &json!("KEY_RESTRICTED")), "{refused}");
        assert_eq!(refused["metadata"]["field"], field);
    }
    let (status, rotated) = keys(&server, secret, "RotateKey", &json!({"keyId": id})).await;
    assert_eq!((status, held(&rotated["key"])), (200, held(&stolen["key"])));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_makes_no_more_administration_for_itself_with_more_keys() {
    let server = Server::start_with(&[("limits.administration", "2")]).await;
    let mut passed = 0;
    for _ in 0..12 {
        let key = server.key_with(Grants::all()).await;
        for _ in 0..2 {
            let (status, answer) = keys(&server, &key, "ListKeys", &json!({})).await;
            passed += u32::from(status == 200);
            if status != 200 {
                assert_eq!(answer["metadata"]["dimension"], "keys_administration", "{answer}");
            }
        }
    }
    // Twenty at once, and one more every three seconds.
    assert!((20..24).contains(&passed), "{passed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_turns_up_at_another_address_is_on_its_tenants_log() {
    let server = Server::start().await;
    let elsewhere = json!({"name": "office", "scopes": ["*"], "allowedIps": ["192.0.2.0/24"]});
    let (_, made) =
        keys(&server, &server.live_key, "CreateKey", &json!({"name": "k", "scopes": ["*"]})).await;
    let target = &made["key"]["keyId"];
    let (status, made) = keys(&server, &server.live_key, "CreateKey", &elsewhere).await;
    assert_eq!(status, 200, "{made}");
    let (secret, id) = (made["secret"].as_str().unwrap(), made["key"]["keyId"].as_str().unwrap());
    let (status, refused) = keys(&server, secret, "RevokeKey", &json!({"keyId": target})).await;
    assert_eq!((status, &refused["reason"]), (403, &json!("API_KEY_ADDRESS")), "{refused}");
    let list = server.contract.method("/omni.audit.v1.AuditService/ListAuditEntries").unwrap().clone();
    let filter = json!({"actor": id, "outcome": "AUDIT_OUTCOME_DENIED"});
    for _ in 0..100 {
        let (status, found) = server.rest(Some(&server.live_key), &list, &filter).await;
        assert_eq!(status, 200, "{found}");
        if let Some([entry]) = found["entries"].as_array().map(Vec::as_slice) {
            assert_eq!(
                (&entry["reason"], &entry["action"]),
                (&json!("API_KEY_ADDRESS"), &json!("keys.keys.revoke"))
            );
            assert_eq!(&entry["target"], target);
            assert!(entry.to_string().contains("127.0.0.1"), "{entry}");
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the refusal is not on the log");
}
