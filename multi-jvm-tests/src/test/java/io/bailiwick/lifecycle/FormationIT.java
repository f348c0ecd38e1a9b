package io.bailiwick.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.harness.Clock;
import io.bailiwick.harness.HttpConnection;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.StoreKind;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes that find each other without a seed: how they come together, leave, and are refused. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FormationIT {
  /** Long enough to look at a node that has begun to stop. */
  private static final Duration NOTICE = Duration.ofSeconds(6);

  /** Notice, drain, leave, and the last write, with the defaults. */
  private static final Duration STOPS_WITHIN = NOTICE.plusSeconds(4 + 8 + 5);

  private static final Duration ENDS_WITHIN = Duration.ofMinutes(2);

  /** Discovery, its margin, and several decisions to found. */
  private static final Duration WATCHED = Duration.ofSeconds(15);

  private ServerSetup first;
  private ServerSetup second;
  private ServerProcess firstNode;
  private ServerProcess secondNode;

  @BeforeEach
  void startTwo() {
    ServerSetup any =
        ServerSetup.on(StoreKind.POSTGRESQL, "formation")
            .with("BAILIWICK_AUTH_KEY_PEPPER", "0123456789abcdef0123456789abcdef")
            .with("BAILIWICK_CLUSTER_ENABLED", "true")
            .with("BAILIWICK_CLUSTER_DISCOVERY", "config")
            .with("BAILIWICK_CLUSTER_LEAVE_NOTICE", NOTICE.toMillis() + "ms")
            .with("BAILIWICK_STORE_CONNECT_TIMEOUT", "30s");
    first = node(any, "formation-1");
    second = node(any, "formation-2");
    String contactPoints = String.join(",", management(first), management(second));
    first = first.with("BAILIWICK_CLUSTER_CONTACT_POINTS", contactPoints);
    second = second.with("BAILIWICK_CLUSTER_CONTACT_POINTS", contactPoints);
    firstNode = ServerProcess.launch(first);
    secondNode = ServerProcess.launch(second);
    firstNode.awaitReady();
    secondNode.awaitReady();
  }

  @AfterEach
  void stopAll() {
    firstNode.close();
    secondNode.close();
  }

  @Test
  void nodesFormOneClusterAndSayNoBeforeTheyLeave() throws Exception {
    assertThat(status(managementPort(first), "/ready")).isEqualTo(200);
    assertThat(body(managementPort(first), "/cluster/members"))
        .contains(second.settings().get("BAILIWICK_CLUSTER_PORT"));
    assertThat(firstNode.isAlive()).isTrue();

    CompletableFuture<ServerProcess.Stopped> stop =
        CompletableFuture.supplyAsync(secondNode::terminate);
    await()
        .atMost(NOTICE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> status(second.port(), "/readiness") == 503);
    // It says no, and still serves whoever has not heard of it.
    assertThat(status(second.port(), "/openapi.yaml")).isEqualTo(200);

    ServerProcess.Stopped stopped = stop.get(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS);
    assertThat(stopped.exitCode()).isZero();
    assertThat(stopped.took()).isBetween(NOTICE, STOPS_WITHIN);
    assertThat(status(first.port(), "/readiness")).isEqualTo(200);
  }

  @Test
  void aNodeThatDisagreesEndsWithTwoAndOneThatWasVotedOutWithThree() {
    ServerSetup other = node(first, "formation-3").with("BAILIWICK_PLACEMENT_SHARDS", "50");
    ServerProcess refused = ServerProcess.launch(other);
    assertThat(refused.awaitEnd(ENDS_WITHIN)).isEqualTo(2);
    assertThat(refused.log()).contains("bailiwick.placement.shards is 50 here and 100 there");

    // Of two, the one with the lower address stays.
    boolean isFirstLower = clusterPort(first) < clusterPort(second);
    ServerProcess voted = isFirstLower ? secondNode : firstNode;
    ServerSetup stays = isFirstLower ? first : second;
    voted.pause();
    await()
        .atMost(ENDS_WITHIN)
        .until(
            () ->
                !body(managementPort(stays), "/cluster/members")
                    .contains(":" + clusterPort(isFirstLower ? second : first)));
    voted.resume();
    assertThat(voted.awaitEnd(ENDS_WITHIN)).isEqualTo(3);
    assertThat(voted.log()).contains("voted out of its cluster");
  }

  /** Both are told to begin alone, which nobody should be: then only the database is in the way. */
  @Test
  void aNodeThatFindsNobodyFoundsNothingWhileAClusterLives() {
    ServerSetup lonely =
        node(first, "formation-4").with("BAILIWICK_CLUSTER_CONTACT_POINTS_MIN", "1");
    lonely = lonely.with("BAILIWICK_CLUSTER_CONTACT_POINTS", management(lonely));
    try (ServerProcess stranger = ServerProcess.launch(lonely)) {
      await()
          .atMost(ENDS_WITHIN)
          .until(() -> stranger.log().contains("founds none while it lives"));
      await().during(WATCHED).atMost(ENDS_WITHIN).until(() -> !stranger.log().contains("ready on"));
      // Killed as a whole, so that nobody can say that it is gone.
      firstNode.kill();
      secondNode.kill();
      long killedMs = Clock.nowMs();
      stranger.awaitReady();
      System.out.printf(
          "%d ms after a cluster was killed as a whole another one serves%n",
          Clock.nowMs() - killedMs);
      assertThat(stranger.log()).contains("no cluster lives on this database");
    }
  }

  private static ServerSetup node(ServerSetup any, String name) {
    ServerSetup node = any.onAnotherPort(name);
    return node.with("BAILIWICK_CLUSTER_PORT", Integer.toString(any.onAnotherPort(name).port()))
        .with("BAILIWICK_CLUSTER_MANAGEMENT_PORT", Integer.toString(any.onAnotherPort(name).port()))
        .with("BAILIWICK_STORE_DATA_DIR", any.dataDir().resolve(name).toString());
  }

  private static String management(ServerSetup node) {
    return "127.0.0.1:" + managementPort(node);
  }

  private static int managementPort(ServerSetup node) {
    return Integer.parseInt(node.settings().get("BAILIWICK_CLUSTER_MANAGEMENT_PORT"));
  }

  private static int clusterPort(ServerSetup node) {
    return Integer.parseInt(node.settings().get("BAILIWICK_CLUSTER_PORT"));
  }

  private static int status(int port, String path) throws IOException {
    try (HttpConnection connection = new HttpConnection(port)) {
      return connection.exchange(Request.get(path)).status();
    }
  }

  private static String body(int port, String path) throws IOException {
    try (HttpConnection connection = new HttpConnection(port)) {
      return connection.exchange(Request.get(path)).body();
    }
  }
}
