//! The head of the chain, and what is appended to it.

use omni_audit_chain::{Hash, Link, START};
use omni_kernel::Error;
use omni_kernel::db::{TenantTx, Time, is_unique_violation};
use sqlx::{AssertSqlSafe, Row};
use uuid::Uuid;

use super::{hash, number, unsigned};
use crate::error;

/// The end of a chain.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Head {
    pub(crate) sequence: u64,
    pub(crate) hash: Hash,
}

/// The end of the transaction's chain, locked until it ends.
pub(crate) async fn lock(tx: &mut TenantTx) -> Result<Head, Error> {
    loop {
        let sql = "SELECT sequence, hash FROM audit_chains WHERE tenant_id = $1 AND live = $2 FOR UPDATE";
        if let Some(head) = read(tx, sql).await? {
            return Ok(head);
        }
        let scope = tx.scope();
        sqlx::query(
            "INSERT INTO audit_chains (tenant_id, live, sequence, hash) VALUES ($1, $2, 0, $3) \
             ON CONFLICT (tenant_id, live) DO NOTHING",
        )
        .bind(scope.tenant.uuid())
        .bind(scope.environment.is_live())
        .bind(START.as_slice())
        .execute(&mut *tx)
        .await?;
    }
}

/// The end of the transaction's chain, as the head and everything else of the log names it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ends {
    /// What the head says; nothing when it is gone.
    pub(crate) head: Head,
    /// The last entry that a table holds something of, and which table. At most the head's, unless the log was cut off
    /// or its head set back.
    pub(crate) last: (u64, &'static str),
}

/// The end of the transaction's chain. All of it in one statement, so that nobody who appends comes in between.
pub(crate) async fn ends(tx: &mut TenantTx) -> Result<Ends, Error> {
    const TABLES: [&str; 3] = ["audit_entries", "audit_personal", "audit_publications"];
    let scope = tx.scope();
    let last =
        |table| format!("(SELECT max(sequence) FROM {table} WHERE tenant_id = $1 AND live = $2) AS {table}");
    let sql = format!(
        "SELECT sequence, hash, {} FROM (SELECT) AS one LEFT JOIN audit_chains ON tenant_id = $1 AND live = $2",
        TABLES.map(last).join(", ")
    );
    let query = sqlx::query(AssertSqlSafe(sql)).bind(scope.tenant.uuid()).bind(scope.environment.is_live());
    let row = query.fetch_one(tx).await?;
    let gone = row.try_get::<Option<i64>, _>("sequence")?.is_none();
    let head = if gone {
        Head { sequence: 0, hash: START }
    } else {
        Head { sequence: unsigned(&row, "sequence")?, hash: hash(&row, "hash")? }
    };
    let mut last = (0, TABLES[0]);
    for table in TABLES {
        let found = row.try_get::<Option<i64>, _>(table)?;
        let found = found.and_then(|found| u64::try_from(found).ok()).unwrap_or(0);
        if found > last.0 {
            last = (found, table);
        }
    }
    Ok(Ends { head, last })
}

async fn read(tx: &mut TenantTx, sql: &'static str) -> Result<Option<Head>, Error> {
    let scope = tx.scope();
    let row = sqlx::query(sql)
        .bind(scope.tenant.uuid())
        .bind(scope.environment.is_live())
        .fetch_optional(tx)
        .await?;
    row.map(|row| Ok(Head { sequence: unsigned(&row, "sequence")?, hash: hash(&row, "hash")? })).transpose()
}

/// A sealed piece of personal data of a new entry.
#[derive(Debug)]
pub(crate) struct NewFact {
    pub(crate) sequence: u64,
    pub(crate) position: usize,
    pub(crate) subject: Uuid,
    pub(crate) field: String,
    pub(crate) commitment: Hash,
    pub(crate) sealed: Vec<u8>,
}

