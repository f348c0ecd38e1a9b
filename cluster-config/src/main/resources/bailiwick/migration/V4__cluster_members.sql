-- The members of the one cluster that lives on this database. Each counts its own row up while it lives and removes it when it stops; who founds
-- a cluster removes those of the one before. Unused by the embedded store. The time is the database's own.
CREATE TABLE cluster_member (
  address      ${text} NOT NULL,
  incarnation  BIGINT  NOT NULL,
  beats        BIGINT  NOT NULL,
  beaten_at_ms BIGINT  NOT NULL,
  CONSTRAINT cluster_member_pk PRIMARY KEY (address)
);
