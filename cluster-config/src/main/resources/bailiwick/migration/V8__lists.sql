-- Tenants that name another one as their parent: for the list of them, and for what is said of it before it is closed.
CREATE INDEX tenant_by_parent ON tenant (parent_tenant, tenant) WHERE parent_tenant IS NOT NULL;
