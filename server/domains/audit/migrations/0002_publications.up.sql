-- Up to which entry the checkpoints of each chain were written to where they are copied from to other machines, and when
-- the last of them was. Apart from the head of the chain, so that writing a file keeps nobody waiting who appends.
CREATE TABLE audit_publications (
    tenant_id uuid NOT NULL,
    live boolean NOT NULL,
    sequence bigint NOT NULL CHECK (sequence >= 1),
    time timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, live)
);
SELECT protect('audit_publications');
GRANT SELECT, INSERT, UPDATE ON audit_publications TO omni_app;
