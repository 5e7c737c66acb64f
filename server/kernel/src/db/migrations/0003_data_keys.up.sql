-- The keys that values at rest are sealed under, and the one that hashes what is looked up, each wrapped by the key of the
-- installation, which is not here. Of the whole installation: no tenant has one.
CREATE TABLE data_keys (
    data_key_id uuid PRIMARY KEY,
    purpose text NOT NULL CHECK (purpose IN ('seal', 'look_up')),
    wrapped bytea NOT NULL,
    -- Which key of the installation wraps it.
    wrapper text NOT NULL,
    create_time timestamptz NOT NULL,
    -- From when on new values are sealed under it; every server has learned it by then.
    activate_time timestamptz NOT NULL
);
-- Everything that is found by a keyed hash hangs on this one key.
CREATE UNIQUE INDEX data_keys_look_up ON data_keys (purpose) WHERE purpose = 'look_up';
GRANT SELECT, INSERT, UPDATE ON data_keys TO omni_app;
