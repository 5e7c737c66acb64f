-- People are global: one person, one e-mail address, any number of tenants. What is a person's own is seen by
-- transactions of that person only.
CREATE TABLE users (
    user_id uuid PRIMARY KEY,
    -- Sealed.
    email bytea NOT NULL,
    -- A keyed hash of the address in lower case, by which a person is found.
    email_key bytea NOT NULL CHECK (length(email_key) = 32),
    -- Sealed.
    full_name bytea NOT NULL,
    -- When the address was proven to be theirs.
    verify_time timestamptz NOT NULL,
    create_time timestamptz NOT NULL,
    update_time timestamptz NOT NULL
);
CREATE UNIQUE INDEX users_email_key ON users (email_key);
SELECT protect_user('users');
GRANT SELECT, INSERT, UPDATE, DELETE ON users TO omni_app;

-- Who belongs to which tenant, the same in live and test. `role` is the name of a built-in role or of one of the
-- tenant's own.
CREATE TABLE members (
    tenant_id uuid NOT NULL,
    user_id uuid NOT NULL,
    role text NOT NULL CHECK (role <> ''),
    create_time timestamptz NOT NULL,
    update_time timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, user_id)
);
CREATE INDEX members_user ON members (user_id);
SELECT protect_shared('members');
GRANT SELECT, INSERT, UPDATE, DELETE ON members TO omni_app;

-- A tenant sees the names and addresses of its members, and nothing else of theirs.
CREATE POLICY member ON users FOR SELECT USING (
    EXISTS (
        SELECT FROM members m
        WHERE m.user_id = users.user_id
          AND m.tenant_id = nullif(current_setting('omni.tenant', true), '')::uuid
    )
);

-- A PHC string; no row for people who only sign in through their company.
CREATE TABLE passwords (
    user_id uuid PRIMARY KEY REFERENCES users (user_id) ON DELETE CASCADE,
    hash text NOT NULL,
    update_time timestamptz NOT NULL
);
SELECT protect_user('passwords');
GRANT SELECT, INSERT, UPDATE, DELETE ON passwords TO omni_app;

-- A sign-in to one tenant, from login to logout. It is also the family of its refresh tokens.
CREATE TABLE sessions (
    user_id uuid NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    session_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    -- How the person proved who they are, by the names of RFC 8176: pwd, otp, sso.
    methods text[] NOT NULL CHECK (cardinality(methods) > 0),
    -- Sealed, with a keyed hash by which the address is known again.
    client_ip bytea,
    client_ip_key bytea CHECK (length(client_ip_key) = 32),
    -- Sealed.
    user_agent bytea,
    create_time timestamptz NOT NULL,
    last_use_time timestamptz NOT NULL,
    expire_time timestamptz NOT NULL,
    revoke_time timestamptz,
    PRIMARY KEY (user_id, session_id),
    CHECK ((client_ip IS NULL) = (client_ip_key IS NULL))
);
SELECT protect_user('sessions');
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions TO omni_app;

