package io.bailiwick.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/**
 * What the shared database knows of the members of the cluster that lives on it, as one node sees
 * and writes it. Each call is one transaction on a connection of its own, which is made anew after
 * a failure; each ends within the store's timeouts. Blocks; used by one thread.
 *
 * <p>A row says that a node was a member when it last counted. That it does not count any more is
 * for its reader to notice; no clocks are compared.
 */
public final class MemberRegister implements AutoCloseable {

  /** Makes connections that may write. */
  @FunctionalInterface
  interface Opener {
    Connection open() throws SQLException;
  }

  /**
   * A member's row.
   *
   * @param address {@code host:port} between nodes
   * @param incarnation of the process there
   * @param beats how often it has counted
   */
  public record Row(String address, long incarnation, long beats) {}

  /** A node that was not heard of for so long has been removed from its cluster by hand. */
  private static final long FORGOTTEN_AFTER_MS = 24L * 60 * 60 * 1000;

  private static final String NOW_MS = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

  /** Nobody reads or writes between a look and what follows from it. */
  private static final String LOCK = "LOCK TABLE cluster_member IN ACCESS EXCLUSIVE MODE";

  /** Others hold it for a moment; who holds it longer hangs, and the next look tries again. */
  private static final String WAIT_FOR_LOCK = "SET lock_timeout = '2s'";

  private static final String OTHERS =
      "SELECT address, incarnation, beats FROM cluster_member WHERE address <> ?";

  private static final String OWN =
      "SELECT 1 FROM cluster_member WHERE address = ? AND incarnation = ?";

  private static final String ENTER =
      "INSERT INTO cluster_member (address, incarnation, beats, beaten_at_ms) VALUES (?, ?, 1, "
          + NOW_MS
          + ") ON CONFLICT (address) DO UPDATE SET incarnation = EXCLUDED.incarnation,"
          + " beats = 1, beaten_at_ms = EXCLUDED.beaten_at_ms";

  private static final String BEAT =
      "UPDATE cluster_member SET beats = beats + 1, beaten_at_ms = "
          + NOW_MS
          + " WHERE address = ? AND incarnation = ?";

  private static final String LEAVE =
      "DELETE FROM cluster_member WHERE address = ? AND incarnation = ?";

  private static final String FORGET =
      "DELETE FROM cluster_member WHERE beaten_at_ms < " + NOW_MS + " - " + FORGOTTEN_AFTER_MS;

  private final Opener opener;
  private final String address;
  private final long incarnation;
  private Connection connection;

  MemberRegister(Opener opener, String address, long incarnation) {
    this.opener = opener;
    this.address = address;
    this.incarnation = incarnation;
  }

  /** The rows of other addresses. A former process at this node's own address is gone. */
  public Set<Row> others() throws SQLException {
    return transaction(this::readOthers);
  }

  /**
   * Enters this node as the first member of a new cluster and removes all others, if these are
   * exactly as they were {@code seen}. Of several nodes that try it at the same time one succeeds.
   *
   * @return whether it is the founder, also when it has been so before
   */
  public boolean found(Set<Row> seen) throws SQLException {
    return transaction(
        open -> {
          lock(open);
          if (isEntered(open)) {
            return true;
          }
          if (!readOthers(open).equals(seen)) {
            return false;
          }
          try (Statement statement = open.createStatement()) {
            statement.executeUpdate("DELETE FROM cluster_member");
          }
          run(open, ENTER);
          return true;
        });
  }

  /**
   * Enters this node as a member beside others of its cluster.
   *
   * @param cluster incarnations of all its members
   * @return false if others are entered and none of them is of this cluster: another one was
   *     founded meanwhile
   */
  public boolean enter(Set<Long> cluster) throws SQLException {
    return transaction(
        open -> {
          lock(open);
          Set<Row> others = readOthers(open);
          if (!others.isEmpty()
              && others.stream().noneMatch(row -> cluster.contains(row.incarnation()))) {
            return false;
          }
          try (Statement statement = open.createStatement()) {
            statement.executeUpdate(FORGET);
          }
          run(open, ENTER);
          return true;
        });
  }

  /**
   * Counts this node's row up.
   *
   * @return whether it is still there
   */
  public boolean beat() throws SQLException {
    return transaction(open -> run(open, BEAT) == 1);
  }

  /** Removes this node's row. */
  public void leave() throws SQLException {
    transaction(open -> run(open, LEAVE));
  }

  /** Closes the connection; the next call would make another one. */
  @Override
  public void close() throws SQLException {
    if (connection != null) {
      Connection closing = connection;
      connection = null;
      closing.close();
    }
  }

  private interface Work<T> {
    T on(Connection open) throws SQLException;
  }

  private <T> T transaction(Work<T> work) throws SQLException {
    boolean isDone = false;
    try {
      if (connection == null) {
        connection = opener.open();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
          statement.execute(WAIT_FOR_LOCK);
        }
      }
      T result = work.on(connection);
      connection.commit();
      isDone = true;
      return result;
    } finally {
      if (!isDone) {
        close();
      }
    }
  }

  private static void lock(Connection open) throws SQLException {
    try (Statement statement = open.createStatement()) {
      statement.execute(LOCK);
    }
  }

  private Set<Row> readOthers(Connection open) throws SQLException {
    Set<Row> rows = new HashSet<>();
    try (PreparedStatement statement = open.prepareStatement(OTHERS)) {
      statement.setString(1, address);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(new Row(result.getString(1), result.getLong(2), result.getLong(3)));
        }
      }
    }
    return rows;
  }

  private boolean isEntered(Connection open) throws SQLException {
    try (PreparedStatement statement = open.prepareStatement(OWN)) {
      bindSelf(statement);
      try (ResultSet result = statement.executeQuery()) {
        return result.next();
      }
    }
  }

  private int run(Connection open, String sql) throws SQLException {
    try (PreparedStatement statement = open.prepareStatement(sql)) {
      bindSelf(statement);
      return statement.executeUpdate();
    }
  }

  private void bindSelf(PreparedStatement statement) throws SQLException {
    statement.setString(1, address);
    statement.setLong(2, incarnation);
  }
}
