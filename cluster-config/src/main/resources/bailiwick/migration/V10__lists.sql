-- Lists of 100,000 rows. A page is found in an index that has whatever can be filtered by: so no row is touched that is not shown, and a list that has
-- no order of its own is one walk through such an index. Only for tables that change seldom.

-- Tenants that name another one as their parent: for the list of them, and for what is said of it before it is closed.
CREATE INDEX tenant_by_parent ON tenant (parent_tenant, tenant) WHERE parent_tenant IS NOT NULL;
CREATE INDEX tenant_scan ON tenant (tenant, status, parent_tenant, created_at_ms, name);
DROP INDEX tenant_by_creation;
CREATE INDEX tenant_by_creation ON tenant (created_at_ms, tenant, status, parent_tenant, name);

CREATE INDEX api_key_scan ON api_key (key_id, tenant, created_at_ms, expires_at_ms, revoked_at_ms, name);
CREATE INDEX api_key_by_creation ON api_key (created_at_ms, key_id, tenant, expires_at_ms, revoked_at_ms, name);
-- Without what says whether a key is live: for that there is an index of its own, which has no others in it.
DROP INDEX api_key_by_tenant;
CREATE INDEX api_key_by_tenant ON api_key (tenant, created_at_ms, key_id, name);

-- What a search looks through, in lower case, a part a line: resource, log id, error code and operation. One look at one text, instead of four.
ALTER TABLE audit_log ADD COLUMN search_text ${text};
UPDATE audit_log SET search_text = lower(coalesce(resource_id || '
', '') || log_id || '
' || coalesce(error_code || '
', '') || operation);
DROP INDEX audit_scan;
CREATE INDEX audit_scan ON audit_log (log_id, tenant, operation, resource_type, status, error_code, key_id, search_text);
