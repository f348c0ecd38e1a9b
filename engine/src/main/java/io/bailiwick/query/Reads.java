package io.bailiwick.query;

import io.bailiwick.journal.QueryLimit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * Runs queries on the read pool, never on the caller's thread. Thread-safe.
 *
 * <p>How many run at once is bounded by the executor's threads and the pool's connections; how many
 * wait, here.
 */
public final class Reads {

  /**
   * More than clients can have under way on a node; beyond it answers would come too late anyway.
   */
  static final int WAITING_MAX = 10_000;

  private final DataSource pool;
  private final QueryLimit limit;
  private final Executor executor;
  private final AtomicInteger underWay = new AtomicInteger();

  /**
   * @param limit of what one connection of the pool is taken for
   * @param executor of threads that may block
   */
  public Reads(DataSource pool, QueryLimit limit, Executor executor) {
    this.pool = pool;
    this.limit = limit;
    this.executor = executor;
  }

  /** Something to be read on a connection in auto-commit mode. */
  @FunctionalInterface
  public interface Query<T> {
    T run(Connection connection) throws SQLException;
  }

  /** What {@code query} gives; fails with {@link QueryFailedException}. */
  public <T> CompletionStage<T> ask(Query<T> query) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (underWay.incrementAndGet() > WAITING_MAX) {
      underWay.decrementAndGet();
      answer.completeExceptionally(
          new QueryFailedException(WAITING_MAX + " queries are waiting", null));
      return answer;
    }
    try {
      executor.execute(() -> run(query, answer));
    } catch (RejectedExecutionException | Error e) {
      // An Error as well, which may be that there is no thread to be had: as above.
      underWay.decrementAndGet();
      answer.completeExceptionally(new QueryFailedException("queries are refused", e));
    }
    return answer;
  }

  private <T> void run(Query<T> query, CompletableFuture<T> answer) {
    try (Connection connection = pool.getConnection()) {
      answer.complete(run(query, connection));
    } catch (SQLException e) {
      answer.completeExceptionally(new QueryFailedException("the store was not read: " + e, e));
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
    } catch (Error e) {
      // Who waits for the answer before going on must not wait for ever.
      answer.completeExceptionally(new QueryFailedException("the store was not read: " + e, e));
      throw e;
    } finally {
      underWay.decrementAndGet();
    }
  }

  private <T> T run(Query<T> query, Connection connection) throws SQLException {
    limit.begin(connection);
    try {
      return query.run(connection);
    } finally {
      limit.end(connection);
    }
  }
}
