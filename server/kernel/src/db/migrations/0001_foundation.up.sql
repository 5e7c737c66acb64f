-- The one form of row-level security. Every tenant table has the columns tenant_id uuid and live boolean and calls
-- one of these after CREATE TABLE; a test reads the catalogue and refuses a table that did not.

-- For rows that belong to live or to test.
CREATE FUNCTION protect(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
    EXECUTE format(
        'CREATE POLICY tenant ON %s USING (%s) WITH CHECK (%2$s)',
        target,
        'tenant_id = nullif(current_setting(''omni.tenant'', true), '''')::uuid'
        ' AND live = nullif(current_setting(''omni.live'', true), '''')::boolean'
    );
    -- Set while a domain migrates whose rows move with their tenant; the move finds its tables by it.
    IF nullif(current_setting('omni.moves', true), '')::boolean THEN
        EXECUTE format('COMMENT ON TABLE %s IS %L', target, 'moves with its tenant');
    END IF;
END
$$;

-- For the few rows that a tenant has once for both environments. Both read them; only live changes them, so that a
-- test credential never changes what live goes by.
CREATE FUNCTION protect_shared(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
    EXECUTE format(
        'CREATE POLICY tenant ON %s FOR SELECT USING (%s)',
        target,
        'tenant_id = nullif(current_setting(''omni.tenant'', true), '''')::uuid'
    );
    EXECUTE format(
        'CREATE POLICY tenant_live ON %s USING (%s) WITH CHECK (%2$s)',
        target,
        'tenant_id = nullif(current_setting(''omni.tenant'', true), '''')::uuid'
        ' AND nullif(current_setting(''omni.live'', true), '''')::boolean'
    );
END
$$;

-- For the rows of a person, who may be a member of several tenants: the column is user_id, and only a transaction of
-- that person sees them.
CREATE FUNCTION protect_user(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
    EXECUTE format(
        'CREATE POLICY person ON %s USING (%s) WITH CHECK (%2$s)',
        target,
        'user_id = nullif(current_setting(''omni.user'', true), '''')::uuid'
    );
END
$$;

REVOKE EXECUTE ON FUNCTION protect(regclass), protect_shared(regclass), protect_user(regclass) FROM PUBLIC;
