package io.bailiwick.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Unit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailureJoinTest {

  private final FailureJoin join = new FailureJoin(2, 5);

  @Test
  void someOfAKindAreToldAloneAndTheOthersAreCounted() {
    assertThat(join.isToldAlone(denied("acme", "s", 1), 10)).isTrue();
    assertThat(join.isToldAlone(denied("acme", "s", 2), 20)).isTrue();
    for (int i = 3; i <= 10_002; i++) {
      assertThat(join.isToldAlone(denied("acme", "s", i), 30)).isFalse();
    }
    assertThat(join.isToldAlone(denied("acme", "other", 1), 40)).isTrue();
    assertThat(join.isToldAlone(denied("other", "s", 1), 40)).isTrue();
    assertThat(join.take(1_009)).as("the second is not over").isEmpty();

    List<FailureJoin.Counted> counted = join.take(1_010);
    assertThat(counted)
        .containsExactly(new FailureJoin.Counted(denied("acme", "s", 3), 10_000, 10_002));
    assertThat(join.take(9_000)).isEmpty();
    assertThat(join.isToldAlone(denied("acme", "s", 5), 9_001)).as("a new second").isTrue();
  }

  @Test
  void soManyOfAllKindsAreToldAlone() {
    for (int i = 0; i < 5; i++) {
      assertThat(join.isToldAlone(denied("acme", "s" + i, i), 10)).isTrue();
    }
    assertThat(join.isToldAlone(denied("acme", "s5", 5), 10)).isFalse();

    assertThat(join.takeAll()).singleElement().returns(1L, FailureJoin.Counted::occurrences);
  }

  @Test
  void kindsBeyondTheBoundAreCountedByTheirTenant() {
    int many = FailureJoin.KINDS_MAX + 500;
    for (int i = 0; i < many; i++) {
      join.isToldAlone(denied("acme", "s" + i, i), 10);
    }

    List<FailureJoin.Counted> counted = join.takeAll();
    assertThat(counted).hasSizeLessThanOrEqualTo(FailureJoin.KINDS_MAX + 1);
    assertThat(counted.stream().mapToLong(FailureJoin.Counted::occurrences).sum() + 5)
        .isEqualTo(many);
    assertThat(counted.getLast().occurrences()).isEqualTo(500);
  }

  @Test
  void whatNobodyTakesIsBoundedAndSaidToBeLost() {
    long failures = 0;
    for (int second = 0; second < 12; second++) {
      for (int i = 0; i < FailureJoin.KINDS_MAX; i++) {
        failures++;
        join.isToldAlone(denied("acme", "s" + i, i), 10 + second * 1_000L);
      }
    }

    List<FailureJoin.Counted> counted = join.takeAll();
    assertThat(counted).hasSize(FailureJoin.ENDED_MAX);
    assertThat(counted.size() + join.lost() + 12 * 5).isEqualTo(failures);
  }

  @Test
  void severalAreToldAsOneWithTheirNumber() {
    Told told =
        new Told(io.bailiwick.scope.ScopePath.root(new io.bailiwick.tenant.TenantId("acme")));
    denied("acme", "tenant:acme/app:a", 7).tell("node 1", 40, 9, told);

    assertThat(told.audits)
        .singleElement()
        .returns("BUDGET_EXCEEDED", AuditEntry::errorCode)
        .returns(409, AuditEntry::status);
    assertThat(told.audits.getFirst().metadata()).containsEntry("occurrences", 40L);
    assertThat(told.events)
        .singleElement()
        .returns(EventType.RESERVATION_DENIED, EventRecord::type)
        .returns("tenant:acme/app:a", event -> event.scope().text());
    assertThat(told.events.getFirst().metadata()).containsEntry("occurrences", 40L);
    assertThat(told.events.getFirst().data().members())
        .containsEntry("reason_code", "BUDGET_EXCEEDED")
        .containsEntry("requested_amount", 70L);
  }

  private static FailedRequest denied(String tenant, String scope, long atMs) {
    return new FailedRequest(
        atMs,
        tenant,
        new Origin(
            Actor.API_KEY, "key_1", "10.0.0.1", null, "req", null, "createReservation", null, null),
        "reservation",
        null,
        409,
        "BUDGET_EXCEEDED",
        Map.of(),
        new ReservationData.ReservationDenied(
            scope, Unit.TOKENS, "BUDGET_EXCEEDED", 70L, 3L, null, null, null),
        null);
  }
}
