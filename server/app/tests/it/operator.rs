//! What the operator does at the machine, by the real binary beside a running server, and what the logs say of it.

use std::process::{Command, Output};

use omni_kernel::{Environment, Grants, TenantId};
use serde_json::{Value as Json, json};

use crate::harness::Server;

/// `omni-server` with these arguments, beside the server.
fn omni_server(server: &Server, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_omni-server"));
    command.env_clear();
    for (key, value) in server.settings() {
        command.args(["--set".to_owned(), format!("{key}={value}")]);
    }
    command.args(arguments).output().unwrap()
}

fn done(server: &Server, arguments: &[&str]) -> String {
    let output = omni_server(server, arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn told(server: &Server, arguments: &[&str]) -> Json {
    serde_json::from_str(&done(server, &[arguments, &["--json"]].concat())).unwrap()
}

async fn audit(server: &Server, key: &str, method: &str, request: &Json) -> Json {
    let method = server.contract.method(&format!("/omni.audit.v1.AuditService/{method}")).unwrap().clone();
    let (status, answer) = server.rest(Some(key), &method, request).await;
    assert_eq!(status, 200, "{answer}");
    answer
}

/// What the operator did at the machine to a tenant, the oldest first: the command, the action, the target.
async fn acts(server: &Server, tenant: TenantId, environment: Environment) -> Vec<[String; 3]> {
    let key = server.key_in(tenant, environment, Grants::all()).await;
    let listed = audit(server, &key, "ListAuditEntries", &json!({ "actor": "operator" })).await;
    assert_eq!(audit(server, &key, "VerifyAudit", &json!({})).await["intact"], true);
    let entries = listed["entries"].as_array().into_iter().flatten().rev();
    let text = |entry: &Json, field: &str| entry[field].as_str().unwrap_or_default().to_owned();
    entries
        .map(|entry| {
            let own = if tenant == server.tenant { String::new() } else { server.tenant.to_string() };
            assert_eq!(text(entry, "onBehalfOf"), own, "{entry}");
            ["method", "action", "target"].map(|field| text(entry, field))
        })
        .collect()
}

fn act(command: &str, action: &str, target: &str) -> [String; 3] {
    [format!("omni-server {command}"), action.to_owned(), target.to_owned()]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_operator_does_to_a_tenant_at_the_machine_is_on_its_log_under_their_name() {
    let server = Server::start().await;
    let made = told(&server, &["tenants", "create", "--name", "Acme", "--tier", "pro"]);
    let id = made["tenant_id"].as_str().unwrap();
    told(&server, &["tenants", "suspend", "--tenant", id, "--reason", "unpaid"]);
    told(&server, &["tenants", "resume", "--tenant", id]);
    let acts = acts(&server, id.parse().unwrap(), Environment::Live).await;
    let expected = ["create", "suspend", "resume"]
        .map(|name| act(&format!("tenants {name}"), &format!("tenant.tenants.{name}"), id));
    assert_eq!(acts, expected);
    server.running.unwrap().stop().await;
}
