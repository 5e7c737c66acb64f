use omni_kernel::db::{Migration, Migrations};
use omni_testkit::TestDb;
use omni_testkit::catalogue::{REVIEWED, assert_isolated, findings};

use crate::support::NOTES;

#[tokio::test]
async fn a_schema_made_by_the_rules_is_found_right() {
    let db = TestDb::new(&[&NOTES]).await;
    assert_isolated(&mut db.owner().await).await;
}

/// Every rule, broken once.
#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one case after the other")]
async fn every_broken_rule_is_found() {
    static NONE: Migrations = Migrations {
        domain: "rules",
        moves: false,
        files: &[Migration {
            version: 1,
            name: "rules",
            up: "CREATE TABLE good (tenant_id uuid NOT NULL, live boolean NOT NULL, id uuid NOT NULL,
                                    PRIMARY KEY (tenant_id, live, id));
                 SELECT protect('good');",
            down: "DROP TABLE good;",
        }],
    };
    let db = TestDb::new(&[&NONE]).await;
    let mut owner = db.owner().await;
    let table = "CREATE TABLE t (tenant_id uuid NOT NULL, live boolean NOT NULL, id uuid NOT NULL,
                                 PRIMARY KEY (tenant_id, live, id)); SELECT protect('t');";
    let with = |more: &str| format!("{table} {more}");
    let person =
        "CREATE TABLE passwords (user_id uuid PRIMARY KEY, hash text); SELECT protect_user('passwords');";
    let hidden = "CREATE TABLE one_time_tokens (token_hash bytea PRIMARY KEY);
                  ALTER TABLE one_time_tokens ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
                  CREATE POLICY tokens ON one_time_tokens TO CURRENT_USER USING (true);";
    let cases = [
        ("CREATE TABLE t (x int);".to_owned(), "row-level security"),
        (with("ALTER TABLE t NO FORCE ROW LEVEL SECURITY;"), "row-level security"),
        (with("ALTER TABLE t DISABLE ROW LEVEL SECURITY;"), "row-level security"),
        (with("ALTER TABLE t ALTER COLUMN live DROP NOT NULL;").replace("live, id))", "id))"), "no column live"),
        (table.replace("PRIMARY KEY", "UNIQUE"), "no primary key"),
        (with("DROP POLICY tenant ON t;"), "policy"),
        (with("ALTER POLICY tenant ON t USING (true);"), "not what protect() makes"),
        (with("ALTER POLICY tenant ON t WITH CHECK (true);"), "not what protect() makes"),
        (with("CREATE POLICY more ON t USING (true);"), "policy 'more'"),
        (with("CREATE INDEX t_id ON t (id);"), "does not begin with tenant_id"),
        (with("CREATE UNIQUE INDEX t_id ON t (lower(id::text));"), "does not begin with tenant_id"),
        (with("CREATE UNIQUE INDEX t_id ON t (id); ALTER TABLE good ADD FOREIGN KEY (id) REFERENCES t (id);"), "foreign key"),
        (
            with(
                "COMMENT ON TABLE t IS 'moves with its tenant';
                 ALTER TABLE t ADD FOREIGN KEY (tenant_id, live, id) REFERENCES good (tenant_id, live, id);",
            ),
            "joins a table that moves",
        ),
        ("CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';".to_owned(), "SECURITY DEFINER"),
        ("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';".to_owned(), "everybody may execute"),
        (
            "CREATE FUNCTION api_key_by_public_id(t text) RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
             REVOKE EXECUTE ON FUNCTION api_key_by_public_id(text) FROM PUBLIC;"
                .to_owned(),
            "without a search_path",
        ),
        ("CREATE TABLE passwords (user_id uuid PRIMARY KEY);".to_owned(), "row-level security"),
        (person.replace("user_id uuid PRIMARY", "person uuid PRIMARY KEY, user_id uuid UNIQUE").replace("UNIQUE KEY", "UNIQUE"), "no column user_id"),
        (format!("{person} ALTER POLICY person ON passwords USING (true);"), "not what protect() makes"),
        (format!("{person} CREATE POLICY member ON passwords FOR SELECT USING (true);"), "policy 'member'"),
        (format!("{person} CREATE INDEX p ON passwords (hash);"), "does not begin with tenant_id"),
        (format!("{person} CREATE UNIQUE INDEX p ON passwords (hash); CREATE TABLE sessions (user_id uuid PRIMARY KEY, hash text REFERENCES passwords (hash));"), "foreign key"),
        (format!("{hidden} GRANT SELECT ON one_time_tokens TO omni_app;"), "hidden table"),
        (hidden.replace(" TO CURRENT_USER", ""), "for others than the owner"),
        ("CREATE VIEW v AS SELECT * FROM good;".to_owned(), "security_invoker"),
        ("CREATE MATERIALIZED VIEW v AS SELECT * FROM good;".to_owned(), "materialised"),
        (with("ALTER TABLE t ADD COLUMN made timestamptz DEFAULT now();"), "database's own"),
        (with("ALTER TABLE t ALTER COLUMN id SET DEFAULT gen_random_uuid();"), "database's own"),
        (with("GRANT ALL ON t TO omni_app;"), "TRUNCATE"),
        (with("GRANT SELECT ON t TO PUBLIC;"), "everybody has privileges"),
        ("GRANT SELECT ON migrations TO omni_app;".to_owned(), "migrations"),
        ("GRANT CREATE ON SCHEMA omni TO omni_app;".to_owned(), "create in the schema"),
    ];
    for (sql, expected) in cases {
        let begin = format!("BEGIN; SET LOCAL search_path = omni, pg_temp; {sql}");
        sqlx::raw_sql(sqlx::AssertSqlSafe(begin)).execute(&mut owner).await.unwrap();
        let found = findings(&mut owner, &REVIEWED).await;
        sqlx::raw_sql("ROLLBACK").execute(&mut owner).await.unwrap();
        assert!(
            found.iter().any(|line| line.contains(expected)),
            "{sql}\nshould give {expected}, gave {found:?}"
        );
    }
    assert_isolated(&mut owner).await;
}
