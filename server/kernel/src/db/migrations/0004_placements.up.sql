-- Where the rows of a tenant lie when they left the common tables, or are about to. In the main database this is the truth;
-- in a database of a tenant's own it is that database's door.
CREATE TABLE placements (
    tenant_id uuid PRIMARY KEY,
    place text NOT NULL CHECK (place IN ('shared', 'schema', 'database')),
    -- Where the database is, sealed; the door of a database of its own does not know.
    url bytea,
    -- Changes with every move, so that a server that has not heard of it is refused.
    epoch bigint NOT NULL,
    -- Whether transactions may come in.
    is_open boolean NOT NULL,
    -- Counts attempts to move. An attempt is void when a later one has begun.
    attempt bigint NOT NULL,
    -- The database of its own that the tenant has left, sealed, until its rows there are deleted.
    left_url bytea,
    CHECK (place = 'database' OR url IS NULL)
);
SELECT protect_shared('placements');
-- The vault seals the addresses anew under new keys.
GRANT SELECT, UPDATE (url, left_url) ON placements TO omni_app;
-- Migrations visit every place; they run as the owner.
CREATE POLICY directory ON placements FOR SELECT TO CURRENT_USER USING (true);

-- The lock that every transaction on a tenant's data holds shared, and a move exclusively.
CREATE FUNCTION placement_lock(tenant uuid) RETURNS bigint LANGUAGE sql IMMUTABLE
AS $$ SELECT hashtextextended('omni.placement ' || tenant, 0) $$;
REVOKE EXECUTE ON FUNCTION placement_lock(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION placement_lock(uuid) TO omni_app;

-- Every transaction on a tenant's data calls this first. It lets in who looks for the tenant where it is, and keeps a
-- move waiting until they have left. It does not wait itself, so that nobody holds a connection meanwhile.
CREATE FUNCTION enter_place(tenant uuid, wanted_place text, wanted_epoch bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT AS $$
DECLARE
    seen record;
BEGIN
    IF NOT pg_try_advisory_xact_lock_shared(placement_lock(tenant)) THEN
        RAISE EXCEPTION 'the tenant is being moved' USING ERRCODE = 'OM001';
    END IF;
    -- A statement of its own: it sees what was committed before the lock was had.
    SELECT p.place, p.epoch, p.is_open INTO seen FROM placements p WHERE p.tenant_id = tenant;
    IF coalesce(seen.place, 'shared') <> wanted_place OR coalesce(seen.epoch, 0) <> wanted_epoch
       OR NOT coalesce(seen.is_open, true) THEN
        RAISE EXCEPTION 'the tenant is somewhere else' USING ERRCODE = 'OM002';
    END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION enter_place(uuid, text, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enter_place(uuid, text, bigint) TO omni_app;
