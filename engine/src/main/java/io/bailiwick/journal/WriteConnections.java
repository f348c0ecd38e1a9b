package io.bailiwick.journal;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections for the writer. Must give up within a bound of its own (connect timeout). */
@FunctionalInterface
interface WriteConnections {

  /** How long a connection may take to show that it still works, in seconds. */
  int VALIDATION_TIMEOUT_S = 2;

  Connection open() throws SQLException;

  /** Asked before every transaction: throws when what it commits would not be found again. */
  default void requireInPlace() throws SQLException {}
}
