-- How often keys of a tenant were found good, by the minute in which that was written down: what failures of authentication are a share of. Written
-- every few seconds and not with each request; removed when no window reaches back to it.
CREATE TABLE authentication (
  tenant    ${text} NOT NULL,
  minute_ms BIGINT  NOT NULL,
  attempts  BIGINT  NOT NULL,
  CONSTRAINT authentication_pk PRIMARY KEY (tenant, minute_ms)
);
CREATE INDEX authentication_by_time ON authentication (minute_ms);
