-- Keys that a closed tenant still has: a look at each closed tenant, and at none of the keys that are revoked.
CREATE INDEX tenant_closed ON tenant (tenant) WHERE status = 'CLOSED';
CREATE INDEX api_key_live ON api_key (tenant) WHERE revoked_at_ms IS NULL;
