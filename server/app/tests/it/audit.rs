//! The audit log behind the doors: one that was tampered with, and who tried what.

use bytes::Bytes;
use omni_contract::Method;
use omni_kernel::Grants;
use prost_reflect::DynamicMessage;
use prost_reflect::prost::Message;
use serde_json::{Value as Json, json};

use crate::harness::Server;
use crate::people::{OWNER, PASSWORD};

fn method(server: &Server, path: &str) -> Method {
    (**server.contract.method(path).unwrap()).clone()
}

/// The head of every log set back to its first entry, as a restore in part would leave it.
async fn set_back(server: &Server) {
    let sql = "UPDATE omni.audit_chains c SET sequence = 1, hash = e.hash FROM omni.audit_entries e \
               WHERE (e.tenant_id, e.live, e.sequence) = (c.tenant_id, c.live, 1) AND c.sequence > 1";
    let done = sqlx::query(sql).execute(&mut server.db.superuser().await).await.unwrap();
    assert!(done.rows_affected() >= 2);
}

#[tokio::test]
async fn a_log_that_was_set_back_stops_what_must_be_on_it_and_says_so_and_is_still_verified() {
    let server = Server::start().await;
    server.sign_in().await;
    let create = method(&server, "/omni.keys.v1.KeyService/CreateKey");
    let key = json!({"name": "ci", "scopes": ["keys.keys.read"], "environment": "live"});
    for _ in 0..2 {
        let (status, answer) = server.rest(Some(&server.live_key), &create, &key).await;
        assert_eq!(status, 200, "{answer}");
    }
    set_back(&server).await;
    let made = "SELECT count(*) FROM omni.api_keys";
    let before: i64 = sqlx::query_scalar(made).fetch_one(&mut server.db.superuser().await).await.unwrap();
    let (status, answer) = server.rest(Some(&server.live_key), &create, &key).await;
    assert_eq!((status, answer["reason"].as_str()), (400, Some("AUDIT_LOG_BROKEN")), "{answer}");
    let after: i64 = sqlx::query_scalar(made).fetch_one(&mut server.db.superuser().await).await.unwrap();
    assert_eq!(after, before, "what cannot be on the log is not done");

    let login = method(&server, "/omni.identity.v1.AuthService/Login");
    let right = json!({"email": OWNER, "password": PASSWORD});
    let (status, answer) = server.rest(None, &login, &right).await;
    assert_eq!((status, answer["reason"].as_str()), (400, Some("AUDIT_LOG_BROKEN")), "{answer}");
    let (status, answer) =
        server.rest(None, &login, &json!({"email": OWNER, "password": "wrong wrong wrong"})).await;
    assert_eq!((status, answer["reason"].as_str()), (401, Some("CREDENTIALS_INVALID")), "{answer}");

    let verify = method(&server, "/omni.audit.v1.AuditService/VerifyAudit");
    let (status, answer) = server.rest(Some(&server.live_key), &verify, &json!({})).await;
    assert_eq!((status, &answer["intact"]), (200, &json!(false)), "{answer}");
    assert_eq!(answer["firstBreak"]["fault"], "truncated", "{answer}");
    assert_eq!(answer["firstBreak"]["sequence"], 2, "{answer}");
    for path in ["ListAuditEntries", "ExportAudit", "ListCheckpoints"] {
        let read = method(&server, &format!("/omni.audit.v1.AuditService/{path}"));
        let (status, answer) = server.rest(Some(&server.live_key), &read, &json!({})).await;
        assert_eq!(status, 200, "{path}: {answer}");
    }
    server.running.unwrap().stop().await;
}

/// The refusals on the log with this target, once there are as many.
async fn who_tried(server: &Server, target: &str, expected: usize) -> Vec<Json> {
    let list = method(server, "/omni.audit.v1.AuditService/ListAuditEntries");
    let asked = json!({"target": target, "outcome": "AUDIT_OUTCOME_DENIED"});
    for _ in 0..250 {
        let (status, answer) = server.rest(Some(&server.live_key), &list, &asked).await;
        assert_eq!(status, 200, "{answer}");
        let found = answer["entries"].as_array().cloned().unwrap_or_default();
        if found.len() >= expected {
            return found;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("nobody is named who tried something on {target}");
}

#[tokio::test]
async fn who_tried_to_revoke_a_key_can_be_asked_whatever_door_they_came_by() {
    let server = Server::start().await;
    let revoke = method(&server, "/omni.keys.v1.KeyService/RevokeKey");
    let (by_rest, by_grpc) = (server.key_with(none()).await, server.key_with(none()).await);
    let victim = format!("key_{}", Server::never_used_id());
    let request = json!({"keyId": victim});
    assert_eq!(server.rest(Some(&by_rest), &revoke, &request).await.0, 403);
    let message = DynamicMessage::deserialize(revoke.input(), request).unwrap();
    server.grpc(&by_grpc, &revoke, Bytes::from(message.encode_to_vec())).await.unwrap_err();
    let found = who_tried(&server, &victim, 2).await;
    assert_eq!(found.len(), 2);
    assert_ne!(found[0]["actor"], found[1]["actor"]);
    for entry in &found {
        assert_eq!(entry["reason"], "PERMISSION_MISSING");
        assert_eq!(entry["action"], "keys.keys.revoke");
    }
    // What no id looks like is not kept.
    let request = json!({"keyId": "ana@example.com"});
    assert_eq!(server.rest(Some(&by_rest), &revoke, &request).await.0, 403);
    let sql = "SELECT count(*) FROM omni.audit_entries WHERE target LIKE '%@%'";
    let kept: i64 = sqlx::query_scalar(sql).fetch_one(&mut server.db.superuser().await).await.unwrap();
    assert_eq!(kept, 0);
    server.running.unwrap().stop().await;
}

fn none() -> Grants {
    Grants::from_iter(["nothing.at.all"])
}
