-- Which bulk action an event is of. The correlation id does not say so: it is made of the request's id, which a client may use twice. Read by that id.
ALTER TABLE event ADD COLUMN bulk_id ${text};

-- The overlap that a rotation asked for; null where it left that to the settings, which may be others when it is repeated.
ALTER TABLE api_key ADD COLUMN rotation_asked_ms BIGINT;

-- Webhooks that say from when on they want to be told: few among all, and looked at every few seconds. In the order in which they are read, so that
-- no other index does as well.
CREATE INDEX webhook_with_thresholds ON webhook (status, tenant, subscription_id) WHERE thresholds IS NOT NULL;
