-- What the entities have decided: the only truth. Everything in the later migrations can be rebuilt from here.
-- One file serves both stores. What differs is a placeholder:
--   ${bytes} a byte string, ${text} text ordered by bytes, ${ordering} a number that grows with every row.

-- The unique key is the fence between two owners of one entity: only one of them can write a sequence number.
CREATE TABLE event_journal (
  ordering           ${ordering},
  persistence_id     ${text}  NOT NULL,
  sequence_number    BIGINT   NOT NULL,
  deleted            BOOLEAN  NOT NULL,
  writer             ${text}  NOT NULL,
  write_timestamp    BIGINT   NOT NULL,
  adapter_manifest   ${text}  NOT NULL,
  event_ser_id       INTEGER  NOT NULL,
  event_ser_manifest ${text}  NOT NULL,
  event_payload      ${bytes} NOT NULL,
  meta_ser_id        INTEGER,
  meta_ser_manifest  ${text},
  meta_payload       ${bytes},
  CONSTRAINT event_journal_one_writer UNIQUE (persistence_id, sequence_number)
);

CREATE TABLE snapshot (
  persistence_id        ${text}  NOT NULL,
  sequence_number       BIGINT   NOT NULL,
  created               BIGINT   NOT NULL,
  snapshot_ser_id       INTEGER  NOT NULL,
  snapshot_ser_manifest ${text}  NOT NULL,
  snapshot_payload      ${bytes} NOT NULL,
  meta_ser_id           INTEGER,
  meta_ser_manifest     ${text},
  meta_payload          ${bytes},
  CONSTRAINT snapshot_pk PRIMARY KEY (persistence_id, sequence_number)
);
