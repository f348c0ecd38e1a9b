package io.bailiwick.close;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Client;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Query;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.Tenancy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A tenant that is closed while clients work for it, and what they were told. What they did is all
 * on one path, so that each of its three ledgers has the same figures. Any number of threads.
 */
final class Closing {
  static final long ALLOCATED = 1_000_000_000;

  /** Of a server that is ready again (operating/watching). */
  private static final Duration WHOLE_WITHIN = Duration.ofSeconds(5);

  /** Ledgers beside the path, for the close to walk through. */
  private static final int SIDE_LEDGERS = 9;

  static final List<String> PATH = List.of("", "app:chat", "app:chat/agent:writer");

  final List<String> webhooks;

  /** Amount of each reservation that was acknowledged. */
  final Map<String, Long> reserved = new ConcurrentHashMap<>();

  /** What was charged by each commit that was acknowledged. */
  final Map<String, Long> committed = new ConcurrentHashMap<>();

  final Set<String> released = ConcurrentHashMap.newKeySet();
  final Set<String> releasedPerhaps = ConcurrentHashMap.newKeySet();
  final Set<String> keys = ConcurrentHashMap.newKeySet();
  final Set<String> ledgers = ConcurrentHashMap.newKeySet();
  final AtomicLong debited = new AtomicLong();
  final AtomicLong debitedPerhaps = new AtomicLong();
  final AtomicLong credited = new AtomicLong();
  final AtomicLong creditedPerhaps = new AtomicLong();

  /** Mutations that were acknowledged, and those of them that began after the close was. */
  final AtomicInteger done = new AtomicInteger();

  final AtomicInteger late = new AtomicInteger();
  final AtomicInteger refused = new AtomicInteger();

  private volatile Tenancy tenancy;
  private final AtomicBoolean isAcknowledged = new AtomicBoolean();
  private final AtomicBoolean isWhole = new AtomicBoolean();
  private final AtomicInteger closes = new AtomicInteger();

  private Closing(Tenancy tenancy, List<String> webhooks) {
    this.tenancy = tenancy;
    this.webhooks = webhooks;
  }

  static Closing on(ServerProcess server) {
    Operator operator = server.operator();
    Tenancy tenancy = Tenancy.empty(operator);
    PATH.forEach(below -> tenancy.budget(below, ALLOCATED));
    for (int i = 0; i < SIDE_LEDGERS; i++) {
      tenancy.budget("app:side" + i, ALLOCATED);
    }
    List<String> webhooks =
        List.of(webhook(operator, tenancy).expect(201), webhook(operator, tenancy).expect(201))
            .stream()
            .map(Closing::webhookId)
            .toList();
    return new Closing(tenancy, webhooks);
  }

  static Reply webhook(Operator operator, Tenancy tenancy) {
    return operator.post(
        Query.of("/v1/admin/webhooks", "tenant_id", tenancy.id()),
        Json.object("url", "https://203.0.113.7/hook", "event_types", List.of("budget.funded")));
  }

  static String webhookId(Reply created) {
    return created.body().path("subscription").path("subscription_id").asText();
  }

  String id() {
    return tenancy.id();
  }

  boolean isAcknowledged() {
    return isAcknowledged.get();
  }

  /** Whether somebody was told that nothing is left of it to do. */
  boolean isWhole() {
    return isWhole.get();
  }

  /**
   * Asks for the close, under a request id that {@link #isRequestOfClose} knows again; notes when
   * it is acknowledged.
   */
  Reply close(Operator operator) {
    Request request =
        Request.of("PATCH", "/v1/admin/tenants/" + id(), Json.object("status", "CLOSED"))
            .with("X-Request-Id", requestId(closes.incrementAndGet()));
    Reply reply = operator.send(request);
    if (reply.isSuccess()) {
      isAcknowledged.set(true);
      if (reply.header("X-Cycles-Cascade-Status").isEmpty()) {
        isWhole.set(true);
      }
    }
    return reply;
  }

  private String requestId(int number) {
    return "close-" + id() + "-" + number;
  }

  boolean isRequestOfClose(String requestId) {
    for (int number = 1; number <= closes.get(); number++) {
      if (requestId.equals(requestId(number))) {
        return true;
      }
    }
    return false;
  }

  /** How far the close has come, with what is left of one that goes on. */
  String stage(Operator operator) {
    JsonNode preview =
        operator.get("/v1/x-bailiwick/tenants/" + id() + "/close-preview").expect(200).body();
    String stage = preview.path("stage").asText();
    return stage.equals("CLOSING") ? stage + preview.path("left") : stage;
  }

  /** Waits for a close that was interrupted, which has to end by itself. */
  void awaitClosed(Operator operator) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .atMost(WHOLE_WITHIN)
        .until(() -> stage(operator).equals("CLOSED"));
  }

  Tenancy tenancy() {
    return tenancy;
  }

  /** Goes on with a server that has been started again. */
  void through(Client client) {
    tenancy = tenancy.through(client);
  }
}
