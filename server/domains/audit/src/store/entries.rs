//! Entries as they were written.

use std::collections::HashMap;

use omni_audit_chain::{Commitment, Entry, Hash, Link, Outcome};
use omni_kernel::db::{TenantTx, Time};
use omni_kernel::{Error, Scope, Vault};
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Row};
use uuid::Uuid;

use super::{hash, micros, number, subjects, unsigned};
use crate::model::{Filter, Kept};
use crate::subjects::{Place, open};

const COLUMNS: &str = "sequence, time, actor, on_behalf_of, request_id, method, action, outcome, reason, target, \
                       before, after, previous_hash, hash";

/// The entries that fit, the newest first, those before `before`.
pub(crate) async fn find(
    tx: &mut TenantTx,
    vault: &Vault,
    filter: &Filter,
    before: Option<u64>,
    limit: u16,
) -> Result<Vec<Kept>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM audit_entries WHERE tenant_id = $1 AND live = $2 \
         AND ($3::bigint IS NULL OR sequence < $3) AND ($4::timestamptz IS NULL OR time >= $4) \
         AND ($5::timestamptz IS NULL OR time < $5) AND ($6 = '' OR actor = $6) \
         AND ($7 = '' OR action = $7 OR ($8 <> '' AND starts_with(action, $8))) AND ($9 = '' OR target = $9) \
         AND ($10 = '' OR outcome = $10) ORDER BY sequence DESC LIMIT $11"
    );
    let scope = tx.scope();
    let below = filter.action.strip_suffix('*').filter(|prefix| prefix.ends_with('.')).unwrap_or_default();
    let rows = sqlx::query(AssertSqlSafe(sql))
        .bind(scope.tenant.uuid())
        .bind(scope.environment.is_live())
        .bind(before.map(number).transpose()?)
        .bind(filter.start_time.map(Time))
        .bind(filter.end_time.map(Time))
        .bind(&filter.actor)
        .bind(&filter.action)
        .bind(below)
        .bind(&filter.target)
        .bind(filter.outcome.map_or("", Outcome::as_str))
        .bind(i64::from(limit))
        .fetch_all(&mut *tx)
        .await?;
    whole(tx, vault, scope, &rows).await
}

/// At most `limit` entries from `first` to `last`, the oldest first.
pub(crate) async fn stretch(
    tx: &mut TenantTx,
    vault: &Vault,
    first: u64,
    last: u64,
    limit: i64,
) -> Result<Vec<Kept>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM audit_entries WHERE tenant_id = $1 AND live = $2 AND sequence BETWEEN $3 AND $4 \
         ORDER BY sequence LIMIT $5"
    );
    let scope = tx.scope();
    let rows = sqlx::query(AssertSqlSafe(sql))
        .bind(scope.tenant.uuid())
        .bind(scope.environment.is_live())
        .bind(number(first)?)
        .bind(number(last)?)
        .bind(limit)
        .fetch_all(&mut *tx)
        .await?;
    whole(tx, vault, scope, &rows).await
}

/// The hash that was kept with an entry.
pub(crate) async fn hash_of(tx: &mut TenantTx, sequence: u64) -> Result<Option<Hash>, Error> {
    let scope = tx.scope();
    let row =
        sqlx::query("SELECT hash FROM audit_entries WHERE tenant_id = $1 AND live = $2 AND sequence = $3")
            .bind(scope.tenant.uuid())
            .bind(scope.environment.is_live())
            .bind(number(sequence)?)
            .fetch_optional(tx)
            .await?;
    row.map(|row| hash(&row, "hash")).transpose()
}

/// Entries with their personal data.
async fn whole(tx: &mut TenantTx, vault: &Vault, scope: Scope, rows: &[PgRow]) -> Result<Vec<Kept>, Error> {
    let mut all = rows.iter().map(|row| read(scope, row)).collect::<Result<Vec<_>, _>>()?;
    let sequences = rows.iter().map(|row| row.try_get("sequence")).collect::<Result<Vec<i64>, _>>()?;
    let facts = sqlx::query(
        "SELECT p.sequence, p.position, p.subject_id, p.field, p.commitment, p.sealed, k.sealed_key \
         FROM audit_personal p LEFT JOIN subject_keys k USING (tenant_id, live, subject_id) \
         WHERE p.tenant_id = $1 AND p.live = $2 AND p.sequence = ANY($3) ORDER BY p.sequence, p.position",
    )
    .bind(scope.tenant.uuid())
    .bind(scope.environment.is_live())
    .bind(&sequences)
    .fetch_all(tx)
    .await?;
    let places: HashMap<i64, usize> =
        sequences.iter().enumerate().map(|(at, number)| (*number, at)).collect();
    let mut keys = HashMap::new();
    for row in facts {
        let Some(kept) = places.get(&row.try_get("sequence")?).and_then(|at| all.get_mut(*at)) else {
            continue;
        };
        add_fact(kept, vault, scope, &row, &mut keys)?;
    }
    Ok(all)
}

fn add_fact(
    kept: &mut Kept,
    vault: &Vault,
    scope: Scope,
    row: &PgRow,
    keys: &mut HashMap<Uuid, [u8; 32]>,
) -> Result<(), Error> {
    let (id, field): (Uuid, String) = (row.try_get("subject_id")?, row.try_get("field")?);
    let sequence = kept.link.entry.sequence;
    let position = usize::try_from(row.try_get::<i32, _>("position")?).unwrap_or(usize::MAX);
    if let Some(sealed_key) = row.try_get::<Option<Vec<u8>>, _>("sealed_key")? {
        let key = match keys.get(&id) {
            Some(key) => Some(*key),
            None => subjects::open_key(vault, scope, id, &sealed_key).ok(),
        };
        keys.extend(key.map(|key| (id, key)));
        let place = Place { scope, sequence, position, field: &field };
        let sealed: Vec<u8> = row.try_get("sealed")?;
        match key.and_then(|key| open(&key, place, &sealed)) {
            Some(opened) => kept.link.opened.push(opened),
            None => kept.damaged.push(position),
        }
    }
    let hash = hash(row, "commitment")?;
    kept.link.entry.personal.push(Commitment { subject: id.to_string(), field, hash });
    Ok(())
}

fn read(scope: Scope, row: &PgRow) -> Result<Kept, Error> {
    let known = Outcome::parse(&row.try_get::<String, _>("outcome")?);
    let entry = Entry {
        tenant_id: scope.tenant.to_string(),
        environment: scope.environment.as_str().to_owned(),
        sequence: unsigned(row, "sequence")?,
        time: micros(row, "time"),
        actor: row.try_get("actor")?,
        on_behalf_of: row.try_get("on_behalf_of")?,
        request_id: row.try_get("request_id")?,
        method: row.try_get("method")?,
        action: row.try_get("action")?,
        outcome: known.unwrap_or(Outcome::Denied),
        reason: row.try_get("reason")?,
        target: row.try_get("target")?,
        before: row.try_get("before")?,
        after: row.try_get("after")?,
        personal: Vec::new(),
    };
    let previous_hash = hash(row, "previous_hash")?;
    // An outcome that is none fits no hash.
    let hash = if known.is_some() { hash(row, "hash")? } else { [0xff; 32] };
    Ok(Kept { link: Link { entry, previous_hash, hash, opened: Vec::new() }, damaged: Vec::new() })
}
