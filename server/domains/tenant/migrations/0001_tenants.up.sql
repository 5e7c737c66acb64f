CREATE TABLE tenants (
    tenant_id uuid PRIMARY KEY,
    display_name text NOT NULL,
    tier text NOT NULL,
    status text NOT NULL CHECK (status IN ('trial', 'active', 'suspended', 'cancelled')),
    operator boolean NOT NULL,
    create_time timestamptz NOT NULL
);
SELECT protect_shared('tenants');
GRANT SELECT, INSERT, UPDATE ON tenants TO omni_app;

-- For background work that visits every tenant. Runs as the owner, whom the second policy lets read.
CREATE POLICY directory ON tenants FOR SELECT TO CURRENT_USER USING (true);
CREATE FUNCTION tenant_ids() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS $$ SELECT t.tenant_id FROM tenants t $$;
REVOKE EXECUTE ON FUNCTION tenant_ids() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenant_ids() TO omni_app;
