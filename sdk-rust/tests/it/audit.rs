//! `omni audit verify`, by the real binary, on files.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use omni_audit_chain::{Checkpoint, Commitment, Entry, Link, Opened, Outcome, START, Signed, commit, hex};
use serde_json::{Value, json};

const SECRET: [u8; 32] = [1; 32];

/// An export of so many entries, as the server's REST door writes it, and the checkpoint of its end.
fn export(length: u64) -> (Vec<Value>, Value) {
    let (mut previous, mut lines) = (START, Vec::new());
    for sequence in 1..=length {
        let (salt, value) = ([7; 32], format!("10.0.0.{sequence}"));
        let entry = Entry {
            tenant_id: "ten_1".into(),
            environment: "live".into(),
            sequence,
            time: 1_767_225_600_000_000 + i64::try_from(sequence).unwrap(),
            actor: "key_1".into(),
            on_behalf_of: String::new(),
            request_id: format!("req_{sequence}"),
            method: "omni.a.v1.A/Do".into(),
            action: "a.do".into(),
            outcome: if sequence % 2 == 0 { Outcome::Denied } else { Outcome::Success },
            reason: String::new(),
            target: "thing_1".into(),
            before: String::new(),
            after: "{\"name\":\"ü\"}".into(),
            personal: vec![Commitment {
                subject: "s".into(),
                field: "ip".into(),
                hash: commit(&salt, "s", "ip", &value),
            }],
        };
        let hash = entry.hash(&previous);
        let opened = vec![Opened { position: 0, salt, value }];
        lines.push(line(&Link { entry, previous_hash: previous, hash, opened }));
        previous = hash;
    }
    let checkpoint = Checkpoint {
        tenant_id: "ten_1".into(),
        environment: "live".into(),
        sequence: length,
        hash: previous,
        time: 1_767_225_700_000_000,
        key_id: "k".into(),
    };
    let signed = checkpoint.sign(&SECRET);
    let shown = json!({
        "tenantId": "ten_1", "environment": "live", "sequence": length, "hash": hex(&previous),
        "time": "2026-01-01T00:01:40Z", "keyId": "k", "signature": hex(&signed.signature),
    });
    (lines, shown)
}

fn line(link: &Link) -> Value {
    let entry = &link.entry;
    let outcome = format!("AUDIT_OUTCOME_{}", entry.outcome.as_str().to_uppercase());
    json!({"entry": {
        "tenantId": entry.tenant_id, "environment": entry.environment, "sequence": entry.sequence,
        "time": format!("2026-01-01T00:00:00.{:06}Z", entry.sequence), "actor": entry.actor,
        "requestId": entry.request_id, "method": entry.method, "action": entry.action, "outcome": outcome,
        "target": entry.target, "after": entry.after,
        "personal": [{
            "subject": "s", "field": "ip", "commitment": hex(&entry.personal[0].hash),
            "value": link.opened[0].value, "salt": hex(&link.opened[0].salt),
        }],
        "previousHash": hex(&link.previous_hash), "hash": hex(&link.hash),
    }})
}

fn write(folder: &Path, name: &str, lines: &[Value]) -> PathBuf {
    let path = folder.join(name);
    let text: Vec<String> = lines.iter().map(Value::to_string).collect();
    std::fs::write(&path, text.join("\n")).unwrap();
    path
}

fn verify(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_omni"));
    command.env_clear().env("HOME", env!("CARGO_TARGET_TMPDIR")).args(["audit", "verify"]).args(arguments);
    command.output().unwrap()
}

/// The exit code and what was said of these lines, compared with this checkpoint.
fn outcome(lines: &[Value], checkpoint: Option<&Value>) -> (i32, String) {
    compared(lines, checkpoint.map_or(&[], std::slice::from_ref))
}

fn compared(lines: &[Value], checkpoints: &[Value]) -> (i32, String) {
    stretch(lines, checkpoints, None)
}

fn stretch(lines: &[Value], checkpoints: &[Value], first: Option<&str>) -> (i32, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = write(folder.path(), "audit.ndjson", lines);
    let mut arguments = vec![file.to_str().unwrap().to_owned()];
    arguments.extend(first.into_iter().flat_map(|first| ["--first-sequence".to_owned(), first.to_owned()]));
    if !checkpoints.is_empty() {
        let checkpoints = write(folder.path(), "checkpoints.ndjson", checkpoints);
        let key = hex(&Signed::public_key(&SECRET));
        arguments.extend(["--checkpoint".into(), checkpoints.to_str().unwrap().into(), "--key".into(), key]);
    }
    let output = verify(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(text).unwrap())
}

#[test]
fn a_whole_export_is_intact_without_a_server() {
    let (lines, checkpoint) = export(5);
    let (code, text) = outcome(&lines, Some(&checkpoint));
    assert_eq!(code, 0, "{text}");
    let told: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&told["intact"], &told["checkedEntries"], &told["checkedCheckpoints"]),
        (&json!(true), &json!(5), &json!(1))
    );
    // A stretch; an erased person; an entry alone as `omni audit get` shows it.
    assert_eq!(stretch(&lines[2..], std::slice::from_ref(&checkpoint), Some("3")).0, 0);
    let mut erased = lines.clone();
    erased[1]["entry"]["personal"][0] = json!({"subject": "s", "field": "ip", "commitment": lines[1]["entry"]["personal"][0]["commitment"], "erased": true});
    erased[2] = erased[2]["entry"].clone();
    assert_eq!(outcome(&erased, Some(&checkpoint)).0, 0);
}

