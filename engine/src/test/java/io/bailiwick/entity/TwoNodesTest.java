package io.bailiwick.entity;

import static io.bailiwick.entity.TestNode.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.Unit;
import io.bailiwick.config.Settings;
import io.bailiwick.reservation.Purpose;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.scope.LedgerTerms;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantCommand;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantReply;
import io.bailiwick.tenant.TenantSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one database: it does not matter which one is asked, nor that one of them goes. */
class TwoNodesTest {

  private static final int TENANTS = 6;

  @TempDir Path dataDir;

  @Test
  void eitherNodeServesEveryTenantAndOneServesAllWhenTheOtherHasLeft() throws Exception {
    int first = freePort();
    int second = freePort();
    Map<String, String> environment = TestNode.postgres(dataDir);
    environment.put("BAILIWICK_CLUSTER_ENABLED", "true");
    environment.put("BAILIWICK_CLUSTER_SEED_NODES", "127.0.0.1:" + first);
    environment.put("BAILIWICK_AUTH_KEY_PEPPER", "0123456789abcdef0123456789abcdef");
    TestNode leaving = new TestNode(settings(environment, first));
    try (TestNode staying = new TestNode(settings(environment, second))) {
      for (int i = 0; i < TENANTS; i++) {
        open(i % 2 == 0 ? leaving : staying, tenant(i));
        assertReserves(i % 2 == 0 ? staying : leaving, tenant(i), "key-1", 90);
      }
      leaving.close();
      for (int i = 0; i < TENANTS; i++) {
        assertReserves(staying, tenant(i), "key-2", 80);
      }
    }
  }

  private static Settings settings(Map<String, String> environment, int port) {
    environment.put("BAILIWICK_CLUSTER_PORT", Integer.toString(port));
    return TestNode.settings(environment);
  }

  private static TenantId tenant(int number) {
    return new TenantId("tenant-" + number);
  }

  private static void open(TestNode node, TenantId tenant) {
    assertThat(
            answer(
                node.authority
                    .tenants()
                    .ask(
                        new TenantCommand.Create(
                            tenant, "T", null, TenantSettings.NONE, null, null))))
        .isInstanceOf(TenantReply.Created.class);
    assertThat(
            answer(
                node.authority
                    .budgets()
                    .ask(
                        new BudgetCommand.Open(
                            ScopePath.root(tenant),
                            Unit.TOKENS,
                            "led-" + tenant,
                            100,
                            0,
                            new LedgerTerms(null, null, null, null, null)))))
        .isInstanceOf(BudgetReply.Opened.class);
  }

  /** While a tenant moves a request may find nobody; the same key may be sent again. */
  private static void assertReserves(TestNode node, TenantId tenant, String key, long remaining) {
    ReservationCommand.Reserve reserve =
        new ReservationCommand.Reserve(
            new RequestKey(key, "hash"),
            ScopePath.root(tenant),
            new Amount(Unit.TOKENS, 10),
            600_000L,
            5_000,
            null,
            false,
            new Purpose("{}", "{}", null));
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(answer(node.authority.reservations().ask(reserve)))
                    .isInstanceOfSatisfying(
                        ReservationReply.Reserved.class,
                        reserved ->
                            assertThat(reserved.balances().getFirst().figures().remaining())
                                .isEqualTo(remaining)));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
