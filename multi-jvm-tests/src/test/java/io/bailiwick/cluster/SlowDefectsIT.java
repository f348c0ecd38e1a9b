package io.bailiwick.cluster;

import static org.awaitility.Awaitility.await;

import io.bailiwick.defect.Agents;
import io.bailiwick.defect.Defect;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Clock;
import io.bailiwick.harness.ClusterNode;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.NoAnswer;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.RoamingClient;
import io.bailiwick.harness.ServerCluster;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.Tenancy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Servers with one thing wrong that needs several nodes, or half a minute, to be noticed. */
class SlowDefectsIT {
  private static final Duration WITHIN = Duration.ofSeconds(120);

  /** With a partition, and everybody coming back, or with a node that is new. */
  private static final Duration PARTED_WITHIN = Duration.ofSeconds(300);

  /** Longer than a minority may take to know that it is one. */
  private static final Duration CUT = Duration.ofSeconds(25);

  /** A node that was voted out has to start again within it, and to decide what to do alone. */
  private static final Duration LONG_CUT = Duration.ofSeconds(50);

  private static final int LOAD_MS = 3_000;

  /** Of each answer of the database. */
  private static final Duration LATE = Duration.ofMillis(250);

  /** A round of the rebalancing, and the stops and recoveries of what moves. */
  private static final Duration MOVED_WITHIN = Duration.ofSeconds(60);

  private static final String RIVAL = "granted by the minority|spent by";

  @Test
  void aLeaseThatIsNeverEndedIsNoticed() {
    DefectTrial.noticed(
        Defect.NO_EXPIRY,
        1,
        "still live|ExpiryHappens|has reserved",
        WITHIN,
        DefectsIT::workAndJudge);
  }

  @Test
  void aDecisionThatIsNotToldAgainAfterARestartIsNoticed() {
    DefectTrial.noticed(
        Defect.NO_REDELIVERY,
        1,
        "has reserved|HoldsAddUp|MoneyIsAccountedFor|an answer to",
        WITHIN,
        cluster -> {
          ClusterLoad load = ClusterLoad.on(cluster, "redelivery");
          load.awaitProgress();
          ClusterNode node = cluster.node(0);
          // So that at any moment there is something decided that is not yet told to its scopes.
          node.database().down().slow(LATE);
          Clock.awaitPast(Clock.nowMs() + LOAD_MS);
          node.kill();
          node.breakDatabase();
          node.database().down().heal();
          node.start();
          Clock.awaitPast(Clock.nowMs() + LOAD_MS);
          load.end();
          load.judge();
        });
  }

  @Test
  void workThatAHandoverDropsIsNoticed() {
    DefectTrial.noticed(
        Defect.HANDOVER_DROPS_UNDECIDED,
        1,
        "has reserved|HoldsAddUp|MoneyIsAccountedFor|AcknowledgedIsThere|answers to a repetition",
        PARTED_WITHIN,
        SlowDefectsIT::handOver);
  }

  @Test
  void aRevokedKeyThatAnotherNodeHonoursIsNoticed() {
    DefectTrial.noticed(
        Defect.REVOKED_KEYS_HONOURED, 2, "401", WITHIN, SlowDefectsIT::revokeElsewhere);
  }

  @Test
  void aMinorityThatGoesOnIsNoticed() {
    DefectTrial.noticed(
        Defect.NO_RESOLVER,
        3,
        "granted by the minority",
        PARTED_WITHIN,
        cluster -> PartitionIT.story(cluster, 2, CUT, healed -> {}));
  }

  /** The node that is cut off never learns it, so that only the journal is in its way. */
  @Test
  void aFenceThatLetsTwoOwnersWriteIsNoticed() {
    DefectTrial.noticed(
        Defect.NO_FENCE,
        3,
        number ->
            number == 2
                ? Agents.with(Defect.NO_FENCE, Defect.NO_RESOLVER)
                : Agents.with(Defect.NO_FENCE),
        RIVAL,
        PARTED_WITHIN,
        // It would never come back by itself.
        cluster -> PartitionIT.story(cluster, 2, CUT, ClusterNode::kill));
  }

  @Test
  void aSecondClusterIsNoticed() {
    DefectTrial.noticed(
        Defect.SECOND_CLUSTER,
        3,
        number -> number == 0 ? Agents.with(Defect.SECOND_CLUSTER) : Map.of(),
        RIVAL + "|one cluster of three",
        PARTED_WITHIN,
        cluster -> PartitionIT.story(cluster, 0, LONG_CUT, healed -> {}));
  }

  /** Shards move to a new node, while each entity has something that is not durable yet. */
  private static void handOver(ServerCluster cluster) {
    ClusterLoad load = ClusterLoad.crowdOn(cluster, "handover");
    load.awaitProgress();
    cluster.node(0).database().down().slow(LATE);
    cluster.grow(1);
    await("shards on the move")
        .atMost(MOVED_WITHIN)
        .ignoreException(NoAnswer.class)
        .until(() -> movedShards(cluster) > 0);
    cluster.heal();
    load.awaitProgress();
    load.end();
    load.judge();
  }

  private static int movedShards(ServerCluster cluster) {
    return new Operator(cluster.clientOf(List.of(cluster.node(1))), ServerSetup.ADMIN_KEY)
        .get("/v1/x-bailiwick/cluster")
        .body()
        .path("handovers")
        .path("completed")
        .asInt();
  }

  private static void revokeElsewhere(ServerCluster cluster) {
    Tenancy tenancy = cluster.tenancy(Map.of("", 1_000L));
    Operator operator = new Operator(clientOf(cluster, 0), ServerSetup.ADMIN_KEY);
    Reply key = operator.createKey(Json.object("tenant_id", tenancy.id(), "name", "k")).expect(201);
    Agent other = new Agent(clientOf(cluster, 1), tenancy.id(), key.text("key_secret"));
    other.get("/v1/reservations").expect(200);
    operator
        .send(
            new Request(
                "DELETE", "/v1/admin/api-keys/" + key.text("key_id") + "?reason=r", Map.of(), null))
        .expect(200);
    other.get("/v1/reservations").refused(401, "UNAUTHORIZED");
  }

  private static RoamingClient clientOf(ServerCluster cluster, int number) {
    List<ClusterNode> only = List.of(cluster.node(number));
    return cluster.clientOf(only);
  }
}
