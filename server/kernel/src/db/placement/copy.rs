//! The rows of one tenant from one place to another, with a count and a content hash compared.

use std::collections::{BTreeMap, BTreeSet};

use futures::TryStreamExt;
use sqlx::{AssertSqlSafe, PgConnection, Row};

use crate::error::Error;
use crate::id::TenantId;

use super::super::error::setup;
use super::Schema;

/// Rows of one statement of a copy between databases.
const BATCH: usize = 500;

/// A table whose rows move, as it is at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: String,
    /// Names and types in order, without those that the database computes.
    columns: Vec<(String, String)>,
}

impl Table {
    fn list(&self, prefix: &str) -> String {
        let names = self.columns.iter().map(|(name, _)| format!("{prefix}\"{}\"", name.replace('"', "\"\"")));
        names.collect::<Vec<_>>().join(", ")
    }

    fn at(&self, schema: &Schema) -> String {
        format!("{}.\"{}\"", schema.name(), self.name.replace('"', "\"\""))
    }
}

/// What a table holds of a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Digest {
    rows: i64,
    hash: Option<String>,
}

/// The tables of a place that move, those that others refer to first.
pub(super) async fn tables(connection: &mut PgConnection, schema: &Schema) -> Result<Vec<Table>, Error> {
    let rows = sqlx::query(
        "SELECT c.relname::text AS name, a.attname::text AS column, format_type(a.atttypid, a.atttypmod) AS type \
         FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
         AND a.attgenerated = '' WHERE c.relnamespace = $1::text::regnamespace AND c.relkind IN ('r', 'p') \
         AND obj_description(c.oid, 'pg_class') = 'moves with its tenant' ORDER BY c.relname, a.attnum",
    )
    .persistent(false)
    .bind(schema.name())
    .fetch_all(&mut *connection)
    .await?;
    let mut found: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for row in rows {
        found.entry(row.try_get("name")?).or_default().push((row.try_get("column")?, row.try_get("type")?));
    }
    let references: Vec<(String, String)> = sqlx::query_as(
        "SELECT a.relname::text, b.relname::text FROM pg_constraint k JOIN pg_class a ON a.oid = k.conrelid \
         JOIN pg_class b ON b.oid = k.confrelid WHERE k.contype = 'f' \
         AND k.connamespace = $1::text::regnamespace AND a.oid <> b.oid",
    )
    .persistent(false)
    .bind(schema.name())
    .fetch_all(connection)
    .await?;
    in_order(found, &references)
}

fn in_order(
    mut found: BTreeMap<String, Vec<(String, String)>>,
    references: &[(String, String)],
) -> Result<Vec<Table>, Error> {
    let mut ordered = Vec::new();
    while !found.is_empty() {
        let waits: BTreeSet<&str> = references
            .iter()
            .filter(|(_, referred)| found.contains_key(referred))
            .map(|(from, _)| from.as_str())
            .collect();
        let Some(next) = found.keys().find(|name| !waits.contains(name.as_str())).cloned() else {
            return Err(Error::internal("tables that move refer to each other in a circle"));
        };
        let columns = found.remove(&next).unwrap_or_default();
        ordered.push(Table { name: next, columns });
    }
    Ok(ordered)
}

/// Whose rows the transaction is about from now on.
pub(super) async fn turn_to(
    connection: &mut PgConnection,
    tenant: TenantId,
    live: bool,
) -> Result<(), Error> {
    let sql = format!(
        "SELECT set_config('omni.tenant', '{}', true), set_config('omni.live', '{live}', true)",
        tenant.uuid()
    );
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await?;
    Ok(())
}

async fn digest(
    connection: &mut PgConnection,
    schema: &Schema,
    table: &Table,
    tenant: TenantId,
    live: bool,
) -> Result<Digest, Error> {
    // The same settings at both ends make the same text of the same row; the order of the rows plays no part.
    let sql = format!(
        "SELECT count(*) AS rows, encode(sha256(convert_to(string_agg(h, '' ORDER BY h), 'UTF8')), 'hex') AS hash \
         FROM (SELECT md5(ROW({})::text) AS h FROM {} t WHERE tenant_id = $1 AND live = $2) hashes",
        table.list("t."),
        table.at(schema)
    );
    let row = sqlx::query(AssertSqlSafe(sql))
        .persistent(false)
        .bind(tenant.uuid())
        .bind(live)
        .fetch_one(connection)
        .await?;
    Ok(Digest { rows: row.try_get("rows")?, hash: row.try_get("hash")? })
}

