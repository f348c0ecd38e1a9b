-- What was allowed and denied to agents: one row for each reserve, commit, release, extension, expiry, event, decide and dry run, written with what
-- it tells of, and one for denials. Never changed; removed when it is old. Every lifecycle writes two or three of them: so a row is small, and has
-- one number for a key (${number} grows with every row), which is the order of time but for what writers of one moment differ by.
CREATE TABLE decision_log (
  ordering        ${number},
  at_ms           BIGINT  NOT NULL,
  tenant          ${text} NOT NULL,
  -- The operationId; expireReservation and tenant_close_cascade for what this server does.
  operation       ${text} NOT NULL,
  -- Null where nobody has asked.
  decision        ${text},
  dry_run         BOOLEAN NOT NULL,
  -- How many it stands for: more than one for denials in a storm.
  occurrences     BIGINT  NOT NULL,
  reason          ${text},
  scope           ${text} NOT NULL,
  -- Which scopes of the path have a ledger that it is about: bit 0 is the tenant's.
  ledgers         INTEGER NOT NULL,
  unit            ${text} NOT NULL,
  estimated       BIGINT,
  actual          BIGINT,
  charged         BIGINT,
  -- Of an event, its own id.
  reservation_id  ${text},
  action_kind     ${text},
  action_name     ${text},
  actor_type      ${text},
  key_id          ${text},
  source_ip       ${text},
  idempotency_key ${text},
  request_id      ${text},
  trace_id        ${text}
);
-- The only further index: each one is written with every decision. A time is found by halves, since rows are in its order.
CREATE INDEX decision_by_tenant ON decision_log (tenant, ordering);

-- The deliveries of an event.
CREATE INDEX webhook_delivery_by_event ON webhook_delivery (event_id);
