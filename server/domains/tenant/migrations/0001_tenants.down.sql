DROP FUNCTION tenant_ids();
DROP TABLE tenants;
