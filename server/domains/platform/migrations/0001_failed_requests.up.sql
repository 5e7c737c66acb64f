-- Requests that failed, for their callers to look up. A caller's own request id may come again: the last one counts.
CREATE TABLE failed_requests (
    tenant_id uuid NOT NULL,
    live boolean NOT NULL,
    request_id text NOT NULL,
    method text NOT NULL,
    code text NOT NULL,
    reason text NOT NULL,
    message text NOT NULL,
    request jsonb,
    details jsonb NOT NULL,
    chain jsonb NOT NULL,
    fail_time timestamptz NOT NULL,
    expire_time timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, live, request_id)
);
CREATE INDEX failed_requests_expiry ON failed_requests (tenant_id, live, expire_time);
SELECT protect('failed_requests');
GRANT SELECT, INSERT, UPDATE, DELETE ON failed_requests TO omni_app;
