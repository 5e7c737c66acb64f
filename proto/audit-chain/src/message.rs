//! Entries and checkpoints of the contract, to be checked.

use omni_proto_audit::v1 as pb;
use prost_types::Timestamp;

use crate::{Checkpoint, Commitment, Entry, Hash, Link, Opened, Outcome, Signed, hex, unhex};

/// The entry of a message.
///
/// # Errors
/// Which field cannot be read.
pub fn link(message: pb::AuditEntry) -> Result<Link, String> {
    let at = message.sequence;
    let wrong = |field: &str| format!("entry {at}: {field} cannot be read");
    let outcome = match message.outcome() {
        pb::AuditOutcome::Success => Outcome::Success,
        pb::AuditOutcome::Denied => Outcome::Denied,
        pb::AuditOutcome::Unspecified => return Err(wrong("outcome")),
    };
    let (previous_hash, hash) = (unhex(&message.previous_hash), unhex(&message.hash));
    let (mut personal, mut opened) = (Vec::new(), Vec::new());
    for (position, value) in message.personal.into_iter().enumerate() {
        let hash: Hash = unhex(&value.commitment).ok_or_else(|| wrong("personal.commitment"))?;
        personal.push(Commitment { subject: value.subject, field: value.field, hash });
        if !value.erased {
            let salt = unhex(&value.salt).ok_or_else(|| wrong("personal.salt"))?;
            opened.push(Opened { position, salt, value: value.value });
        }
    }
    let entry = Entry {
        tenant_id: message.tenant_id,
        environment: message.environment,
        sequence: message.sequence.into(),
        time: message.time.and_then(micros).ok_or_else(|| wrong("time"))?,
        actor: message.actor,
        on_behalf_of: message.on_behalf_of,
        request_id: message.request_id,
        method: message.method,
        action: message.action,
        outcome,
        reason: message.reason,
        target: message.target,
        before: message.before,
        after: message.after,
        personal,
    };
    Ok(Link {
        entry,
        previous_hash: previous_hash.ok_or_else(|| wrong("previous_hash"))?,
        hash: hash.ok_or_else(|| wrong("hash"))?,
        opened,
    })
}

/// The message of an entry. What is not opened was erased.
pub fn entry(link: Link) -> pb::AuditEntry {
    let entry = link.entry;
    let outcome = match entry.outcome {
        Outcome::Success => pb::AuditOutcome::Success,
        Outcome::Denied => pb::AuditOutcome::Denied,
    };
    let opened = |position| link.opened.iter().find(|opened| opened.position == position);
    let personal = entry.personal.into_iter().enumerate().map(|(position, commitment)| {
        let opened = opened(position);
        pb::PersonalValue {
            subject: commitment.subject,
            field: commitment.field,
            commitment: hex(&commitment.hash),
            value: opened.map(|opened| opened.value.clone()).unwrap_or_default(),
            salt: opened.map(|opened| hex(&opened.salt)).unwrap_or_default(),
            erased: opened.is_none(),
        }
    });
    pb::AuditEntry {
        tenant_id: entry.tenant_id,
        environment: entry.environment,
        sequence: u32::try_from(entry.sequence).unwrap_or(u32::MAX),
        time: Some(timestamp(entry.time)),
        actor: entry.actor,
        on_behalf_of: entry.on_behalf_of,
        request_id: entry.request_id,
        method: entry.method,
        action: entry.action,
        outcome: outcome.into(),
        reason: entry.reason,
        target: entry.target,
        before: entry.before,
        after: entry.after,
        personal: personal.collect(),
        previous_hash: hex(&link.previous_hash),
        hash: hex(&link.hash),
    }
}

/// The checkpoint of a message.
///
/// # Errors
/// Which field cannot be read.
pub fn signed(message: pb::AuditCheckpoint) -> Result<Signed, String> {
    let at = message.sequence;
    let wrong = |field: &str| format!("checkpoint of entry {at}: {field} cannot be read");
    let checkpoint = Checkpoint {
        tenant_id: message.tenant_id,
        environment: message.environment,
        sequence: message.sequence.into(),
        hash: unhex(&message.hash).ok_or_else(|| wrong("hash"))?,
        time: message.time.and_then(micros).ok_or_else(|| wrong("time"))?,
        key_id: message.key_id,
    };
    let signature = unhex(&message.signature).ok_or_else(|| wrong("signature"))?;
    Ok(Signed { checkpoint, signature })
}

/// The message of a checkpoint.
pub fn checkpoint(signed: Signed) -> pb::AuditCheckpoint {
    let stated = signed.checkpoint;
    pb::AuditCheckpoint {
        tenant_id: stated.tenant_id,
        environment: stated.environment,
        sequence: u32::try_from(stated.sequence).unwrap_or(u32::MAX),
        hash: hex(&stated.hash),
        time: Some(timestamp(stated.time)),
        key_id: stated.key_id,
        signature: hex(&signed.signature),
    }
}

/// Microseconds since 1970 as the contract's time.
pub fn timestamp(micros: i64) -> Timestamp {
    let nanos = i32::try_from(micros.rem_euclid(1_000_000) * 1_000).unwrap_or_default();
    Timestamp { seconds: micros.div_euclid(1_000_000), nanos }
}

/// The contract's time in microseconds; `None` when it has finer parts, which no entry has.
fn micros(time: Timestamp) -> Option<i64> {
    let nanos = i64::from(time.nanos);
    (nanos % 1_000 == 0).then_some(())?;
    time.seconds.checked_mul(1_000_000)?.checked_add(nanos / 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_go_there_and_back() {
        for time in [0, 1, -1, 1_767_225_600_123_456, -1_000_000, -1_000_001] {
            assert_eq!(micros(timestamp(time)), Some(time));
        }
        assert_eq!(micros(Timestamp { seconds: 0, nanos: 1 }), None);
    }
}
