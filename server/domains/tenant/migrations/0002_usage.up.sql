-- What was used of each meter in each period. `used` holds what servers have set aside for themselves too, so that a
-- hard quota is never passed; `granted` is what the last of them got.
CREATE TABLE usage_counters (
    tenant_id uuid NOT NULL,
    live boolean NOT NULL,
    meter text NOT NULL,
    period text NOT NULL CHECK (period IN ('day', 'month')),
    period_start timestamptz NOT NULL,
    used bigint NOT NULL CHECK (used >= 0),
    granted bigint NOT NULL,
    PRIMARY KEY (tenant_id, live, meter, period, period_start)
);
SELECT protect('usage_counters');
GRANT SELECT, INSERT, UPDATE ON usage_counters TO omni_app;

-- What tenants were told of their use: each once in a period.
CREATE TABLE usage_notices (
    tenant_id uuid NOT NULL,
    live boolean NOT NULL,
    meter text NOT NULL,
    period text NOT NULL CHECK (period IN ('day', 'month')),
    period_start timestamptz NOT NULL,
    percent smallint NOT NULL CHECK (percent IN (80, 100)),
    amount bigint NOT NULL,
    notice_time timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, live, meter, period, period_start, percent)
);
SELECT protect('usage_notices');
GRANT SELECT, INSERT ON usage_notices TO omni_app;
