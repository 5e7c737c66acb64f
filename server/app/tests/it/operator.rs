//! What the operator does at the machine, by the real binary beside a running server, and what the logs say of it.

use std::process::{Command, Output};
use std::time::Duration;

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

/// Waits until it is so: other servers see a change within a second.
async fn until(so: impl AsyncFn() -> bool) {
    for _ in 0..100 {
        if so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it did not come about in time");
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

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_the_operator_makes_and_ends_at_the_machine_are_on_the_log_of_their_tenant() {
    let server = Server::start().await;
    let (tenant, _) = server.tenant_with_key(Environment::Live).await;
    for (whose, named) in [(server.tenant, vec![]), (tenant, vec!["--tenant".to_owned(), tenant.to_string()])]
    {
        let named: Vec<&str> = named.iter().map(String::as_str).collect();
        let run = |arguments: &[&str]| told(&server, &[&["keys"], arguments, &named].concat());
        let mut expected = Vec::new();
        for environment in ["live", "test"] {
            let made = run(&["create", "--name", "ops", "--environment", environment, "--scope", "*"]);
            let id = made["id"].as_str().unwrap();
            let listed = run(&["list"]);
            assert!(listed.as_array().unwrap().iter().any(|key| key["id"] == id), "{listed}");
            let who = server.contract.method("/omni.tenant.v1.TenantService/GetTenant").unwrap().clone();
            let call = async || {
                let key = made["key"].as_str().unwrap();
                server.rest(Some(key), &who, &json!({ "tenantId": whose.to_string() })).await.0
            };
            assert_eq!(call().await, 200);
            run(&["revoke", id]);
            // The second time changes nothing, and is not on the log.
            run(&["revoke", id]);
            until(async || call().await == 401).await;
            expected.push([
                act("keys create", "keys.keys.create", id),
                act("keys revoke", "keys.keys.revoke", id),
            ]);
        }
        assert_eq!(acts(&server, whose, Environment::Live).await, expected[0]);
        assert_eq!(acts(&server, whose, Environment::Test).await, expected[1]);
    }
    let absent = omni_server(&server, &["keys", "list", "--tenant", "ten_00000000000000000000000000"]);
    assert!(!absent.status.success());
    assert!(String::from_utf8_lossy(&absent.stderr).contains("there is no tenant"), "{absent:?}");
    server.running.unwrap().stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_is_on_the_log_of_the_tenant_that_moves_before_it_begins() {
    let server = Server::start().await;
    let (tenant, _) = server.tenant_with_key(Environment::Live).await;
    let id = tenant.to_string();
    done(&server, &["tenants", "move", "--tenant", &id, "--to", "schema"]);
    let failed =
        omni_server(&server, &["tenants", "move", "--tenant", &id, "--to", "postgres://127.0.0.1:1/none"]);
    assert!(!failed.status.success());
    let entry = act("tenants move", "tenant.tenants.move", &id);
    assert_eq!(acts(&server, tenant, Environment::Live).await, vec![entry; 3]);
    let key = server.key_of(tenant, Grants::all()).await;
    let listed = audit(&server, &key, "ListAuditEntries", &json!({ "actor": "operator" })).await;
    let said =
        listed["entries"].as_array().unwrap().iter().rev().map(|entry| entry["after"].as_str().unwrap());
    let said: Vec<Json> = said.map(|after| serde_json::from_str(after).unwrap()).collect();
    let expected = [("schema", "begun"), ("schema", "done"), ("database", "begun")];
    for (said, (place, state)) in said.iter().zip(expected) {
        assert_eq!((&said["place"], &said["state"]), (&json!(place), &json!(state)));
    }
    server.running.unwrap().stop().await;
}

/// The head of a tenant's live log moved: back to its first entry, or to its last again.
async fn set_head(server: &Server, tenant: TenantId, which: &str) {
    let sql = format!(
        "UPDATE omni.audit_chains c SET sequence = e.sequence, hash = e.hash FROM omni.audit_entries e \
         WHERE c.tenant_id = $1 AND c.live AND (e.tenant_id, e.live) = (c.tenant_id, c.live) AND e.sequence = \
         (SELECT {which}(sequence) FROM omni.audit_entries l WHERE (l.tenant_id, l.live) = (c.tenant_id, c.live))"
    );
    let done = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(tenant.uuid());
    assert_eq!(done.execute(&mut server.db.superuser().await).await.unwrap().rows_affected(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_that_the_operator_takes_away_is_on_the_log_of_every_tenant_or_stays() {
    let server = Server::start().await;
    let owner = server.sign_in().await;
    let who_am_i = server.contract.method("/omni.identity.v1.AuthService/WhoAmI").unwrap().clone();
    let (_, who) = server.rest(Some(&owner), &who_am_i, &json!({})).await;
    let company: TenantId = who["tenantId"].as_str().unwrap().parse().unwrap();
    let mut superuser = server.db.superuser().await;
    sqlx::query(
        "INSERT INTO omni.members (tenant_id, user_id, role, create_time, update_time) \
         SELECT $1, user_id, 'viewer', now(), now() FROM omni.members",
    )
    .bind(server.tenant.uuid())
    .execute(&mut superuser)
    .await
    .unwrap();
    sqlx::query(
        "INSERT INTO omni.totp_factors (user_id, secret, create_time, confirm_time, last_step) \
         SELECT user_id, '', now(), now(), 0 FROM omni.users",
    )
    .execute(&mut superuser)
    .await
    .unwrap();
    let reset = || omni_server(&server, &["people", "reset-factor", "--email", crate::people::OWNER]);
    set_head(&server, company, "min").await;
    let refused = reset();
    assert!(!refused.status.success(), "{refused:?}");
    let left: i64 =
        sqlx::query_scalar("SELECT count(*) FROM omni.totp_factors").fetch_one(&mut superuser).await.unwrap();
    assert_eq!(left, 1, "what cannot be on every log is not done");
    assert!(acts(&server, server.tenant, Environment::Live).await.is_empty());
    set_head(&server, company, "max").await;
    let done = reset();
    assert!(done.status.success(), "{done:?}");
    for tenant in [server.tenant, company] {
        let acts = acts(&server, tenant, Environment::Live).await;
        let [[command, action, target]] = &acts[..] else { panic!("{acts:?}") };
        assert_eq!(
            (command.as_str(), action.as_str()),
            ("omni-server people reset-factor", "identity.mfa.reset")
        );
        assert!(target.starts_with("usr_"), "{target}");
    }
    server.running.unwrap().stop().await;
}

/// Accepts the invitation that was mailed, signs in, and reads the tenant.
async fn accept(server: &Server, email: &str, tenant: &str) {
    let token = server.mailed_token(email, "invite").await;
    let person = json!({ "token": token, "fullName": "Ana Kos", "password": crate::people::PASSWORD });
    let method = |name: &str| server.contract.method(&format!("/omni.{name}")).unwrap().clone();
    let call = async |who: Option<&str>, name: &str, request: Json| {
        let (status, answer) = server.rest(who, &method(name), &request).await;
        assert_eq!(status, 200, "{name}: {answer}");
        answer
    };
    call(None, "identity.v1.TeamService/AcceptInvitation", person).await;
    let token = server.log_in(email).await;
    let found = call(Some(&token), "tenant.v1.TenantService/GetTenant", json!({ "tenantId": tenant })).await;
    assert_eq!(found["tenant"]["tenantId"], tenant);
    let who = call(Some(&token), "identity.v1.AuthService/WhoAmI", json!({})).await;
    assert!(who.to_string().contains("owner"), "{who}");
}

/// Where nobody registers themselves, as in a company.
const CLOSED: (&str, &str) = ("auth.registration", "false");

#[tokio::test(flavor = "multi_thread")]
async fn the_first_people_come_in_by_an_invitation_of_the_operator() {
    let server = Server::start_with(&[CLOSED]).await;
    done(&server, &["people", "invite", "--email", "root@example.com"]);
    accept(&server, "root@example.com", &server.tenant.to_string()).await;

    let made = told(&server, &["tenants", "create", "--name", "Acme", "--tier", "pro"]);
    let id = made["tenant_id"].as_str().unwrap();
    done(&server, &["people", "invite", "--tenant", id, "--email", "ana@example.com", "--role", "owner"]);
    accept(&server, "ana@example.com", id).await;
    let refused = omni_server(
        &server,
        &["people", "invite", "--tenant", id, "--email", "b@example.com", "--role", "x"],
    );
    assert!(String::from_utf8_lossy(&refused.stderr).contains("expected one of owner, admin"), "{refused:?}");

    let invited = ["omni-server people invite", "identity.invitations.create"];
    let logged = acts(&server, id.parse().unwrap(), Environment::Live).await;
    assert_eq!(logged.last().unwrap()[..2], invited);
    let logged = acts(&server, server.tenant, Environment::Live).await;
    assert_eq!(logged.len(), 1);
    assert_eq!(logged[0][..2], invited);
    server.running.unwrap().stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_that_is_made_by_its_api_has_its_owner_invited_at_once() {
    let server = Server::start_with(&[CLOSED]).await;
    let create = server.contract.method("/omni.tenant.v1.TenantService/CreateTenant").unwrap().clone();
    let asked = json!({ "name": "Acme", "subscriptionTier": "pro", "ownerEmail": "ana@example.com" });
    for _ in 0..2 {
        let answer = server.rest_once(&server.live_key, &create, &asked, "once").await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let id = answer.body["tenant"]["tenantId"].as_str().unwrap();
        if !answer.replayed {
            accept(&server, "ana@example.com", id).await;
        }
    }
    let wrong = json!({ "name": "Acme", "subscriptionTier": "pro", "ownerEmail": "ana" });
    let (status, answer) = server.rest(Some(&server.live_key), &create, &wrong).await;
    assert_eq!((status, answer["reason"].as_str()), (400, Some("INVALID_FIELD")), "{answer}");
    assert_eq!(answer["errors"][0]["field"], "owner_email", "{answer}");
    let tenants: i64 = sqlx::query_scalar("SELECT count(*) FROM omni.tenants")
        .fetch_one(&mut server.db.superuser().await)
        .await
        .unwrap();
    assert_eq!(tenants, 2, "one tenant was made, beside the operator's own");
    server.running.unwrap().stop().await;
}
