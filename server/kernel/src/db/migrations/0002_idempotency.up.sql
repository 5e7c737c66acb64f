-- What mutations with an idempotency key answered, so that a repeated one gets the same answer. A row is claimed and
-- filled in the transaction of the mutation; no transaction ever sees one without an answer. The answer is sealed.
CREATE TABLE idempotency_keys (
    tenant_id uuid NOT NULL,
    live boolean NOT NULL,
    -- Who called: key_..., usr_... or anonymous.
    principal text NOT NULL,
    method text NOT NULL,
    idempotency_key text NOT NULL CHECK (length(idempotency_key) BETWEEN 1 AND 255),
    -- A keyed hash of the request, which may hold a password.
    fingerprint bytea NOT NULL CHECK (length(fingerprint) = 32),
    answer bytea,
    expire_time timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, live, principal, method, idempotency_key)
);
SELECT protect('idempotency_keys');
CREATE INDEX idempotency_keys_expire_time ON idempotency_keys (tenant_id, live, expire_time);
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_keys TO omni_app;

-- The same for callers of whom no tenant is known yet, such as those who register or log in.
CREATE TABLE anonymous_idempotency_keys (
    principal text NOT NULL,
    method text NOT NULL,
    idempotency_key text NOT NULL CHECK (length(idempotency_key) BETWEEN 1 AND 255),
    fingerprint bytea NOT NULL CHECK (length(fingerprint) = 32),
    answer bytea,
    expire_time timestamptz NOT NULL,
    PRIMARY KEY (principal, method, idempotency_key)
);
CREATE INDEX anonymous_idempotency_keys_expire_time ON anonymous_idempotency_keys (expire_time);
GRANT SELECT, INSERT, UPDATE, DELETE ON anonymous_idempotency_keys TO omni_app;
