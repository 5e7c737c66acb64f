CREATE TABLE tenants (
    tenant_id uuid PRIMARY KEY,
    name text NOT NULL,
    tier text NOT NULL,
    status text NOT NULL CHECK (status IN ('trial', 'active', 'suspended', 'cancelled')),
    suspend_reason text NOT NULL,
    metadata jsonb NOT NULL,
    operator boolean NOT NULL,
    trial_end_time timestamptz,
    create_time timestamptz NOT NULL,
    update_time timestamptz NOT NULL,
    revision bigint NOT NULL
);
SELECT protect_shared('tenants');
GRANT SELECT, INSERT, UPDATE ON tenants TO omni_app;

-- What a tenant may use beside what its tier says. Which of the columns hold a value follows from what the catalogue says
-- the name is; no amount means no limit.
CREATE TABLE tenant_entitlements (
    tenant_id uuid NOT NULL REFERENCES tenants (tenant_id),
    name text NOT NULL,
    enabled boolean,
    amount bigint CHECK (amount >= 0),
    period text CHECK (period IN ('day', 'month')),
    enforcement text CHECK (enforcement IN ('hard', 'soft', 'overage')),
    reason text NOT NULL,
    create_time timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, name)
);
SELECT protect_shared('tenant_entitlements');
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant_entitlements TO omni_app;

-- For background work that visits every tenant, for the check of the catalogue, and for the operator's list. They run as
-- the owner, whom the second policy lets read.
CREATE POLICY directory ON tenants FOR SELECT TO CURRENT_USER USING (true);
CREATE FUNCTION tenant_ids() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS $$ SELECT t.tenant_id FROM tenants t $$;
REVOKE EXECUTE ON FUNCTION tenant_ids() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenant_ids() TO omni_app;

CREATE FUNCTION tenant_tiers() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS $$ SELECT DISTINCT t.tier FROM tenants t $$;
REVOKE EXECUTE ON FUNCTION tenant_tiers() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenant_tiers() TO omni_app;

CREATE FUNCTION tenant_page(after uuid, wanted_status text, wanted_tier text, at timestamptz, most integer)
RETURNS SETOF tenants
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS $$
    SELECT t.* FROM tenants t
    WHERE (after IS NULL OR t.tenant_id > after)
      AND (wanted_tier IS NULL OR t.tier = wanted_tier)
      AND (wanted_status IS NULL OR wanted_status =
           CASE WHEN t.status = 'trial' AND t.trial_end_time <= at THEN 'suspended' ELSE t.status END)
    ORDER BY t.tenant_id LIMIT most
$$;
REVOKE EXECUTE ON FUNCTION tenant_page(uuid, text, text, timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenant_page(uuid, text, text, timestamptz, integer) TO omni_app;
