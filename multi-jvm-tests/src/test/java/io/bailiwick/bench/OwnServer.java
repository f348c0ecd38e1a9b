package io.bailiwick.bench;

import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.StoreKind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The packaged server on an empty store, for those who name no other. Ends with this process. */
final class OwnServer {
  /** What its process is called. */
  static final String SERVER = "server";

  private OwnServer() {}

  static Target start(String store) {
    StoreKind kind = StoreKind.valueOf(store.toUpperCase(Locale.ROOT));
    ServerProcess server = ServerProcess.start(ServerSetup.on(kind, "bench").asPeopleStartIt());
    Map<String, Long> processes = new LinkedHashMap<>();
    processes.put(SERVER, server.pid());
    if (kind == StoreKind.POSTGRESQL) {
      processes.put("store", databaseProcess(server.setup()));
    }
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress().getHostAddress(), server.port());
    return new Target(List.of(address), address, ServerSetup.ADMIN_KEY, processes);
  }

  /** The parent of the process that serves a connection. */
  private static long databaseProcess(ServerSetup setup) {
    String url = setup.settings().get("BAILIWICK_STORE_URL");
    String user = setup.settings().get("BAILIWICK_STORE_USER");
    try (Connection connection = DriverManager.getConnection(url, user, "");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      return ProcessHandle.of(row.getLong(1)).flatMap(ProcessHandle::parent).orElseThrow().pid();
    } catch (SQLException e) {
      throw new IllegalStateException("the database did not tell its process", e);
    }
  }
}
