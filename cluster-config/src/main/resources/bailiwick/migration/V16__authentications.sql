-- How often keys of a tenant were found good, and those of all tenants together (__system__), by the minute and by the start of a node, which alone
-- writes there: what failures of authentication are a share of. Written every few seconds and not with each request; removed when no window reaches back
-- to it.
CREATE TABLE authentication (
  tenant    ${text} NOT NULL,
  minute_ms BIGINT  NOT NULL,
  node      ${text} NOT NULL,
  attempts  BIGINT  NOT NULL,
  CONSTRAINT authentication_pk PRIMARY KEY (tenant, minute_ms, node)
);
CREATE INDEX authentication_by_time ON authentication (minute_ms);
