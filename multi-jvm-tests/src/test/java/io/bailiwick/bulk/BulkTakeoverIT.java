package io.bailiwick.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.NoAnswer;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.ServerCluster;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.Tenancy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A node of a cluster dies in the middle of a bulk action, and another one ends it. */
class BulkTakeoverIT {
  private static final int ROWS = 300;

  /**
   * The dead member's shards have to move, and its beats to stay away: 15 s each, or a look more.
   */
  private static final Duration WITHIN = Duration.ofSeconds(120);

  @Test
  void anotherNodeEndsWhatADeadOneHasBegun() {
    try (ServerCluster cluster = ServerCluster.of("bulk", 3, Map.of())) {
      Tenancy acme = cluster.tenancy(Map.of());
      for (int i = 0; i < ROWS; i++) {
        acme.operator().openBudget(acme.scope("app:a%03d".formatted(i)), 100).expect(201);
      }
      ObjectNode request = BulkCalls.funding(Json.object("tenant_id", acme.id()), "CREDIT", 7);
      BulkCalls ofDying = new BulkCalls(operatorOf(cluster, 0));
      BulkCalls ofOther = new BulkCalls(operatorOf(cluster, 1));
      CompletableFuture<Reply> unheard =
          CompletableFuture.supplyAsync(() -> ofDying.under("first", BulkCalls.BUDGETS, request));
      String correlation = "budget_bulk_action:credit:first";
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(5))
          .atMost(WITHIN)
          .until(() -> !ofOther.events(correlation).isEmpty());
      cluster.node(0).kill();
      int told = ofOther.events(correlation).size();
      long fromNs = System.nanoTime();

      AtomicReference<Reply> reply = new AtomicReference<>();
      await()
          .pollDelay(Duration.ZERO)
          .atMost(WITHIN)
          .ignoreException(NoAnswer.class)
          .until(
              () -> {
                reply.set(ofOther.operator().post(BulkCalls.BUDGETS, request));
                return reply.get().status() != 503;
              });
      System.out.printf(
          "the runner died with %d of %d told; ended elsewhere within %d ms%n",
          told, ROWS, (System.nanoTime() - fromNs) / 1_000_000);

      assertThat(told).isLessThan(ROWS);
      assertThat(unheard).isCompletedExceptionally();
      assertThat(BulkCalls.succeeded(reply.get().expect(200))).hasSize(ROWS);
      assertThat(ofOther.events(correlation)).hasSize(ROWS);
      assertThat(ofOther.operator().ledgers(acme.id()).values())
          .hasSize(ROWS)
          .allMatch(ledger -> ledger.path("allocated").path("amount").asLong() == 107);
      assertThat(ofOther.audits("first"))
          .filteredOn(entry -> entry.path("operation").asText().equals("bulkActionBudgets"))
          .filteredOn(entry -> entry.path("status").asInt() == 200)
          .hasSize(1);
      assertThat(List.of(1, 2))
          .anyMatch(node -> cluster.node(node).process().log().contains("is gone on with"));
      assertThat(operatorOf(cluster, 2).post(BulkCalls.BUDGETS, request).expect(200).body())
          .isEqualTo(reply.get().body());
    }
  }

  private static Operator operatorOf(ServerCluster cluster, int node) {
    return new Operator(cluster.clientOf(List.of(cluster.node(node))), ServerSetup.ADMIN_KEY);
  }
}
