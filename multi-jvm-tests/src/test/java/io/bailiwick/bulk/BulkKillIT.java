package io.bailiwick.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.NoAnswer;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.StoreKind;
import io.bailiwick.harness.Tenancy;
import io.bailiwick.harness.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Kills a server with -9 in the middle of a bulk action, and again in the middle of what it goes on
 * with after its restart. Each row is changed once all the same, and the answer is whole.
 */
class BulkKillIT {
  private static final int KILLS = 3;
  private static final int ROWS = 400;
  private static final int THREADS = 8;

  /** The restarted server looks after 5 s, and 50 rows a second are few. */
  private static final Duration WITHIN = Duration.ofSeconds(60);

  @Test
  void everyLedgerIsFundedOnce() {
    try (Killed killed = new Killed()) {
      Tenancy acme = Tenancy.empty(killed.operator());
      parallel(
          i -> killed.operator().openBudget(acme.scope("app:a%03d".formatted(i)), 100).expect(201));
      ObjectNode request =
          BulkCalls.funding(Json.object("tenant_id", acme.id()), "CREDIT", 7)
              .put("expected_count", ROWS);

      List<String> ids =
          killed.survive(BulkCalls.BUDGETS, request, "budget_bulk_action:credit:", "ledger_id");

      Map<String, JsonNode> ledgers = killed.operator().ledgers(acme.id());
      assertThat(ledgers)
          .hasSize(ROWS)
          .allSatisfy(
              (scope, ledger) ->
                  assertThat(ledger.path("allocated").path("amount").asLong())
                      .as(scope)
                      .isEqualTo(107));
      assertThat(ids)
          .containsExactlyInAnyOrderElementsOf(
              ledgers.values().stream().map(one -> one.path("ledger_id").asText()).toList());
    }
  }

  @Test
  void everyTenantIsSuspendedOnce() {
    try (Killed killed = new Killed()) {
      parallel(
          i ->
              killed
                  .operator()
                  .post(
                      "/v1/admin/tenants",
                      Json.object(
                          "tenant_id", "child-%03d".formatted(i),
                          "name", "Child",
                          "parent_tenant_id", "root"))
                  .expect(201));
      ObjectNode request =
          BulkCalls.body(Json.object("parent_tenant_id", "root", "status", "ACTIVE"), "SUSPEND");

      List<String> ids =
          killed.survive(BulkCalls.TENANTS, request, "tenant_bulk_action:suspend:", "tenant_id");

      assertThat(ids).hasSize(ROWS).doesNotHaveDuplicates();
      assertThat(killed.operator().rows("/v1/admin/tenants?limit=100&status=SUSPENDED", "tenants"))
          .hasSize(ROWS);
    }
  }

  @Test
  void everyWebhookIsDeletedOnce() {
    try (Killed killed = new Killed()) {
      Tenancy acme = Tenancy.empty(killed.operator());
      parallel(
          i ->
              killed
                  .operator()
                  .post(
                      "/v1/admin/webhooks?tenant_id=" + acme.id(),
                      Json.object(
                          "url",
                          "https://203.0.113.7/" + i,
                          "event_types",
                          List.of("budget.funded")))
                  .expect(201));
      ObjectNode request = BulkCalls.body(Json.object("tenant_id", acme.id()), "DELETE");

      List<String> ids =
          killed.survive(
              BulkCalls.WEBHOOKS, request, "webhook_bulk_action:delete:", "subscription_id");

      assertThat(ids).hasSize(ROWS).doesNotHaveDuplicates();
      assertThat(
              killed
                  .operator()
                  .rows("/v1/admin/webhooks?limit=100&tenant_id=" + acme.id(), "subscriptions"))
          .isEmpty();
    }
  }

  private interface Each {
    Object of(int number);
  }

  private static void parallel(Each each) {
    Workers.start(
            THREADS,
            thread -> {
              for (int i = thread; i < ROWS; i += THREADS) {
                each.of(i);
              }
              return null;
            })
        .await(Duration.ofSeconds(120));
  }

  /** A server that dies again and again. */
  private static final class Killed implements AutoCloseable {
    private static final String REQUEST_ID = "the-first-request";
    private ServerProcess server =
        ServerProcess.start(ServerSetup.on(StoreKind.byDefault(), "bulk-kill"));

    Operator operator() {
      return server.operator();
    }

    /** The ids of the rows, all of which have succeeded; each is told of once. */
    List<String> survive(String target, ObjectNode request, String correlation, String member) {
      BulkCalls first = new BulkCalls(operator());
      CompletableFuture<Reply> unheard =
          CompletableFuture.supplyAsync(() -> first.under(REQUEST_ID, target, request));
      List<Integer> killedAt = new ArrayList<>();
      for (int kill = 0; kill < KILLS; kill++) {
        int before = killedAt.isEmpty() ? 0 : killedAt.getLast();
        String id = correlation + REQUEST_ID;
        await("the middle of it")
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(5))
            .atMost(WITHIN)
            .until(() -> told(id) > before);
        killedAt.add(told(id));
        server.kill();
        server = ServerProcess.start(server.setup());
      }
      assertThat(unheard).as("the first request").isCompletedExceptionally();
      assertThat(unheard.exceptionNow()).isInstanceOf(NoAnswer.class);
      Reply reply = answered(target, request);
      System.out.printf("%s: killed with %s of %d told%n", target, killedAt, ROWS);
      assertThat(killedAt).as("the middle").allMatch(count -> count < ROWS);

      assertThat(reply.body().path("total_matched").asInt()).isEqualTo(ROWS);
      assertThat(reply.body().path("failed")).isEmpty();
      assertThat(reply.body().path("skipped")).isEmpty();
      List<String> ids = BulkCalls.succeeded(reply);
      BulkCalls calls = new BulkCalls(operator());
      Map<String, Long> events =
          calls.events(correlation + REQUEST_ID).stream()
              .collect(
                  Collectors.groupingBy(
                      event -> event.path("data").path(member).asText(),
                      TreeMap::new,
                      Collectors.counting()));
      assertThat(events.keySet()).containsExactlyInAnyOrderElementsOf(ids);
      assertThat(events.values()).as("each row once").containsOnly(1L);
      assertThat(calls.audits(REQUEST_ID))
          .singleElement()
          .matches(entry -> entry.path("metadata").path("succeeded").asInt() == ROWS);
      assertThat(answered(target, request).answer().body()).isEqualTo(reply.answer().body());
      return ids;
    }

    private int told(String correlation) {
      return new BulkCalls(operator()).events(correlation).size();
    }

    /** The same request as often as it takes. */
    private Reply answered(String target, ObjectNode request) {
      AtomicReference<Reply> reply = new AtomicReference<>();
      await()
          .pollDelay(Duration.ZERO)
          .atMost(WITHIN)
          .until(
              () -> {
                reply.set(operator().post(target, request));
                if (reply.get().status() == 503) {
                  assertThat(reply.get().header("Retry-After")).isNotEmpty();
                }
                return reply.get().status() != 503;
              });
      return reply.get().expect(200);
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
