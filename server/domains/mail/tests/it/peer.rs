//! The mail server of the tests: `aiosmtpd`, in a process of its own.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value as Json, json};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// A running mail server. Dropped, it ends.
pub(crate) struct Peer {
    _process: Child,
    lines: Lines<BufReader<ChildStdout>>,
    pub(crate) port: u16,
    _folder: tempfile::TempDir,
    cert: PathBuf,
}

impl Peer {
    /// Starts one with the settings of `peer.py`.
    pub(crate) async fn start(mut settings: Json) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        std::fs::write(&cert, made.cert.pem()).unwrap();
        std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
        settings["cert"] = json!(cert);
        settings["key"] = json!(key);
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let python = here.join("../../../.tools/python/bin/python");
        assert!(python.exists(), "the mail tests need aiosmtpd: run scripts/python.sh");
        let mut process = Command::new(python)
            .arg(here.join("tests/it/peer.py"))
            .arg(settings.to_string())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let first: Json =
            serde_json::from_str(&lines.next_line().await.unwrap().expect("it starts")).unwrap();
        let port = u16::try_from(first["port"].as_u64().unwrap()).unwrap();
        Self { _process: process, lines, port, _folder: folder, cert }
    }

    /// The authority that its certificate comes from.
    pub(crate) fn ca_file(&self) -> PathBuf {
        self.cert.clone()
    }

    /// What it is given next.
    pub(crate) async fn next(&mut self) -> Json {
        let line = tokio::time::timeout(Duration::from_secs(30), self.lines.next_line()).await;
        let line = line.expect("the mail server is given something").unwrap().expect("it runs");
        serde_json::from_str(&line).unwrap()
    }

    /// Whether it is given nothing for a while.
    pub(crate) async fn is_quiet(&mut self) -> bool {
        tokio::time::timeout(Duration::from_millis(1500), self.lines.next_line()).await.is_err()
    }
}

/// A header of what was received.
pub(crate) fn header(received: &Json, name: &str) -> String {
    let headers = received["headers"].as_array().unwrap();
    let mut found = headers.iter().filter(|header| header[0] == name);
    let value = found.next().unwrap_or_else(|| panic!("no {name} in {received}"))[1].as_str().unwrap();
    assert!(found.next().is_none(), "{name} stands twice in {received}");
    value.to_owned()
}
