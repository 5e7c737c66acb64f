//! `omni audit verify`: checks an export of the audit log without a server.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use clap::{Arg, ArgMatches, Command};
use omni_audit_chain::{Break, Fault, Link, Report, START, Signed, Walk, message, unhex};
use omni_proto_audit::v1 as pb;
use prost::Message as _;
use prost_reflect::DynamicMessage;
use serde_json::{Value, json};

use super::Context;
use super::exit::Failure;

pub(crate) fn command() -> Command {
    Command::new("verify")
        .about("Check an export of the audit log without a server: nothing changed, removed, reordered or cut off")
        .after_help(
            "Export and check:\n  omni audit export > audit.ndjson\n  omni audit list-checkpoints > checkpoints.json\n  \
             omni audit get-checkpoint-key > key.json\n  \
             omni audit verify audit.ndjson --checkpoint checkpoints.json --key key.json\n\n\
             Keep checkpoints and key elsewhere than the server: without them a chain that was written anew, or cut off\n\
             at its end, cannot be told from a whole one. An export has to be at least as new as the checkpoints.",
        )
        .arg(Arg::new("file").required(true).value_name("FILE").help("The export, a JSON object a line; - is standard input"))
        .arg(
            Arg::new("first-sequence")
                .long("first-sequence")
                .value_name("NUMBER")
                .value_parser(clap::value_parser!(u64).range(1..))
                .default_value("1")
                .help("The entry that the export begins with, for a stretch of the log"),
        )
        .arg(
            Arg::new("checkpoint")
                .long("checkpoint")
                .value_name("FILE")
                .requires("key")
                .help("Signed checkpoints: of list-checkpoints, or the server's checkpoint file"),
        )
        .arg(
            Arg::new("key")
                .long("key")
                .value_name("KEY")
                .requires("checkpoint")
                .help("The public key of the checkpoints: 64 hexadecimal digits, or the file of get-checkpoint-key"),
        )
}

pub(crate) fn run(context: &Context<'_>, matches: &ArgMatches) -> Result<(), Failure> {
    let text = |name| matches.get_one::<String>(name).map(String::as_str);
    let checkpoints = match (text("checkpoint"), text("key")) {
        (Some(file), Some(key)) => Some((read_checkpoints(context, file)?, read_keys(context, key)?)),
        _ => None,
    };
    let file = text("file").unwrap_or_default();
    let reader: Box<dyn BufRead> =
        if file == "-" { Box::new(io::stdin().lock()) } else { Box::new(BufReader::new(open(file)?)) };
    let links = reader.lines().enumerate().filter_map(|(at, line)| match line {
        Ok(line) if line.trim().is_empty() => None,
        line => Some(line.map_err(Failure::Io).and_then(|line| read_line(context, file, at + 1, &line))),
    });
    let begin = matches.get_one::<u64>("first-sequence").copied().unwrap_or(1);
    show(context, &check(links, begin, checkpoints.as_ref())?)
}

/// What was found in an export.
struct Found {
    log: (String, String),
    report: Report,
    first_break: Option<Break>,
}

fn check(
    mut links: impl Iterator<Item = Result<Link, Failure>>,
    begin: u64,
    checkpoints: Option<&(Vec<Signed>, Vec<[u8; 32]>)>,
) -> Result<Found, Failure> {
    let Some(first) = links.next().transpose()? else {
        return Err(Failure::Usage("the export holds no entry".to_owned()));
    };
    let log = (first.entry.tenant_id.clone(), first.entry.environment.clone());
    if first.entry.sequence > begin {
        return Err(Failure::Broken(format!(
            "the log of {} {} is broken: entry {begin}: removed: the export begins at the entry {}; of a stretch, say where it \
             begins by --first-sequence",
            log.0, log.1, first.entry.sequence
        )));
    }
    // What lies before a stretch is not in the file, so its word is taken for it.
    let mut walk = Walk::from(begin, if begin == 1 { START } else { first.previous_hash });
    let mut outcome = Ok(());
    for signed in checkpoints.iter().flat_map(|(all, _)| all) {
        let stated = &signed.checkpoint;
        if (&stated.tenant_id, &stated.environment, stated.sequence >= begin) == (&log.0, &log.1, true) {
            let keys = checkpoints.map(|(_, keys)| keys.as_slice()).unwrap_or_default();
            outcome = outcome.and_then(|()| walk.expect(signed.clone(), keys));
        }
    }
    outcome = outcome.and_then(|()| walk.push(&first));
    while outcome.is_ok() {
        let Some(link) = links.next().transpose()? else { break };
        outcome = walk.push(&link);
        if let Err(found) = &mut outcome
            && found.fault == Fault::Removed
        {
            // One that comes later after all stands in the wrong place.
            let mut rest = HashSet::from([link.entry.sequence]);
            for later in &mut links {
                rest.insert(later?.entry.sequence);
            }
            if rest.contains(&found.sequence) {
                found.fault = Fault::Reordered;
                found.detail = format!("it comes after the entry {}", link.entry.sequence);
            }
        }
    }
    let report = walk.report();
    let first_break = outcome.and_then(|()| walk.finish(0).map(drop)).err();
    Ok(Found { log, report, first_break })
}

