-- What is told of what happened, in rows of their own so that it can be listed. Written with what it tells of; never changed; removed when it is
-- old. An id begins with its time, so the order of ids is the order of time and serves every list that is sorted by time.

-- One row for a canonical event. What is absent is NULL, but for the scope, which can be sorted by: ''.
CREATE TABLE event (
  event_id       ${text} NOT NULL,
  event_type     ${text} NOT NULL,
  category       ${text} NOT NULL,
  tenant         ${text} NOT NULL,
  at_ms          BIGINT  NOT NULL,
  source         ${text} NOT NULL,
  scope          ${text} NOT NULL,
  actor_type     ${text},
  key_id         ${text},
  source_ip      ${text},
  data           ${text},
  correlation_id ${text},
  request_id     ${text},
  trace_id       ${text},
  metadata       ${text},
  CONSTRAINT event_pk PRIMARY KEY (event_id)
);

-- One for each sort and filter. Events are few beside reservations: no reserve or commit that leaves its ledgers usable makes one. A list first
-- finds the ids of its page: the wide indexes have what can be filtered by, so that no other row is touched.
CREATE INDEX event_scan ON event (event_id, tenant, category, event_type, scope, correlation_id);
CREATE INDEX event_by_tenant ON event (tenant, event_id, category, event_type, scope, correlation_id);
CREATE INDEX event_by_type ON event (event_type, event_id, tenant, scope);
CREATE INDEX event_by_category ON event (category, event_id, tenant, scope);
CREATE INDEX event_by_scope ON event (scope, event_id);
CREATE INDEX event_by_correlation ON event (correlation_id, event_id) WHERE correlation_id IS NOT NULL;
CREATE INDEX event_by_request ON event (request_id, event_id) WHERE request_id IS NOT NULL;
CREATE INDEX event_by_trace ON event (trace_id, event_id) WHERE trace_id IS NOT NULL;

-- One row for a change, or for a request that was refused or has failed. What can be sorted by is '' where it is absent.
CREATE TABLE audit_log (
  log_id        ${text}  NOT NULL,
  at_ms         BIGINT   NOT NULL,
  tenant        ${text}  NOT NULL,
  key_id        ${text}  NOT NULL,
  user_agent    ${text},
  source_ip     ${text},
  operation     ${text}  NOT NULL,
  resource_type ${text}  NOT NULL,
  resource_id   ${text},
  request_id    ${text},
  trace_id      ${text},
  status        INTEGER  NOT NULL,
  error_code    ${text},
  subject       ${text},
  action        ${text},
  amount        ${text},
  metadata      ${text},
  CONSTRAINT audit_log_pk PRIMARY KEY (log_id)
);
CREATE INDEX audit_scan ON audit_log (log_id, tenant, operation, resource_type, status, error_code, key_id, resource_id);
CREATE INDEX audit_by_tenant ON audit_log (tenant, log_id, operation, resource_type, status, error_code);
CREATE INDEX audit_by_key ON audit_log (key_id, log_id);
CREATE INDEX audit_by_operation ON audit_log (operation, log_id);
CREATE INDEX audit_by_resource_type ON audit_log (resource_type, log_id);
CREATE INDEX audit_by_resource ON audit_log (resource_id, log_id) WHERE resource_id IS NOT NULL;
CREATE INDEX audit_by_status ON audit_log (status, log_id);
CREATE INDEX audit_by_error ON audit_log (error_code, log_id) WHERE error_code IS NOT NULL;
CREATE INDEX audit_by_request ON audit_log (request_id, log_id) WHERE request_id IS NOT NULL;
CREATE INDEX audit_by_trace ON audit_log (trace_id, log_id) WHERE trace_id IS NOT NULL;

-- Which change was the last one of a key: its records are written with it, and only if it has changed something.
ALTER TABLE api_key ADD COLUMN change_id ${text};
