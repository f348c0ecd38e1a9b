package io.bailiwick.projection;

import java.util.Locale;

/**
 * One SQL statement that the write path prepares once and runs many times. Make it a constant: the
 * write path keeps a prepared form of every distinct statement it has seen for as long as its
 * connection lives.
 *
 * <p>Within one transaction all runs of a statement are one JDBC batch, in the order in which they
 * were asked for, and statements run in ascending {@code rank}. So a row that one event inserts and
 * a later one updates needs an insert of a lower rank than the update; two statements of equal rank
 * must not touch the same row.
 *
 * @param rank position among the statements of a transaction, lower first, 0 to 99
 * @param keyArguments 0, or how many of the leading arguments identify the row of a statement that
 *     writes the whole row. Of several runs with equal keys in one transaction only the last is
 *     executed, whoever asked for it: the earlier ones could never be seen
 * @param sql text with {@code ?} for each argument
 */
public record SqlStatement(int rank, int keyArguments, String sql) {

  /** The highest rank. */
  public static final int RANK_MAX = 99;

  public SqlStatement {
    if (rank < 0 || rank > RANK_MAX) {
      throw new IllegalArgumentException("rank must be in 0.." + RANK_MAX + ", was " + rank);
    }
    if (keyArguments < 0) {
      throw new IllegalArgumentException("keyArguments must not be negative, was " + keyArguments);
    }
    // The PostgreSQL driver joins a batch of inserts into one, and the server refuses one that
    // meets the same row twice.
    if (keyArguments == 0 && sql.toUpperCase(Locale.ROOT).contains("DO UPDATE")) {
      throw new IllegalArgumentException(
          "a statement that inserts or updates needs its key: " + sql);
    }
  }

  /** A statement all of whose runs are executed. */
  public static SqlStatement every(int rank, String sql) {
    return new SqlStatement(rank, 0, sql);
  }

  /**
   * A statement that writes a whole row, inserting or replacing it, identified by its first {@code
   * keyArguments} arguments.
   */
  public static SqlStatement wholeRow(int rank, int keyArguments, String sql) {
    return new SqlStatement(rank, keyArguments, sql);
  }
}
