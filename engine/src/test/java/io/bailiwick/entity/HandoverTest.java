package io.bailiwick.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.tenant.TenantId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that leaves in good order, as nodes do when they are replaced one by one. */
class HandoverTest {

  private static final int TENANTS = 12;
  private static final long PATIENCE_S = 60;

  /** A thread for each client. */
  private static final Executor RUN = task -> Thread.ofVirtual().start(task);

  @TempDir Path dataDir;

  @Test
  void nothingFailsAtOtherNodesWhileShardsAreHandedOver() throws Exception {
    ClusterCase cluster = new ClusterCase(dataDir);
    TestNode leaving = new TestNode(cluster.first());
    try (TestNode staying = new TestNode(cluster.next())) {
      List<TenantId> tenants = new ArrayList<>();
      for (int i = 0; i < TENANTS; i++) {
        tenants.add(ClusterCase.openTenant(leaving, "tenant-" + i));
      }
      AtomicBoolean hasLeft = new AtomicBoolean();
      List<CompletableFuture<List<ReservationReply>>> clients =
          tenants.stream()
              .map(
                  tenant ->
                      CompletableFuture.supplyAsync(() -> reserve(staying, tenant, hasLeft), RUN))
              .toList();

      leaving.close();
      hasLeft.set(true);

      for (CompletableFuture<List<ReservationReply>> client : clients) {
        assertThat(client.get(PATIENCE_S, TimeUnit.SECONDS))
            .isNotEmpty()
            .allSatisfy(reply -> assertThat(reply).isInstanceOf(ReservationReply.Reserved.class));
      }
    }
  }

  /** One request after the other, until there was one after the node had left. */
  private static List<ReservationReply> reserve(
      TestNode node, TenantId tenant, AtomicBoolean hasLeft) {
    List<ReservationReply> replies = new ArrayList<>();
    boolean isLast;
    do {
      isLast = hasLeft.get();
      replies.add(ClusterCase.reserve(node, tenant, "key-" + replies.size()));
    } while (!isLast);
    return replies;
  }
}
