DROP FUNCTION tenant_page(uuid, text, text, timestamptz, integer);
DROP FUNCTION tenant_tiers();
DROP FUNCTION tenant_ids();
DROP TABLE tenant_entitlements;
DROP TABLE tenants;
