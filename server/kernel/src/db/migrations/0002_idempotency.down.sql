DROP TABLE anonymous_idempotency_keys;
DROP TABLE idempotency_keys;
