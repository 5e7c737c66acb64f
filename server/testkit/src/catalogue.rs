//! Reads the system catalogue and says where a table, a function, a view or a role could let one tenant see another.

use sqlx::{PgConnection, Row};

/// What was looked at by people and found to be right although it breaks the rule.
#[derive(Debug, Clone, Copy)]
pub struct Reviewed {
    /// Tables without rows of tenants.
    pub tables: &'static [&'static str],
    /// Tables whose rows belong to a tenant but to neither environment: no column `live`, changed only by live.
    pub shared: &'static [&'static str],
    /// Tables whose rows belong to a person: a column `user_id` in the place of the tenant, seen by transactions of that
    /// person.
    pub persons: &'static [&'static str],
    /// Tables that only functions on this list reach: no policy for others than the owner, no privileges.
    pub hidden: &'static [&'static str],
    /// `SECURITY DEFINER` functions with their arguments.
    pub functions: &'static [&'static str],
    /// Indexes that do not begin with the tenant, or with the person.
    pub indexes: &'static [&'static str],
    /// Policies beside the tenant's, as `table.policy`. They may be for the owner only.
    pub policies: &'static [&'static str],
}

/// The list for all of Omni. Keep it short, and say why.
pub const REVIEWED: Reviewed = Reviewed {
    tables: &[
        // Which migrations were applied; the owner's alone.
        "migrations",
        // One row: which tenant the first start made.
        "installation",
        // Mail of the installation, sealed: a person may be a member of several tenants, or of none yet. Its own policies
        // let a tenant's or a person's transaction put mail in and see none.
        "mail_queue",
        // Counts of failed sign-ins under keyed hashes of accounts and addresses, which have no tenant yet.
        "attempts",
        // The installation's own keys, private ones sealed; public ones are published.
        "signing_keys",
        // Answers to callers of whom no tenant is known yet, sealed; found by the key that the caller made up, and only
        // replayed to one who sends the same whole request.
        "anonymous_idempotency_keys",
        // The keys that values of every tenant are sealed under, wrapped by a key that is not in the database.
        "data_keys",
        // The keys of the installation that sign the audit log's checkpoints and hash the names of persons, sealed.
        "audit_keys",
    ],
    shared: &[
        // A tenant is the same company in both environments.
        "tenants",
        // What it may use likewise.
        "tenant_entitlements",
        // Where its rows lie likewise.
        "placements",
        // A person's role in a company is the same in both environments.
        "members",
        // And so is what a role of the company's own grants, and who is invited to which.
        "roles",
        "invitations",
        // And so is how its people sign in.
        "sso_connections",
        "sso_domains",
        "sso_identities",
        "sso_assertions",
    ],
    persons: &["users", "passwords", "sessions", "refresh_tokens", "totp_factors", "recovery_codes"],
    hidden: &[
        // Registrations, resets of passwords, steps of a sign-in: nobody is known yet. The hash of a random token is the
        // only way to a row, and what it says is sealed.
        "one_time_tokens",
    ],
    functions: &[
        // From the public part of a key to the one row that verifies it; tells whose key it is, so it cannot ask as
        // that tenant.
        "api_key_by_public_id(text)",
        // The ids of all tenants, and nothing else of them, for background work that visits each in turn.
        "tenant_ids()",
        // From the keyed hash of an address to the person who signs in, their password's hash and the tenants whose logs are told.
        "person_by_email(bytea, bytea, timestamp with time zone)",
        // From the hash of a random token to whose it is.
        "refresh_token_owner(bytea)",
        // The ids of all people, and nothing else of them, for work that visits each in turn.
        "person_ids()",
        // Of the transaction's own person, whom it takes from the setting that row-level security goes by.
        "own_memberships()",
        // From the hash of a random token to the tenant that invites, and the keyed hash of the address it invites.
        "invitation_by_token(bytea)",
        // Ends a person's sessions in the transaction's own tenant, which it takes from the setting that row-level
        // security goes by.
        "end_sessions_here(uuid, timestamp with time zone)",
        // From the id of a connection, which is random and ours, to whose it is; the identity provider's answer names it.
        "sso_connection_tenant(uuid)",
        // From a domain to the connection that a person of it signs in by; nothing else of either.
        "sso_connection_by_domain(text)",
        // Whose a verified domain is: told to one who has proven by the DNS that it is theirs.
        "sso_domain_owner(text)",
        // Ends the sessions of a connection in the transaction's own tenant, as above.
        "end_sessions_of_connection(uuid, timestamp with time zone)",
        // The only ways to the rows of one_time_tokens.
        "one_time_token_put(bytea, text, bytea, timestamp with time zone, timestamp with time zone)",
        "one_time_token_peek(bytea, text, timestamp with time zone)",
        "one_time_token_take(bytea, text, timestamp with time zone)",
        // The names of the tiers that tenants have, for the check of the catalogue at the start.
        "tenant_tiers()",
        // A page of all tenants, for a method that only the operator may call.
        "tenant_page(uuid, text, text, timestamp with time zone, integer)",
    ],
    indexes: &[
        // Serves that function. Public ids are random and ours, so that uniqueness across tenants tells nobody anything.
        "api_keys_public_id",
        // An address belongs to one person of the installation. Whether it is taken is never told to anybody.
        "users_email_key",
        // Tokens are random and ours.
        "refresh_tokens_hash",
        "invitations_token",
        // Serves own_memberships().
        "members_user",
        // Serve the functions of single sign-on. Ids are random and ours; a verified domain belongs to one tenant.
        "sso_connections_id",
        "sso_domains_verified",
        "sessions_connection",
    ],
    policies: &[
        // Let those functions, and nobody else, find the rows: they run as the owner.
        "api_keys.lookup",
        "tenants.directory",
        "users.lookup",
        "passwords.lookup",
        "sessions.lookup",
        "refresh_tokens.lookup",
        "members.lookup",
        "invitations.lookup",
        "sso_connections.lookup",
        "sso_domains.lookup",
        // Lets end_sessions_here() and end_sessions_of_connection() end them.
        "sessions.removal",
        "one_time_tokens.tokens",
        // Lets migrations visit every place.
        "placements.directory",
    ],
};

