-- Spikes of denials and expiries that last, or were told a moment ago: of these nothing is told again, whoever looks, and after a restart too. The row
-- goes when a look finds that it is over.
CREATE TABLE rate_spike (
  tenant     ${text} NOT NULL,
  metric     ${text} NOT NULL,
  window_s   INTEGER NOT NULL,
  threshold  INTEGER NOT NULL,
  event_id   ${text} NOT NULL,
  told_at_ms BIGINT  NOT NULL,
  CONSTRAINT rate_spike_pk PRIMARY KEY (tenant, metric, window_s, threshold)
);

-- Events that stand for several, which their metadata says: few among all, and added up every half minute.
CREATE INDEX event_joined ON event (event_type, event_id) WHERE metadata IS NOT NULL;