/// Deletes the tenant's rows of a table; gives their number.
pub(super) async fn clear(
    connection: &mut PgConnection,
    schema: &Schema,
    table: &Table,
    tenant: TenantId,
    live: bool,
) -> Result<u64, Error> {
    let sql = format!("DELETE FROM {} WHERE tenant_id = $1 AND live = $2", table.at(schema));
    let deleted = sqlx::query(AssertSqlSafe(sql))
        .persistent(false)
        .bind(tenant.uuid())
        .bind(live)
        .execute(connection)
        .await?;
    Ok(deleted.rows_affected())
}

/// Copies within one database, in one statement.
pub(super) async fn within(
    connection: &mut PgConnection,
    from: &Schema,
    to: &Schema,
    table: &Table,
    tenant: TenantId,
    live: bool,
) -> Result<u64, Error> {
    let sql = format!(
        "INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM {} t WHERE tenant_id = $1 AND live = $2",
        table.at(to),
        table.list(""),
        table.list("t."),
        table.at(from)
    );
    let copied = sqlx::query(AssertSqlSafe(sql))
        .persistent(false)
        .bind(tenant.uuid())
        .bind(live)
        .execute(&mut *connection)
        .await?;
    let old = digest(connection, from, table, tenant, live).await?;
    let new = digest(connection, to, table, tenant, live).await?;
    check(table, copied.rows_affected(), &old, &new)
}

/// Copies between databases. Rows travel in the text form of a row, which keeps every value exactly.
pub(super) async fn between(
    source: (&mut PgConnection, &Schema),
    target: (&mut PgConnection, &Schema),
    table: &Table,
    tenant: TenantId,
    live: bool,
) -> Result<u64, Error> {
    let (source, from) = source;
    let (target, to) = target;
    let read = format!(
        "SELECT ROW({})::text FROM {} t WHERE tenant_id = $1 AND live = $2",
        table.list("t."),
        table.at(from)
    );
    let types: Vec<String> = table
        .columns
        .iter()
        .map(|(name, kind)| format!("\"{}\" {kind}", name.replace('"', "\"\"")))
        .collect();
    // A row type of just these columns, so that the text of a row is read by what it was written from.
    let shape = format!("CREATE TEMPORARY TABLE moving_row ({}) ON COMMIT DROP", types.join(", "));
    sqlx::raw_sql(AssertSqlSafe(shape)).execute(&mut *target).await?;
    let write = format!(
        "INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE \
         SELECT (r).* FROM (SELECT x::pg_temp.moving_row AS r FROM unnest($1::text[]) AS u(x) OFFSET 0) parsed",
        table.at(to),
        table.list("")
    );
    let mut copied = 0;
    let mut rows = sqlx::query_scalar::<_, String>(AssertSqlSafe(read))
        .persistent(false)
        .bind(tenant.uuid())
        .bind(live)
        .fetch(&mut *source);
    loop {
        let mut batch = Vec::with_capacity(BATCH);
        while batch.len() < BATCH {
            match rows.try_next().await? {
                Some(row) => batch.push(row),
                None => break,
            }
        }
        if batch.is_empty() {
            break;
        }
        let written = sqlx::query(AssertSqlSafe(write.clone()))
            .persistent(false)
            .bind(&batch)
            .execute(&mut *target)
            .await?;
        copied += written.rows_affected();
    }
    drop(rows);
    sqlx::raw_sql("DROP TABLE pg_temp.moving_row").execute(&mut *target).await?;
    let old = digest(source, from, table, tenant, live).await?;
    let new = digest(target, to, table, tenant, live).await?;
    check(table, copied, &old, &new)
}

fn check(table: &Table, copied: u64, old: &Digest, new: &Digest) -> Result<u64, Error> {
    if old == new && i64::try_from(copied).is_ok_and(|copied| copied == new.rows) {
        return Ok(copied);
    }
    Err(setup(format!(
        "the copy of {} differs from what was copied ({} rows, {} at the new place); nothing was moved",
        table.name, old.rows, new.rows
    )))
}

/// Refuses places whose tables are not the same.
pub(super) fn same(old: &[Table], new: &[Table]) -> Result<(), Error> {
    if old == new {
        return Ok(());
    }
    let names =
        |tables: &[Table]| tables.iter().map(|table| table.name.clone()).collect::<Vec<_>>().join(", ");
    Err(setup(format!(
        "the tables of the two places differ ({}; {}); start this version of the server once, then move",
        names(old),
        names(new)
    )))
}