const TENANT: &str = "(tenant_id = (NULLIF(current_setting('omni.tenant'::text, true), ''::text))::uuid)";
const LIVE: &str = "(NULLIF(current_setting('omni.live'::text, true), ''::text))::boolean";
const PERSON: &str = "(user_id = (NULLIF(current_setting('omni.user'::text, true), ''::text))::uuid)";

/// Lets a tenant see the people who are its members; for the table `users` only, which holds nothing but how to address
/// them.
const MEMBER: &str = "(EXISTS ( SELECT
   FROM omni.members m
  WHERE ((m.user_id = users.user_id) AND (m.tenant_id = (NULLIF(current_setting('omni.tenant'::text, true), ''::text))::uuid))))";

/// Everything that is wrong; empty when the schema keeps tenants apart. `owner` is any connection that may read the
/// catalogue.
///
/// # Panics
/// When the catalogue cannot be read.
pub async fn findings(owner: &mut PgConnection, reviewed: &Reviewed) -> Vec<String> {
    let mut found = Vec::new();
    found.extend(tables(owner, reviewed).await);
    found.extend(policies(owner, reviewed).await);
    found.extend(indexes(owner, reviewed).await);
    found.extend(foreign_keys(owner, reviewed).await);
    found.extend(simple(owner, PLACES, &[]).await);
    found.extend(simple(owner, FUNCTIONS, reviewed.functions).await);
    found.extend(simple(owner, RELATIONS, &[]).await);
    found.extend(simple(owner, DEFAULTS, &[]).await);
    found.extend(simple(owner, PRIVILEGES, &[]).await);
    found.extend(simple(owner, ROLE, &[]).await);
    found
}

/// Fails with all that [`findings`] finds.
///
/// # Panics
/// When there is any.
pub async fn assert_isolated(owner: &mut PgConnection) {
    let found = findings(owner, &REVIEWED).await;
    assert!(found.is_empty(), "the schema does not keep tenants apart:\n{}", found.join("\n"));
}

