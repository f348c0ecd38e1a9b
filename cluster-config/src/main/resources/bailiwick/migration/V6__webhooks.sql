-- Webhook subscriptions. The tenant is __system__ for those of the operators. Signing secret and header values are encrypted with a key that is not in
-- the database; names of headers are not. A change needs the version that it was decided on, and begins the list of changes with its own mark: so
-- whoever wrote knows who won, and rows that follow from a change are written in its transaction and for the winner alone.
CREATE TABLE webhook (
  subscription_id        ${text} NOT NULL,
  tenant                 ${text} NOT NULL,
  version                BIGINT  NOT NULL,
  changes                ${text} NOT NULL,
  name                   ${text},
  description            ${text},
  url                    ${text} NOT NULL,
  event_types            ${text} NOT NULL,
  event_categories       ${text} NOT NULL,
  scope_filter           ${text},
  thresholds             ${text},
  signing_secret         ${text} NOT NULL,
  headers                ${text} NOT NULL,
  status                 ${text} NOT NULL,
  max_retries            INTEGER NOT NULL,
  initial_delay_ms       BIGINT  NOT NULL,
  backoff_multiplier     ${text} NOT NULL,
  max_delay_ms           BIGINT  NOT NULL,
  disable_after_failures INTEGER NOT NULL,
  consecutive_failures   INTEGER NOT NULL,
  metadata               ${text},
  created_at_ms          BIGINT  NOT NULL,
  updated_at_ms          BIGINT  NOT NULL,
  last_triggered_at_ms   BIGINT,
  last_success_at_ms     BIGINT,
  last_failure_at_ms     BIGINT,
  replay_id              ${text},
  replay_until_ms        BIGINT,
  replay_queued          BOOLEAN NOT NULL,
  CONSTRAINT webhook_pk PRIMARY KEY (subscription_id)
);
-- Each sort both ways: rows of equal value are in the order of their ids whichever way the list goes.
CREATE INDEX webhook_by_failures ON webhook (consecutive_failures, subscription_id);
CREATE INDEX webhook_by_failures_down ON webhook (consecutive_failures DESC, subscription_id);
CREATE INDEX webhook_by_url ON webhook (url, subscription_id);
CREATE INDEX webhook_by_url_down ON webhook (url DESC, subscription_id);
CREATE INDEX webhook_by_status ON webhook (status, subscription_id);
CREATE INDEX webhook_by_status_down ON webhook (status DESC, subscription_id);
CREATE INDEX webhook_by_tenant ON webhook (tenant, subscription_id);
CREATE INDEX webhook_by_tenant_down ON webhook (tenant DESC, subscription_id);
-- What a closed tenant still has.
CREATE INDEX webhook_live ON webhook (tenant) WHERE status <> 'DISABLED';

-- The event types of a subscription once more, one a row: to find those that name a type.
CREATE TABLE webhook_event_type (
  subscription_id ${text} NOT NULL,
  event_type      ${text} NOT NULL,
  CONSTRAINT webhook_event_type_pk PRIMARY KEY (event_type, subscription_id)
);
CREATE INDEX webhook_event_type_by_webhook ON webhook_event_type (subscription_id);

-- One event on its way to one endpoint. attempted_at_ms is when it was queued, and of a probe when it was sent.
CREATE TABLE webhook_delivery (
  delivery_id      ${text} NOT NULL,
  subscription_id  ${text} NOT NULL,
  event_id         ${text} NOT NULL,
  event_type       ${text} NOT NULL,
  status           ${text} NOT NULL,
  attempted_at_ms  BIGINT  NOT NULL,
  completed_at_ms  BIGINT,
  attempts         INTEGER NOT NULL,
  response_status  INTEGER,
  response_time_ms BIGINT,
  error_message    ${text},
  next_retry_at_ms BIGINT,
  trace_id         ${text},
  replay_id        ${text},
  CONSTRAINT webhook_delivery_pk PRIMARY KEY (delivery_id)
);
CREATE INDEX webhook_delivery_by_time ON webhook_delivery (subscription_id, attempted_at_ms DESC, delivery_id);
CREATE INDEX webhook_delivery_by_status ON webhook_delivery (subscription_id, status, attempted_at_ms DESC, delivery_id);
CREATE INDEX webhook_delivery_by_age ON webhook_delivery (attempted_at_ms);
CREATE INDEX webhook_delivery_of_replay ON webhook_delivery (replay_id, status) WHERE replay_id IS NOT NULL;

-- Where webhooks may lead; no row while nobody has decided it.
CREATE TABLE webhook_security (
  name           ${text} NOT NULL,
  blocked_ranges ${text} NOT NULL,
  allowed_urls   ${text} NOT NULL,
  allows_http    BOOLEAN NOT NULL,
  CONSTRAINT webhook_security_pk PRIMARY KEY (name)
);
