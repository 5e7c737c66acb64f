//! The vault of a whole server, and `omni-server vault` by the real binary beside it.

use std::process::{Command, Output};

use omni_kernel::telemetry::Telemetry;
use omni_kernel::{Clock, Rng};
use serde_json::Value as Json;

use crate::harness::{Server, config, example};

pub(crate) fn vault(server: &Server, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_omni-server"));
    command.env_clear();
    for (key, value) in server.settings() {
        command.args(["--set".to_owned(), format!("{key}={value}")]);
    }
    command.args(["vault", "--json"]).args(arguments).output().unwrap()
}

pub(crate) fn told(output: &Output) -> Json {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Why a server with these settings does not start.
async fn refused(server: &Server) -> String {
    let rng = Rng::system();
    let config = config(&server.settings());
    let started = omni_server::start(&config, Telemetry::off(&rng), Clock::system(), rng).await;
    started.err().expect("the server does not start").to_string()
}

async fn verified(server: &Server) -> Json {
    let method = server.contract.method("/omni.audit.v1.AuditService/VerifyAudit").unwrap().clone();
    server.rest(Some(&server.live_key), &method, &serde_json::json!({})).await.1
}

/// Both keys changed beside a running server, which goes on; what it wrote before still opens after a restart.
#[tokio::test(flavor = "multi_thread")]
async fn keys_are_changed_while_the_server_runs() {
    let mut server = Server::start().await;
    let read = server.contract.method("/omni.audit.v1.AuditService/GetAuditEntry").unwrap().clone();
    server.rest(Some(&server.live_key), &read, &example(&read)).await;
    let before = told(&vault(&server, &["status"]));
    assert_eq!(before["data_keys"].as_array().unwrap().len(), 1);

    let rotated = told(&vault(&server, &["rotate"]));
    assert_ne!(rotated["key"], before["data_keys"][0]["wrapper"]);
    let resealed = told(&vault(&server, &["rotate", "--data-key"]));
    assert!(resealed["resealed"].as_u64().unwrap() >= 3, "{resealed}");
    assert_eq!(resealed["unreadable"], 0);
    // The longest of what is not sealed anew: the token of a registration's mail.
    let until: jiff::Timestamp = resealed["older_keys_needed_until"].as_str().unwrap().parse().unwrap();
    let hours = until.duration_since(jiff::Timestamp::now()).as_hours();
    assert!((23..=24).contains(&hours), "{resealed}");
    let after = told(&vault(&server, &["status"]));
    assert_eq!(after["data_keys"].as_array().unwrap().len(), 2);
    for (column, old) in after["old_values"].as_object().unwrap() {
        assert_eq!(old, 0, "{column}");
    }
    for key in after["data_keys"].as_array().unwrap() {
        assert_eq!(key["wrapper"], rotated["key"]);
    }
    assert_eq!(verified(&server).await["intact"], true);

    // Another start, under the new key; it reads what was written under both.
    server.running.take().unwrap().stop().await;
    let (clock, rng) = (Clock::system(), Rng::system());
    let config = config(&server.settings());
    let again = omni_server::start(&config, Telemetry::off(&rng), clock, rng).await.unwrap();
    server.base_url = format!("http://{}", again.address());
    let (_, entry) = server.rest(Some(&server.live_key), &read, &example(&read)).await;
    let from = entry["entry"]["personal"].as_array().unwrap();
    assert!(from.iter().any(|one| one["value"] == "127.0.0.1"), "{entry}");
    again.stop().await;
}

#[tokio::test]
async fn a_server_whose_key_file_is_lost_does_not_start_and_says_so() {
    let mut server = Server::start().await;
    server.running.take().unwrap().stop().await;
    let file = server.data.path().join("vault.key");
    std::fs::remove_file(&file).unwrap();
    let lost = refused(&server).await;
    assert!(lost.contains("vault.key is missing"), "{lost}");
    assert!(!file.exists(), "a new one would hide the loss");
    assert!(!vault(&server, &["status"]).status.success());
}
