//! The file of checkpoints, from which they are copied to other machines: a JSON object a line, in the form of the
//! contract's `AuditCheckpoint`.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Result, Seek, SeekFrom, Write};
use std::path::Path;

use jiff::Timestamp;
use omni_audit_chain::{Checkpoint, Signed, hex, unhex};
use omni_kernel::Scope;
use serde_json::{Value as Json, json};

/// Longer than any line.
const LINE: u64 = 4096;

/// Adds checkpoints at its end, so that they survive a crash. On an error nothing was added.
pub(crate) fn append(path: &Path, signed: &[Signed]) -> Result<()> {
    let mut lines = String::new();
    for signed in signed {
        lines.push_str(&line(signed)?.to_string());
        lines.push('\n');
    }
    let new = !path.exists();
    let mut file = OpenOptions::new().create(true).read(true).append(true).open(path)?;
    // Several servers may write to one file.
    file.lock()?;
    let end = mend(&mut file)?;
    let written = file.write_all(lines.as_bytes()).and_then(|()| file.sync_all());
    if written.is_err() {
        // The disk is full, say: half a line would make the file unreadable.
        file.set_len(end)?;
    }
    written?;
    match path.parent().filter(|folder| new && !folder.as_os_str().is_empty()) {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

/// Takes off the part of a line that a crash left at the end; gives the length. What was not whole is not yet marked as
/// published, so it is written again.
fn mend(file: &mut File) -> Result<u64> {
    let length = file.metadata()?.len();
    let from = length.saturating_sub(LINE);
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(from))?;
    file.read_to_end(&mut tail)?;
    let whole = tail.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let torn = &tail[whole..];
    if torn.is_empty() {
        return Ok(length);
    }
    if !torn.starts_with(b"{") || (whole == 0 && from > 0) {
        return Err(Error::new(ErrorKind::InvalidData, "it does not end like a file of checkpoints"));
    }
    let end = length - torn.len() as u64;
    file.set_len(end)?;
    Ok(end)
}

/// The checkpoints of a log that are in the file; none when there is no file. A line that cannot be read is passed over.
pub(crate) fn read(path: &Path, scope: Scope) -> Result<Vec<Signed>> {
    let file = match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        file => file?,
    };
    let (tenant, environment) = (scope.tenant.to_string(), scope.environment.as_str());
    let mut found = Vec::new();
    for line in BufReader::new(file).split(b'\n') {
        let line = line?;
        // The file has the logs of all tenants.
        let Ok(text) = str::from_utf8(&line) else { continue };
        if text.contains(&tenant) {
            let signed = serde_json::from_str(text).ok().as_ref().and_then(signed);
            found.extend(signed.filter(|signed| {
                let stated = &signed.checkpoint;
                stated.tenant_id == tenant && stated.environment == environment
            }));
        }
    }
    Ok(found)
}

fn line(signed: &Signed) -> Result<Json> {
    let stated = &signed.checkpoint;
    let time = Timestamp::from_microsecond(stated.time).map_err(Error::other)?;
    Ok(json!({
        "tenantId": stated.tenant_id,
        "environment": stated.environment,
        "sequence": stated.sequence,
        "hash": hex(&stated.hash),
        "time": time.to_string(),
        "keyId": stated.key_id,
        "signature": hex(&signed.signature),
    }))
}

fn signed(line: &Json) -> Option<Signed> {
    let text = |name: &str| line.get(name)?.as_str();
    let checkpoint = Checkpoint {
        tenant_id: text("tenantId")?.to_owned(),
        environment: text("environment")?.to_owned(),
        sequence: line.get("sequence")?.as_u64()?,
        hash: unhex(text("hash")?)?,
        time: text("time")?.parse::<Timestamp>().ok()?.as_microsecond(),
        key_id: text("keyId")?.to_owned(),
    };
    Some(Signed { checkpoint, signature: unhex(text("signature")?)? })
}

#[cfg(test)]
mod tests {
    use omni_kernel::{Environment, Rng, TenantId};

    use super::*;

    fn checkpoint(scope: Scope, sequence: u64) -> Signed {
        let stated = Checkpoint {
            tenant_id: scope.tenant.to_string(),
            environment: scope.environment.as_str().to_owned(),
            sequence,
            hash: [7; 32],
            time: 1_767_225_600_000_001,
            key_id: "k".to_owned(),
        };
        stated.sign(&[1; 32])
    }

    fn scope() -> Scope {
        let tenant = TenantId::from_uuid(Rng::seeded(1).uuid(Timestamp::UNIX_EPOCH));
        Scope { tenant, environment: Environment::Live }
    }

    #[test]
    fn what_a_crash_left_of_a_line_is_taken_off_and_everything_before_it_stays() {
        let folder = tempfile::tempdir().unwrap();
        let (path, scope) = (folder.path().join("checkpoints.ndjson"), scope());
        let (one, two) = (checkpoint(scope, 1), checkpoint(scope, 2));
        assert!(read(&path, scope).unwrap().is_empty(), "there is no file yet");
        append(&path, std::slice::from_ref(&one)).unwrap();
        let whole = std::fs::read_to_string(&path).unwrap();
        for cut in 1..whole.len() - 1 {
            std::fs::write(&path, format!("{whole}{}", &whole[..cut])).unwrap();
            append(&path, std::slice::from_ref(&two)).unwrap();
            assert_eq!(read(&path, scope).unwrap(), [one.clone(), two.clone()], "cut at {cut}");
        }
        let test = Scope { environment: Environment::Test, ..scope };
        assert!(read(&path, test).unwrap().is_empty(), "of another log");
    }

    #[test]
    fn a_file_of_something_else_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.txt");
        for text in ["not ours".to_owned(), "x".repeat(10_000)] {
            std::fs::write(&path, &text).unwrap();
            append(&path, &[checkpoint(scope(), 1)]).unwrap_err();
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
    }
}
