-- How keys are used, since this version: how often, since when, and from which address at last. Written every few seconds and not with each request.
ALTER TABLE api_key ADD COLUMN uses BIGINT NOT NULL DEFAULT 0;
ALTER TABLE api_key ADD COLUMN first_used_at_ms BIGINT;
ALTER TABLE api_key ADD COLUMN last_source_ip ${text};

-- Where a key was used: scopes that requests named, and addresses that they came from, the latest ones of each.
CREATE TABLE api_key_place (
  key_id      ${text} NOT NULL,
  kind        ${text} NOT NULL,
  place       ${text} NOT NULL,
  uses        BIGINT  NOT NULL,
  first_at_ms BIGINT  NOT NULL,
  last_at_ms  BIGINT  NOT NULL,
  CONSTRAINT api_key_place_pk PRIMARY KEY (key_id, kind, place)
);

-- The key that a key was replaced by, under which key of the request and with which overlap; null while it was not.
ALTER TABLE api_key ADD COLUMN rotated_to ${text};
ALTER TABLE api_key ADD COLUMN rotation_key ${text};
ALTER TABLE api_key ADD COLUMN rotation_overlap_ms BIGINT;

-- When it was told that a key has expired. One that was revoked before never does.
ALTER TABLE api_key ADD COLUMN expiry_told_at_ms BIGINT;
CREATE INDEX api_key_expiring ON api_key (expires_at_ms, key_id)
  WHERE expiry_told_at_ms IS NULL AND (revoked_at_ms IS NULL OR revoked_at_ms >= expires_at_ms);
