package io.bailiwick.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import io.bailiwick.harness.Workers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The webhooks of a tenant end with it. */
class WebhookCloseIT {
  private final Operator operator = SharedServer.operator();
  private final Tenancy tenancy = Tenancy.empty(operator);

  private List<JsonNode> all() {
    return operator.rows(Hooks.ADMIN + "?tenant_id=" + tenancy.id(), "subscriptions");
  }

  private static String status(JsonNode webhook) {
    return webhook.path("status").asText();
  }

  @Test
  void aCloseDisablesForGood() {
    String active = Hooks.id(Hooks.createFor(operator, tenancy.id(), Hooks.body()));
    String paused = Hooks.id(Hooks.createFor(operator, tenancy.id(), Hooks.body()));
    operator.send(Hooks.patch(Hooks.ADMIN, paused, Json.object("status", "PAUSED"))).expect(200);
    operator.close(tenancy.id()).expect(200);

    assertThat(all()).hasSize(2).allSatisfy(one -> assertThat(status(one)).isEqualTo("DISABLED"));
    JsonNode before = operator.get(Hooks.ADMIN + "/" + active).expect(200).body();
    for (String base : List.of(Hooks.ADMIN, Hooks.TENANT)) {
      for (Request request :
          List.of(
              Hooks.patch(base, active, Json.object("status", "ACTIVE")),
              Hooks.patch(base, active, Json.object("name", "x")),
              Hooks.patch(base, active, Json.object()),
              Hooks.test(base, active),
              Hooks.delete(base, active))) {
        operator.send(request).refused(409, "TENANT_CLOSED");
      }
    }
    operator.send(Hooks.replay(active, Json.object())).refused(409, "TENANT_CLOSED");
    Hooks.createFor(operator, tenancy.id(), Hooks.body()).refused(409, "TENANT_CLOSED");
    assertThat(operator.get(Hooks.ADMIN + "/" + active).expect(200).body()).isEqualTo(before);
    operator.get(Hooks.ADMIN + "/" + active + "/deliveries").expect(200);
    operator.get(Hooks.TENANT + "?tenant=" + tenancy.id()).expect(200);
  }

  @Test
  void nothingSucceedsAfterACloseThatComesInTheMiddle() {
    String id = Hooks.id(Hooks.createFor(operator, tenancy.id(), Hooks.body()));
    AtomicBoolean isClosed = new AtomicBoolean();
    Workers<Integer> workers =
        Workers.start(
            6,
            number -> {
              int late = 0;
              boolean goesOn = true;
              for (int turn = 0; goesOn && turn < 5_000; turn++) {
                boolean wasClosed = isClosed.get();
                Reply reply =
                    number % 2 == 0
                        ? Hooks.createFor(operator, tenancy.id(), Hooks.body())
                        : operator.send(
                            Hooks.patch(
                                Hooks.ADMIN,
                                id,
                                Json.object("status", turn % 2 == 0 ? "PAUSED" : "ACTIVE")));
                late += wasClosed && reply.isSuccess() ? 1 : 0;
                goesOn = reply.isSuccess();
                if (!reply.isSuccess()) {
                  reply.refused(409, "TENANT_CLOSED");
                }
              }
              return late;
            });
    operator.close(tenancy.id()).expect(200);
    isClosed.set(true);
    assertThat(workers.await(Duration.ofSeconds(60))).containsOnly(0);
    assertThat(all()).isNotEmpty().allSatisfy(one -> assertThat(status(one)).isEqualTo("DISABLED"));
  }
}