-- Only hashes. A used token keeps its successor, sealed, for the callers who ask again within the grace.
CREATE TABLE refresh_tokens (
    user_id uuid NOT NULL,
    token_hash bytea NOT NULL CHECK (length(token_hash) = 32),
    session_id uuid NOT NULL,
    create_time timestamptz NOT NULL,
    expire_time timestamptz NOT NULL,
    use_time timestamptz,
    successor bytea CHECK ((successor IS NULL) = (use_time IS NULL)),
    PRIMARY KEY (user_id, token_hash),
    FOREIGN KEY (user_id, session_id) REFERENCES sessions (user_id, session_id) ON DELETE CASCADE
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (user_id, session_id);
SELECT protect_user('refresh_tokens');
GRANT SELECT, INSERT, UPDATE, DELETE ON refresh_tokens TO omni_app;

-- The shared secret of a person's authenticator, sealed. It counts once a code has confirmed it.
CREATE TABLE totp_factors (
    user_id uuid PRIMARY KEY REFERENCES users (user_id) ON DELETE CASCADE,
    secret bytea NOT NULL,
    create_time timestamptz NOT NULL,
    confirm_time timestamptz,
    -- The time step of the last code that was accepted; none at or before it is accepted again.
    last_step bigint NOT NULL
);
SELECT protect_user('totp_factors');
GRANT SELECT, INSERT, UPDATE, DELETE ON totp_factors TO omni_app;

CREATE TABLE recovery_codes (
    user_id uuid NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    code_hash bytea NOT NULL CHECK (length(code_hash) = 32),
    create_time timestamptz NOT NULL,
    use_time timestamptz,
    PRIMARY KEY (user_id, code_hash)
);
SELECT protect_user('recovery_codes');
GRANT SELECT, INSERT, UPDATE, DELETE ON recovery_codes TO omni_app;

-- The functions below run as the owner, whom these policies let read. They are the only way to a person before it is
-- known who calls.
CREATE UNIQUE INDEX refresh_tokens_hash ON refresh_tokens (token_hash);
CREATE POLICY lookup ON users FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY lookup ON passwords FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY lookup ON sessions FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY lookup ON refresh_tokens FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY lookup ON members FOR SELECT TO CURRENT_USER USING (true);

-- Exactly one row whether or not there is such a person, so that both ask as much of the database.
CREATE FUNCTION person_by_email(wanted bytea, ip bytea, since timestamptz) RETURNS TABLE (
    user_id uuid,
    password_hash text,
    -- The tenants they belong to, for the audit logs of these.
    tenant_ids uuid[],
    -- Whether they have signed in from this address since then.
    known_address boolean
)
LANGUAGE sql STABLE ROWS 1 SECURITY DEFINER SET search_path FROM CURRENT
AS $$
    SELECT u.user_id, p.hash,
           ARRAY(SELECT m.tenant_id FROM members m WHERE m.user_id = u.user_id ORDER BY m.tenant_id),
           EXISTS (SELECT FROM sessions s WHERE s.user_id = u.user_id AND s.client_ip_key = ip AND s.create_time > since)
    FROM (SELECT 1) one
    LEFT JOIN users u ON u.email_key = wanted
    LEFT JOIN passwords p ON p.user_id = u.user_id
$$;
CREATE FUNCTION refresh_token_owner(hash bytea) RETURNS TABLE (user_id uuid, session_id uuid, tenant_id uuid)
LANGUAGE sql STABLE STRICT ROWS 1 SECURITY DEFINER SET search_path FROM CURRENT
AS $$
    SELECT t.user_id, t.session_id, s.tenant_id
    FROM refresh_tokens t JOIN sessions s ON s.user_id = t.user_id AND s.session_id = t.session_id
    WHERE t.token_hash = hash
$$;
-- The memberships of the person whose transaction it is, and of nobody else.
CREATE FUNCTION own_memberships() RETURNS TABLE (tenant_id uuid, role text, create_time timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS $$
    SELECT m.tenant_id, m.role, m.create_time FROM members m
    WHERE m.user_id = nullif(current_setting('omni.user', true), '')::uuid
    ORDER BY m.create_time, m.tenant_id
$$;

-- For work that visits every person in turn. Tells nothing of them.
CREATE FUNCTION person_ids() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS $$ SELECT u.user_id FROM users u $$;

-- Tokens that are sent by mail or handed out between the steps of a sign-in; each works once. What it stands for is
-- sealed. The app reaches a row only by the hash of its token.
CREATE TABLE one_time_tokens (
    token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
    purpose text NOT NULL,
    content bytea NOT NULL,
    create_time timestamptz NOT NULL,
    expire_time timestamptz NOT NULL
);
CREATE INDEX one_time_tokens_expire ON one_time_tokens (expire_time);
ALTER TABLE one_time_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE one_time_tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY tokens ON one_time_tokens TO CURRENT_USER USING (true) WITH CHECK (true);

-- Also takes a few that have expired out of the way.
CREATE FUNCTION one_time_token_put(hash bytea, what text, sealed bytea, now_time timestamptz, until timestamptz)
RETURNS void LANGUAGE sql VOLATILE STRICT SECURITY DEFINER SET search_path FROM CURRENT
AS $$
    DELETE FROM one_time_tokens WHERE token_hash IN (
        SELECT o.token_hash FROM one_time_tokens o WHERE o.expire_time <= now_time
        ORDER BY o.expire_time LIMIT 8 FOR UPDATE SKIP LOCKED
    );
    INSERT INTO one_time_tokens (token_hash, purpose, content, create_time, expire_time)
    VALUES (hash, what, sealed, now_time, until);
$$;
CREATE FUNCTION one_time_token_peek(hash bytea, what text, now_time timestamptz) RETURNS bytea
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path FROM CURRENT
AS $$
    SELECT o.content FROM one_time_tokens o
    WHERE o.token_hash = hash AND o.purpose = what AND o.expire_time > now_time
$$;
-- Of several who take the same token one gets it.
CREATE FUNCTION one_time_token_take(hash bytea, what text, now_time timestamptz) RETURNS bytea
LANGUAGE sql VOLATILE STRICT SECURITY DEFINER SET search_path FROM CURRENT
AS $$
    DELETE FROM one_time_tokens o
    WHERE o.token_hash = hash AND o.purpose = what AND o.expire_time > now_time
    RETURNING o.content
$$;

REVOKE EXECUTE ON FUNCTION person_by_email(bytea, bytea, timestamptz), refresh_token_owner(bytea), own_memberships(), person_ids(),
    one_time_token_put(bytea, text, bytea, timestamptz, timestamptz), one_time_token_peek(bytea, text, timestamptz),
    one_time_token_take(bytea, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION person_by_email(bytea, bytea, timestamptz), refresh_token_owner(bytea), own_memberships(), person_ids(),
    one_time_token_put(bytea, text, bytea, timestamptz, timestamptz), one_time_token_peek(bytea, text, timestamptz),
    one_time_token_take(bytea, text, timestamptz) TO omni_app;

-- Counters of failed attempts by account, address and in all. Subjects are keyed hashes; nobody's rows.
CREATE TABLE attempts (
    kind text NOT NULL,
    subject bytea NOT NULL CHECK (length(subject) = 32),
    count bigint NOT NULL,
    window_time timestamptz NOT NULL,
    last_time timestamptz NOT NULL,
    PRIMARY KEY (kind, subject)
);
CREATE INDEX attempts_last ON attempts (last_time);
GRANT SELECT, INSERT, UPDATE, DELETE ON attempts TO omni_app;

-- The installation's keys for access tokens; private keys are sealed.
CREATE TABLE signing_keys (
    key_id text PRIMARY KEY,
    public_key bytea NOT NULL CHECK (length(public_key) = 32),
    private_key bytea NOT NULL,
    -- Published from here on.
    create_time timestamptz NOT NULL,
    -- Signs from here on, until a later one does.
    activate_time timestamptz NOT NULL,
    -- Not published and not accepted from here on; none while no other follows.
    expire_time timestamptz
);
GRANT SELECT, INSERT, UPDATE, DELETE ON signing_keys TO omni_app;
