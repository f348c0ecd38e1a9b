package io.bailiwick.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.harness.Balance;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import io.bailiwick.harness.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;

/** 64 clients for fewer places: exactly as many are given out as there are. */
class SlotsIT {
  private static final int CLIENTS = 64;
  private static final long AMOUNT = 7;
  private static final Duration WITHIN = Duration.ofSeconds(60);

  private final Tenancy tenancy = Tenancy.empty(SharedServer.operator());

  private boolean takes(String key, String below) {
    Reply reply = tenancy.agent().reserve(Bodies.reserve(key, tenancy.scope(below), AMOUNT));
    if (reply.status() != 200) {
      reply.refused(409, "BUDGET_EXCEEDED");
    }
    return reply.status() == 200;
  }

  private static long count(List<Boolean> taken) {
    return taken.stream().filter(Boolean::booleanValue).count();
  }

  private static Balance full(long slots) {
    return new Balance(slots * AMOUNT + 3, 3, slots * AMOUNT, 0, 0, 0, false);
  }

  @RepeatedTest(5)
  void onOneScope() {
    tenancy.budget("", 23 * AMOUNT + 3);
    List<Boolean> taken = Workers.start(CLIENTS, number -> takes("c" + number, "")).await(WITHIN);
    assertThat(count(taken)).isEqualTo(23);
    assertThat(tenancy.balance("")).isEqualTo(full(23));
  }

  @RepeatedTest(5)
  void atASharedParentAcrossSiblings() {
    tenancy.budget("", 40 * AMOUNT + 3);
    for (int sibling = 0; sibling < 8; sibling++) {
      tenancy.budget("app:s" + sibling, 1_000_000);
    }
    List<Boolean> taken =
        Workers.start(CLIENTS, number -> takes("c" + number, "app:s" + number % 8)).await(WITHIN);
    assertThat(count(taken)).isEqualTo(40);
    assertThat(tenancy.balance("")).isEqualTo(full(40));
    holdsAddUp(40);
  }

  /** A refusal lower down must not make others fail at the parent (I9). */
  @RepeatedTest(5)
  void atAParentWhileSiblingsRefuse() {
    tenancy.budget("", 40 * AMOUNT + 3);
    for (int sibling = 0; sibling < 8; sibling++) {
      tenancy.budget("app:s" + sibling, 10 * AMOUNT + 3);
    }
    List<Long> taken =
        Workers.start(
                CLIENTS,
                number -> {
                  long mine = 0;
                  for (int i = 0; i < 3; i++) {
                    mine += takes(number + "-" + i, "app:s" + (number + i) % 8) ? 1 : 0;
                  }
                  return mine;
                })
            .await(WITHIN);
    assertThat(taken.stream().mapToLong(Long::longValue).sum()).isEqualTo(40);
    assertThat(tenancy.balance("")).isEqualTo(full(40));
    holdsAddUp(40);
  }

  private void holdsAddUp(long slots) {
    Map<String, Balance> balances = tenancy.agent().balances();
    long atSiblings =
        balances.entrySet().stream()
            .filter(entry -> entry.getKey().contains("/"))
            .mapToLong(entry -> entry.getValue().reserved())
            .sum();
    assertThat(atSiblings).isEqualTo(slots * AMOUNT);
    assertThat(balances.values()).allMatch(Balance::addsUp);
  }
}
