package io.bailiwick.cluster;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bailiwick.harness.Namespaces;
import io.bailiwick.harness.ServerCluster;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The story of {@link PartitionIT} with a network that the kernel takes apart, without a relay
 * between nodes: frames get lost, and nobody is told.
 */
class KernelPartitionIT {
  @Test
  void theMinorityStopsGrantingAndComesBackByItself() throws Exception {
    Optional<String> missing = Namespaces.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElseThrow());
    try (Namespaces namespaces = Namespaces.of(3)) {
      Trial.of(
          "kernel-partition",
          "-Dit.test=KernelPartitionIT -Dbailiwick.cluster.victim=" + PartitionIT.VICTIM,
          () -> ServerCluster.in(namespaces, "kernel-partition", Map.of()),
          cluster -> PartitionIT.story(cluster, PartitionIT.VICTIM, PartitionIT.CUT, node -> {}));
    }
  }
}
