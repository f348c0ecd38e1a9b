-- What tenants lay down for parts of their trees. One row for a policy, written in the transaction of the event it follows from. A tenant has few
-- enough to filter, so one index serves its list. A part of the terms that says nothing is null.
CREATE TABLE policy (
  policy_id                   ${text} NOT NULL,
  tenant                      ${text} NOT NULL,
  name                        ${text} NOT NULL,
  description                 ${text},
  scope_pattern               ${text} NOT NULL,
  priority                    INTEGER NOT NULL,
  caps                        ${text},
  overage_policy              ${text},
  reservation_ttl_ms          BIGINT,
  reservation_ttl_max_ms      BIGINT,
  reservation_extensions_max  INTEGER,
  reservations_per_minute_max INTEGER,
  commits_per_minute_max      INTEGER,
  status                      ${text} NOT NULL,
  effective_from_ms           BIGINT,
  effective_until_ms          BIGINT,
  created_at_ms               BIGINT  NOT NULL,
  updated_at_ms               BIGINT  NOT NULL,
  CONSTRAINT policy_pk PRIMARY KEY (policy_id)
);
CREATE INDEX policy_by_tenant ON policy (tenant, created_at_ms, policy_id);

-- The caps of the first answer, which a repeated request gets too; and what becomes of the reservation after its grace, null for AUTO_RELEASE.
ALTER TABLE reservation ADD COLUMN caps ${text};
ALTER TABLE reservation ADD COLUMN expiry_policy ${text};
