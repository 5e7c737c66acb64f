-- Mail on its way. It belongs to the installation, not to a tenant: a person may be a member of several, or of none yet.
-- To whom and what is sealed.
CREATE TABLE mail_queue (
    mail_id uuid PRIMARY KEY,
    purpose text NOT NULL,
    sealed bytea NOT NULL,
    enqueue_time timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    -- While a server delivers it, the time from which on another one may.
    next_attempt_time timestamptz NOT NULL,
    last_error text
);
CREATE INDEX mail_queue_due ON mail_queue (next_attempt_time, mail_id);

-- Any transaction puts mail in; only one of no tenant and no person, as the worker's is, sees and removes it.
ALTER TABLE mail_queue ENABLE ROW LEVEL SECURITY;
ALTER TABLE mail_queue FORCE ROW LEVEL SECURITY;
CREATE POLICY enqueue ON mail_queue FOR INSERT WITH CHECK (true);
CREATE POLICY worker ON mail_queue USING (
    nullif(current_setting('omni.tenant', true), '') IS NULL AND nullif(current_setting('omni.user', true), '') IS NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON mail_queue TO omni_app;
