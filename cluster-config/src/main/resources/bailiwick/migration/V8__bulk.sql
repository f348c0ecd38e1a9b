-- Bulk actions: what was asked for under a key, and how far it has come. Written before the first row is acted on, so that any node can end what
-- another one has begun. Kept as long as other idempotency keys.
CREATE TABLE bulk_action (
  kind            ${text} NOT NULL,
  idempotency_key ${text} NOT NULL,
  bulk_id         ${text} NOT NULL,
  request         ${text} NOT NULL,
  -- The last event that had been told under the same correlation id before: a client may use an id of a request twice.
  told_before     ${text} NOT NULL,
  -- Whose turn it is. Only the runner that is named here writes outcomes, and a beat with them; one whose beats stay away is taken for dead.
  runner          ${text} NOT NULL,
  beat            BIGINT  NOT NULL,
  began_at_ms     BIGINT  NOT NULL,
  ended_at_ms     BIGINT,
  -- The answer, from the end on. The rows are gone then.
  envelope        ${text},
  CONSTRAINT bulk_action_pk PRIMARY KEY (kind, idempotency_key)
);
CREATE UNIQUE INDEX bulk_action_by_id ON bulk_action (bulk_id);
CREATE INDEX bulk_action_under_way ON bulk_action (began_at_ms, bulk_id) WHERE envelope IS NULL;
CREATE INDEX bulk_action_by_age ON bulk_action (began_at_ms);

-- What such an action has selected, and what became of each; no outcome where that is not known yet. Scope and unit are those of a ledger.
CREATE TABLE bulk_row (
  bulk_id  ${text} NOT NULL,
  position INTEGER NOT NULL,
  row_id   ${text} NOT NULL,
  scope    ${text},
  unit     ${text},
  outcome  ${text},
  code     ${text},
  message  ${text},
  CONSTRAINT bulk_row_pk PRIMARY KEY (bulk_id, position)
);

-- What an overview counts, and lists that are about a few ledgers among very many. Figures move with every settlement, so an index on them has only
-- the ledgers that owe: for all others a settlement writes nothing more than before. The unit of a ledger never changes.
CREATE INDEX ledger_by_unit ON ledger (unit);
CREATE INDEX ledger_inactive ON ledger (status) WHERE status <> 'ACTIVE';
CREATE INDEX ledger_over_limit ON ledger (debt DESC, scope, unit) WHERE over_limit;
CREATE INDEX ledger_indebted ON ledger (debt DESC, scope, unit) WHERE debt > 0;
