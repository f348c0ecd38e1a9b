package io.bailiwick.journal;

/** Who may use a database beside a server. Two that do not fit exclude each other. */
public enum Occupancy {
  /** Nobody: the server trusts its memory. */
  ALONE,
  /** The other nodes of its cluster, and no single server. */
  ONE_OF_SEVERAL
}