/// Each row is a name and what is wrong with it; names on the list are let through.
async fn simple(owner: &mut PgConnection, sql: &'static str, reviewed: &[&str]) -> Vec<String> {
    let rows: Vec<(String, String)> =
        sqlx::query_as(sql).fetch_all(owner).await.expect("the catalogue can be read");
    rows.into_iter()
        .filter(|(name, _)| !reviewed.contains(&name.as_str()))
        .map(|(name, wrong)| format!("{name}: {wrong}"))
        .collect()
}

async fn tables(owner: &mut PgConnection, reviewed: &Reviewed) -> Vec<String> {
    const SQL: &str = "
        SELECT c.relname::text, c.relrowsecurity AND c.relforcerowsecurity,
               EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id'
                         AND a.atttypid = 'uuid'::regtype AND a.attnotnull AND NOT a.attisdropped),
               EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'live'
                         AND a.atttypid = 'boolean'::regtype AND a.attnotnull AND NOT a.attisdropped),
               EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary),
               EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'user_id'
                         AND a.atttypid = 'uuid'::regtype AND a.attnotnull AND NOT a.attisdropped),
               has_table_privilege('omni_app', c.oid, 'SELECT, INSERT, UPDATE, DELETE')
        FROM pg_class c
        WHERE c.relnamespace = 'omni'::regnamespace AND c.relkind IN ('r', 'p')
        ORDER BY 1";
    let rows = sqlx::query(SQL).fetch_all(owner).await.expect("the catalogue can be read");
    let mut found = Vec::new();
    for row in rows {
        let name: String = row.get(0);
        if reviewed.tables.contains(&name.as_str()) {
            continue;
        }
        let person = reviewed.persons.contains(&name.as_str());
        let hidden = reviewed.hidden.contains(&name.as_str());
        let tenant = !person && !hidden;
        let needs_live = tenant && !reviewed.shared.contains(&name.as_str());
        for (holds, wrong) in [
            (row.get(1), "row-level security is not both enabled and forced"),
            (row.get::<bool, _>(2) || !tenant, "there is no column tenant_id uuid NOT NULL"),
            (row.get::<bool, _>(3) || !needs_live, "there is no column live boolean NOT NULL"),
            (row.get(4), "there is no primary key"),
            (row.get::<bool, _>(5) || !person, "there is no column user_id uuid NOT NULL"),
            (!row.get::<bool, _>(6) || !hidden, "the app role has privileges on a hidden table"),
        ] {
            if !holds {
                found.push(format!("{name}: {wrong}"));
            }
        }
    }
    found
}

async fn policies(owner: &mut PgConnection, reviewed: &Reviewed) -> Vec<String> {
    const SQL: &str = "
        SELECT c.relname::text, coalesce(p.polname::text, ''), coalesce(p.polcmd::text, ''),
               coalesce(pg_get_expr(p.polqual, p.polrelid), ''),
               coalesce(pg_get_expr(p.polwithcheck, p.polrelid), ''),
               coalesce(p.polpermissive, false),
               coalesce(p.polroles = '{0}'::oid[], false),
               coalesce(p.polroles = ARRAY[c.relowner], false)
        FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid
        WHERE c.relnamespace = 'omni'::regnamespace AND c.relkind IN ('r', 'p')
        ORDER BY 1, 2";
    let rows = sqlx::query(SQL).fetch_all(owner).await.expect("the catalogue can be read");
    let mut found = Vec::new();
    for row in rows {
        let (table, policy): (String, String) = (row.get(0), row.get(1));
        if reviewed.tables.contains(&table.as_str()) {
            continue;
        }
        if reviewed.policies.contains(&format!("{table}.{policy}").as_str()) {
            if !row.get::<bool, _>(7) {
                found.push(format!("{table}: the policy {policy} is for others than the owner"));
            }
            continue;
        }
        let both = format!("({TENANT} AND (live = {LIVE}))");
        let live = format!("({TENANT} AND {LIVE})");
        let shared = reviewed.shared.contains(&table.as_str());
        let person = reviewed.persons.contains(&table.as_str());
        let expected: (&str, &str, &str) = match (shared, person, policy.as_str()) {
            (false, false, "tenant") => ("*", &both, &both),
            (true, false, "tenant") => ("r", TENANT, ""),
            (true, false, "tenant_live") => ("*", &live, &live),
            (false, true, "person") => ("*", PERSON, PERSON),
            (false, true, "member") if table == "users" => ("r", MEMBER, ""),
            _ => {
                found.push(format!(
                    "{table}: there is the policy '{policy}' where protect() makes another, or none"
                ));
                continue;
            }
        };
        let actual: (String, String, String) = (row.get(2), row.get(3), row.get(4));
        let right = (actual.0.as_str(), actual.1.as_str(), actual.2.as_str()) == expected;
        if !(right && row.get(5) && row.get(6)) {
            found.push(format!("{table}: the policy {policy} is not what protect() makes: {actual:?}"));
        }
    }
    found
}

