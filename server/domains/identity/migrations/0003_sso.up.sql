-- A tenant's connections to identity providers, the same in live and test.
CREATE TABLE sso_connections (
    tenant_id uuid NOT NULL,
    connection_id uuid NOT NULL,
    display_name text NOT NULL CHECK (display_name <> ''),
    -- The role of people whom it brings.
    default_role text NOT NULL CHECK (default_role <> '' AND default_role <> 'owner'),
    return_urls text[] NOT NULL,
    enabled boolean NOT NULL,
    -- What the one who saved the protocol's settings held: nobody whose role grants more is signed in by it.
    vouched text[] NOT NULL,
    issuer text,
    client_id text,
    -- Sealed; none for a public client.
    client_secret bytea,
    scopes text[],
    idp_entity_id text,
    sso_url text,
    -- X.509 in DER.
    certificates bytea[],
    create_time timestamptz NOT NULL,
    update_time timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, connection_id),
    CHECK (num_nonnulls(issuer, client_id, scopes) IN (0, 3)),
    CHECK (num_nonnulls(idp_entity_id, sso_url, certificates) IN (0, 3)),
    CHECK ((issuer IS NULL) <> (idp_entity_id IS NULL)),
    CHECK (client_secret IS NULL OR issuer IS NOT NULL)
);
SELECT protect_shared('sso_connections');
GRANT SELECT, INSERT, UPDATE, DELETE ON sso_connections TO omni_app;

-- Domains that tenants claim. What an identity provider says of an address counts for a verified domain only.
CREATE TABLE sso_domains (
    tenant_id uuid NOT NULL,
    -- In lower case, in its ASCII form (RFC 5890).
    domain text NOT NULL CHECK (domain <> '' AND domain = lower(domain)),
    -- What its TXT record has to say. No secret: it proves something where it is published.
    token text NOT NULL,
    create_time timestamptz NOT NULL,
    verify_time timestamptz,
    PRIMARY KEY (tenant_id, domain)
);
CREATE UNIQUE INDEX sso_domains_verified ON sso_domains (domain) WHERE verify_time IS NOT NULL;
SELECT protect_shared('sso_domains');
GRANT SELECT, INSERT, UPDATE, DELETE ON sso_domains TO omni_app;

-- Whom a connection knows, by a keyed hash of what its identity provider calls them.
CREATE TABLE sso_identities (
    tenant_id uuid NOT NULL,
    connection_id uuid NOT NULL,
    subject_key bytea NOT NULL CHECK (length(subject_key) = 32),
    user_id uuid NOT NULL,
    create_time timestamptz NOT NULL,
    last_use_time timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, connection_id, subject_key),
    FOREIGN KEY (tenant_id, connection_id) REFERENCES sso_connections (tenant_id, connection_id) ON DELETE CASCADE
);
SELECT protect_shared('sso_identities');
GRANT SELECT, INSERT, UPDATE, DELETE ON sso_identities TO omni_app;

-- SAML assertions that were taken, until they are void by themselves.
CREATE TABLE sso_assertions (
    tenant_id uuid NOT NULL,
    connection_id uuid NOT NULL,
    assertion_hash bytea NOT NULL CHECK (length(assertion_hash) = 32),
    expire_time timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, connection_id, assertion_hash),
    FOREIGN KEY (tenant_id, connection_id) REFERENCES sso_connections (tenant_id, connection_id) ON DELETE CASCADE
);
CREATE INDEX sso_assertions_expire ON sso_assertions (tenant_id, connection_id, expire_time);
SELECT protect_shared('sso_assertions');
GRANT SELECT, INSERT, UPDATE, DELETE ON sso_assertions TO omni_app;

-- Which connection a session was begun by; it acts in that tenant alone and ends with the connection.
ALTER TABLE sessions ADD COLUMN connection_id uuid;
CREATE INDEX sessions_connection ON sessions (connection_id) WHERE connection_id IS NOT NULL;

-- The functions below run as the owner, whom these policies let read.
CREATE POLICY lookup ON sso_connections FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY lookup ON sso_domains FOR SELECT TO CURRENT_USER USING (true);

-- Whose a connection is, before it is known who calls.
CREATE UNIQUE INDEX sso_connections_id ON sso_connections (connection_id);
CREATE FUNCTION sso_connection_tenant(wanted uuid) RETURNS uuid
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path FROM CURRENT
AS $$ SELECT c.tenant_id FROM sso_connections c WHERE c.connection_id = wanted $$;

-- The first connection that is on of the tenant whose verified domain it is.
CREATE FUNCTION sso_connection_by_domain(wanted text) RETURNS TABLE (tenant_id uuid, connection_id uuid)
LANGUAGE sql STABLE STRICT ROWS 1 SECURITY DEFINER SET search_path FROM CURRENT
AS $$
    SELECT c.tenant_id, c.connection_id
    FROM sso_domains d JOIN sso_connections c ON c.tenant_id = d.tenant_id AND c.enabled
    WHERE d.domain = wanted AND d.verify_time IS NOT NULL
    ORDER BY c.connection_id LIMIT 1
$$;

-- Which tenant a verified domain belongs to. Of two who verify it at once one waits for the other.
CREATE FUNCTION sso_domain_owner(wanted text) RETURNS uuid
LANGUAGE sql VOLATILE STRICT SECURITY DEFINER SET search_path FROM CURRENT
AS $$
    SELECT pg_advisory_xact_lock(hashtextextended('sso_domain:' || wanted, 0));
    SELECT d.tenant_id FROM sso_domains d WHERE d.domain = wanted AND d.verify_time IS NOT NULL
$$;

-- Ends the sessions of a connection in the transaction's own tenant.
CREATE FUNCTION end_sessions_of_connection(wanted uuid, now_time timestamptz) RETURNS SETOF uuid
LANGUAGE sql VOLATILE STRICT SECURITY DEFINER SET search_path FROM CURRENT
AS $$
    UPDATE sessions SET revoke_time = now_time
    WHERE connection_id = wanted AND revoke_time IS NULL
      AND tenant_id = nullif(current_setting('omni.tenant', true), '')::uuid
      AND nullif(current_setting('omni.live', true), '')::boolean
    RETURNING session_id
$$;

REVOKE EXECUTE ON FUNCTION sso_connection_tenant(uuid), sso_connection_by_domain(text), sso_domain_owner(text),
    end_sessions_of_connection(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sso_connection_tenant(uuid), sso_connection_by_domain(text), sso_domain_owner(text),
    end_sessions_of_connection(uuid, timestamptz) TO omni_app;
