package io.bailiwick.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.tenant.TenantId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one database: it does not matter which one is asked, nor that one of them goes. */
class TwoNodesTest {

  private static final int TENANTS = 6;

  @TempDir Path dataDir;

  @Test
  void eitherNodeServesEveryTenantAndOneServesAllWhenTheOtherHasLeft() throws Exception {
    ClusterCase cluster = new ClusterCase(dataDir);
    TestNode leaving = new TestNode(cluster.first());
    try (TestNode staying = new TestNode(cluster.next())) {
      List<TenantId> tenants = new ArrayList<>();
      for (int i = 0; i < TENANTS; i++) {
        tenants.add(ClusterCase.openTenant(i % 2 == 0 ? leaving : staying, "tenant-" + i));
        assertReserves(i % 2 == 0 ? staying : leaving, tenants.getLast(), "key-1", 1);
      }
      leaving.close();
      for (TenantId tenant : tenants) {
        assertReserves(staying, tenant, "key-2", 2);
      }
    }
  }

  /** While a tenant moves a request may find nobody; the same key may be sent again. */
  private static void assertReserves(TestNode node, TenantId tenant, String key, long reserved) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(ClusterCase.reserve(node, tenant, key))
                    .isInstanceOfSatisfying(
                        ReservationReply.Reserved.class,
                        reply ->
                            assertThat(reply.balances().getFirst().figures().reserved())
                                .isEqualTo(reserved)));
  }
}