async fn indexes(owner: &mut PgConnection, reviewed: &Reviewed) -> Vec<String> {
    const SQL: &str = "
        SELECT i.indexrelid::regclass::text, t.relname::text, a.attname IS NOT DISTINCT FROM 'user_id'
        FROM pg_index i
        JOIN pg_class t ON t.oid = i.indrelid
        LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
        WHERE t.relnamespace = 'omni'::regnamespace AND a.attname IS DISTINCT FROM 'tenant_id'
        ORDER BY 1";
    let rows: Vec<(String, String, bool)> =
        sqlx::query_as(SQL).fetch_all(owner).await.expect("the catalogue can be read");
    rows.into_iter()
        .map(|(index, table, person)| (index.trim_start_matches("omni.").to_owned(), table, person))
        .filter(|(index, table, person)| {
            let unowned =
                reviewed.tables.contains(&table.as_str()) || reviewed.hidden.contains(&table.as_str());
            let by_person = *person && reviewed.persons.contains(&table.as_str());
            !unowned && !by_person && !reviewed.indexes.contains(&index.as_str())
        })
        .map(|(index, table, _)| format!("{table}: the index {index} does not begin with tenant_id"))
        .collect()
}

/// The check of a foreign key sees past row-level security, so the tenant has to be part of it, or between the tables of
/// persons the person.
async fn foreign_keys(owner: &mut PgConnection, reviewed: &Reviewed) -> Vec<String> {
    const SQL: &str = "
        SELECT t.relname::text, o.relname::text, c.conname::text, s.same
        FROM pg_constraint c
        JOIN pg_class t ON t.oid = c.conrelid
        JOIN pg_class o ON o.oid = c.confrelid
        CROSS JOIN LATERAL (
            SELECT ARRAY(
                SELECT a.attname::text FROM unnest(c.conkey, c.confkey) AS k(own, other)
                JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.own
                JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.other
                WHERE a.attname = b.attname
            ) AS same
        ) s
        WHERE c.contype = 'f' AND c.connamespace = 'omni'::regnamespace";
    let rows: Vec<(String, String, String, Vec<String>)> =
        sqlx::query_as(SQL).fetch_all(owner).await.expect("the catalogue can be read");
    rows.into_iter()
        .filter(|(table, other, _, same)| {
            let persons = [table, other].iter().all(|name| reviewed.persons.contains(&name.as_str()));
            let owner = if persons { "user_id" } else { "tenant_id" };
            !same.iter().any(|column| column == owner)
        })
        .map(|(table, _, key, _)| {
            format!("{table}: the foreign key {key} does not hold tenant_id, or the person, on both sides")
        })
        .collect()
}

/// A table that moves with its tenant to another database cannot refer to one that stays, nor the other way round.
const PLACES: &str = "
    SELECT c.conrelid::regclass::text,
           format('the foreign key %s joins a table that moves with its tenant to one that stays', c.conname)
    FROM pg_constraint c
    WHERE c.contype = 'f' AND c.connamespace = 'omni'::regnamespace
      AND obj_description(c.conrelid, 'pg_class') IS DISTINCT FROM obj_description(c.confrelid, 'pg_class')
      AND 'moves with its tenant' IN (obj_description(c.conrelid, 'pg_class'),
                                      obj_description(c.confrelid, 'pg_class'))";

