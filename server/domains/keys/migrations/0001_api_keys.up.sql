CREATE TABLE api_keys (
    tenant_id uuid NOT NULL,
    live boolean NOT NULL,
    key_id uuid NOT NULL,
    public_id text NOT NULL CHECK (public_id ~ '^[0-9A-Za-z]{8}$'),
    secret_hash bytea NOT NULL CHECK (length(secret_hash) = 32),
    name text NOT NULL,
    grants text[] NOT NULL,
    -- CIDR blocks; none is every address.
    allowed_ips text[] NOT NULL,
    create_time timestamptz NOT NULL,
    expire_time timestamptz,
    revoke_time timestamptz,
    last_use_time timestamptz,
    PRIMARY KEY (tenant_id, live, key_id)
);
SELECT protect('api_keys');
GRANT SELECT, INSERT, UPDATE ON api_keys TO omni_app;

-- A key says which tenant it is of, so it is looked up before there is one. The function is the only way; it runs as
-- the owner, whom the second policy lets read.
CREATE UNIQUE INDEX api_keys_public_id ON api_keys (public_id);
CREATE POLICY lookup ON api_keys FOR SELECT TO CURRENT_USER USING (true);
CREATE FUNCTION api_key_by_public_id(wanted text) RETURNS TABLE (
    tenant_id uuid,
    live boolean,
    key_id uuid,
    secret_hash bytea,
    grants text[],
    allowed_ips text[],
    expire_time timestamptz,
    revoke_time timestamptz,
    last_use_time timestamptz
)
LANGUAGE sql STABLE STRICT ROWS 1 SECURITY DEFINER SET search_path FROM CURRENT
AS $$
    SELECT k.tenant_id, k.live, k.key_id, k.secret_hash, k.grants, k.allowed_ips, k.expire_time, k.revoke_time, k.last_use_time
    FROM api_keys k WHERE k.public_id = wanted
$$;
REVOKE EXECUTE ON FUNCTION api_key_by_public_id(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api_key_by_public_id(text) TO omni_app;

-- At most one row: what the first start made.
CREATE TABLE installation (
    singleton boolean PRIMARY KEY CHECK (singleton),
    tenant_id uuid NOT NULL,
    live_public_id text NOT NULL,
    bootstrap_time timestamptz NOT NULL
);
GRANT SELECT, INSERT ON installation TO omni_app;
