-- How long tenants want answers of cached methods kept, where they do not want what the contract says. 0 keeps nothing.
CREATE TABLE cache_ttls (
    tenant_id uuid NOT NULL,
    live boolean NOT NULL,
    method text NOT NULL,
    ttl_ms bigint NOT NULL CHECK (ttl_ms >= 0),
    PRIMARY KEY (tenant_id, live, method)
);
SELECT protect('cache_ttls');
GRANT SELECT, INSERT, UPDATE, DELETE ON cache_ttls TO omni_app;
