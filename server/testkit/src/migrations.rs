use omni_kernel::db::Migrations;
use sqlx::PgConnection;

use crate::TestDb;

/// Applies the migrations to an empty database, takes them back one by one and applies them again. The catalogue has to
/// be the same after both ways up, and back at nothing in between.
///
/// # Panics
/// When a way back is missing something, or fails.
pub async fn assert_migrations_go_back(migrations: &[&'static Migrations]) {
    let db = TestDb::empty().await;
    let mut owner = db.owner().await;
    // The first run also makes the schema and the ledger, which stay.
    db.migrate(&[]).await.expect("the foundation goes up");
    while db.revert_last(&[]).await.expect("the foundation comes back").is_some() {}
    let nothing = snapshot(&mut owner).await;
    let up = db.migrate(migrations).await.expect("the migrations go up");
    let all = snapshot(&mut owner).await;
    assert_ne!(nothing, all);
    let mut back = Vec::new();
    while let Some(title) = db.revert_last(migrations).await.expect("a migration comes back") {
        back.push(title);
    }
    back.reverse();
    assert_eq!(up.now, back);
    assert_eq!(nothing, snapshot(&mut owner).await, "something is left after the way back");
    db.migrate(migrations).await.expect("the migrations go up again");
    assert_eq!(all, snapshot(&mut owner).await, "the second way up differs from the first");
}

/// Everything in the schema, as lines in order.
async fn snapshot(owner: &mut PgConnection) -> Vec<String> {
    const SQL: &str = "
        SELECT line FROM (
            SELECT format('%s %s %s %s %s', c.relkind, c.relname, c.relrowsecurity, c.relforcerowsecurity,
                          array_to_string(c.relacl, ',')) AS line
            FROM pg_class c WHERE c.relnamespace = 'omni'::regnamespace AND c.relkind NOT IN ('i', 'I', 't')
            UNION ALL
            SELECT format('column %s.%s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                          a.attnotnull, pg_get_expr(d.adbin, d.adrelid))
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE c.relnamespace = 'omni'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND a.attnum > 0
              AND NOT a.attisdropped
            UNION ALL
            SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
            WHERE c.relnamespace = 'omni'::regnamespace
            UNION ALL
            SELECT format('constraint %s %s %s', n.conrelid::regclass, n.conname, pg_get_constraintdef(n.oid))
            FROM pg_constraint n WHERE n.connamespace = 'omni'::regnamespace
            UNION ALL
            SELECT format('policy %s %s %s %s %s %s', p.polrelid::regclass, p.polname, p.polcmd,
                          p.polroles::regrole[], pg_get_expr(p.polqual, p.polrelid),
                          pg_get_expr(p.polwithcheck, p.polrelid))
            FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE c.relnamespace = 'omni'::regnamespace
            UNION ALL
            SELECT format('%s %s', pg_get_functiondef(f.oid), array_to_string(f.proacl, ','))
            FROM pg_proc f WHERE f.pronamespace = 'omni'::regnamespace AND f.prokind IN ('f', 'p')
            UNION ALL
            SELECT format('trigger %s', pg_get_triggerdef(t.oid))
            FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
            WHERE c.relnamespace = 'omni'::regnamespace AND NOT t.tgisinternal
            UNION ALL
            SELECT format('type %s %s', t.typtype, t.typname)
            FROM pg_type t WHERE t.typnamespace = 'omni'::regnamespace
        ) lines ORDER BY line COLLATE \"C\"";
    sqlx::query_scalar(SQL).fetch_all(owner).await.expect("the catalogue can be read")
}
