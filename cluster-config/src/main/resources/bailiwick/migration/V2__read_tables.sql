-- What clients list and look up. Rows are written in the transaction of the events they follow from (keys: of their own change).
-- Amounts are in the unit's smallest denomination; times are milliseconds since 1970 UTC; JSON is text.

-- One row for a reservation, and everything of it, so that it can be restored after it has left its book's memory, the answers that a
-- repeated request gets included. Inserted when it is made; updated when it is extended, when it ends, and with the balances of its answers
-- when its end is applied everywhere. Before that the balances are in the book's memory.
CREATE TABLE reservation (
  reservation_id      ${text} NOT NULL,
  tenant              ${text} NOT NULL,
  scope_path          ${text} NOT NULL,
  status              ${text} NOT NULL,
  unit                ${text} NOT NULL,
  reserved            BIGINT  NOT NULL,
  charged             BIGINT,
  created_at_ms       BIGINT  NOT NULL,
  first_expires_at_ms BIGINT  NOT NULL,
  expires_at_ms       BIGINT  NOT NULL,
  grace_ms            BIGINT  NOT NULL,
  ended_at_ms         BIGINT,
  extensions          INTEGER NOT NULL,
  extensions_max      INTEGER NOT NULL,
  overage_policy      ${text} NOT NULL,
  budgeted_scopes     ${text} NOT NULL,
  subject             ${text} NOT NULL,
  action              ${text} NOT NULL,
  metadata            ${text},
  idempotency_key     ${text} NOT NULL,
  payload_hash        ${text} NOT NULL,
  create_balances     ${text},
  end_key             ${text},
  end_hash            ${text},
  end_note            ${text},
  end_balances        ${text},
  CONSTRAINT reservation_pk PRIMARY KEY (reservation_id)
);

-- Three indexes and no more: each further one costs every lifecycle (figures: docs/decisions, the embedded store).
-- The default order of a list, the window on the creation time, and what is old enough to be removed.
CREATE INDEX reservation_by_creation ON reservation (tenant, created_at_ms, reservation_id);
-- The filter on a key, and the question whether an old key has been used.
CREATE INDEX reservation_by_key ON reservation (tenant, idempotency_key);
-- The live ones of a tenant, which are few among many that have ended.
CREATE INDEX reservation_live ON reservation (tenant, created_at_ms, reservation_id) WHERE status = 'ACTIVE';

-- One row for each book that has ever asked to be woken. Looked through when nobody else would wake it: after a crash, and when it is idle.
CREATE TABLE book (
  tenant     ${text}  NOT NULL,
  book       INTEGER  NOT NULL,
  wake_at_ms BIGINT   NOT NULL,
  CONSTRAINT book_pk PRIMARY KEY (tenant, book)
);
CREATE INDEX book_by_wake ON book (wake_at_ms);

-- One row for a ledger, the balance as of its scope's last durable event. remaining = allocated - spent - reserved - debt.
-- Its figures carry no index: they change with every event, and a tenant's ledgers are few enough to sort.
CREATE TABLE ledger (
  scope           ${text} NOT NULL,
  unit            ${text} NOT NULL,
  tenant          ${text} NOT NULL,
  ledger_id       ${text} NOT NULL,
  status          ${text} NOT NULL,
  allocated       BIGINT  NOT NULL,
  spent           BIGINT  NOT NULL,
  reserved        BIGINT  NOT NULL,
  debt            BIGINT  NOT NULL,
  overdraft_limit BIGINT  NOT NULL,
  over_limit      BOOLEAN NOT NULL,
  overage_policy  ${text},
  rollover_policy ${text},
  period_start_ms BIGINT,
  period_end_ms   BIGINT,
  metadata        ${text},
  created_at_ms   BIGINT  NOT NULL,
  updated_at_ms   BIGINT  NOT NULL,
  closed_at_ms    BIGINT,
  CONSTRAINT ledger_pk PRIMARY KEY (scope, unit)
);
CREATE INDEX ledger_by_tenant ON ledger (tenant, scope, unit);

CREATE TABLE tenant (
  tenant                     ${text} NOT NULL,
  name                       ${text} NOT NULL,
  status                     ${text} NOT NULL,
  parent_tenant              ${text},
  overage_policy             ${text},
  reservation_ttl_ms         BIGINT,
  reservation_ttl_max_ms     BIGINT,
  reservation_extensions_max INTEGER,
  reservation_expiry_policy  ${text},
  metadata                   ${text},
  created_at_ms              BIGINT  NOT NULL,
  updated_at_ms              BIGINT  NOT NULL,
  suspended_at_ms            BIGINT,
  closed_at_ms               BIGINT,
  close_complete             BOOLEAN NOT NULL,
  CONSTRAINT tenant_pk PRIMARY KEY (tenant)
);
CREATE INDEX tenant_by_creation ON tenant (created_at_ms, tenant);
-- What is still to be done of a close.
CREATE INDEX tenant_closing ON tenant (tenant) WHERE status = 'CLOSED' AND NOT close_complete;

-- The secret itself is nowhere: secret_hash is its HMAC under the server's pepper. The status follows from revoked_at_ms and expires_at_ms.
CREATE TABLE api_key (
  key_id          ${text}  NOT NULL,
  tenant          ${text}  NOT NULL,
  key_prefix      ${text}  NOT NULL,
  secret_hash     ${bytes} NOT NULL,
  name            ${text}  NOT NULL,
  description     ${text},
  permissions     ${text}  NOT NULL,
  scope_filter    ${text}  NOT NULL,
  metadata        ${text},
  created_at_ms   BIGINT   NOT NULL,
  expires_at_ms   BIGINT   NOT NULL,
  last_used_at_ms BIGINT,
  revoked_at_ms   BIGINT,
  revoked_reason  ${text},
  CONSTRAINT api_key_pk PRIMARY KEY (key_id)
);
CREATE INDEX api_key_by_prefix ON api_key (key_prefix);
CREATE INDEX api_key_by_tenant ON api_key (tenant, created_at_ms, key_id);

-- Answers of keyed operations that make no reservation (a reservation's own row carries its answers), per tenant and endpoint: dry runs,
-- decides, events, extensions of one reservation, fundings of one ledger. Kept for the retention time from kept_from_ms on.
CREATE TABLE idempotency (
  tenant          ${text}  NOT NULL,
  endpoint        ${text}  NOT NULL,
  idempotency_key ${text}  NOT NULL,
  payload_hash    ${text}  NOT NULL,
  answer          ${text}  NOT NULL,
  at_ms           BIGINT   NOT NULL,
  kept_from_ms    BIGINT   NOT NULL,
  CONSTRAINT idempotency_pk PRIMARY KEY (tenant, endpoint, idempotency_key)
);
-- The sweep that removes what is no longer kept.
CREATE INDEX idempotency_by_age ON idempotency (kept_from_ms);
