package io.bailiwick.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.StoreKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that are told nothing of each other and find each other through a name or through pods. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DiscoveryIT {
  private static final Duration FOUND_WITHIN = Duration.ofSeconds(120);

  @TempDir Path folder;

  @Test
  void nodesFindEachOtherByTheAddressesOfAName() {
    List<String> hosts = List.of("127.0.0.21", "127.0.0.22");
    try (NameServer names = new NameServer("nodes.bailiwick.test", hosts)) {
      ServerSetup any =
          setup("dns")
              .with("BAILIWICK_CLUSTER_SERVICE_NAME", "nodes.bailiwick.test")
              .with(
                  ServerSetup.JAVA_OPTIONS,
                  ServerSetup.LIVES_SHORTLY
                      + " -Dpekko.io.dns.async-dns.nameservers=127.0.0.1:"
                      + names.port());
      assertFormOneCluster(any, hosts);
      assertThat(names.found()).isGreaterThanOrEqualTo(hosts.size());
    }
  }

  @Test
  void nodesFindEachOtherByTheListOfPods() throws Exception {
    List<String> hosts = List.of("127.0.0.31", "127.0.0.32");
    ServerSetup base = setup("kubernetes").with("BAILIWICK_CLUSTER_SERVICE_NAME", "agents");
    try (PodApi api = new PodApi(folder, "work", "token-of-the-pod", hosts, managementPort(base))) {
      String mounted = " -Dpekko.discovery.kubernetes-api.";
      ServerSetup any =
          base.with("KUBERNETES_SERVICE_HOST", "127.0.0.1")
              .with("KUBERNETES_SERVICE_PORT", Integer.toString(api.port()))
              .with(
                  ServerSetup.JAVA_OPTIONS,
                  ServerSetup.LIVES_SHORTLY
                      + (mounted + "api-ca-path=" + api.authorityFile())
                      + (mounted + "api-token-path=" + api.tokenFile())
                      + (mounted + "pod-namespace-path=" + api.namespaceFile()));
      assertFormOneCluster(any, hosts);
      assertThat(api.listed()).isGreaterThanOrEqualTo(hosts.size());
      assertThat(api.refused()).isZero();
    }
  }

  /** All alike but for their own address, as on machines of their own. */
  private static ServerSetup setup(String discovery) {
    ServerSetup setup =
        ServerSetup.on(StoreKind.POSTGRESQL, discovery)
            .with("BAILIWICK_AUTH_KEY_PEPPER", "0123456789abcdef0123456789abcdef")
            .with("BAILIWICK_CLUSTER_ENABLED", "true")
            .with("BAILIWICK_CLUSTER_DISCOVERY", discovery)
            .with("BAILIWICK_CLUSTER_LEAVE_NOTICE", "0s")
            .with("BAILIWICK_STORE_CONNECT_TIMEOUT", "30s");
    return setup
        .with("BAILIWICK_CLUSTER_PORT", Integer.toString(setup.onAnotherPort("free").port()))
        .with(
            "BAILIWICK_CLUSTER_MANAGEMENT_PORT",
            Integer.toString(setup.onAnotherPort("free").port()));
  }

  private static int managementPort(ServerSetup setup) {
    return Integer.parseInt(setup.settings().get("BAILIWICK_CLUSTER_MANAGEMENT_PORT"));
  }

  private static void assertFormOneCluster(ServerSetup any, List<String> hosts) {
    ServerProcess first = ServerProcess.launch(node(any, hosts.getFirst()));
    ServerProcess second = ServerProcess.launch(node(any, hosts.getLast()));
    try (first;
        second) {
      for (ServerProcess node : List.of(first, second)) {
        // A loaded machine starts two of them slowly.
        await()
            .atMost(FOUND_WITHIN)
            .until(() -> node.log().contains("ready on") || !node.isAlive());
        node.awaitReady();
      }
      String port = any.settings().get("BAILIWICK_CLUSTER_PORT");
      for (ServerProcess node : List.of(first, second)) {
        await()
            .atMost(FOUND_WITHIN)
            .untilAsserted(
                () ->
                    assertThat(up(node))
                        .containsExactly(
                            hosts.getFirst() + ":" + port, hosts.getLast() + ":" + port));
      }
      // One founded, the other joined it.
      assertThat(List.of(first.log(), second.log()))
          .filteredOn(log -> log.contains("no cluster lives on this database"))
          .hasSize(1);
    }
  }

  private static ServerSetup node(ServerSetup any, String host) {
    ServerSetup node = any.onAnotherPort(any.name() + "-" + host);
    return node.with("BAILIWICK_CLUSTER_HOSTNAME", host)
        .with("BAILIWICK_STORE_DATA_DIR", any.dataDir().resolve(host).toString());
  }

  private static TreeSet<String> up(ServerProcess node) {
    TreeSet<String> up = new TreeSet<>();
    node.operator()
        .get("/v1/x-bailiwick/cluster")
        .expect(200)
        .body()
        .path("members")
        .forEach(
            member -> {
              if (member.path("status").asText().equals("UP")) {
                up.add(member.path("address").asText());
              }
            });
    return up;
  }
}
