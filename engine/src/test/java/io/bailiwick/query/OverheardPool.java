package io.bailiwick.query;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** A pool of which the last statement is noted, with its arguments, and can be explained. */
final class OverheardPool {

  private final DataSource pool;
  private final Map<Integer, Object> arguments = new TreeMap<>();
  private String sql;

  OverheardPool(DataSource pool) {
    this.pool = pool;
  }

  DataSource dataSource() {
    return proxy(
        DataSource.class,
        (method, arguments) -> {
          Object result = method.invoke(pool, arguments);
          return result instanceof Connection connection ? overheard(connection) : result;
        });
  }

  /**
   * The plan of the last statement, line by line.
   *
   * @param explain what stands before the statement
   * @param column of the result that has the lines, from 1
   */
  List<String> plan(String explain, int column) throws Exception {
    List<String> lines = new ArrayList<>();
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(explain + ' ' + sql)) {
      for (Map.Entry<Integer, Object> argument : arguments.entrySet()) {
        statement.setObject(argument.getKey(), argument.getValue());
      }
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          lines.add(row.getString(column));
        }
      }
    }
    return lines;
  }

  private Connection overheard(Connection connection) {
    return proxy(
        Connection.class,
        (method, arguments) -> {
          Object result = method.invoke(connection, arguments);
          if (result instanceof PreparedStatement statement) {
            sql = (String) arguments[0];
            this.arguments.clear();
            return overheard(statement);
          }
          return result;
        });
  }

  private PreparedStatement overheard(PreparedStatement statement) {
    return proxy(
        PreparedStatement.class,
        (method, arguments) -> {
          if (method.getName().matches("set(Object|String|Int|Long)")) {
            this.arguments.put((Integer) arguments[0], arguments[1]);
          }
          return method.invoke(statement, arguments);
        });
  }

  private interface Call {
    Object run(Method method, Object[] arguments) throws ReflectiveOperationException;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                return call.run(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return type.cast(proxy);
  }
}
