package io.bailiwick.projection;

/**
 * One SQL statement that the write path prepares once and runs many times. Make it a constant: the write path keeps a prepared form of every
 * distinct statement it has seen for as long as its connection lives.
 *
 * <p>Within one transaction all runs of a statement are one JDBC batch, in the order in which they were asked for, and statements run in
 * ascending {@code rank}. So a row that one event inserts and a later one updates needs an insert of a lower rank than the update; two
 * statements of equal rank must not touch the same row.
 *
 * @param rank position among the statements of a transaction, lower first, 0 to 99
 * @param sql text with {@code ?} for each argument
 */
public record SqlStatement(int rank, String sql) {

  /** The highest rank. */
  public static final int RANK_MAX = 99;

  public SqlStatement {
    if (rank < 0 || rank > RANK_MAX) {
      throw new IllegalArgumentException("rank must be in 0.." + RANK_MAX + ", was " + rank);
    }
    if (sql.isBlank()) {
      throw new IllegalArgumentException("sql must not be blank");
    }
  }
}
