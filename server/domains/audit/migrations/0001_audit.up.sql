-- The head of each chain: its last entry. Whoever appends locks it, so that parallel writers cannot fork the chain.
CREATE TABLE audit_chains (
    tenant_id uuid NOT NULL,
    live boolean NOT NULL,
    sequence bigint NOT NULL CHECK (sequence >= 0),
    hash bytea NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (tenant_id, live)
);
SELECT protect('audit_chains');
GRANT SELECT, INSERT, UPDATE ON audit_chains TO omni_app;

CREATE TABLE audit_entries (
    tenant_id uuid NOT NULL,
    live boolean NOT NULL,
    sequence bigint NOT NULL CHECK (sequence >= 1),
    time timestamptz NOT NULL,
    actor text NOT NULL,
    on_behalf_of text NOT NULL,
    request_id text NOT NULL,
    method text NOT NULL,
    action text NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('success', 'denied')),
    reason text NOT NULL,
    target text NOT NULL,
    before text NOT NULL,
    after text NOT NULL,
    previous_hash bytea NOT NULL CHECK (length(previous_hash) = 32),
    hash bytea NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (tenant_id, live, sequence)
);
SELECT protect('audit_entries');
CREATE INDEX audit_entries_time ON audit_entries (tenant_id, live, time);
CREATE INDEX audit_entries_actor ON audit_entries (tenant_id, live, actor, sequence);
CREATE INDEX audit_entries_action ON audit_entries (tenant_id, live, action, sequence);
CREATE INDEX audit_entries_target ON audit_entries (tenant_id, live, target, sequence);
GRANT SELECT, INSERT ON audit_entries TO omni_app;

-- The key of each person that entries are about. Destroyed (null) when the person is erased.
CREATE TABLE subject_keys (
    tenant_id uuid NOT NULL,
    live boolean NOT NULL,
    subject_id uuid NOT NULL,
    -- A keyed hash of who it is, to find the row; null when erased.
    name_hash bytea CHECK (length(name_hash) = 32),
    -- Sealed by the vault.
    sealed_key bytea,
    create_time timestamptz NOT NULL,
    shred_time timestamptz,
    PRIMARY KEY (tenant_id, live, subject_id),
    UNIQUE (tenant_id, live, name_hash),
    CHECK ((shred_time IS NULL) = (sealed_key IS NOT NULL) AND (shred_time IS NULL) = (name_hash IS NOT NULL))
);
SELECT protect('subject_keys');
GRANT SELECT, INSERT, UPDATE ON subject_keys TO omni_app;

-- Personal data of entries: the commitment that the chain holds, and salt and clear text under the person's key.
CREATE TABLE audit_personal (
    tenant_id uuid NOT NULL,
    live boolean NOT NULL,
    sequence bigint NOT NULL,
    position integer NOT NULL,
    subject_id uuid NOT NULL,
    field text NOT NULL,
    commitment bytea NOT NULL CHECK (length(commitment) = 32),
    sealed bytea NOT NULL,
    PRIMARY KEY (tenant_id, live, sequence, position)
);
SELECT protect('audit_personal');
GRANT SELECT, INSERT ON audit_personal TO omni_app;

CREATE TABLE audit_checkpoints (
    tenant_id uuid NOT NULL,
    live boolean NOT NULL,
    sequence bigint NOT NULL CHECK (sequence >= 1),
    hash bytea NOT NULL CHECK (length(hash) = 32),
    time timestamptz NOT NULL,
    key_id uuid NOT NULL,
    signature bytea NOT NULL CHECK (length(signature) = 64),
    PRIMARY KEY (tenant_id, live, sequence)
);
SELECT protect('audit_checkpoints');
GRANT SELECT, INSERT ON audit_checkpoints TO omni_app;

-- Keys of the whole installation: one that checkpoints are signed with, one that hashes the names of persons.
CREATE TABLE audit_keys (
    key_id uuid PRIMARY KEY,
    purpose text NOT NULL CHECK (purpose IN ('sign', 'name')),
    public_key bytea NOT NULL,
    sealed_secret bytea NOT NULL,
    create_time timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON audit_keys TO omni_app;

-- What was written stays as it was, whoever asks. The app role has no right to change it anyhow; this is for the others.
CREATE FUNCTION audit_forbid_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is only appended to' USING ERRCODE = 'insufficient_privilege';
END
$$;
REVOKE EXECUTE ON FUNCTION audit_forbid_change() FROM PUBLIC;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION audit_forbid_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_personal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_forbid_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoints
    FOR EACH STATEMENT EXECUTE FUNCTION audit_forbid_change();
