package io.bailiwick.entity;

import static io.bailiwick.entity.TestNode.answer;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.Unit;
import io.bailiwick.config.Settings;
import io.bailiwick.reservation.Purpose;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Several nodes of one cluster in this process, on one database. */
final class ClusterCase {

  static final String PEPPER = "0123456789abcdef0123456789abcdef";

  private static final long ALLOCATED = 1_000_000;

  private final Map<String, String> environment;

  ClusterCase(Path dataDir) throws SQLException {
    environment = TestNode.postgres(dataDir);
    environment.put("BAILIWICK_CLUSTER_ENABLED", "true");
    environment.put("BAILIWICK_AUTH_KEY_PEPPER", PEPPER);
  }

  /** All nodes have that, unless they differ in it. */
  void set(String variable, String value) {
    environment.put(variable, value);
  }

  /** Of the database. */
  String url() {
    return environment.get("BAILIWICK_STORE_URL");
  }

  /** Of the node to begin with; the others join through it. */
  Settings first() {
    environment.put("BAILIWICK_CLUSTER_SEED_NODES", "127.0.0.1:" + freePort());
    return settings(environment, port(environment.get("BAILIWICK_CLUSTER_SEED_NODES")));
  }

  /** Of a further node that differs in {@code variable}. */
  Settings next(String variable, String value) {
    Map<String, String> changed = new HashMap<>(environment);
    changed.put(variable, value);
    return settings(changed, freePort());
  }

  Settings next() {
    return settings(environment, freePort());
  }

  static TenantId openTenant(TestNode node, String name) {
    TenantId tenant = new TenantId(name);
    node.openTenant(tenant);
    node.openLedger(ScopePath.root(tenant), ALLOCATED);
    return tenant;
  }

  static ReservationReply reserve(TestNode node, TenantId tenant, String key) {
    return answer(
        node.authority
            .reservations()
            .ask(
                new ReservationCommand.Reserve(
                    new RequestKey(key, "hash"),
                    ScopePath.root(tenant),
                    new Amount(Unit.TOKENS, 1),
                    600_000L,
                    5_000,
                    null,
                    false,
                    new Purpose("{}", "{}", null)),
                null));
  }

  private static Settings settings(Map<String, String> environment, int port) {
    Map<String, String> own = new HashMap<>(environment);
    own.put("BAILIWICK_CLUSTER_PORT", Integer.toString(port));
    return TestNode.settings(own);
  }

  private static int port(String hostAndPort) {
    return Integer.parseInt(hostAndPort.substring(hostAndPort.indexOf(':') + 1));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
