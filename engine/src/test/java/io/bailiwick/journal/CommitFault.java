package io.bailiwick.journal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Real connections whose first commits go wrong: the answer gets lost after the commit, or the
 * commit does not happen.
 */
final class CommitFault implements WriterFixture.Faults {

  enum Kind {
    ANSWER_LOST,
    NOT_COMMITTED
  }

  private final Kind kind;
  private final AtomicInteger faultsLeft;

  CommitFault(Kind kind, int times) {
    this.kind = kind;
    this.faultsLeft = new AtomicInteger(times);
  }

  @Override
  public Connection wrap(Connection connection) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          boolean fails = method.getName().equals("commit") && faultsLeft.getAndDecrement() > 0;
          if (fails && kind == Kind.NOT_COMMITTED) {
            connection.rollback();
            throw new SQLException("injected: the commit did not happen");
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
}
