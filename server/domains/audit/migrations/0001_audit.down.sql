DROP TABLE audit_keys;
DROP TABLE audit_checkpoints;
DROP TABLE audit_personal;
DROP TABLE subject_keys;
DROP TABLE audit_entries;
DROP TABLE audit_chains;
DROP FUNCTION audit_forbid_change();
