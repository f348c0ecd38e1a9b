package io.bailiwick.journal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Real connections whose first commits go wrong: the answer gets lost after the commit or before
 * it, or the commit does not happen.
 */
final class CommitFault implements WriterFixture.Faults {

  enum Kind {
    ANSWER_LOST,
    NOT_COMMITTED,
    /** The answer gets lost, and the server is not done with the commit for a while yet. */
    LATE,
    /** A bug in the driver. */
    BUG
  }

  private static final long LATE_MS = 300;

  private final Kind kind;
  private final AtomicInteger faultsLeft;

  CommitFault(Kind kind, int times) {
    this.kind = kind;
    this.faultsLeft = new AtomicInteger(times);
  }

  @Override
  public Connection wrap(Connection connection) {
    AtomicBoolean isLost = new AtomicBoolean();
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (isLost.get()) {
            throw new SQLException("injected: the connection is lost");
          }
          boolean fails = method.getName().equals("commit") && faultsLeft.getAndDecrement() > 0;
          if (fails && kind == Kind.NOT_COMMITTED) {
            connection.rollback();
            throw new SQLException("injected: the commit did not happen");
          }
          if (fails && kind == Kind.BUG) {
            throw new StackOverflowError("injected: a bug during the commit");
          }
          if (fails && kind == Kind.LATE) {
            isLost.set(true);
            CompletableFuture.delayedExecutor(LATE_MS, TimeUnit.MILLISECONDS)
                .execute(() -> commitAndClose(connection));
            throw new SQLException("injected: the connection was lost before the commit");
          }
          try {
            Object result = method.invoke(connection, arguments);
            if (fails) {
              connection.close();
              throw new SQLException("injected: the connection was lost during the commit");
            }
            return result;
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, handler);
  }

  private static void commitAndClose(Connection connection) {
    try (connection) {
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("the late commit failed", e);
    }
  }
}
