-- What has ended, in the order in which it leaves: all tenants' together, so that nobody's old reservations wait for another's. Written once for a
-- reservation, at the end of the index.
CREATE INDEX reservation_by_end ON reservation (ended_at_ms, reservation_id) WHERE ended_at_ms IS NOT NULL;