#[test]
fn an_export_without_its_beginning_is_no_whole_one() {
    let (lines, checkpoint) = export(5);
    for (first, expected) in [(None, "entry 1: removed"), (Some("2"), "entry 2: removed")] {
        let (code, text) = stretch(&lines[2..], std::slice::from_ref(&checkpoint), first);
        assert_eq!(code, 7, "{text}");
        assert!(text.contains(expected) && text.contains("--first-sequence"), "{text}");
    }
    // One that begins before the stretch does is no less.
    let (code, text) = stretch(&lines, std::slice::from_ref(&checkpoint), Some("3"));
    assert_eq!(code, 7, "{text}");
    let (code, text) = stretch(&lines[2..], &[checkpoint], Some("0"));
    assert_eq!(code, 2, "{text}");
}

#[test]
fn a_changed_removed_reordered_or_cut_off_entry_is_found_and_named() {
    type Change = fn(&mut Vec<Value>);
    let cases: [(Change, &str); 6] = [
        (|lines| lines[2]["entry"]["target"] = "thing_2".into(), "entry 3: changed"),
        (|lines| drop(lines.remove(2)), "entry 3: removed"),
        (|lines| lines.swap(2, 3), "entry 3: reordered"),
        (|lines| lines.insert(3, lines[2].clone()), "entry 3: reordered"),
        (|lines| lines.truncate(3), "entry 4: truncated"),
        (|lines| lines[2]["entry"]["personal"][0]["value"] = "10.0.0.9".into(), "entry 3: personal_changed"),
    ];
    for (change, expected) in cases {
        let (mut lines, checkpoint) = export(5);
        change(&mut lines);
        let (code, text) = outcome(&lines, Some(&checkpoint));
        assert_eq!(code, 7, "{text}");
        assert!(text.contains(expected), "expected {expected}: {text}");
    }
}

/// The server signs each of the first entries, and its file has the logs of all tenants.
#[test]
fn the_end_of_a_young_log_cut_off_is_found_by_the_servers_checkpoint_file() {
    let mut of_another = export(2).1;
    of_another["tenantId"] = "ten_2".into();
    let file = [export(1).1, of_another, export(2).1, export(3).1];
    let (lines, _) = export(3);
    let (code, text) = compared(&lines, &file);
    assert_eq!(code, 0, "{text}");
    let told: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(told["checkedCheckpoints"], 3, "those of this log");
    // The last row with its personal data.
    let (code, text) = compared(&lines[..2], &file);
    assert!(code == 7 && text.contains("entry 3: truncated"), "{text}");
}

/// Every field of every entry and every one of its personal values, changed to something else.
#[test]
fn any_change_of_any_one_field_of_an_export_is_found() {
    let (lines, checkpoint) = export(3);
    let fields: Vec<String> = lines[1]["entry"].as_object().unwrap().keys().cloned().collect();
    for field in fields.iter().filter(|field| *field != "personal") {
        let mut changed = lines.clone();
        let value = &mut changed[1]["entry"][field];
        *value = match value.as_str() {
            None => json!(7),
            Some("AUDIT_OUTCOME_DENIED") => json!("AUDIT_OUTCOME_SUCCESS"),
            Some(text) if text.ends_with('Z') => json!("2026-01-01T00:00:00.000009Z"),
            Some(text) if text.len() == 64 => json!("ab".repeat(32)),
            Some(text) => json!(format!("{text}x")),
        };
        assert_eq!(outcome(&changed, Some(&checkpoint)).0, 7, "{field}");
    }
    for (field, value) in [
        ("subject", "t"),
        ("field", "email"),
        ("value", "x"),
        ("salt", &"ab".repeat(32)),
        ("commitment", &"ab".repeat(32)),
    ] {
        let mut changed = lines.clone();
        changed[1]["entry"]["personal"][0][field] = value.into();
        assert_eq!(outcome(&changed, Some(&checkpoint)).0, 7, "personal.{field}");
    }
}

#[test]
fn what_is_no_export_is_a_mistake_of_the_command_line_and_no_verdict() {
    let (lines, checkpoint) = export(2);
    for wrong in [json!({"entry": {"noSuchField": 1}}), json!("text"), json!({"sequence": 1})] {
        let (code, text) = outcome(&[lines[0].clone(), wrong], Some(&checkpoint));
        assert_eq!(code, 2, "{text}");
        assert!(text.contains("line 2"), "{text}");
    }
    assert_eq!(outcome(&[], None).0, 2);
    assert_eq!(verify(&["/no/such/file"]).status.code(), Some(2));
}

#[test]
fn without_a_checkpoint_it_says_what_it_cannot_know() {
    let folder = tempfile::tempdir().unwrap();
    let file = write(folder.path(), "audit.ndjson", &export(3).0[..2]);
    let output = verify(&[file.to_str().unwrap(), "--output", "text"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && text.contains("cannot be ruled out"), "{text}");
}

#[test]
fn a_checkpoint_that_another_key_signed_is_forged() {
    let (lines, mut checkpoint) = export(3);
    checkpoint["signature"] = "ab".repeat(64).into();
    let (code, text) = outcome(&lines, Some(&checkpoint));
    assert_eq!(code, 7);
    assert!(text.contains("checkpoint_forged"), "{text}");
}