/// Functions that run as somebody else. Those on the list still need a fixed search path and no public EXECUTE.
const FUNCTIONS: &str = "
    SELECT f.name, 'a SECURITY DEFINER function that is not on the reviewed list'
    FROM (SELECT format('%s(%s)', p.proname, pg_get_function_identity_arguments(p.oid)) AS named,
                 format('%s(%s)', p.proname,
                        array_to_string(ARRAY(SELECT format_type(t, NULL) FROM unnest(p.proargtypes) t), ', ')) AS name
          FROM pg_proc p WHERE p.pronamespace = 'omni'::regnamespace AND p.prosecdef) f
    UNION ALL
    SELECT p.oid::regprocedure::text || ' ', 'a SECURITY DEFINER function without a search_path of its own'
    FROM pg_proc p
    WHERE p.pronamespace = 'omni'::regnamespace AND p.prosecdef
      AND NOT EXISTS (SELECT FROM unnest(p.proconfig) s WHERE s LIKE 'search_path=%pg_temp')
    UNION ALL
    SELECT p.oid::regprocedure::text || ' ', 'everybody may execute it'
    FROM pg_proc p
    WHERE p.pronamespace = 'omni'::regnamespace
      AND EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE a.grantee = 0)";

/// Views read as their owner unless told otherwise; the others know no row-level security at all.
const RELATIONS: &str = "
    SELECT c.relname::text,
           CASE c.relkind WHEN 'v' THEN 'a view without security_invoker'
                          WHEN 'm' THEN 'a materialised view, which knows no row-level security'
                          ELSE 'a foreign table, which knows no row-level security' END
    FROM pg_class c
    WHERE c.relnamespace = 'omni'::regnamespace AND c.relkind IN ('v', 'm', 'f')
      AND NOT (c.relkind = 'v' AND coalesce(c.reloptions, '{}') && '{security_invoker=true,security_invoker=on}')";

/// Times and ids come from the server's clock and generator.
const DEFAULTS: &str = "
    SELECT c.relname::text, format('the default of %s is the database''s own: %s', a.attname,
                                   pg_get_expr(d.adbin, d.adrelid))
    FROM pg_attrdef d
    JOIN pg_class c ON c.oid = d.adrelid
    JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
    WHERE c.relnamespace = 'omni'::regnamespace
      AND pg_get_expr(d.adbin, d.adrelid) ~* '(now|timestamp|current_|clock|random|uuid|nextval)[a-z0-9_]*\\(|current_(date|time)'";

/// TRUNCATE is not held back by policies, and a trigger or reference sees what its maker should not.
const PRIVILEGES: &str = "
    SELECT c.relname::text, format('the app role has %s on it', p.privilege)
    FROM pg_class c, unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER']) AS p(privilege)
    WHERE c.relnamespace = 'omni'::regnamespace AND c.relkind IN ('r', 'p')
      AND has_table_privilege('omni_app', c.oid, p.privilege)
    UNION ALL
    SELECT c.relname::text, 'everybody has privileges on it'
    FROM pg_class c
    WHERE c.relnamespace = 'omni'::regnamespace
      AND EXISTS (SELECT FROM aclexplode(c.relacl) a WHERE a.grantee = 0)
    UNION ALL
    SELECT 'migrations', 'the app role has privileges on it'
    WHERE has_table_privilege('omni_app', 'omni.migrations', 'SELECT, INSERT, UPDATE, DELETE')
    UNION ALL
    SELECT 'omni', 'the app role may create in the schema'
    WHERE has_schema_privilege('omni_app', 'omni', 'CREATE')";

/// The app role is nobody special and owns nothing.
const ROLE: &str = "
    SELECT rolname::text, 'the app role has more than an ordinary role''s attributes'
    FROM pg_roles
    WHERE rolname = 'omni_app'
      AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)
    UNION ALL
    SELECT 'omni_app', format('the app role is a member of %s', m.roleid::regrole)
    FROM pg_auth_members m WHERE m.member = 'omni_app'::regrole
    UNION ALL
    SELECT c.relname::text, 'the app role owns it'
    FROM pg_class c WHERE c.relowner = 'omni_app'::regrole
    UNION ALL
    SELECT 'omni_app', 'there is no app role'
    WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'omni_app')";