/// Appends entries to the chain whose head the transaction has locked, in one round trip.
pub(crate) async fn append(tx: &mut TenantTx, links: &[Link], sealed: &[NewFact]) -> Result<(), Error> {
    let Some(last) = links.last() else { return Ok(()) };
    let texts =
        |text: fn(&Link) -> &str| -> Vec<String> { links.iter().map(|link| text(link).to_owned()).collect() };
    let numbers =
        |of: &dyn Fn(&Link) -> Result<i64, Error>| links.iter().map(of).collect::<Result<Vec<_>, _>>();
    let bytes = |of: fn(&Link) -> &Hash| links.iter().map(|link| of(link).to_vec()).collect::<Vec<_>>();
    let times = links.iter().map(|link| time(link.entry.time)).collect::<Result<Vec<_>, _>>()?;
    let scope = tx.scope();
    let fact_sequences = sealed.iter().map(|fact| number(fact.sequence)).collect::<Result<Vec<_>, _>>()?;
    let positions = sealed.iter().map(|fact| i32::try_from(fact.position));
    let positions = positions
        .collect::<Result<Vec<_>, _>>()
        .map_err(|_| Error::internal("an audit entry has too much personal data"))?;
    sqlx::query(
        "WITH entry AS ( \
             INSERT INTO audit_entries (tenant_id, live, sequence, time, actor, on_behalf_of, request_id, method, \
                 action, outcome, reason, target, before, after, previous_hash, hash) \
             SELECT $1, $2, e.* FROM UNNEST($3::bigint[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], \
                 $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], \
                 $15::bytea[], $16::bytea[]) AS e \
         ), fact AS ( \
             INSERT INTO audit_personal (tenant_id, live, sequence, position, subject_id, field, commitment, sealed) \
             SELECT $1, $2, p.* FROM UNNEST($17::bigint[], $18::integer[], $19::uuid[], $20::text[], $21::bytea[], \
                 $22::bytea[]) AS p \
         ) \
         UPDATE audit_chains SET sequence = $23, hash = $24 WHERE tenant_id = $1 AND live = $2",
    )
    .bind(scope.tenant.uuid())
    .bind(scope.environment.is_live())
    .bind(numbers(&|link| number(link.entry.sequence))?)
    .bind(times)
    .bind(texts(|link| &link.entry.actor))
    .bind(texts(|link| &link.entry.on_behalf_of))
    .bind(texts(|link| &link.entry.request_id))
    .bind(texts(|link| &link.entry.method))
    .bind(texts(|link| &link.entry.action))
    .bind(texts(|link| link.entry.outcome.as_str()))
    .bind(texts(|link| &link.entry.reason))
    .bind(texts(|link| &link.entry.target))
    .bind(texts(|link| &link.entry.before))
    .bind(texts(|link| &link.entry.after))
    .bind(bytes(|link| &link.previous_hash))
    .bind(bytes(|link| &link.hash))
    .bind(fact_sequences)
    .bind(positions)
    .bind(sealed.iter().map(|fact| fact.subject).collect::<Vec<_>>())
    .bind(sealed.iter().map(|fact| fact.field.clone()).collect::<Vec<_>>())
    .bind(sealed.iter().map(|fact| fact.commitment.to_vec()).collect::<Vec<_>>())
    .bind(sealed.iter().map(|fact| fact.sealed.clone()).collect::<Vec<_>>())
    .bind(number(last.entry.sequence)?)
    .bind(last.hash.as_slice())
    .execute(tx)
    .await
    .map_err(|error| {
        let taken = |key| is_unique_violation(&error, key);
        if taken("audit_entries_pkey") || taken("audit_personal_pkey") {
            error::broken("there are entries past its head").with_source(error)
        } else {
            error.into()
        }
    })?;
    Ok(())
}

fn time(micros: i64) -> Result<Time, Error> {
    let time = jiff::Timestamp::from_microsecond(micros);
    time.map(Time).map_err(|error| Error::internal("a time of the log").with_source(error))
}
