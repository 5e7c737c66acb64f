-- Roles of a tenant's own, the same in live and test. The built-in ones are not here.
CREATE TABLE roles (
    tenant_id uuid NOT NULL,
    name text NOT NULL CHECK (name ~ '^[a-z][a-z0-9_]{0,39}$'),
    description text NOT NULL,
    grants text[] NOT NULL CHECK (cardinality(grants) > 0),
    create_time timestamptz NOT NULL,
    update_time timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, name)
);
SELECT protect_shared('roles');
GRANT SELECT, INSERT, UPDATE, DELETE ON roles TO omni_app;

-- Invitations that nobody accepted or revoked. Of the token only the hash is kept.
CREATE TABLE invitations (
    tenant_id uuid NOT NULL,
    invitation_id uuid NOT NULL,
    -- Sealed.
    email bytea NOT NULL,
    -- A keyed hash of the address in lower case, as in users.
    email_key bytea NOT NULL CHECK (length(email_key) = 32),
    role text NOT NULL CHECK (role <> ''),
    -- The member who sent it last: it gives what they may give. Null: the operator of the installation, who may give all.
    inviter_id uuid,
    token_hash bytea NOT NULL CHECK (length(token_hash) = 32),
    create_time timestamptz NOT NULL,
    send_time timestamptz NOT NULL,
    expire_time timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, invitation_id)
);
CREATE UNIQUE INDEX invitations_email ON invitations (tenant_id, email_key);
SELECT protect_shared('invitations');
GRANT SELECT, INSERT, UPDATE, DELETE ON invitations TO omni_app;

-- A token says which tenant it is of, so it is looked up before there is one.
CREATE UNIQUE INDEX invitations_token ON invitations (token_hash);
CREATE POLICY lookup ON invitations FOR SELECT TO CURRENT_USER USING (true);
CREATE FUNCTION invitation_by_token(hash bytea) RETURNS TABLE (tenant_id uuid, email_key bytea)
LANGUAGE sql STABLE STRICT ROWS 1 SECURITY DEFINER SET search_path FROM CURRENT
AS $$ SELECT i.tenant_id, i.email_key FROM invitations i WHERE i.token_hash = hash $$;

-- Whoever is removed from a tenant is signed out of it. The sessions are the person's, so the tenant's transaction does
-- not see them; it ends those in itself and no others.
CREATE POLICY removal ON sessions FOR UPDATE TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE FUNCTION end_sessions_here(who uuid, now_time timestamptz) RETURNS SETOF uuid
LANGUAGE sql VOLATILE STRICT SECURITY DEFINER SET search_path FROM CURRENT
AS $$
    UPDATE sessions SET revoke_time = now_time
    WHERE user_id = who AND revoke_time IS NULL
      AND tenant_id = nullif(current_setting('omni.tenant', true), '')::uuid
      AND nullif(current_setting('omni.live', true), '')::boolean
    RETURNING session_id
$$;

REVOKE EXECUTE ON FUNCTION invitation_by_token(bytea), end_sessions_here(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION invitation_by_token(bytea), end_sessions_here(uuid, timestamptz) TO omni_app;