fn show(context: &Context<'_>, found: &Found) -> Result<(), Failure> {
    let (tenant, environment) = &found.log;
    if let Some(first) = &found.first_break {
        return Err(Failure::Broken(format!("the log of {tenant} {environment} is broken: {first}")));
    }
    let Report { entries, first, last, checkpoints } = found.report;
    let mut out = io::stdout().lock();
    if context.format.is_json() {
        let all = json!({
            "intact": true, "tenantId": tenant, "environment": environment, "checkedEntries": entries,
            "firstSequence": first, "lastSequence": last, "checkedCheckpoints": checkpoints,
        });
        writeln!(out, "{all}")?;
        return Ok(());
    }
    writeln!(out, "the log of {tenant} {environment} is intact: {entries} entries, {first} to {last}")?;
    match checkpoints {
        0 => writeln!(out, "no checkpoint was compared: that its end was cut off cannot be ruled out")?,
        _ => writeln!(out, "{checkpoints} signed checkpoints agree")?,
    }
    if first > 1 {
        writeln!(out, "it begins at the entry {first}: what lies before was not looked at")?;
    }
    Ok(())
}

fn open(file: &str) -> Result<File, Failure> {
    File::open(file).map_err(|error| Failure::Usage(format!("{file}: {error}")))
}

/// An entry, alone or as `entry` of an answer of the export.
fn read_line(context: &Context<'_>, file: &str, at: usize, line: &str) -> Result<Link, Failure> {
    let wrong = |why: String| Failure::Usage(format!("{file}, line {at}: {why}"));
    let json: Value = serde_json::from_str(line).map_err(|error| wrong(error.to_string()))?;
    let entry = json.get("entry").unwrap_or(&json);
    let entry: pb::AuditEntry = decode(context, "omni.audit.v1.AuditEntry", entry).map_err(wrong)?;
    message::link(entry).map_err(wrong)
}

fn read_checkpoints(context: &Context<'_>, file: &str) -> Result<Vec<Signed>, Failure> {
    let wrong = |why: String| Failure::Usage(format!("{file}: {why}"));
    let text = io::read_to_string(open(file)?)?;
    let mut all = Vec::new();
    for json in serde_json::Deserializer::from_str(&text).into_iter::<Value>() {
        let json = json.map_err(|error| wrong(error.to_string()))?;
        let several = json.get("checkpoints").and_then(Value::as_array).cloned();
        for one in several.unwrap_or_else(|| vec![json]) {
            let one: pb::AuditCheckpoint =
                decode(context, "omni.audit.v1.AuditCheckpoint", &one).map_err(wrong)?;
            all.push(message::signed(one).map_err(wrong)?);
        }
    }
    if all.is_empty() { Err(wrong("there is no checkpoint in it".to_owned())) } else { Ok(all) }
}

fn read_keys(context: &Context<'_>, key: &str) -> Result<Vec<[u8; 32]>, Failure> {
    if let Some(key) = unhex(key) {
        return Ok(vec![key]);
    }
    if !Path::new(key).exists() {
        return Err(Failure::Usage("--key: expected 64 hexadecimal digits or a file".to_owned()));
    }
    let wrong = |why: String| Failure::Usage(format!("{key}: {why}"));
    let text = io::read_to_string(open(key)?)?;
    if let Some(key) = unhex(text.trim()) {
        return Ok(vec![key]);
    }
    let json: Value = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    let keys: pb::GetCheckpointKeyResponse =
        decode(context, "omni.audit.v1.GetCheckpointKeyResponse", &json).map_err(wrong)?;
    let keys: Option<Vec<_>> = keys.keys.iter().map(|key| unhex(&key.public_key)).collect();
    keys.filter(|keys| !keys.is_empty()).ok_or_else(|| wrong("there is no public key in it".to_owned()))
}

/// A message of the contract from its JSON form.
fn decode<M: prost::Message + Default>(context: &Context<'_>, name: &str, json: &Value) -> Result<M, String> {
    let descriptor = context
        .contract
        .pool()
        .get_message_by_name(name)
        .ok_or_else(|| format!("the contract has no {name}"))?;
    let message = DynamicMessage::deserialize(descriptor, json).map_err(|error| error.to_string())?;
    M::decode(message.encode_to_vec().as_slice()).map_err(|error| error.to_string())
}
