package io.bailiwick.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.config.Settings;
import io.bailiwick.query.DueWork;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.tenant.TenantId;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node reads journals before it joins, and leaves everything as it is. */
class RehearsalTest {

  @TempDir Path dataDir;

  @Test
  void readsTheEntitiesThatWereWrittenLastAndTheirOwnersGoOn() throws Exception {
    ClusterCase cluster = new ClusterCase(dataDir);
    Settings settings = cluster.first();
    try (TestNode node = new TestNode(settings)) {
      assertThat(rehearsal(node, settings)).as("entities that there are not").isEqualTo(2);

      TenantId tenant = ClusterCase.openTenant(node, "acme");
      assertThat(ClusterCase.reserve(node, tenant, "key-1"))
          .isInstanceOf(ReservationReply.Reserved.class);
      TenantId other = ClusterCase.openTenant(node, "other");
      assertThat(ClusterCase.reserve(node, other, "key-1"))
          .isInstanceOf(ReservationReply.Reserved.class);
      assertThat(rehearsal(node, settings)).as("two roots, a book of each").isEqualTo(4);

      assertThat(ClusterCase.reserve(node, tenant, "key-2"))
          .isInstanceOf(ReservationReply.Reserved.class);
    }
  }

  @Test
  void aStoreThatDoesNotAnswerKeepsNobodyFromJoining() throws Exception {
    ClusterCase cluster = new ClusterCase(dataDir);
    Settings settings = cluster.first();
    try (TestNode node = new TestNode(settings)) {
      node.store.close();

      assertThat(rehearsal(node, settings)).isZero();
    }
  }

  private static int rehearsal(TestNode node, Settings settings) {
    DueWork dueWork = new DueWork(StoreReads.of(node.system, node.store).lists());
    return Rehearsal.hold(node.system, settings, dueWork);
  }
}
